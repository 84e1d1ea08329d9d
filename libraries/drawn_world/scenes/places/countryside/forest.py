"""The scene of a forest."""

from random import Random

from libraries.drawn_world.scenes.animations_and_light_beams import dots_path, light_beam, motes_animation
from libraries.drawn_world.scenes.kit.grounds import grass, ground_color, rock, sloping_ground
from libraries.drawn_world.scenes.kit.trees import pine
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view, leaf_colors
from libraries.drawn_world.scenes.pen import added_light, blob
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.brush import brush_stroke
from libraries.vector.picture import filled
from schemas.beats import Place, Season


@register_scene(Place.FOREST, Lighting.OPEN)
def forest_scene(on: SceneBuilder) -> Scene:
    on.move_eye(540, 900, 1000)
    fill_outdoor_view(on, 900, HorizonScenery.HILLS, (560, 380))
    rnd = Random(21)
    shade, light, tip = leaf_colors(on.setting.season)
    bare = on.setting.season is Season.WINTER
    add_tree_trunks(on, bare, light, rnd, shade, tip)
    floor = {Season.AUTUMN: "#b9803f", Season.WINTER: "#9a8a74"}.get(on.setting.season, "#6f9a52")
    on.add(
        sloping_ground(
            on, ground_color(on, floor), (LEFT, 1100), (260, 1074), (560, 1096), (860, 1070), (RIGHT, 1100), shade=0.35
        )
    )
    on.add(
        blob(
            on.surface_gradient(ground_color(on, "#c9a878", "#f4f7fb"), (540, 1090), (540, BOTTOM), 0.3),
            (520, 1090),
            (600, 1094),
            (640, 1200),
            (560, 1340),
            (820, 1700),
            (1000, 2300),
            (60, 2300),
            (300, 1700),
            (470, 1380),
            (560, 1220),
            (500, 1130),
        )
    )
    if on.sky.clear and not on.sky.dark:
        on.add(
            added_light(
                [
                    light_beam(on.pen, "#fff3c0", 0.34, (380, -160), (520, -160), (760, 1500), (480, 1500)),
                    light_beam(on.pen, "#fff3c0", 0.24, (640, -160), (720, -160), (1080, 1400), (900, 1400)),
                ]
            )
        )
        on.among.append(motes_animation(on.pen.glow("#fff6d8", 0.9), 6, (300, 600, 600, 700), 18))
    elif on.sky.dark and on.sky.clear:
        on.among.append(motes_animation(on.pen.glow("#d9ff9a", 0.9), 6, (100, 800, 900, 700), 16))
    for x, y, size in ((170, 1240, 70), (900, 1260, 90), (1020, 1480, 120)):
        on.add(rock(on.pen, x, y, size, "#7f8a7a"))
    on.add(pine(on.pen, 80, 1330, 420, "#2f6a55"), pine(on.pen, 1010, 1330, 380, "#2f6a55"))
    on.front += [
        filled(
            brush_stroke([(-60, BOTTOM), (-40, 900), (-110, -170)], [230, 180, 150]), on.pen.shaded("#3a2a2c", 0.35)
        ),
        grass(on.pen.pen_at(540, 1900), ground_color(on, shade), 2000, 5, 60, 190),
    ]
    add_weather(on)
    return on.finish(2.2, 0.45)


def add_tree_trunks(on: SceneBuilder, bare: bool, light: str, rnd: Random, shade: str, tip: str) -> None:
    """Add three rows of trunks, and the leaves above them."""
    for far, y, count, wide in ((0.62, 980, 13, 26), (0.42, 1040, 10, 40), (0.18, 1120, 7, 66)):
        pen = on.pen.with_haze(far)
        for k in range(count):
            x = LEFT + (k + 0.5) * (RIGHT - LEFT) / count + rnd.uniform(-40, 40)
            if far < 0.3 and 330 < x < 760:
                continue
            on.add(
                filled(
                    brush_stroke(
                        [(x, y + 60), (x + rnd.uniform(-8, 8), 500), (x + rnd.uniform(-26, 26), -170)],
                        [wide, wide * 0.8, wide * 0.55],
                    ),
                    pen("#6a4a3a"),
                ),
                filled(
                    brush_stroke(
                        [(x + wide * 0.25, y + 60), (x + wide * 0.22, 500), (x + wide * 0.2, -170)],
                        [wide * 0.4, wide * 0.3, wide * 0.2],
                    ),
                    pen.shaded("#6a4a3a", 0.25),
                ),
            )
        if not bare:
            places = [
                (rnd.uniform(LEFT, RIGHT), rnd.uniform(-170, 330 - far * 160), rnd.uniform(70, 130)) for _ in range(20)
            ]
            on.add(filled(dots_path(places), pen(shade if far < 0.5 else light)))
    if not bare:
        on.add(
            filled(
                dots_path(
                    [(rnd.uniform(LEFT, RIGHT), rnd.uniform(-170, 120), rnd.uniform(60, 110)) for _ in range(18)]
                ),
                on.pen(light),
            ),
            filled(
                dots_path([(rnd.uniform(LEFT, RIGHT), rnd.uniform(-170, 60), rnd.uniform(26, 60)) for _ in range(16)]),
                on.pen(tip),
            ),
        )
