"""Speech: the shape of the mouth at a time, from the syllables of Korean words and the times of the words."""

from collections.abc import Sequence
from typing import Final

from libraries.drawn_world.people.acting import Mouth
from libraries.drawn_world.staging.shot import Syllables

_FIRST, _LAST = 0xAC00, 0xD7A3
_LIPS: Final = frozenset((6, 7, 8, 17))
"""Initial consonants that close the lips, by their number in Unicode (3.12, Conjoining Jamo): ㅁ ㅂ ㅃ ㅍ."""
_LIP_ENDS: Final = frozenset((16, 17, 26))
"""Final consonants that do: ㅁ ㅂ ㅍ."""
_VOWELS: Final = (
    *(Mouth.A, Mouth.E, Mouth.A, Mouth.E, Mouth.A, Mouth.E, Mouth.A, Mouth.E, Mouth.O, Mouth.A, Mouth.E, Mouth.E),
    *(Mouth.O, Mouth.U, Mouth.O, Mouth.E, Mouth.I, Mouth.U, Mouth.EU, Mouth.I, Mouth.I),
)
"""By the number of the vowel: ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅘ ㅙ ㅚ ㅛ ㅜ ㅝ ㅞ ㅟ ㅠ ㅡ ㅢ ㅣ."""
_ONSET: Final = 0.3
"""Share of a syllable in which the lips are closed by its first consonant."""
_CODA: Final = 0.75
"""Share after which they are closed by its last one."""


def mouth_at(words: Sequence[Syllables], seconds: float) -> Mouth | None:
    """The shape of the mouth of who says the words; None between words, when the expression has its own."""
    for word in words:
        if word.start <= seconds < word.end:
            return _within(word, (seconds - word.start) / (word.end - word.start))
    return None


def _within(word: Syllables, share: float) -> Mouth | None:
    letters = [letter for letter in word.text if letter.isalnum()]
    if not letters:
        return None
    place = share * len(letters)
    return _shape(letters[int(place)], place % 1.0)


def _shape(letter: str, share: float) -> Mouth:
    code = ord(letter)
    if not _FIRST <= code <= _LAST:
        return Mouth.E if share < 0.6 else Mouth.CLOSED
    number = code - _FIRST
    initial, vowel, final = number // 588, number % 588 // 28, number % 28
    if (initial in _LIPS and share < _ONSET) or (final in _LIP_ENDS and share > _CODA):
        return Mouth.CLOSED
    return _VOWELS[vowel]
