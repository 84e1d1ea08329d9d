"""The sequences that this connection knows to be stored: in a cluster, answers that lack them are refused."""

from typing import Final

_MOST: Final = 4096


class SeenSequences:
    """The highest sequence that was stored or delivered to us, by subject or filter, for the 4096 used last.

    A broker that was stopped or cut off may still think that it leads a stream, and answers with what it has.
    """

    def __init__(self) -> None:
        self._sequences: dict[str, int] = {}
        self.own: dict[str, tuple[int, str]] = {}
        """Sequence and subject of the last message that we stored, by stream."""

    def note_sequence(self, what: str, sequence: int) -> None:
        """Note that a message of ``what``, a subject or filter, was stored or delivered."""
        sequence = max(sequence, self._sequences.pop(what, 0))
        self._sequences[what] = sequence
        if len(self._sequences) > _MOST:
            del self._sequences[next(iter(self._sequences))]

    def required_sequence(self, what: str) -> int:
        """The sequence that an answer about ``what`` must reach; 0 where nothing is known."""
        return self._sequences.get(what, 0)
