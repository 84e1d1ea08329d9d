"""Talk about composing: whether a sentence tells how a story is to be told, in whatever words and form."""

import re
from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from libraries.film_scripts.checks.sentence_endings import is_past_tense, without_laughter
from schemas.base import Frozen


class _Groups(Frozen):
    kinds: dict[str, tuple[str, ...]]
    about: frozenset[str]
    rule: tuple[str, ...]
    without: tuple[str, ...]


_TABLE: Final = load_table(_Groups, Path(__file__).with_name("composing.toml"))
_KINDS: Final = {
    "rule": re.compile(rf"[가-힣]*(?:{'|'.join(_TABLE.rule)})"),
    "without": re.compile(rf"[가-힣]*(?:{'|'.join(_TABLE.without)})"),
    **{kind: re.compile(rf"(?<![가-힣])(?:{'|'.join(words)})") for kind, words in _TABLE.kinds.items()},
}
_PERSON: Final = re.compile(r"(?:글쓴이|작성자|사연자|주인공)(?:[은는이가도]|네|한테|에게)|여러분")
"""A sentence in which the writer of the post does something is one of the story; or it asks the viewers."""
_ACTOR: Final = re.compile(r"(?<![가-힣])([가-힣]{2,6})(?:께서는?|[은는이가])(?= )")
"""A word that may be the subject."""
_LAST: Final = re.compile(r"\S+(?: \S+)?$")
_KINDS_NOW: Final = 3
_KINDS_PAST: Final = 4
"""So many kinds of words make an instruction, in the present and in the past."""


def is_writing_instruction(text: str, source: str) -> bool:
    """Whether ``text`` talks of how to write: with words of several kinds that the post, ``source``, does not have."""
    text = without_laughter(text)
    if _PERSON.search(text):
        return False
    new = {
        kind: {found.group() for found in words.finditer(text) if found.group() not in source}
        for kind, words in _KINDS.items()
    }
    kinds = {kind for kind, words in new.items() if words}
    if is_past_tense(text):
        return len(kinds) >= _KINDS_PAST and not kinds.isdisjoint(_TABLE.about)
    last = _LAST.search(text)
    told = bool(last and _KINDS["acts"].search(last.group()))
    if len(kinds) >= _KINDS_NOW:
        return True
    return told and len(kinds) > 1 and len(set().union(*new.values())) >= _KINDS_PAST


def tells_past_event(text: str) -> bool:
    """Whether a sentence tells what somebody did: then it is of the story, not of how to tell it."""
    if not is_past_tense(text):
        return False
    actors = (found.group(1) for found in _ACTOR.finditer(without_laughter(text)))
    return any(not any(words.search(actor) for words in _KINDS.values()) for actor in actors)
