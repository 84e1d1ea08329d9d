"""The scenes of a computer's screen and of a surveillance screen, which fill the picture. No words are on them."""

from libraries.drawn_world.scenes.animations_and_light_beams import pulse_animation
from libraries.drawn_world.scenes.kit.small_things import mug
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, box, halo, line, oval
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Group, Linear, Picture
from schemas.beats import Place


@register_scene(Place.COMPUTER_SCREEN, Lighting.HOME)
def computer_screen_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye()
    wall, accent = (("#cfe0ea", "#3f8ac9"), ("#ecd9c3", "#e0735a"), ("#d6d0ec", "#6a5fc0"))[on.random.randrange(3)]
    if on.sky.lamps:
        on.hang_lamps(Lamp(180, 420, 1200, color("#ffc877"), 0.6))
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.surface_gradient(wall, (540, TOP), (540, BOTTOM), 0.15)))
    pen = on.pen.pen_at(540, 1500)
    on.add(
        box(LEFT, 1480, WIDE, BOTTOM - 1480, on.surface_gradient("#c9955c", (540, 1480), (540, BOTTOM), 0.25)),
        box(LEFT, 1480, WIDE, 14, pen.lit_edge("#c9955c", 0.3)),
    )
    on.add(
        area(pen("#39415a"), (470, 1330), (610, 1330), (640, 1520), (440, 1520)),
        box(350, 1505, 380, 34, pen.shaded("#39415a", 0.2), 14),
        box(-40, 250, 1160, 1100, pen("#262b3c"), 34),
        box(-14, 276, 1108, 1024, on.pen.glow("#eaf1f8"), 14),
    )
    on.add(added_light([halo(540, 780, 900, on.pen.glow("#bfe0ff", 0.3 if on.sky.dark else 0.08))]))
    on.add(
        box(-14, 276, 1108, 92, on.pen.glow(accent)),
        *(oval(60 + k * 46, 322, 14, 14, on.pen.glow(ink)) for k, ink in enumerate(("#ff6a5a", "#ffc24a", "#5fd08a"))),
        box(230, 300, 620, 46, on.pen.glow("#ffffff", 0.85), 23),
    )
    on.add(
        box(30, 410, 250, 850, on.pen.glow("#dbe5ef"), 14),
        *(
            box(56, 446 + k * 74, 198 - (k % 3) * 34, 30, on.pen.glow(accent if k == 1 else "#9fb0c4", 0.8), 12)
            for k in range(9)
        ),
    )
    on.add(
        box(316, 410, 734, 850, on.pen.glow("#ffffff"), 14),
        box(352, 450, 430, 46, on.pen.glow("#4a5674", 0.9), 12),
        *(
            box(352, 536 + k * 52, (660, 610, 640, 400, 650, 590, 660, 300)[k], 22, on.pen.glow("#8f9bb3", 0.75), 10)
            for k in range(8)
        ),
    )
    on.add(
        box(352, 980, 310, 230, on.pen.glow("#cfe6f4"), 12),
        area(on.pen.glow("#7fb58a"), (352, 1210), (440, 1090), (510, 1150), (590, 1060), (662, 1210)),
        oval(600, 1030, 26, 26, on.pen.glow("#ffd24a")),
        box(700, 980, 310, 230, on.pen.glow("#f6e3d3"), 12),
        *(box(730 + k * 56, 1180 - h, 34, h, on.pen.glow(accent), 6) for k, h in enumerate((70, 120, 96, 160, 140))),
    )
    cursor = on.pen.glow("#2a3044")
    on.among.append(
        pulse_animation(
            lambda share: box(352 + 310, 536 + 7 * 52 - 8, 5, 38, cursor.faded(1.0 if share > 0.5 else 0.0)), 1.0
        )
    )
    keys = [
        box(150 + c * 66 + r * 12, 1640 + r * 64, 56, 50, pen("#f4f1ea" if (c + r) % 7 else accent), 10)
        for r in range(4)
        for c in range(12)
    ]
    on.add(box(110, 1610, 900, 290, pen("#4a5068"), 26), *keys)
    on.front.append(mug(w, 0.42, 0.14, 1.0, accent, 1.7))
    return on.finish(1.9, light=(540, 700))


