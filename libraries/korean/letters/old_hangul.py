"""Hangul that keyboards of today do not write: letters no longer in use, loose, half-width and conjoining ones.

Old texts are read with the nearest modern sounds, as at school: ㆍ as ㅏ, ㅿ as ㅅ, ㅸ as ㅂ, ㅄ at the start as ㅆ.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from libraries.korean.letters import syllables
from libraries.korean.letters.syllables import FINALS, INITIALS, MEDIALS

_L: Final = "\u1100-\u115f\ua960-\ua97c"
_V: Final = "\u1160-\u11a7\ud7b0-\ud7c6"
_T: Final = "\u11a8-\u11ff\ud7cb-\ud7fb"
_SYLLABLE: Final = re.compile(f"([{_L}])([{_V}])([{_T}]?)|([가-힣])([{_T}])|([{_L}{_V}{_T}])")
_TONES: Final = re.compile("[\u302e\u302f]")
_DOT: Final = re.compile(r"(?<=[^\sㄱ-ㆎ])ㆍ|ㆍ(?=[^\sㄱ-ㆎ])")
_HALF: Final = re.compile("[\uffa0-\uffdc]+")
LOOSE: Final = re.compile("(?:[ㄱ-ㅎ][ㅏ-ㅣ](?:[ㄱ-ㅎ](?![ㅏ-ㅣ]))?)+")
"""Letters that make whole syllables, one after another."""
_OF_TODAY: Final = {
    "PANSIOS": "SIOS",
    "YESIEUNG": "IEUNG",
    "YEORINHIEUH": "HIEUH",
    "KAPYEOUNPIEUP": "PIEUP",
    "KAPYEOUNSSANGPIEUP": "PIEUP",
    "KAPYEOUNPHIEUPH": "PHIEUPH",
    "KAPYEOUNMIEUM": "MIEUM",
    "CHITUEUMSIOS": "SIOS",
    "CEONGCHIEUMSIOS": "SIOS",
    "CHITUEUMCIEUC": "CIEUC",
    "CEONGCHIEUMCIEUC": "CIEUC",
    "CHITUEUMCHIEUCH": "CHIEUCH",
    "CEONGCHIEUMCHIEUCH": "CHIEUCH",
    "KAPYEOUNRIEUL": "RIEUL",
    "ARAEA": "A",
}
_DIPHTHONGS: Final = {"A-I": "AE", "EO-I": "E", "YA-I": "YAE", "YEO-I": "YE", "O-I": "OE", "U-I": "WI", "EU-I": "YI"}
"""Vowels with ㅣ behind them that are one letter today: ㆎ is read as ㅐ."""
_TENSE: Final = frozenset(("KIYEOK", "TIKEUT", "PIEUP", "SIOS", "CIEUC"))


def compose_syllables(letters: str) -> str:
    """Loose letters that make whole syllables as these: ``ㅇㅏㄴㄴㅕㅇ`` → ``안녕``."""
    return re.sub("([ㄱ-ㅎ])([ㅏ-ㅣ])([ㄱ-ㅎ](?![ㅏ-ㅣ]))?", _composed, letters)


def _composed(found: re.Match[str]) -> str:
    initial, medial, last = found.group(1), found.group(2), found.group(3) or " "
    if initial not in INITIALS:
        return found.group()
    whole = last in FINALS
    return syllables.syllable_of_letters(initial, medial, last if whole else " ") + ("" if whole else last)


def widen_hangul(text: str) -> str:
    """``text`` with its half-width Hangul in the usual width and in syllables."""
    return _HALF.sub(lambda found: compose_syllables("".join(map(_usual, found.group()))), text)


def _usual(letter: str) -> str:
    width, _, code = unicodedata.decomposition(letter).partition(" ")
    return chr(int(code, 16)) if width == "<narrow>" else ""


def modernise_hangul(text: str) -> str:
    """``text`` with old syllables, and conjoining letters, in letters of today; ㆍ between words is a dot."""
    return _SYLLABLE.sub(_modern, _TONES.sub("", _DOT.sub("·", text)))


def _modern(found: re.Match[str]) -> str:
    initial, medial, last, syllable, below, alone = found.groups()
    if alone:
        return _letter(alone)
    if syllable:
        closed = syllables.final_consonant_index(syllable) != 0
        return syllable if closed else chr(ord(syllable) + FINALS.index(_letter(below, FINALS)))
    return syllables.syllable_of_letters(
        _letter(initial, INITIALS), _letter(medial, MEDIALS), _letter(last, FINALS) if last.strip() else " "
    )


@lru_cache(maxsize=1024)
def _letter(conjoining: str, possible: str = "") -> str:
    """A conjoining letter as the nearest one of today that may stand there, found by the parts of its name."""
    name = unicodedata.name(conjoining, "HANGUL CHOSEONG IEUNG")
    if not possible:
        possible = INITIALS + MEDIALS if "CHOSEONG" in name or "JUNGSEONG" in name else FINALS
    parts = [_OF_TODAY.get(part, part) for part in name.split(" ", 2)[-1].split("-")]
    tries = [_named(_DIPHTHONGS.get("-".join(parts), "-".join(parts))), _named("".join(parts)), *map(_named, parts)]
    if "CHOSEONG" in name and len(parts) > 1:
        is_tense = parts[0] in ("SIOS", "PIEUP") and parts[-1] in _TENSE
        tries = [_named(f"SSANG{parts[-1]}" if is_tense else parts[-1]), *tries]
    tries += [_named(part.removeprefix("SSANG")) for part in parts]
    fallback = "ㅇ" if possible[0] != MEDIALS[0] else "ㅣ"
    return next((letter for letter in tries if letter and letter in possible), fallback)


def _named(name: str) -> str:
    try:
        return unicodedata.lookup(f"HANGUL LETTER {name}")
    except KeyError:
        return ""
