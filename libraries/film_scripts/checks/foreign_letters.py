"""Foreign letters: words of other scripts, and Latin words that the post does not have."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from libraries.film_scripts.checks.script_and_post import ScriptAndPost, fault_of_whole_script
from schemas.script import Fault, ScriptFault

_LATIN: Final = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_SHORT: Final = re.compile(r"[A-Z]{1,5}|km|cm|mm|kg|mg|ml|vs|ok", re.IGNORECASE)
"""Abbreviations and units, which Korean text is full of."""
_RUNS: Final = re.compile(r"[^\x00-\x7f가-힣]+")
_OURS: Final = ("HANGUL", "HALFWIDTH HANGUL", "LATIN", "FULLWIDTH LATIN")
_HANJA: Final = "CJK"


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``other_script`` and ``latin_text``; a single Hanja of Korean print is none, as in headlines (父, 女).

    latin_text: Latin words that the post does not have, but for one abbreviation in capitals or unit in a sentence.
    """
    for sentence in told.sentences:
        if strange := other_script_letters(sentence.text, told.post_words_with_site):
            yield sentence.fault_here(Fault.OTHER_SCRIPT, strange)
        if words := unknown_latin_words(sentence.text, told):
            yield sentence.fault_here(Fault.LATIN_TEXT, " ".join(words))
    if strange := other_script_letters(told.film_title, told.post_words_with_site):
        yield fault_of_whole_script(Fault.OTHER_SCRIPT, strange)
    if words := unknown_latin_words(told.film_title, told):
        yield fault_of_whole_script(Fault.LATIN_TEXT, " ".join(words))


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figures of letters: how many are of other scripts, and the Latin words that the post does not have."""
    texts = (told.film_title, *(sentence.text for sentence in told.sentences))
    return {
        "other_script_characters": sum(len(other_script_letters(text, told.post_words_with_site)) for text in texts),
        "latin_words": tuple(dict.fromkeys(word for text in texts for word in unknown_latin_words(text, told))),
    }


def other_script_letters(text: str, source: str) -> str:
    """The letters of words of other scripts than Hangul and Latin that do not stand in ``source``."""
    found: list[str] = []
    for run in _RUNS.findall(text):
        word = "".join(letter for letter in run if _is_other(letter))
        lone_hanja = len(word) == 1 and unicodedata.name(word, "").startswith(_HANJA) and _in_korean_print(word)
        if word and word not in source and not lone_hanja:
            found.append(word)
    return "".join(found)


def unknown_latin_words(text: str, told: ScriptAndPost) -> list[str]:
    """The Latin words of ``text`` that the post does not have; none for one abbreviation or unit alone."""
    source = told.post_words_with_site.casefold()
    found = dict.fromkeys(word.group() for word in _LATIN.finditer(text) if len(word.group()) > 1)
    strange = [word for word in found if word.casefold() not in source]
    return [] if len(strange) == 1 and _is_short(strange[0]) else strange


def _is_short(word: str) -> bool:
    return bool(_SHORT.fullmatch(word)) and (word.isupper() or len(word) == 2)


def _is_other(letter: str) -> bool:
    if unicodedata.category(letter)[0] not in "LM" or letter in "\ufe0e\ufe0f\u20e3":
        return False
    return not unicodedata.name(letter, "").startswith(_OURS)


def _in_korean_print(letter: str) -> bool:
    """Whether KS X 1001, the character set of Korean print, has it: simplified Chinese is not in it."""
    try:
        letter.encode("euc_kr")
    except UnicodeEncodeError:
        return False
    return True
