"""Faces made of characters (kaomoji), which are seen and not said: ``(^_^)``, ``ㅇㅅㅇ``, ``¯\\_(ツ)_/¯``."""

import re
from typing import Final

_ARMS: Final = r"[^\s가-힣ㄱ-ㅣ\u3400-\u9fffA-Za-z0-9()（）\[\].,!?\"'~%…]{0,4}"
_HAND: Final = r"[dbomqpO]?"
_ROUND: Final = re.compile(
    rf"{_ARMS}(?<![A-Za-z0-9]){_HAND}[(（]([^()（）가-힣\u3400-\u9fff]{{1,16}})[)）]{_HAND}(?![A-Za-z0-9]){_ARMS}"
)
_LETTERS_IN: Final = frozenset("oOTuUvVxXQwnmcPzDqe0")
"""Latin letters and the digit that are eyes, mouths and hands of faces in brackets."""
_TELLING: Final = frozenset("ツωДдʖಠᴥ益▽□◡‿╯")
_PUNCTUATION: Final = frozenset("!?.…,-*/+:%&#~ '\"`")
_BARE: Final = re.compile(
    r"ʕ[^\s가-힣]{1,6}ʔ"
    r"|(?<![A-Za-z0-9ㄱ-ㅣ])(?:"
    r"([TㅠㅜㅡXxOo0@>qQuUㅇㅎㅋ;=\-])(?:[_ωw﹏]|(?<=[ㅇㅎㅋㅠㅜ;=\-])[ㅅㅁㅂ]|_[_;])\1|'[ㅅㅁㅂ]'"
    r"|\^[_\-.oO0ㅅㅁㅂw]?\^|>[_.ㅅㅁ]?<|[oO]_[oO]"
    r"|ㄱ-|[oO][rR][zZ]|[oO]T[LZ]"
    r"|[:;]['-]?[)(DPp]|XD|<3"
    r")[;ㅋㅎㅠㅜ]*(?![A-Za-z0-9가-힣ㄱ-ㅣ])"
)
_HINT: Final = re.compile(r"[(（^_ʕ<>:;'=]|[oO][rRT]|XD|ㅅ|ㅁ|ㅂ|ㄱ-")


def drop_kaomoji(text: str) -> str:
    """``text`` without faces; as many spaces as before."""
    if not _HINT.search(text):
        return text
    return _BARE.sub("", drop_bracketed_kaomoji(text))


def find_kaomoji(text: str) -> list[str]:
    """The faces in ``text``, in their order but for those without brackets, which come last."""
    found = [each.group() for each in _ROUND.finditer(text) if _is_face(each.group(1))]
    return found + [each.group() for each in _BARE.finditer(drop_bracketed_kaomoji(text))]


def drop_bracketed_kaomoji(text: str) -> str:
    """``text`` without the faces that stand in brackets."""
    return _ROUND.sub(lambda found: _spaces(found.group()) if _is_face(found.group(1)) else found.group(), text)


def _spaces(text: str) -> str:
    return " " * text.count(" ")


def _is_face(inside: str) -> bool:
    """Whether it looks like a face in brackets: two equal eyes, or a sign that occurs in faces only, and no words."""
    letters = [c for c in inside if c.isascii() and c.isalnum()]
    signs = [c for c in inside if not (c.isascii() and c.isalnum()) and c not in _PUNCTUATION]
    if len(letters) > 2 or not _LETTERS_IN.issuperset(letters):
        return False
    if _TELLING.intersection(signs):
        return True
    eyes = [*letters, *signs] if len(signs) > 0 or "." in inside else []
    return len(eyes) >= 2 and len(set(eyes)) < len(eyes) and not all("ㄱ" <= c <= "ㆎ" for c in eyes)
