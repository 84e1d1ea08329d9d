"""The scene of a karaoke room."""

from math import sin

from libraries.drawn_world.scenes.kit.furniture import table
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.kit.small_things import mug
from libraries.drawn_world.scenes.kit.soft_furniture import sofa
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, box, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture
from schemas.beats import Place


@register_scene(Place.KARAOKE_ROOM, Lighting.DIM)
def karaoke_room_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    glow, second = (("#ff4fa8", "#4f8aff"), ("#a05cff", "#2fd0c0"), ("#ff8a3a", "#c04fff"))[on.random.randrange(3)]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen("#2a1a3a")))
    on.hang_lamps(
        Lamp(300, 500, 900, color(glow), 0.85),
        Lamp(860, 900, 800, color(second), 0.7),
        Lamp(540, 1650, 900, color(second), 0.5),
    )
    build_room(
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
        back.rects(on.pen.glow(glow), [(-1.6, 1.6, 2.62, 2.66)]),
        back.rect(on.pen.glow("#12101f"), -1.0, 1.0, 1.35, 2.45),
    )
    inner = (-0.95, 0.95, 1.4, 2.4)

    def singing(time: float) -> Picture:
        share = (time * 0.4) % 1.0
        sky, hill = on.pen.glow("#6fb8f0"), on.pen.glow("#4f9f7a")
        words = [back.rect(on.pen.glow("#ffffff", 0.92), -0.72, 0.72, v, v + 0.07) for v in (1.66, 1.52)]
        sung = back.rect(on.pen.glow("#ffd24a"), -0.72, -0.72 + 1.44 * share, 1.66, 1.73)
        sun = oval(*back.project(0.5 - 0.3 * share, 2.18), 34, 34, on.pen.glow("#fff3c0"))
        return Group((back.rect(sky, *inner), sun, back.rect(hill, inner[0], inner[1], 1.4, 1.9), *words, sung))

    on.among.append(singing)
    on.add(added_light([halo(*back.project(0, 1.9), 520, on.pen.glow("#8ac8ff", 0.28))]))
    on.add(
        *(w.block("#1f1a2c", (x, x + 0.4), (0.0, 1.25), (2.9, 3.25)) for x in (-1.5, 1.1)),
        *(oval(*w.project(x + 0.2, y, 2.9), 46, 46, on.pen.glow("#3a3450")) for x in (-1.5, 1.1) for y in (0.4, 0.9)),
        *(oval(*w.project(x + 0.2, y, 2.9), 22, 22, on.pen.glow(second, 0.6)) for x in (-1.5, 1.1) for y in (0.4, 0.9)),
    )
    on.add(
        sofa(w, (-1.55, -0.55), (1.9, 2.5), "#8a2f5a", (second,)), sofa(w, (0.6, 1.55), (1.9, 2.5), "#8a2f5a", (glow,))
    )
    add_mirror_ball(on)
    on.front += [
        table(w, (-0.8, 0.8), (0.98, 1.32), 0.5, "#3a2c44"),
        mug(w, -0.45, 0.5, 1.1, second, 1.4),
        microphone(on, 0.2),
        mug(w, 0.55, 0.5, 1.15, "#f4c04a", 1.4),
    ]
    return on.finish(1.8, 0.5, [on.mark_at(-0.8, 2.0, 0.44, True), on.mark_at(0.82, 2.0, 0.44, True)])


def add_mirror_ball(on: SceneBuilder) -> None:
    """Add a mirror ball whose spots wander over the walls."""
    w = on.space
    (cx, cy), top = w.project(0, 2.75, 2.2), w.project(0, 3.0, 2.2)[1]
    on.add(
        line(on.pen.glow("#8a80a0"), 4, (cx, top), (cx, cy)),
        oval(cx, cy, 58, 58, on.pen.glow("#b9c4e6")),
        *(
            oval(cx - 32 + 16 * c, cy - 32 + 16 * r, 6, 6, on.pen.glow(("#ffffff", "#8fa0d0", "#ff9ad0")[(c + r) % 3]))
            for c in range(5)
            for r in range(5)
        ),
        added_light([halo(cx, cy, 190, on.pen.glow("#e6dcff", 0.5))]),
    )
    inks = ("#ff7ac0", "#7ab0ff", "#ffe07a", "#7affc8")

    def wandering(time: float) -> Picture:
        spots: list[Picture] = []
        for k in range(18):
            x = LEFT + (k * 197 + time * (40 + 9 * (k % 4))) % WIDE
            y = 260 + (k * 131) % 1000 + 20 * sin(time + k)
            spots.append(oval(x, y, 16, 11, on.pen.glow(inks[k % 4], 0.5)))
        return Group(tuple(spots))

    on.among.append(wandering)


def microphone(on: SceneBuilder, x: float) -> Picture:
    """A microphone that lies on the table."""
    px, py, s = on.space.place_and_scale(x, 1.08, 0.5)
    pen = on.space.pen_at(x, 0.6, 1.08)
    return placed_parts(
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
