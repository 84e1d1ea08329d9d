"""The order of a script's sentences: each sentence is laid to the place of the post that it tells.

The places that can be told one after another are found as the heaviest increasing chain (dynamic programming over the
likely places of each sentence). What stays outside, far from where it would fit, and strongly, is out of order. So is a
script of which many pairs of sentences stand the other way round than in the post (Kendall's count of inversions, each
pair by how sure its places are and how far apart).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

from libraries.film_scripts.checks.post.post_index import LEAST, PostIndex
from libraries.film_scripts.checks.script_and_post import ScriptAndPost, SpokenSentence, fault_of_whole_script
from schemas.script import Fault, Role, ScriptFault

_STRONG: Final = 4.0
"""Score from which a sentence certainly tells a place: two or three rare words of it."""
_NEAR: Final = 0.5
"""A place with this share of the best score may be the one that is told."""
_SLACK: Final = 0.08
"""Share of the post by which a sentence may step back: it says who or where in passing."""
_DISORDER: Final = 0.014
_DISORDER_ONE: Final = 0.032
_DISORDER_SHORT: Final = 0.075
"""Displacement times weight over the weight of all, from which a script is out of order; for a single sentence, which
may tell more than one place, and for posts of few sentences."""
_HINT: Final = 2.5
"""Score from which a sentence tells a place."""
_KEPT: Final = 0.82
"""Share of the scores of all such sentences that one chain forward must have."""
_BACKWARD: Final = 0.33
_BACKWARD_SHORT: Final = 0.42
"""Share of the pairs of sentences that may stand the other way round than in the post."""
_APART: Final = 0.12
"""Share of the post by which the places of a pair must differ."""
_PAIR: Final = 6.0
"""Score above which a sentence of a pair counts no more."""
_ELSEWHERE: Final = 0.2
"""From this share of the post on, another place that a sentence may tell makes its own less sure."""
_WHO: Final = re.compile(r"글쓴이|이 사람|이분|주인공|사연자|작성자")
_FIRST: Final = 2
"""A sentence among so many first ones may say who tells the story in words that the post has much later."""


class DisplacedSentence(NamedTuple):
    """A sentence out of order. ``by``: how far, as a share of the post, times how much stronger it stands there."""

    sentence: SpokenSentence
    by: float


class _Spot(NamedTuple):
    """The place that a sentence tells, as a share of the post, and how sure it is: up to the score that counts."""

    place: float
    sure: float


class _Row(NamedTuple):
    sentence: SpokenSentence
    scores: list[float]
    places: list[int]


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The fault ``wrong_order``, at the sentence that is farthest from its place."""
    if told.quotes_post or len(told.post_index) < LEAST:
        return
    outside = displaced_sentences(told)
    short = told.post_index.is_short
    least = _DISORDER_SHORT if short else _DISORDER if len(outside) > 1 else _DISORDER_ONE
    if sum(each.by for each in outside) >= least:
        yield max(outside, key=lambda each: each.by).sentence.fault_here(Fault.WRONG_ORDER)
    elif order_agreement(told) < _KEPT or reversed_pair_share(told) > (_BACKWARD_SHORT if short else _BACKWARD):
        yield fault_of_whole_script(Fault.WRONG_ORDER)


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figure of order: how many sentences are out of order."""
    return {"inversions": len(displaced_sentences(told)) if len(told.post_index) >= LEAST else 0}


def displaced_sentences(told: ScriptAndPost) -> list[DisplacedSentence]:
    """The sentences of the story that stand out of order, the last one left out when it looks back."""
    rows = _rows(told, _STRONG)
    total = sum(max(row.scores) for row in rows)
    strong = [row for row in rows if row.places]
    kept = _chain(strong, slack=max(1.0, len(told.post_index) * _SLACK))
    found = (_moved(strong, at, kept, told.post_index, total) for at in range(len(strong)) if at not in kept)
    last = rows[-1].sentence if rows else None
    outside = [each for each in found if each.by > 0 and each.sentence is not last]
    first = [row.sentence for row in rows[:_FIRST]]
    if len(outside) == 1 and outside[0].sentence in first and _WHO.match(outside[0].sentence.text):
        return []
    return outside


def order_agreement(told: ScriptAndPost) -> float:
    """The share of the scores of all sentences that the best chain of places has; 1 when they are in order."""
    rows = [row for row in _rows(told, _HINT) if row.places]
    kept = _chain(rows, slack=max(1.0, len(told.post_index) * _SLACK))
    whole_weight = sum(max(row.scores) for row in rows)
    return sum(rows[at].scores[place] for at, place in kept.items()) / whole_weight if rows else 1.0


def reversed_pair_share(told: ScriptAndPost) -> float:
    """The share of the pairs of sentences that stand the other way round than in the post; 0 when no pair is sure."""
    spots = [_spot(row.scores) for row in _rows(told, _HINT) if row.places]
    pairs = [(one.place - two.place, min(one.sure, two.sure)) for one, two in combinations(spots, 2)]
    apart = [(by, by * sure) for by, sure in pairs if abs(by) > _APART]
    whole_weight = sum(abs(weight) for _, weight in apart)
    return sum(weight for by, weight in apart if by > 0) / whole_weight if whole_weight else 0.0


def _spot(scores: Sequence[float]) -> _Spot:
    size = len(scores)
    place = max(range(size), key=scores.__getitem__)
    best = scores[place]
    other = max((score for at, score in enumerate(scores) if abs(at - place) > _ELSEWHERE * size), default=0.0)
    return _Spot(place / (size - 1), min(best, _PAIR) * (best - other) / (best + other))


def _rows(told: ScriptAndPost, least: float) -> list[_Row]:
    """The sentences of the body that tell something, with their likely places when they score at ``least`` so much."""
    rows = []
    for sentence in told.sentences:
        scores = told.post_index.sentence_scores(sentence.text) if sentence.role is Role.BODY else []
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


def _moved(rows: Sequence[_Row], at: int, kept: Mapping[int, int], post: PostIndex, total: float) -> DisplacedSentence:
    size = len(post)
    slack = max(1.0, size * _SLACK)
    low = max((kept[i] for i in kept if i < at), default=0) - slack
    high = min((kept[i] for i in kept if i > at), default=size - 1) + slack
    scores = rows[at].scores
    place = max(rows[at].places, key=scores.__getitem__)
    fitting = max((scores[i] for i in range(size) if low <= i <= high), default=0.0)
    far = max(low - place, place - high, 0.0) / (size - 1)
    return DisplacedSentence(rows[at].sentence, far * (scores[place] - fitting) / total)
