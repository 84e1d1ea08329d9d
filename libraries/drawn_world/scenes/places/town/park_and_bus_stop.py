"""The scenes of a park and of a bus stop."""

from libraries.drawn_world.scenes.animations_and_light_beams import motes_animation
from libraries.drawn_world.scenes.kit.grounds import LAMP_LIGHT, add_puddles, grass, ground_color, sloping_ground
from libraries.drawn_world.scenes.kit.houses_and_cars import car
from libraries.drawn_world.scenes.kit.street_furniture import add_street_lamp, bench
from libraries.drawn_world.scenes.kit.trees import bush, tree
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view, leaf_colors
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, blob, box, line, oval
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.colors import color
from schemas.beats import Place, Season


@register_scene(Place.PARK, Lighting.OPEN)
def park_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 880, 1000)
    fill_outdoor_view(on, 900, HorizonScenery.CITY, (760, 330))
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(1.0, 3.0, 3.2), 1000, LAMP_LIGHT, 0.85))
    shade, light, _ = leaf_colors(on.setting.season)
    lawn = {Season.AUTUMN: "#b9a04f", Season.WINTER: "#a9a58a"}.get(on.setting.season, "#7fbf5f")
    on.add(sloping_ground(on, ground_color(on, lawn), (LEFT, 930), (200, 905), (600, 918), (1000, 900), (RIGHT, 925)))
    path = ground_color(on, "#ecd3a0", "#f6f9fc")
    on.add(
        blob(
            on.surface_gradient(path, (540, 950), (540, BOTTOM), 0.15),
            (520, 940),
            (620, 960),
            (700, 1100),
            (860, 1400),
            (1180, 2300),
            (60, 2300),
            (330, 1500),
            (560, 1160),
            (600, 1020),
            (500, 950),
        )
    )
    for k, (x, z, high) in enumerate(
        (
            (-5.2, 13, 5.0),
            (4.6, 14, 5.4),
            (-2.2, 12, 4.6),
            (6.4, 10, 5.6),
            (-4.4, 8, 5.4),
            (3.6, 7.4, 5.2),
            (-2.3, 5.0, 4.6),
        )
    ):
        on.add(tree(on, x, z, high, k + 3, True))
    on.add(bush(on, -2.4, 6.2, 1.8, 0.7), bush(on, 2.3, 5.4, 1.6, 0.6, 7))
    add_street_lamp(on, 1.35, 3.5, 3.2)
    on.add(bench(w, -0.85, 3.2, 1.5))
    add_puddles(on, ((0.3, 2.5, 0.8), (0.6, 1.7, 0.6)))
    on.front += [
        grass(on.pen.pen_at(540, 1800), ground_color(on, shade), 1960, 4, 40, 150, LEFT, 260),
        grass(on.pen.pen_at(540, 1800), ground_color(on, light), 1980, 5, 40, 150, 860, RIGHT),
    ]
    if on.sky.dark and on.sky.clear and on.setting.season is Season.SUMMER:
        on.among.append(motes_animation(on.pen.glow("#e9ff9a", 0.9), 4, (LEFT, 950, 1400, 700), 14))
    add_weather(on)
    return on.finish(2.3, 0.6, [on.mark_at(-1.1, 3.1, 0.46, True), on.mark_at(-0.6, 3.1, 0.46, True)])


@register_scene(Place.BUS_STOP, Lighting.OPEN)
def bus_stop_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 860, 1000)
    fill_outdoor_view(on, 880, HorizonScenery.FLATS, (820, 330))
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(0.2, 2.2, 3.2), 900, color("#f1fbff"), 0.75))
    on.add(
        w.floor(
            on.surface_gradient(ground_color(on, "#6b7286", "#c3cedc"), (540, 900), (540, 1200), 0.1), -14, 14, 4.4, 9
        ),
        w.floor(on.pen.pen_at(540, 1000)("#f4efe2", 0.8), -14, 14, 6.4, 6.55),
    )
    on.add(car(on, 2.4, 7.0, "#e0a83a"), tree(on, -2.6, 9.5, 4.4, 4, True), tree(on, 2.8, 10, 4.6, 8, True))
    on.add(
        w.floor(on.surface_gradient(ground_color(on, "#cfc7b6"), (540, 1100), (540, BOTTOM), 0.2), -8, 8, 0.5, 4.4),
        w.block("#b3aa9a", (-8, 8), (-0.12, 0.0), (4.3, 4.45)),
    )
    back = Panel(w, 3.7)
    posts = [w.block("#4a5470", (a, a + 0.09), (0, 2.45), (3.65, 3.74)) for a in (-1.3, 0.05, 1.35)]
    glass = on.pen.glow("#dff3fb", 0.3) if on.sky.lamps else back.pen_at(0, 1)("#cfe9f5", 0.5)
    on.add(
        back.rect(glass, -1.22, 1.4, 0.3, 2.35),
        back.rects(on.pen.glow("#ffffff", 0.25), [(-1.0, -0.7, 0.3, 2.35), (0.4, 0.55, 0.3, 2.35)]),
        *posts,
    )
    on.add(
        back.rect(on.pen.glow("#fff3dd") if on.sky.lamps else back.pen_at(1, 1)("#fff3dd"), 0.75, 1.28, 0.6, 2.1),
        back.rect(back.pen_at(1, 1)("#3f8ac9"), 0.75, 1.28, 1.7, 2.1),
        back.rects(back.pen_at(1, 1)("#e8795a"), [(0.82, 1.2, v, v + 0.05) for v in (0.8, 0.95, 1.1, 1.25, 1.4)]),
    )
    on.add(bench(w, -0.35, 3.35, 1.3, "#d98a4a"))
    on.add(
        w.block("#3f6fa0", (-1.5, 1.6), (2.45, 2.58), (2.9, 3.85)),
        w.floor(
            on.pen.glow("#f4fbff") if on.sky.lamps else on.pen.pen_at(540, 400)("#e9eef2"), -1.3, 1.4, 3.0, 3.7, 2.44
        ),
    )
    px, py, s = w.place_and_scale(-1.75, 3.0)
    pen = w.pen_at(-1.75, 2, 3.0)
    on.add(
        line(pen("#5a6478"), 9, (px, py), (px, py - 260 * s)),
        oval(px, py - 270 * s, 30 * s, 30 * s, pen("#3f8ac9")),
        box(px - 15 * s, py - 280 * s, 30 * s, 18 * s, pen("#ffffff"), 8),
        oval(px - 8 * s, py - 262 * s, 4 * s, 4 * s, pen("#ffffff")),
        oval(px + 8 * s, py - 262 * s, 4 * s, 4 * s, pen("#ffffff")),
    )
    add_street_lamp(on, 1.85, 3.2, 3.4)
    add_puddles(on, ((-0.6, 2.2, 0.8), (0.6, 1.8, 0.6)))
    on.front += [bush(on, 0.85, 1.1, 0.6, 0.34, 4)]
    add_weather(on)
    return on.finish(2.2, 0.55, [on.mark_at(-0.65, 3.3, 0.46, True), on.mark_at(-0.05, 3.3, 0.46, True)])
