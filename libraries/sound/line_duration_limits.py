"""How long a line may last: against its text alone, and against the other lines of its voice."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Final, NamedTuple

from libraries.sound.estimated_word_times import duration_in_syllables

FASTEST: Final = 0.085
"""Seconds a syllable at speed 1; the fastest line of espeak has 0.119, of Kokoro 0.15, people stay above 0.1."""
SLOWEST: Final = 0.28
"""Seconds a syllable's worth at speed 1; the slowest line of espeak has 0.15, of Kokoro 0.19."""
SLACK: Final = 1.2
"""Seconds that a line may last longer, for breaths and very short lines."""
_SHORTER, _LONGER = 0.6, 1.5
"""Of the length at the pace of the other lines. Clean lines of one voice lie between 0.74 and 1.51 (`_START` counted);
the shortest and the longest allowed leave out another 0.05 s and 0.4 s.
"""
_START: Final = 0.5
"""Syllables' worth that every line has on top, whatever its text."""
_FEWEST: Final = 4
"""Lines of one voice that a pace is taken from; of fewer, all lines of the narration together."""


class LineDuration(NamedTuple):
    """A spoken line: its text, the name of its voice, and its seconds without silence at either end."""

    text: str
    voice: str
    seconds: float


def shortest_seconds(syllables: float, speed: float) -> float:
    """Seconds that so many syllables need, also from a voice that does not go as slowly as it is asked to."""
    return FASTEST * syllables / max(speed, 1.0)


def longest_seconds(text: str, speed: float) -> float:
    """Seconds that ``text`` may take, also from a voice that does not go as fast as it is asked to."""
    return SLOWEST * duration_in_syllables(text) / min(speed, 1.0) + SLACK


def lines_out_of_pace(lengths: Sequence[LineDuration]) -> dict[int, float]:
    """Lines that are far shorter or longer than the others of their voice would have them: index → expected seconds."""
    of_voice: dict[str, list[float]] = defaultdict(list)
    for each in lengths:
        of_voice[each.voice].append(each.seconds / _worth(each.text))
    if len(lengths) < _FEWEST:
        return {}
    all_lines = median(pace for paces in of_voice.values() for pace in paces)
    pace = {name: median(found) if len(found) >= _FEWEST else all_lines for name, found in of_voice.items()}
    expected = [pace[each.voice] * _worth(each.text) for each in lengths]
    return {
        index: seconds
        for index, (each, seconds) in enumerate(zip(lengths, expected, strict=True))
        if not _SHORTER * seconds - 0.05 <= each.seconds <= _LONGER * seconds + 0.4
    }


def _worth(text: str) -> float:
    return duration_in_syllables(text) + _START
