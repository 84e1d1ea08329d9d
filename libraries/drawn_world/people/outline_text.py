"""Outlines written as text, ``x,y`` after ``x,y``: so the code keeps drawn shapes."""

from functools import lru_cache

from libraries.vector.affine import Point
from libraries.vector.path import Corner


@lru_cache(maxsize=2048)
def parse_outline(text: str, shift: float = 0.0, side: int = 1) -> tuple[Point | Corner, ...]:
    """The points that such a text names, mirrored where ``side`` is −1.

    ``!`` after a point makes it a `Corner`; ``~`` moves it to the right by ``shift``, ``~0.5`` by half of that.
    Raises ValueError for other text.
    """
    return tuple(_point(word, shift, side) for word in text.split())


def _point(word: str, shift: float, side: int) -> Point | Corner:
    place, _, share = word.partition("~")
    x, y = (float(number) for number in place.rstrip("!").split(","))
    x = side * x + (shift * float(share or 1) if "~" in word else 0.0)
    return Corner(x, y) if place.endswith("!") else (x, y)
