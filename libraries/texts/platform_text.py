"""Cleans and shortens text for platforms: forbidden characters are removed, long text is cut between characters."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINER: Final = "\u200d"
_ANGLES: Final = str.maketrans({"<": "‹", ">": "›"})
_MARKS: Final = 4
"""Combining marks kept on one character; real scripts need no more, and hundreds of them would cover the screen."""
ELLIPSIS: Final = "…"


def clean_for_platform(text: str, *, lines: bool = False) -> str:
    """``text`` in NFC, without control and direction characters, lone surrogates and angle brackets; single spaces.

    ``lines``: line breaks are kept, at most one empty line in a row.
    """
    text = unicodedata.normalize("NFC", text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))
    kept = "".join(_allowed(text.translate(_ANGLES).replace("\r\n", "\n").replace("\r", "\n")))
    if not lines:
        return " ".join(kept.split())
    kept = re.sub(r"[^\S\n]+", " ", kept)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", kept)).strip()


def _allowed(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if character == "\n" or category in ("Zl", "Zp"):
            yield "\n"
        elif character == "\t":
            yield " "
        elif marks <= _MARKS and character not in _BIDI and category not in ("Cc", "Cs", "Cn", "Co"):
            yield character


def grapheme_clusters(text: str) -> list[str]:
    """The grapheme clusters of a text: what a reader sees as single characters.

    Of the rules of UAX #29, those that matter for cutting: marks, joiners, emoji tags, skin tones and flags stay with
    their base, and decomposed Hangul syllables stay whole.
    """
    found: list[str] = []
    for character in text:
        if found and _joins(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _joins(cluster: str, character: str) -> bool:
    last = cluster[-1]
    if unicodedata.category(character) in ("Mn", "Me", "Mc") or character in (_JOINER, "\u200c"):
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return True
    if last == _JOINER and unicodedata.category(character) == "So":
        return True
    if _regional(character) and _regional(last):
        return sum(map(_regional, cluster)) % 2 == 1
    return _hangul_joins(last, character)


def _regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _hangul_joins(last: str, character: str) -> bool:
    leading, vowel = "\u1100" <= last <= "\u115f", "\u1160" <= last <= "\u11a7"
    syllable = "가" <= last <= "힣"
    open_syllable = syllable and (ord(last) - ord("가")) % 28 == 0
    if "\u1100" <= character <= "\u115f":
        return leading
    if "\u1160" <= character <= "\u11a7":
        return leading or vowel or open_syllable
    return "\u11a8" <= character <= "\u11ff" and (vowel or syllable or "\u11a8" <= last <= "\u11ff")


def utf16_length(text: str) -> int:
    """Length in UTF-16 units: the strictest of the ways in which platforms count characters."""
    return len(text.encode("utf-16-le")) // 2


def utf8_length(text: str) -> int:
    """Length in bytes of UTF-8."""
    return len(text.encode())


def shorten_text(text: str, *, characters: int | None = None, octets: int | None = None) -> str:
    """``text``, or its beginning with an ellipsis, within so many UTF-16 units or UTF-8 bytes.

    Cut between words where one ends in the last third, else between characters as a reader sees them.
    """

    def fits(candidate: str) -> bool:
        return (characters is None or utf16_length(candidate) <= characters) and (
            octets is None or utf8_length(candidate) <= octets
        )

    if fits(text):
        return text
    parts = grapheme_clusters(text)
    low, high = 0, len(parts)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits("".join(parts[:middle]) + ELLIPSIS) else (low, middle - 1)
    space = next((i for i in range(low, low * 2 // 3, -1) if i < len(parts) and parts[i].isspace()), low)
    return "".join(parts[:space]).rstrip() + ELLIPSIS if low else ""


def fit_title(text: str, characters: int, otherwise: str) -> str:
    """A title of at most so many characters; ``otherwise`` where nothing readable is left."""
    return shorten_text(clean_for_platform(text), characters=characters) or shorten_text(
        clean_for_platform(otherwise), characters=characters
    )


def fit_description(paragraphs: Iterable[str], last: Iterable[str], octets: int) -> str:
    """Paragraphs, shortened so that ``last`` (credit, disclosure, mark) always stands whole; in bytes of UTF-8."""
    ending = "\n\n".join(part for part in (clean_for_platform(each, lines=True) for each in last) if part)
    body = "\n\n".join(part for part in (clean_for_platform(each, lines=True) for each in paragraphs) if part)
    room = octets - utf8_length(ending) - 2
    body = shorten_text(body, octets=room) if room > 0 else ""
    return shorten_text("\n\n".join(part for part in (body, ending) if part), octets=octets)


def fit_tags(wanted: Iterable[str], characters: int = 500, each: int = 30) -> tuple[str, ...]:
    """Tags without commas, quotes and repetitions, whole or not at all, within so many characters together.

    Commas between tags count, and so do the quotes that a platform puts around one with a space.
    """
    kept: list[str] = []
    used = 0
    for raw in wanted:
        tag = clean_for_platform(re.sub(r'[,"#]', " ", raw))
        cost = utf16_length(tag) + (2 if " " in tag else 0) + (1 if kept else 0)
        if not tag or utf16_length(tag) > each or tag.casefold() in (one.casefold() for one in kept):
            continue
        if used + cost > characters:
            break
        kept.append(tag)
        used += cost
    return tuple(kept)
