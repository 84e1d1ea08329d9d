"""The scene of fields."""

from math import sin
from random import Random

from libraries.drawn_world.scenes.kit.grounds import add_puddles, ground_color, sloping_ground
from libraries.drawn_world.scenes.kit.street_furniture import add_wire_pole
from libraries.drawn_world.scenes.kit.trees import bush, tree
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, add_haze, fill_outdoor_view
from libraries.drawn_world.scenes.pen import area, box, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.brush import brush_stroke
from libraries.vector.picture import Group, Picture, filled
from schemas.beats import Place, Season


@register_scene(Place.FIELD, Lighting.OPEN)
def field_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 880, 1000)
    fill_outdoor_view(on, 900, HorizonScenery.HILLS, (700, 330))
    add_haze(on, 860, 160, 0.45)
    crop = {
        Season.SPRING: ("#8fbf6a", "#a9d07a"),
        Season.SUMMER: ("#5fa85a", "#7fc46a"),
        Season.AUTUMN: ("#d9a83f", "#f0c65a"),
        Season.WINTER: ("#b9a98f", "#c9bca3"),
    }.get(on.setting.season, ("#5fa85a", "#7fc46a"))
    on.add(sloping_ground(on, ground_color(on, crop[0]), (LEFT, 930), (300, 915), (700, 926), (RIGHT, 915)))
    for k in range(13):
        z = 14 / (1 + k * 0.48)
        ink = ground_color(on, crop[k % 2])
        on.add(
            w.floor(on.pen.pen_at(200, 1100)(ink), -16, -0.75, z, z * 1.16),
            w.floor(on.pen.pen_at(900, 1100)(ink), 0.75, 16, z, z * 1.16),
        )
    on.add(
        w.floor(on.surface_gradient(ground_color(on, "#d3b184"), (540, 930), (540, BOTTOM), 0.2), -0.72, 0.72, 0.5, 16),
        w.floor(on.pen.pen_at(540, 1300)(ground_color(on, "#9fae62")), -0.12, 0.12, 0.5, 16, 0.004),
    )
    on.add(tree(on, 2.6, 7.0, 4.8, 4, True), bush(on, 1.6, 8, 1.6, 0.6))
    add_scarecrow(on, -1.4, 4.4)
    add_wire_pole(on, -2.4, 6.2, 4.8)
    rnd = Random(5)
    stalks = [(rnd.uniform(LEFT, 330), rnd.uniform(60, 190), rnd.uniform(0, 6)) for _ in range(34)] + [
        (rnd.uniform(760, RIGHT), rnd.uniform(60, 190), rnd.uniform(0, 6)) for _ in range(34)
    ]

    def waving(time: float) -> Picture:
        pen = on.pen.pen_at(540, 1900)
        inks = (pen(ground_color(on, crop[0])), pen(ground_color(on, crop[1])))
        return Group(
            tuple(
                filled(
                    brush_stroke(
                        [(x, 2060), (x + 6, 1960 - high * 0.5), (x + 22 * sin(time * 1.5 + phase), 1960 - high)],
                        [11, 8, 2],
                    ),
                    inks[k % 2],
                )
                for k, (x, high, phase) in enumerate(stalks)
            )
        )

    on.before.append(waving)
    add_puddles(on, ((0.0, 2.4, 0.8),))
    add_weather(on)
    return on.finish(2.2, 0.4)


def add_scarecrow(on: SceneBuilder, x: float, z: float) -> None:
    """Add a scarecrow."""
    px, py, s = on.space.place_and_scale(x, z)
    pen = on.space.pen_at(x, 1, z)
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                box(-3, -150, 6, 150, pen("#7a5038")),
                box(-52, -112, 104, 6, pen("#7a5038")),
                area(
                    pen("#c9502f"),
                    (-50, -118),
                    (50, -118),
                    (46, -92),
                    (24, -94),
                    (28, -46),
                    (-28, -46),
                    (-24, -94),
                    (-46, -92),
                ),
                area(pen.shaded("#c9502f", 0.2), (6, -118), (50, -118), (46, -92), (24, -94), (28, -46), (10, -46)),
                oval(0, -136, 17, 18, pen("#f1ddb0")),
                area(pen("#b98f4a"), (-30, -146), (30, -146), (14, -152), (10, -170), (-10, -170), (-14, -152)),
                oval(-6, -137, 2, 2.6, pen("#3a2a2a")),
                oval(6, -137, 2, 2.6, pen("#3a2a2a")),
            ],
        )
    )
