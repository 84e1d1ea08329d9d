"""What moves in scenes, as functions of time: rain, snow, fog, clouds, leaves, steam, lights."""

from collections.abc import Callable, Iterable, Sequence
from math import pi, sin
from random import Random
from typing import Final

from libraries.drawn_world.scenes.pen import Pen, box, halo, oval, shining
from libraries.drawn_world.scenes.stage import BOTTOM, HIGH, LEFT, RIGHT, TOP, WIDE, Mover, Stage
from libraries.vector.affine import Affine
from libraries.vector.brush import brush
from libraries.vector.colors import WHITE, Color, color
from libraries.vector.path import CLOSE, CURVE, LINE, MOVE, Corner, Path, ellipse, path, polygon, smooth
from libraries.vector.picture import Group, Linear, Picture, Shape, Stroke, filled
from schemas.beats import Season, Weather

Box = tuple[float, float, float, float]
"""Left, top, width and height."""
WHOLE: Final[Box] = (LEFT, TOP, WIDE, HIGH)


def rectangles(boxes: Iterable[Box]) -> Path:
    """Many rectangles as one outline."""
    numbers: list[float] = []
    for x, y, w, h in boxes:
        numbers += (x, y, x + w, y, x + w, y + h, x, y + h)
    return path(bytes([MOVE, LINE, LINE, LINE, CLOSE]) * (len(numbers) // 8), numbers)


def dots(places: Iterable[tuple[float, float, float]]) -> Path:
    """Many circles (x, y, radius) as one outline."""
    numbers: list[float] = []
    k = 0.5522847498
    for x, y, r in places:
        c = k * r
        numbers += (x + r, y, x + r, y + c, x + c, y + r, x, y + r, x - c, y + r, x - r, y + c, x - r, y)
        numbers += (x - r, y - c, x - c, y - r, x, y - r, x + c, y - r, x + r, y - c, x + r, y)
    return path(bytes([MOVE, CURVE, CURVE, CURVE, CURVE, CLOSE]) * (len(numbers) // 26), numbers)


def segments(lines: Iterable[Box]) -> Path:
    """Many lines (x, y to x, y) as one outline."""
    numbers = [number for each in lines for number in each]
    return path(bytes([MOVE, LINE]) * (len(numbers) // 4), numbers)


def rain(ink: Color, seed: int, count: int = 90, within: Box = WHOLE, length: float = 80, width: float = 2.6) -> Mover:
    """Streaks that fall a little to the left, some faster than others."""
    rnd = Random(seed)
    left, top, wide, high = within
    drops = [(rnd.random(), rnd.random(), rnd.uniform(0.55, 1.0)) for _ in range(count)]

    def falling(time: float) -> Picture:
        lines: list[Box] = []
        for across, down, speed in drops:
            fallen = (down + time * 1.15 * speed) % 1.0
            x, y = left + across * wide - fallen * high * 0.06, top + fallen * (high + length) - length
            x = left + (x - left) % wide
            lines.append((x, y, x - length * speed * 0.1, y + length * speed))
        return Shape(segments(lines), None, Stroke(ink, width))

    return falling


def snow(ink: Color, seed: int, count: int = 70, within: Box = WHOLE, size: float = 7) -> Mover:
    """Flakes that sway while they fall."""
    rnd = Random(seed)
    left, top, wide, high = within
    flakes = [(rnd.random(), rnd.random(), rnd.uniform(0.4, 1.0), rnd.uniform(0, 2 * pi)) for _ in range(count)]

    def falling(time: float) -> Picture:
        places: list[tuple[float, float, float]] = []
        for across, down, near, phase in flakes:
            y = top + (down + time * 0.085 * near) % 1.0 * high
            x = left + (across * wide + 26 * near * sin(time * 1.3 + phase)) % wide
            places.append((x, y, size * near))
        return filled(dots(places), ink)

    return falling


def drifting(draw: Callable[[float], Picture], speed: float, span: float, start: float = 0.0) -> Mover:
    """What ``draw`` draws at an x, moving to the right at units a second, and beginning again after ``span``."""
    return lambda time: draw(LEFT - 300 + (start + time * speed) % span)


def leaves(pen: Pen, inks: Sequence[str], seed: int, count: int = 14, within: Box = WHOLE, size: float = 15) -> Mover:
    """Leaves or petals that sail down."""
    rnd = Random(seed)
    left, top, wide, high = within
    falls = [(rnd.random(), rnd.random(), rnd.uniform(0.5, 1.0), rnd.choice(inks)) for _ in range(count)]

    def falling(time: float) -> Picture:
        parts: list[Picture] = []
        for across, down, near, ink in falls:
            passed = (down + time * 0.06 * near) % 1.0
            x = left + (across * wide + 90 * sin(passed * 14 + across * 9) + time * 18) % wide
            parts.append(
                oval(x, top + passed * high, size * near, size * near * (0.35 + 0.3 * sin(passed * 40)), pen(ink))
            )
        return Group(tuple(parts))

    return falling


def steam(x: float, y: float, ink: Color, size: float = 1.0) -> Mover:
    """Three threads of steam that rise and fade."""

    def rising(time: float) -> Picture:
        parts: list[Picture] = []
        for k in (-1, 0, 1):
            rise = (time * 0.45 + k * 0.33) % 1.0
            base = y - rise * 34 * size
            points = [
                (x + k * 15 * size + 9 * size * sin(time * 2.4 + k * 2 + i * 1.1), base - i * 22 * size)
                for i in range(4)
            ]
            parts.append(filled(brush(points, (2 * size, 8 * size, 7 * size, 1)), ink.faded(sin(rise * pi))))
        return Group(tuple(parts))

    return rising


def flickering(draw: Callable[[float], Picture], seed: int) -> Mover:
    """A tube that fails now and then: ``draw`` gets its brightness, 0 to 1."""
    rnd = Random(seed)
    pattern = [1.0] * 20 + [rnd.choice((0.2, 0.5, 1.0)) for _ in range(12)] + [1.0] * 16
    return lambda time: draw(pattern[int(time * 12) % len(pattern)])


def blinking(draw: Callable[[float], Picture], seconds: float = 1.2) -> Mover:
    """A light that swells and fades: ``draw`` gets its brightness, 0 to 1."""
    return lambda time: draw(0.5 + 0.5 * sin(2 * pi * time / seconds))


def motes(ink: Color, seed: int, within: Box, count: int = 16) -> Mover:
    """Dust in a beam of light, or fireflies."""
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


def fire(x: float, y: float, size: float, pen: Pen) -> Mover:
    """An open fire whose foot is at (x, y)."""
    inks = (("#e8452a", 1.0), ("#ff8a2a", 0.74), ("#ffd24a", 0.48), ("#fff6c8", 0.24))

    def burning(time: float) -> Picture:
        parts: list[Picture] = [
            shining([halo(x, y - 40 * size, (280 + 14 * sin(time * 5)) * size, color("#ff7a2a", 0.7))])
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
            parts.append(filled(_flame(widths), pen.shine(ink)))
        for i in range(7):
            rise = (time * 0.5 + i * 0.37) % 1.0
            spark = (x + sin(i * 2.3 + time * 2) * 60 * rise * size, y - (120 + rise * 240) * size)
            parts.append(
                oval(*spark, (4 * (1 - rise) + 1) * size, (4 * (1 - rise) + 1) * size, color("#ffcf6a", 1 - rise))
            )
        return Group(tuple(parts))

    return burning


def _flame(points: Sequence[tuple[float, float]]) -> Path:
    return smooth(*(Corner(*each) if i == 3 else each for i, each in enumerate(points)))


def fog(ink: Color, y: float, high: float, speed: float = 22) -> Mover:
    """Banks of fog that drift: wide and low."""

    def passing(time: float) -> Picture:
        parts: list[Picture] = []
        for i in range(6):
            x = LEFT - 700 + (i * 430 + time * speed * (1 + 0.2 * (i % 3))) % (WIDE + 1400)
            bank = Affine(1.0, 0.0, 0.0, 0.26, x, y + (i * 0.37 % 1.0) * high)
            parts.append(Group((halo(0, 0, 620, ink),), bank))
        return Group(tuple(parts))

    return passing


def lightning(ink: Color, seed: int) -> Mover:
    """Flashes behind the clouds, each of two drawings, a few seconds apart."""
    rnd = Random(seed)
    strokes = [(k * 3.4 + rnd.uniform(0.3, 2.2), rnd.uniform(100, 980)) for k in range(6)]

    def flashing(time: float) -> Picture:
        parts: list[Picture] = []
        for start, x in strokes:
            since = time % 20.4 - start
            if 0 <= since < 0.24:
                parts.append(box(*WHOLE, ink.faded(0.5 if since < 0.1 else 0.22)))
                steps = [(x + 46 * sin(i * 2.7 + start), -40 + i * 120.0) for i in range(7)]
                parts.append(filled(brush(steps, (15, 13, 12, 10, 8, 6, 1)), ink))
        return Group(tuple(parts))

    return flashing


def weather(on: Stage, depth: str = "open", within: Box = WHOLE) -> None:
    """Let it rain, snow, or be foggy on all planes of an open place, or only ``behind`` windows."""
    pen, kind = on.pen, on.setting.weather
    planes = ((on.behind, 0.55), (on.among, 0.8), (on.before, 1.15)) if depth == "open" else ((on.behind, 0.8),)
    for i, (movers, near) in enumerate(planes):
        if kind in {Weather.RAIN, Weather.STORM}:
            ink = pen.shine("#dcebff", 0.42 if on.sky.dark else 0.55)
            count = 110 if kind is Weather.STORM else 70
            movers.append(rain(ink, 11 + i, count, within, 90 * near, 2.8 * near))
        elif kind is Weather.SNOW:
            movers.append(snow(pen.shine("#ffffff", 0.9), 21 + i, 60, within, 8.5 * near))
        elif kind is Weather.FOG and i < 3:
            banks = on.pen.shine(on.sky.haze.mixed(WHITE, 0.4), 0.8 if i < 2 else 0.5)
            movers.append(fog(banks, 780 + 330 * i, 330))
    if kind is Weather.STORM:
        on.behind.insert(0, lightning(on.pen.shine("#f1f4ff"), 5))
    if kind is Weather.FOG and depth == "open":
        on.add(box(*WHOLE, on.pen.shine(on.sky.haze, 0.24)))
    if depth == "open" and on.sky.clear:
        _falling(on)


def _falling(on: Stage) -> None:
    season = on.setting.season
    if season is Season.SPRING:
        on.before.append(leaves(on.pen, ("#ffc2d4", "#ffdbe6"), 31, 12, size=12))
    elif season is Season.AUTUMN:
        on.before.append(leaves(on.pen, ("#e8793a", "#f2a33c", "#c9502f"), 32, 10, size=17))


def beam(pen: Pen, ink: str, opacity: float, *points: tuple[float, float]) -> Picture:
    """A shaft of light that thins downwards."""
    tops = min(y for _, y in points)
    foot = max(y for _, y in points)
    own = pen.shine(ink, opacity)
    return filled(
        polygon(*points), Linear((0, tops), (0, foot), ((0.0, own), (0.6, own.faded(0.45)), (1.0, own.faded(0.0))))
    )


def veil(ink: Color, top: float, bottom: float = BOTTOM) -> Picture:
    """A haze over the lower part of a plane that thickens downwards."""
    return box(
        LEFT, top, RIGHT - LEFT, bottom - top, Linear((0, top), (0, bottom), ((0.0, ink.faded(0.0)), (1.0, ink)))
    )
