"""The roof of a block of flats."""

from math import sin

from libraries.drawn_world.scenes.kit.doors import steel_door
from libraries.drawn_world.scenes.kit.grounds import LAMP_LIGHT, add_puddles, ground_color
from libraries.drawn_world.scenes.kit.small_things import potted_plant
from libraries.drawn_world.scenes.kit.street_furniture import bench
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, curve, halo, line
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.picture import Group, Picture
from schemas.beats import Place


@register_scene(Place.ROOFTOP, Lighting.OPEN)
def rooftop_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 900, 1000)
    fill_outdoor_view(on, 940, HorizonScenery.CITY, (800, 330))
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(-1.0, 2.0, 3.6), 800, LAMP_LIGHT, 0.6))
    on.add(
        w.floor(on.surface_gradient(ground_color(on, "#6fa07f"), (540, 1100), (540, BOTTOM), 0.22), -9, 9, 0.5, 5.2),
        *(w.floor(on.pen.pen_at(540, 1300).shaded("#6fa07f", 0.25, 0.5), -9, 9, z, z + 0.02) for z in (2.2, 3.2, 4.2)),
    )
    on.add(
        w.block(ground_color(on, "#d9d3c4"), (-9, 9), (0, 0.95), (5.2, 5.45)),
        *(w.block("#8f98a8", (x, x + 0.06), (0.95, 1.35), (5.3, 5.36)) for x in (-3 + k * 0.75 for k in range(9))),
        w.block("#8f98a8", (-9, 9), (1.33, 1.39), (5.3, 5.36)),
    )
    hut, pen = Panel(w, 4.2), on.pen.pen_at(200, 900)
    on.add(
        w.block(("#c98f6a", "#a9b4c2", "#b9a58a")[on.random.randrange(3)], (-2.6, -0.95), (0, 2.5), (4.2, 5.2)),
        w.block("#8a7a6a", (-2.7, -0.85), (2.5, 2.66), (4.0, 5.3)),
        steel_door(hut, -1.45, 0.75, 2.0, "#5f8a7a"),
    )
    if on.sky.lamps:
        on.add(added_light([halo(*hut.project(-1.45, 2.3), 300, on.pen.glow("#ffcf82", 0.7))]))
    on.add(
        w.block("#3f7fb5", (1.2, 2.5), (0.5, 1.9), (4.2, 5.0)),
        *(w.block("#6a7280", (x, x + 0.1), (0, 0.5), (4.25, 4.35)) for x in (1.3, 2.3)),
    )
    on.add(
        line(pen("#5a6478"), 6, w.project(-0.6, 0, 4.4), w.project(-0.6, 1.9, 4.4)),
        line(pen("#5a6478"), 6, w.project(1.0, 0, 4.6), w.project(1.0, 1.9, 4.6)),
        curve(pen("#e9e4d8"), 4, w.project(-0.6, 1.85, 4.4), w.project(0.2, 1.74, 4.5), w.project(1.0, 1.85, 4.6)),
    )

    def drying(time: float) -> Picture:
        parts: list[Picture] = []
        for k, (x, wide, high, ink) in enumerate(
            ((-0.45, 0.34, 0.6, "#ffffff"), (-0.05, 0.3, 0.5, "#f28a7a"), (0.32, 0.42, 0.7, "#8fb6dc"))
        ):
            lean = 0.05 * sin(time * 1.6 + k)
            parts.append(
                w.flat_shape(
                    on.pen.pen_at(540, 900)(ink),
                    (x, 1.78, 4.45),
                    (x + wide, 1.78, 4.45),
                    (x + wide + lean, 1.78 - high, 4.45),
                    (x + lean, 1.78 - high, 4.45),
                )
            )
        return Group(tuple(parts))

    if on.sky.clear:
        on.among.append(drying)
    on.add(
        bench(w, 0.55, 3.6, 1.1, "#b9825c"), potted_plant(w, -0.8, 3.7, 0.9), potted_plant(w, 1.5, 3.4, 0.7, "#c9955c")
    )
    add_puddles(on, ((-0.2, 2.4, 0.9), (0.6, 1.8, 0.5)))
    add_weather(on)
    return on.finish(2.2, 0.55, [on.mark_at(0.4, 3.55, 0.46, True)])
