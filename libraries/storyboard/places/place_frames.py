"""Frames of places: what lies over a drawn place, and leaves free the part of it that is the picture of a scene."""

import itertools
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import cos, pi, sin
from typing import Final, NamedTuple

import numpy as np

from libraries.drawing.canvas.animation import sprite_at_rest
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate
from libraries.drawing.typography.design_tokens import FRAME, HEIGHT, WIDTH, Box, Theme
from libraries.vector.affine import Point
from libraries.vector.colors import WHITE, Color, color
from libraries.vector.painter import paint_picture
from libraries.vector.path import ellipse, polygon, rectangle
from libraries.vector.picture import Group, Linear, Picture, Radial, filled, group, stroked
from schemas.errors import BadInput

_WHOLE: Final = rectangle(0, 0, WIDTH, HEIGHT)
_LOW: Final = 1128
"""Lower edge of a picture that stands above its caption."""
_CELL: Final = Box(48, 566, 1032, 1260)
_BANDS: Final = (0, 240, 480, 720, 960, 1200, 1440, 1680, HEIGHT)
"""Rows at which a frame is cut into pieces, so that only pieces that hold something are laid on."""


class PlaceFrame(NamedTuple):
    """A frame around a place. ``seen``: the box of its picture; ``paper``: captions have the colours for paper."""

    seen: Box
    paint: Callable[[Theme], Group]
    paper: bool = False


def place_frame_named(name: str) -> PlaceFrame:
    """The frame of that name. Raises BadInput when there is none."""
    try:
        return FRAMES[name]
    except KeyError as error:
        raise BadInput("film.form_unknown", what="layout", name=name, known=", ".join(FRAMES)) from error


def place_frame_sprites(name: str, theme: Theme) -> tuple[Sprite, ...]:
    """The frame as pieces that stand still."""
    return _pieces(name, theme)


@lru_cache(maxsize=6)
def _pieces(name: str, theme: Theme) -> tuple[Sprite, ...]:
    pixels = paint_picture(place_frame_named(name).paint(theme), WIDTH, HEIGHT)
    found = []
    for top, bottom in itertools.pairwise(_BANDS):
        columns = np.flatnonzero(pixels[top:bottom, :, 3].any(axis=0))
        for left, right in _runs(columns):
            part = np.ascontiguousarray(pixels[top:bottom, left:right])
            found.append(sprite_at_rest(Plate.from_premultiplied(part), left, top))
    return tuple(found)


def _runs(columns: "np.typing.NDArray[np.intp]") -> Iterator[tuple[int, int]]:
    """Even intervals around columns that hold something, apart where at least 64 between them do not."""
    if not len(columns):
        return
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > 64) + 1):
        yield int(run[0]) // 2 * 2, -(-(int(run[-1]) + 1) // 2) * 2


def _around(hole: list[Point], *parts: Picture) -> Group:
    """Parts with a hole, whose points run clockwise, cut out of them."""
    return Group(parts, clip=_WHOLE.joined_with(polygon(*reversed(hole))))


def _corners(box: Box, lean: float = 0.0) -> list[Point]:
    """The corners of a box clockwise, its upper and lower edge leaning against each other."""
    return [
        (float(box.left), box.top + lean),
        (float(box.right), box.top - lean),
        (float(box.right), box.bottom + lean),
        (float(box.left), box.bottom - lean),
    ]


def _shade(ink: Color, stops: tuple[tuple[float, float], ...]) -> Picture:
    """A veil over the whole frame: (height 0..1, opacity) from top to bottom."""
    return filled(_WHOLE, Linear((0, 0), (0, HEIGHT), tuple((at, ink.faded(share)) for at, share in stops)))


def _full(theme: Theme) -> Group:
    ink = color(theme.caption_edge)
    return group(
        [_shade(ink, ((0.0, 0.74), (0.2, 0.5), (0.31, 0.0), (0.52, 0.0), (0.66, 0.74), (0.8, 0.5), (1.0, 0.3)))]
    )


def _veil(theme: Theme) -> Picture:
    """The ground of the theme."""
    upper, lower = (color(each) for each in theme.sky)
    return filled(_WHOLE, Linear((0, 0), (0, HEIGHT), ((0.0, upper), (1.0, lower))))


