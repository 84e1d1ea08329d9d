"""The scenes of a café and of a restaurant."""

from libraries.drawn_world.scenes.animations_and_light_beams import steam_animation
from libraries.drawn_world.scenes.kit.ceiling_lamps import add_pendant_lamp
from libraries.drawn_world.scenes.kit.furniture import chair, shelf, table
from libraries.drawn_world.scenes.kit.rooms import Room, add_sunshine, add_window, build_room
from libraries.drawn_world.scenes.kit.small_things import meal_dishes, mug, potted_plant
from libraries.drawn_world.scenes.kit.wall_hangings import poster
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, area, box, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Picture
from schemas.beats import Place

GLOW = color("#ffbe6e")


def hang_lamps_over_guests(on: SceneBuilder, x: float, y: float, day: float = 0.12) -> None:
    """Hang lamps over the guests: strong in the dark, also on what is near the eye."""
    if on.sky.lamps:
        on.hang_lamps(Lamp(x, y, 1200, GLOW, 0.8), Lamp(540, 1500, 1100, GLOW, 0.42))
    else:
        on.hang_lamps(Lamp(x, y, 950, GLOW, day))


@register_scene(Place.CAFE, Lighting.HOME)
def cafe_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    wall, wood, accent = (
        ("#5f8a7a", "#a9744a", "#f4b740"),
        ("#c97a5a", "#8a5a3c", "#f7dfa0"),
        ("#4f6f8c", "#b9825c", "#f28a7a"),
    )[on.random.randrange(3)]
    hole = (-1.35, 0.1, 0.8, 2.6)
    fill_outdoor_view(on, 840, HorizonScenery.CITY, (300, 360))
    hang_lamps_over_guests(on, 700, 480)
    build_room(on, Room(1.6, 3.3, 3.4, wall=wall, floor=wood, ceiling="#efe3d0", skirting="#5a4038"), [hole])
    add_window(on, hole, 3.3, "#4a3830", 3, 2)
    add_sunshine(on, hole, 3.3)
    on.add(
        shelf(
            w,
            (0.35, 1.55),
            (1.55, 2.45),
            (3.05, 3.3),
            2,
            on.random,
            "#7a4f38",
            ("#f4efe2", accent, "#c97a5a", "#3f6a5a"),
            0.6,
        )
    )
    board = Panel(w, 3.28)
    on.add(
        board.rect(board.pen_at(1, 2.8)("#2c3a38"), 0.35, 1.55, 2.55, 3.1),
        board.rects(
            board.pen_at(1, 2.8)("#dfe8df", 0.75),
            [(0.45, 0.45 + long, v, v + 0.025) for v, long in ((2.95, 0.4), (2.85, 0.3), (2.75, 0.36), (2.65, 0.24))],
        ),
        board.rects(
            board.pen_at(1, 2.8)(accent),
            [(1.05, 1.05 + long, v, v + 0.025) for v, long in ((2.95, 0.3), (2.85, 0.22), (2.75, 0.3))],
        ),
    )
    on.add(
        w.block(wood, (0.2, 1.6), (0.0, 1.0), (2.55, 3.05), "#f1e0c0"),
        w.facing_wall(w.pen_at(1, 0.5, 2.55).shaded(wood, 0.25), 0.26, 1.56, 0.12, 0.86, 2.54),
    )
    add_cake_showcase(on)
    for x, z in ((0.6, 2.4), (1.15, 2.4), (-0.7, 2.2)):
        add_pendant_lamp(on, x, z, 2.2, 3.4, accent, 0.17)
    on.add(
        table(w, (-1.25, -0.45), (2.2, 2.7), 0.72, "#e0b680", "#4a3830"),
        chair(w, -1.2, 2.0, wood, back=False),
        chair(w, -0.3, 2.75, wood),
        mug(w, -0.9, 0.72, 2.4, "#ffffff", 1.2),
    )
    on.add(potted_plant(w, -1.4, 2.9, 1.5, "#e9dcc4"))
    on.front += [
        table(w, (-0.95, 0.3), (1.0, 1.35), 0.62, "#e0b680", "#4a3830"),
        mug(w, -0.45, 0.62, 1.12, "#ffffff", 1.25),
        mug(w, 0.02, 0.62, 1.2, accent, 1.25),
    ]
    x, y = w.project(-0.45, 0.77, 1.12)
    on.before.append(steam_animation(x, y, on.pen.glow("#ffffff", 0.6), 1.5))
    return on.finish(1.8, 0.5, [on.mark_at(x, 1.6, 0.5, True) for x in (-0.62, 0.02)])


