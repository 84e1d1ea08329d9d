"""The scene of the corridor of a block of flats."""

from libraries.drawn_world.scenes.animations_and_light_beams import flicker_animation
from libraries.drawn_world.scenes.kit.doors import lift_door, steel_door
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_exit_sign
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, fading_gradient, halo
from libraries.drawn_world.scenes.places.homes.lift_and_stairs import add_lift_display
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.affine import Point
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture
from schemas.beats import Place


@register_scene(Place.APARTMENT_CORRIDOR, Lighting.OPEN)
def apartment_corridor_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(585, 830, 900)
    left, right, high, near, far = -1.25, 1.2, 2.75, 0.55, 7.6
    fill_outdoor_view(on, 880, HorizonScenery.FLATS, (120, 420))
    end = w.project(0, 1.2, far)
    if on.sky.lamps:
        on.hang_lamps(Lamp(end[0], end[1], 760, color("#ffc877"), 0.75), Lamp(590, 330, 520, color("#bfe8d0"), 0.35))
    wall = ("#c9d3c4", "#d8cdb6", "#c3d0dd")[on.random.randrange(3)]
    on.add(w.floor(on.surface_gradient("#e4e6e0", (540, 0), (540, 700), 0.2), left - 0.3, right, near, far, high))
    on.add(w.floor(on.surface_gradient("#9aa0a6", (540, 900), (540, BOTTOM), 0.25), left - 0.3, right, near, far))
    seam = on.pen.pen_at(540, 1400).shaded("#7a808a", 0.3, 0.6)
    on.add(
        *(w.floor(seam, left, right, z, z + 0.02 * z) for z in (0.9, 1.1, 1.4, 1.8, 2.4, 3.2, 4.4)),
        *(w.floor(seam, x, x + 0.012, near, far) for x in (-0.6, 0.0, 0.6)),
    )
    side, rail = Panel(w, x=right), Panel(w, x=left)
    on.add(
        side.rect(on.surface_gradient(wall, (1240, 800), (700, 800), 0.1), near, far, 0, high),
        side.rect(on.surface_gradient("#5f7f8c", (1240, 800), (700, 800), 0.1), near, far, 0, 0.9),
    )
    on.add(
        rail.rect(on.surface_gradient("#d9d6cc", (LEFT, 1000), (500, 1000), 0.12), near, far, 0, 1.02),
        w.block("#8f98a8", (left - 0.04, left + 0.04), (1.02, 1.09), (near, far)),
        w.block("#7f8aa0", (left - 0.03, left + 0.02), (1.3, 1.34), (near, far)),
    )
    for z in (6.4, 4.6, 2.9, 1.7):
        on.add(w.block("#c4c6c2", (left - 0.1, left + 0.08), (0, high), (z, z + 0.2)))
    add_flat_doors(on, side)
    on.add(
        Group(
            tuple(
                w.block(ink, (0.9, 1.12), (0, h), (z, z + 0.3))
                for ink, h, z in (("#c9955c", 0.34, 3.7), ("#5f8f7a", 0.6, 2.2))
            )
        )
    )
    back = Panel(w, far)
    on.add(
        back.rect(back.pen_at(0, 1)(wall), left, right, 0, high),
        lift_door(back, 0, 1.3, 2.05, gap=0.55 if on.sky.dark else 0.0),
    )
    add_lift_display(on, end[0], w.project(0, 2.42, far)[1], 0.75)
    add_corridor_lamps(on, high)
    add_light_from_lift(on, end, far)
    ex, ey = w.project(-0.3, 2.62, 3.4)
    add_exit_sign(on, ex, ey, 0.95)
    edge = on.pen.shaded("#2b3146", 0.4)
    on.front += [area(edge, (LEFT, -160), (40, -160), (10, BOTTOM), (LEFT, BOTTOM))]
    add_weather(on, "behind")
    return on.finish(2.0, 0.5)


def add_flat_doors(on: SceneBuilder, side: Panel) -> None:
    """Add front doors with windows beside them along the right wall."""
    for k, z in enumerate((5.9, 4.3, 2.75, 1.62)):
        on.add(steel_door(side, z + 0.45, ink=("#54708c", "#6a5f78", "#4f7a78")[k % 3]))
        on.add(
            side.rect(side.pen_at(z, 1.4).shaded("#54708c", 0.2), z - 0.42, z - 0.14, 1.25, 1.85),
            side.rect(
                on.pen.glow("#ffe2a0") if on.sky.lamps and k == 2 else side.pen_at(z, 1.4)("#b4d0de"),
                z - 0.4,
                z - 0.16,
                1.28,
                1.82,
            ),
        )


def add_light_from_lift(on: SceneBuilder, end: Point, far: float) -> None:
    """Add light that falls out of the lift in the dark."""
    w = on.space
    if on.sky.dark:
        a, b = w.project(-0.4, 0, far), w.project(0.4, 0, far)
        on.add(
            added_light(
                [
                    area(
                        fading_gradient(on.pen.glow("#ffc469", 0.6), (0, a[1]), (0, 1900)),
                        a,
                        b,
                        (1010, BOTTOM),
                        (170, BOTTOM),
                    ),
                    halo(end[0], end[1], 330, on.pen.glow("#ffc877", 0.6)),
                ]
            )
        )


def add_corridor_lamps(on: SceneBuilder, high: float) -> None:
    """Add lamps along the ceiling; in the dark one of them fails now and then."""
    w = on.space
    for k, z in enumerate((5.6, 3.9, 2.5, 1.6)):
        lit = on.sky.lamps and k == 1
        on.add(
            w.floor(
                on.pen.glow("#dff5e8") if lit else on.pen.pen_at(540, 200)("#f1f4ee"),
                -0.3,
                0.3,
                z,
                z + 0.4,
                high - 0.01,
            )
        )
        if lit:
            x, y = w.project(0, high, z + 0.2)

            def failing(share: float, x: float = x, y: float = y) -> Picture:
                return added_light([halo(x, y, 320, on.pen.glow("#a9e8cc", 0.5 * share))])

            on.among.append(flicker_animation(failing, 7))
