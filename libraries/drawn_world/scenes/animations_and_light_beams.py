"""Animations, drawings as functions of time: drifting, flickering and pulsing things, steam, dust, fire; and shafts of
light."""

from collections.abc import Callable, Iterable, Sequence
from math import pi, sin
from random import Random
from typing import Final

from libraries.drawn_world.scenes.pen import Pen, added_light, box, halo, oval
from libraries.drawn_world.scenes.scene_builder import BOTTOM, HIGH, LEFT, RIGHT, TOP, WIDE, Animation
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import Color, color
from libraries.vector.path import CLOSE, CURVE, LINE, MOVE, Corner, Path, checked_path, ellipse, polygon, smooth_path
from libraries.vector.picture import Group, Linear, Picture, filled

Box = tuple[float, float, float, float]
"""Left, top, width and height."""
WHOLE: Final[Box] = (LEFT, TOP, WIDE, HIGH)


def rectangles_path(boxes: Iterable[Box]) -> Path:
    """One path of many rectangles."""
    numbers: list[float] = []
    for x, y, w, h in boxes:
        numbers += (x, y, x + w, y, x + w, y + h, x, y + h)
    return checked_path(bytes([MOVE, LINE, LINE, LINE, CLOSE]) * (len(numbers) // 8), numbers)


def dots_path(places: Iterable[tuple[float, float, float]]) -> Path:
    """One path of many circles (x, y, radius)."""
    numbers: list[float] = []
    k = 0.5522847498
    for x, y, r in places:
        c = k * r
        numbers += (x + r, y, x + r, y + c, x + c, y + r, x, y + r, x - c, y + r, x - r, y + c, x - r, y)
        numbers += (x - r, y - c, x - c, y - r, x, y - r, x + c, y - r, x + r, y - c, x + r, y)
    return checked_path(bytes([MOVE, CURVE, CURVE, CURVE, CURVE, CLOSE]) * (len(numbers) // 26), numbers)


def segments_path(lines: Iterable[Box]) -> Path:
    """One path of many lines (x, y to x, y)."""
    numbers = [number for each in lines for number in each]
    return checked_path(bytes([MOVE, LINE]) * (len(numbers) // 4), numbers)


def drift_animation(draw: Callable[[float], Picture], speed: float, span: float, start: float = 0.0) -> Animation:
    """An animation of what ``draw`` draws at an x: it goes right, units a second, and comes again after ``span``."""
    return lambda time: draw(LEFT - 300 + (start + time * speed) % span)


def steam_animation(x: float, y: float, ink: Color, size: float = 1.0) -> Animation:
    """An animation of three threads of steam that rise and fade."""

    def rising(time: float) -> Picture:
        parts: list[Picture] = []
        for k in (-1, 0, 1):
            rise = (time * 0.45 + k * 0.33) % 1.0
            base = y - rise * 34 * size
            points = [
                (x + k * 15 * size + 9 * size * sin(time * 2.4 + k * 2 + i * 1.1), base - i * 22 * size)
                for i in range(4)
            ]
            parts.append(filled(brush_stroke(points, (2 * size, 8 * size, 7 * size, 1)), ink.faded(sin(rise * pi))))
        return Group(tuple(parts))

    return rising


def flicker_animation(draw: Callable[[float], Picture], seed: int) -> Animation:
    """An animation of a lamp that fails now and then: ``draw`` gets its brightness, 0 to 1."""
    rnd = Random(seed)
    pattern = [1.0] * 20 + [rnd.choice((0.2, 0.5, 1.0)) for _ in range(12)] + [1.0] * 16
    return lambda time: draw(pattern[int(time * 12) % len(pattern)])


def pulse_animation(draw: Callable[[float], Picture], seconds: float = 1.2) -> Animation:
    """An animation of a light that swells and fades: ``draw`` gets its brightness, 0 to 1."""
    return lambda time: draw(0.5 + 0.5 * sin(2 * pi * time / seconds))


def motes_animation(ink: Color, seed: int, within: Box, count: int = 16) -> Animation:
    """An animation of dust in a beam of light, or of fireflies."""
    rnd = Random(seed)
    left, top, wide, high = within
    specks = [(rnd.random(), rnd.random(), rnd.uniform(1.6, 4.2), rnd.uniform(0, 2 * pi)) for _ in range(count)]

    def floating(time: float) -> Picture:
        parts: list[Picture] = []
        for across, down, size, phase in specks:
            x = left + across * wide + 22 * sin(time * 0.5 + phase)
            y = top + (down + 0.02 * sin(time * 0.7 + 2 * phase)) * high
            parts.append(filled(ellipse(x, y, size), ink.faded(0.5 + 0.5 * sin(time * 1.6 + phase))))
        return Group(tuple(parts))

    return floating


def fire_animation(x: float, y: float, size: float, pen: Pen) -> Animation:
    """An animation of an open fire whose foot is at (x, y)."""
    inks = (("#e8452a", 1.0), ("#ff8a2a", 0.74), ("#ffd24a", 0.48), ("#fff6c8", 0.24))

    def burning(time: float) -> Picture:
        parts: list[Picture] = [
            added_light([halo(x, y - 40 * size, (280 + 14 * sin(time * 5)) * size, color("#ff7a2a", 0.7))])
        ]
        for i, (ink, s) in enumerate(inks):
            lean, k = sin(time * 6 + i) * 10, s * size
            points = [
                (-62, -6),
                (-58, -62),
                (-26 + lean, -112),
                (-4 + lean * 1.8, -196),
                (22 + lean, -116),
                (58, -70),
                (60, -6),
            ]
            widths = [(x + k * px, y + k * py) for px, py in points]
            parts.append(filled(_flame(widths), pen.glow(ink)))
        for i in range(7):
            rise = (time * 0.5 + i * 0.37) % 1.0
            spark = (x + sin(i * 2.3 + time * 2) * 60 * rise * size, y - (120 + rise * 240) * size)
            parts.append(
                oval(*spark, (4 * (1 - rise) + 1) * size, (4 * (1 - rise) + 1) * size, color("#ffcf6a", 1 - rise))
            )
        return Group(tuple(parts))

    return burning


def _flame(points: Sequence[tuple[float, float]]) -> Path:
    return smooth_path(*(Corner(*each) if i == 3 else each for i, each in enumerate(points)))


def light_beam(pen: Pen, ink: str, opacity: float, *points: tuple[float, float]) -> Picture:
    """A shaft of light that thins downwards."""
    tops = min(y for _, y in points)
    foot = max(y for _, y in points)
    own = pen.glow(ink, opacity)
    return filled(
        polygon(*points), Linear((0, tops), (0, foot), ((0.0, own), (0.6, own.faded(0.45)), (1.0, own.faded(0.0))))
    )


def haze_veil(ink: Color, top: float, bottom: float = BOTTOM) -> Picture:
    """A haze over the lower part of a plane that thickens downwards."""
    return box(
        LEFT, top, RIGHT - LEFT, bottom - top, Linear((0, top), (0, bottom), ((0.0, ink.faded(0.0)), (1.0, ink)))
    )