def _window(theme: Theme) -> Group:
    hole = _corners(Box(60, 552, 1020, _LOW))
    return group([_around(hole, _veil(theme)), stroked(polygon(*hole), color(theme.accent), 8)])


def _photo(theme: Theme) -> Group:
    """A tilted print on the veiled place, held by tape."""
    outer, hole = _tilted(Box(92, 552, 988, 1124), -2.2), _tilted(Box(120, 580, 960, 1060), -2.2)
    tape = color(theme.accent).faded(0.72)
    return group(
        [
            _around(
                hole,
                _veil(theme),
                filled(polygon(*_tilted(Box(100, 566, 1000, 1140), -2.2)), Color(0, 0, 0, 60)),
                filled(polygon(*outer), WHITE),
            ),
            filled(polygon(*_tilted(Box(430, 528, 650, 588), -4.0)), tape),
        ]
    )


def _tilted(box: Box, degrees: float) -> list[Point]:
    """The corners of a box that is turned about its middle."""
    x, y, angle = (box.left + box.right) / 2, (box.top + box.bottom) / 2, degrees * pi / 180
    return [
        (x + (u - x) * cos(angle) - (v - y) * sin(angle), y + (u - x) * sin(angle) + (v - y) * cos(angle))
        for u, v in _corners(box)
    ]


def _cell(theme: Theme, box: Box = _CELL) -> Group:
    """A leaning panel of a comic on a ground of dots."""
    hole = _corners(box, 16)
    ground, dot = color(theme.sky[0]), color(theme.sky[1])
    dots = [filled(ellipse(x, y, 9), dot) for x, y in _raster(36)]
    return group([_around(hole, filled(_WHOLE, ground), *dots), stroked(polygon(*hole), color(theme.ink), 14)])


def _panel(theme: Theme) -> Group:
    """A panel and, below it, a white box for the caption."""
    ink = color(theme.ink)
    box = _corners(Box(96, 1150, 984, 1372), -10)
    return group(
        [
            _cell(theme, Box(48, 566, 1032, 1112)),
            filled(polygon(*((x + 14, y + 16) for x, y in box)), ink),
            filled(polygon(*box), WHITE),
            stroked(polygon(*box), ink, 8),
        ]
    )


