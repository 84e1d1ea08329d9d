"""The scenes of a barbecue restaurant and of a bar."""

from libraries.drawn_world.scenes.animations_and_light_beams import steam_animation
from libraries.drawn_world.scenes.kit.ceiling_lamps import add_pendant_lamp
from libraries.drawn_world.scenes.kit.furniture import shelf, stool
from libraries.drawn_world.scenes.kit.rooms import Room, add_window, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_pulsing_light
from libraries.drawn_world.scenes.kit.small_things import mug
from libraries.drawn_world.scenes.kit.wall_hangings import poster
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, box, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.places.town.cafe_and_restaurant import hang_lamps_over_guests
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Group
from schemas.beats import Place


@register_scene(Place.BARBECUE_RESTAURANT, Lighting.HOME)
def barbecue_restaurant_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    brick, accent = (("#b9654a", "#f4b740"), ("#8f6a5a", "#e0503a"))[on.random.randrange(2)]
    hole = (-1.3, 0.0, 1.0, 2.3)
    fill_outdoor_view(on, 830, HorizonScenery.CITY, (300, 400))
    hang_lamps_over_guests(on, 600, 560)
    build_room(
        on,
        Room(1.6, 3.2, 3.2, wall=brick, floor="#7f7672", ceiling="#5a4a48", skirting="#4a3a38", pattern="plain"),
        [hole],
    )
    back = Panel(w, 3.2)
    rows = [
        (u, u + 0.24, v, v + 0.085)
        for r in range(30)
        for u in (-1.6 + (r % 2) * 0.13 + k * 0.26 for k in range(12))
        for v in (0.12 + r * 0.1,)
        if not (v < 2.35 and v > 0.9 and u < 0.05) and u < 1.36 and v < 3.05
    ]
    on.add(back.rects(back.pen_at(0.8, 1.6).lit_edge(brick, 0.1, 0.7), rows))
    add_window(on, hole, 3.2, "#4a3a38", 3, 1)
    on.add(
        poster(back, 0.25, 0.65, 1.4, 2.2, "#fff3d6", "#c9402f", 5),
        poster(back, 0.8, 1.2, 1.4, 2.2, "#2c3a38", accent, 6),
    )
    for x, z in ((-0.85, 2.3), (0.85, 2.45)):
        on.add(
            stool(w, x - 0.55, z + 0.25, ink=accent), stool(w, x + 0.55, z + 0.25, ink=accent), grill_table(on, x, z)
        )
        add_smoke_hood(on, x, z)
    on.front += [grill_table(on, 0.0, 1.2), stool(w, -0.72, 1.15, 0.4, accent)]
    x, y = w.project(0.0, 0.8, 1.2)
    on.before.append(steam_animation(x, y, on.pen.glow("#fff3e0", 0.5), 2.6))
    return on.finish(1.75, 0.62, [on.mark_at(-0.4, 1.7, 0.46, True), on.mark_at(0.4, 1.7, 0.46, True)])


def grill_table(on: SceneBuilder, x: float, z: float) -> Group:
    """A round table with a grill in its middle."""
    w = on.space
    px, py, s = w.place_and_scale(x, z, 0)
    pen = w.pen_at(x, 0.7, z)
    meat = [
        oval(dx, -77 + dy, 6, 2, pen(ink))
        for dx, dy, ink in ((-8, 0, "#b5533f"), (5, -2, "#c9705a"), (2, 2, "#8f3f2f"), (-4, -3, "#d98a78"))
    ]
    return Group(
        (
            w.shadow(x - 0.5, x + 0.5, z - 0.3, z + 0.3),
            placed_parts(
                px,
                py,
                s,
                [
                    box(-28, -70, 56, 70, pen("#c9482f"), 4),
                    box(8, -70, 20, 70, pen.shaded("#c9482f", 0.25), 4),
                    box(-30, -50, 60, 5, pen.shaded("#c9482f", 0.35)),
                    box(-30, -24, 60, 5, pen.shaded("#c9482f", 0.35)),
                    oval(0, -72, 52, 12, pen.shaded("#c9cdd2", 0.3)),
                    oval(0, -75, 52, 12, pen("#d3d8dd")),
                    oval(0, -76, 21, 6, pen("#2b2630")),
                    oval(0, -76, 17, 4.6, on.pen.glow("#ff6a2a")),
                    *(line(pen("#4a4448"), 1, (-15 + k * 5, -79), (-15 + k * 5, -73)) for k in range(7)),
                    *meat,
                    oval(-36, -76, 8, 2.6, pen("#ffffff")),
                    oval(-36, -77, 6, 1.8, pen("#6f9e4f")),
                    oval(35, -77, 9, 3, pen("#ffffff")),
                    oval(35, -78, 6, 2, pen("#e0503a")),
                ],
            ),
        )
    )


