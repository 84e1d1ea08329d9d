"""Hanja read with their Sino-Korean sounds: 人生 → 인생, 勞動 → 노동, 甲질 → 갑질; a gloss beside them is read once."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from libraries.korean.letters.syllables import final_consonant_index, is_syllable, letter_indexes, syllable_of_indexes
from libraries.korean.particles import READ_OUT

_RANGES: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
HANJA: Final = re.compile(f"[{_RANGES}]")
_RUN: Final = re.compile(f"[{_RANGES}][{_RANGES}々]*")
_HANGUL_IN_BRACKETS: Final = re.compile(f"([{_RANGES}々]+)( ?)[(（[〔]([가-힣]+)[)）\\]〕]")
_HANJA_IN_BRACKETS: Final = re.compile(f"([가-힣]+)( ?)[(（[〔]([{_RANGES}々]+)[)）\\]〕]")
_HANGUL_BEHIND: Final = re.compile(f"([{_RANGES}々]{{2,}})([가-힣]{{2,}})")
_LONGEST: Final = 4
"""Characters of the longest word in the table."""
_RIEUL: Final = 5
_NIEUN: Final = 2
_SILENT: Final = 11
_D_AND_J: Final = frozenset((3, 12))
_Y_VOWELS: Final = frozenset((2, 3, 6, 7, 12, 17, 20))
_AFTER_VOWEL: Final = frozenset("率列裂烈劣律")
_SURNAME: Final = "金"
_GOLDEN: Final = frozenset("融屬額利錢庫品銀剛賞星冠言枝貨塊髮型魚曜權鑛字色箔盞鐵玉石鷄肉城")
"""What makes a word with 金 and is no given name in the names of two or three characters that begin with it."""

_GOLD: Final = re.compile(
    "(?=[가-힣]{2})(?!씨|군|양|모|회장|대표|의원|총리|지사|시장|장관|사장|여사|선수|감독|측|대통령|위원|교수|기자|"
    "(?:은|는|이|가|을|를|의|도|만|과|와|에|에게|에서)(?![가-힣]))"
)
"""What follows 金 where it is gold and no name: 金메달."""


class HanjaReadings(NamedTuple):
    """How Hanja sound: one by one, and in words that sound otherwise than their characters and the rules tell."""

    characters: dict[str, str]
    words: dict[str, str]


@cache
def load_hanja_readings() -> HanjaReadings:
    """The table in hanja.txt, which says where it is from and how it is written."""
    table = HanjaReadings({}, {})
    for line in Path(__file__).with_name("hanja.txt").read_text(encoding="utf-8").splitlines():
        sound, _, hanja = line.partition(" ")
        if len(sound) == 1 and sound != "#":
            table.characters.update(dict.fromkeys(hanja, sound))
        elif sound != "#":
            table.words.update(dict.fromkeys(hanja.split(" "), sound))
    return table


def read_hanja(text: str) -> str:
    """``text`` with every Hanja replaced by its sound, and glosses said once: 人生(인생), 인생(人生), 人生인생.

    As many spaces as before. A character whose sound is not known is ``한자``.
    """
    if not HANJA.search(text):
        return text
    if any(bracket in text for bracket in "(（[〔"):
        text = _HANGUL_IN_BRACKETS.sub(_glossed, text)
        text = _HANJA_IN_BRACKETS.sub(_gloss, text)
    text = _HANGUL_BEHIND.sub(_repeated, text)
    return _RUN.sub(_run, text)


def _run(found: re.Match[str]) -> str:
    start = found.start()
    if found.group() == _SURNAME and _GOLD.match(found.string, found.end()):
        return "금"
    return _sound(found.group(), found.string[start - 1] if start else "")


@lru_cache(maxsize=8192)
def _sound(run: str, before: str) -> str:
    return read_hanja_run(run, load_hanja_readings(), before)


def _glossed(found: re.Match[str]) -> str:
    """Hanja with their Hangul in brackets: the Hangul is what is said."""
    hanja, gap, gloss = found.groups()
    sound = read_hanja_run(hanja, load_hanja_readings())
    if _alike(sound, gloss) or (len(hanja) == 1 and gloss.startswith(sound)):
        return gloss + gap
    return found.group()


def _gloss(found: re.Match[str]) -> str:
    """Hangul with its Hanja in brackets."""
    word, gap, hanja = found.groups()
    sound = read_hanja_run(hanja, load_hanja_readings())
    if _alike(sound, word[-len(hanja) :]) or apply_initial_sound_law(sound) in word or sound in word:
        return word + gap
    return found.group()


def _repeated(found: re.Match[str]) -> str:
    """Hanja with their Hangul behind them, without brackets."""
    hanja, following = found.groups()
    return following if following.startswith(read_hanja_run(hanja, load_hanja_readings())) else found.group()


def _alike(sound: str, gloss: str) -> bool:
    """Whether ``gloss`` may be a reading of what is read ``sound``: as long, and at least half of it the same."""
    same = sum(apply_initial_sound_law(a) == apply_initial_sound_law(b) for a, b in zip(sound, gloss, strict=False))
    return len(sound) == len(gloss) and 2 * same >= len(sound)


def read_hanja_run(run: str, table: HanjaReadings, before: str = "") -> str:
    """The sounds of Hanja that stand together; ``before`` is the character before them.

    The longest known words first, the rest by rule: ㄴ and ㄹ change at the start of a word (두음법칙), 不 is 부 before
    ㄷ and ㅈ, 率 and 列 lose their ㄹ behind a vowel and ㄴ, and 金 is 김 where a name begins with it.
    """
    if "々" in run:
        run = re.sub("(.)々", r"\1\1", run)
    sounds = ""
    at = 0
    while at < len(run):
        word = "" if at == 0 and run not in table.words and _begins_name(run) else _word(run, at, table)
        sounds += table.words[word] if word else _by_rule(run, at, table, before, sounds)
        at += len(word) or 1
    return sounds


def _by_rule(run: str, at: int, table: HanjaReadings, before: str, sounds: str) -> str:
    character = run[at]
    sound = table.characters.get(character)
    if sound is None:
        return "한자" + READ_OUT
    following = table.characters.get(run[at + 1 : at + 2])
    if character == "不" and following and _initial(following) in _D_AND_J:
        return "부"
    previous = (before + sounds.rstrip(READ_OUT))[-1:]
    follows_hangul = "가" <= previous <= "힣"
    if character in _AFTER_VOWEL and _initial(sound) == _RIEUL and follows_hangul:
        return apply_initial_sound_law(sound) if final_consonant_index(previous) in (0, 4) else sound
    if at == 0 and not follows_hangul and _begins_name(run):
        return "김"
    # 5年 is 오년; a single character behind Hangul is a part of that word: 실업率, 이용料.
    is_start = at == 0 and not previous.isdigit() and not (follows_hangul and len(run) == 1)
    return apply_initial_sound_law(sound) if is_start else sound


def _word(run: str, at: int, table: HanjaReadings) -> str:
    lengths = range(min(_LONGEST, len(run) - at), 1, -1)
    return next((run[at : at + length] for length in lengths if run[at : at + length] in table.words), "")


def _begins_name(run: str) -> bool:
    return run[0] == _SURNAME and len(run) <= 3 and run[1:2] not in _GOLDEN


def _initial(syllable: str) -> int:
    return letter_indexes(syllable)[0]


def apply_initial_sound_law(word: str) -> str:
    """``word`` as it sounds at the start of a word (두음법칙): 녀자 → 여자, 로동 → 노동, 력사 → 역사."""
    syllable, rest = word[:1], word[1:]
    if not is_syllable(syllable):
        return word
    initial, medial, last = letter_indexes(syllable)
    if medial in _Y_VOWELS and initial in (_RIEUL, _NIEUN):
        initial = _SILENT
    elif initial == _RIEUL:
        initial = _NIEUN
    return syllable_of_indexes(initial, medial, last) + rest
