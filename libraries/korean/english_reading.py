"""A rough Hangul reading of an unknown English word, letter group by letter group.

It follows the habits of the Korean transcription rules (외래어 표기법) as far as spelling alone tells the sound:
``serendipity`` → ``세렌디피티``. Wrong now and then, but pronounceable, which letter names are not.
"""

import re
from typing import Final

from libraries.korean.letters.syllables import MEDIALS, syllable_of_letters
from libraries.korean.word_lists import WORDS

_VOWELS: Final = WORDS.vowels
_CONSONANTS: Final = WORDS.consonants
_SOFT: Final = {"ci": "s", "ce": "s", "cy": "s"}
_GROUPS: Final = re.compile(
    "|".join(sorted({*_VOWELS, *_CONSONANTS}, key=len, reverse=True)),
)
_CODAS: Final = {"ㄴ": "ㄴ", "ㅁ": "ㅁ", "ㄹ": "ㄹ", "ㅇ": "ㅇ", "ㅂ": "ㅂ", "ㄱ": "ㄱ"}
_STOPS: Final = {"ㅋ": "ㄱ", "ㅌ": "ㅅ", "ㅍ": "ㅂ"}


def read_letter_by_letter(text: str) -> str:
    """Letter by letter: ``KBS`` → ``케이비에스``."""
    return "".join(WORDS.letters[letter] for letter in text.upper())


def transcribe_english(word: str) -> str:
    """``word`` (a–z only, lower case) in Hangul syllables; never empty."""
    for spelling, sound in _SOFT.items():
        word = word.replace(spelling, sound + spelling[1])
    # A silent e, and doubled consonants, are written but not said.
    word = re.sub(r"([bcdfghjklmnpqrstvwxz])\1", r"\1", word)
    if len(word) > 3 and re.search(r"[aiou][bcdfgklmnprstvz]e$", word):
        word = word[:-1]
    sounds = "".join(_VOWELS.get(group) or _CONSONANTS[group] for group in _GROUPS.findall(word))
    return _syllables(sounds)


def _syllables(sounds: str) -> str:
    built: list[list[str]] = []
    pending = ""
    for position, sound in enumerate(sounds):
        if sound in MEDIALS:
            built.append([pending or "ㅇ", sound, " "])
            pending = ""
            continue
        follows = sounds[position + 1 : position + 2]
        if pending:
            built.append([pending, "ㅡ", " "])
            pending = ""
        coda = _coda(sound, follows, built)
        if coda:
            built[-1][2] = coda
            # l between vowels doubles: 헬로, not 헤로.
            pending = "ㄹ" if sound == "ㄹ" and follows in MEDIALS and follows else ""
        else:
            pending = sound
    if pending:
        built.append([pending, "ㅣ" if pending in "ㅈㅊ" else "ㅡ", " "])
    return "".join(syllable_of_letters(*jamo) for jamo in built)


def _coda(sound: str, follows: str, built: list[list[str]]) -> str:
    """The final consonant ``sound`` becomes behind the last syllable, or an empty string."""
    if not built or built[-1][2] != " " or built[-1][1] == "ㅡ":
        return ""
    if sound == "ㅇ":
        return "ㅇ"
    if follows and follows in MEDIALS:
        return ""
    if sound in "ㄴㅁㄹ":
        return _CODAS[sound]
    return _STOPS.get(sound, "") if len(built[-1][1]) == 1 else ""
