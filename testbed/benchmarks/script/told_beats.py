"""Whether a script tells a beat of its story."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from schemas.script import Script, Speaker
from testbed.benchmarks.script.script_sets import LabelledBeat

_WORD: Final = re.compile(r"[0-9A-Za-z가-힣]+")
_ENOUGH: Final = 0.75
"""Share of the letters of a span that must be told, in their order."""
_SPREAD: Final = 2.5
"""How many times longer than a span the words that tell it may reach."""


def is_beat_told(beat: LabelledBeat, script: Script) -> bool:
    """Whether the narrator tells a beat: says enough of the words of one of its spans, in order and near each other."""
    narrated = [line for line in script.lines if line.speaker is Speaker.NARRATOR]
    texts = (" ".join(line.display for line in narrated), " ".join(line.spoken for line in narrated))
    heard = [_WORD.findall(text) for text in texts]
    return any(_share(_WORD.findall(span), words) >= _ENOUGH for span in beat.told_by for words in heard)


def _share(span: Sequence[str], heard: Sequence[str]) -> float:
    """The greatest share of the letters of ``span`` that a window of ``heard`` has in order."""
    length = sum(map(len, span))
    if "".join(span) in "".join(heard):
        return 1.0
    best = max((_common(span, window) for window in _windows(heard, length * _SPREAD)), default=0)
    return best / length


def _windows(words: Sequence[str], length: float) -> Iterator[Sequence[str]]:
    """Runs of words of at most ``length`` letters, one from each word on."""
    for start in range(len(words)):
        total, end = 0, start
        while end < len(words) and total + len(words[end]) <= length:
            total += len(words[end])
            end += 1
        yield words[start:end]


def _common(span: Sequence[str], window: Sequence[str]) -> int:
    """Letters in the longest common subsequence of words; words that begin alike share their beginning."""
    row = [0] * (len(window) + 1)
    for word in span:
        left = row
        row = [0]
        for at, other in enumerate(window):
            row.append(max(left[at + 1], row[at], left[at] + _alike(word, other)))
    return row[-1]


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> int:
    """Letters that two forms of a word share: their common beginning when it is half of the shorter one."""
    shared = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        shared += 1
    return shared if 2 * shared >= min(len(one), len(other)) else 0
