"""Frames of pictures: what each look lays around or over a scene, drawn once for a film."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw

from libraries.drawing.canvas.animation import standing
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate
from libraries.drawing.typography.design_tokens import FRAME, HEIGHT, WIDTH, Box
from services.studio.film.templates.toon.looks import STYLES, Look

_K: Final = 2
"""Frames are drawn so many times as large, for smooth edges."""


_SEEN: Final = {Look.COMIC: Box(36, 176, 1044, 1632), Look.WARM: Box(60, 136, 1020, 1112)}


def seen_in(look: Look) -> Box:
    """The part of the picture that the frame of a look leaves free."""
    return _SEEN.get(look, FRAME)


def frame_sprites(look: Look, turn: int) -> tuple[Sprite, ...]:
    """The frame of a picture, as strips that leave the middle free; ``turn`` varies what a look varies."""
    return _frame(look, turn % 4 if look is Look.COMIC else 0)


@lru_cache(maxsize=8)
def _frame(look: Look, turn: int) -> tuple[Sprite, ...]:
    match look:
        case Look.COMIC:
            return _strips(_panel(look, turn))
        case Look.WARM:
            return _strips(_arch(look))
        case Look.MYSTERY:
            return (*_letterbox(look), *_shade(look, 1040, 1506, 0.0, 0.62))
        case Look.REVENGE:
            return _strips(_slant(look))
        case Look.HORROR:
            return (*_shade(look, 0, 420, 0.72, 0.0), *_shade(look, 980, HEIGHT, 0.0, 0.86))
        case _:
            return (*_shade(look, 0, 320, 0.45, 0.0), *_shade(look, 1020, HEIGHT, 0.0, 0.72))


def _shade(look: Look, top: int, bottom: int, first: float, last: float) -> tuple[Sprite]:
    """A veil in the colour of the look, from one opacity to another."""
    rows = np.linspace(0, 1, bottom - top, dtype=np.float32)
    share = first + (last - first) * (rows * rows * (3 - 2 * rows))
    pixels = np.zeros((bottom - top, WIDTH, 4), np.uint8)
    ink = np.array([*ImageColor.getrgb(STYLES[look].shade)[:3], 255], np.float32)
    pixels[:] = np.rint(share[:, None] * ink)[:, None, :].astype(np.uint8)
    return (standing(Plate.premultiplied(pixels), 0, top),)


def _strips(image: Image.Image) -> tuple[Sprite, ...]:
    """A frame of the whole size cut into the strips that hold something."""
    pixels = np.asarray(image.resize((WIDTH, HEIGHT), Image.Resampling.BOX), np.uint8)
    alpha = pixels[..., 3].astype(np.uint16)[..., None]
    whole = pixels.copy()
    whole[..., :3] = pixels[..., :3] * alpha // 255
    boxes = [(0, 0, WIDTH, 260), (0, 260, 90, 1100), (990, 260, WIDTH, 1100), (0, 1100, WIDTH, HEIGHT)]
    return tuple(_cut(whole, *box) for box in boxes if whole[box[1] : box[3], box[0] : box[2], 3].any())


def _cut(whole: NDArray[np.uint8], left: int, top: int, right: int, bottom: int) -> Sprite:
    return standing(Plate.premultiplied(np.ascontiguousarray(whole[top:bottom, left:right])), left, top)


def _canvas(ground: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGBA", (WIDTH * _K, HEIGHT * _K), ground)
    return image, ImageDraw.Draw(image)


def _large(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * _K, y * _K) for x, y in points]


def _panel(look: Look, turn: int) -> Image.Image:
    """A skewed panel on a ground of dots, which changes its colour."""
    grounds = (STYLES[look].ground, STYLES[look].second, "#ff6a4d", "#2b7de0")
    image, canvas = _canvas(grounds[turn])
    dot = tuple(round(v * 0.9) for v in ImageColor.getrgb(grounds[turn])[:3])
    for row in range(HEIGHT // 26 + 1):
        for column in range(WIDTH // 26 + 1):
            x, y = (column * 26 + (row % 2) * 13) * _K, row * 26 * _K
            canvas.ellipse((x - 7 * _K, y - 7 * _K, x + 7 * _K, y + 7 * _K), fill=dot)
    lean = (14, -12, 10, -16)[turn]
    hole = _large((44, 196 + lean), (1036, 196 - lean), (1030, 1612 + lean), (50, 1612 - lean))
    canvas.polygon(hole, fill=(0, 0, 0, 0))
    canvas.line([*hole, hole[0], hole[1]], fill=STYLES[look].shade, width=12 * _K, joint="curve")
    return image


def _arch(look: Look) -> Image.Image:
    """An arched window in paper, a quilt below."""
    style = STYLES[look]
    image, canvas = _canvas(style.ground)
    for edge, ink in ((0, style.second), (8, style.ground), (12, style.second), (16, (0, 0, 0, 0))):
        left, top, right, bottom = 52 + edge, 128 + edge, 1028 - edge, 1118 - edge
        box = [v * _K for v in (left, top, right, bottom)]
        canvas.rounded_rectangle(box, radius=(470 - edge) * _K // 2, fill=ink, corners=(True, True, False, False))
    _quilt(canvas)
    return image


def _quilt(canvas: ImageDraw.ImageDraw) -> None:
    """Patches of cloth along the lower edge, with flowers on them."""
    inks = ("#f6c9a8", "#e98f7d", "#9cc0a4", "#f9e0bd", "#f2b3a0", "#bfd6b8")
    size = 135
    for row in range(4):
        for column in range(8):
            x, y = column * size, 1500 + row * size
            box = [v * _K for v in (x, y, x + size, y + size)]
            canvas.rectangle(box, fill=inks[(row * 3 + column * 2 + row * column) % len(inks)])
    for column in range(9):
        x = column * size
        canvas.line(_large((x, 1500), (x, HEIGHT)), fill="#fff6e6", width=3 * _K)
    for k, x in enumerate(range(64, WIDTH, 136)):
        y = 1486 - (k % 3) * 14
        canvas.line(_large((x, 1512), (x, y)), fill="#7aa27f", width=5 * _K)
        for dx, dy in ((0, -13), (12, -4), (8, 11), (-8, 11), (-12, -4)):
            petal = [v * _K for v in (x + dx - 9, y + dy - 9, x + dx + 9, y + dy + 9)]
            canvas.ellipse(petal, fill=("#f08a7e", "#ffffff", "#f7c65c")[k % 3])
        canvas.ellipse([v * _K for v in (x - 8, y - 8, x + 8, y + 8)], fill="#f4b942" if k % 3 != 2 else "#e98f7d")


def _slant(look: Look) -> Image.Image:
    """A slanted red bar across the picture; what is below it lies in red shade."""
    style = STYLES[look]
    image, canvas = _canvas("#00000000")
    shade, ground = ImageColor.getrgb(style.shade)[:3], ImageColor.getrgb(style.second)[:3]
    for k in range(24):
        top = 1020 + k * 8
        canvas.polygon(_large((0, top + 60), (WIDTH, top), (WIDTH, 1420), (0, 1556)), fill=(*shade, 7 * (k + 1)))
    canvas.polygon(_large((0, 1530), (WIDTH, 1395), (WIDTH, HEIGHT), (0, HEIGHT)), fill=(*ground, 178))
    canvas.polygon(_large((0, 1530), (WIDTH, 1395), (WIDTH, 1413), (0, 1548)), fill="#ffffff")
    canvas.polygon(_large((0, 1562), (WIDTH, 1427), (WIDTH, 1487), (0, 1622)), fill=style.ground)
    canvas.polygon(_large((0, 0), (WIDTH, 0), (WIDTH, 60), (0, 136)), fill=style.ground)
    canvas.polygon(_large((0, 136), (WIDTH, 60), (WIDTH, 72), (0, 148)), fill="#ffffff")
    return image


def _letterbox(look: Look) -> tuple[Sprite, ...]:
    style = STYLES[look]
    image, canvas = _canvas("#00000000")
    canvas.rectangle([v * _K for v in (0, 0, WIDTH, 168)], fill=style.shade)
    canvas.rectangle([v * _K for v in (0, 1506, WIDTH, HEIGHT)], fill=style.shade)
    for y in (168, 1500):
        canvas.rectangle([v * _K for v in (0, y, WIDTH, y + 6)], fill=style.second)
    return _strips(image)
