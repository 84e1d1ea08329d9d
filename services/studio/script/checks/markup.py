"""Markup: signs and stage directions that are no speech."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from schemas.script import Fault, ScriptFault
from services.studio.script.checks.script_and_post import ScriptAndPost, whole

_SIGNS: Final = re.compile(
    r"\*\*|__|~~|`|</?[a-zA-Z][^<>]{0,40}>|[{}]|\\n|&[a-z]+;|^\s*(?:#{1,4} |[-*•] |[0-9]{1,2}[.)] )"
)
_LABEL: Final = re.compile(
    r"^\W*(?:(?:내레이|나레이)(?:션|터)|해설|자막|화면|효과음|배경음|음악|배경 ?음악|브금|bgm|sfx|"
    r"장면|씬|컷|오프닝|엔딩|인트로|아웃트로|훅|본문|제목|클로징|진행자|"
    r"화자|hook|title|scene|narrat(?:or|ion)|body|closer)\s*[0-9]*\s*[:：]",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"[(\[（【<]([^)\]）】>]{1,40})[)\]）】>]")
_MANY_EMOJI: Final = 3


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """markup: in a sentence or the title."""
    for sentence in told.sentences:
        if sign := marked(sentence.text, told.source):
            yield sentence.fault(Fault.MARKUP, sign)
    if sign := marked(told.title, told.source):
        yield whole(Fault.MARKUP, sign)


def marked(text: str, source: str) -> str:
    """What is no speech in ``text``; empty when all is. An aside in brackets may be one that ``source`` has."""
    if found := _SIGNS.search(text) or _LABEL.search(text):
        return found.group()
    for aside in _ASIDE.finditer(text):
        if aside.group(1).strip() not in source:
            return aside.group()
    emoji = [letter for letter in text if unicodedata.category(letter) == "So" and ord(letter) > 0x2500]
    return "".join(emoji) if len(emoji) >= _MANY_EMOJI else ""
