"""Kana in Hangul, by the Korean rules for Japanese names (외래어 표기법): さくら → 사쿠라, とうきょう → 도쿄."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from libraries.korean.letters.syllables import syllable_of_letters
from libraries.korean.particles import READ_OUT

KANA: Final = re.compile("[\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f]+")
_INITIALS: Final = {
    **dict(zip("KSTNHMRGZDBPFV", "ㅋㅅㅌㄴㅎㅁㄹㄱㅈㄷㅂㅍㅍㅂ", strict=True)),
    **dict.fromkeys(("", "Y", "W"), "ㅇ"),
}
_AT_START: Final = {"ㅋ": "ㄱ", "ㅌ": "ㄷ", "ㅊ": "ㅈ"}
_VOWELS: Final = dict(zip("AIUEO", "ㅏㅣㅜㅔㅗ", strict=True))
_Y_VOWELS: Final = {"A": "ㅑ", "U": "ㅠ", "O": "ㅛ", "E": "ㅖ"}
_IRREGULAR: Final = {
    "SU": "ㅅㅡ",
    "ZU": "ㅈㅡ",
    "DU": "ㅈㅡ",
    "TU": "ㅆㅡ",
    "TI": "ㅊㅣ",
    "DI": "ㅈㅣ",
    "WA": "ㅇㅘ",
    "HU": "ㅎㅜ",
}
_FINALS: Final = {"N": "ㄴ", "SMALL TU": "ㅅ"}


def read_kana(text: str) -> str:
    """``text`` with its kana in Hangul."""
    return KANA.sub(lambda found: _read(found.group()) + READ_OUT, text)


def _read(run: str) -> str:
    """The syllables of a run of kana; long vowels are said like short ones."""
    syllables: list[list[str]] = []
    vowel = ""
    for name in map(_name, unicodedata.normalize("NFKC", run)):
        if name in _FINALS and (syllables or name == "N"):
            if syllables and syllables[-1][2] == " ":
                syllables[-1][2] = _FINALS[name]
            elif name == "N":
                syllables.append(["ㅇ", "ㅡ", "ㄴ"])
        elif name.startswith("SMALL ") and syllables:
            syllables[-1][:2] = _blended(syllables[-1][0], vowel, name.removeprefix("SMALL "))
            vowel = name[-1]
        elif name and not _is_long(vowel, name, syllables):
            syllables.append([*_sounds(name.removeprefix("SMALL ")), " "])
            vowel = name[-1]
    if syllables:
        syllables[0][0] = _AT_START.get(syllables[0][0], syllables[0][0])
    return "".join(syllable_of_letters(*each) for each in syllables)


def _is_long(vowel: str, name: str, syllables: list[list[str]]) -> bool:
    """Whether a vowel only lengthens the one before it: おう, うう, おお."""
    return bool(syllables) and syllables[-1][2] == " " and (vowel, name) in (("O", "U"), ("U", "U"), ("O", "O"))


@lru_cache(maxsize=512)
def _name(character: str) -> str:
    """``KA``, ``SMALL YA``, ``N``; empty for marks."""
    name = unicodedata.name(character, "")
    kind, found, letter = name.partition(" LETTER ")
    return letter if found and kind in ("HIRAGANA", "KATAKANA") else ""


@lru_cache(maxsize=512)
def _sounds(name: str) -> tuple[str, str]:
    if name in _IRREGULAR:
        return _IRREGULAR[name][0], _IRREGULAR[name][1]
    consonant, vowel = name[:-1], name[-1]
    medial = _Y_VOWELS.get(vowel, "ㅣ") if consonant == "Y" else _VOWELS.get(vowel, "ㅡ")
    return _INITIALS.get(consonant, "ㅇ"), medial


def _blended(initial: str, vowel: str, small: str) -> tuple[str, str]:
    """A syllable with the small kana behind it: キ and small ヤ are 캬, フ and small ァ are 파."""
    if small.startswith("Y"):
        plain = initial in "ㅈㅊ"
        return initial, _VOWELS[small[-1]] if plain else _Y_VOWELS[small[-1]]
    if initial == "ㅎ" and vowel == "U":
        initial = "ㅍ"
    return initial, _VOWELS.get(small[-1], "ㅡ")
