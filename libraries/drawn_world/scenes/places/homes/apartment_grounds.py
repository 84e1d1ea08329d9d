"""The scenes of a block of flats from outside and of its playground."""

from math import sin

from libraries.drawn_world.scenes.kit.doors import glass_door
from libraries.drawn_world.scenes.kit.grounds import add_puddles
from libraries.drawn_world.scenes.kit.rooms import lit_window
from libraries.drawn_world.scenes.kit.street_furniture import add_street_lamp, bench
from libraries.drawn_world.scenes.kit.trees import bush, tree
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, curve, halo, line
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture
from schemas.beats import Place, Weather


@register_scene(Place.APARTMENT_BUILDING, Lighting.OPEN)
def apartment_building_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 860, 1000, 1.5)
    fill_outdoor_view(on, 900, HorizonScenery.FLATS, (880, 300))
    z = 4.2
    x, y = w.project(0, 2.3, z)
    if on.sky.lamps:
        on.hang_lamps(Lamp(x, y + 60, 800, color("#ffcf82"), 0.8))
    wall, band = (("#efe6d6", "#5b8fb9"), ("#e6e9ee", "#c97a5a"), ("#f0e2d8", "#6a9a83"))[on.random.randrange(3)]
    front = Panel(w, z)
    on.add(
        front.rect(on.surface_gradient(wall, (540, -160), (540, 1200), 0.1), -2.2, 2.2, 0, 5.6),
        front.rect(on.surface_gradient(band, (540, 500), (540, 1200), 0.1), -2.2, -1.35, 0, 5.6),
        front.rect(on.surface_gradient(band, (540, 500), (540, 1200), 0.1), 1.35, 2.2, 0, 5.6),
    )
    add_flat_windows(on, front)
    on.add(
        front.rect(on.pen.glow("#ffe6b0") if on.sky.lamps else front.pen_at(0, 1)("#a9c9d6"), -0.85, 0.85, 0, 2.25),
        glass_door(front, 0, 1.6, 2.2, "#4a5470"),
    )
    on.add(
        w.block("#8a93a8", (-1.25, 1.25), (2.4, 2.62), (3.2, z)),
        *(w.block("#9aa3b5", (a, a + 0.14), (0, 2.4), (3.25, 3.4)) for a in (-1.2, 1.06)),
    )
    boxes = [(0.95 + c * 0.12, 1.05 + c * 0.12, 0.9 + r * 0.16, 1.03 + r * 0.16) for r in range(4) for c in range(3)]
    on.add(front.rects(front.pen_at(1, 1)("#b5bcc9"), boxes))
    on.add(
        w.floor(
            on.surface_gradient(
                "#b9b3a6" if on.setting.weather is not Weather.SNOW else "#e9eff6", (540, 1200), (540, BOTTOM), 0.25
            ),
            -6,
            6,
            0.5,
            z,
        ),
        w.floor(on.pen.pen_at(540, 1300)("#d9d2c0"), -0.9, 0.9, 0.5, z),
        *(
            w.block("#cfc8b8", (-1.0 - k * 0.1, 1.0 + k * 0.1), (0, 0.24 - k * 0.12), (3.9 - k * 0.3, z))
            for k in range(2)
        ),
    )
    add_puddles(on, ((-0.7, 2.6, 0.9), (0.6, 2.0, 0.7)))
    on.add(bush(on, -1.65, 3.4, 1.4, 0.7), bush(on, 1.7, 3.2, 1.3, 0.65, 5), tree(on, -1.55, 2.7, 3.9, 4, True))
    add_street_lamp(on, 1.35, 2.6, 3.2)
    if on.sky.lamps:
        on.add(added_light([halo(x, y, 420, on.pen.glow("#ffcf82", 0.5))]))
    on.front += [bush(on, -0.78, 1.05, 0.8, 0.34, 8), bush(on, 0.85, 1.0, 0.7, 0.3, 9)]
    add_weather(on)
    return on.finish(2.2)


def add_flat_windows(on: SceneBuilder, front: Panel) -> None:
    """Add the windows of the flats."""
    for k, (u, v) in enumerate(
        (
            (-0.95, 3.1),
            (0.15, 3.1),
            (-0.95, 4.4),
            (0.15, 4.4),
            (-2.0, 3.2),
            (1.55, 3.2),
            (-2.0, 1.3),
            (1.55, 1.3),
            (-2.0, 4.6),
            (1.55, 4.6),
        )
    ):
        on.add(
            *lit_window(
                on, front, (u, u + (0.8 if abs(u) < 1 else 0.45), v, v + 0.75), ("#ffd98a", "#ffe9b8", "#8fa3c4")[k % 3]
            )
        )


