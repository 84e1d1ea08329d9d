"""The scenes of a street and of an alley."""

from libraries.drawn_world.scenes.kit.doors import steel_door
from libraries.drawn_world.scenes.kit.grounds import LAMP_LIGHT, add_puddles, ground_color
from libraries.drawn_world.scenes.kit.houses_and_cars import add_hanging_sign, add_house_row, add_traffic_light, car
from libraries.drawn_world.scenes.kit.rooms import lit_window
from libraries.drawn_world.scenes.kit.small_things import bin_bags
from libraries.drawn_world.scenes.kit.street_furniture import add_street_lamp, add_wire_pole
from libraries.drawn_world.scenes.kit.trees import tree
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, area
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.colors import color
from schemas.beats import Place


@register_scene(Place.STREET, Lighting.OPEN)
def street_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 880, 900)
    fill_outdoor_view(on, 900, HorizonScenery.CITY, (600, 330))
    if on.sky.lamps:
        on.hang_lamps(Lamp(90, 1150, 800, LAMP_LIGHT, 0.5), Lamp(1000, 1150, 700, color("#ff9a8a"), 0.32))
    walls = (("#e3b08a", "#b9c4d3", "#d98f6a", "#a9bfae"), ("#c9a0a0", "#e6d2a8", "#9fb0c9", "#cf8a72"))[
        on.random.randrange(2)
    ]
    road = ground_color(on, "#6b7286", "#c3cedc")
    on.add(w.floor(on.surface_gradient(road, (540, 900), (540, BOTTOM), 0.22), -14, 14, 0.5, 30))
    on.add(
        *(
            w.floor(on.surface_gradient(ground_color(on, "#c9c3b8"), (540, 900), (540, BOTTOM), 0.2), *side, 0.5, 30)
            for side in ((-3.4, -1.5), (1.5, 3.4))
        )
    )
    on.add(
        *(
            w.floor(on.pen.pen_at(540, 1100)("#f4efe2", 0.85), -0.06, 0.06, z, z + z * 0.22)
            for z in (3.6, 4.8, 6.4, 8.6)
        )
    )
    add_house_row(on, -2.3, (1.0, 2.4, 4.2, 6.6, 10.0), walls, (5.0, 6.4, 4.6, 7.5))
    add_house_row(on, 2.3, (1.0, 2.6, 4.6, 7.2, 10.5), walls[::-1], (5.6, 4.6, 6.6, 5.2))
    on.add(tree(on, -1.75, 5.2, 3.4, 3, True), tree(on, 1.85, 6.2, 3.4, 5, True))
    on.add(car(on, 0.75, 6.2, "#3f6fc9"), car(on, -0.8, 4.6, "#f1f1ee", True))
    on.add(
        *(
            w.floor(on.pen.pen_at(540, 1300)("#f7f4ea", 0.9), x, x + 0.22, 2.0, 2.75)
            for x in (-1.35 + k * 0.42 for k in range(7))
        )
    )
    add_street_lamp(on, -1.62, 3.1, 3.7, False)
    add_traffic_light(on, 1.62, 4.0)
    add_puddles(on, ((-0.5, 1.9, 0.8), (0.7, 1.5, 0.6), (0.2, 3.2, 0.9)))
    add_weather(on)
    return on.finish(2.1, 0.55)


