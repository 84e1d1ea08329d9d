"""The scenes of the seaside and of a riverside."""

from math import sin
from random import Random

from libraries.drawn_world.scenes.kit.grounds import LAMP_LIGHT, add_puddles, grass, ground_color, rock, sloping_ground
from libraries.drawn_world.scenes.kit.street_furniture import add_street_lamp, bench
from libraries.drawn_world.scenes.kit.trees import bush, tree
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view, leaf_colors
from libraries.drawn_world.scenes.pen import (
    Lamp,
    added_light,
    area,
    blob,
    box,
    curve,
    fading_gradient,
    halo,
    line,
    oval,
    placed_parts,
)
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.affine import Point
from libraries.vector.picture import Group, Linear, Picture
from schemas.beats import Place, Season, Weather


def add_river(on: SceneBuilder, top: float, foot: float) -> None:
    """Add water from bank to bank that mirrors the sky and glitters."""
    first, second, third, last = (on.pen.glow(each) for each in on.sky.colors)
    on.back.append(
        box(
            LEFT,
            top,
            WIDE,
            BOTTOM - top,
            Linear((0, top), (0, foot), ((0.0, last), (0.35, third), (0.8, second), (1.0, first))),
        )
    )
    rnd = Random(4)
    glints = [
        (rnd.uniform(LEFT, RIGHT), top + 14 + k * (foot - top) / 26, rnd.uniform(40, 220), rnd.uniform(0, 6))
        for k in range(24)
    ]

    def moving(time: float) -> Picture:
        return Group(
            tuple(
                box(
                    x + 14 * sin(time * 1.2 + phase),
                    y,
                    wide * (0.8 + 0.2 * sin(time * 2 + phase)),
                    3 + (y - top) * 0.01,
                    on.pen.glow(on.sky.sun, 0.4),
                    2,
                )
                for x, y, wide, phase in glints
            )
        )

    on.behind.append(moving)


@register_scene(Place.SEASIDE, Lighting.OPEN)
def seaside_scene(on: SceneBuilder) -> Scene:
    on.move_eye(540, 860, 1000)
    fill_outdoor_view(on, 870, HorizonScenery.SEA, (540, 420))
    if on.sky.clear and not on.sky.dark:
        on.back.append(
            added_light(
                [
                    area(
                        fading_gradient(on.pen.glow(on.sky.sun, 0.5), (0, 870), (0, 1300)),
                        (500, 870),
                        (580, 870),
                        (760, 1300),
                        (320, 1300),
                    )
                ]
            )
        )
    on.back += [
        blob(on.pen.with_haze(0.5)("#5a8a7a"), (LEFT, 880), (-40, 800), (120, 830), (300, 880)),
        blob(on.pen.with_haze(0.6)("#5a8a7a"), (820, 880), (980, 820), (RIGHT, 790), (RIGHT, 880)),
    ]
    sand = ground_color(on, "#f1d6a0")
    on.add(sloping_ground(on, sand, (LEFT, 1260), (180, 1240), (500, 1275), (820, 1250), (RIGHT, 1280)))

    def waves(time: float) -> Picture:
        parts: list[Picture] = []
        for k in range(3):
            swing = 0.5 + 0.5 * sin(time * 0.9 + k * 1.6)
            y = 1150 + k * 46 + swing * 34
            points: list[Point] = [(LEFT + i * 140, y + 12 * sin(i * 1.3 + k * 2 + time * 0.5)) for i in range(11)]
            parts.append(curve(on.pen("#ffffff", 0.85 - 0.15 * k), 11 + 4 * k, *points))
        return Group(tuple(parts))

    on.behind.append(waves)
    rnd = Random(3)
    for _ in range(26):
        x, y = rnd.uniform(LEFT, RIGHT), rnd.uniform(1330, 1980)
        on.add(oval(x, y, 10 + (y - 1300) * 0.02, 4, on.pen.pen_at(x, y).shaded(sand, 0.2, 0.6)))
    if on.setting.season not in {Season.WINTER, Season.AUTUMN} and on.setting.weather in {Weather.CLEAR, Weather.HEAT}:
        add_parasol(on, 880, 1430)
    else:
        add_boat(on, 830, 1440)
    on.add(rock(on.pen, 90, 1400, 120, "#7f8494"), rock(on.pen, 10, 1430, 90, "#8f94a2"))
    on.front += [grass(on.pen.pen_at(100, 1900), "#8fae62", 2010, 3, 30, 170, LEFT, 220)]
    add_puddles(on, ((0.2, 2.2, 0.8),))
    add_weather(on)
    return on.finish(2.2, 0.55)


