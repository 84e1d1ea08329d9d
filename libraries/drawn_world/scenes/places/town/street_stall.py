"""The scene of a food stall in the street."""

from libraries.drawn_world.scenes.animations_and_light_beams import steam_animation
from libraries.drawn_world.scenes.kit.furniture import stool, table
from libraries.drawn_world.scenes.kit.grounds import add_puddles, ground_color
from libraries.drawn_world.scenes.kit.small_things import meal_dishes
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, box, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.colors import color
from libraries.vector.picture import Picture
from schemas.beats import Place


@register_scene(Place.STREET_STALL, Lighting.OPEN)
def street_stall_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 850, 1000)
    tent = ("#e0503a", "#f28a2a", "#3f7fc9")[on.random.randrange(3)]
    fill_outdoor_view(on, 880, HorizonScenery.CITY, (180, 330))
    on.hang_lamps(
        Lamp(540, 620, 1250, color("#ffc470"), 1.0 if on.sky.lamps else 0.1),
        Lamp(540, 1500, 800, color("#ffc470"), 0.45 if on.sky.lamps else 0.0),
    )
    on.add(w.floor(on.surface_gradient(ground_color(on, "#7a7684"), (540, 900), (540, BOTTOM), 0.25), -9, 9, 0.5, 12))
    back = Panel(w, 3.4)
    on.add(*(w.block("#c9ccd2", (x, x + 0.06), (0, 2.5), (z, z + 0.06)) for z in (3.4, 2.3) for x in (-1.4, 1.34)))
    on.add(
        back.rect(on.pen.pen_at(540, 900).shaded(tent, 0.25, 0.55), -1.4, 1.4, 0.9, 2.5),
        back.rects(on.pen.pen_at(540, 900)("#ffffff", 0.25), [(u, u + 0.5, 1.2, 2.2) for u in (-1.2, -0.3, 0.6)]),
    )
    on.add(
        w.block(tent, (-1.3, 1.3), (0, 0.82), (2.5, 3.1)), w.block("#d9dde2", (-1.34, 1.34), (0.82, 0.9), (2.46, 3.1))
    )
    front = Panel(w, 2.5)
    on.add(
        front.rects(front.pen_at(0, 0.4)("#fff3dd"), [(-1.2 + k * 0.62, -0.7 + k * 0.62, 0.2, 0.6) for k in range(4)]),
        front.rects(
            front.pen_at(0, 0.4).shaded(tent, 0.3), [(-1.1 + k * 0.62, -0.8 + k * 0.62, 0.32, 0.4) for k in range(4)]
        ),
    )
    add_stall_food(on)
    for k in range(9):
        a, b = -1.62 + k * 0.36, -1.62 + (k + 1) * 0.36
        on.add(
            w.flat_shape(
                on.pen.pen_at(540, 500)(tent if k % 2 else "#fff6e6"),
                (a, 2.75, 3.4),
                (b, 2.75, 3.4),
                (b, 2.45, 2.1),
                (a, 2.45, 2.1),
            ),
            w.flat_shape(
                on.pen.pen_at(540, 500).shaded(tent if k % 2 else "#fff6e6", 0.12),
                (a, 2.45, 2.1),
                (b, 2.45, 2.1),
                (b - 0.03, 2.26, 2.1),
                (a + 0.03, 2.26, 2.1),
            ),
        )
    for x in (-0.7, 0.0, 0.7):
        cx, cy = w.project(x, 2.1, 2.4)
        on.add(
            line(on.pen.glow("#3a3440"), 4, w.project(x, 2.42, 2.4), (cx, cy)),
            oval(cx, cy + 12, 20, 26, on.pen.glow("#fff0b8") if on.sky.lamps else on.pen("#fff6e0")),
        )
        if on.sky.lamps:
            on.add(added_light([halo(cx, cy + 12, 210, on.pen.glow("#ffc470", 0.7))]))
    on.add(stool(w, -0.72, 2.0, 0.5, "#3f7fc9"), stool(w, 0.72, 2.0, 0.5, "#3f7fc9"))
    add_puddles(on, ((0.0, 1.7, 0.9), (-0.9, 1.5, 0.5)))
    on.front += [table(w, (0.25, 1.1), (1.0, 1.35), 0.5, "#c9ccd2"), meal_dishes(w, 0.6, 0.5, 1.15)]
    add_weather(on)
    return on.finish(1.85, 0.5, [on.mark_at(-0.72, 2.0, 0.5, True), on.mark_at(0.72, 2.0, 0.5, True)])


def add_stall_food(on: SceneBuilder) -> None:
    """Add rice cakes in red sauce, skewers in broth, and fried things, all steaming."""
    w = on.space
    for k, (x, food) in enumerate(((-0.85, "#d9402f"), (0.0, "#d9b26a"), (0.85, "#e0a04a"))):
        px, py, s = w.place_and_scale(x, 2.75, 0.9)
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
        on.add(placed_parts(px, py, s, [box(-31, -10, 62, 12, pen.shaded("#c9ced6", 0.2), 3), *tops]))
        on.among.append(steam_animation(px, py - 24 * s, on.pen.glow("#ffffff", 0.55), 1.3))
