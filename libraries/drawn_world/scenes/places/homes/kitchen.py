"""The kitchen of a home."""

from libraries.drawn_world.scenes.animations_and_light_beams import steam_animation
from libraries.drawn_world.scenes.kit.ceiling_lamps import add_pendant_lamp
from libraries.drawn_world.scenes.kit.furniture import chair, table
from libraries.drawn_world.scenes.kit.home_colors_lamps_and_curtains import HOME_COLORS, hang_lamp
from libraries.drawn_world.scenes.kit.rooms import Room, add_window, build_room
from libraries.drawn_world.scenes.kit.small_things import meal_dishes, mug, potted_plant
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import box, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.picture import Group, Picture
from schemas.beats import Place


@register_scene(Place.KITCHEN, Lighting.HOME)
def kitchen_scene(on: SceneBuilder) -> Scene:
    wall, floor, cloth, small, accent = HOME_COLORS[on.random.randrange(4)]
    w = on.move_eye()
    hole = (-0.5, 0.5, 1.3, 2.15)
    fill_outdoor_view(on, 790, HorizonScenery.FLATS, (520, 420))
    hang_lamp(on, 540, 560, 950, 0.8)
    build_room(on, Room(wall=wall, floor=floor, depth=3.0, pattern="tiles", tile=0.45), [hole])
    add_window(on, hole, 3.0, across=2, down=1)
    back = Panel(w, 3.0)
    tiles = [
        (-1.35 + k * 0.135 + 0.006, -1.35 + (k + 1) * 0.135 - 0.006, v, v + 0.1)
        for k in range(20)
        for v in (0.92, 1.03, 1.14)
    ]
    on.add(back.rects(back.pen_at(0, 1)("#fffaf0", 0.85), tiles))
    on.add(
        cabinet_row(on, (-1.35, 0.62), (0.0, 0.88), cloth),
        cabinet_row(on, (-1.35, -0.62), (1.55, 2.4), small),
        cabinet_row(on, (0.6, 1.35), (1.75, 2.4), small),
    )
    add_stove(on, 0.2)
    add_fridge(on, (0.72, 1.33))
    on.add(
        potted_plant(w, -0.35, 2.7, 0.34, accent, 0.92),
        mug(w, -0.62, 0.92, 2.6, accent, 1.3),
        mug(w, -0.8, 0.92, 2.6, "#ffffff", 1.3),
    )
    add_pendant_lamp(on, 0, 1.9, 2.15, 3.3, accent)
    on.front += [
        chair(w, -0.62, 1.22, "#a9744a", back=False),
        table(w, (-0.7, 0.75), (1.0, 1.45), 0.7, "#d9a066"),
        meal_dishes(w, -0.3, 0.7, 1.25),
        meal_dishes(w, 0.38, 0.7, 1.25),
    ]
    x, y = w.project(-0.24, 0.76, 1.25)
    on.before.append(steam_animation(x, y, on.pen.glow("#ffffff", 0.5), 1.3))
    return on.finish(seats=[on.mark_at(-0.5, 1.5, 0.45, True), on.mark_at(0.5, 1.5, 0.45, True)])


def cabinet_row(on: SceneBuilder, x: tuple[float, float], y: tuple[float, float], ink: str) -> Group:
    """Kitchen cupboards on the back wall, with a worktop where they stand on the floor."""
    w = on.space
    z0 = 2.4 if y[0] == 0 else 2.65
    panel = Panel(w, z0)
    pen = panel.pen_at(*x)
    count = max(2, round((x[1] - x[0]) / 0.45))
    step = (x[1] - x[0]) / count
    fronts = [(x[0] + k * step + 0.015, x[0] + (k + 1) * step - 0.015, y[0] + 0.08, y[1] - 0.03) for k in range(count)]
    bars = [
        (a + 0.08, b - 0.08, (d - 0.09 if y[0] == 0 else c + 0.05), (d - 0.065 if y[0] == 0 else c + 0.075))
        for a, b, c, d in fronts
    ]
    parts: list[Picture] = [
        w.block(ink, x, y, (z0, 3.0)),
        panel.rects(pen.lit_edge(ink, 0.12), fronts),
        panel.rects(pen("#f4ead6"), bars),
    ]
    if y[0] == 0:
        parts.append(w.block("#f6efe2", (x[0], x[1] + 0.02), (y[1], y[1] + 0.04), (z0 - 0.04, 3.0)))
    return Group(tuple(parts))


def add_stove(on: SceneBuilder, x: float) -> None:
    """Add a gas stove with a pot that steams."""
    w = on.space
    px, py, s = w.place_and_scale(x, 2.6, 0.92)
    pen = w.pen_at(x, 1, 2.6)
    on.add(w.block("#3a4054", (x - 0.28, x + 0.28), (0.92, 0.97), (2.45, 2.9)))
    on.add(
        placed_parts(
            px,
            py - 4 * s,
            s,
            [
                box(-13, -17, 26, 17, pen("#d94f3a"), 3),
                box(4, -17, 9, 17, pen.shaded("#d94f3a", 0.2), 3),
                box(-15, -20, 30, 4, pen("#c9d0d8"), 2),
                oval(0, -22, 3, 2.5, pen("#3a4054")),
                box(-19, -13, 6, 3, pen("#3a4054"), 1),
                box(13, -13, 6, 3, pen("#3a4054"), 1),
            ],
        )
    )
    on.among.append(steam_animation(px, py - 28 * s, on.pen.glow("#ffffff", 0.6), 1.2))


def add_fridge(on: SceneBuilder, x: tuple[float, float], ink: str = "#dfe6ea") -> None:
    """Add a tall fridge with notes held by magnets."""
    w = on.space
    panel = Panel(w, 2.35)
    pen = panel.pen_at(x[0], 1)
    mid = x[0] + 0.04
    notes = [
        panel.rect(pen(each), x[0] + a, x[0] + a + 0.13, v, v + 0.15)
        for a, v, each in ((0.16, 1.45, "#ffe27a"), (0.34, 1.36, "#ffb0b0"), (0.2, 1.2, "#a9dcc0"))
    ]
    on.add(
        w.block(ink, x, (0.02, 1.85), (2.35, 3.0)),
        panel.rect(pen.shaded(ink, 0.35), x[0], x[1], 0.72, 0.735),
        panel.rects(pen("#8a96a3"), [(mid, mid + 0.035, 0.82, 1.2), (mid, mid + 0.035, 0.4, 0.66)]),
        *notes,
    )
