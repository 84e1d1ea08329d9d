"""The order of a script: each sentence is laid to the place of the post that it tells.

The places that can be told one after another are found as the heaviest increasing chain (dynamic programming over the
likely places of each sentence). What stays outside, far from where it would fit, and strongly, is out of order. So is a
script of which many pairs of sentences stand the other way round than in the post (Kendall's count of inversions).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

from schemas.script import Fault, Role, ScriptFault
from services.studio.script.checks.post.ground import LEAST, PostIndex
from services.studio.script.checks.script_and_post import ScriptAndPost, Sentence, whole

_STRONG: Final = 4.0
"""Score from which a sentence certainly tells a place: two or three rare words of it."""
_NEAR: Final = 0.5
"""A place with this share of the best score may be the one that is told."""
_SLACK: Final = 0.08
"""Share of the post by which a sentence may step back: it says who or where in passing."""
_DISORDER: Final = 0.02
_DISORDER_SHORT: Final = 0.075
"""Displacement times weight over the weight of all, from which a script is out of order; for posts of few sentences."""


_HINT: Final = 2.5
"""Score from which a sentence tells a place."""
_KEPT: Final = 0.82
"""Share of the scores of all such sentences that one chain forward must have."""
_INVERTED: Final = 0.25
_INVERTED_SHORT: Final = 0.4
"""Share of the pairs of sentences that may stand the other way round than in the post."""
_FAINT: Final = 1.5
"""Score from which a sentence counts in pairs."""
_ONE_OF_PLACES: Final = 0.6
"""A place with this share of the best score is one of those that a sentence of a pair may tell."""
_PAIR: Final = 5.0
"""Score above which a sentence of a pair counts no more."""
_WHO: Final = re.compile(r"글쓴이|이 사람|이분|주인공|사연자|작성자")
_FIRST: Final = 2
"""A sentence among so many first ones may say who tells the story in words that the post has much later."""


class Displaced(NamedTuple):
    """A sentence out of order. ``by``: how far, as a share of the post, times how much stronger it stands there."""

    sentence: Sentence
    by: float


class _Row(NamedTuple):
    sentence: Sentence
    scores: list[float]
    places: list[int]


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """wrong_order, at the sentence that is farthest from its place."""
    if told.quotes_post or len(told.ground) < LEAST:
        return
    outside = displaced(told)
    short = told.ground.short
    if sum(each.by for each in outside) >= (_DISORDER_SHORT if short else _DISORDER):
        yield max(outside, key=lambda each: each.by).sentence.fault(Fault.WRONG_ORDER)
    elif kept_in_order(told) < _KEPT or inverted(told) > (_INVERTED_SHORT if short else _INVERTED):
        yield whole(Fault.WRONG_ORDER)


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """Sentences out of order."""
    return {"inversions": len(displaced(told)) if len(told.ground) >= LEAST else 0}


def displaced(told: ScriptAndPost) -> list[Displaced]:
    """The sentences of the story that stand out of order, the last one left out when it looks back."""
    rows = _rows(told, _STRONG)
    total = sum(max(row.scores) for row in rows)
    strong = [row for row in rows if row.places]
    kept = _chain(strong, slack=max(1.0, len(told.ground) * _SLACK))
    found = (_displaced(strong, at, kept, told.ground, total) for at in range(len(strong)) if at not in kept)
    last = rows[-1].sentence if rows else None
    outside = [each for each in found if each.by > 0 and each.sentence is not last]
    first = [row.sentence for row in rows[:_FIRST]]
    if len(outside) == 1 and outside[0].sentence in first and _WHO.match(outside[0].sentence.text):
        return []
    return outside


def kept_in_order(told: ScriptAndPost) -> float:
    """The share of the scores of all sentences that the best chain of places has; 1 when they are in order."""
    rows = [row for row in _rows(told, _HINT) if row.places]
    kept = _chain(rows, slack=max(1.0, len(told.ground) * _SLACK))
    whole_weight = sum(max(row.scores) for row in rows)
    return sum(rows[at].scores[place] for at, place in kept.items()) / whole_weight if rows else 1.0


def inverted(told: ScriptAndPost) -> float:
    """The share of the pairs of sentences that certainly stand the other way round; 0 when no pair is certain."""
    spans = []
    for row in _rows(told, _FAINT):
        best = max(row.scores)
        places = [at for at, score in enumerate(row.scores) if score >= _ONE_OF_PLACES * best] if row.places else []
        if places:
            spans.append((places[0], places[-1], min(best, _PAIR)))
    slack = max(1.0, len(told.ground) * _SLACK)
    forward = sum(min(one[2], two[2]) for one, two in combinations(spans, 2) if one[1] + slack < two[0])
    back = sum(min(one[2], two[2]) for one, two in combinations(spans, 2) if one[0] > two[1] + slack)
    return back / (forward + back) if back else 0.0


def _rows(told: ScriptAndPost, least: float) -> list[_Row]:
    """The sentences of the body that tell something, with their likely places when they score at ``least`` so much."""
    rows = []
    for sentence in told.sentences:
        scores = told.ground.scores(sentence.text) if sentence.role is Role.BODY else []
        best = max(scores, default=0.0)
        if best:
            places = [at for at, score in enumerate(scores) if score >= _NEAR * best] if best >= least else []
            rows.append(_Row(sentence, scores, places))
    return rows


def _chain(rows: Sequence[_Row], slack: float) -> dict[int, int]:
    """The heaviest chain of places that goes forward: for each row in it, its place."""
    best: list[dict[int, tuple[float, tuple[int, int] | None]]] = []
    for at, row in enumerate(rows):
        here: dict[int, tuple[float, tuple[int, int] | None]] = {}
        for place in row.places:
            before = ((best[i][p][0], (i, p)) for i in range(at) for p in best[i] if p <= place + slack)
            weight, link = max(before, default=(0.0, None))
            here[place] = (weight + row.scores[place], link)
        best.append(here)
    ends = [(best[at][place][0], (at, place)) for at in range(len(rows)) for place in best[at]]
    link = max(ends)[1] if ends else None
    kept: dict[int, int] = {}
    while link is not None:
        kept[link[0]] = link[1]
        link = best[link[0]][link[1]][1]
    return kept


def _displaced(rows: Sequence[_Row], at: int, kept: Mapping[int, int], ground: PostIndex, total: float) -> Displaced:
    size = len(ground)
    slack = max(1.0, size * _SLACK)
    low = max((kept[i] for i in kept if i < at), default=0) - slack
    high = min((kept[i] for i in kept if i > at), default=size - 1) + slack
    scores = rows[at].scores
    place = max(rows[at].places, key=scores.__getitem__)
    fitting = max((scores[i] for i in range(size) if low <= i <= high), default=0.0)
    far = max(low - place, place - high, 0.0) / (size - 1)
    return Displaced(rows[at].sentence, far * (scores[place] - fitting) / total)
