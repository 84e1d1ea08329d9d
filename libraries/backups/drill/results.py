"""What the last restore drills said, kept in a file of ``var/``."""

from pathlib import Path
from typing import Final

from pydantic import ValidationError

from libraries import files
from schemas.base import Frozen, Moment

RESULTS: Final = "restore-drill.json"
"""File in ``var/`` with the last drills."""


class DrillResult(Frozen):
    """The result of a restore drill: what was restored, and what was ``wrong``: lost, changed, or not in the backup."""

    begun: Moment
    backup: str
    seconds: float
    facts: int = 0
    entries: int = 0
    files: int = 0
    media: int = 0
    wrong: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether everything was restored as it is in the backup."""
        return not self.wrong


class LastDrills(Frozen):
    """What ``var/restore-drill.json`` holds: the last drill, and the last that was exact."""

    last: DrillResult | None = None
    exact: DrillResult | None = None


def read_last_drills(var: Path) -> LastDrills:
    """The last drills; none where they were never noted, or the file is damaged."""
    try:
        return LastDrills.model_validate_json((var / RESULTS).read_bytes())
    except (OSError, ValidationError):
        return LastDrills()


def save_drill_result(var: Path, done: DrillResult) -> None:
    """Save the result of a restore drill in ``var``. Raises NoSpace, ConfigurationError."""
    before = read_last_drills(var)
    drills = LastDrills(last=done, exact=done if done.is_exact else before.exact)
    files.write_atomically(var / RESULTS, drills.model_dump_json(indent=1).encode(), mode=files.PRIVATE)
