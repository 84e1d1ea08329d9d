"""The scene of a village."""

from libraries.drawn_world.scenes.kit.grounds import LAMP_LIGHT, add_puddles, grass, ground_color, sloping_ground
from libraries.drawn_world.scenes.kit.street_furniture import add_wire_pole
from libraries.drawn_world.scenes.kit.trees import bush, tree
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, add_haze, fill_outdoor_view, leaf_colors
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, blob, box, halo, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.brush import brush_stroke
from libraries.vector.picture import filled
from schemas.beats import Place


@register_scene(Place.VILLAGE, Lighting.OPEN)
def village_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 880, 1000)
    fill_outdoor_view(on, 900, HorizonScenery.HILLS, (760, 320))
    add_haze(on, 850, 180, 0.4)
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(-0.6, 1.6, 5.0), 850, LAMP_LIGHT, 0.85))
    on.add(sloping_ground(on, ground_color(on, "#8fae62"), (LEFT, 945), (300, 928), (700, 940), (RIGHT, 930)))
    on.add(
        w.floor(on.surface_gradient(ground_color(on, "#d9b98a"), (540, 950), (540, BOTTOM), 0.2), -4.5, 4.5, 0.5, 5.8)
    )
    add_village_house(on)
    for k in range(26):
        x = -4.2 + k * 0.17
        if x < -1.0 or x > 0.9:
            px, py, s = w.place_and_scale(x * 0.9, 3.9 if x < 0 else 3.7)
            on.add(
                placed_parts(
                    px,
                    py,
                    s,
                    [
                        box(
                            -11,
                            -34 - (k % 3) * 4,
                            22,
                            36 + (k % 3) * 4,
                            w.pen_at(x, 0.3, 3.8)(("#b9a88f", "#a3937f", "#c9bba3")[k % 3]),
                            8,
                        )
                    ],
                )
            )
    add_sauce_jars(on)
    on.add(tree(on, 2.3, 5.2, 4.6, 5, True), tree(on, -3.2, 7.0, 4.4, 7), bush(on, -1.6, 3.5, 0.9, 0.4))
    add_wire_pole(on, 1.9, 4.4, 4.6)
    add_puddles(on, ((0.1, 2.5, 0.9), (-0.7, 1.9, 0.5)))
    shade, _, _ = leaf_colors(on.setting.season)
    on.front += [
        grass(on.pen.pen_at(540, 1900), ground_color(on, shade), 2000, 4, 34, 140, LEFT, 260),
        grass(on.pen.pen_at(540, 1900), ground_color(on, shade), 2000, 6, 34, 140, 840, RIGHT),
    ]
    add_weather(on)
    return on.finish(2.2, 0.5, [on.mark_at(-0.7, 4.8, 0.5, True)])


def add_village_house(on: SceneBuilder) -> None:
    """Add a low house with a tiled roof and a wooden porch."""
    w = on.space
    front = Panel(w, 5.2)
    pen = front.pen_at(-0.8, 1.2)
    roof = ("#5a6478", "#c9653f", "#4f7a6a")[on.random.randrange(3)]
    on.add(
        w.block("#f1e4c9", (-3.0, 1.2), (0.4, 2.3), (5.2, 7.0)),
        w.block("#b98f5f", (-2.2, 0.6), (0.3, 0.42), (4.7, 5.2), "#d9b07a"),
        *(w.block("#7a5038", (x, x + 0.12), (0.42, 2.3), (4.75, 4.87)) for x in (-2.2, -0.85, 0.46)),
    )
    paper = on.pen.glow("#ffe2a0") if on.sky.lamps else pen("#fffaf0")
    for u in (-1.95, -0.65):
        on.add(
            front.rect(pen("#8a5f40"), u - 0.05, u + 1.0, 0.4, 2.1),
            front.rect(paper, u, u + 0.95, 0.5, 2.05),
            front.rects(
                pen("#8a5f40"),
                [
                    (u + 0.45, u + 0.5, 0.5, 2.05),
                    *((u, u + 0.95, v, v + 0.025) for v in (0.85, 1.2, 1.55, 1.85)),
                    *((u + d, u + d + 0.025, 0.5, 2.05) for d in (0.2, 0.7)),
                ],
            ),
        )
    left, right, top = w.project(-3.4, 2.2, 4.5), w.project(1.6, 2.2, 4.5), w.project(-0.9, 3.5, 6.0)
    ridge = (w.project(-2.4, 3.5, 6.0), w.project(0.6, 3.5, 6.0))
    rp = on.pen.pen_at(*top)
    on.add(
        area(rp(roof), left, ridge[0], ridge[1], right),
        area(rp.shaded(roof, 0.35), left, right, (right[0], right[1] + 26), (left[0], left[1] + 26)),
    )
    for k in range(15):
        share = k / 14
        a = (ridge[0][0] + (ridge[1][0] - ridge[0][0]) * share, ridge[0][1])
        b = (left[0] + (right[0] - left[0]) * share, left[1])
        on.add(filled(brush_stroke([a, b], [5, 9]), rp.shaded(roof, 0.22)))
    on.add(
        filled(
            brush_stroke(
                [(ridge[0][0] - 12, ridge[0][1]), (top[0], top[1] - 6), (ridge[1][0] + 12, ridge[1][1])], [20, 16, 20]
            ),
            rp.shaded(roof, 0.3),
        )
    )
    if on.sky.lamps:
        on.add(added_light([halo(*front.project(-0.6, 1.4), 380, on.pen.glow("#ffcf82", 0.45))]))


def add_sauce_jars(on: SceneBuilder) -> None:
    """Add jars of sauces in a row."""
    w = on.space
    for k, (x, z, size) in enumerate(((1.05, 4.3, 1.0), (1.4, 4.2, 1.2), (1.7, 4.1, 0.9), (1.25, 3.9, 0.75))):
        px, py, s = w.place_and_scale(x, z)
        pen = w.pen_at(x, 0.4, z)
        ink = ("#6a4030", "#5a3628", "#74483a")[k % 3]
        on.add(
            w.shadow(x - 0.2, x + 0.2, z - 0.1, z + 0.15),
            placed_parts(
                px,
                py,
                s * size,
                [
                    blob(pen(ink), (-12, 0), (-22, -24), (-18, -46), (18, -46), (22, -24), (12, 0)),
                    blob(pen.shaded(ink, 0.3), (6, 0), (12, -24), (8, -46), (18, -46), (22, -24), (12, 0)),
                    oval(0, -47, 20, 5, pen.lit_edge(ink, 0.15)),
                    oval(0, -51, 13, 4, pen.lit_edge(ink, 0.1)),
                    oval(-9, -32, 3, 8, pen("#ffffff", 0.3)),
                ],
            ),
        )
