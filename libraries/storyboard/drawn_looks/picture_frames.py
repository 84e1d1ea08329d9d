"""Frames of pictures: what each look lays around or over a scene, drawn once for a film."""

from collections.abc import Iterator
from functools import lru_cache
from math import cos, pi, sin
from typing import Final

import numpy as np
from PIL import ImageColor

from libraries.drawing.canvas.animation import sprite_at_rest
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate
from libraries.drawing.typography.design_tokens import FRAME, HEIGHT, WIDTH, Box
from libraries.storyboard.drawn_looks.looks import STYLES, LookName
from libraries.vector.affine import Point, translation
from libraries.vector.colors import WHITE, color
from libraries.vector.painter import paint_picture
from libraries.vector.path import ellipse, polygon, rectangle
from libraries.vector.picture import Group, Linear, Picture, filled, group, stroked

_SEEN: Final = {LookName.COMIC: Box(36, 176, 1044, 1632), LookName.WARM: Box(60, 136, 1020, 1048)}
_STRIPS: Final = (
    Box(0, 0, WIDTH, 260),
    Box(0, 260, 90, 1000),
    Box(990, 260, WIDTH, 1000),
    Box(0, 1000, WIDTH, HEIGHT),
)
"""What frames may cover."""
_WHOLE: Final = ((0.0, 0.0), (WIDTH, 0.0), (WIDTH, float(HEIGHT)), (0.0, float(HEIGHT)))


def unframed_box(look: LookName) -> Box:
    """The box of the picture that the frame of a look leaves free."""
    return _SEEN.get(look, FRAME)


def picture_frame_sprites(look: LookName, turn: int) -> tuple[Sprite, ...]:
    """The frame of a picture, as strips that leave the middle free; ``turn`` varies what a look varies."""
    return _frame(look, turn % 4 if look in _SEEN else 0)


@lru_cache(maxsize=4)
def quilt_sprites(look: LookName, turn: int) -> tuple[Sprite, ...]:
    """The quilt of a window alone, with the edge of the paper above it."""
    hem = filled(rectangle(0, 1490, WIDTH, 14), color(STYLES[look].ground))
    return _strips(group([hem, *_quilt(turn % 4)]))


@lru_cache(maxsize=8)
def _frame(look: LookName, turn: int) -> tuple[Sprite, ...]:
    match look:
        case LookName.COMIC:
            return _strips(_panel(look, turn))
        case LookName.WARM:
            return _strips(_arch(look, turn))
        case LookName.MYSTERY:
            return (*_strips(_letterbox(look)), *_shade(look, 1040, 1506, 0.0, 0.62))
        case LookName.REVENGE:
            return _strips(_slant(look))
        case LookName.HORROR:
            return (*_shade(look, 0, 420, 0.6, 0.0), *_shade(look, 980, HEIGHT, 0.0, 0.8))
        case _:
            return (*_shade(look, 0, 320, 0.45, 0.0), *_shade(look, 1020, HEIGHT, 0.0, 0.72))


def _shade(look: LookName, top: int, bottom: int, first: float, last: float) -> tuple[Sprite]:
    """A veil in the colour of the look, from one opacity to another."""
    rows = np.linspace(0, 1, bottom - top, dtype=np.float32)
    share = first + (last - first) * (rows * rows * (3 - 2 * rows))
    pixels = np.zeros((bottom - top, WIDTH, 4), np.uint8)
    ink = np.array([*ImageColor.getrgb(STYLES[look].shade)[:3], 255], np.float32)
    pixels[:] = np.rint(share[:, None] * ink)[:, None, :].astype(np.uint8)
    return (sprite_at_rest(Plate.from_premultiplied(pixels), 0, top),)


def _strips(picture: Group) -> tuple[Sprite, ...]:
    """A frame cut into the strips that hold something."""
    found = []
    for box in _STRIPS:
        pixels = paint_picture(picture, box.width, box.height, translation(-box.left, -box.top))
        if pixels[..., 3].any():
            found.append(sprite_at_rest(Plate.from_premultiplied(pixels), box.left, box.top))
    return tuple(found)


def _around(hole: list[Point]) -> Group:
    """A clip that leaves out a hole, whose points run the other way round."""
    return Group((), clip=polygon(*_WHOLE).joined_with(polygon(*reversed(hole))))


def _panel(look: LookName, turn: int) -> Group:
    """A skewed panel on a ground of dots, which changes its colour."""
    grounds = (STYLES[look].ground, STYLES[look].second, "#ff6a4d", "#2b7de0")
    ground, ink = color(grounds[turn]), color(STYLES[look].shade)
    lean = (14, -12, 10, -16)[turn]
    hole = [(44.0, 196.0 + lean), (1036.0, 196.0 - lean), (1030.0, 1612.0 + lean), (50.0, 1612.0 - lean)]
    dots = (filled(ellipse(x, y, 7), ground.mixed(color("#201030"), 0.1)) for x, y in _raster(26))
    whole: tuple[Picture, ...] = (filled(rectangle(0, 0, WIDTH, HEIGHT), ground), *dots)
    return group([Group(whole, clip=_around(hole).clip), stroked(polygon(*hole), ink, 12)])


