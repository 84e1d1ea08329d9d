"""Halls for weddings and funerals."""

from math import cos, pi, sin

from libraries.drawn_world.scenes.kit.rooms import Room, room
from libraries.drawn_world.scenes.kit.signs import light_spot
from libraries.drawn_world.scenes.kit.things import vase
from libraries.drawn_world.scenes.motion import dots, motes, steam
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, blob, box, curve, halo, line, oval, placed, shining
from libraries.drawn_world.scenes.registry import draws
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.stage import BOTTOM, LEFT, TOP, WIDE, Scene, Stage
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture, filled
from schemas.beats import Place


@draws(Place.WEDDING_HALL, Lighting.BRIGHT)
def wedding_hall(on: Stage) -> Scene:
    w = on.seen_from(540, 820, 950)
    wall, cloth, flower = (
        ("#d9929f", "#a84f6e", ("#f7b8c8", "#ffffff", "#f2d0a0")),
        ("#8f88b8", "#564f94", ("#c9b8f0", "#ffffff", "#f7c8d8")),
        ("#a9b894", "#5f8560", ("#ffffff", "#f7dfa0", "#bfe0b8")),
    )[on.random.randrange(3)]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen(wall)))
    on.lit(Lamp(*w.at(0, 2.2, 5.6), 900, color("#ffe3b0"), 0.16))
    room(on, Room(2.0, 6.0, 4.2, wall=wall, floor="#8a6a72", ceiling="#efdcd2", skirting="#e9cf9a", pattern="plain"))
    back = Panel(w, 6.0)
    pen = back.pen(0, 2)
    on.add(
        *(back.rect(pen.dark(cloth, 0.06 * (k % 2)), -1.9 + k * 0.25, -1.62 + k * 0.25, 0.1, 3.9) for k in range(15))
    )
    arch(on, flower)
    on.add(
        w.block("#fbf6f2", (-1.1, 1.1), (0.0, 0.16), (5.0, 5.9)),
        w.floor(on.pen.near(540, 1300)("#fffdf8"), -0.42, 0.42, 0.62, 5.2, 0.004),
        w.floor(on.pen.near(540, 1300)(flower[0], 0.6), -0.46, -0.42, 0.62, 5.2, 0.005),
        w.floor(on.pen.near(540, 1300)(flower[0], 0.6), 0.42, 0.46, 0.62, 5.2, 0.005),
    )
    for z in (4.5, 3.6, 2.8, 2.1, 1.55):
        for side in (-1, 1):
            on.add(guests(on, side, z, cloth), pillar(on, side * 0.66, z + 0.3, flower))
    for x, z in ((0.0, 3.4), (-1.0, 2.5), (1.0, 2.5)):
        chandelier(on, x, z)
    on.among.append(motes(on.pen.shine("#fff3c8", 0.8), 4, (100, 200, 880, 800), 18))
    rnd = on.random
    on.front += [
        filled(
            dots(
                [
                    (LEFT + k * 44 + rnd.uniform(-9, 9), 2010 + rnd.uniform(-30, 40), rnd.uniform(34, 60))
                    for k in range(32)
                    if abs(LEFT + k * 44 - 540) > 330
                ]
            ),
            on.pen.near(540, 1900)(ink),
        )
        for ink in ("#7fae7a", *flower)
    ]
    return on.finish(2.1, 0.4, light=(540, 300))


def arch(on: Stage, inks: tuple[str, str, str]) -> None:
    """An arch of flowers."""
    w, rnd = on.world, on.random
    cx, cy = w.at(0, 1.55, 5.7)
    s = w.focus / 5.7
    pen = on.pen.near(cx, cy)
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
        on.add(filled(dots(places), pen(ink)))
    on.add(shining([halo(cx, cy - 0.3 * s, 300, on.pen.shine("#fff0cf", 0.5))]))


def guests(on: Stage, side: int, z: float, cloth: str) -> Picture:
    """Two chairs with bows, seen from behind."""
    w = on.world
    parts: list[Picture] = []
    for x in (1.05, 1.55):
        px, py, s = w.spot(side * x, z)
        pen = w.pen_at(side * x, 0.6, z)
        parts += [
            w.shadow(side * x - 0.22, side * x + 0.22, z - 0.1, z + 0.3),
            placed(
                px,
                py,
                s,
                [
                    line(pen("#e9cf9a"), 3, (-17, 0), (-17, -46)),
                    line(pen("#e9cf9a"), 3, (17, 0), (17, -46)),
                    box(-20, -50, 40, 9, pen("#fffdf8"), 3),
                    box(-18, -98, 36, 46, pen("#fffdf8"), 9),
                    box(4, -98, 14, 46, pen.dark("#fffdf8", 0.1), 8),
                    box(-18, -78, 36, 9, pen(cloth)),
                    blob(pen(cloth), (0, -74), (-13, -82), (-14, -67)),
                    blob(pen(cloth), (0, -74), (13, -82), (14, -67)),
                ],
            ),
        ]
    return Group(tuple(parts))


