"""The lift and the stairs of a block of flats."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.doors import door, steel_door
from libraries.drawn_world.scenes.kit.furniture import Span
from libraries.drawn_world.scenes.kit.rooms import Room, add_window, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_exit_sign, add_pulsing_light
from libraries.drawn_world.scenes.kit.wall_hangings import poster
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, box, halo, line, oval
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import LEFT, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from schemas.beats import Place


def add_lift_display(on: SceneBuilder, x: float, y: float, size: float, arrow: bool = True) -> None:
    """Add the red display of a lift: an arrow that blinks."""
    pen = on.pen
    on.add(box(x - 34 * size, y - 24 * size, 68 * size, 48 * size, pen.glow("#07090f"), 6 * size))
    red = pen.glow("#ff3b30")
    on.add(
        area(red, (x - 14 * size, y + 8 * size), (x, y - 14 * size), (x + 14 * size, y + 8 * size)),
        box(x - 14 * size, y + 11 * size, 28 * size, 5 * size, red),
    )
    if arrow:
        add_pulsing_light(on, x, y, 95 * size, "#ff2f28", 1.3)


@register_scene(Place.LIFT, Lighting.BRIGHT)
def lift_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 820, 1000)
    steel = ("#8f9db3", "#a39a8c", "#7f93a8")[on.random.randrange(3)]
    on.hang_lamps(Lamp(540, 120, 1300, color("#fff2d0"), 0.28))
    on.back.append(box(LEFT, -160, WIDE, 2240, on.pen.glow("#10142a")))
    build_room(
        on,
        Room(
            0.98,
            2.3,
            2.75,
            wall=steel,
            floor="#5f6678",
            ceiling="#cfd6dd",
            skirting="#39415a",
            pattern="tiles",
            tile=0.5,
        ),
    )
    back, side = Panel(w, 2.3), Panel(w, x=0.98)
    pen = back.pen_at(0, 1.2)
    on.add(
        back.rects(pen.shaded(steel, 0.35, 0.6), [(u, u + 0.012, 0.09, 2.68) for u in (-0.5, 0.49)]),
        back.rects(pen.lit_edge(steel, 0.3, 0.5), [(u, u + 0.09, 0.09, 2.68) for u in (-0.9, -0.36, 0.1, 0.62)]),
    )
    on.add(
        back.rect(pen.shaded(steel, 0.45), -0.48, 0.48, 1.02, 2.3),
        back.rect(on.pen.pen_at(540, 900)("#8aa3ba"), -0.45, 0.45, 1.05, 2.27),
        back.rect(on.pen.pen_at(540, 900)("#b3c9da"), -0.3, 0.3, 1.05, 2.12),
        back.rects(
            on.pen.pen_at(540, 900)("#93abc2"),
            [(-0.01, 0.01, 1.05, 2.12), (-0.3, -0.27, 1.05, 2.12), (0.27, 0.3, 1.05, 2.12)],
        ),
        poster(Panel(w, x=-0.98), 1.35, 1.75, 1.15, 1.8, "#fffaf0", "#e8795a", 4),
        area(
            on.pen.glow("#ffffff", 0.25),
            back.project(-0.4, 2.27),
            back.project(-0.2, 2.27),
            back.project(-0.36, 1.05),
            back.project(-0.45, 1.05),
            back.project(-0.45, 1.9),
        ),
    )
    for panel, u0, u1 in ((back, -0.98, 0.98), (side, 0.9, 2.3), (Panel(w, x=-0.98), 0.9, 2.3)):
        on.add(
            panel.rect(panel.pen_at(u1, 0.9).shaded("#dfe6ee", 0.35), u0, u1, 0.86, 0.89),
            panel.rect(panel.pen_at(u1, 0.9)("#eef3f8"), u0, u1, 0.89, 0.93),
        )
    add_ceiling_lights(on, (0.0,), (1.35,), 2.75, 0.5, 0.55)
    add_lift_buttons(on, side)
    add_lift_display(on, *back.project(0, 2.5), 1.2)
    return on.finish(1.75, 0.42)


def add_lift_buttons(on: SceneBuilder, side: Panel) -> None:
    """Add the buttons of a lift on its right wall; one is lit."""
    pen = side.pen_at(1.5, 1.2)
    on.add(side.rect(pen.shaded("#39415a", 0.3), 1.3, 1.62, 0.98, 1.92), side.rect(pen("#4a5470"), 1.32, 1.6, 1.0, 1.9))
    for row in range(5):
        for u in (1.39, 1.52):
            x, y = side.project(u, 1.08 + row * 0.14)
            lit = row == 2 and u < 1.45
            on.add(
                oval(x, y, 17, 24, pen.shaded("#20263a", 0.2)),
                oval(x, y, 12, 18, on.pen.glow("#ff4a3a") if lit else pen("#dfe6ee")),
            )
            if lit:
                add_pulsing_light(on, x, y, 80, "#ff5a3a", 2.0)
    on.add(
        side.rect(on.pen.glow("#07090f"), 1.36, 1.56, 1.76, 1.86),
        side.rect(on.pen.glow("#ff3b30"), 1.43, 1.49, 1.79, 1.83),
    )


@register_scene(Place.STAIRWELL, Lighting.HOME)
def stairwell_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 900)
    fill_outdoor_view(on, 900, HorizonScenery.FLATS, (600, 200))
    hole = (-0.85, 0.25, 2.35, 3.55)
    x, y = w.project(0.6, 2.7, 2.6)
    if on.sky.lamps:
        on.hang_lamps(Lamp(x, y, 950, color("#ffdf9a"), 0.7))
    wall = ("#d9e0cf", "#e4d6bf", "#cfdbe4")[on.random.randrange(3)]
    build_room(
        on, Room(1.25, 4.4, 4.3, wall=wall, floor="#a3a49f", ceiling="#f0efe6", pattern="tiles", tile=0.6), [hole]
    )
    add_window(on, hole, 4.4, "#8f98a8", 2, 1)
    back, left, right = Panel(w, 4.4), Panel(w, x=-1.25), Panel(w, x=1.25)
    on.add(left.rect(left.pen_at(2, 0.5)("#7f9aa5"), 0.62, 4.4, 0, 1.0))
    for k in reversed(range(10)):
        step: Span = (1.9 + k * 0.25, 2.15 + k * 0.25)
        on.add(w.block("#b9b6ac", (-1.25, 0.12), (0, (k + 1) * 0.17), step, "#d9d6cc"))
        nose = Panel(w, step[0])
        on.add(nose.rect(nose.pen_at(0, 1)("#f4c04a"), -1.25, 0.12, (k + 1) * 0.17 - 0.035, (k + 1) * 0.17))
    foot, head = w.project(0.14, 0.95, 1.9), w.project(0.14, 2.6, 4.3)
    on.add(line(on.pen.pen_at(*foot)("#6b4a3a"), 16, foot, head))
    on.add(
        *(
            line(
                on.pen.pen_at(*foot)("#4a5470"),
                6,
                w.project(0.14, (k + 1) * 0.17, 2.0 + k * 0.25),
                w.project(0.14, 0.9 + (k + 1) * 0.17, 2.0 + k * 0.25),
            )
            for k in range(0, 10, 1)
        )
    )
    on.add(door(back, 0.75, 0.75, 2.0, "#6f8f88", "#4f6660"), steel_door(right, 2.4, 0.95))
    on.add(
        w.floor(
            on.pen.glow("#fff6da") if on.sky.lamps else on.pen.pen_at(x, 200)("#f7f3e6"), 0.35, 0.85, 2.3, 2.8, 4.28
        )
    )
    if on.sky.lamps:
        on.add(added_light([halo(*w.project(0.6, 4.2, 2.5), 420, on.pen.glow("#ffe0a0", 0.5))]))
    add_exit_sign(on, *back.project(0.75, 2.35), 0.8)
    on.add(poster(right, 3.2, 3.7, 1.1, 1.75, "#fffdf4", "#e0735a", 3))
    return on.finish(1.95, 0.5, light=(x, y - 300))
