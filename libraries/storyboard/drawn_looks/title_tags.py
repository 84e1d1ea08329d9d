"""Tags of drawn films: the title of the story and how far it has come, above each scene, in the way of the look."""

from functools import lru_cache
from typing import Final, NamedTuple

from PIL import Image, ImageDraw

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import Box
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import fit_one_line
from libraries.drawing.typography.text import Ink
from libraries.storyboard.drawn_looks.looks import STYLES, LookName

_K: Final = 2
"""Shapes are drawn so many times as large, for smooth edges."""
_SIZES: Final = (36, 34, 32, 30, 28)
_STEPS: Final = 10
_DIM: Final = (255, 255, 255, 96)


class TitleTag(NamedTuple):
    """A title's tag: its plate and the box of its text."""

    placed: PlacedPlate
    text: Box


class _Setting(NamedTuple):
    """Where the tag of a look is, how wide its title may be, where its baseline begins in it, and the ink."""

    box: Box
    room: int
    left: int
    baseline: int
    ink: str


_SETTINGS: Final = {
    LookName.HORROR: _Setting(Box(60, 224, 760, 640), 560, 48, 48, "#e8eefc"),
    LookName.WARM: _Setting(Box(76, 1066, 776, 1118), 440, 190, 38, "#a5674e"),
    LookName.COMIC: _Setting(Box(60, 224, 760, 300), 560, 28, 52, "#ffd426"),
    LookName.REVENGE: _Setting(Box(60, 224, 760, 340), 560, 40, 52, "#ffffff"),
    LookName.MYSTERY: _Setting(Box(60, 224, 896, 300), 560, 230, 40, "#fff3d8"),
    LookName.SAD: _Setting(Box(60, 224, 760, 300), 600, 30, 44, "#f4f8ff"),
}


@lru_cache(maxsize=64)
def title_tag(look: LookName, headline: str, index: int, count: int) -> TitleTag:
    """The tag of the story's title above scene ``index`` of ``count``."""
    box, room, left, baseline, colour = _SETTINGS[look]
    text, size = fit_one_line(headline, Weight.BOLD, room, _SIZES)
    ink = Ink(Weight.BOLD, size, colour)
    wide = round(ink.width(text))
    share = min(1.0, (index + 1) / max(1, count))
    image = Image.new("RGBA", (box.width * _K, box.height * _K))
    _SHAPES[look](ImageDraw.Draw(image), wide, share, look)
    image = image.resize((to_even(box.width), to_even(box.height)), Image.Resampling.BOX)
    ink.draw(image, (left, baseline), text)
    if look is LookName.MYSTERY:
        Ink(Weight.EXTRA_BOLD, 34, STYLES[look].second).draw(image, (0, baseline), f"기록 {index:02d}")
    at = PlacedPlate(Plate.from_rgba(image), to_even(box.left), to_even(box.top))
    first = 0 if look is LookName.MYSTERY else left
    top = box.top + baseline - size
    return TitleTag(at, Box(box.left + first, top, min(box.right, box.left + left + wide + 2), top + size + 12))


def _scaled(*values: float) -> list[float]:
    return [value * _K for value in values]


def _floors(canvas: ImageDraw.ImageDraw, _wide: int, share: float, look: LookName) -> None:
    """A shaft with stops, of which one is lit."""
    lit = min(6, int(share * 7))
    canvas.line(_scaled(16, 70, 16, 400), fill=_DIM, width=2 * _K)
    for stop in range(7):
        y, now = 70 + stop * 55, stop == lit
        r = 13 if now else 5
        if now:
            canvas.ellipse(_scaled(16 - 15, y - 15, 16 + 15, y + 15), fill=(255, 59, 48, 90))
            r = 10
        canvas.ellipse(_scaled(16 - r, y - r, 16 + r, y + r), fill=STYLES[look].marker if now else _DIM)


def _dots(canvas: ImageDraw.ImageDraw, _wide: int, share: float, look: LookName) -> None:
    for dot in range(6):
        x, told = 16 + dot * 28, dot < share * 6
        canvas.ellipse(_scaled(x - 8, 19, x + 8, 35), fill="#d9694f" if told else STYLES[look].second)


def _slip(canvas: ImageDraw.ImageDraw, wide: int, share: float, look: LookName) -> None:
    """A slip that lies askew, with a line that grows along its foot."""
    right = wide + 56
    corners = [(0, 12), (right, 2), (right - 4, 68), (6, 74)]
    canvas.polygon([(x * _K, y * _K) for x, y in corners], fill=STYLES[look].shade)
    canvas.line(_scaled(8, 70, 8 + (right - 16) * share, 70 - 5 * share), fill=STYLES[look].marker, width=7 * _K)


def _rage(canvas: ImageDraw.ImageDraw, wide: int, share: float, look: LookName) -> None:
    """A slanted slip, below it a bar that fills."""
    right = wide + 80
    canvas.polygon(
        [(x * _K, y * _K) for x, y in ((18, 4), (right, 4), (right - 18, 72), (0, 72))], fill=STYLES[look].ground
    )
    for step in range(_STEPS):
        x, told = 10 + step * 34, step < share * _STEPS
        corners = [(x + 8, 88), (x + 34, 88), (x + 26, 110), (x, 110)]
        canvas.polygon(
            [(a * _K, b * _K) for a, b in corners], fill=STYLES[look].ground if told else (255, 255, 255, 70)
        )


def _hairline(canvas: ImageDraw.ImageDraw, _wide: int, share: float, look: LookName) -> None:
    canvas.line(_scaled(0, 62, 836, 62), fill=_DIM, width=2 * _K)
    canvas.line(_scaled(0, 62, 836 * share, 62), fill=STYLES[look].second, width=5 * _K)


def _stroke(canvas: ImageDraw.ImageDraw, _wide: int, share: float, look: LookName) -> None:
    canvas.line(_scaled(6, 8, 6, 60), fill=_DIM, width=6 * _K)
    canvas.line(_scaled(6, 8, 6, 8 + 52 * share), fill=STYLES[look].marker, width=6 * _K)


_SHAPES: Final = {
    LookName.HORROR: _floors,
    LookName.WARM: _dots,
    LookName.COMIC: _slip,
    LookName.REVENGE: _rage,
    LookName.MYSTERY: _hairline,
    LookName.SAD: _stroke,
}
