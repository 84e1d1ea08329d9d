"""The scene of a mountain path."""

import itertools
from random import Random

from libraries.drawn_world.scenes.kit.grounds import grass, ground_color, rock, sloping_ground
from libraries.drawn_world.scenes.kit.trees import pine
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, add_haze, fill_outdoor_view, leaf_colors
from libraries.drawn_world.scenes.pen import blob, box, curve
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from schemas.beats import Place, Season, Weather


@register_scene(Place.MOUNTAIN, Lighting.OPEN)
def mountain_scene(on: SceneBuilder) -> Scene:
    on.move_eye(540, 900, 1000)
    fill_outdoor_view(on, 900, HorizonScenery.HILLS, (740, 360))
    add_haze(on, 840, 220, 0.5)
    rnd, snowy = Random(12), on.setting.weather is Weather.SNOW
    shade, light, _ = leaf_colors(on.setting.season)
    wood = "#2f6a55" if on.setting.season is not Season.AUTUMN else "#7a5a3a"
    add_pine_rows(on, rnd, shade, snowy, wood)
    on.add(
        sloping_ground(
            on,
            ground_color(on, "#8fae62" if on.setting.season is not Season.AUTUMN else "#b98f4a"),
            (LEFT, 1020),
            (140, 990),
            (420, 1030),
            (700, 1000),
            (960, 1024),
            (RIGHT, 990),
        )
    )
    path = on.surface_gradient(ground_color(on, "#d9b88a", "#f6f9fc"), (540, 1000), (540, BOTTOM), 0.25)
    on.add(
        blob(
            path,
            (600, 1010),
            (660, 1014),
            (610, 1100),
            (780, 1240),
            (700, 1420),
            (980, 1760),
            (1100, 2300),
            (40, 2300),
            (250, 1760),
            (520, 1430),
            (560, 1250),
            (500, 1110),
        )
    )
    for x, y, size in ((150, 1180, 90), (930, 1140, 70), (60, 1420, 120), (1010, 1460, 130), (840, 1220, 44)):
        on.add(rock(on.pen, x, y, size, "#dfe6ee" if snowy else "#979aa6"))
    for x, y, high in ((60, 1250, 620), (1040, 1270, 700), (-90, 1560, 900), (1200, 1600, 980)):
        on.add(pine(on.pen, x, y, high, wood, snowy))
    add_rope_fence(on)
    pen = on.pen.pen_at(540, 1900)
    on.front += [
        grass(pen, ground_color(on, shade), 2000, 3, 36, 190, LEFT, 240),
        grass(pen, ground_color(on, light), 2010, 7, 36, 190, 850, RIGHT),
    ]
    add_weather(on)
    return on.finish(2.2, 0.5)


def add_pine_rows(on: SceneBuilder, rnd: Random, shade: str, snowy: bool, wood: str) -> None:
    """Add two rows of pines before the hills."""
    for far, y, count, high in ((0.45, 930, 20, 190), (0.25, 980, 14, 270)):
        pen = on.pen.with_haze(far)
        for k in range(count):
            x = LEFT + k * WIDE / count + rnd.uniform(-20, 20)
            if far > 0.3 or abs(x - 560) > 190:
                on.add(
                    pine(
                        pen,
                        x,
                        y + 40 + rnd.uniform(-10, 16),
                        high * rnd.uniform(0.7, 1.1),
                        wood if k % 3 else shade,
                        snowy,
                    )
                )


def add_rope_fence(on: SceneBuilder) -> None:
    """Add posts with a rope along the path."""
    posts = [(300, 1760, 1.5), (470, 1480, 1.0), (545, 1290, 0.7), (500, 1150, 0.5)]
    pen = on.pen
    tops = [(x - 20 * s, y - 150 * s) for x, y, s in posts]
    for x, y, s in posts:
        on.add(
            box(x - 30 * s, y - 160 * s, 20 * s, 160 * s, pen("#8a5f40"), 4),
            box(x - 18 * s, y - 160 * s, 8 * s, 160 * s, pen.shaded("#8a5f40", 0.25), 3),
        )
    for (x0, y0), (x1, y1) in itertools.pairwise(tops):
        on.add(curve(pen("#e6d6b0"), 6, (x0, y0 + 20), ((x0 + x1) / 2, (y0 + y1) / 2 + 44), (x1, y1 + 14)))