def pillar(on: Stage, x: float, z: float, inks: tuple[str, str, str]) -> Picture:
    """A small pillar with flowers beside the aisle."""
    px, py, s = on.world.spot(x, z)
    pen = on.world.pen_at(x, 0.8, z)
    bunch = [
        filled(
            dots([(dx * 9, -66 + dy * 8, 9) for dx in (-1.4, -0.5, 0.5, 1.4) for dy in (-1, 0, 0.8)]), pen("#8fbf8a")
        ),
        filled(dots([(-10, -72, 8), (6, -78, 8), (12, -66, 7), (-2, -64, 8)]), pen(inks[0])),
        filled(dots([(-4, -80, 6), (-14, -62, 6), (4, -68, 6)]), pen(inks[1])),
    ]
    return placed(
        px,
        py,
        s,
        [
            box(-9, -56, 18, 56, pen("#fffdf8"), 2),
            box(2, -56, 7, 56, pen.dark("#fffdf8", 0.12), 2),
            box(-12, -60, 24, 6, pen("#f4ead6"), 2),
            box(-12, -5, 24, 5, pen("#f4ead6"), 1),
            *bunch,
        ],
    )


def chandelier(on: Stage, x: float, z: float) -> None:
    """A chandelier of lights."""
    w = on.world
    (cx, cy), s = w.at(x, 3.3, z), w.focus / z
    top = w.at(x, 4.2, z)[1]
    gold = on.pen.near(cx, cy)("#d9b45f")
    parts: list[Picture] = [line(gold, 4, (cx, top), (cx, cy))]
    for wide, drop in ((0.42, 0.0), (0.26, -0.14)):
        r = wide * s
        parts.append(curve(gold, 5, (cx - r, cy + drop * s), (cx, cy + drop * s + r * 0.3), (cx + r, cy + drop * s)))
        parts += [
            oval(
                cx + r * cos(pi * k / 6), cy + drop * s + r * 0.28 * sin(pi * k / 6) - 8, 7, 12, on.pen.shine("#fff6d8")
            )
            for k in range(7)
        ]
        parts += [
            oval(
                cx + r * cos(pi * k / 6),
                cy + drop * s + r * 0.28 * sin(pi * k / 6) + 16,
                4,
                8,
                on.pen.shine("#e9f6ff", 0.8),
            )
            for k in range(7)
        ]
    on.add(*parts, shining([halo(cx, cy, 0.9 * s, on.pen.shine("#ffe3a8", 0.6))]))


@draws(Place.FUNERAL_HALL, Lighting.BRIGHT)
def funeral_hall(on: Stage) -> Scene:
    w = on.seen_from(540, 800, 1000)
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen("#39405a")))
    on.lit(Lamp(540, 640, 900, color("#ffe3b0"), 0.3))
    room(
        on,
        Room(1.7, 3.8, 3.2, wall="#565c78", floor="#7f6450", ceiling="#8a8fa6", skirting="#4a4f64", pattern="boards"),
    )
    back, rnd = Panel(w, 3.8), on.random
    pen = back.pen(0, 1.5)
    on.add(
        back.rects(pen("#f1f1f4"), [(-1.5 + k * 0.25, -1.3 + k * 0.25, 0.1, 2.9) for k in range(12)]),
        w.block("#5a4a44", (-1.3, 1.3), (0, 0.6), (3.1, 3.8)),
        w.block("#fbfbf7", (-1.3, 1.3), (0.6, 0.66), (3.08, 3.8)),
    )
    for row, y in enumerate((0.78, 1.0, 1.22)):
        places = []
        for k in range(26):
            u = -1.35 + k * 0.108
            if abs(u) > 0.42 or row == 0:
                x, yy = back.at(u + rnd.uniform(-0.02, 0.02), y + rnd.uniform(-0.03, 0.03))
                places.append((x, yy, 19))
        on.add(
            filled(dots([(x, yy + 8, 22) for x, yy, _ in places]), pen("#6f9a6a")),
            filled(dots(places), pen("#ffffff")),
            filled(dots([(x, yy, 6) for x, yy, _ in places]), pen("#f4e6a0")),
        )
    on.add(
        back.rect(pen("#2a2530"), -0.34, 0.34, 1.15, 2.1),
        back.rect(pen("#cfd6e2"), -0.28, 0.28, 1.21, 2.04),
        oval(*back.at(0, 1.72), 38, 46, pen("#8f98ac")),
        blob(
            pen("#8f98ac"),
            back.at(-0.24, 1.21),
            back.at(-0.18, 1.45),
            back.at(0, 1.52),
            back.at(0.18, 1.45),
            back.at(0.24, 1.21),
        ),
        line(pen("#1c1824"), 20, back.at(-0.36, 2.1), back.at(0.0, 2.26), back.at(0.36, 2.1)),
    )
    for u in (-1.0, 1.0):
        x, y = back.at(u, 1.55)
        on.add(box(x - 9, y, 18, 90, pen("#fdfaf0"), 4))
        on.add(
            oval(x, y - 16, 9, 20, on.pen.shine("#ffd27a")),
            shining([halo(x, y - 16, 150, on.pen.shine("#ffca78", 0.7))]),
        )
        light_spot(on, x, y - 16, 90, "#ffca78", 0.9 + 0.2 * u)
    px, py, s = w.spot(0, 2.75)
    on.add(
        w.block("#6a5048", (-0.5, 0.5), (0, 0.42), (2.5, 2.9)),
        placed(
            px,
            py - 42 * s,
            s,
            [
                box(-12, -12, 24, 12, on.pen.near(540, 1200)("#c9a24a"), 4),
                *(line(on.pen.near(540, 1200)("#8a6a4a"), 1.4, (k * 4, -12), (k * 5, -34)) for k in (-1, 0, 1)),
            ],
        ),
    )
    on.among.append(steam(px, py - 78 * s, on.pen.shine("#ffffff", 0.45), 1.0))
    on.add(vase(w, -0.38, 0.42, 2.6, "#f1f1f4", ("#ffffff", "#ffffff", "#ffffff")))
    return on.finish(1.95, 0.5, light=(540, 500))
