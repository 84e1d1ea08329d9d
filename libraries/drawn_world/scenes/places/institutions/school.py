"""The scenes of a classroom and of a school's corridor."""

from libraries.drawn_world.scenes.animations_and_light_beams import light_beam, motes_animation
from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.doors import door
from libraries.drawn_world.scenes.kit.furniture import chair, table
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_exit_sign
from libraries.drawn_world.scenes.kit.small_things import potted_plant, vase
from libraries.drawn_world.scenes.kit.soft_furniture import curtain
from libraries.drawn_world.scenes.kit.wall_hangings import add_clock, calendar, picture_frame, poster
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Pen, added_light, area
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from schemas.beats import Place, TimeOfDay


def add_side_windows(
    on: SceneBuilder, x: float, cuts: tuple[tuple[float, float, float, float], ...], frame: str = "#f3ede0"
) -> None:
    """Add frames of windows in a side wall, and the sunlight that falls through them."""
    w = on.space
    panel = Panel(w, x=x)
    pen = panel.pen_at(2.2, 1.6)
    bars: list[tuple[float, float, float, float]] = []
    for u0, u1, v0, v1 in cuts:
        t = 0.05
        bars += [
            (u0 - t, u0 + t, v0 - t, v1 + t),
            (u1 - t, u1 + t, v0 - t, v1 + t),
            (u0, u1, v1 - t, v1 + t),
            (u0, u1, v0 - t, v0 + t),
            ((u0 + u1) / 2 - 0.03, (u0 + u1) / 2 + 0.03, v0, v1),
            (u0, u1, (v0 + v1 * 2) / 3 - 0.03, (v0 + v1 * 2) / 3 + 0.03),
        ]
    on.add(panel.rects(pen(frame), bars))
    if not on.sky.clear or on.sky.dark:
        return
    reach = -x * 0.85
    strong = 0.4 if on.setting.time is TimeOfDay.EVENING else 0.26
    for u0, u1, _, v1 in cuts:
        a, b = panel.project(u0, v1), panel.project(u1, v1)
        c, d = w.project(x + reach * 1.5, 0, u1 - 0.1), w.project(x + reach * 1.2, 0, u0 - 0.1)
        red, green, blue, _ = on.sky.sun
        on.add(
            area(
                on.pen.glow(on.sky.sun, strong),
                w.project(x + reach * 0.6, 0, u0),
                w.project(x + reach * 0.6, 0, u1),
                c,
                d,
            ),
            added_light([light_beam(on.pen, f"#{red:02x}{green:02x}{blue:02x}", strong * 0.5, a, b, c, d)]),
        )
    on.among.append(motes_animation(on.pen.glow("#fff6d8", 0.8), 3, (160, 760, 620, 560)))


@register_scene(Place.CLASSROOM, Lighting.BRIGHT)
def classroom_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    wall, wood, cloth = (
        ("#f2e3bf", "#d9a066", "#8fc7a0"),
        ("#d9e6ee", "#cf9a68", "#f2c48a"),
        ("#efdccf", "#c98f5a", "#9fc0e0"),
    )[on.random.randrange(3)]
    fill_outdoor_view(on, 840, HorizonScenery.FLATS, (160, 420))
    cuts = ((1.2, 2.3, 1.0, 2.4), (2.6, 3.8, 1.0, 2.4))
    build_room(on, Room(1.8, 4.3, 3.1, wall=wall, floor="#b9885c", ceiling="#fdf8ea"), (), cuts)
    add_side_windows(on, -1.8, cuts)
    back, right = Panel(w, 4.3), Panel(w, x=1.8)
    pen = back.pen_at(0, 1.6)
    add_blackboard(on, back, pen)
    on.add(
        door(right, 3.5, 0.9, 2.05, wood, "#f3ede0", True),
        *(
            poster(right, u, u + 0.42, 1.2, 1.9, ground, ink, k)
            for k, (u, ground, ink) in enumerate(
                ((1.5, "#fff6da", "#e0735a"), (2.05, "#dff0ea", "#3f8a86"), (2.6, "#fdeaf0", "#8a5fb0"))
            )
        ),
    )
    on.add(w.block(wood, (-0.6, 0.6), (0, 0.95), (3.5, 3.95), "#e9c79a"), vase(w, 0.35, 0.95, 3.7))
    add_ceiling_lights(on, (-0.8, 0.8), (1.7, 2.9), 3.1, 0.1, 0.9)
    for z in (3.1, 2.35):
        for x in (-0.95, 0.95):
            on.add(
                table(w, (x - 0.34, x + 0.34), (z - 0.22, z + 0.2), 0.7, "#e9c08a", "#8a93a8"),
                w.floor(w.pen_at(x, 0.7, z)("#ffffff"), x - 0.16, x + 0.02, z - 0.1, z + 0.08, 0.705),
                chair(w, x, z - 0.42, wood, back=False),
            )
    on.add(curtain(w, -1.72, 2.45, (0.7, 2.55), 0.2, cloth))
    on.front += [
        table(w, (-1.0, -0.25), (0.98, 1.3), 0.6, "#e9c08a", "#8a93a8"),
        table(w, (0.3, 1.05), (0.98, 1.3), 0.6, "#e9c08a", "#8a93a8"),
        w.block("#e0735a", (0.42, 0.68), (0.6, 0.64), (1.02, 1.18)),
        w.block("#3f86c9", (0.43, 0.67), (0.64, 0.67), (1.03, 1.17)),
    ]
    return on.finish(1.9, 0.55, [on.mark_at(x, 2.6, 0.44, True) for x in (-0.95, 0.95)], light=(-100, 500))


