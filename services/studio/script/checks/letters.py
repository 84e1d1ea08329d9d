"""Letters: words of other scripts, and Latin words that the post does not have."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from schemas.script import Fault, ScriptFault
from services.studio.script.checks.told import Told, whole

_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_OURS: Final = ("HANGUL", "LATIN")


def faults(told: Told) -> Iterator[ScriptFault]:
    """other_script, latin_text."""
    for sentence in told.sentences:
        if strange := other_script(sentence.text, told.source):
            yield sentence.fault(Fault.OTHER_SCRIPT, strange)
        if words := _words(sentence.text, told):
            yield sentence.fault(Fault.LATIN_TEXT, " ".join(words))
    if strange := other_script(told.title, told.source):
        yield whole(Fault.OTHER_SCRIPT, strange)
    if words := _words(f"{told.title} {told.tags}", told):
        yield whole(Fault.LATIN_TEXT, " ".join(words))


def figures(told: Told) -> Mapping[str, Any]:
    """Characters of other scripts, Latin words that the post does not have."""
    ours = f"{told.title} {told.narrated}"
    return {
        "other_script_characters": len(other_script(ours, told.source)),
        "latin_words": tuple(_words(ours, told)),
    }


def other_script(text: str, source: str) -> str:
    """The letters of ``text`` that are neither Hangul nor Latin and do not stand in ``source``."""
    return "".join(letter for letter in text if not letter.isascii() and _is_other(letter) and letter not in source)


def _is_other(letter: str) -> bool:
    if not unicodedata.category(letter).startswith("L"):
        return False
    return not unicodedata.name(letter, "").startswith(_OURS)


def _words(text: str, told: Told) -> list[str]:
    source = told.source.lower()
    found = dict.fromkeys(word.group() for word in _LATIN.finditer(text))
    return [word for word in found if word.lower() not in source]
