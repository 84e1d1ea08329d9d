"""What is seen outside: sky, sun, clouds, and what stands on the horizon. It fills the back plane."""

from enum import StrEnum
from random import Random

from libraries.drawn_world.scenes.animations_and_light_beams import Box, dots_path, drift_animation, rectangles_path
from libraries.drawn_world.scenes.pen import added_light, blob, box, halo, oval
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, TOP, WIDE, SceneBuilder
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.path import Corner, smooth_path
from libraries.vector.picture import Group, Ink, Linear, Picture, filled
from schemas.beats import Season, TimeOfDay, Weather


class HorizonScenery(StrEnum):
    """What stands on the horizon."""

    CITY = "city"
    FLATS = "flats"
    HILLS = "hills"
    SEA = "sea"
    PLAIN = "plain"


def fill_outdoor_view(
    on: SceneBuilder,
    horizon: float = 800.0,
    view: HorizonScenery = HorizonScenery.CITY,
    sun: tuple[float, float] = (760, 420),
) -> None:
    """Fill the back plane: with the sky down to the horizon, and the view before it."""
    first, second, third, last = (on.pen.glow(each) for each in on.sky.colors)
    stops = ((0.0, first), (0.4, second), (0.75, third), (1.0, last))
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, Linear((0, TOP), (0, horizon), stops)))
    _lights(on, horizon, sun)
    _clouds(on, horizon)
    draw = {
        HorizonScenery.CITY: _city,
        HorizonScenery.FLATS: _flats,
        HorizonScenery.HILLS: _hills,
        HorizonScenery.SEA: _sea,
        HorizonScenery.PLAIN: _plain,
    }[view]
    draw(on, horizon)
    if on.lighting.value != "open":
        add_weather(on, "behind")


def _lights(on: SceneBuilder, horizon: float, sun: tuple[float, float]) -> None:
    x, y = sun
    pen = on.pen
    if on.sky.dark and on.sky.clear:
        rnd = Random(5)
        stars = [(rnd.uniform(LEFT, RIGHT), rnd.uniform(TOP, horizon * 0.75), rnd.uniform(0.9, 2.6)) for _ in range(70)]
        on.back.append(filled(dots_path(stars), pen.glow("#dfe9ff", 0.7)))
        on.back += [halo(x, y, 230, pen.glow("#9fb6e8", 0.4)), oval(x, y, 54, 54, pen.glow("#eef2fa"))]
        on.back += [
            oval(x - 16, y - 10, 10, 10, pen.glow("#d3dbea")),
            oval(x + 14, y + 14, 14, 14, pen.glow("#d3dbea")),
        ]
    elif on.sky.clear:
        low = {TimeOfDay.DAWN: 0.86, TimeOfDay.EVENING: 0.84, TimeOfDay.AFTERNOON: 0.66}.get(on.setting.time)
        y = horizon * low if low else y
        on.back += [
            added_light([halo(x, y, 480, pen.glow(on.sky.sun, 0.85))]),
            oval(x, y, 62, 62, pen.glow("#fffbe6")),
        ]


def _cloud(x: float, y: float, s: float, ink: Ink) -> Picture:
    puffs = [(-96, 10, 40), (-46, -12, 56), (20, -30, 66), (84, -4, 50), (128, 14, 32)]
    outline = dots_path([(x + dx * s, y + dy * s, r * s) for dx, dy, r in puffs])
    body = rectangles_path([(x - 100 * s, y + 2 * s, 230 * s, 44 * s)])
    return Group(
        (filled(outline.joined_with(body), ink),), clip=rectangles_path([(x - 200 * s, y - 120 * s, 400 * s, 162 * s)])
    )


def _clouds(on: SceneBuilder, horizon: float) -> None:
    if on.sky.dark and on.sky.clear:
        return
    thick = not on.sky.clear
    own = on.sky.colors[2].mixed(on.sky.colors[3], 0.5)
    ink = on.pen.glow(
        own.mixed(on.pen.glow("#ffffff"), 0.1 if on.sky.dark else 0.65 if not thick else 0.22), 0.5 if thick else 0.88
    )
    for i, (x, down, s) in enumerate(((100, 0.2, 1.1), (820, 0.34, 0.8), (1350, 0.12, 1.3), (1700, 0.5, 0.7))):
        size = s * (1.8 if thick else 1.0)
        y = horizon * down

        def draw(at: float, y: float = y, size: float = size) -> Picture:
            return _cloud(at, y, size, ink)

        on.behind.append(drift_animation(draw, 7 + 3 * i, WIDE + 900, x))


def _windows(
    rnd: Random, left: float, top: float, wide: float, high: float, share: float, step: float = 26
) -> list[Box]:
    found: list[Box] = []
    y = top + step * 0.7
    while y < top + high:
        x = left + 12
        while x < left + wide - 16:
            if rnd.random() < share:
                found.append((x, y, step * 0.36, step * 0.46))
            x += step * 0.8
        y += step
    return found


def _city(on: SceneBuilder, horizon: float) -> None:
    rnd = Random(9)
    base = "#4f86b8" if not on.sky.lamps else "#37507e"
    for layer, (far, most) in enumerate(((0.72, 330), (0.48, 250), (0.22, 170))):
        pen = on.pen.with_haze(far)
        boxes: list[Box] = []
        lit: list[Box] = []
        x: float = LEFT - 20
        while x < RIGHT:
            wide, high = rnd.randint(70, 150), rnd.randint(70, most)
            boxes.append((x, horizon - high + layer * 24, wide, BOTTOM - horizon + high))
            lit += _windows(rnd, x, horizon - high + layer * 24, wide, high + 90, 0.28 if on.sky.lamps else 0.6)
            x += wide + rnd.randint(-6, 16)
        on.back.append(filled(rectangles_path(boxes), pen(base)))
        ink = on.pen.glow("#ffd98a", 0.35 + 0.25 * layer) if on.sky.lamps else on.pen.glow("#ffffff", 0.26)
        on.back.append(filled(rectangles_path(lit), ink))
    on.back.append(
        box(LEFT, horizon + 60, WIDE, BOTTOM, on.pen.with_haze(0.25)("#3f5a78" if not on.sky.lamps else "#22325a"))
    )


