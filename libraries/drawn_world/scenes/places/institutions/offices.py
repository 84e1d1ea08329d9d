"""The scenes of an office, a meeting room and a manager's office."""

from libraries.drawn_world.scenes.animations_and_light_beams import steam_animation
from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.furniture import cabinet, desk, office_chair, shelf, table
from libraries.drawn_world.scenes.kit.rooms import Room, add_sunshine, add_window, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import monitor, monitor_back
from libraries.drawn_world.scenes.kit.small_things import mug, potted_plant
from libraries.drawn_world.scenes.kit.wall_hangings import add_clock, calendar
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, box, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Group
from schemas.beats import Place

LOOKS = (
    ("#f7efdc", "#d9c6a0", "#3a6ea5", "#ff7d5c"),
    ("#dfeaf2", "#a9b4c2", "#3f8a86", "#f4b740"),
    ("#e6e2f2", "#b9a9c9", "#5a4f9c", "#f28a7a"),
)
"""Wall, floor, chairs, accent."""


def office_desk(on: SceneBuilder, x: float, z: float, accent: str, seed: int) -> Group:
    """A desk seen from the front of its screen, with papers, a cup and things."""
    w = on.space
    inks = (accent, "#3fb6a8", "#ffc23d", "#ffffff")
    px, py, s = w.place_and_scale(x, z, 0.74)
    pen = w.pen_at(x, 0.9, z)
    files = [box(30 + k * 6, -h, 5, h, pen(inks[(k + seed) % 4]), 1) for k, h in enumerate((20, 24, 18, 22))]
    papers = [box(-52, -4, 24, 4, pen("#ffffff")), box(-50, -7, 22, 3, pen("#f1ead8"))]
    return Group(
        (
            desk(w, (x - 0.65, x + 0.65), (z - 0.3, z + 0.3)),
            monitor(w, x - 0.08, 0.74, z + 0.1, ("#bfe9ff", "#d4f4e3", "#ffe9c9")[seed % 3]),
            placed_parts(px, py, s, [*files, *papers]),
            mug(w, x - 0.42, 0.74, z - 0.1, inks[seed % 3], 1.1),
        )
    )


@register_scene(Place.OFFICE, Lighting.BRIGHT)
def office_scene(on: SceneBuilder) -> Scene:
    wall, floor, cloth, accent = LOOKS[on.random.randrange(3)]
    w = on.move_eye(540, 780, 1000)
    hole = (-1.85, 1.85, 0.95, 2.75)
    fill_outdoor_view(on, 820, HorizonScenery.CITY, (800, 330))
    build_room(on, Room(2.2, 4.4, 3.3, wall=wall, floor=floor, ceiling="#fdfaf0", pattern="tiles", tile=0.7), [hole])
    add_window(on, hole, 4.4, "#f3ede0", 4, 1)
    add_sunshine(on, hole, 4.4, 1.2)
    add_ceiling_lights(on, (-1.1, 0.0, 1.1), (1.7, 2.8), 3.3, 0.26, 0.6)
    on.add(cabinet(w, (-2.1, -1.0), (4.0, 4.35), 0.85, "#dfe3e8", 3), potted_plant(w, 1.75, 4.0, 1.5, accent))
    for row, z in enumerate((3.7, 2.75)):
        for k, x in enumerate((-1.45, 0.1, 1.6) if row == 0 else (-1.2, 1.25)):
            on.add(office_desk(on, x, z, accent, row * 3 + k), office_chair(w, x - 0.05, z - 0.62, cloth))
    add_clock(on, Panel(w, x=-2.2), 2.6, 2.3, 0.2)
    on.add(calendar(Panel(w, x=2.2), 3.0, 1.8, 0.4, accent))
    on.front += [
        w.block("#fffaf0", (-1.2, 1.2), (0.62, 0.68), (0.98, 1.3)),
        w.block("#cfae77", (-1.15, 1.15), (0.0, 0.62), (1.02, 1.06)),
        mug(w, 0.4, 0.68, 1.1, accent, 1.2),
        w.block("#3fb6a8", (-0.62, -0.3), (0.68, 0.72), (1.05, 1.25)),
        w.block("#ffc23d", (-0.6, -0.33), (0.72, 0.755), (1.06, 1.24)),
    ]
    x, y = w.project(0.4, 0.82, 1.1)
    on.before.append(steam_animation(x, y, on.pen.glow("#ffffff", 0.5), 1.4))
    return on.finish(2.0, 0.55, [on.mark_at(x, 1.6, 0.46, True) for x in (-0.42, 0.42)])


