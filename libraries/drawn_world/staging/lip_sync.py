"""Lip sync: the shape of a mouth at a time, from the syllables of Korean words and the times of the words."""

from collections.abc import Sequence
from typing import Final

from libraries.drawn_world.people.acting import MouthShape
from libraries.drawn_world.staging.shot import SpokenWord
from libraries.korean.letters.syllables import MEDIALS, is_syllable, letters_of_syllable

_LIPS: Final = frozenset("ㅁㅂㅃㅍ")
"""Consonants that close the lips."""
_VOWELS: Final = (
    *(
        MouthShape.A,
        MouthShape.E,
        MouthShape.A,
        MouthShape.E,
        MouthShape.A,
        MouthShape.E,
        MouthShape.A,
        MouthShape.E,
        MouthShape.O,
        MouthShape.A,
        MouthShape.E,
        MouthShape.E,
    ),
    *(
        MouthShape.O,
        MouthShape.U,
        MouthShape.O,
        MouthShape.E,
        MouthShape.I,
        MouthShape.U,
        MouthShape.EU,
        MouthShape.I,
        MouthShape.I,
    ),
)
"""By the number of the vowel: ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅘ ㅙ ㅚ ㅛ ㅜ ㅝ ㅞ ㅟ ㅠ ㅡ ㅢ ㅣ."""
_ONSET: Final = 0.3
"""Share of a syllable in which the lips are closed by its first consonant."""
_CODA: Final = 0.75
"""Share after which they are closed by its last one."""


def mouth_at(words: Sequence[SpokenWord], seconds: float) -> MouthShape | None:
    """The shape of the mouth of who says the words; None between words, when the expression has its own."""
    for word in words:
        if word.start <= seconds < word.end:
            return _within(word, (seconds - word.start) / (word.end - word.start))
    return None


def _within(word: SpokenWord, share: float) -> MouthShape | None:
    written = [letter for letter in word.text if letter.isalnum()]
    if not written:
        return None
    place = share * len(written)
    return _shape(written[int(place)], place % 1.0)


def _shape(letter: str, share: float) -> MouthShape:
    if not is_syllable(letter):
        return MouthShape.E if share < 0.6 else MouthShape.CLOSED
    first, vowel, last = letters_of_syllable(letter)
    if (first in _LIPS and share < _ONSET) or (last in _LIPS and share > _CODA):
        return MouthShape.CLOSED
    return _VOWELS[MEDIALS.index(vowel)]
