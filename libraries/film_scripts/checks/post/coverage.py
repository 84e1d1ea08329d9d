"""The parts of the post that a script tells: beginning, turn, reveal and end."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from libraries.film_scripts.checks.post.post_index import LEAST, lookup_keys
from libraries.film_scripts.checks.script_and_post import ScriptAndPost, fault_of_whole_script
from schemas.script import Fault, Role, ScriptFault

_CLEAR: Final = 2.5
"""Score from which a sentence tells a place well enough to say that the place was reached."""
_HINT: Final = 2.0
"""Score from which it tells something of a place."""
_HEAD: Final = 0.25
"""Share of the post that is its beginning."""
_BEGUN: Final = 0.005
"""How much more of the beginning must be told than is passed over before it, as shares of words and of the post."""
_EARLY: Final = 0.5
_EARLY_LEAST: Final = 3
"""Share of the sentences, and the fewest, among which the beginning is told."""
_ENDED: Final = 0.98
_ENDED_SHORT: Final = 0.57
_ENDED_LIST: Final = 0.5
"""Half the share of the post that is reached, the share told of the best told fifth at its end, and for a post that is
not short so many times the share told of what is new in its second part, together. A list of advice ends with any
piece of it."""
_NEWS_COUNT: Final = 3
_SECOND_PART: Final = 0.6
_LATE: Final = 0.8
_NEWS: Final = 4
"""So many new words, or more, in the last fifth of a short post are its reveal: one of them must be told. Of
fewer words nothing can be said."""
_ITEM: Final = re.compile(r"^\s*\d{1,2}[.)] ", re.MULTILINE)
_ITEMS: Final = 3
"""So many numbered lines make a list."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``no_beginning`` and ``no_reveal``."""
    if told.quotes_post or len(told.post_index) < LEAST:
        return
    if not tells_beginning(told):
        yield fault_of_whole_script(Fault.NO_BEGINNING, told.post_index.sentences[0])
    if not tells_end(told):
        yield fault_of_whole_script(Fault.NO_REVEAL, told.post_index.sentences[-1])


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figures of coverage: which parts of the post are told, and how much of the whole."""
    if len(told.post_index) < LEAST:
        return {}
    parts = _parts(told)
    reached = _reached(told)
    return {
        "beginning": tells_beginning(told),
        "turn": any(0.25 <= place <= 0.75 for place in reached),
        "reveal": tells_end(told),
        "end": max(reached, default=0.0) >= 0.85,
        "told": round(sum(parts) / len(parts), 3),
    }


def tells_beginning(told: ScriptAndPost) -> bool:
    """Whether the first half of hook and body tells something of the post's beginning."""
    first = len(told.post_index)
    story = [sentence for sentence in told.sentences if sentence.role in (Role.HOOK, Role.BODY)]
    for sentence in story[: max(_EARLY_LEAST, int(_EARLY * len(story)))]:
        scores = told.post_index.sentence_scores(sentence.text)
        best = max(scores)
        if best >= _HINT:
            first = min(first, next(at for at, score in enumerate(scores) if score >= 0.6 * best))
    return _mean(_parts(told), 0.0, _HEAD) - first / (len(told.post_index) - 1) >= _BEGUN


def tells_end(told: ScriptAndPost) -> bool:
    """Whether the body reaches the last part of the post, where the reveal is, and tells it."""
    parts = _parts(told)
    tail = max(_mean(parts, start, start + 0.2) for start in (0.6, 0.7, 0.8))
    reached = max(_reached(told), default=0.0)
    if len(_ITEM.findall(told.post.content)) >= _ITEMS:
        return tail + reached / 2 >= _ENDED_LIST
    if told.post_index.is_short:
        return tail + reached / 2 >= _ENDED_SHORT and _news(told, _LATE) > 0
    return tail + reached / 2 + _NEWS_COUNT * _news(told, _SECOND_PART) >= _ENDED


def _news(told: ScriptAndPost, start: float) -> float:
    """Of the words that the post has from ``start`` on (a share of it) and nowhere before, the share that the body has.

    1 when there are few such words.
    """
    new = told.post_index.words_new_from(min(len(told.post_index) - 2, int(start * len(told.post_index))))
    said = frozenset(
        key for sentence in told.sentences if sentence.role is Role.BODY for key in lookup_keys(sentence.text)
    )
    return sum(not said.isdisjoint(word) for word in new) / len(new) if len(new) >= _NEWS else 1.0


def _parts(told: ScriptAndPost) -> list[float]:
    return told.post_index.told_shares(sentence.text for sentence in told.sentences if sentence.role is Role.BODY)


def _reached(told: ScriptAndPost) -> list[float]:
    """The places that the body tells, as shares of the post, out of order or not."""
    size = len(told.post_index)
    places = []
    for sentence in told.sentences:
        scores = told.post_index.sentence_scores(sentence.text) if sentence.role is Role.BODY else []
        best = max(scores, default=0.0)
        if best >= _CLEAR:
            places.append(max(range(size), key=scores.__getitem__) / (size - 1))
    return places


def _mean(parts: Sequence[float], start: float, end: float) -> float:
    first = int(start * len(parts))
    taken = parts[first : max(first + 1, int(end * len(parts) + 0.5))]
    return sum(taken) / len(taken)