@register_scene(Place.PLAYGROUND, Lighting.OPEN)
def playground_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 880, 1000)
    fill_outdoor_view(on, 890, HorizonScenery.FLATS, (820, 330))
    snowy = on.setting.weather is Weather.SNOW
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(-1.1, 3.4, 3.4), 950, color("#ffcf82"), 0.7))
    on.add(
        w.floor(
            on.surface_gradient("#7fb56a" if not snowy else "#e3ebf4", (540, 900), (540, BOTTOM), 0.2), -30, 30, 0.5, 24
        ),
        w.floor(
            on.surface_gradient("#e7b87a" if not snowy else "#f2f6fb", (540, 1000), (540, BOTTOM), 0.2),
            -2.6,
            2.6,
            0.5,
            7,
        ),
        w.floor(on.pen.pen_at(540, 1200)("#e0735a" if not snowy else "#e9eff6"), -2.8, 2.8, 7, 7.4),
    )
    on.add(tree(on, -3.4, 8, 5.2, 3, True), tree(on, 3.6, 8.5, 5.6, 6), tree(on, 1.6, 11, 5, 9))
    add_swings(on, -1.3, 4.4)
    add_playground_slide(on, 1.15, 4.2)
    add_street_lamp(on, -1.75, 3.3, 3.3, False)
    add_puddles(on, ((0.1, 3.0, 1.0), (-0.8, 2.1, 0.6)))
    on.add(bench(w, -0.05, 5.0, 1.5))
    on.front += [
        w.block("#e0503a", (-2.0, 2.0), (0, 0.16), (0.95, 1.1), "#f4c04a"),
        bush(on, -0.85, 1.15, 0.7, 0.34, 3),
    ]
    add_weather(on)
    return on.finish(2.2, seats=[on.mark_at(-0.05, 4.95, 0.46, True)])


def add_swings(on: SceneBuilder, x: float, z: float) -> None:
    """Add a pair of swings that sway a little."""

    w = on.space
    pen = on.space.pen_at(x, 1, z)
    top = [w.project(x + dx, 2.2, z) for dx in (-0.8, 0.8)]
    for dx, foot in ((-0.8, -1.0), (-0.8, -0.6), (0.8, 0.6), (0.8, 1.0)):
        on.add(line(pen("#e0a83a"), 10, w.project(x + dx, 2.2, z), w.project(x + foot, 0, z)))
    on.add(line(pen("#d94f3a"), 12, *top))

    def swaying(time: float) -> Picture:
        parts: list[Picture] = []
        for k, dx in enumerate((-0.4, 0.4)):
            lean = 0.12 * sin(time * 1.7 + k * 1.3)
            parts.extend(
                line(pen("#8a8f9c"), 3, w.project(x + dx + side, 2.2, z), w.project(x + dx + side + lean, 0.5, z))
                for side in (-0.16, 0.16)
            )
            a, b = w.project(x + dx - 0.2 + lean, 0.5, z), w.project(x + dx + 0.2 + lean, 0.5, z)
            parts.append(line(pen("#3a6ea5"), 10, a, b))
        return Group(tuple(parts))

    on.among.append(swaying)


def add_playground_slide(on: SceneBuilder, x: float, z: float) -> None:
    """Add a slide with a roofed tower."""
    w = on.space
    pen = w.pen_at(x, 1, z)
    on.add(w.shadow(x - 0.9, x + 0.8, z - 0.3, z + 0.6))
    on.add(
        *(
            w.block("#e0a83a", (a, a + 0.09), (0, 2.1), (b, b + 0.09))
            for b in (z + 0.6, z)
            for a in (x - 0.05, x + 0.65)
        )
    )
    on.add(
        w.block("#3f8ac9", (x - 0.05, x + 0.74), (1.15, 1.25), (z, z + 0.7)),
        w.block("#f4b740", (x + 0.6, x + 0.7), (1.25, 1.65), (z, z + 0.7)),
    )
    peak, a, b = (
        w.project(x + 0.34, 2.75, z + 0.3),
        w.project(x - 0.2, 2.1, z - 0.05),
        w.project(x + 0.9, 2.1, z - 0.05),
    )
    on.add(
        area(pen("#e0503a"), a, peak, b), area(pen.shaded("#e0503a", 0.2), w.project(x + 0.45, 2.1, z - 0.05), peak, b)
    )
    p = [w.project(x - 0.02, 1.22, z), w.project(x - 0.5, 0.62, z - 0.1), w.project(x - 1.0, 0.16, z - 0.3)]
    q = [w.project(x - 0.02, 1.22, z + 0.5), w.project(x - 0.5, 0.62, z + 0.4), w.project(x - 1.0, 0.16, z + 0.2)]
    on.add(
        area(pen("#f4d24a"), *p, *reversed(q)), curve(pen("#e0503a"), 9, *p), curve(pen.shaded("#e0503a", 0.2), 7, *q)
    )
    on.add(
        *(
            line(pen("#8a8f9c"), 6, w.project(x + 0.15, 0.2 + k * 0.22, z), w.project(x + 0.5, 0.2 + k * 0.22, z))
            for k in range(5)
        )
    )
