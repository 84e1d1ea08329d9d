"""The index of a post that scripts are compared with: its sentences, found by the stems and numbers in them."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from libraries.film_scripts.checks.post.quantities import find_quantities
from libraries.korean.sentences import split_sentences
from libraries.korean.stems import word_stems
from schemas.posts import Post

_NEIGHBOUR: Final = 0.4
"""What of a sentence's score counts for the one beside it: a draft tells two short sentences in one."""
_SHORT: Final = 12
"""Sentences of a post from which it is not short."""
LEAST: Final = 5
"""Sentences of a post below which nothing can be said about the order and the completeness of a script."""


class PostIndex:
    """The sentences of a post, indexed by the stems and numbers in them. A rare stem weighs more than a common one."""

    def __init__(self, post: Post) -> None:
        self.sentences = tuple(split_sentences(post.content))
        self._words_of = tuple(_words(sentence) for sentence in self.sentences)
        self.keys = tuple(index_keys(sentence) for sentence in self.sentences)
        counts = Counter(key for keys in self.keys for key in keys)
        self._rarity = {key: math.log((len(self) + 1) / count) for key, count in counts.items()}
        self._title = index_keys(post.title)
        self.words = index_keys(f"{post.title}\n{post.content}") | frozenset(self._rarity)  # notes behind the story too
        self._scores: dict[str, list[float]] = {}
        self.comments = tuple(index_keys(comment.content) for comment in post.comments)

    def __len__(self) -> int:
        return len(self.sentences)

    @property
    def is_short(self) -> bool:
        """Whether the post has few sentences, so that each is a large part of it."""
        return len(self) < _SHORT

    @cached_property
    def neighbourhood_keys(self) -> list[frozenset[str]]:
        """For each sentence the keys that it and its two neighbours are found by."""
        beside = zip((frozenset(), *self.keys), self.keys, (*self.keys[1:], frozenset()), strict=False)
        return [one | place | other for one, place, other in beside]

    def sentence_scores(self, text: str) -> list[float]:
        """How much ``text`` has in common with each sentence of the post and its neighbours; 0 and more."""
        if text in self._scores:
            return self._scores[text]
        told = lookup_keys(text)
        own = [sum(self._rarity[key] * key_weight(key) for key in told & keys) for keys in self.keys]
        padded = [0.0, *own, 0.0]
        made = [padded[at] + _NEIGHBOUR * (padded[at - 1] + padded[at + 1]) for at in range(1, len(own) + 1)]
        self._scores[text] = made
        return made

    def words_new_from(self, first: int) -> list[tuple[str, ...]]:
        """The keys of each word that the sentences from ``first`` on have, and neither the title nor those before."""
        before = self._title.union(*(word for words in self._words_of[:first] for word in words))
        late = dict.fromkeys(word for words in self._words_of[first:] for word in words)
        return [word for word in late if before.isdisjoint(word)]

    def told_shares(self, narration: Iterable[str]) -> list[float]:
        """For each sentence of the post, the share of its words that the narration has."""
        said = frozenset(key for text in narration for key in lookup_keys(text))
        return [
            sum(not said.isdisjoint(word) for word in words) / len(words) if words else 0.0 for words in self._words_of
        ]


@lru_cache(maxsize=2048)
def lookup_keys(text: str) -> frozenset[str]:
    """The keys that ``text`` is looked up by: one for each stem and for each number over 2."""
    return frozenset(stem.lookup_key for stem in word_stems(text)) | _numbers(text)


@lru_cache(maxsize=2048)
def index_keys(text: str) -> frozenset[str]:
    """The keys that ``text`` is found by: all that a stem or number of it may be looked up by."""
    return frozenset(key for stem in word_stems(text) for key in stem.index_keys) | _numbers(text)


def key_weight(key: str) -> float:
    """The weight of a key that two texts share: lower for one syllable and for a verb's stem, which match loosely."""
    if key[0] == "~":
        return 0.5 if len(key) == 3 else 1.0
    return 0.7 if key.endswith(".") else 1.0


def shared_and_total_weight(text: str, words: frozenset[str]) -> tuple[float, float]:
    """The weights of the keys of ``text`` that are among ``words``, and of all its keys."""
    keys = lookup_keys(text)
    return sum(key_weight(key) for key in keys & words), sum(key_weight(key) for key in keys)


def shared_weight_share(texts: Sequence[str], words: frozenset[str]) -> float:
    """The share of the weight of all keys of ``texts`` that is among ``words``; 1 when they have no keys."""
    each = [shared_and_total_weight(text, words) for text in texts]
    whole = sum(total for _, total in each)
    return sum(known for known, _ in each) / whole if whole else 1.0


def _numbers(text: str) -> frozenset[str]:
    return frozenset(f"#{quantity.value:g}" for quantity in find_quantities(text) if quantity.value > 2)


def _words(sentence: str) -> list[tuple[str, ...]]:
    """The keys of each word and number of a sentence, each word once."""
    words = [stem.index_keys for stem in word_stems(sentence)] + [(number,) for number in sorted(_numbers(sentence))]
    return list(dict.fromkeys(words))
