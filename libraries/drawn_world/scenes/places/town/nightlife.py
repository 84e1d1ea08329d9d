"""Places to go at night, and to train."""

from math import sin

from libraries.drawn_world.scenes.kit.furniture import sofa, stool, table
from libraries.drawn_world.scenes.kit.grounds import ground, puddles
from libraries.drawn_world.scenes.kit.rooms import Room, room, tubes, window
from libraries.drawn_world.scenes.kit.signs import light_spot
from libraries.drawn_world.scenes.kit.things import dishes, mug
from libraries.drawn_world.scenes.motion import steam, weather
from libraries.drawn_world.scenes.outside import View, outside
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, area, box, curve, halo, line, oval, placed, shining
from libraries.drawn_world.scenes.registry import draws
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.stage import BOTTOM, LEFT, TOP, WIDE, Scene, Stage
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture
from schemas.beats import Place


@draws(Place.KARAOKE_ROOM, Lighting.DIM)
def karaoke_room(on: Stage) -> Scene:
    w = on.seen_from(540, 800, 1000)
    glow, second = (("#ff4fa8", "#4f8aff"), ("#a05cff", "#2fd0c0"), ("#ff8a3a", "#c04fff"))[on.random.randrange(3)]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen("#2a1a3a")))
    on.lit(
        Lamp(300, 500, 900, color(glow), 0.85),
        Lamp(860, 900, 800, color(second), 0.7),
        Lamp(540, 1650, 900, color(second), 0.5),
    )
    room(
        on,
        Room(
            1.6,
            3.3,
            3.0,
            wall="#6a4a80",
            side="#5a4274",
            floor="#4a3a50",
            ceiling="#3a2a4a",
            skirting="#2a1f36",
            pattern="plain",
        ),
    )
    back = Panel(w, 3.3)
    on.add(
        back.rects(on.pen.shine(glow), [(-1.6, 1.6, 2.62, 2.66)]),
        back.rect(on.pen.shine("#12101f"), -1.0, 1.0, 1.35, 2.45),
    )
    inner = (-0.95, 0.95, 1.4, 2.4)

    def singing(time: float) -> Picture:
        share = (time * 0.4) % 1.0
        sky, hill = on.pen.shine("#6fb8f0"), on.pen.shine("#4f9f7a")
        words = [back.rect(on.pen.shine("#ffffff", 0.92), -0.72, 0.72, v, v + 0.07) for v in (1.66, 1.52)]
        sung = back.rect(on.pen.shine("#ffd24a"), -0.72, -0.72 + 1.44 * share, 1.66, 1.73)
        sun = oval(*back.at(0.5 - 0.3 * share, 2.18), 34, 34, on.pen.shine("#fff3c0"))
        return Group((back.rect(sky, *inner), sun, back.rect(hill, inner[0], inner[1], 1.4, 1.9), *words, sung))

    on.among.append(singing)
    on.add(shining([halo(*back.at(0, 1.9), 520, on.pen.shine("#8ac8ff", 0.28))]))
    on.add(
        *(w.block("#1f1a2c", (x, x + 0.4), (0.0, 1.25), (2.9, 3.25)) for x in (-1.5, 1.1)),
        *(oval(*w.at(x + 0.2, y, 2.9), 46, 46, on.pen.shine("#3a3450")) for x in (-1.5, 1.1) for y in (0.4, 0.9)),
        *(oval(*w.at(x + 0.2, y, 2.9), 22, 22, on.pen.shine(second, 0.6)) for x in (-1.5, 1.1) for y in (0.4, 0.9)),
    )
    on.add(
        sofa(w, (-1.55, -0.55), (1.9, 2.5), "#8a2f5a", (second,)), sofa(w, (0.6, 1.55), (1.9, 2.5), "#8a2f5a", (glow,))
    )
    ball(on)
    on.front += [
        table(w, (-0.8, 0.8), (0.98, 1.32), 0.5, "#3a2c44"),
        mug(w, -0.45, 0.5, 1.1, second, 1.4),
        microphone(on, 0.2),
        mug(w, 0.55, 0.5, 1.15, "#f4c04a", 1.4),
    ]
    return on.finish(1.8, 0.5, [on.standing(-1.0, 2.0, 0.44, True), on.standing(1.05, 2.0, 0.44, True)])