def add_blackboard(on: SceneBuilder, back: Panel, pen: Pen) -> None:
    """Add the blackboard with chalk, clock and notices."""
    w = on.space
    on.add(
        back.rect(pen("#a9744a"), -1.32, 1.32, 0.95, 2.35),
        back.rect(pen("#2f6a52"), -1.26, 1.26, 1.01, 2.29),
        back.rects(pen.lit_edge("#2f6a52", 0.1, 0.7), [(-0.4, 0.5, 1.3, 2.0)]),
    )
    on.add(
        back.rects(
            pen("#eef4ea", 0.7), [(-1.1, -0.35, 2.05, 2.09), (-1.1, -0.55, 1.92, 1.96), (-1.1, -0.42, 1.79, 1.83)]
        ),
        back.line(pen("#ffe27a", 0.85), 4, (0.3, 1.5), (0.65, 2.0), (1.0, 1.5), (0.3, 1.5)),
        back.line(pen("#eef4ea", 0.7), 3, (0.65, 2.0), (0.65, 1.5)),
    )
    on.add(
        w.block("#8a5f40", (-1.32, 1.32), (0.9, 0.95), (4.18, 4.3)),
        back.rects(pen("#ffffff"), [(-0.9, -0.8, 0.95, 0.98), (0.3, 0.42, 0.95, 0.98)]),
        back.rects(pen("#e8795a"), [(-0.6, -0.45, 0.95, 0.99)]),
    )
    add_clock(on, back, 0.0, 2.68, 0.16)
    on.add(
        back.rect(pen("#fffdf4"), -1.0, -0.5, 2.5, 2.85),
        back.rect(pen("#fffdf4"), 0.5, 1.0, 2.5, 2.85),
        back.rects(
            pen("#c98f5a"),
            [(-0.92, -0.58, 2.72, 2.75), (-0.92, -0.66, 2.62, 2.65), (0.58, 0.92, 2.72, 2.75), (0.58, 0.8, 2.62, 2.65)],
        ),
    )


@register_scene(Place.SCHOOL_CORRIDOR, Lighting.HOME)
def school_corridor_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(500, 820, 900)
    wall, band = (("#f2ead6", "#8fb59a"), ("#e6ecf0", "#7fa3c4"), ("#f4e2d3", "#d99a7a"))[on.random.randrange(3)]
    fill_outdoor_view(on, 880, HorizonScenery.FLATS, (120, 420))
    cuts = tuple((z, z + 1.1, 1.0, 2.4) for z in (0.9, 2.3, 3.7, 5.1))
    build_room(
        on,
        Room(
            1.25, 7.0, 2.9, wall=wall, floor="#c9b08a", ceiling="#fbf7ea", pattern="tiles", tile=0.6, skirting="#8a7a5a"
        ),
        (),
        cuts,
    )
    left, right, back = Panel(w, x=-1.25), Panel(w, x=1.25), Panel(w, 7.0)
    on.add(
        left.rect(left.pen_at(2, 0.5)(band), 0.62, 7.0, 0.1, 0.85),
        right.rect(right.pen_at(2, 0.5)(band), 0.62, 7.0, 0.1, 0.85),
    )
    add_side_windows(on, -1.25, cuts)
    for k, z in enumerate((5.6, 3.4, 1.5)):
        on.add(
            door(right, z, 0.95, 2.05, "#c98f5a", "#f4efe2", True),
            right.rect(right.pen_at(z, 2.3)("#ffffff"), z - 0.2, z + 0.2, 2.3, 2.48),
            right.rect(right.pen_at(z, 2.3)(("#e0735a", "#3f8a86", "#5a6fb5")[k]), z - 0.14, z + 0.14, 2.36, 2.42),
        )
        on.add(
            poster(
                right,
                z + 0.75,
                z + 1.15,
                1.15,
                1.9,
                ("#fff6da", "#dff0ea", "#fdeaf0")[k],
                ("#e0735a", "#3f8a86", "#8a5fb0")[k],
                k,
            )
        )
    on.add(picture_frame(back, 0, 1.6, 0.9, 0.7), potted_plant(w, -0.9, 5.6, 1.1), calendar(back, -0.8, 1.6, 0.4))
    add_ceiling_lights(on, (0.0,), (1.4, 2.6, 4.0, 5.4), 2.9, 0.1, 0.7, lit=not on.sky.dark)
    add_exit_sign(on, *w.project(0.0, 2.6, 5.0), 0.7)
    on.add(w.block("#9fb0c4", (0.86, 1.24), (0, 1.0), (2.2, 2.85)))
    return on.finish(1.95, 0.5, light=(-200, 600))