@register_scene(Place.SURVEILLANCE_SCREEN, Lighting.DIM)
def surveillance_screen_scene(on: SceneBuilder) -> Scene:
    on.move_eye()
    tint = ("#0f3a2c", "#12304a", "#2a2f3a")[on.random.randrange(3)]
    glow = {"#0f3a2c": "#7fffb4", "#12304a": "#8ad0ff", "#2a2f3a": "#dfe6f0"}[tint]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen.glow("#05080d")))
    on.add(*_corridor(on, tint, glow))
    on.add(
        box(
            LEFT,
            TOP,
            WIDE,
            BOTTOM - TOP,
            Linear((0, TOP), (0, 700), ((0.0, on.pen.glow("#02050a", 0.75)), (1.0, on.pen.glow("#02050a", 0.0)))),
        ),
        box(
            LEFT,
            1400,
            WIDE,
            BOTTOM - 1400,
            Linear((0, 1400), (0, BOTTOM), ((0.0, on.pen.glow("#02050a", 0.0)), (1.0, on.pen.glow("#02050a", 0.8)))),
        ),
    )
    ink = on.pen.glow(glow, 0.9)
    for x, y, dx, dy in ((90, 360, 1, 1), (990, 360, -1, 1), (90, 1330, 1, -1), (990, 1330, -1, -1)):
        on.add(line(ink, 7, (x + 90 * dx, y), (x, y), (x, y + 90 * dy)))
    on.add(box(130, 400, 190, 26, on.pen.glow(glow, 0.7), 6), box(340, 400, 110, 26, on.pen.glow(glow, 0.45), 6))
    on.among.append(
        pulse_animation(lambda share: oval(930, 412, 17, 17, on.pen.glow("#ff3b30", 0.25 + 0.75 * share)), 1.0)
    )

    def scanning(time: float) -> Picture:
        lines = [box(LEFT, y, WIDE, 3, on.pen.glow("#000000", 0.16)) for y in range(TOP, BOTTOM, 16)]
        sweep = TOP + (time * 260) % (BOTTOM - TOP)
        return Group(
            (
                *lines,
                box(
                    LEFT,
                    sweep,
                    WIDE,
                    130,
                    Linear(
                        (0, sweep), (0, sweep + 130), ((0.0, on.pen.glow(glow, 0.0)), (1.0, on.pen.glow(glow, 0.1)))
                    ),
                ),
            )
        )

    on.before.append(scanning)
    return on.finish(2.0, 0.45, light=(540, 100))


def _corridor(on: SceneBuilder, tint: str, glow: str) -> list[Picture]:
    """A corridor seen by a camera under the ceiling, in one colour."""
    own = color(tint)

    def ink(share: float) -> Linear:
        tone = own.mixed(color(glow), share)
        return Linear((0, 200), (0, 1900), ((0.0, on.pen.glow(tone)), (1.0, on.pen.glow(tone.mixed(own, 0.6)))))

    parts: list[Picture] = [
        area(ink(0.34), (360, 420), (720, 420), (1500, BOTTOM), (-420, BOTTOM)),
        area(ink(0.2), (360, 420), (-420, BOTTOM), (LEFT, BOTTOM), (LEFT, TOP), (250, TOP)),
        area(ink(0.14), (720, 420), (1500, BOTTOM), (1240, BOTTOM), (1240, TOP), (830, TOP)),
        area(ink(0.1), (250, TOP), (830, TOP), (720, 420), (360, 420)),
    ]
    for k in range(6):
        y = 470 + 34 * 1.75**k
        half = 180 + (y - 420) * 0.47
        parts.append(line(on.pen.glow(own, 0.55), 3 + k, (540 - half, y), (540 + half, y)))
    for x0, x1, y0, y1 in ((210, 120, 380, 900), (60, -140, 330, 1300)):
        parts += [
            area(ink(0.05), (x0, y0), (x1, y0 - 60), (x1, y1 + 140), (x0, y1 - 150)),
            area(ink(0.42), (x0 - 10, y0 + 40), (x1 + 20, y0), (x1 + 20, y1 + 60), (x0 - 10, y1 - 180)),
        ]
        parts += [
            area(ink(0.03), (1080 - x0, y0), (1080 - x1, y0 - 60), (1080 - x1, y1 + 140), (1080 - x0, y1 - 150)),
            area(ink(0.32), (1090 - x0, y0 + 40), (1060 - x1, y0), (1060 - x1, y1 + 60), (1090 - x0, y1 - 180)),
        ]
    parts += [
        box(430, 200, 220, 222, on.pen.glow(own.mixed(color(glow), 0.5))),
        box(446, 216, 90, 206, on.pen.glow(own.mixed(color(glow), 0.28))),
        box(544, 216, 90, 206, on.pen.glow(own.mixed(color(glow), 0.28))),
    ]
    return parts