def _raster(step: int) -> Iterator[Point]:
    for row in range(HEIGHT // step + 2):
        for column in range(WIDTH // step + 2):
            yield column * step + (row % 2) * step / 2, float(row * step)


def _arch(theme: Theme) -> Group:
    """A window with a round top in paper, and a row of scallops below the text."""
    paper, second = color(theme.pages[0][0]), color(theme.pages[0][1])
    hole = _arched(Box(96, 548, 984, 1120))
    scallops = [filled(ellipse(60 + 120 * k, 1508, 66), second) for k in range(9)]
    low = filled(rectangle(0, 1508, WIDTH, HEIGHT - 1508), second)
    rim = [stroked(polygon(*_arched(Box(96 - d, 548 - d, 984 + d, 1120 + d))), second, 6) for d in (12, 26)]
    return group([_around(hole, filled(rectangle(0, 0, WIDTH, 1508), paper), *scallops, low), *rim])


def _arched(box: Box) -> list[Point]:
    """The outline of a window with a round top, clockwise."""
    x, radius = (box.left + box.right) / 2, box.width / 2
    top = [(x - radius * cos(pi * k / 24), box.top + 260 - 260 * sin(pi * k / 24)) for k in range(25)]
    return [*top, (float(box.right), float(box.bottom)), (float(box.left), float(box.bottom))]


def _band(theme: Theme) -> Group:
    """The bars of a wide picture, with a line along each."""
    ink, line = color(theme.caption_edge), color(theme.accent)
    bars = [(0, 536), (_LOW, HEIGHT - _LOW)]
    return group(
        [
            *(filled(rectangle(0, y, WIDTH, high), ink) for y, high in bars),
            *(filled(rectangle(0, y, WIDTH, 6), line) for y in (530, _LOW)),
        ]
    )


def _slant(theme: Theme) -> Group:
    """Slanted bars across the picture; above and below it lies in shade."""
    shade, bar = color(theme.caption_edge), color(theme.pill)
    return group(
        [
            filled(polygon((0, 0), (WIDTH, 0), (WIDTH, 470), (0, 620)), shade.faded(0.76)),
            filled(polygon((0, 620), (WIDTH, 470), (WIDTH, 494), (0, 644)), bar),
            filled(polygon((0, 1190), (WIDTH, 1040), (WIDTH, HEIGHT), (0, HEIGHT)), shade.faded(0.78)),
            filled(polygon((0, 1190), (WIDTH, 1040), (WIDTH, 1064), (0, 1214)), bar),
            filled(polygon((0, 1700), (WIDTH, 1550), (WIDTH, 1650), (0, 1800)), bar.faded(0.8)),
        ]
    )


def _crack(theme: Theme) -> Group:
    """Darkness with a gap, as of a door that stands ajar."""
    hole = [(560.0, 0.0), (930.0, 0.0), (860.0, float(HEIGHT)), (600.0, float(HEIGHT))]
    dark = color(theme.caption_edge).mixed(Color(0, 0, 0), 0.4)
    glow = Linear((560, 0), (330, 0), ((0.0, color(theme.glow[0]).faded(0.55)), (1.0, dark.faded(0.0))))
    return group([_around(hole, filled(_WHOLE, dark.faded(0.95)), filled(rectangle(300, 0, 300, HEIGHT), glow))])


def _spot(theme: Theme) -> Group:
    """A torch's circle of light in the dark."""
    dark = color(theme.caption_edge).mixed(Color(0, 0, 0), 0.3)
    stops = ((0.0, dark.faded(0.0)), (0.3, dark.faded(0.05)), (0.52, dark.faded(0.82)), (1.0, dark.faded(0.95)))
    return group([filled(_WHOLE, Radial((560, 620), 1000, stops))])


def _half(theme: Theme) -> Group:
    """The place above, a sheet of paper with a torn edge below."""
    paper = color(theme.pages[0][0])
    edge = [(float(x), 704.0 + 16 * sin(x * 0.051) + 9 * sin(x * 0.173)) for x in range(0, WIDTH + 40, 40)]
    sheet = polygon(*edge, (float(WIDTH), float(HEIGHT)), (0.0, float(HEIGHT)))
    shadow = polygon(*((x, y - 14) for x, y in edge), (float(WIDTH), 900.0), (0.0, 900.0))
    return group([filled(shadow, Color(0, 0, 0, 70)), filled(sheet, paper)])


def _pane(theme: Theme) -> Group:
    """A pane of glass in the rain."""
    pale = color(theme.glow[0])
    drops: list[Picture] = [_shade(color(theme.caption_edge), ((0.0, 0.5), (0.4, 0.34), (1.0, 0.66)))]
    for k in range(90):
        x, y, long = k * 311 % WIDTH, k * 577 % HEIGHT, 30 + k * 37 % 120
        drops.append(filled(ellipse(x, y + long, 7, 10), pale.faded(0.5)))
        drops.append(stroked(polygon((x, y), (x, y + long), closed=False), pale.faded(0.22), 5))
    return group(drops)


def _bare(theme: Theme) -> Group:
    """The place itself, a little darker above and below."""
    ink = color(theme.caption_edge)
    return group([_shade(ink, ((0.0, 0.66), (0.3, 0.1), (0.6, 0.1), (1.0, 0.66)))])


FRAMES: Final = {
    "full": PlaceFrame(FRAME, _full),
    "window": PlaceFrame(Box(60, 552, 1020, _LOW), _window),
    "photo": PlaceFrame(Box(96, 552, 984, 1092), _photo),
    "panel": PlaceFrame(Box(40, 540, 1040, 1136), _panel, paper=True),
    "cell": PlaceFrame(Box(40, 540, 1040, 1286), _cell),
    "arch": PlaceFrame(Box(96, 548, 984, 1120), _arch, paper=True),
    "band": PlaceFrame(Box(0, 536, WIDTH, _LOW), _band),
    "slant": PlaceFrame(FRAME, _slant),
    "crack": PlaceFrame(FRAME, _crack),
    "spot": PlaceFrame(FRAME, _spot),
    "half": PlaceFrame(Box(0, 0, WIDTH, 740), _half, paper=True),
    "pane": PlaceFrame(FRAME, _pane),
    "bare": PlaceFrame(FRAME, _bare),
}
"""All frames by name."""
