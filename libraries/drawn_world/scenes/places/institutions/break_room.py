"""The kitchen of an office."""

from libraries.drawn_world.scenes.animations_and_light_beams import steam_animation
from libraries.drawn_world.scenes.kit.ceiling_lamps import add_pendant_lamp
from libraries.drawn_world.scenes.kit.furniture import shelf, stool, table
from libraries.drawn_world.scenes.kit.rooms import Room, add_sunshine, add_window, build_room
from libraries.drawn_world.scenes.kit.small_things import mug, potted_plant
from libraries.drawn_world.scenes.kit.wall_hangings import picture_frame
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, area, box, oval, placed_parts
from libraries.drawn_world.scenes.places.institutions.offices import LOOKS
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from schemas.beats import Place


@register_scene(Place.BREAK_ROOM, Lighting.BRIGHT)
def break_room_scene(on: SceneBuilder) -> Scene:
    wall, floor, cloth, accent = LOOKS[(on.random.randrange(3) + 2) % 3]
    w = on.move_eye(540, 790, 1000)
    hole = (0.35, 1.2, 1.2, 2.4)
    fill_outdoor_view(on, 820, HorizonScenery.CITY, (790, 330))
    x, y = w.project(0, 2.1, 2.2)
    on.hang_lamps(Lamp(x, y, 800, color("#ffd9a0"), 0.25))
    build_room(on, Room(1.5, 3.3, 3.2, wall=wall, floor=floor, pattern="tiles", tile=0.5), [hole])
    add_window(on, hole, 3.3, across=2, down=1)
    add_sunshine(on, hole, 3.3)
    on.add(
        w.block(cloth, (-1.5, 0.2), (0.0, 0.9), (2.75, 3.3)), w.block("#f6efe2", (-1.5, 0.24), (0.9, 0.95), (2.7, 3.3))
    )
    front = Panel(w, 2.75)
    on.add(
        front.rects(
            front.pen_at(0, 0.4).lit_edge(cloth, 0.14),
            [(-1.47 + k * 0.42, -1.09 + k * 0.42, 0.06, 0.84) for k in range(4)],
        )
    )
    on.add(
        shelf(
            w,
            (-1.4, 0.1),
            (1.7, 2.35),
            (3.0, 3.3),
            2,
            on.random,
            "#c98f62",
            (accent, "#ffffff", "#3fa7a0", "#f4b740"),
            0.55,
        )
    )
    add_coffee_machine(on, -0.75)
    on.add(mug(w, -0.3, 0.95, 2.9, accent, 1.3), mug(w, -0.14, 0.95, 2.9, "#ffffff", 1.3))
    add_water_cooler(on, 0.62)
    on.add(picture_frame(Panel(w, x=-1.5), 2.2, 1.8, 0.5, 0.5, ink=accent))
    add_pendant_lamp(on, 0.45, 2.2, 2.2, 3.2, accent)
    on.add(
        table(w, (0.1, 0.95), (1.9, 2.4), 0.72, "#f3e4c8", "#8a93a8"),
        stool(w, -0.05, 1.9, ink=cloth),
        stool(w, 1.1, 1.95, ink=accent),
        mug(w, 0.5, 0.72, 2.1, "#ffffff", 1.2),
    )
    on.front += [potted_plant(w, -0.75, 1.15, 0.7, accent)]
    return on.finish(1.85, 0.5, [on.mark_at(-0.05, 1.9, 0.46, True)])


def add_coffee_machine(on: SceneBuilder, x: float) -> None:
    """Add a coffee machine that steams."""
    w = on.space
    px, py, s = w.place_and_scale(x, 2.9, 0.95)
    pen = w.pen_at(x, 1.1, 2.9)
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                box(-20, -46, 40, 46, pen("#39415a"), 4),
                box(6, -46, 14, 46, pen.shaded("#39415a", 0.25), 4),
                box(-14, -34, 22, 24, pen("#1f2438"), 2),
                box(-8, -34, 10, 6, pen("#c9d0d8")),
                box(-6, -18, 10, 8, pen("#ffffff"), 1),
                oval(13, -38, 2.5, 2.5, on.pen.glow("#7fe0a8")),
                oval(13, -30, 2.5, 2.5, on.pen.glow("#e8503a")),
            ],
        )
    )
    on.among.append(steam_animation(px - 2 * s, py - 20 * s, on.pen.glow("#ffffff", 0.6), 0.9))


def add_water_cooler(on: SceneBuilder, x: float) -> None:
    """Add a water cooler with its blue bottle."""
    w = on.space
    px, py, s = w.place_and_scale(x, 2.9)
    pen = w.pen_at(x, 0.8, 2.9)
    on.add(
        w.shadow(x - 0.2, x + 0.2, 2.75, 3.0),
        placed_parts(
            px,
            py,
            s,
            [
                box(-17, -98, 34, 98, pen("#eef2f4"), 4),
                box(6, -98, 11, 98, pen.shaded("#eef2f4", 0.14), 4),
                box(-12, -84, 24, 20, pen("#aab6c0"), 2),
                box(-8, -82, 5, 7, pen("#3f86c9")),
                box(3, -82, 5, 7, pen("#e8503a")),
                box(-14, -140, 28, 40, pen("#8fcdf0", 0.85), 6),
                box(-9, -136, 5, 30, pen("#ffffff", 0.55), 2),
                area(pen("#8fcdf0", 0.85), (-8, -102), (8, -102), (5, -97), (-5, -97)),
            ],
        ),
    )