def add_cake_showcase(on: SceneBuilder) -> None:
    """Add a glass case with cakes on the counter, and a coffee machine."""
    w = on.space
    px, py, s = w.place_and_scale(0.6, 2.6, 1.0)
    pen = w.pen_at(0.6, 1.1, 2.6)
    cakes: list[Picture] = []
    for k, (ink, top) in enumerate((("#f6d7a8", "#e0503a"), ("#6a4030", "#f4efe2"), ("#f2a0b0", "#ffffff"))):
        cakes += [
            box(-27 + k * 19, -17, 15, 10, pen(ink), 1),
            box(-27 + k * 19, -20, 15, 4, pen(top), 2),
            oval(-20 + k * 19, -22, 2.4, 2.4, pen("#d93f3a")),
        ]
    case = [
        box(-33, -34, 66, 34, on.pen.glow("#fff2cf", 0.75), 3),
        *cakes,
        box(-33, -7, 66, 2.5, pen("#8a6a48")),
        box(-33, -34, 66, 34, pen("#bfe3ee", 0.18), 3),
        area(pen("#ffffff", 0.35), (-28, -32), (-18, -32), (-26, -4), (-31, -4)),
    ]
    maker = [
        box(48, -42, 44, 42, pen("#c9d0d8"), 4),
        box(74, -42, 18, 42, pen.shaded("#c9d0d8", 0.2), 4),
        box(54, -26, 30, 18, pen("#39415a"), 2),
        box(52, -50, 36, 8, pen("#f4efe2"), 2),
        box(62, -16, 8, 7, pen("#ffffff"), 1),
    ]
    on.add(placed_parts(px, py, s, [*case, *maker]))
    on.among.append(steam_animation(px + 68 * s, py - 50 * s, on.pen.glow("#ffffff", 0.5), 0.9))


@register_scene(Place.RESTAURANT, Lighting.HOME)
def restaurant_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    wall, wood, accent = (
        ("#e9c38a", "#a0603a", "#c9402f"),
        ("#d9b8a0", "#7a5038", "#3f7a6a"),
        ("#e6d2a0", "#8a5a3c", "#34609c"),
    )[on.random.randrange(3)]
    hole = (-0.5, 0.75, 1.1, 2.4)
    fill_outdoor_view(on, 830, HorizonScenery.CITY, (640, 400))
    hang_lamps_over_guests(on, 540, 480)
    build_room(
        on,
        Room(1.6, 3.3, 3.2, wall=wall, floor="#9a8578", ceiling="#f1e4cc", skirting=wood, pattern="tiles", tile=0.5),
        [hole],
    )
    add_window(on, hole, 3.3, wood, 3, 2)
    back = Panel(w, 3.3)
    on.add(
        back.rect(back.pen_at(0, 0.5)(wood), -1.6, 1.6, 0.09, 0.95),
        back.rects(
            back.pen_at(0, 0.5).shaded(wood, 0.25),
            [(u, u + 0.015, 0.09, 0.95) for u in (-1.5 + k * 0.22 for k in range(14))],
        ),
    )
    for k, u in enumerate((-1.45, -1.0, 0.95, 1.28)):
        on.add(poster(back, u, u + 0.3, 1.5, 2.25, "#fff3d6", (accent, "#34405f")[k % 2], k + 3))
    for x in (-0.95, 0.95):
        add_pendant_lamp(on, x, 2.5, 2.15, 3.2, accent, 0.22)
        on.add(
            chair(w, x - 0.3, 3.0, wood),
            chair(w, x + 0.3, 3.0, wood),
            table(w, (x - 0.6, x + 0.6), (2.35, 2.85), 0.72, "#e0b070", wood),
            meal_dishes(w, x - 0.1, 0.72, 2.55),
        )
        add_stew_pot(on, x + 0.32, 2.6)
    on.front += [
        table(w, (-1.1, 1.1), (0.98, 1.42), 0.62, "#d9a05f", wood),
        meal_dishes(w, -0.45, 0.62, 1.18),
        meal_dishes(w, 0.5, 0.62, 1.18),
    ]
    x, y = w.project(-0.36, 0.68, 1.18)
    on.before.append(steam_animation(x, y, on.pen.glow("#ffffff", 0.55), 1.4))
    return on.finish(1.75, 0.5, [on.mark_at(x, 1.65, 0.46, True) for x in (-0.45, 0.45)])


def add_stew_pot(on: SceneBuilder, x: float, z: float) -> None:
    """Add a stew that boils on a burner on the table."""
    px, py, s = on.space.place_and_scale(x, z, 0.72)
    pen = on.space.pen_at(x, 0.8, z)
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                box(-13, -5, 26, 5, pen("#3a4054"), 2),
                box(-15, -15, 30, 11, pen("#c9a24a"), 3),
                oval(0, -15, 15, 4.5, pen.shaded("#c9a24a", 0.2)),
                oval(0, -15, 12.5, 3.4, pen("#d9432f")),
                oval(-4, -15.5, 3, 1, pen("#7fae5a")),
            ],
        )
    )
    on.among.append(steam_animation(px, py - 20 * s, on.pen.glow("#ffffff", 0.55), 0.9))
