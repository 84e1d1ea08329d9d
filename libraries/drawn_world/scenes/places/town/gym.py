"""A gym."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.rooms import Room, add_window, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_pulsing_light
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import area, box, curve, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.picture import Picture
from schemas.beats import Place


@register_scene(Place.GYM, Lighting.BRIGHT)
def gym_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    accent, wall = (("#f4c02a", "#5a6478"), ("#ff6a4a", "#4a5a6a"), ("#2fd0a0", "#565a78"))[on.random.randrange(3)]
    fill_outdoor_view(on, 830, HorizonScenery.CITY, (700, 380))
    hole = (0.1, 1.5, 0.9, 2.5)
    build_room(
        on,
        Room(1.8, 3.8, 3.2, wall=wall, floor="#3f4452", ceiling="#8a90a0", skirting=accent, pattern="tiles", tile=0.6),
        [hole],
    )
    add_window(on, hole, 3.8, "#2f3444", 3, 1)
    back = Panel(w, 3.8)
    on.add(
        back.rect(back.pen_at(-1, 2)(accent), -1.8, 1.8, 2.72, 2.84),
        back.rect(on.pen.pen_at(300, 700)("#a9c4d6"), -1.6, -0.2, 0.5, 2.5),
        back.rects(on.pen.glow("#ffffff", 0.25), [(-1.5, -1.3, 0.5, 2.5), (-1.2, -1.12, 0.5, 2.5)]),
    )
    for x in (0.55, 1.35):
        on.add(
            w.block("#2a2e3a", (x - 0.3, x + 0.3), (0.05, 0.2), (2.6, 3.5)),
            *(w.block("#6a7284", (a, a + 0.05), (0.2, 1.15), (3.35, 3.4)) for a in (x - 0.28, x + 0.23)),
            w.block("#2a2e3a", (x - 0.26, x + 0.26), (1.1, 1.36), (3.38, 3.44)),
            w.facing_wall(on.pen.glow("#7fe0ff"), x - 0.14, x + 0.14, 1.16, 1.3, 3.37),
        )
    rack, pen = Panel(w, 3.2), w.pen_at(-1, 0.6, 3.2)
    on.add(
        w.block("#39405a", (-1.6, -0.25), (0.1, 0.16), (3.2, 3.5)),
        w.block("#39405a", (-1.6, -0.25), (0.6, 0.66), (3.3, 3.5)),
        *(w.block("#39405a", (x, x + 0.06), (0, 0.95), (3.3, 3.36)) for x in (-1.6, -0.3)),
    )
    for row, y in enumerate((0.26, 0.76)):
        for k in range(4):
            x, yy = rack.project(-1.42 + k * 0.33, y)
            ink = (accent, "#e9edf2", "#8a93a8", "#c9403a")[(k + row) % 4]
            on.add(
                box(x - 26, yy - 5, 52, 10, pen("#c9ced6"), 3),
                box(x - 36, yy - 21, 17, 42, pen(ink), 5),
                box(x + 19, yy - 21, 17, 42, pen(ink), 5),
            )
    on.add(
        w.block("#2a2e3a", (-0.7, 0.3), (0.36, 0.48), (2.1, 2.5), accent),
        *(w.block("#6a7284", (x, x + 0.06), (0, 0.36), (2.25, 2.3)) for x in (-0.6, 0.14)),
    )
    bar, barpen = w.project(-0.2, 1.05, 2.3), w.pen_at(-0.2, 1.0, 2.3)
    on.add(
        *(w.block("#6a7284", (x, x + 0.05), (0, 1.05), (2.38, 2.42)) for x in (-0.75, 0.3)),
        line(barpen("#d9dee6"), 10, (bar[0] - 430, bar[1]), (bar[0] + 430, bar[1])),
    )
    for side in (-1, 1):
        for k, high in enumerate((96, 78, 60)):
            x = bar[0] + side * (320 + k * 26)
            on.add(box(x - 11, bar[1] - high, 22, 2 * high, barpen(("#c9403a", "#3f6fc9", accent)[k]), 9))
    add_ceiling_lights(on, (-0.8, 0.8), (1.6, 2.6), 3.2, 0.1, 0.9)
    add_pulsing_light(on, *back.project(0, 2.78), 160, accent, 2.2)
    on.front += [w.block(accent, (-1.1, -0.5), (0, 0.3), (1.0, 1.3)), kettlebell(on, 0.62, accent)]
    return on.finish(1.8, 0.55, [on.mark_at(-0.2, 2.1, 0.48, True)])


def kettlebell(on: SceneBuilder, x: float, ink: str) -> Picture:
    """A round weight with a handle."""
    px, py, s = on.space.place_and_scale(x, 1.1)
    pen = on.space.pen_at(x, 0.2, 1.1)
    return placed_parts(
        px,
        py,
        s,
        [
            curve(pen("#2a2e3a"), 5, (-10, -24), (-9, -40), (0, -44), (9, -40), (10, -24)),
            oval(0, -16, 17, 16, pen("#2a2e3a")),
            oval(-5, -21, 5, 4, pen("#5a6074")),
            area(pen(ink), (-8, -20), (8, -20), (8, -12), (-8, -12)),
        ],
    )
