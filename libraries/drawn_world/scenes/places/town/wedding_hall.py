"""The scene of a hall for weddings."""

from math import cos, pi, sin

from libraries.drawn_world.scenes.animations_and_light_beams import dots_path, motes_animation
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, blob, box, curve, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture, filled
from schemas.beats import Place


@register_scene(Place.WEDDING_HALL, Lighting.BRIGHT)
def wedding_hall_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 820, 950)
    wall, cloth, flower = (
        ("#d9929f", "#a84f6e", ("#f7b8c8", "#ffffff", "#f2d0a0")),
        ("#8f88b8", "#564f94", ("#c9b8f0", "#ffffff", "#f7c8d8")),
        ("#a9b894", "#5f8560", ("#ffffff", "#f7dfa0", "#bfe0b8")),
    )[on.random.randrange(3)]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen(wall)))
    on.hang_lamps(Lamp(*w.project(0, 2.2, 5.6), 900, color("#ffe3b0"), 0.16))
    build_room(
        on, Room(2.0, 6.0, 4.2, wall=wall, floor="#8a6a72", ceiling="#efdcd2", skirting="#e9cf9a", pattern="plain")
    )
    back = Panel(w, 6.0)
    pen = back.pen_at(0, 2)
    on.add(
        *(back.rect(pen.shaded(cloth, 0.06 * (k % 2)), -1.9 + k * 0.25, -1.62 + k * 0.25, 0.1, 3.9) for k in range(15))
    )
    add_flower_arch(on, flower)
    on.add(
        w.block("#fbf6f2", (-1.1, 1.1), (0.0, 0.16), (5.0, 5.9)),
        w.floor(on.pen.pen_at(540, 1300)("#fffdf8"), -0.42, 0.42, 0.62, 5.2, 0.004),
        w.floor(on.pen.pen_at(540, 1300)(flower[0], 0.6), -0.46, -0.42, 0.62, 5.2, 0.005),
        w.floor(on.pen.pen_at(540, 1300)(flower[0], 0.6), 0.42, 0.46, 0.62, 5.2, 0.005),
    )
    for z in (4.5, 3.6, 2.8, 2.1, 1.55):
        for side in (-1, 1):
            on.add(guest_chairs(on, side, z, cloth), flower_pillar(on, side * 0.66, z + 0.3, flower))
    for x, z in ((0.0, 3.4), (-1.0, 2.5), (1.0, 2.5)):
        add_chandelier(on, x, z)
    on.among.append(motes_animation(on.pen.glow("#fff3c8", 0.8), 4, (100, 200, 880, 800), 18))
    rnd = on.random
    on.front += [
        filled(
            dots_path(
                [
                    (LEFT + k * 44 + rnd.uniform(-9, 9), 2010 + rnd.uniform(-30, 40), rnd.uniform(34, 60))
                    for k in range(32)
                    if abs(LEFT + k * 44 - 540) > 330
                ]
            ),
            on.pen.pen_at(540, 1900)(ink),
        )
        for ink in ("#7fae7a", *flower)
    ]
    return on.finish(2.1, 0.4, light=(540, 300))


def add_flower_arch(on: SceneBuilder, inks: tuple[str, str, str]) -> None:
    """Add an arch of flowers."""
    w, rnd = on.space, on.random
    cx, cy = w.project(0, 1.55, 5.7)
    s = w.focus / 5.7
    pen = on.pen.pen_at(cx, cy)
    for ink, size, count in (("#7fae7a", 30, 46), (inks[0], 24, 40), (inks[1], 18, 40), (inks[2], 13, 30)):
        places = []
        for k in range(count):
            turn = pi * (1.16 - 1.32 * k / (count - 1))
            places.append(
                (
                    cx + 1.05 * s * cos(turn) + rnd.uniform(-13, 13),
                    cy - 1.15 * s * sin(turn) + rnd.uniform(-13, 13),
                    size * rnd.uniform(0.7, 1.1),
                )
            )
        on.add(filled(dots_path(places), pen(ink)))
    on.add(added_light([halo(cx, cy - 0.3 * s, 300, on.pen.glow("#fff0cf", 0.5))]))


