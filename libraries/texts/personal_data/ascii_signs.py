"""Text as the patterns read it, of the same length, so that each character can be found again in the original."""

import re
import unicodedata
from typing import Final

_RUNS: Final = ((0x2460, 1), (0x2776, 1), (0x24F5, 1), (0x2080, 0))
"""Where a run of drawn digits begins in Unicode, and with which digit: ①, ❶, ⓵ and ₀."""
_DIGIT: Final = re.compile(r"(?![0-9])\d")
"""A decimal digit of another writing, or a full-width or mathematical one."""
_SPACES: Final = "\t\u00a0\u00ad\u200b\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_KEYCAP: Final = "\ufe0f\u20e3"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u30fc\u3161\ufe58\ufe63"
_TABLE: Final[dict[int, str]] = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {start + at: str(first + at) for start, first in _RUNS for at in range(10 - first)}
    | {0x24EA: "0", 0x24FF: "0", 0x3002: ".", 0x24D0: "@"}
    | {ord(space): " " for space in _SPACES + _KEYCAP}
    | {ord(dash): "-" for dash in _DASHES}
)


def with_ascii_signs(text: str) -> str:
    """``text`` with digits, signs, dashes and spaces of any writing as those of ASCII, character by character."""
    if text.isascii():
        return text
    return _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text.translate(_TABLE))
