"""Word salad: sentences that put together words of places of the post that have nothing to do with each other.

Whoever tells a story says in one sentence what stands in one place of it; who strings its words together takes them
from everywhere. That is measured, not whether a sentence means something.
"""

from collections.abc import Iterator
from typing import Final

from schemas.script import Fault, Role, ScriptFault
from services.studio.script.checks.post.ground import LEAST, Ground, lookup, weight
from services.studio.script.checks.told import Told

_SCATTERED: Final = 1.4
_SENTENCES: Final = 3
"""So many sentences, each with words of this weight from elsewhere than its best place, are salad."""


def faults(told: Told) -> Iterator[ScriptFault]:
    """word_salad, at the worst sentence."""
    if told.quotes_post or len(told.ground) < LEAST:
        return
    body = [sentence for sentence in told.sentences if sentence.role is Role.BODY]
    worst = sorted(body, key=lambda sentence: -scattered(sentence.text, told.ground))[:_SENTENCES]
    if len(worst) == _SENTENCES and scattered(worst[-1].text, told.ground) >= _SCATTERED:
        yield worst[0].fault(Fault.WORD_SALAD)


def scattered(text: str, ground: Ground) -> float:
    """The weight of the words of ``text`` that the post has, but not within three sentences of its best place."""
    known = frozenset(key for key in lookup(text) & ground.words if key[0] == "~" or not key[0].isascii())
    beside = zip((frozenset(), *ground.keys), ground.keys, (*ground.keys[1:], frozenset()), strict=False)
    return _weight(known) - max((_weight(known & (a | b | c)) for a, b, c in beside), default=0.0)


def _weight(keys: frozenset[str]) -> float:
    return sum(weight(key) for key in keys)
