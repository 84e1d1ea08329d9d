"""A flat of one room."""

from libraries.drawn_world.scenes.kit.furniture import chair, desk, shelf
from libraries.drawn_world.scenes.kit.home_colors_lamps_and_curtains import HOME_COLORS, add_curtains, hang_lamp
from libraries.drawn_world.scenes.kit.rooms import Room, add_sunshine, add_window, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import monitor
from libraries.drawn_world.scenes.kit.small_things import add_table_lamp, mug
from libraries.drawn_world.scenes.kit.soft_furniture import cushion, mattress
from libraries.drawn_world.scenes.kit.wall_hangings import calendar
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import area, line, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.picture import Picture
from schemas.beats import Place


@register_scene(Place.STUDIO_FLAT, Lighting.HOME)
def studio_flat_scene(on: SceneBuilder) -> Scene:
    wall, floor, cloth, small, accent = HOME_COLORS[(on.random.randrange(4) + 1) % 4]
    w = on.move_eye()
    hole = (-0.4, 0.62, 1.1, 2.2)
    fill_outdoor_view(on, 780, HorizonScenery.CITY, (560, 380))
    hang_lamp(on, 900, 820, 900, 0.8)
    build_room(on, Room(1.2, 2.9, 3.0, wall=wall, floor=floor), [hole])
    add_window(on, hole, 2.9, across=2, down=1)
    add_sunshine(on, hole, 2.9, 0.8)
    back = Panel(w, 2.9)
    on.add(calendar(back, -0.82, 1.95, 0.32, accent), shelf(w, (-1.18, -0.62), (0.0, 1.3), (2.45, 2.85), 4, on.random))
    on.add(
        desk(w, (0.34, 1.18), (2.2, 2.75)),
        monitor(w, 0.74, 0.74, 2.55, lines=not on.sky.dark),
        mug(w, 1.02, 0.74, 2.4, accent),
    )
    add_table_lamp(on, 0.46, 0.74, 2.5, small)
    on.add(chair(w, 0.72, 2.05, "#8a6a9c", back=False))
    on.add(mattress(w, (-0.95, -0.05), (1.75, 2.4), cloth))
    add_clothes_rail(on, -0.98, 2.0)
    add_curtains(on, hole, 2.9, small, 0.34)
    add_parcel_boxes(on)
    return on.finish(seats=[on.mark_at(-0.45, 1.9, 0.16, True)])


def add_clothes_rail(on: SceneBuilder, x: float, z: float) -> None:
    """Add a rail with clothes along the left wall."""
    w = on.space
    px, py, s = w.place_and_scale(x, z)
    pen = w.pen_at(x, 1.2, z)
    parts: list[Picture] = [
        line(pen("#5a6478"), 2.5, (-20, 0), (-20, -160)),
        line(pen("#5a6478"), 2.5, (24, 0), (24, -160)),
        line(pen("#5a6478"), 3, (-24, -158), (28, -158)),
    ]
    for k, ink in enumerate(("#4a5f9c", "#e8795a", "#f1e6cf", "#5f8a72", "#34405f")):
        dx = -14 + k * 8
        parts += [
            area(pen(ink), (dx, -152), (dx + 9, -148), (dx + 9.5, -86 - k % 3 * 8), (dx - 1.5, -86 - k % 3 * 8)),
            area(
                pen.shaded(ink, 0.2),
                (dx + 5, -149),
                (dx + 9, -148),
                (dx + 9.5, -86 - k % 3 * 8),
                (dx + 5, -86 - k % 3 * 8),
            ),
        ]
    on.add(w.shadow(x - 0.25, x + 0.3, z - 0.1, z + 0.1), placed_parts(px, py, s, parts))


def add_parcel_boxes(on: SceneBuilder) -> None:
    """Add parcels and a cup of noodles on the front plane."""
    w = on.space
    on.front += [
        w.block("#c9955c", (0.42, 0.95), (0.0, 0.34), (1.05, 1.4)),
        w.block("#d9a871", (0.52, 0.9), (0.34, 0.56), (1.1, 1.35)),
    ]
    pen = w.pen_at(0.7, 0.3, 1.05)
    on.front += [
        w.facing_wall(pen("#f3e3c0"), 0.64, 0.72, 0.0, 0.34, 1.05),
        w.facing_wall(pen("#f3e3c0"), 0.67, 0.74, 0.34, 0.56, 1.1),
        cushion(w, -0.62, 1.15, "#f28a7a"),
    ]
