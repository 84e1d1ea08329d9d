"""The scene of a hall for funerals."""

from random import Random

from libraries.drawn_world.scenes.animations_and_light_beams import dots_path, steam_animation
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_pulsing_light
from libraries.drawn_world.scenes.kit.small_things import vase
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, Pen, added_light, blob, box, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import filled
from schemas.beats import Place


@register_scene(Place.FUNERAL_HALL, Lighting.BRIGHT)
def funeral_hall_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen("#39405a")))
    on.hang_lamps(Lamp(540, 640, 900, color("#ffe3b0"), 0.3))
    build_room(
        on,
        Room(1.7, 3.8, 3.2, wall="#565c78", floor="#7f6450", ceiling="#8a8fa6", skirting="#4a4f64", pattern="boards"),
    )
    back, rnd = Panel(w, 3.8), on.random
    pen = back.pen_at(0, 1.5)
    on.add(
        back.rects(pen("#f1f1f4"), [(-1.5 + k * 0.25, -1.3 + k * 0.25, 0.1, 2.9) for k in range(12)]),
        w.block("#5a4a44", (-1.3, 1.3), (0, 0.6), (3.1, 3.8)),
        w.block("#fbfbf7", (-1.3, 1.3), (0.6, 0.66), (3.08, 3.8)),
    )
    add_chrysanthemums(on, back, pen, rnd)
    add_candles(on, back, pen)
    for u in (-1.0, 1.0):
        x, y = back.project(u, 1.55)
        on.add(box(x - 9, y, 18, 90, pen("#fdfaf0"), 4))
        on.add(
            oval(x, y - 16, 9, 20, on.pen.glow("#ffd27a")),
            added_light([halo(x, y - 16, 150, on.pen.glow("#ffca78", 0.7))]),
        )
        add_pulsing_light(on, x, y - 16, 90, "#ffca78", 0.9 + 0.2 * u)
    px, py, s = w.place_and_scale(0, 2.75)
    on.add(
        w.block("#6a5048", (-0.5, 0.5), (0, 0.42), (2.5, 2.9)),
        placed_parts(
            px,
            py - 42 * s,
            s,
            [
                box(-12, -12, 24, 12, on.pen.pen_at(540, 1200)("#c9a24a"), 4),
                *(line(on.pen.pen_at(540, 1200)("#8a6a4a"), 1.4, (k * 4, -12), (k * 5, -34)) for k in (-1, 0, 1)),
            ],
        ),
    )
    on.among.append(steam_animation(px, py - 78 * s, on.pen.glow("#ffffff", 0.45), 1.0))
    on.add(vase(w, -0.38, 0.42, 2.6, "#f1f1f4", ("#ffffff", "#ffffff", "#ffffff")))
    return on.finish(1.95, 0.5, light=(540, 500))


def add_candles(on: SceneBuilder, back: Panel, pen: Pen) -> None:
    """Add two candles."""
    on.add(
        back.rect(pen("#2a2530"), -0.34, 0.34, 1.15, 2.1),
        back.rect(pen("#cfd6e2"), -0.28, 0.28, 1.21, 2.04),
        oval(*back.project(0, 1.72), 38, 46, pen("#8f98ac")),
        blob(
            pen("#8f98ac"),
            back.project(-0.24, 1.21),
            back.project(-0.18, 1.45),
            back.project(0, 1.52),
            back.project(0.18, 1.45),
            back.project(0.24, 1.21),
        ),
        line(pen("#1c1824"), 20, back.project(-0.36, 2.1), back.project(0.0, 2.26), back.project(0.36, 2.1)),
    )


def add_chrysanthemums(on: SceneBuilder, back: Panel, pen: Pen, rnd: Random) -> None:
    """Add rows of white flowers."""
    for row, y in enumerate((0.78, 1.0, 1.22)):
        places = []
        for k in range(26):
            u = -1.35 + k * 0.108
            if abs(u) > 0.42 or row == 0:
                x, yy = back.project(u + rnd.uniform(-0.02, 0.02), y + rnd.uniform(-0.03, 0.03))
                places.append((x, yy, 19))
        on.add(
            filled(dots_path([(x, yy + 8, 22) for x, yy, _ in places]), pen("#6f9a6a")),
            filled(dots_path(places), pen("#ffffff")),
            filled(dots_path([(x, yy, 6) for x, yy, _ in places]), pen("#f4e6a0")),
        )
