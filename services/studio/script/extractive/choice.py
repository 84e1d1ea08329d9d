"""Which sentences of a story are told: those of most weight that fit the time, go together and leave no large gap.

The best path through the sentences is found by dynamic programming over the last kept sentence and the time spent.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.studio.script.extractive.links import Link

_UNIT: Final = 0.1
"""Seconds of one step of time."""
_GAP: Final = 1.5
"""Price of a gap, by the square of the weights left out in it: two small gaps are better than a large one."""
_BESIDE: Final = 0.15
"""What a sentence is worth less behind the one before it, which often says the same."""
_CUT: Final = 0.05
"""Price of every gap: a listener follows a few long runs of neighbouring sentences better than single ones."""
_NEVER: Final = -1e9

Array = NDArray[np.float64]


class Wording(NamedTuple):
    """One way to tell a sentence."""

    text: str
    seconds: float
    weight: float


class Kept(NamedTuple):
    """A kept sentence by its place in the story, and the form it is told in."""

    place: int
    form: Wording


class Options(NamedTuple):
    """The forms of one sentence: behind the sentence before it, and behind a gap."""

    beside: tuple[Wording, ...]
    behind_gap: tuple[Wording, ...]
    link: Link

    @property
    def weight(self) -> float:
        """The weight that is lost when it is left out."""
        return max(form.weight for form in self.beside)


def choose(options: Sequence[Options], seconds: float, ending: int = 0) -> list[Kept]:
    """Kept sentences in order, of at most ``seconds``, the last not before ``ending``; empty when that cannot be."""
    size, steps = len(options), max(1, int(seconds / _UNIT) + 1)
    lost = np.concatenate([[0.0], np.cumsum([each.weight for each in options])])
    best = np.full((size + 1, steps), _NEVER)  # row 0: nothing kept yet; row i + 1: sentence i is the last kept
    best[0] = 0.0
    came = np.zeros((size + 1, steps, 2), dtype=np.int32)
    for at, each in enumerate(options):
        before, source = _before(best, options, at, lost)
        arrivals = [(before, source, each.behind_gap)]
        if at and options[at - 1].link.latest >= at:
            arrivals.append((best[at] - _BESIDE, np.full(steps, at), each.beside))
        for rows, sources, forms in arrivals:
            for number, form in enumerate(forms):
                cost = _cost(form)
                if cost >= steps:
                    continue
                value = rows[:-cost] + form.weight
                better = value > best[at + 1, cost:]
                best[at + 1, cost:][better] = value[better]
                came[at + 1, cost:, 0][better] = sources[:-cost][better]
                came[at + 1, cost:, 1][better] = number + (len(each.behind_gap) if rows is not before else 0)
    return _path(best, came, options, lost, ending)


def _cost(form: Wording) -> int:
    """Steps of time; rounded, as the errors of some twenty sentences cancel out."""
    return max(1, round(form.seconds / _UNIT))


def _before(best: Array, options: Sequence[Options], at: int, lost: Array) -> tuple[Array, NDArray[np.intp]]:
    """For every time: the value of the best path that sentence ``at`` may follow behind a gap, and its row."""
    first = max(0, options[at].link.earliest + 1)
    rows = [row for row in range(first, at + 1) if row == 0 or (options[row - 1].link.latest >= at and row != at)]
    if not rows:
        return np.full(best.shape[1], _NEVER), np.zeros(best.shape[1], dtype=np.intp)
    price = _GAP * (lost[at] - lost[rows]) ** 2 + _CUT * (np.array(rows) < at)
    values = best[rows] - price[:, np.newaxis]
    place = values.argmax(axis=0)
    return values[place, np.arange(best.shape[1])], np.array(rows)[place]


def _path(best: Array, came: NDArray[np.int32], options: Sequence[Options], lost: Array, ending: int) -> list[Kept]:
    size, time = len(options), best.shape[1] - 1
    ends = [row for row in range(ending + 1, size + 1) if options[row - 1].link.latest >= size]
    value, row = max(((best[row, -1] - _GAP * (lost[-1] - lost[row]) ** 2, row) for row in ends), default=(_NEVER, 0))
    if value <= _NEVER / 2:
        return []
    told: list[Kept] = []
    while row:
        source, number = came[row, time]
        forms = options[row - 1].behind_gap + options[row - 1].beside
        form = forms[number]
        told.append(Kept(row - 1, form))
        time -= _cost(form)
        row = int(source)
    return told[::-1]
