"""The scenes of the insides of a subway train and of a bus."""

from math import sin

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import area, box, line, oval, path_with_holes
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.path import rounded_rectangle
from libraries.vector.picture import Group, Picture, filled
from schemas.beats import Place


def add_passing_view(on: SceneBuilder, top: float, foot: float, speed: float = 520, tunnel: bool = False) -> None:
    """Add what passes behind the windows: trees and poles, or the lamps of a tunnel."""
    pen = on.pen

    def flying(time: float) -> Picture:
        parts: list[Picture] = []
        for k in range(5):
            x = LEFT - 300 + (k * 420 + time * speed) % 2100
            if tunnel:
                parts += [
                    box(x, top + 60 + (k % 2) * 90, 210, 12, pen.glow("#cfe6ff", 0.5), 6),
                    box(x + 260, top, 26, foot - top, pen.glow("#0a0e1c")),
                ]
            else:
                parts += [
                    box(x, top, 16, foot - top, pen("#5a6478")),
                    oval(x + 190, foot - 90, 110, 120, pen("#4f8f5f")),
                    oval(x + 300, foot - 40, 90, 80, pen("#3f7a55")),
                ]
        return Group(tuple(parts))

    on.behind.append(flying)


def add_hand_straps(on: SceneBuilder, y: float, xs: tuple[float, ...], ink: str = "#f4c04a") -> None:
    """Add straps that swing."""
    pen = on.pen.pen_at(540, y)

    def swinging(time: float) -> Picture:
        parts: list[Picture] = []
        for k, x in enumerate(xs):
            lean = 9 * sin(time * 2.1 + k * 0.4)
            parts += [
                line(pen(ink), 9, (x, y), (x + lean, y + 86)),
                Group(
                    (
                        filled(
                            rounded_rectangle(x + lean - 27, y + 84, 54, 50, 20).joined_with(
                                rounded_rectangle(x + lean - 16, y + 94, 32, 30, 12)
                            ),
                            pen("#ffffff"),
                        ),
                        oval(x + lean, y + 109, 16, 15, pen.shaded("#9fb0c0", 0.2)),
                    )
                ),
            ]
        return Group(tuple(parts))

    on.among.append(swinging)


@register_scene(Place.SUBWAY_TRAIN, Lighting.BRIGHT)
def subway_train_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 840, 1000)
    ink, band = (("#3f8a86", "#f28a4a"), ("#4a6fb5", "#f4b740"), ("#8a5aa0", "#7fcf8a"))[on.random.randrange(3)]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen.glow("#141a2e")))
    add_passing_view(on, 560, 900, 900, True)
    holes = ((-1.02, -0.04, 1.15, 1.95), (0.04, 1.02, 1.15, 1.95))
    build_room(
        on,
        Room(2.6, 2.6, 2.5, wall="#e9edf0", floor="#a9a59c", ceiling="#f7faf8", skirting="#7a8a94", pattern="plain"),
        holes,
    )
    back = Panel(w, 2.6)
    pen = back.pen_at(0, 1.4)
    for u0, u1, v0, v1 in holes:
        rim = path_with_holes(back.corners(u0 - 0.07, u1 + 0.07, v0 - 0.07, v1 + 0.07), [back.corners(u0, u1, v0, v1)])
        on.add(
            filled(rim, pen("#8f9aa6")),
            area(
                on.pen.glow("#ffffff", 0.14),
                back.project(u0 + 0.1, v1),
                back.project(u0 + 0.35, v1),
                back.project(u0 + 0.15, v0),
                back.project(u0 + 0.02, v0),
            ),
        )
    on.add(
        back.rect(pen(ink), -1.22, 1.22, 2.12, 2.36),
        back.rects(on.pen.glow("#fffdf4", 0.92), [(-1.1 + k * 0.55, -0.66 + k * 0.55, 2.15, 2.33) for k in range(4)]),
        back.rects(pen(band), [(-1.04 + k * 0.55, -0.86 + k * 0.55, 2.2, 2.28) for k in range(4)]),
    )
    for side in (-1, 1):
        u0, u1 = sorted((side * 1.36, side * 2.5))
        on.add(
            back.rect(pen.shaded("#c5ccd2", 0.2), u0 - 0.05, u1 + 0.05, 0.05, 2.1),
            back.rect(pen("#d3d9de"), u0, u1, 0.08, 2.05),
            back.rect(on.pen.glow("#1a2338"), u0 + 0.12, u1 - 0.12, 1.1, 1.9),
            back.line(pen.shaded("#8f9aa6", 0.3), 5, (side * 1.93, 0.08), (side * 1.93, 2.05)),
        )
    on.add(w.block(ink, (-1.22, 1.22), (0.16, 0.46), (2.1, 2.6)), w.block(ink, (-1.22, 1.22), (0.5, 1.02), (2.5, 2.6)))
    seat = Panel(w, 2.5)
    on.add(
        *(
            w.floor(seat.pen_at(0, 0.4).lit_edge(ink, 0.32), -1.18 + k * 0.4, -0.82 + k * 0.4, 2.14, 2.48, 0.465)
            for k in range(6)
        ),
        seat.rects(
            seat.pen_at(0, 0.8).shaded(ink, 0.22), [(-1.22 + k * 0.4, -1.2 + k * 0.4, 0.5, 1.02) for k in range(1, 6)]
        ),
    )
    for x in (-1.26, 1.26):
        a, b = w.project(x, 2.5, 2.05), w.project(x, 0.1, 2.05)
        on.add(
            line(on.pen.pen_at(*a)("#dfe6ec"), 14, a, b),
            line(on.pen.pen_at(*a)("#ffffff", 0.8), 4, (a[0] - 3, a[1]), (b[0] - 3, b[1])),
        )
    add_ceiling_lights(on, (-0.55, 0.55), (1.2,), 2.5, 0.1, 1.0)
    y = w.project(0, 2.22, 1.75)[1]
    on.add(line(on.pen.pen_at(540, y)("#c9d2da"), 11, (LEFT, y), (RIGHT, y)))
    add_hand_straps(on, y, (110, 300, 490, 680, 870, 1060))
    return on.finish(1.65, 0.5, [on.mark_at(x, 2.25, 0.47, True) for x in (-0.8, 0.0, 0.8)], light=(540, -100))


