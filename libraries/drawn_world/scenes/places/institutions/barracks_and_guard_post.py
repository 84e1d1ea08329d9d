"""The scenes of barracks and of a guard post of the army."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.grounds import grass, ground_color, sloping_ground
from libraries.drawn_world.scenes.kit.rooms import Room, add_window, build_room
from libraries.drawn_world.scenes.kit.trees import bush
from libraries.drawn_world.scenes.kit.wall_hangings import add_clock, add_television
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, area, blob, box, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture
from schemas.beats import Place

GREEN = ("#5f7a4f", "#7a8a5a", "#4f6a5a")


@register_scene(Place.BARRACKS, Lighting.HOME)
def barracks_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 950)
    green = GREEN[on.random.randrange(3)]
    fill_outdoor_view(on, 840, HorizonScenery.HILLS, (560, 400))
    if on.sky.lamps:
        on.hang_lamps(Lamp(540, 420, 1100, color("#fff0cf"), 0.6))
    hole = (-0.5, 0.5, 1.1, 2.1)
    build_room(
        on,
        Room(
            1.7, 5.4, 2.9, wall="#e9e4cf", floor="#9a8a70", ceiling="#f4f1e4", skirting=green, pattern="tiles", tile=0.6
        ),
        [hole],
    )
    back = Panel(w, 5.4)
    for x in (-1.7, 1.7):
        panel = Panel(w, x=x)
        on.add(panel.rect(panel.pen_at(2, 0.6)(green), 0.62, 5.4, 0.1, 1.0))
    on.add(back.rect(back.pen_at(0, 0.6)(green), -1.7, 1.7, 0.1, 1.0))
    add_window(on, hole, 5.4, "#f4f1e4", 2, 1)
    add_clock(on, back, 0.0, 2.45, 0.16)
    for z in (4.4, 3.5, 2.6, 1.7):
        for side in (-1, 1):
            on.add(locker(on, side, z, green))
    for side in (-1, 1):
        near, far = sorted((side * 0.6, side * 1.35))
        on.add(w.block("#b98f5a", (near, far), (0.0, 0.42), (1.3, 5.2), "#d9b87f"))
        for k, z in enumerate((4.5, 3.6, 2.7, 1.8)):
            a, b = near + 0.1, far - 0.1
            on.add(
                w.block("#8f9a70", (a, b), (0.42, 0.5), (z, z + 0.62)),
                w.block(green, (a, b), (0.5, 0.66), (z + 0.2, z + 0.58)),
                w.block("#f1ead6", (a + 0.1, b - 0.1), (0.66, 0.74), (z + 0.25, z + 0.5)),
            )
            if k % 2:
                on.add(helmet(on, side * 0.75, z + 0.1))
    add_television(on, back, -1.4, -0.75, 1.7, 2.1, lit=not on.sky.dark)
    add_ceiling_lights(on, (-0.45, 0.45), (1.5, 2.7, 4.0), 2.9, 0.08, 0.8, lit=on.setting.time.value != "small_hours")
    on.front += [boots(on, -0.42, 1.1), boots(on, 0.55, 1.15)]
    return on.finish(1.9, 0.36, [on.mark_at(side * 0.72, 2.3, 0.44, True) for side in (-1, 1)])


def locker(on: SceneBuilder, side: int, z: float, green: str) -> Group:
    """A locker at the wall with a uniform that hangs in it."""
    w = on.space
    x0, x1 = sorted((side * 1.36, side * 1.7))
    panel = Panel(w, x=side * 1.36)
    pen = panel.pen_at(z, 1.3)
    coat = [
        panel.rect(pen.shaded("#4a4436", 0.3), z + 0.06, z + 0.7, 0.9, 2.0),
        panel.rect(pen(green), z + 0.14, z + 0.4, 1.0, 1.85),
        panel.rect(pen.shaded(green, 0.25), z + 0.28, z + 0.4, 1.0, 1.85),
        panel.rects(
            pen("#3f4a36"),
            [(z + 0.18, z + 0.24, 1.3, 1.4), (z + 0.3, z + 0.36, 1.5, 1.6), (z + 0.2, z + 0.26, 1.62, 1.7)],
        ),
        panel.rect(pen("#c9b48a"), z + 0.46, z + 0.64, 1.05, 1.75),
    ]
    return Group(
        (
            w.block("#c9ab78", (x0, x1), (0.5, 2.15), (z, z + 0.78)),
            panel.rect(pen("#d9be8f"), z, z + 0.78, 0.5, 2.15),
            *coat,
            panel.rect(pen.shaded("#c9ab78", 0.3), z, z + 0.78, 2.05, 2.08),
            w.block(green, (x0 + 0.02, x1 - 0.02), (2.15, 2.32), (z + 0.12, z + 0.6)),
        )
    )


def helmet(on: SceneBuilder, x: float, z: float) -> Picture:
    """A helmet."""
    px, py, s = on.space.place_and_scale(x, z, 0.42)
    pen = on.space.pen_at(x, 0.5, z)
    return placed_parts(
        px,
        py,
        s,
        [
            blob(pen("#5a6a45"), (-14, -1), (-13, -10), (0, -17), (13, -10), (14, -1)),
            oval(0, -1, 16, 3, pen.shaded("#5a6a45", 0.3)),
            blob(pen.shaded("#5a6a45", 0.25), (3, -1), (6, -14), (13, -9), (14, -1)),
            oval(-5, -9, 2.5, 1.8, pen("#3f4a36")),
            oval(2, -12, 2.5, 1.6, pen("#8a8f5f")),
        ],
    )


def boots(on: SceneBuilder, x: float, z: float) -> Picture:
    """A pair of boots."""
    px, py, s = on.space.place_and_scale(x, z)
    pen = on.space.pen_at(x, 0.2, z)
    parts: list[Picture] = []
    for dx in (-9, 8):
        parts += [
            area(pen("#2f2a2c"), (dx - 6, -28), (dx + 5, -28), (dx + 6, -8), (dx + 7, 0), (dx - 7, 0), (dx - 6, -8)),
            oval(dx, -4, 7.5, 5, pen("#3a3436")),
            box(dx - 8, -1, 16, 3, pen("#1a1618"), 1),
            *(line(pen("#8a8084"), 0.9, (dx - 4, -10 - k * 4), (dx + 4, -11 - k * 4)) for k in range(4)),
        ]
    return placed_parts(px, py, s, parts)


@register_scene(Place.GUARD_POST, Lighting.OPEN)
def guard_post_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 880, 1000)
    fill_outdoor_view(on, 900, HorizonScenery.HILLS, (780, 330))
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(0.9, 2.2, 3.4), 800, color("#ffcf82"), 0.8))
    on.add(
        sloping_ground(on, ground_color(on, "#8a9a5f"), (-160, 960), (200, 930), (640, 950), (1000, 930), (1240, 950))
    )
    on.add(w.floor(on.surface_gradient(ground_color(on, "#b9a27a"), (540, 1000), (540, 2080), 0.25), -1.3, 1.1, 0.5, 9))
    fence = Panel(w, 6.0)
    pen = fence.pen_at(0, 1)
    on.add(
        fence.rects(pen("#6a7280"), [(u, u + 0.06, 0, 2.3) for u in (-4 + k * 1.0 for k in range(9))]),
        *(fence.line(pen("#8a929e"), 2.5, (-4.2, v), (4.2, v)) for v in (0.4, 0.8, 1.2, 1.6, 2.0)),
        *(fence.line(pen("#8a929e"), 2, (-4.2 + k * 0.42, 0.4), (-3.78 + k * 0.42, 2.0)) for k in range(20)),
    )
    on.add(*(oval(*fence.project(-4 + k * 0.25, 2.35), 20, 17, pen("#9aa2ae", 0.35)) for k in range(32)))
    on.add(
        w.block("#6f7f5a", (0.55, 1.75), (0.0, 2.5), (3.4, 4.4)), w.block("#4f5a44", (0.4, 1.9), (2.5, 2.7), (3.2, 4.6))
    )
    hut = Panel(w, 3.4)
    on.add(
        hut.rect(on.pen.glow("#ffe2a0") if on.sky.lamps else hut.pen_at(1, 1.5)("#8fb0bf"), 0.75, 1.55, 1.15, 2.05),
        hut.rects(
            hut.pen_at(1, 1)("#3f4a36"), [(1.13, 1.17, 1.15, 2.05), (0.7, 1.6, 1.1, 1.15), (0.7, 1.6, 2.05, 2.1)]
        ),
        hut.rects(hut.pen_at(1, 0.5).shaded("#6f7f5a", 0.25), [(0.65, 0.95, 0.2, 0.6), (1.2, 1.6, 0.4, 0.8)]),
    )
    for x, row in (
        (x, layer) for layer in range(4) for x in (-1.95 + 0.2 * (layer % 2) + 0.42 * k for k in range(4 - layer // 2))
    ):
        px, py, s = w.place_and_scale(x, 3.2, row * 0.17)
        pen = w.pen_at(x, 0.3, 3.2)
        bag = box(-22, -19, 43, 19, pen(("#c9b486", "#b9a274")[row % 2]), 9)
        on.add(
            placed_parts(
                px,
                py,
                s,
                [
                    bag,
                    box(-18, -7, 37, 7, pen.shaded("#a9966a", 0.14), 4),
                    line(pen.shaded("#a9966a", 0.3), 1.6, (16, -15), (16, -4)),
                ],
            )
        )
    on.add(bush(on, 2.0, 3.0, 0.9, 0.5))
    on.front += [grass(on.pen.pen_at(540, 1900), ground_color(on, "#7a8a4f"), 2000, 5, 50, 160)]
    add_weather(on)
    return on.finish(2.2, 0.5)
