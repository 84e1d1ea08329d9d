"""Syllables of Hangul and the letters they are made of, by the arithmetic of The Unicode Standard, 3.12."""

from typing import Final

INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
"""Initial consonants in the order of Unicode."""
MEDIALS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
"""Vowels in the order of Unicode."""
FINALS: Final = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
"""Final consonants in the order of Unicode; the first, a space, is none."""
_FIRST: Final = 0xAC00
_WITH_INITIAL: Final = len(MEDIALS) * len(FINALS)


def is_syllable(letter: str) -> bool:
    """Whether ``letter`` is one syllable of Hangul."""
    return "가" <= letter <= "힣"


def letter_indexes(syllable: str) -> tuple[int, int, int]:
    """Indexes into `INITIALS`, `MEDIALS` and `FINALS` of the letters of one syllable."""
    number = ord(syllable) - _FIRST
    return number // _WITH_INITIAL, number % _WITH_INITIAL // len(FINALS), number % len(FINALS)


def letters_of_syllable(syllable: str) -> tuple[str, str, str]:
    """Initial, vowel and final of one syllable; the final is a space when there is none."""
    initial, medial, last = letter_indexes(syllable)
    return INITIALS[initial], MEDIALS[medial], FINALS[last]


def syllable_of_indexes(initial: int, medial: int, last: int = 0) -> str:
    """The syllable of three indexes as `letter_indexes` gives them."""
    return chr(_FIRST + initial * _WITH_INITIAL + medial * len(FINALS) + last)


def syllable_of_letters(initial: str, medial: str, last: str = " ") -> str:
    """The syllable of three letters. Raises ValueError when there is none."""
    return syllable_of_indexes(INITIALS.index(initial), MEDIALS.index(medial), FINALS.index(last))


def final_consonant_index(syllable: str) -> int:
    """Index of the final consonant of a syllable in `FINALS`; 0 when it has none."""
    return (ord(syllable) - _FIRST) % len(FINALS)
