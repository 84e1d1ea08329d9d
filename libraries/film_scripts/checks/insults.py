"""Insults: words of abuse, by their stems and with the spellings that are to hide them.

The words are in a table: those that no narrator says, and rude ones that may be told where the post has them. What
somebody in the story says in quotation marks, or is said to have called somebody, is no insult of the narrator.
"""

import re
from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from libraries.korean.quotations import SPEECH
from schemas.base import Frozen


class _Table(Frozen):
    slurs: tuple[str, ...]
    words: tuple[str, ...]
    marks: str
    people: str
    rude: tuple[str, ...]
    despised: tuple[str, ...]
    beasts: tuple[str, ...]


_TABLE: Final = load_table(_Table, Path(__file__).with_name("insults.toml"))
_SLUR: Final = re.compile("|".join(_TABLE.slurs))
_SYLLABLE: Final = re.compile(r"\[[^\]]+\]|.")


def _marked(word: str) -> str:
    """A pattern of ``word`` with a sign between two of its syllables at least."""
    syllables = f"{_TABLE.marks}{{0,2}}".join(_SYLLABLE.findall(word))
    return f"(?<![가-힣])(?=[가-힣]{{1,3}}{_TABLE.marks}+[가-힣]){syllables}"


_DISGUISED: Final = re.compile(
    "|".join(
        (
            *(_marked(word) for word in _TABLE.words),
            r"(?<![ㄱ-ㅣ])(?:[ㅅㅆ]ㅂ|ㅂㅅ|ㅄ|ㅈㄹ|ㄱㅅㄲ|ㅁㅊ(?:ㄴ|[놈년])|ㅈ같)(?![ㄱ-ㅎ])",
        )
    )
)
"""Slurs with signs or numbers between their syllables, or as first consonants."""
_REPORTED: Final = r"(?!이?라(?:고|며|는|면서|길래|서)|이? 소리)"
"""What somebody calls somebody: he is called so in the story."""
_PEOPLE: Final = rf"(?:{_TABLE.people})(?=[은는이가을를의도들한만과와들, .!?]|에게|한테|$|[이예]|였)"
_LIKE: Final = " ?(?:처럼|같은|같이|마냥|만도) ?(?:[가-힣]+ ){0,2}"
_RUDE: Final = re.compile(
    "|".join(
        (
            *(f"(?:{word}){_REPORTED}" for word in _TABLE.rude),
            f"(?:{'|'.join(_TABLE.despised)})[가-힣]* (?:그 |저 |이 )?(?:[가-힣]+ )?{_PEOPLE}",
            f"(?<![가-힣])(?:{'|'.join(_TABLE.beasts)}){_LIKE}{_PEOPLE}",
        )
    )
)
_GROUP: Final = re.compile(r"\((?!\?)([^()]*)\)")
_LITERAL: Final = re.compile(r"[가-힣 ]+$")
_STEMS: Final = tuple(
    dict.fromkeys(
        _LITERAL.findall(word)[-1]
        for pattern in (*_TABLE.rude, *_TABLE.despised, *_TABLE.beasts)
        for group in _GROUP.findall(pattern)
        for word in group.split("|")
    )
)
"""Letters of which every rude text has some: most texts have none, which is found out faster so."""


def find_insult(text: str, words: str) -> str:
    """An insult in ``text``, empty when there is none; a rude word counts unless ``words``, the post's, have it or
    somebody in the story says it."""
    if found := _SLUR.search(text) or _DISGUISED.search(text):
        return found.group()
    if not any(stem in text for stem in _STEMS):
        return ""
    strange = (found.group() for found in _RUDE.finditer(SPEECH.sub(" ", text)) if not _is_told(found, words))
    return next(strange, "")


def _is_told(found: re.Match[str], words: str) -> bool:
    """Whether the post has the rude word: the group of the pattern, or the whole."""
    group = next((part for part in found.groups() if part), found.group())
    return group in words