def _flats(on: SceneBuilder, horizon: float) -> None:
    """Rows of tall blocks of flats, as they stand around most of them."""
    rnd = Random(4)
    for layer, (far, high, count) in enumerate(((0.6, 430, 6), (0.3, 340, 5))):
        pen = on.pen.with_haze(far)
        for k in range(count):
            x, wide = LEFT + k * (WIDE / count) + rnd.randint(-10, 20), WIDE / count * 0.72
            top = horizon - high - rnd.randint(0, 90)
            body = Linear(
                (x, 0),
                (x + wide, 0),
                ((0.0, pen("#f1eee6")), (0.62, pen("#dfe0e2")), (0.63, pen("#b9c2d0")), (1.0, pen("#a9b4c6"))),
            )
            on.back += [
                box(x, top, wide, BOTTOM - top, body),
                box(x + wide * 0.63, top - 16, wide * 0.22, 18, pen("#a9b4c6")),
            ]
            on.back.append(box(x, top, wide, 22, pen(("#5b8fb9", "#e08a5a", "#6aa583")[(k + layer) % 3])))
            cells = [
                (x + wide * (0.08 + 0.18 * c), top + 44 + r * 34, wide * 0.12, 16) for r in range(13) for c in range(3)
            ]
            on.back.append(filled(rectangles_path(cells), pen("#7f95b3")))
            lit = [each for each in cells if rnd.random() < 0.4]
            if on.sky.lamps:
                on.back.append(filled(rectangles_path(lit), on.pen.glow(("#ffd98a", "#ffe9b8")[layer])))
    _green(on, horizon)


def leaf_colors(season: Season) -> tuple[str, str, str]:
    """The colours of leaves in the season: in shade, in light, and at their tips."""
    return {
        Season.SPRING: ("#6fae5c", "#9dce74", "#ffc4d6"),
        Season.SUMMER: ("#2f8a55", "#4fae66", "#7ccb74"),
        Season.AUTUMN: ("#c9562f", "#ee8f3c", "#f9c355"),
        Season.WINTER: ("#6b7f8f", "#8fa2ad", "#dfe9f0"),
    }.get(season, ("#3f9a5c", "#62b86a", "#93d07a"))


def _green(on: SceneBuilder, horizon: float) -> None:
    rnd = Random(6)
    shade, light, _ = leaf_colors(on.setting.season)
    snowy = on.setting.weather is Weather.SNOW
    for far, ink, down in ((0.22, shade, 0), (0.08, light, 36)):
        places = [(LEFT + i * 62 + rnd.uniform(-12, 12), horizon + 30 + down, rnd.uniform(44, 74)) for i in range(24)]
        on.back.append(filled(dots_path(places), on.pen.with_haze(far)("#e6edf5" if snowy and down else ink)))
    on.back.append(box(LEFT, horizon + 50, WIDE, BOTTOM, on.pen(light if not snowy else "#e6edf5")))


def _hills(on: SceneBuilder, horizon: float) -> None:
    rnd = Random(8)
    shade, light, _ = leaf_colors(on.setting.season)
    snowy = on.setting.weather is Weather.SNOW
    for far, lift, amp in ((0.78, 190, 120), (0.55, 110, 96), (0.28, 40, 64)):
        x: float = LEFT - 40
        points: list[tuple[float, float]] = []
        while x < RIGHT + 160:
            points.append((x, horizon - lift + rnd.uniform(-amp, amp * 0.4)))
            x += rnd.uniform(110, 210)
        outline = smooth_path(*points, Corner(RIGHT + 200, BOTTOM), Corner(LEFT - 60, BOTTOM))
        ink = "#dbe6f2" if snowy else shade if far > 0.3 else light
        on.back.append(filled(outline, on.pen.with_haze(far)(ink)))


def _sea(on: SceneBuilder, horizon: float) -> None:
    pen = on.pen
    deep = Linear((0, horizon), (0, horizon + 420), ((0.0, pen.with_haze(0.45)("#4aa8c9")), (1.0, pen("#1f78a8"))))
    on.back.append(box(LEFT, horizon, WIDE, BOTTOM - horizon, deep))
    rnd = Random(3)
    glints = [
        (rnd.uniform(LEFT, RIGHT), horizon + 6 + i * 9.0, rnd.uniform(30, 220), 2.5 + i * 0.09) for i in range(40)
    ]
    on.back.append(filled(rectangles_path(glints), pen.glow(on.sky.sun, 0.3)))


def _plain(on: SceneBuilder, horizon: float) -> None:
    on.back.append(box(LEFT, horizon, WIDE, BOTTOM - horizon, on.pen.with_haze(0.3)("#8a93a5")))


def add_haze(on: SceneBuilder, y: float, high: float, opacity: float = 0.5) -> None:
    """Add a band of haze to the back plane, where land meets sky."""
    ink = on.pen.glow(on.sky.haze, opacity)
    on.back.append(blob(ink.faded(0.6), (LEFT, y), (540, y - high / 2), (RIGHT, y), (540, y + high / 2)))
