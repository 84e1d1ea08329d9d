"""The scenes of a doctor's room and of a police station: one desk across which people speak."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.doors import door
from libraries.drawn_world.scenes.kit.furniture import cabinet, desk, office_chair, shelf, stool
from libraries.drawn_world.scenes.kit.rooms import Room, add_sunshine, add_window, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_pulsing_light, monitor_back
from libraries.drawn_world.scenes.kit.small_things import mug, potted_plant
from libraries.drawn_world.scenes.kit.wall_hangings import add_clock, poster
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import BOOKS, Panel
from libraries.drawn_world.scenes.pen import blob, box, line, oval
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from schemas.beats import Place


@register_scene(Place.CONSULTING_ROOM, Lighting.BRIGHT)
def consulting_room_scene(on: SceneBuilder) -> Scene:
    wall, ink, accent = (
        ("#d9ecec", "#5fa8b0", "#f28a6a"),
        ("#e6e9f4", "#6a86c0", "#f4b740"),
        ("#eaf0dc", "#7aa86a", "#e87a8a"),
    )[on.random.randrange(3)]
    w = on.move_eye(540, 790, 1000)
    hole = (0.3, 1.3, 1.1, 2.4)
    fill_outdoor_view(on, 820, HorizonScenery.FLATS, (780, 380))
    build_room(
        on, Room(1.55, 3.3, 3.1, wall=wall, floor="#cdb892", ceiling="#fbfdfb", skirting=ink, pattern="boards"), [hole]
    )
    add_window(on, hole, 3.3, "#f7faf8", 2, 1)
    add_sunshine(on, hole, 3.3)
    back = Panel(w, 3.3)
    add_body_chart(on, back)
    on.add(
        back.rect(back.pen_at(0, 2)("#3a4254"), -0.5, 0.18, 1.5, 2.2),
        back.rect(on.pen.glow("#eaf6ff"), -0.46, 0.14, 1.54, 2.16),
        *(oval(*back.project(-0.16 + side * 0.12, 1.86), 34, 62, on.pen.glow("#8fa6b8", 0.8)) for side in (-1, 1)),
        *(back.line(on.pen.glow("#6a8296"), 4, (-0.36, v), (0.04, v)) for v in (1.66, 1.8, 1.94, 2.06)),
    )
    on.add(
        shelf(w, (-1.5, -1.0), (0, 1.1), (2.9, 3.25), 3, on.random, "#e6d2ac", BOOKS),
        potted_plant(w, 1.3, 2.9, 1.2, accent),
    )
    on.add(
        w.block("#8fb6c4", (0.55, 1.5), (0.35, 0.62), (2.2, 3.0), "#b9dbe4"),
        w.block("#ffffff", (1.1, 1.5), (0.62, 0.72), (2.3, 2.9)),
        *(w.block("#8a96a0", (x, x + 0.06), (0, 0.35), (2.25, 2.3)) for x in (0.6, 1.4)),
    )
    add_ceiling_lights(on, (-0.6, 0.6), (1.7, 2.5), 3.1, 0.14, 0.6)
    on.add(office_chair(w, -0.35, 2.55, "#3a4254"), stool(w, 0.3, 1.95, 0.46, ink))
    on.front += [
        w.block("#f1e6cf", (-1.3, 0.75), (0.58, 0.64), (0.98, 1.3)),
        w.block("#dcc9a0", (-1.25, 0.7), (0, 0.58), (1.02, 1.06)),
        monitor_back(w, -0.52, 0.64, 1.15, 0.42),
        mug(w, 0.05, 0.64, 1.1, accent, 1.2),
        w.block("#ffffff", (0.2, 0.5), (0.64, 0.66), (1.04, 1.22)),
    ]
    return on.finish(1.8, 0.5, [on.mark_at(x, 1.62, 0.46, True) for x in (-0.2, 0.45)])


def add_body_chart(on: SceneBuilder, back: Panel) -> None:
    """Add a chart of the body on the wall."""
    pen = back.pen_at(-1.1, 1.8)
    on.add(back.rect(pen("#fffdf4"), -1.42, -0.78, 1.25, 2.4), back.rect(pen("#8a96a3"), -1.42, -0.78, 2.36, 2.4))
    x, y = back.project(-1.1, 2.14)
    ink, red = pen("#f0b8a0"), pen("#d9584a")
    on.add(
        oval(x, y, 24, 28, ink),
        blob(
            ink,
            (x - 46, y + 44),
            (x + 46, y + 44),
            (x + 38, y + 130),
            (x + 28, y + 200),
            (x - 28, y + 200),
            (x - 38, y + 130),
        ),
        *(line(ink, 20, (x + side * 48, y + 56), (x + side * 66, y + 160)) for side in (-1, 1)),
        *(line(ink, 26, (x + side * 16, y + 190), (x + side * 20, y + 265)) for side in (-1, 1)),
        oval(x + 8, y + 80, 15, 17, red),
        line(red, 5, (x, y + 96), (x, y + 176)),
    )


@register_scene(Place.POLICE_STATION, Lighting.BRIGHT)
def police_station_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 790, 1000)
    navy, wall = (("#2f4a8a", "#d9dfe8"), ("#34507a", "#e3ddd0"), ("#2a4a6a", "#d3dcd9"))[on.random.randrange(3)]
    hole = (-1.35, -0.3, 1.1, 2.4)
    fill_outdoor_view(on, 820, HorizonScenery.CITY, (240, 380))
    build_room(
        on,
        Room(1.8, 3.8, 3.2, wall=wall, floor="#a3a8ae", ceiling="#f4f6f6", skirting=navy, pattern="tiles", tile=0.6),
        [hole],
    )
    add_window(on, hole, 3.8, "#f4f6f6", 2, 1)
    back, right = Panel(w, 3.8), Panel(w, x=1.8)
    pen = back.pen_at(0.6, 2)
    on.add(back.rect(pen(navy), -1.8, 1.8, 2.55, 2.8), back.rect(pen("#f4c02a"), -1.8, 1.8, 2.52, 2.55))
    x, y = back.project(0.6, 1.95)
    on.add(
        oval(x, y, 96, 96, pen.shaded(navy, 0.2)),
        oval(x, y, 84, 84, pen("#e9c24a")),
        oval(x, y, 64, 64, pen(navy)),
        *(
            blob(pen("#e9c24a"), (x, y - 50), (x + side * 40, y - 14), (x + side * 26, y + 38), (x, y + 18))
            for side in (-1, 1)
        ),
    )
    on.add(
        poster(back, 1.05, 1.5, 1.4, 2.1, "#fffdf4", "#d9402f", 4),
        door(right, 2.9, 0.95, 2.05, "#7a8aa0", "#eef1f2", True),
    )
    add_clock(on, back, -1.55, 2.1, 0.16)
    on.add(cabinet(w, (0.9, 1.75), (3.4, 3.75), 1.3, "#b9c2cc", 2), potted_plant(w, -1.55, 3.4, 1.1, navy))
    for px in (-1.0, 0.75):
        on.add(
            office_chair(w, px, 2.9, "#2c3040"),
            desk(w, (px - 0.6, px + 0.6), (2.3, 2.75), 0.74, "#e6e2d6", "#b9c2cc"),
            monitor_back(w, px - 0.2, 0.74, 2.5),
        )
    add_ceiling_lights(on, (-0.9, 0.9), (1.7, 2.7), 3.2, 0.14, 0.7)
    front = Panel(w, 1.0)
    on.front += [
        w.block("#f1efe6", (-1.3, 1.3), (0.62, 0.68), (0.96, 1.25)),
        front.rect(on.surface_gradient(navy, (540, 1600), (540, 2080), 0.3), -1.3, 1.3, 0, 0.62),
        front.rect(on.pen.pen_at(540, 1700)("#f4c02a"), -1.3, 1.3, 0.5, 0.53),
        w.block("#ffffff", (-0.5, -0.2), (0.68, 0.7), (1.02, 1.18)),
        mug(w, 0.42, 0.68, 1.1, navy, 1.2),
    ]
    for side, ink in ((-1, "#ff4a4a"), (1, "#4a8aff")):
        bx, by = w.project(0.6 + side * 0.12, 2.68, 3.8)
        on.add(box(bx - 26, by - 16, 52, 32, on.pen.glow(ink), 8))
        add_pulsing_light(on, bx, by, 170, ink, 1.0 + 0.2 * side)
    return on.finish(1.75, 0.5, [on.mark_at(x, 1.6, 0.5, True) for x in (-0.45, 0.4)])