@register_scene(Place.BUS, Lighting.BRIGHT)
def bus_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 900)
    ink, accent = (("#3f6fb5", "#f4b740"), ("#3f8f6a", "#f28a4a"), ("#c9553f", "#8fc7dc"))[on.random.randrange(3)]
    fill_outdoor_view(on, 860, HorizonScenery.CITY, (560, 420))
    add_passing_view(on, 620, 1010, 460)
    front = (-0.85, 0.85, 1.0, 2.05)
    sides = ((0.7, 1.9, 1.0, 1.95), (2.0, 3.1, 1.0, 1.95), (3.2, 4.3, 1.0, 1.95))
    build_room(
        on,
        Room(
            1.2,
            5.0,
            2.4,
            wall="#dfe4e6",
            side="#e9ece9",
            floor="#8f8f96",
            ceiling="#f4f6f4",
            skirting=ink,
            pattern="plain",
        ),
        [front],
        sides,
        sides,
    )
    for x in (-1.2, 1.2):
        panel = Panel(w, x=x)
        on.add(
            panel.rects(
                panel.pen_at(2, 1.2)("#4a5466"),
                [(a - 0.06, a, 0.98, 1.98) for a, *_ in sides] + [(0.7, 4.3, 0.95, 1.0), (0.7, 4.3, 1.95, 2.0)],
            ),
            panel.rect(panel.pen_at(2, 0.5)(ink), 0.62, 5.0, 0.1, 0.6),
        )
    back = Panel(w, 5.0)
    pen = back.pen_at(0, 1)
    on.add(
        back.rects(pen("#3a4254"), [(-0.02, 0.02, 1.0, 2.05), (-0.9, 0.9, 0.96, 1.02), (-0.9, 0.9, 2.03, 2.1)]),
        back.rect(on.pen.glow("#1a1e2c"), -0.5, 0.5, 2.12, 2.32),
        back.rects(on.pen.glow("#ffb03a"), [(-0.4 + k * 0.2, -0.28 + k * 0.2, 2.18, 2.26) for k in range(4)]),
    )
    on.add(
        w.block(ink, (-1.15, 1.15), (0.4, 1.12), (4.85, 5.0)),
        w.block(ink, (-1.15, 1.15), (0.1, 0.46), (4.4, 4.85)),
    )
    add_seat_rows(on, accent, ink)
    for x, z in ((-0.42, 3.1), (0.42, 3.1), (-0.42, 1.5), (0.42, 1.5)):
        a, b = w.project(x, 2.4, z), w.project(x, 1.1, z)
        on.add(line(on.pen.pen_at(*a)(accent), 34 / z, a, b))
    add_ceiling_lights(on, (-0.25, 0.25), (1.3, 2.5), 2.4, 0.08, 0.8)
    for x in (-0.45, 0.45):
        a, b = w.project(x, 2.18, 0.9), w.project(x, 2.18, 4.5)
        on.add(line(on.pen.pen_at(*a)(accent), 8, a, b))
    add_hand_straps(on, w.project(0, 2.18, 1.7)[1], (540 - 238, 540 + 238), "#3a4254")
    return on.finish(1.7, 0.32, [on.mark_at(x, 1.85, 0.47, True) for x in (-0.76, 0.76)], light=(-200, 500))


def add_seat_rows(on: SceneBuilder, accent: str, ink: str) -> None:
    """Add the seats on both sides of the aisle."""
    w = on.space
    for z in (4.0, 3.2, 2.4, 1.6):
        for x0, x1 in ((-1.15, -0.42), (0.42, 1.15)):
            pen, rail = w.pen_at(x0, 1, z), (x0, x0 + 0.06) if x0 > 0 else (x1 - 0.06, x1)
            on.add(
                w.block(ink, (x0, x1), (0.4, 1.12), (z + 0.42, z + 0.52)),
                w.facing_wall(pen.lit_edge(ink, 0.18), x0 + 0.06, x1 - 0.06, 0.5, 0.94, z + 0.42),
                w.facing_wall(pen("#f4f1e6"), x0 + 0.1, x1 - 0.1, 0.96, 1.1, z + 0.42),
                w.block(accent, rail, (1.12, 1.2), (z + 0.42, z + 0.52)),
                w.block(ink, (x0, x1), (0.1, 0.46), (z, z + 0.42)),
            )
