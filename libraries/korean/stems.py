"""Stems of Korean words, found by cutting particles and endings: no analyser, no dictionary.

Two words count as the same when the first two syllables of their stems are; a verb's second syllable is compared
without its final consonant and with the vowels that conjugation changes made equal (울리다, 울려서; 누르지, 눌러).
This is coarse: of two texts it tells how much they have in common, not whether one word is another.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from libraries.data_tables import load_table
from libraries.korean.letters.syllables import FINALS, INITIALS, final_consonant_index, letter_indexes
from schemas.base import Frozen

_WORD: Final = re.compile(r"[가-힣]+|[A-Za-z]+|[0-9][0-9,.]*")


class _Words(Frozen):
    noun_particles: tuple[str, ...]
    particles: tuple[str, ...]
    endings: tuple[str, ...]
    whole: frozenset[str]
    empty: frozenset[str]


_WORDS: Final = load_table(_Words, Path(__file__).with_name("stems.toml"))
_VOWELS: Final = "ㅏㅏㅏㅏㅓㅓㅣㅣㅗㅗㅗㅗㅗㅜㅜㅜㅜㅜㅡㅡㅣ"
"""The vowels in their order in Unicode, each as the one it changes with."""


_BARE_OR_L: Final = tuple(map(FINALS.index, " ㄹ"))
"""Final consonants of a verb in 르 before its ending: none, or ㄹ."""
_DOUBLED: Final = ("ㄹㅡ", "ㄹㅓ", "ㄹㅏ")
"""The second syllable of verbs in 르: 누르지, 눌러."""


def _by_length(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


_NOUN_TAILS: Final = _by_length(_WORDS.noun_particles)
_TAILS: Final = _by_length((*_WORDS.particles, *_WORDS.endings))
_CLEAR_TAILS: Final = frozenset(("을", "를", "에서", "에게", "으로", "까지", "부터", "처럼", "에는", "에도", "에만"))
"""Particles that stand behind a noun of one syllable too: 문을 is a noun, 사과 is not 사 with 과."""


class Stem(NamedTuple):
    """A content word: as it stands in the text, its stem, and whether a particle shows that it is a noun."""

    word: str
    form: str
    noun: bool

    @property
    def lookup_key(self) -> str:
        """What is looked up in the `index_keys` of another text."""
        return _exact(self.form) if self.noun else _loose(self.form)

    @property
    def index_keys(self) -> tuple[str, ...]:
        """What it is found by: as a noun, as a verb, and as the second half of a compound."""
        halves = (self.form[2:],) if len(self.form) >= 4 else ()
        return tuple(key for form in (self.form, *halves) for key in (_exact(form), _loose(form)))


def word_stems(text: str) -> list[Stem]:
    """The content words of ``text`` in order."""
    found = (_stem(word) for word in _WORD.findall(text))
    return [stem for stem in found if stem.form not in _WORDS.empty and stem.word not in _WORDS.empty]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> Stem:
    if not "가" <= word[0] <= "힣":
        return Stem(word, word.lower().replace(",", ""), noun=True)
    if word in _WORDS.whole:
        return Stem(word, word, noun=True)
    for tail in _NOUN_TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= 2 - (tail in _CLEAR_TAILS):
            return Stem(word, word[: -len(tail)], noun=True)
    for least in (2, 1):
        for tail in _TAILS:
            if word.endswith(tail) and len(word) - len(tail) >= least:
                form = word[: -len(tail)]
                return Stem(word, form.removesuffix("으") or form, noun=False)  # 굶으며: 으 belongs to the ending
    return Stem(word, word, noun=False)


def _exact(form: str) -> str:
    return form[:2] if len(form) > 1 else f"{form}."


@lru_cache(maxsize=20_000)
def _loose(form: str) -> str:
    if not "가" <= form[0] <= "힣":
        return form
    if len(form) == 1:
        return f"~{_skeleton(form)}"
    first, second = form[0], _skeleton(form[1])
    if second in _DOUBLED and final_consonant_index(first) in _BARE_OR_L:
        first, second = chr(ord(first) - final_consonant_index(first)), "ㄹㅡ"
    return f"~{first}{second}"


def _skeleton(syllable: str) -> str:
    first, vowel, _ = letter_indexes(syllable)
    return INITIALS[first] + _VOWELS[vowel]
