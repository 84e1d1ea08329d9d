"""Which sentences of a story are told: those of most weight that fit the time, go together and leave no large gap.

The best path through the sentences is found by dynamic programming over the last kept sentence and the time spent.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.studio.script.extractive.sentence_links import SentenceLink

_UNIT: Final = 0.1
"""Seconds of one step of time."""
_GAP: Final = 1.5
"""Price of a gap, by the square of the weights left out in it: two small gaps are better than a large one."""
_BESIDE: Final = 0.05
"""What a sentence is worth less behind the one before it, which often says the same."""
_CUT: Final = 0.1
"""Price of every gap: a listener follows a few long runs of neighbouring sentences better than single ones."""
_TORN: Final = 0.1
"""Price of a link that is broken: what a sentence refers to is told with it unless something better has to go."""
_NEVER: Final = -1e9

Array = NDArray[np.float64]


class Wording(NamedTuple):
    """One wording of a sentence, with its length and worth."""

    text: str
    seconds: float
    weight: float


class KeptSentence(NamedTuple):
    """A sentence that is kept: its place in the story, and the wording it is told in."""

    place: int
    form: Wording


class Wordings(NamedTuple):
    """The wordings of one sentence: for behind the sentence before it, and for behind a gap."""

    beside: Wording
    behind_gap: Wording
    link: SentenceLink


def choose_sentences(options: Sequence[Wordings], seconds: float, ending: int = 0) -> list[KeptSentence]:
    """The best sentences in order, of at most ``seconds``, the last not before ``ending``; empty when none fit."""
    size, steps = len(options), max(1, int(seconds / _UNIT) + 1)
    lost = np.concatenate([[0.0], np.cumsum([each.beside.weight for each in options])])
    latest = np.array([0, *(each.link.latest for each in options)])
    best = np.full((size + 1, steps), _NEVER)  # row 0: nothing kept yet; row i + 1: sentence i is the last kept
    best[0] = 0.0
    came = np.zeros((size + 1, steps), dtype=np.intp)
    for at, each in enumerate(options):
        values = best[: at + 1] - _prices(each.link, at, lost, latest)[:, np.newaxis]
        apart = values[:at] if at else values  # the first sentence follows nothing
        places = apart.argmax(axis=0)
        arrivals = [(apart[places, np.arange(steps)], places, each.behind_gap)]
        if at:
            arrivals.append((values[at], np.full(steps, at), each.beside))
        for value, source, form in arrivals:
            cost = _cost(form)
            if cost < steps:
                found = value[:-cost] + form.weight
                better = found > best[at + 1, cost:]
                best[at + 1, cost:][better] = found[better]
                came[at + 1, cost:][better] = source[:-cost][better]
    return _path(best, came, options, lost, ending)


def _cost(form: Wording) -> int:
    """Steps of time; rounded, as the errors of some twenty sentences cancel out."""
    return max(1, round(form.seconds / _UNIT))


def _prices(link: SentenceLink, at: int, lost: Array, latest: NDArray[np.int_]) -> Array:
    """What it costs that sentence ``at`` follows each of the rows before it."""
    rows = np.arange(at + 1)
    price = _GAP * (lost[at] - lost[rows]) ** 2 + np.where(rows < at, _CUT, _BESIDE * (at > 0))
    price += _TORN * (rows <= link.earliest) + _TORN * ((rows > 0) & (latest[rows] < at))
    return np.where(rows <= link.needed, -_NEVER, price)


def _path(
    best: Array, came: NDArray[np.intp], options: Sequence[Wordings], lost: Array, ending: int
) -> list[KeptSentence]:
    size, time = len(options), best.shape[1] - 1
    ends = [
        (best[row, -1] - _GAP * (lost[-1] - lost[row]) ** 2 - _TORN * (options[row - 1].link.latest < size), row)
        for row in range(ending + 1, size + 1)
    ]
    value, row = max(ends, default=(_NEVER, 0))
    if value <= _NEVER / 2:
        return []
    told: list[KeptSentence] = []
    while row:
        source = int(came[row, time])
        each = options[row - 1]
        form = each.beside if source == row - 1 and source else each.behind_gap
        told.append(KeptSentence(row - 1, form))
        time -= _cost(form)
        row = source
    return told[::-1]
