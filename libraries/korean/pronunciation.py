"""Pronunciation spelling: Hangul respelled as it sounds, for a voice that reads letter by letter.

The Standard Pronunciation (표준 발음법) between the syllables of one 어절: aspiration (§12), liaison (§13-14),
palatalisation (§17), neutralised finals (§8-11), nasals (§18-19), liquids (§20), tense consonants (§23-25).
What depends on a word's history (갈등, 꽃잎) is not tried. The number of 어절 and of syllables never changes.
"""

import re
from typing import Final

from libraries.korean.letters.syllables import letters_of_syllable, syllable_of_letters

_WORD: Final = re.compile(r"[가-힣]+")
_CLUSTERS: Final = {
    "ㄳ": ("ㄱ", "ㅅ"), "ㄵ": ("ㄴ", "ㅈ"), "ㄺ": ("ㄹ", "ㄱ"), "ㄻ": ("ㄹ", "ㅁ"),
    "ㄼ": ("ㄹ", "ㅂ"), "ㄽ": ("ㄹ", "ㅅ"), "ㄾ": ("ㄹ", "ㅌ"), "ㄿ": ("ㄹ", "ㅍ"),
    "ㅄ": ("ㅂ", "ㅅ"), "ㄶ": ("ㄴ", "ㅎ"), "ㅀ": ("ㄹ", "ㅎ"),
}  # fmt: skip
_NEUTRAL: Final = {
    **dict.fromkeys("ㄱㄲㅋㄳㄺ", "ㄱ"), **dict.fromkeys("ㄴㄵㄶ", "ㄴ"), **dict.fromkeys("ㄷㅅㅆㅈㅊㅌㅎ", "ㄷ"),
    **dict.fromkeys("ㄹㄼㄽㄾㅀ", "ㄹ"), **dict.fromkeys("ㅁㄻ", "ㅁ"), **dict.fromkeys("ㅂㅍㄿㅄ", "ㅂ"),
    "ㅇ": "ㅇ", " ": " ",
}  # fmt: skip
_ASPIRATED: Final = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
_TENSE: Final = {"ㄱ": "ㄲ", "ㄷ": "ㄸ", "ㅂ": "ㅃ", "ㅅ": "ㅆ", "ㅈ": "ㅉ"}
_NASAL: Final = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
_STEMS_IN_LK: Final = frozenset("읽맑밝늙긁붉굵낡얽묽")
_LATE_N: Final = frozenset("량력란론")
"""After these, a word of three syllables keeps its n: 생산량 is 생산냥, while 신라 is 실라."""

Syllable = list[str]
"""Initial, medial and final of one syllable; the final is a space when there is none."""


def respell_as_pronounced(text: str) -> str:
    """``text`` spelled as it is pronounced: ``국물도 없습니다`` → ``궁물도 업씀니다``."""
    return _WORD.sub(lambda found: _word(found.group()), text)


def _word(word: str) -> str:
    syllables = [list(letters_of_syllable(each)) for each in word]
    for at in range(len(syllables) - 1):
        left, right = syllables[at], syllables[at + 1]
        if word[at] in _STEMS_IN_LK and right[0] == "ㄱ":
            left[2], right[0] = "ㄹ", "ㄲ"
        elif word[at] == "밟" and right[0] not in "ㅇㅎ":
            left[2] = "ㅂ"
        _aspirate(left, right)
        _link(left, right)
        _assimilate(left, right, late=at >= 1 and word[at + 1] in _LATE_N)
    for at, spoken in enumerate(syllables):
        is_particle = 0 < at == len(syllables) - 1 and word[at] == "의"
        _vowel(spoken, first=at == 0, is_particle=is_particle)
    syllables[-1][2] = _NEUTRAL[syllables[-1][2]]
    return "".join(syllable_of_letters(*each) for each in syllables)


def _aspirate(left: Syllable, right: Syllable) -> None:
    """Aspiration: ㅎ merges with the stop beside it, or is dropped between voiced sounds."""
    final, initial = left[2], right[0]
    if final in "ㅎㄶㅀ":
        left[2] = {"ㅎ": " ", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}[final]
        if initial in _ASPIRATED:
            right[0] = _ASPIRATED[initial]
        elif initial == "ㅅ":
            right[0] = "ㅆ"
        elif final == "ㅎ" and initial in "ㄴㅁ":
            left[2] = "ㄴ"
    elif initial == "ㅎ" and final in "ㄱㄺㄷㅂㄼㅈㄵㅅㅊㅌㅆ":
        rest, last = _CLUSTERS.get(final, (" ", final))
        sound = last if last in _ASPIRATED else "ㄷ"
        is_palatal = last == "ㄷ" and right[1] == "ㅣ"
        left[2], right[0] = rest, "ㅊ" if is_palatal else _ASPIRATED[sound]


def _link(left: Syllable, right: Syllable) -> None:
    """Liaison: a final consonant moves to the next syllable when that begins with a vowel."""
    final = left[2]
    if right[0] != "ㅇ" or final in " ㅇ":
        return
    rest, moved = _CLUSTERS.get(final, (" ", final))
    if moved in "ㄷㅌ" and right[1] in "ㅣㅕ":
        moved = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}[moved]
    elif moved == "ㅅ" and rest != " ":
        moved = "ㅆ"
    left[2], right[0] = rest, moved


def _assimilate(left: Syllable, right: Syllable, *, late: bool) -> None:
    """Assimilation of a final consonant and the initial that follows it: nasals, liquids, tense consonants."""
    written, initial = left[2], right[0]
    if written == " " or initial == "ㅇ":
        return
    final = _NEUTRAL[written]
    if (final in _NASAL or written in "ㄵㄻㄼㄾ") and initial in _TENSE:
        initial = _TENSE[initial]
    if initial == "ㄹ" and final in "ㄱㄷㅂㅁㅇ":
        initial = "ㄴ"
    elif initial == "ㄹ" and final == "ㄴ":
        final, initial = ("ㄴ", "ㄴ") if late else ("ㄹ", "ㄹ")
    elif initial == "ㄴ" and final == "ㄹ":
        initial = "ㄹ"
    if initial in "ㄴㅁ":
        final = _NASAL.get(final, final)
    left[2], right[0] = final, initial


def _vowel(spoken: Syllable, *, first: bool, is_particle: bool) -> None:
    """ㅢ is ㅣ behind a consonant or inside a word, ㅔ as a particle; 져 is 저."""
    initial, medial, _ = spoken
    if medial == "ㅢ" and (initial != "ㅇ" or not first):
        spoken[1] = "ㅔ" if is_particle else "ㅣ"
    elif medial == "ㅕ" and initial in "ㅈㅉㅊ":
        spoken[1] = "ㅓ"
