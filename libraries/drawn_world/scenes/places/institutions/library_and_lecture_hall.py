"""The scenes of a library and of a lecture hall."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights, add_pendant_lamp
from libraries.drawn_world.scenes.kit.furniture import chair, shelf, table
from libraries.drawn_world.scenes.kit.rooms import Room, add_sunshine, add_window, build_room
from libraries.drawn_world.scenes.kit.small_things import add_table_lamp, mug, potted_plant
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import BOOKS, Panel, Rect, shelf_boards, shelf_goods
from libraries.drawn_world.scenes.pen import Lamp, box, line
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from schemas.beats import Place


@register_scene(Place.LIBRARY, Lighting.HOME)
def library_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 950)
    wall, wood, accent = (
        ("#e9d6b0", "#8a5a3c", "#3f8a6a"),
        ("#d6dfe0", "#7a5038", "#c9703f"),
        ("#e6d3c3", "#6a4a3a", "#4a6fb5"),
    )[on.random.randrange(3)]
    hole = (-0.5, 0.5, 0.9, 2.7)
    fill_outdoor_view(on, 860, HorizonScenery.HILLS, (560, 420))
    if on.sky.lamps:
        on.hang_lamps(Lamp(540, 520, 1100, color("#ffd48a"), 0.62), Lamp(540, 1450, 900, color("#ffd48a"), 0.3))
    build_room(on, Room(1.7, 5.2, 3.5, wall=wall, floor="#a9784f", ceiling="#f4ead6", skirting=wood), [hole])
    add_window(on, hole, 5.2, wood, 2, 2)
    add_sunshine(on, hole, 5.2, 1.6)
    for x in (-1.35, 1.35):
        panel = Panel(w, x=x)
        rect: Rect = (1.25, 4.9, 0.15, 2.7)
        on.add(
            panel.rect(panel.pen_at(2, 1).shaded(wood, 0.35), 1.2, 4.95, 0, 2.8),
            *shelf_goods(panel, rect, 6, on.random, BOOKS, (0.06, 0.13), 0.76),
            *shelf_boards(panel, rect, 6, wood, 0.035),
            panel.rects(panel.pen_at(2, 1)(wood), [(u, u + 0.05, 0, 2.8) for u in (1.2, 2.4, 3.65, 4.9)]),
        )
    on.add(
        shelf(w, (-1.35, -0.6), (0, 2.4), (5.0, 5.2), 6, on.random, wood),
        shelf(w, (0.6, 1.35), (0, 2.4), (5.0, 5.2), 6, on.random, wood),
    )
    for z in (3.6, 2.5):
        add_pendant_lamp(on, 0, z, 2.4, 3.5, accent, 0.2)
        on.add(
            chair(w, -0.72, z, wood),
            chair(w, 0.72, z, wood),
            table(w, (-0.55, 0.55), (z - 0.35, z + 0.35), 0.72, "#d9a066", wood),
        )
        on.add(
            w.block(("#3f6fb5", "#c9502f")[z > 3], (-0.4, -0.1), (0.72, 0.78), (z - 0.15, z + 0.05)),
            w.block("#f1e6cf", (-0.37, -0.12), (0.78, 0.83), (z - 0.13, z + 0.03)),
        )
        add_table_lamp(on, 0.3, 0.72, z, accent)
    on.front += [
        w.block("#c9502f", (-0.85, -0.4), (0.0, 0.36), (1.0, 1.3)),
        w.block("#4a5f9c", (-0.8, -0.42), (0.36, 0.44), (1.02, 1.28)),
        potted_plant(w, 0.72, 1.12, 0.62, accent),
    ]
    return on.finish(1.85, 0.45, [on.mark_at(x, 2.5, 0.46, True) for x in (-0.72, 0.72)])


@register_scene(Place.LECTURE_HALL, Lighting.BRIGHT)
def lecture_hall_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 780, 950, 1.9)
    wall, wood, accent = (
        ("#c9b08a", "#8a5f40", "#7a2f3a"),
        ("#b9c0cc", "#6a5a50", "#2f4a7a"),
        ("#c3b8a6", "#7a5a48", "#2f5f50"),
    )[on.random.randrange(3)]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen(wall)))
    build_room(on, Room(2.3, 6.0, 3.8, wall=wall, floor="#8f7a68", ceiling="#eee6da", skirting=wood, pattern="plain"))
    back = Panel(w, 6.0)
    on.add(
        back.rect(back.pen_at(0, 2)(wood), -2.3, 2.3, 0, 0.8),
        back.rect(back.pen_at(0, 2)("#2c3040"), -1.55, 1.55, 1.15, 2.95),
        back.rect(on.pen.glow("#f4fbff"), -1.5, 1.5, 1.2, 2.9),
    )
    on.add(
        back.rect(on.pen.glow(accent), -1.5, 1.5, 2.6, 2.9),
        back.rects(on.pen.glow("#8fa3b8"), [(-1.3, -0.2, v, v + 0.07) for v in (2.3, 2.1, 1.9)]),
        back.rects(
            on.pen.glow("#e8795a"),
            [(0.2 + k * 0.25, 0.36 + k * 0.25, 1.4, 1.4 + h) for k, h in enumerate((0.4, 0.7, 0.55, 0.9))],
        ),
    )
    on.add(
        w.block("#a98a68", (-2.3, 2.3), (0, 0.2), (5.0, 6.0)),
        w.block(wood, (0.8, 1.4), (0.2, 1.3), (5.1, 5.5), "#c9a27a"),
        line(on.pen.pen_at(700, 900)("#3a3440"), 4, w.project(1.1, 1.3, 5.2), w.project(1.0, 1.55, 5.1)),
    )
    for z in (4.2, 3.3, 2.5, 1.8):
        on.add(
            w.block(wood, (-2.1, -0.45), (0.3, 0.75), (z, z + 0.3), "#d9b384"),
            w.block(wood, (0.45, 2.1), (0.3, 0.75), (z, z + 0.3), "#d9b384"),
        )
        for x in (-1.8, -1.3, -0.8, 0.8, 1.3, 1.8):
            on.add(w.block(accent, (x - 0.19, x + 0.19), (0.45, 0.98), (z - 0.32, z - 0.26)))
    add_ceiling_lights(on, (-1.0, 0.0, 1.0), (1.8, 3.2), 3.8, 0.1, 0.9)
    on.front += [
        w.block("#d9b384", (-1.2, -0.2), (0.5, 0.56), (1.0, 1.3)),
        w.block("#ffffff", (-0.85, -0.5), (0.56, 0.58), (1.05, 1.25)),
        mug(w, -0.32, 0.56, 1.12, accent, 1.3),
    ]
    return on.finish(2.2, 0.36, [on.mark_at(x, 2.3, 0.5, True) for x in (-0.8, 0.8)], light=(540, 400))
