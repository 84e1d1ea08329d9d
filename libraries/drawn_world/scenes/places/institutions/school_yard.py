"""The scene of a school yard."""

from libraries.drawn_world.scenes.kit.grounds import LAMP_LIGHT, add_puddles, ground_color, sloping_ground
from libraries.drawn_world.scenes.kit.street_furniture import bench
from libraries.drawn_world.scenes.kit.trees import tree
from libraries.drawn_world.scenes.kit.wall_hangings import add_clock
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, curve, line
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from schemas.beats import Place


@register_scene(Place.SCHOOL_YARD, Lighting.OPEN)
def school_yard_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 880, 1000)
    fill_outdoor_view(on, 900, HorizonScenery.HILLS, (820, 300))
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(1.4, 3.0, 4.0), 800, LAMP_LIGHT, 0.5))
    on.add(w.floor(on.surface_gradient(ground_color(on, "#d9b285"), (540, 900), (540, BOTTOM), 0.2), -30, 30, 0.5, 24))
    brick = ("#d98f6a", "#e6cf9f", "#b9c4d3")[on.random.randrange(3)]
    front = Panel(w, 11.0)
    on.add(
        w.block(brick, (-5.2, 5.2), (0, 5.0), (11, 14)),
        front.rect(front.pen_at(0, 4)("#f4efe2"), -5.2, 5.2, 4.7, 5.1),
        front.rect(front.pen_at(0, 4).shaded(brick, 0.2), -0.9, 0.9, 0, 6.0),
        front.rect(front.pen_at(0, 1)("#3f5f7a"), -0.6, 0.6, 0, 2.2),
    )
    panes = [
        (u, u + 0.62, v, v + 0.85)
        for v in (0.6, 2.05, 3.5)
        for u in (-4.8 + k * 0.95 for k in range(11))
        if abs(u + 0.3) > 1.1
    ]
    glass = front.pen_at(0, 3)("#9cc3dc")
    on.add(
        front.rects(front.pen_at(0, 3)("#f4efe2"), [(a - 0.06, b + 0.06, c - 0.06, d + 0.06) for a, b, c, d in panes]),
        front.rects(glass, panes),
    )
    if on.sky.lamps:
        on.add(front.rects(on.pen.glow("#ffe2a0"), panes[4::5]))
    add_clock(on, front, 0.0, 5.2, 0.55)
    on.add(tree(on, -4.2, 9.0, 4.4, 3, True), tree(on, 4.4, 9.0, 4.6, 6, True), tree(on, -2.6, 10.0, 3.4, 8))
    on.add(
        *(
            curve(on.pen.pen_at(540, 1200)("#ffffff", 0.75), 5, *(w.project(x, 0, z) for x, z in points))
            for points in (
                ((-3.2, 7.5), (-2.6, 4.2), (0.0, 3.0), (2.6, 4.2), (3.2, 7.5)),
                ((-4.4, 8.4), (-3.8, 3.6), (0.0, 2.2), (3.8, 3.6), (4.4, 8.4)),
            )
        )
    )
    add_football_goal(on)
    on.add(
        bench(w, 1.55, 4.2, 1.2),
        line(on.pen.pen_at(200, 700)("#c9ced6"), 9, w.project(-1.7, 0, 5.5), w.project(-1.7, 4.6, 5.5)),
    )
    add_puddles(on, ((0.2, 2.6, 1.0), (-0.8, 1.9, 0.6)))
    on.front += [sloping_ground(on, ground_color(on, "#7fa85f"), (LEFT, 2030), (200, 2000), (700, 2036), (RIGHT, 2010))]
    add_weather(on)
    return on.finish(2.2, 0.6, [on.mark_at(1.5, 4.15, 0.46, True)])


def add_football_goal(on: SceneBuilder) -> None:
    """Add a goal with its net."""
    w = on.space
    pen = w.pen_at(0, 1, 7.0)
    net = pen("#ffffff", 0.4)
    on.add(
        *(line(net, 2, w.project(-1.2 + k * 0.2, 0, 7.2), w.project(-1.2 + k * 0.2, 1.7, 7.0)) for k in range(13)),
        *(line(net, 2, w.project(-1.2, v, 7.1), w.project(1.2, v, 7.1)) for v in (0.3, 0.6, 0.9, 1.2, 1.5)),
        line(
            pen("#ffffff"),
            9,
            w.project(-1.2, 0, 7.0),
            w.project(-1.2, 1.7, 7.0),
            w.project(1.2, 1.7, 7.0),
            w.project(1.2, 0, 7.0),
        ),
    )