def add_smoke_hood(on: SceneBuilder, x: float, z: float) -> None:
    """Add a pipe that draws off the smoke."""
    w = on.space
    px, top = w.project(x, 3.2, z)
    _, foot = w.project(x, 1.55, z)
    s = w.focus / z
    pen = on.pen.pen_at(px, foot)
    on.add(
        box(px - 0.05 * s, top, 0.1 * s, foot - top - 0.1 * s, pen("#a9b0ba")),
        box(px + 0.01 * s, top, 0.04 * s, foot - top - 0.1 * s, pen.shaded("#a9b0ba", 0.25)),
        area(
            pen("#c9a24a"),
            (px - 0.06 * s, foot - 0.12 * s),
            (px + 0.06 * s, foot - 0.12 * s),
            (px + 0.16 * s, foot),
            (px - 0.16 * s, foot),
        ),
    )
    on.among.append(steam_animation(px, w.project(x, 0.85, z)[1], on.pen.glow("#fff3e0", 0.5), 1.4))


@register_scene(Place.BAR, Lighting.DIM)
def bar_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    glow, accent = (("#ffb35a", "#7a3f8a"), ("#ff7aa8", "#34508a"), ("#7ad0ff", "#6a3f7a"))[on.random.randrange(3)]
    on.back.append(box(-160, -160, 1400, 2240, on.pen("#2a1f3a")))
    on.hang_lamps(Lamp(540, 620, 1100, color(glow), 0.85), Lamp(540, 1600, 1000, color(glow), 0.35))
    build_room(on, Room(1.6, 3.3, 3.2, wall=accent, floor="#5a3f38", ceiling="#3a2b44", skirting="#3a2b2a"))
    for u in (-1.45, 0.1):
        on.add(
            shelf(
                w,
                (u, u + 1.35),
                (1.3, 2.5),
                (3.05, 3.3),
                3,
                on.random,
                "#6a4030",
                ("#c9732f", "#3f7a5a", "#e0c06a", "#8a3a4a", "#4a6a9c"),
                0.8,
            )
        )
        x, y = w.project(u + 0.67, 1.9, 3.0)
        on.add(added_light([halo(x, y, 260, on.pen.glow(glow, 0.4))]))
    on.add(
        w.block("#7a4a34", (-1.6, 1.6), (0.0, 1.05), (2.4, 2.8), "#b9774a"),
        *(
            w.facing_wall(w.pen_at(u, 0.5, 2.4).shaded("#7a4a34", 0.25), u, u + 0.44, 0.15, 0.88, 2.395)
            for u in (-1.45, -0.9, -0.35, 0.2, 0.75)
        ),
    )
    for k, x in enumerate((-1.0, -0.35, 0.4, 1.05)):
        on.add(stool(w, x, 2.15, 0.72, ("#c9402f", "#e0a83a")[k % 2]))
    for k, x in enumerate((-0.8, 0.0, 0.8)):
        add_pendant_lamp(on, x, 2.3, 2.15, 3.2, glow, 0.15)
        add_pulsing_light(on, *w.project(x, 2.1, 2.3), 120, glow, 3.0 + k)
    on.add(mug(w, -0.55, 1.05, 2.5, "#e9c06a", 1.3), mug(w, 0.6, 1.05, 2.5, "#e9c06a", 1.3))
    on.front += [
        w.block("#5a3a2c", (-1.3, 1.3), (0.5, 0.56), (0.98, 1.3)),
        mug(w, -0.35, 0.56, 1.1, "#f4c04a", 1.5),
        mug(w, 0.4, 0.56, 1.15, "#f4c04a", 1.5),
    ]
    return on.finish(1.75, 0.5, [on.mark_at(-0.35, 2.15, 0.72, True), on.mark_at(0.4, 2.15, 0.72, True)])