def add_parasol(on: SceneBuilder, x: float, y: float) -> None:
    """Add a parasol with a towel below it."""
    pen = on.pen.pen_at(x, y - 200)
    parts: list[Picture] = [
        area(pen("#4ab0c9"), (-150, 40), (90, 40), (130, 84), (-170, 84)),
        area(pen("#fff6e6"), (-60, 40), (-20, 40), (-16, 84), (-68, 84)),
        line(pen("#f4efe2"), 9, (0, 50), (24, -330)),
    ]
    for k in range(6):
        a, b = -230 + k * 80, -150 + k * 80
        parts.append(
            area(
                pen("#e8604a" if k % 2 else "#fff6e6"), (24, -420), (a + 24, -250 - 12 * (k in {0, 5})), (b + 24, -250)
            )
        )
    on.add(oval(x - 20, y + 70, 210, 26, on.pen.glow("#1a1030", 0.2)), placed_parts(x, y, 1.0, parts))


@register_scene(Place.RIVERSIDE, Lighting.OPEN)
def riverside_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 900, 1000)
    fill_outdoor_view(on, 900, HorizonScenery.CITY, (780, 340))
    add_river(on, 930, 1220)
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(-1.0, 3.0, 3.4), 900, LAMP_LIGHT, 0.8))
        rnd = Random(2)
        on.back.append(
            added_light(
                [
                    box(
                        rnd.uniform(LEFT, RIGHT),
                        940,
                        rnd.uniform(8, 18),
                        rnd.uniform(90, 240),
                        fading_gradient(
                            on.pen.glow(("#ffd98a", "#ff8a7a", "#8ad0ff")[k % 3], 0.5), (0, 940), (0, 1180)
                        ),
                    )
                    for k in range(16)
                ]
            )
        )
    add_bridge(on)
    lawn = {Season.AUTUMN: "#b9a04f", Season.WINTER: "#a9a58a"}.get(on.setting.season, "#7fbf5f")
    on.add(
        sloping_ground(on, ground_color(on, lawn), (LEFT, 1200), (200, 1180), (600, 1196), (1000, 1176), (RIGHT, 1200))
    )
    on.add(
        w.floor(
            on.surface_gradient(
                ground_color(on, "#b9667a" if not on.sky.dark else "#8a5a78"), (540, 1400), (540, 1700), 0.1
            ),
            -6,
            6,
            2.2,
            2.75,
        ),
        w.floor(on.pen.pen_at(540, 1500)("#fff6e6", 0.8), -6, 6, 2.46, 2.49),
    )
    on.add(tree(on, 1.75, 4.2, 3.8, 6, True), bush(on, -1.9, 4.3, 1.4, 0.5), bench(w, 0.3, 3.1, 1.5))
    add_street_lamp(on, -1.3, 3.4, 3.2, False)
    add_puddles(on, ((0.1, 2.4, 0.8), (-0.6, 2.0, 0.6)))
    _, light, _ = leaf_colors(on.setting.season)
    on.front += [grass(on.pen.pen_at(540, 1900), ground_color(on, light), 1990, 5, 60, 120)]
    add_weather(on)
    return on.finish(2.2, 0.55, [on.mark_at(0.05, 3.05, 0.46, True), on.mark_at(0.6, 3.05, 0.46, True)])


def add_bridge(on: SceneBuilder) -> None:
    """Add a long bridge over the river, its lamps lit after dark."""
    pen = on.pen.with_haze(0.3)
    on.back.append(box(LEFT, 908, WIDE, 16, pen("#c9ced8")))
    for k in range(8):
        x = LEFT + k * 190
        on.back += [
            box(x, 920, 26, 70, pen("#a9b0be")),
            curve(pen("#c9ced8"), 8, (x + 13, 924), (x + 108, 884 - 24), (x + 203, 924)),
        ]
        if on.sky.lamps:
            on.back.append(halo(x + 13, 900, 46, on.pen.glow("#ffe0a0", 0.9)))


def add_boat(on: SceneBuilder, x: float, y: float) -> None:
    """Add a rowing boat drawn up on the sand."""
    pen = on.pen.pen_at(x, y)
    hull = blob(pen("#c9553f"), (-190, -60), (-150, 20), (-60, 52), (90, 48), (180, -10), (214, -76), (0, -50))
    band = blob(pen("#fff3dd"), (-190, -60), (-178, -38), (0, -26), (204, -52), (214, -76), (0, -50))
    inside = blob(pen.shaded("#8a5f40", 0.3), (-188, -62), (0, -78), (212, -78), (0, -52))
    oar = line(pen("#c9a27a"), 11, (-120, -110), (90, -40), (150, -16))
    shade = oval(10, 44, 220, 22, on.pen.glow("#1a1030", 0.25))
    on.add(placed_parts(x, y, 1.0, [shade, hull, band, inside, oar, box(-60, -72, 100, 14, pen("#b98f5f"), 4)]))
