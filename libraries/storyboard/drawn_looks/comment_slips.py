"""Slips for comments of drawn films: balloons, slabs in the dark, taped letters, receipts, pinned notes."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PIL import Image, ImageDraw

from libraries.drawing.canvas.yuv import to_even
from libraries.storyboard.drawn_looks.looks import STYLES, LookName

MARGIN: Final = 12
"""Pixels around a slip for its edge and shade."""
BELOW: Final = 90
"""Pixels below it for a tail, or the end of a receipt."""
_K: Final = 2
_DARK: Final = "#241a2e"
_SHADE: Final = (40, 16, 30, 70)

Draw = ImageDraw.ImageDraw
Points = list[tuple[float, float]]


class SlipInks(NamedTuple):
    """Colours of words, name and likes on a slip."""

    words: str
    name: str
    likes: str


_ON_WHITE: Final = SlipInks(_DARK, "#7a7186", "#c4442f")
_INKS: Final = {
    LookName.HORROR: SlipInks("#f2f5ff", "#8f9ab8", "#ff6a60"),
    LookName.WARM: SlipInks("#5a3426", "#a5785f", "#c4442f"),
}


def slip_inks(look: LookName) -> SlipInks:
    """The colours on the slip of a look."""
    return _INKS.get(look, _ON_WHITE)


def slip_image(look: LookName, width: int, height: int, *, left: bool) -> Image.Image:
    """The slip of a look for words of ``width`` × ``height`` pixels, with `MARGIN` around and `BELOW` beneath it;
    ``left``: who says it stands on the left."""
    wide, high = width + 2 * MARGIN, height + BELOW + 2 * MARGIN
    image = Image.new("RGBA", (wide * _K, high * _K))
    _SHAPES.get(look, _balloon)(ImageDraw.Draw(image), look, (float(width), float(height)), left)
    return image.resize((to_even(wide), to_even(high)), Image.Resampling.BOX)


def _at(points: Points) -> Points:
    return [((x + MARGIN) * _K, (y + MARGIN) * _K) for x, y in points]


def _box(*sides: float) -> list[float]:
    return [(side + MARGIN) * _K for side in sides]


def _balloon(canvas: Draw, look: LookName, size: tuple[float, float], left: bool) -> None:
    """With a tail to who says it."""
    width, height = size
    edge = _DARK if look is LookName.COMIC else STYLES[look].marker
    x, lean, line = width * (0.30 if left else 0.70), 40 if left else -40, 7 * _K
    tail = _at([(x - 34, height - 8), (x + 34, height - 8), (x + lean, height + BELOW - MARGIN)])
    canvas.line([tail[0], tail[2], tail[1]], fill=edge, width=2 * line, joint="curve")
    canvas.rounded_rectangle(_box(0, 0, width, height), 48 * _K, fill="#ffffff", outline=edge, width=line)
    canvas.polygon(tail, fill="#ffffff")


def _slab(canvas: Draw, look: LookName, size: tuple[float, float], _left: bool) -> None:
    """A slab in the dark with a lit edge."""
    width, height = size
    canvas.rectangle(_box(0, 0, width, height), fill=(13, 20, 40, 232))
    canvas.rectangle(_box(0, 0, 8, height), fill=STYLES[look].marker)


def _letter(canvas: Draw, look: LookName, size: tuple[float, float], _left: bool) -> None:
    """A sheet with lines, held by a strip of tape."""
    width, height = size
    canvas.polygon(_at([(6, 14), (width + 8, 8), (width + 4, height + 10), (2, height + 12)]), fill=_SHADE)
    canvas.polygon(_at([(0, 6), (width, 0), (width - 4, height), (4, height + 4)]), fill="#fffbf2")
    for y in range(112, round(height) - 20, 62):
        canvas.line(_at([(34, y), (width - 34, y - 2)]), fill=STYLES[look].second, width=2 * _K)
    x = width / 2
    canvas.polygon(_at([(x - 84, 0), (x + 78, -12), (x + 84, 24), (x - 78, 36)]), fill=(156, 192, 164, 224))


def _receipt(canvas: Draw, look: LookName, size: tuple[float, float], _left: bool) -> None:
    """A strip of a till with a dashed line and a bar code at its torn end."""
    width, height = size
    foot = height + 56
    teeth = [(width - 20 * step, foot + (14 if step % 2 else 0)) for step in range(round(width / 20) + 1)]
    canvas.polygon(_at([(0, 0), (width, 0), *teeth]), fill="#fbf9f2")
    for x in range(30, round(width) - 30, 22):
        canvas.line(_at([(x, 84), (x + 12, 84)]), fill="#b9b2b8", width=3 * _K)
        canvas.line(_at([(x, height - 14), (x + 12, height - 14)]), fill="#b9b2b8", width=3 * _K)
    for bar in range(44):
        canvas.rectangle(_box(34 + bar * 9, height + 4, 37 + bar * 9 + bar * 7 % 4, height + 42), fill=_DARK)
    canvas.rectangle(_box(width - 190, height + 10, width - 34, height + 36), fill=STYLES[look].marker)


def _note(canvas: Draw, _look: LookName, size: tuple[float, float], _left: bool) -> None:
    """A note with a pin and a thread."""
    width, height = size
    x = width / 2
    canvas.line(_at([(x - 150, -MARGIN), (x, 10), (x + 240, -MARGIN)]), fill="#d8392f", width=3 * _K)
    canvas.polygon(_at([(8, 12), (width + 8, 10), (width + 6, height + 10), (4, height + 12)]), fill=(5, 6, 20, 120))
    canvas.polygon(_at([(0, 4), (width, 0), (width - 2, height), (2, height + 4)]), fill="#f6edda")
    canvas.ellipse(_box(x - 19, -8, x + 19, 30), fill="#d8392f")
    canvas.ellipse(_box(x - 10, -1, x - 1, 8), fill="#ff9a90")


_SHAPES: Final[dict[LookName, Callable[[Draw, LookName, tuple[float, float], bool], None]]] = {
    LookName.HORROR: _slab,
    LookName.WARM: _letter,
    LookName.REVENGE: _receipt,
    LookName.MYSTERY: _note,
}
"""The others have balloons."""
