"""The commands and the settings that the text of a cure names."""

import re
from typing import Final

_BEGINS: Final = re.compile(r"\b(?:wagglebot (?=[a-z])|chmod (?=\d)|ulimit (?=-)|LANG=\S+ wagglebot)")
_LAST: Final = (".", ",", ";", ":", ")")
"""With what the last word of a command ends, where the sentence goes on."""
_KOREAN: Final = re.compile("[가-힣'`]")
"""With what a sentence goes on behind the last word of a command: a particle, or the end of a quotation."""
_SETTING: Final = re.compile(r"WAGGLEBOT_\w+|\b[a-z]+\.[a-z_]+\b|TMPDIR")


def commands_in(text: str) -> list[str]:
    """The commands in a text, in their order: each from the program's name to the end of the sentence or the text."""
    found = []
    for match in _BEGINS.finditer(text):
        words: list[str] = []
        for word in text[match.start() :].split(" "):
            bare = _KOREAN.split(word.rstrip("".join(_LAST)))[0]
            if not bare or (words and bare in ("or", "and", "as")):
                break
            words.append(bare)
            if word != bare:
                break
        found.append(" ".join(words))
    return found


def settings_in(text: str) -> set[str]:
    """The names of settings in a text, as variables or as ``section.name``."""
    return set(_SETTING.findall(text))