@register_scene(Place.MEETING_ROOM, Lighting.BRIGHT)
def meeting_room_scene(on: SceneBuilder) -> Scene:
    wall, floor, cloth, accent = LOOKS[(on.random.randrange(3) + 1) % 3]
    w = on.move_eye(540, 780, 1000)
    hole = (0.15, 1.4, 0.95, 2.6)
    fill_outdoor_view(on, 820, HorizonScenery.CITY, (800, 330))
    build_room(on, Room(1.7, 3.9, 3.1, wall=wall, floor=floor, ceiling="#fdfaf0", pattern="plain"), [hole])
    add_window(on, hole, 3.9, "#f3ede0", 2, 1)
    add_sunshine(on, hole, 3.9)
    add_ceiling_lights(on, (-0.7, 0.7), (1.7, 2.7), 3.1, 0.3, 0.55)
    back = Panel(w, 3.9)
    pen = back.pen_at(-0.8, 1.8)
    on.add(
        back.rect(pen("#5a6478"), -1.5, -0.12, 1.15, 2.45), back.rect(on.pen.glow("#f4fbff"), -1.46, -0.16, 1.19, 2.41)
    )
    bars = [(-1.3 + k * 0.2, -1.18 + k * 0.2, 1.3, 1.3 + h) for k, h in enumerate((0.3, 0.45, 0.38, 0.62, 0.78))]
    on.add(
        *(
            back.rects(on.pen.glow(ink), [each])
            for ink, each in zip(("#5a8fd0", "#3fb6a8", "#f4b740", "#f28a4a", "#e8503a"), bars, strict=True)
        ),
        back.line(on.pen.glow("#e8503a"), 5, (-1.3, 1.72), (-1.0, 1.86), (-0.8, 1.82), (-0.4, 2.25)),
    )
    for z in (3.3, 2.75, 2.2):
        on.add(office_chair(w, -1.15, z, cloth), office_chair(w, 1.15, z, cloth))
    on.add(table(w, (-0.82, 0.82), (1.55, 3.3), 0.74, "#e9d3a8", "#5a6478"))
    for k, (x, z) in enumerate(((-0.5, 2.9), (0.5, 2.7), (-0.45, 2.1), (0.5, 1.9))):
        on.add(
            w.floor(w.pen_at(x, 0.8, z)("#ffffff"), x - 0.14, x + 0.14, z - 0.12, z + 0.12, 0.745),
            mug(w, x + 0.22, 0.74, z, (accent, "#ffffff", "#3fb6a8")[k % 3]),
        )
    on.add(potted_plant(w, 1.45, 3.5, 1.3, accent))
    on.front += [monitor_back(w, -0.5, 0.6, 1.05, 0.36)]
    return on.finish(1.8, 0.6, [on.mark_at(x, 2.75, 0.48, True) for x in (-1.1, 1.1)])


@register_scene(Place.MANAGERS_OFFICE, Lighting.BRIGHT)
def managers_office_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 790, 1000)
    hole = (-0.75, 0.75, 1.0, 2.6)
    wall, wood, accent = (
        ("#c9b49a", "#7a4a34", "#3f6a5a"),
        ("#a9b8c9", "#5a4038", "#8a3a4a"),
        ("#d3c3ae", "#8a5a3c", "#34507a"),
    )[on.random.randrange(3)]
    fill_outdoor_view(on, 840, HorizonScenery.CITY, (560, 380))
    x, y = w.project(-1.1, 1.5, 2.6)
    if on.sky.lamps:
        on.hang_lamps(Lamp(x, y, 800, color("#ffc877"), 0.4))
    build_room(on, Room(1.6, 3.4, 3.2, wall=wall, floor=wood, ceiling="#f1e8da", skirting=wood), [hole])
    add_window(on, hole, 3.4, "#efe3d0", 3, 1)
    add_sunshine(on, hole, 3.4)
    blinds = Panel(w, 3.36)
    on.add(
        blinds.rects(
            blinds.pen_at(0, 2.5)("#f6efe2"), [(-0.75, 0.75, v, v + 0.045) for v in (2.12 + k * 0.08 for k in range(6))]
        )
    )
    on.add(
        shelf(w, (-1.55, -0.9), (0.0, 2.3), (3.0, 3.35), 5, on.random, wood),
        shelf(w, (0.9, 1.55), (0.0, 2.3), (3.0, 3.35), 5, on.random, wood),
    )
    on.add(
        office_chair(w, 0.0, 2.75, "#2c2a38"),
        desk(w, (-0.95, 0.95), (1.95, 2.6), 0.76, wood, wood),
        monitor_back(w, 0.42, 0.76, 2.3),
        mug(w, -0.3, 0.76, 2.2, accent, 1.2),
    )
    plate = Panel(w, 2.0)
    on.add(
        plate.rect(plate.pen_at(0, 0.8)("#2c2a38"), -0.3, 0.1, 0.76, 0.86),
        plate.rect(plate.pen_at(0, 0.8)("#e9d28a"), -0.24, 0.04, 0.79, 0.83),
    )
    on.add(
        potted_plant(w, -1.25, 2.4, 1.4, accent),
        w.floor(on.pen.pen_at(540, 1500).shaded(accent, 0.1), -1.1, 1.1, 0.9, 1.8),
    )
    on.front += [
        w.block(accent, (-1.3, -0.62), (0.0, 0.5), (0.95, 1.3)),
        w.block(accent, (0.66, 1.3), (0.0, 0.5), (0.95, 1.3)),
    ]
    return on.finish(1.75, 0.45, [on.mark_at(0, 2.75, 0.48, True)])
