"""Word salad: sentences that put together words of places of the post that have nothing to do with each other.

Whoever tells a story says in one sentence what stands in one place of it; who strings its words together takes them
from everywhere, and puts words side by side that stand nowhere near each other in the post. That is measured, not
whether a sentence means something.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from libraries.film_scripts.checks.post.post_index import LEAST, PostIndex, key_weight, lookup_keys
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from libraries.korean.stems import word_stems
from schemas.script import Fault, Role, ScriptFault

_APART: Final = 0.5
_NEW: Final = 0.4
"""What two neighbouring words of different places add to a sentence and two of one place take from it, and what each
word takes that the post does not have: who tells in other words has such, who strings words together has not."""
_SENTENCES: Final = 3
_SALAD: Final = 3.0
_SALAD_EACH: Final = 0.1
"""What the worst sentences have together, from which they are salad, and how much more for each sentence of the post:
in a long one words stand far from each other that are told together."""
_SCATTERED: Final = 1.9
"""The weight from elsewhere than its best place that the second of them has."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The fault ``word_salad``, at the worst sentence."""
    if told.quotes_post or len(told.post_index) < LEAST:
        return
    body = [sentence for sentence in told.sentences if sentence.role is Role.BODY][1:]  # the first tells of it all
    mixed = [(topic_mixture_score(sentence.text, told.post_index), sentence) for sentence in body]
    worst = sorted(mixed, key=lambda each: -each[0])[:_SENTENCES]
    weights = sorted((scattered_words_weight(sentence.text, told.post_index) for sentence in body), reverse=True)
    most = _SALAD + _SALAD_EACH * len(told.post_index)
    if len(worst) == _SENTENCES and sum(each for each, _ in worst) >= most and weights[1] >= _SCATTERED:
        yield worst[0][1].fault_here(Fault.WORD_SALAD)


def topic_mixture_score(text: str, ground: PostIndex) -> float:
    """How much ``text`` puts together words of the post that have nothing to do with each other; 0 and more."""
    keys = [stem.lookup_key for stem in word_stems(text)]
    pairs = [(one, other) for one, other in pairwise(keys) if one in ground.words and other in ground.words]
    together = sum(any(one in place and other in place for place in ground.neighbourhood_keys) for one, other in pairs)
    new = sum(key not in ground.words for key in keys)
    return max(0.0, scattered_words_weight(text, ground) + _APART * (len(pairs) - 2 * together) - _NEW * new)


def scattered_words_weight(text: str, ground: PostIndex) -> float:
    """The weight of the words of ``text`` that the post has, but not within three sentences of its best place."""
    known = frozenset(key for key in lookup_keys(text) & ground.words if key[0] == "~" or not key[0].isascii())
    return _weight(known) - max((_weight(known & place) for place in ground.neighbourhood_keys), default=0.0)


def _weight(keys: frozenset[str]) -> float:
    return sum(key_weight(key) for key in keys)
