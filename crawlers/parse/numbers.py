"""Numbers as Korean boards write them: ``48,210``, ``1.2만``, ``1만 2천``, ``3.4k``, ``999+``."""

import re
import unicodedata

_UNITS = {"": 1, "십": 10, "백": 100, "천": 1_000, "만": 10_000, "억": 100_000_000, "k": 1_000, "m": 1_000_000}
_PART = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*([십백천만억]|[km](?![a-z]))?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_GAP = re.compile(r"\s*")
_LARGEST = 10**15
"""Larger than any count of a board; a longer row of digits is something else, such as an id."""


def parse_whole_number(text: str) -> int | None:
    """The number that ``text`` is: one to nine digits 0 to 9 and nothing else. None for every other text.

    Longer rows of digits and other digits, such as ``²``, may stand in an address, and Python's `int` refuses them.
    """
    return int(text) if _WHOLE.fullmatch(text) else None


def parse_number(text: str) -> int | None:
    """The first number in ``text``; None without one. The sign is dropped, since some skins print dislikes as -1."""
    if not text:
        return None
    plain = unicodedata.normalize("NFKC", text).lower()
    part = _PART.search(plain)
    if part is None:
        return None
    total, last = _value(part), _unit(part)
    while last > 1:
        following = _PART.match(plain, _after_gap(plain, part.end()))
        if following is None or _unit(following) >= last:
            break
        part, last = following, _unit(following)
        total += _value(part)
    return total if total <= _LARGEST else None


def _unit(part: re.Match[str]) -> int:
    return _UNITS[part[3] or ""]


def _value(part: re.Match[str]) -> int:
    whole = int(part[1].replace(",", "")[:16])
    if part[2] is None:
        return whole * _unit(part)
    return round(float(f"{whole}{part[2][:8]}") * _unit(part))


def _after_gap(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position