def ball(on: Stage) -> None:
    """A mirror ball whose spots wander over the walls."""
    w = on.world
    (cx, cy), top = w.at(0, 2.75, 2.2), w.at(0, 3.0, 2.2)[1]
    on.add(
        line(on.pen.shine("#8a80a0"), 4, (cx, top), (cx, cy)),
        oval(cx, cy, 58, 58, on.pen.shine("#b9c4e6")),
        *(
            oval(cx - 32 + 16 * c, cy - 32 + 16 * r, 6, 6, on.pen.shine(("#ffffff", "#8fa0d0", "#ff9ad0")[(c + r) % 3]))
            for c in range(5)
            for r in range(5)
        ),
        shining([halo(cx, cy, 190, on.pen.shine("#e6dcff", 0.5))]),
    )
    inks = ("#ff7ac0", "#7ab0ff", "#ffe07a", "#7affc8")

    def wandering(time: float) -> Picture:
        spots: list[Picture] = []
        for k in range(18):
            x = LEFT + (k * 197 + time * (40 + 9 * (k % 4))) % WIDE
            y = 260 + (k * 131) % 1000 + 20 * sin(time + k)
            spots.append(oval(x, y, 16, 11, on.pen.shine(inks[k % 4], 0.5)))
        return Group(tuple(spots))

    on.among.append(wandering)


def microphone(on: Stage, x: float) -> Picture:
    """A microphone that lies on the table."""
    px, py, s = on.world.spot(x, 1.08, 0.5)
    pen = on.world.pen_at(x, 0.6, 1.08)
    return placed(
        px,
        py,
        s,
        [
            line(pen("#2a2634"), 5, (-22, -2), (2, -6)),
            oval(6, -7, 6.5, 6, pen("#c9ccd9")),
            line(pen("#8a8fa2"), 1, (2, -10), (9, -4)),
            line(pen("#8a8fa2"), 1, (2, -5), (8, -11)),
            box(-12, -6, 4, 2, pen("#ff4a5a"), 1),
        ],
    )


@draws(Place.STREET_STALL, Lighting.OPEN)
def street_stall(on: Stage) -> Scene:
    w = on.seen_from(540, 850, 1000)
    tent = ("#e0503a", "#f28a2a", "#3f7fc9")[on.random.randrange(3)]
    outside(on, 880, View.CITY, (180, 330))
    on.lit(
        Lamp(540, 620, 1250, color("#ffc470"), 1.0 if on.sky.lamps else 0.1),
        Lamp(540, 1500, 800, color("#ffc470"), 0.45 if on.sky.lamps else 0.0),
    )
    on.add(w.floor(on.surface(ground(on, "#7a7684"), (540, 900), (540, BOTTOM), 0.25), -9, 9, 0.5, 12))
    back = Panel(w, 3.4)
    on.add(*(w.block("#c9ccd2", (x, x + 0.06), (0, 2.5), (z, z + 0.06)) for z in (3.4, 2.3) for x in (-1.4, 1.34)))
    on.add(
        back.rect(on.pen.near(540, 900).dark(tent, 0.25, 0.55), -1.4, 1.4, 0.9, 2.5),
        back.rects(on.pen.near(540, 900)("#ffffff", 0.25), [(u, u + 0.5, 1.2, 2.2) for u in (-1.2, -0.3, 0.6)]),
    )
    on.add(
        w.block(tent, (-1.3, 1.3), (0, 0.82), (2.5, 3.1)), w.block("#d9dde2", (-1.34, 1.34), (0.82, 0.9), (2.46, 3.1))
    )
    front = Panel(w, 2.5)
    on.add(
        front.rects(front.pen(0, 0.4)("#fff3dd"), [(-1.2 + k * 0.62, -0.7 + k * 0.62, 0.2, 0.6) for k in range(4)]),
        front.rects(
            front.pen(0, 0.4).dark(tent, 0.3), [(-1.1 + k * 0.62, -0.8 + k * 0.62, 0.32, 0.4) for k in range(4)]
        ),
    )
    pots(on)
    for k in range(9):
        a, b = -1.62 + k * 0.36, -1.62 + (k + 1) * 0.36
        on.add(
            w.face(
                on.pen.near(540, 500)(tent if k % 2 else "#fff6e6"),
                (a, 2.75, 3.4),
                (b, 2.75, 3.4),
                (b, 2.45, 2.1),
                (a, 2.45, 2.1),
            ),
            w.face(
                on.pen.near(540, 500).dark(tent if k % 2 else "#fff6e6", 0.12),
                (a, 2.45, 2.1),
                (b, 2.45, 2.1),
                (b - 0.03, 2.26, 2.1),
                (a + 0.03, 2.26, 2.1),
            ),
        )
    for x in (-0.7, 0.0, 0.7):
        cx, cy = w.at(x, 2.1, 2.4)
        on.add(
            line(on.pen.shine("#3a3440"), 4, w.at(x, 2.42, 2.4), (cx, cy)),
            oval(cx, cy + 12, 20, 26, on.pen.shine("#fff0b8") if on.sky.lamps else on.pen("#fff6e0")),
        )
        if on.sky.lamps:
            on.add(shining([halo(cx, cy + 12, 210, on.pen.shine("#ffc470", 0.7))]))
    on.add(stool(w, -0.85, 2.0, 0.5, "#3f7fc9"), stool(w, 0.85, 2.0, 0.5, "#3f7fc9"))
    puddles(on, ((0.0, 1.7, 0.9), (-0.9, 1.5, 0.5)))
    on.front += [table(w, (0.25, 1.1), (1.0, 1.35), 0.5, "#c9ccd2"), dishes(w, 0.6, 0.5, 1.15)]
    weather(on)
    return on.finish(1.85, 0.5, [on.standing(-0.85, 2.0, 0.5, True), on.standing(0.85, 2.0, 0.5, True)])


