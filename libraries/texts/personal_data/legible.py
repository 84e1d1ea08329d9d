"""Text as the patterns read it, of the same length, so that each character can be found again in the original."""

from typing import Final

_DIGITS: Final = ((0x2460, 1), (0x2776, 1), (0x24F5, 1), (0x2080, 0), (0xFF10, 0), (0x0660, 0), (0x06F0, 0))
"""Where a run of digits begins in Unicode, and with which digit: ①, ❶, ⓵, ₀, full-width and Arabic ones."""
_STYLED: Final = 0x1D7CE
"""The first of five alphabets of mathematical digits."""
_SPACES: Final = "\t\u00a0\u00ad\u200b\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_KEYCAP: Final = "\ufe0f\u20e3"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u30fc\u3161\ufe58\ufe63"
_TABLE: Final[dict[int, str]] = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {start + at: str(first + at) for start, first in _DIGITS for at in range(10 - first)}
    | {_STYLED + at: str(at % 10) for at in range(50)}
    | {0x24EA: "0", 0x24FF: "0", 0x3002: "."}
    | {ord(space): " " for space in _SPACES + _KEYCAP}
    | {ord(dash): "-" for dash in _DASHES}
)


def legible(text: str) -> str:
    """``text`` with digits, signs, dashes and spaces of any writing as those of ASCII, character by character."""
    return text if text.isascii() else text.translate(_TABLE)