@register_scene(Place.ALLEY, Lighting.OPEN)
def alley_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(520, 880, 900)
    fill_outdoor_view(on, 900, HorizonScenery.CITY, (560, 300))
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(0.4, 2.8, 3.2), 1050, LAMP_LIGHT, 0.95))
    wall, brick = (("#b9705a", "#cfc6b4"), ("#a98a72", "#b9705a"), ("#8f7f8a", "#c98a6a"))[on.random.randrange(3)]
    on.add(
        w.floor(
            on.surface_gradient(ground_color(on, "#7f7a80", "#cfd8e4"), (540, 900), (540, BOTTOM), 0.25), -5, 5, 0.5, 14
        )
    )
    on.add(
        w.floor(
            on.pen.pen_at(540, 1400).shaded(ground_color(on, "#7f7a80", "#b9c4d2"), 0.3), -0.16, 0.16, 0.5, 12, 0.005
        )
    )
    left, right = Panel(w, x=-1.3), Panel(w, x=1.25)
    add_alley_walls(on, brick, left, right, wall)
    on.add(
        *lit_window(on, left, (1.7, 2.4, 1.5, 2.4)),
        *lit_window(on, left, (4.0, 4.9, 2.6, 3.5), "#ffe9b8"),
        *lit_window(on, right, (3.5, 4.3, 1.5, 2.3)),
        *lit_window(on, right, (1.5, 2.1, 2.9, 3.8), "#8fa3c4"),
        steel_door(right, 1.95, 0.75, 2.0, "#4f7a6a"),
        steel_door(left, 3.9, 0.9, 2.0, "#3f6fa0"),
    )
    for panel, u, v in ((left, 2.75, 2.3), (right, 2.9, 2.7)):
        pen = panel.pen_at(u, v)
        on.add(
            panel.rect(pen.shaded("#d9dde2", 0.3), u, u + 0.55, v - 0.03, v + 0.45),
            panel.rect(pen("#d9dde2"), u + 0.03, u + 0.52, v, v + 0.42),
            panel.rects(
                pen.shaded("#d9dde2", 0.3),
                [(u + 0.08, u + 0.36, v + 0.06 + k * 0.07, v + 0.08 + k * 0.07) for k in range(5)],
            ),
        )
    add_hanging_sign(on, 1.25, 4.6, 2.2, "#e0503a", 1.0)
    add_wire_pole(on, -1.05, 3.6, 4.9)
    steps = [w.block("#a9a49c", (-0.9, 0.9), (0, (k + 1) * 0.16), (7.6 + k * 0.3, 7.9 + k * 0.3)) for k in range(6)]
    on.add(*reversed(steps))
    add_street_lamp(on, 1.0, 3.5, 3.0)
    on.add(bin_bags(w, -0.95, 2.3))
    on.add(w.block("#c9955c", (0.78, 1.15), (0, 0.4), (2.2, 2.5)))
    add_puddles(on, ((0.1, 2.4, 0.9), (-0.4, 1.6, 0.6)))
    on.front += [area(on.pen.shaded("#2a2438", 0.5), (LEFT, -160), (10, -160), (-30, BOTTOM), (LEFT, BOTTOM))]
    add_weather(on)
    return on.finish(2.0, 0.45)


def add_alley_walls(on: SceneBuilder, brick: str, left: Panel, right: Panel, wall: str) -> None:
    """Add the walls of the houses on both sides."""
    w = on.space
    for panel, ink, cuts in (
        (left, wall, ((6.0, 9.5, 4.0), (3.2, 6.0, 5.2), (0.55, 3.2, 4.4))),
        (right, brick, ((5.4, 9.5, 4.8), (2.7, 5.4, 3.9), (0.55, 2.7, 5.4))),
    ):
        for k, (z0, z1, high) in enumerate(cuts):
            tint = (ink, brick, wall)[k % 3] if panel is left else (ink, wall, brick)[k % 3]
            if panel.x is not None:
                on.add(
                    w.facing_wall(
                        on.pen.pen_at(540, 900).shaded(tint, 0.4),
                        min(panel.x, panel.x * 4),
                        max(panel.x, panel.x * 4),
                        0,
                        high,
                        z0,
                    )
                )
            start, end = panel.project(z0, 1.5), panel.project(z1, 1.5)
            on.add(
                panel.rect(on.surface_gradient(tint, start, end, 0.2), z0, z1, 0, high),
                panel.rect(panel.pen_at(z1, 0.3).shaded(tint, 0.3), z0, z1, 0, 0.5),
                panel.rect(panel.pen_at(z0, high).shaded(tint, 0.35), z0, z1, high - 0.12, high),
            )
            seams = [(z0, z1, v, v + 0.012) for v in (0.6 + r * 0.22 for r in range(int((high - 0.9) / 0.22)))]
            on.add(panel.rects(panel.pen_at(z1, 1).shaded(tint, 0.18, 0.5), seams))
