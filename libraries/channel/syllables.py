"""Syllables of Korean text, by which the length of speech is told before any voice has spoken it."""

import re
from typing import Final

_HANGUL: Final = re.compile(r"[가-힣]")


def count_spoken_syllables(spoken: str) -> int:
    """The number of Hangul syllables in the spoken form of a line."""
    return len(_HANGUL.findall(spoken))