def _raster(step: int) -> Iterator[Point]:
    for row in range(HEIGHT // step + 2):
        for column in range(WIDTH // step + 2):
            x, y = column * step + (row % 2) * step // 2, row * step
            if not (70 < x < 1010 and 240 < y < 1560):
                yield float(x), float(y)


def _arch(look: LookName, turn: int) -> Group:
    """An arched window in paper, a quilt below."""
    style = STYLES[look]
    hole = _arched(68)
    paper = Group((filled(rectangle(0, 0, WIDTH, HEIGHT), color(style.ground)),), clip=_around(hole).clip)
    lines = [stroked(polygon(*_arched(edge)), color(style.second), 5) for edge in (54, 66)]
    return group([paper, *lines, *_quilt(turn)])


def _arched(edge: float, foot: float = 1040.0) -> list[Point]:
    """The outline of a window with a round top, ``edge`` pixels from the sides of the frame."""
    left, right, top = edge, WIDTH - edge, edge + 76
    radius = 236.0
    corners = []
    for start, x in ((pi, left + radius), (1.5 * pi, right - radius)):
        for k in range(17):
            angle = start + k * pi / 32
            corners.append((x + radius * cos(angle), top + radius + radius * sin(angle)))
    return [*corners, (right, foot + (68 - edge)), (left, foot + (68 - edge))]


def _quilt(turn: int) -> Iterator[Picture]:
    """Patches of cloth along the lower edge, with seams and flowers."""
    inks = ("#f6c9a8", "#e98f7d", "#9cc0a4", "#f9e0bd", "#f2b3a0", "#bfd6b8", "#f0c987")
    size = 135
    for row in range(4):
        for column in range(8):
            ink = color(inks[(row * 3 + column * 5 + row * column + turn) % len(inks)])
            x, y = column * size, 1500 + row * size
            yield filled(rectangle(x, y, size, size), ink)
            seam = polygon((x + 9, y + 9), (x + size - 9, y + 9), (x + size - 9, y + size - 9), (x + 9, y + size - 9))
            yield stroked(seam, WHITE.faded(0.5), 3)
    for k, x in enumerate(range(64, WIDTH, 136)):
        y = 1486 - (k + turn) % 3 * 14
        yield stroked(polygon((x, 1512), (x, y), closed=False), color("#7aa27f"), 5)
        for dx, dy in ((0, -13), (12, -4), (8, 11), (-8, 11), (-12, -4)):
            yield filled(ellipse(x + dx, y + dy, 9), color(("#f08a7e", "#ffffff", "#f7c65c")[(k + turn) % 3]))
        yield filled(ellipse(x, y, 8), color("#f4b942" if (k + turn) % 3 != 2 else "#e98f7d"))


def _slant(look: LookName) -> Group:
    """Red wedges above and below; what words stand on lies in shade."""
    style = STYLES[look]
    shade, bar = color(style.shade), color(style.ground)
    veil = Linear((0, 960), (0, 1480), ((0.0, shade.faded(0.0)), (0.55, shade.faded(0.62)), (1.0, shade.faded(0.42))))
    return group(
        [
            filled(polygon((0, 960), (WIDTH, 960), (WIDTH, HEIGHT), (0, HEIGHT)), veil),
            filled(polygon((0, 0), (WIDTH, 0), (WIDTH, 34), (0, 120)), bar),
            filled(polygon((0, 120), (WIDTH, 34), (WIDTH, 44), (0, 132)), WHITE),
            filled(polygon((0, 1810), (WIDTH, 1660), (WIDTH, 1672), (0, 1822)), WHITE),
            filled(polygon((0, 1822), (WIDTH, 1672), (WIDTH, HEIGHT), (0, HEIGHT)), bar),
            filled(polygon((0, 1890), (WIDTH, 1760), (WIDTH, HEIGHT), (0, HEIGHT)), color(style.second)),
        ]
    )


def _letterbox(look: LookName) -> Group:
    style = STYLES[look]
    bars = [
        filled(rectangle(0, y, WIDTH, high), color(style.shade, share))
        for y, high, share in ((0, 168, 0.9), (1506, HEIGHT - 1506, 0.74))
    ]
    lines = [filled(rectangle(0, y, WIDTH, 6), color(style.second)) for y in (168, 1500)]
    return group([*bars, *lines])