def pots(on: Stage) -> None:
    """Rice cakes in red sauce, skewers in broth, and fried things, all steaming."""
    w = on.world
    for k, (x, food) in enumerate(((-0.85, "#d9402f"), (0.0, "#d9b26a"), (0.85, "#e0a04a"))):
        px, py, s = w.spot(x, 2.75, 0.9)
        pen = w.pen_at(x, 1.0, 2.75)
        tops: list[Picture] = [oval(0, -10, 30, 7, pen("#c9ced6")), oval(0, -11, 26, 5.5, pen(food))]
        if k == 0:
            tops += [
                line(pen("#fff0e0"), 3.4, (dx, -12 + dy), (dx + 6, -13 + dy))
                for dx, dy in ((-16, 0), (-6, -2), (4, 1), (12, -1), (-10, 2))
            ]
        elif k == 1:
            tops += [line(pen("#e6d2a8"), 1.3, (dx, -10), (dx - 2, -34)) for dx in (-14, -5, 5, 13)] + [
                box(dx - 4, -24, 6, 12, pen("#f0d9a0"), 2) for dx in (-14, -5, 5, 13)
            ]
        else:
            tops += [
                oval(dx, -14 - dy, 6, 4, pen(("#f0b45a", "#d98a3a")[int(dx) % 2]))
                for dx, dy in ((-15, 0), (-5, 2), (6, 1), (15, 0), (0, 5))
            ]
        on.add(placed(px, py, s, [box(-31, -10, 62, 12, pen.dark("#c9ced6", 0.2), 3), *tops]))
        on.among.append(steam(px, py - 24 * s, on.pen.shine("#ffffff", 0.55), 1.3))


