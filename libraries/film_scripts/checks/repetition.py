"""Repetition: the same sentence or phrase again and again, and sentences that differ by a word."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Final

from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from schemas.script import Fault, ScriptFault

_LETTERS: Final = re.compile(r"[^0-9A-Za-z가-힣]+")
_LOOP: Final = re.compile(r"(.{4,}?)\1{2,}")
"""Four or more letters three times in a row: sounds are shorter (쿵, 쿵, 쿵)."""
_LEAST: Final = 8
"""Letters of a sentence that may not be said twice; short ones are refrains."""
_REFRAIN: Final = 16
"""Letters below which one that comes again far behind in other words is a refrain: what was said is what remains."""
_BESIDE: Final = 3
"""Sentences that lie so near to one another are no refrain."""
_ALIKE: Final = 0.8
"""Share of two sentences that is the same when they differ by a word."""
_GROUP: Final = 0.62
"""The same share where three sentences and more are alike."""
_SHARED_PAIRS: Final = 0.25
"""Share of pairs of letters below which no two sentences are alike."""
_WORD: Final = re.compile(r"[0-9A-Za-z가-힣]+")
_WORDS: Final = 6
"""Words of one or two sentences below which nothing is said of how many are new."""
_SAID_BEFORE: Final = 0.36
"""Share of the words of one or two sentences that were said before in them."""
_PHRASE: Final = 3
"""Letters that two words in a row must have to be a phrase: sounds are shorter."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``repetition``: sentences that say again what was said before."""
    texts = [_LETTERS.sub("", sentence.text) for sentence in told.sentences]
    alike = _alike(texts)
    for place, sentence in enumerate(told.sentences):
        beside = " ".join(each.text for each in told.sentences[max(0, place - 1) : place + 1])
        if _LOOP.search(texts[place]) or place in alike or repeats_a_phrase(sentence.text) or repeats_a_phrase(beside):
            yield sentence.fault_here(Fault.REPETITION)


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figure of repetition: the share of sentences that repeat no other."""
    texts = [_LETTERS.sub("", sentence.text) for sentence in told.sentences]
    return {"distinct_lines": 1 - len(_alike(texts)) / len(texts) if texts else 1.0}


def repeats_a_phrase(text: str) -> bool:
    """Whether one or two sentences say a phrase again and little besides. Words count as the same by two syllables."""
    words = [word[:2] for word in _WORD.findall(text)]
    phrases = [pair for pair in pairwise(words) if len("".join(pair)) >= _PHRASE]
    again = len(phrases) > len(set(phrases))
    return len(words) >= _WORDS and again and len(words) - len(set(words)) >= _SAID_BEFORE * len(words)


def _alike(texts: Sequence[str]) -> set[int]:
    """The places of the sentences that repeat an earlier one."""
    repeated: set[int] = set()
    pairs = [frozenset(map("".join, pairwise(text))) for text in texts]
    similar: Counter[int] = Counter()
    for place, text in enumerate(texts):
        for before in range(place):
            if min(len(text), len(texts[before])) < _LEAST or not _may_be_alike(pairs[before], pairs[place]):
                continue
            share = _share(texts[before], text)
            is_refrain = place - before > _BESIDE and text != texts[before] and len(text) < _REFRAIN
            if share >= _ALIKE and not is_refrain:
                repeated.add(place)
            if share >= _GROUP:
                similar[before] += 1
                if similar[before] >= 2:
                    repeated.add(place)
    return repeated


def _may_be_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences share enough pairs of letters to be worth the comparison."""
    return 2 * len(one & other) >= _SHARED_PAIRS * (len(one) + len(other))


def _share(one: str, other: str) -> float:
    """Twice the letters that two sentences share in order, by the letters of both."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
