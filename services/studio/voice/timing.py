"""Word times where the engine gives none: the line is exact, its 어절 share it by syllables."""

import re
from typing import Final

_SYLLABLE: Final = re.compile(r"[가-힣]")
_STOP_WEIGHT: Final = 1.2
"""A comma or stop inside a line is a pause about as long as a syllable."""


def shared(spoken: str, start: float, end: float) -> tuple[tuple[float, float], ...]:
    """(start, end) of each 어절 of ``spoken`` between two times in seconds, weighted by syllables."""
    weights = [
        max(1, len(_SYLLABLE.findall(word))) + _STOP_WEIGHT * word.endswith((",", ".", "?", "!"))
        for word in spoken.split(" ")
    ]
    scale = (end - start) / sum(weights)
    times: list[tuple[float, float]] = []
    at = start
    for weight in weights:
        times.append((at, at + weight * scale))
        at += weight * scale
    return tuple(times)
