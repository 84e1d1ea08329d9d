"""The scene of an internet café."""

from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_pulsing_light
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, blob, box, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Picture
from schemas.beats import Place


@register_scene(Place.INTERNET_CAFE, Lighting.DIM)
def internet_cafe_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 950)
    glow, second = (("#7a5cff", "#2fd0ff"), ("#ff4f8a", "#6a5cff"), ("#2fd08a", "#3f8aff"))[on.random.randrange(3)]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen("#1a1630")))
    on.hang_lamps(Lamp(540, 620, 1200, color(glow), 0.62), Lamp(540, 1700, 900, color(second), 0.4))
    build_room(
        on,
        Room(
            1.7,
            5.5,
            2.9,
            wall="#5a4f8a",
            side="#4a4478",
            floor="#4a4660",
            ceiling="#2a2644",
            skirting="#2a2644",
            pattern="tiles",
            tile=0.6,
        ),
    )
    for x, ink in ((-1.68, glow), (1.68, second)):
        panel = Panel(w, x=x)
        on.add(
            panel.rect(on.pen.glow(ink), 0.62, 5.5, 2.42, 2.48),
            panel.rect(on.pen.glow(ink, 0.25), 0.62, 5.5, 2.3, 2.6),
        )
    back = Panel(w, 5.5)
    on.add(
        back.rects(
            on.pen.glow(glow),
            [(-1.2, 1.2, 2.2, 2.25), (-1.2, 1.2, 1.35, 1.4), (-1.2, -1.15, 1.35, 2.25), (1.15, 1.2, 1.35, 2.25)],
        ),
        *(
            back.line(on.pen.glow(second), 6, *each)
            for each in (((-0.5, 1.6), (0.0, 2.05), (0.5, 1.6)), ((-0.25, 1.6), (0.0, 1.82), (0.25, 1.6)))
        ),
    )
    on.add(added_light([halo(*back.project(0, 1.8), 420, on.pen.glow(glow, 0.5))]))
    for z in (3.9, 2.9, 2.0):
        for side in (-1, 1):
            add_gaming_desk(on, side, z, (glow, second)[side > 0])
    for x in (-0.5, 0.5):
        a, b = w.project(x, 2.88, 0.9), w.project(x, 2.88, 5.4)
        on.add(line(on.pen.glow(second, 0.9), 9, a, b))
    on.front += [w.block("#2a2644", (-1.3, 1.3), (0.42, 0.48), (0.95, 1.3)), keyboard(on)]
    return on.finish(1.85, 0.32, [on.mark_at(side * 0.72, 2.2, 0.5, True) for side in (-1, 1)])


def add_gaming_desk(on: SceneBuilder, side: int, z: float, ink: str) -> None:
    """Add a desk with two screens at the wall side, and a tall chair before it."""
    w = on.space
    x0, x1 = sorted((side * 0.95, side * 1.68))
    on.add(w.block("#2c2848", (x0, x1), (0.66, 0.72), (z, z + 0.75)))
    px, py, s = w.place_and_scale(side * 1.28, z + 0.5, 0.72)
    screens: list[Picture] = []
    for k, dx in enumerate((-32, 30)):
        game = ("#2fb0ff", "#ff7a5a", "#7ae05a")[(round(z * 10) + k + side) % 3]
        screens += [
            box(dx - 29, -46, 58, 38, on.pen.glow("#12101f"), 3),
            box(dx - 26, -43, 52, 32, on.pen.glow(game), 2),
            area(
                on.pen.glow("#ffffff", 0.35),
                (dx - 26, -11),
                (dx - 8, -30),
                (dx + 4, -20),
                (dx + 26, -34),
                (dx + 26, -11),
            ),
            oval(dx + 12, -34, 5, 5, on.pen.glow("#fff6c8")),
            box(dx - 3, -8, 6, 8, on.pen.glow("#12101f")),
        ]
    on.add(placed_parts(px, py, s, screens))
    cx, cy = px, py - 28 * s
    on.add(added_light([halo(cx, cy, 120 * s, on.pen.glow("#8ad0ff", 0.42))]))
    add_pulsing_light(on, cx, cy, 80 * s, ink, 1.1 + z * 0.2)
    px, py, s = w.place_and_scale(side * 0.78, z + 0.1)
    pen = w.pen_at(side * 0.78, 0.9, z)
    on.add(
        w.shadow(side * 0.78 - 0.3, side * 0.78 + 0.3, z - 0.15, z + 0.25, 0.4),
        placed_parts(
            px,
            py,
            s,
            [
                line(pen("#1c1a2a"), 8, (0, 0), (0, -40)),
                blob(pen("#2a2740"), (-25, -40), (-28, -90), (-22, -134), (0, -142), (22, -134), (28, -90), (25, -40)),
                blob(pen(ink), (-12, -46), (-14, -90), (-10, -128), (10, -128), (14, -90), (12, -46)),
                line(pen.lit_edge("#2a2740", 0.25), 2.4, (-22, -60), (-25, -90), (-20, -130)),
                box(-30, -50, 60, 12, pen("#1f1c30"), 6),
            ],
        ),
    )


def keyboard(on: SceneBuilder) -> Picture:
    """A keyboard with lit keys, and a drink, on the front plane."""
    px, py, s = on.space.place_and_scale(-0.05, 1.1, 0.48)
    keys = [
        box(
            -40 + c * 6.2,
            -12 + r * 3.4,
            5,
            2.6,
            on.pen.glow(("#ff5a8a", "#ffb03a", "#7ae05a", "#2fd0ff", "#8a6cff")[(c // 3 + r) % 5]),
            0.8,
        )
        for r in range(3)
        for c in range(13)
    ]
    pen = on.pen.pen_at(540, 1600)
    cup = [
        area(pen("#f4efe2"), (52, -34), (70, -34), (67, -2), (55, -2)),
        box(51, -38, 20, 5, pen("#e0503a"), 2),
        line(pen("#e0503a"), 1.8, (62, -38), (66, -52)),
    ]
    return placed_parts(px, py, s, [box(-44, -15, 88, 15, pen("#1a1826"), 3), *keys, *cup])
