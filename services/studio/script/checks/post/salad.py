"""Word salad: sentences that put together words of places of the post that have nothing to do with each other.

Whoever tells a story says in one sentence what stands in one place of it; who strings its words together takes them
from everywhere, and puts words side by side that stand nowhere near each other in the post. That is measured, not
whether a sentence means something.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from schemas.script import Fault, Role, ScriptFault
from services.studio.script.checks.post.ground import LEAST, PostIndex, lookup, weight
from services.studio.script.checks.post.stems import stems
from services.studio.script.checks.script_and_post import ScriptAndPost

_SCATTERED: Final = 1.4
_SENTENCES: Final = 3
"""So many sentences, each with words of this weight from elsewhere than its best place, are salad."""
_SCATTERED_TWICE: Final = 1.9
_UNRELATED: Final = 0.22
"""Two such sentences are salad too, when of all neighbouring words this share have nothing to do with each other."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """word_salad, at the worst sentence."""
    if told.quotes_post or len(told.ground) < LEAST:
        return
    body = [sentence for sentence in told.sentences if sentence.role is Role.BODY]
    worst = sorted(body, key=lambda sentence: -scattered(sentence.text, told.ground))[:_SENTENCES]
    weights = [scattered(sentence.text, told.ground) for sentence in worst]
    if len(worst) < _SENTENCES:
        return
    if weights[-1] >= _SCATTERED or (
        weights[1] >= _SCATTERED_TWICE and unrelated([each.text for each in body], told.ground) >= _UNRELATED
    ):
        yield worst[0].fault(Fault.WORD_SALAD)


def unrelated(texts: Iterable[str], ground: PostIndex) -> float:
    """The share of neighbouring words, both of the post, that stand in no two sentences of it beside each other."""
    near = [
        a | b | c
        for a, b, c in zip((frozenset(), *ground.keys), ground.keys, (*ground.keys[1:], frozenset()), strict=False)
    ]
    apart = together = 0
    for text in texts:
        for one, other in pairwise(stem.key for stem in stems(text)):
            if one in ground.words and other in ground.words:
                related = any(one in keys and other in keys for keys in near)
                apart, together = apart + (not related), together + related
    return apart / (apart + together) if apart else 0.0


def scattered(text: str, ground: PostIndex) -> float:
    """The weight of the words of ``text`` that the post has, but not within three sentences of its best place."""
    known = frozenset(key for key in lookup(text) & ground.words if key[0] == "~" or not key[0].isascii())
    beside = zip((frozenset(), *ground.keys), ground.keys, (*ground.keys[1:], frozenset()), strict=False)
    return _weight(known) - max((_weight(known & (a | b | c)) for a, b, c in beside), default=0.0)


def _weight(keys: frozenset[str]) -> float:
    return sum(weight(key) for key in keys)
