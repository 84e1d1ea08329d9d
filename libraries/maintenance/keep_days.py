"""How long media are kept."""

from typing import NamedTuple


class KeepDays(NamedTuple):
    """Days that each kind of media is kept; 0 keeps it for ever."""

    pieces: int
    films: int
    declined: int

    @property
    def fewest(self) -> int:
        """The fewest days that anything is kept; 0 where all is kept for ever."""
        return min((days for days in self if days > 0), default=0)
