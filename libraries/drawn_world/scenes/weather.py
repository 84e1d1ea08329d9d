"""Weather as animations: rain, snow, fog, lightning, leaves."""

from collections.abc import Sequence
from math import pi, sin
from random import Random

from libraries.drawn_world.scenes.animations_and_light_beams import WHOLE, Box, dots_path, segments_path
from libraries.drawn_world.scenes.pen import Pen, box, halo, oval
from libraries.drawn_world.scenes.scene_builder import LEFT, WIDE, Animation, SceneBuilder
from libraries.vector.affine import Affine
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import WHITE, Color
from libraries.vector.picture import Group, Picture, Shape, Stroke, filled
from schemas.beats import Season, Weather


def rain_animation(
    ink: Color, seed: int, count: int = 90, within: Box = WHOLE, length: float = 80, width: float = 2.6
) -> Animation:
    """An animation of rain: streaks that fall a little to the left, some faster than others."""
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
        return Shape(segments_path(lines), None, Stroke(ink, width))

    return falling


def snow_animation(ink: Color, seed: int, count: int = 70, within: Box = WHOLE, size: float = 7) -> Animation:
    """An animation of snow: flakes that sway while they fall."""
    rnd = Random(seed)
    left, top, wide, high = within
    flakes = [(rnd.random(), rnd.random(), rnd.uniform(0.4, 1.0), rnd.uniform(0, 2 * pi)) for _ in range(count)]

    def falling(time: float) -> Picture:
        places: list[tuple[float, float, float]] = []
        for across, down, near, phase in flakes:
            y = top + (down + time * 0.085 * near) % 1.0 * high
            x = left + (across * wide + 26 * near * sin(time * 1.3 + phase)) % wide
            places.append((x, y, size * near))
        return filled(dots_path(places), ink)

    return falling


def leaves_animation(
    pen: Pen, inks: Sequence[str], seed: int, count: int = 14, within: Box = WHOLE, size: float = 15
) -> Animation:
    """An animation of leaves or petals that sail down."""
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


def fog_animation(ink: Color, y: float, high: float, speed: float = 22) -> Animation:
    """An animation of fog: banks that drift, wide and low."""

    def passing(time: float) -> Picture:
        parts: list[Picture] = []
        for i in range(6):
            x = LEFT - 700 + (i * 430 + time * speed * (1 + 0.2 * (i % 3))) % (WIDE + 1400)
            bank = Affine(1.0, 0.0, 0.0, 0.26, x, y + (i * 0.37 % 1.0) * high)
            parts.append(Group((halo(0, 0, 620, ink),), bank))
        return Group(tuple(parts))

    return passing


def lightning_animation(ink: Color, seed: int) -> Animation:
    """An animation of lightning: flashes behind the clouds, each of two drawings, a few seconds apart."""
    rnd = Random(seed)
    strokes = [(k * 3.4 + rnd.uniform(0.3, 2.2), rnd.uniform(100, 980)) for k in range(6)]

    def flashing(time: float) -> Picture:
        parts: list[Picture] = []
        for start, x in strokes:
            since = time % 20.4 - start
            if 0 <= since < 0.24:
                parts.append(box(*WHOLE, ink.faded(0.5 if since < 0.1 else 0.22)))
                steps = [(x + 46 * sin(i * 2.7 + start), -40 + i * 120.0) for i in range(7)]
                parts.append(filled(brush_stroke(steps, (15, 13, 12, 10, 8, 6, 1)), ink))
        return Group(tuple(parts))

    return flashing


def add_weather(on: SceneBuilder, depth: str = "open", within: Box = WHOLE) -> None:
    """Add the rain, snow or fog of the setting to all planes of an open place, or only ``behind`` windows."""
    pen, kind = on.pen, on.setting.weather
    planes = ((on.behind, 0.55), (on.among, 0.8), (on.before, 1.15)) if depth == "open" else ((on.behind, 0.8),)
    for i, (animations, near) in enumerate(planes):
        if kind in {Weather.RAIN, Weather.STORM}:
            ink = pen.glow("#dcebff", 0.42 if on.sky.dark else 0.55)
            count = 110 if kind is Weather.STORM else 70
            animations.append(rain_animation(ink, 11 + i, count, within, 90 * near, 2.8 * near))
        elif kind is Weather.SNOW:
            animations.append(snow_animation(pen.glow("#ffffff", 0.9), 21 + i, 60, within, 8.5 * near))
        elif kind is Weather.FOG and i < 3:
            banks = on.pen.glow(on.sky.haze.mixed(WHITE, 0.4), 0.8 if i < 2 else 0.5)
            animations.append(fog_animation(banks, 780 + 330 * i, 330))
    if kind is Weather.STORM:
        on.behind.insert(0, lightning_animation(on.pen.glow("#f1f4ff"), 5))
    if kind is Weather.FOG and depth == "open":
        on.add(box(*WHOLE, on.pen.glow(on.sky.haze, 0.24)))
    if depth == "open" and on.sky.clear:
        _falling(on)


def _falling(on: SceneBuilder) -> None:
    season = on.setting.season
    if season is Season.SPRING:
        on.before.append(leaves_animation(on.pen, ("#ffc2d4", "#ffdbe6"), 31, 12, size=12))
    elif season is Season.AUTUMN:
        on.before.append(leaves_animation(on.pen, ("#e8793a", "#f2a33c", "#c9502f"), 32, 10, size=17))
