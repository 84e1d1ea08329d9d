"""The drawing of backdrops: what may stand behind a face instead of its place, as in comics."""

from collections.abc import Iterator
from math import cos, pi, sin
from random import Random
from typing import Final

from libraries.drawn_world.people.acting import Expression
from libraries.drawn_world.scenes.pen import box, oval
from libraries.drawn_world.scenes.scene_builder import FRAME
from libraries.drawn_world.scenes.setting import ScenePalette
from libraries.drawn_world.staging.shot import Backdrop
from libraries.vector.affine import Point
from libraries.vector.colors import WHITE, color
from libraries.vector.path import polygon, smooth_path
from libraries.vector.picture import Group, Linear, Picture, Radial, filled

_AROUND: Final = 80
"""Pixels that a backdrop reaches beyond the frame."""
_BY_FACE: Final = {
    Expression.SURPRISED: Backdrop.RAYS,
    Expression.STUNNED: Backdrop.RAYS,
    Expression.AFRAID: Backdrop.GLOOM,
    Expression.ANGRY: Backdrop.RAYS,
    Expression.FURIOUS: Backdrop.RAYS,
    Expression.SAD: Backdrop.GLOOM,
    Expression.CRYING: Backdrop.GLOOM,
    Expression.EMBARRASSED: Backdrop.DOTS,
    Expression.LAUGHING: Backdrop.DOTS,
    Expression.GLAD: Backdrop.DOTS,
    Expression.SMUG: Backdrop.DOTS,
    Expression.MOVED: Backdrop.HEARTS,
}
_COMIC: Final = {
    Backdrop.RAYS: (("#fff7da", "#2b7de0"), ("#ffe14a", "#ff8a1f"), ("#6a4fd8", "#8f79f2"), ("#e8fbf6", "#1fa896")),
    Backdrop.DOTS: (("#ffd426", "#ffb300"), ("#39c2b0", "#2aa394"), ("#ff8a73", "#f26a52"), ("#7cc4ff", "#4f9fe8")),
    Backdrop.GLOOM: (("#2f3a6e", "#141a3c"), ("#3c3358", "#1a1430")),
    Backdrop.HEARTS: (("#ffb3c7", "#ff7d9e"), ("#ffd0dc", "#ff95b0")),
    Backdrop.PAPER: (("#fadcc6", "#f6c9a8"),),
}
_RED: Final = {
    Backdrop.RAYS: (("#e3162a", "#ff6a2a"), ("#b30a22", "#f2283c")),
    Backdrop.DOTS: (("#3a0614", "#5c0a20"), ("#1d0a16", "#42101f")),
    Backdrop.GLOOM: (("#2a0a18", "#0e0208"),),
    Backdrop.HEARTS: (("#5c0a20", "#8f1230"),),
    Backdrop.PAPER: (("#8f0f24", "#2a020c"),),
}
"""Ground and second colour."""


def backdrop_kind_for_face(face: Expression) -> Backdrop:
    """The kind of backdrop that shows what a face feels; the place for a calm one."""
    return _BY_FACE.get(face, Backdrop.PLACE)


def backdrop_picture(kind: Backdrop, mood: ScenePalette, middle: Point, seed: int) -> Group:
    """The drawing of a backdrop about the middle of a face, in the colours of a mood."""
    table = (_RED if mood is ScenePalette.REVENGE else _COMIC)[kind]
    ground, second = table[seed % len(table)]
    whole = (-_AROUND, -_AROUND, FRAME[0] + 2 * _AROUND, FRAME[1] + 2 * _AROUND)
    inks = color(ground), color(second)
    parts: list[Picture] = []
    match kind:
        case Backdrop.RAYS:
            glow = Radial(middle, 760.0, ((0.0, inks[0].mixed(WHITE, 0.35)), (1.0, inks[0])))
            parts = [box(*whole, glow), *_rays(middle, ground, second, seed)]
        case Backdrop.GLOOM:
            parts = [box(*whole, Linear((0, -_AROUND), (0, 1700), ((0.0, inks[1]), (1.0, inks[0])))), *_drips(second)]
        case Backdrop.HEARTS:
            parts = [box(*whole, Radial(middle, 1200.0, ((0.0, inks[0].mixed(WHITE, 0.5)), (1.0, inks[0]))))]
            parts += _hearts(second, seed)
        case Backdrop.PAPER:
            parts = [box(*whole, Linear((0, -_AROUND), (0, 1900), ((0.0, inks[0]), (1.0, inks[1]))))]
        case _:
            glow = Radial(middle, 1100.0, ((0.0, inks[0].mixed(WHITE, 0.25)), (1.0, inks[0])))
            parts = [box(*whole, glow), *_dots(second, middle)]
    return Group(tuple(parts))


def _rays(middle: Point, ground: str, second: str, seed: int) -> Iterator[Picture]:
    """Wedges that point to the middle, of unlike width and length."""
    chance = Random(seed)  # noqa: S311 (draws rays, guards nothing)
    x, y = middle
    count = 46
    for number in range(count):
        angle = 2 * pi * (number + chance.uniform(-0.3, 0.3)) / count
        near, wide = chance.uniform(430, 640), chance.uniform(0.012, 0.052)
        start = x + cos(angle) * near, y + sin(angle) * near * 1.1
        ends = [(x + cos(angle + side * wide) * 2300, y + sin(angle + side * wide) * 2300) for side in (-1, 1)]
        yield filled(polygon(start, *ends), color(second) if number % 3 else color(second).mixed(color(ground), 0.45))


def _drips(second: str) -> Iterator[Picture]:
    """Lines that hang from above, as comics draw gloom."""
    for number in range(30):
        x = -60 + number * 40 + (number * 37 % 17)
        long = 260 + (number * 97 % 420)
        ink = color("#8fa4e8").mixed(color(second), 0.35)
        yield filled(polygon((x, -_AROUND), (x + 9, -_AROUND), (x + 4.5, long)), ink.faded(0.5))


def _dots(second: str, middle: Point) -> Iterator[Picture]:
    """A raster whose dots grow away from the middle."""
    ink = color(second)
    for row in range(-1, 49):
        for column in range(-1, 28):
            x, y = column * 42.0 + (row % 2) * 21, row * 42.0
            away = min(1.0, ((x - middle[0]) ** 2 + (y - middle[1]) ** 2) ** 0.5 / 1000)
            if away > 0.3:
                yield oval(x, y, 15 * away, 15 * away, ink)


def _hearts(second: str, seed: int) -> Iterator[Picture]:
    chance = Random(seed)  # noqa: S311 (draws hearts, guards nothing)
    for number in range(16):
        side = -1 if number % 2 else 1
        x = 540 + side * chance.uniform(250, 560)
        y, size = chance.uniform(120, 1500), chance.uniform(26, 64)
        path = smooth_path(
            (x, y + size),
            (x - size, y - size * 0.1),
            (x - size * 0.55, y - size * 0.85),
            (x, y - size * 0.38),
            (x + size * 0.55, y - size * 0.85),
            (x + size, y - size * 0.1),
        )
        yield filled(path, color(second).faded(0.85))
