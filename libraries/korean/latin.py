"""Latin letters as Koreans say them: brands and common words by list, acronyms by letter, the rest by rule."""

import re
from typing import Final

from libraries.korean.english_reading import read_letter_by_letter, transcribe_english
from libraries.korean.particles import READ_OUT
from libraries.korean.word_lists import WORDS

_RUN: Final = re.compile(r"[A-Za-z]+(?:[&/'’.-][A-Za-z]+)*[0-9]?(?![0-9])|[A-Za-z]+")
_PARTS: Final = re.compile(r"[A-Za-z]+")
_VOWELS: Final = frozenset("aeiouyAEIOUY")
_LONGEST_ACRONYM: Final = 5


def read_latin(text: str) -> str:
    """Latin words replaced by Hangul; no spaces added or taken."""
    return _RUN.sub(lambda m: _word(m.group()) + READ_OUT, text)


def _word(word: str) -> str:
    known = WORDS.latin.get(word.lower())
    if known:
        return known
    return "".join(_part(part) for part in _PARTS.findall(word))


def _part(part: str) -> str:
    known = WORDS.latin.get(part.lower())
    if known and not (part.isupper() and len(part) <= 2 and part.lower() != "ok"):
        return known
    is_acronym = part.isupper() and len(part) <= _LONGEST_ACRONYM
    if is_acronym or len(part) <= 2 or not _VOWELS & set(part):
        return read_letter_by_letter(part)
    return transcribe_english(part.lower())
