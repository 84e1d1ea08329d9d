"""Colours of vector pictures."""

from functools import lru_cache
from typing import NamedTuple


class Color(NamedTuple):
    """A colour of the sRGB space: red, green, blue and alpha, each 0 to 255; alpha is not multiplied in."""

    red: int
    green: int
    blue: int
    alpha: int = 255

    def faded(self, opacity: float) -> "Color":
        """The colour with its alpha multiplied by ``opacity`` (0 to 1)."""
        return self._replace(alpha=round(self.alpha * min(1.0, max(0.0, opacity))))

    def mixed(self, other: "Color", share: float) -> "Color":
        """The colour on the straight way to ``other``, of which it has ``share`` (0 to 1), alpha included."""
        return Color(*(round(own * (1 - share) + its * share) for own, its in zip(self, other, strict=True)))


@lru_cache(maxsize=4096)
def color(text: str, opacity: float = 1.0) -> Color:
    """A colour written as ``#rrggbb``. Raises ValueError for other text."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"no colour: {text!r}")
    return Color(*bytes.fromhex(text[1:])).faded(opacity)


BLACK = Color(0, 0, 0)
WHITE = Color(255, 255, 255)