@draws(Place.GYM, Lighting.BRIGHT)
def gym(on: Stage) -> Scene:
    w = on.seen_from(540, 800, 1000)
    accent, wall = (("#f4c02a", "#5a6478"), ("#ff6a4a", "#4a5a6a"), ("#2fd0a0", "#565a78"))[on.random.randrange(3)]
    outside(on, 830, View.CITY, (700, 380))
    hole = (0.1, 1.5, 0.9, 2.5)
    room(
        on,
        Room(1.8, 3.8, 3.2, wall=wall, floor="#3f4452", ceiling="#8a90a0", skirting=accent, pattern="tiles", tile=0.6),
        [hole],
    )
    window(on, hole, 3.8, "#2f3444", 3, 1)
    back = Panel(w, 3.8)
    on.add(
        back.rect(back.pen(-1, 2)(accent), -1.8, 1.8, 2.72, 2.84),
        back.rect(on.pen.near(300, 700)("#a9c4d6"), -1.6, -0.2, 0.5, 2.5),
        back.rects(on.pen.shine("#ffffff", 0.25), [(-1.5, -1.3, 0.5, 2.5), (-1.2, -1.12, 0.5, 2.5)]),
    )
    for x in (0.55, 1.35):
        on.add(
            w.block("#2a2e3a", (x - 0.3, x + 0.3), (0.05, 0.2), (2.6, 3.5)),
            *(w.block("#6a7284", (a, a + 0.05), (0.2, 1.15), (3.35, 3.4)) for a in (x - 0.28, x + 0.23)),
            w.block("#2a2e3a", (x - 0.26, x + 0.26), (1.1, 1.36), (3.38, 3.44)),
            w.front(on.pen.shine("#7fe0ff"), x - 0.14, x + 0.14, 1.16, 1.3, 3.37),
        )
    rack, pen = Panel(w, 3.2), w.pen_at(-1, 0.6, 3.2)
    on.add(
        w.block("#39405a", (-1.6, -0.25), (0.1, 0.16), (3.2, 3.5)),
        w.block("#39405a", (-1.6, -0.25), (0.6, 0.66), (3.3, 3.5)),
        *(w.block("#39405a", (x, x + 0.06), (0, 0.95), (3.3, 3.36)) for x in (-1.6, -0.3)),
    )
    for row, y in enumerate((0.26, 0.76)):
        for k in range(4):
            x, yy = rack.at(-1.42 + k * 0.33, y)
            ink = (accent, "#e9edf2", "#8a93a8", "#c9403a")[(k + row) % 4]
            on.add(
                box(x - 26, yy - 5, 52, 10, pen("#c9ced6"), 3),
                box(x - 36, yy - 21, 17, 42, pen(ink), 5),
                box(x + 19, yy - 21, 17, 42, pen(ink), 5),
            )
    on.add(
        w.block("#2a2e3a", (-0.7, 0.3), (0.36, 0.48), (2.1, 2.5), accent),
        *(w.block("#6a7284", (x, x + 0.06), (0, 0.36), (2.25, 2.3)) for x in (-0.6, 0.14)),
    )
    bar, barpen = w.at(-0.2, 1.05, 2.3), w.pen_at(-0.2, 1.0, 2.3)
    on.add(
        *(w.block("#6a7284", (x, x + 0.05), (0, 1.05), (2.38, 2.42)) for x in (-0.75, 0.3)),
        line(barpen("#d9dee6"), 10, (bar[0] - 430, bar[1]), (bar[0] + 430, bar[1])),
    )
    for side in (-1, 1):
        for k, high in enumerate((96, 78, 60)):
            x = bar[0] + side * (320 + k * 26)
            on.add(box(x - 11, bar[1] - high, 22, 2 * high, barpen(("#c9403a", "#3f6fc9", accent)[k]), 9))
    tubes(on, (-0.9, 0.0, 0.9), (1.6, 2.6), 3.2, 0.07, 0.9)
    light_spot(on, *back.at(0, 2.78), 160, accent, 2.2)
    on.front += [w.block(accent, (-1.1, -0.5), (0, 0.3), (1.0, 1.3)), kettlebell(on, 0.62, accent)]
    return on.finish(1.8, 0.55, [on.standing(-0.2, 2.1, 0.48, True)])


def kettlebell(on: Stage, x: float, ink: str) -> Picture:
    """A round weight with a handle."""
    px, py, s = on.world.spot(x, 1.1)
    pen = on.world.pen_at(x, 0.2, 1.1)
    return placed(
        px,
        py,
        s,
        [
            curve(pen("#2a2e3a"), 5, (-10, -24), (-9, -40), (0, -44), (9, -40), (10, -24)),
            oval(0, -16, 17, 16, pen("#2a2e3a")),
            oval(-5, -21, 5, 4, pen("#5a6074")),
            area(pen(ink), (-8, -20), (8, -20), (8, -12), (-8, -12)),
        ],
    )