def guest_chairs(on: SceneBuilder, side: int, z: float, cloth: str) -> Picture:
    """Two chairs with bows, seen from behind."""
    w = on.space
    parts: list[Picture] = []
    for x in (1.05, 1.55):
        px, py, s = w.place_and_scale(side * x, z)
        pen = w.pen_at(side * x, 0.6, z)
        parts += [
            w.shadow(side * x - 0.22, side * x + 0.22, z - 0.1, z + 0.3),
            placed_parts(
                px,
                py,
                s,
                [
                    line(pen("#e9cf9a"), 3, (-17, 0), (-17, -46)),
                    line(pen("#e9cf9a"), 3, (17, 0), (17, -46)),
                    box(-20, -50, 40, 9, pen("#fffdf8"), 3),
                    box(-18, -98, 36, 46, pen("#fffdf8"), 9),
                    box(4, -98, 14, 46, pen.shaded("#fffdf8", 0.1), 8),
                    box(-18, -78, 36, 9, pen(cloth)),
                    blob(pen(cloth), (0, -74), (-13, -82), (-14, -67)),
                    blob(pen(cloth), (0, -74), (13, -82), (14, -67)),
                ],
            ),
        ]
    return Group(tuple(parts))


def flower_pillar(on: SceneBuilder, x: float, z: float, inks: tuple[str, str, str]) -> Picture:
    """A small pillar with flowers beside the aisle."""
    px, py, s = on.space.place_and_scale(x, z)
    pen = on.space.pen_at(x, 0.8, z)
    bunch = [
        filled(
            dots_path([(dx * 9, -66 + dy * 8, 9) for dx in (-1.4, -0.5, 0.5, 1.4) for dy in (-1, 0, 0.8)]),
            pen("#8fbf8a"),
        ),
        filled(dots_path([(-10, -72, 8), (6, -78, 8), (12, -66, 7), (-2, -64, 8)]), pen(inks[0])),
        filled(dots_path([(-4, -80, 6), (-14, -62, 6), (4, -68, 6)]), pen(inks[1])),
    ]
    return placed_parts(
        px,
        py,
        s,
        [
            box(-9, -56, 18, 56, pen("#fffdf8"), 2),
            box(2, -56, 7, 56, pen.shaded("#fffdf8", 0.12), 2),
            box(-12, -60, 24, 6, pen("#f4ead6"), 2),
            box(-12, -5, 24, 5, pen("#f4ead6"), 1),
            *bunch,
        ],
    )


def add_chandelier(on: SceneBuilder, x: float, z: float) -> None:
    """Add a chandelier of lights."""
    w = on.space
    (cx, cy), s = w.project(x, 3.3, z), w.focus / z
    top = w.project(x, 4.2, z)[1]
    gold = on.pen.pen_at(cx, cy)("#d9b45f")
    parts: list[Picture] = [line(gold, 4, (cx, top), (cx, cy))]
    for wide, drop in ((0.42, 0.0), (0.26, -0.14)):
        r = wide * s
        parts.append(curve(gold, 5, (cx - r, cy + drop * s), (cx, cy + drop * s + r * 0.3), (cx + r, cy + drop * s)))
        parts += [
            oval(
                cx + r * cos(pi * k / 6), cy + drop * s + r * 0.28 * sin(pi * k / 6) - 8, 7, 12, on.pen.glow("#fff6d8")
            )
            for k in range(7)
        ]
        parts += [
            oval(
                cx + r * cos(pi * k / 6),
                cy + drop * s + r * 0.28 * sin(pi * k / 6) + 16,
                4,
                8,
                on.pen.glow("#e9f6ff", 0.8),
            )
            for k in range(7)
        ]
    on.add(*parts, added_light([halo(cx, cy, 0.9 * s, on.pen.glow("#ffe3a8", 0.6))]))
