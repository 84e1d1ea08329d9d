"""The scenes of the front door of a flat and of the car park of a block of flats."""

from libraries.drawn_world.scenes.animations_and_light_beams import flicker_animation
from libraries.drawn_world.scenes.kit.doors import lift_door, steel_door
from libraries.drawn_world.scenes.kit.furniture import cabinet
from libraries.drawn_world.scenes.kit.home_colors_lamps_and_curtains import HOME_COLORS, hang_lamp
from libraries.drawn_world.scenes.kit.houses_and_cars import car
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_exit_sign
from libraries.drawn_world.scenes.kit.small_things import vase
from libraries.drawn_world.scenes.kit.wall_hangings import picture_frame
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, blob, box, curve, halo, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Picture
from schemas.beats import Place


@register_scene(Place.FRONT_DOOR, Lighting.HOME)
def front_door_scene(on: SceneBuilder) -> Scene:
    wall, floor, cloth, small, accent = HOME_COLORS[(on.random.randrange(4) + 3) % 4]
    w = on.move_eye()
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen(wall)))
    hang_lamp(on, 540, 250, 1000, 0.8)
    build_room(on, Room(1.15, 3.4, 3.0, wall=wall, floor=floor))
    back, left = Panel(w, 3.4), Panel(w, x=-1.15)
    on.add(
        w.floor(on.pen.pen_at(540, 1300)("#b9b3aa"), -1.15, 1.15, 2.5, 3.4, 0.004),
        *(
            w.floor(on.pen.pen_at(540, 1300).shaded("#b9b3aa", 0.2), -1.15, 1.15, z, z + 0.015, 0.006)
            for z in (2.75, 3.0, 3.2)
        ),
        w.block("#e6d6b8", (-1.15, 1.15), (0.0, 0.07), (2.44, 2.52)),
    )
    on.add(steel_door(back, 0.0, 1.0, 2.15, cloth, "#3a4254"))
    lamp = on.pen.glow("#fff3cf") if on.sky.lamps else on.pen.pen_at(540, 200)("#fff8e6")
    on.add(w.floor(lamp, -0.22, 0.22, 2.75, 3.15, 2.98))
    if on.sky.lamps:
        on.add(added_light([halo(*w.project(0, 2.9, 2.9), 430, on.pen.glow("#ffcf82", 0.55))]))
    on.add(
        cabinet(w, (-1.13, -0.66), (2.6, 3.35), 1.05, "#e9d3a8", 2),
        vase(w, -0.9, 1.05, 2.9, accent),
        cabinet(w, (0.72, 1.13), (2.7, 3.35), 2.1, "#d9b884", 1),
    )
    on.add(picture_frame(left, 1.9, 1.7, 0.5, 0.4, ink=accent))
    for k, (x, z) in enumerate(((-0.32, 2.75), (0.12, 2.85), (0.45, 2.7))):
        on.add(pair_of_shoes(on, x, z, ("#34405f", "#e0735a", "#f1ead8")[k]))
    add_umbrella(on, -0.56, 2.9, small)
    on.front += [pair_of_shoes(on, 0.42, 1.12, accent), w.block("#c9955c", (-0.9, -0.45), (0, 0.32), (1.05, 1.35))]
    return on.finish(1.9, 0.42)


def pair_of_shoes(on: SceneBuilder, x: float, z: float, ink: str) -> Picture:
    """A pair of shoes."""
    px, py, s = on.space.place_and_scale(x, z)
    pen = on.space.pen_at(x, 0.1, z)
    parts: list[Picture] = []
    for dx in (-8, 8):
        parts += [
            blob(pen(ink), (dx - 6, 0), (dx - 6, -9), (dx, -14), (dx + 6, -9), (dx + 6, 0)),
            oval(dx, -10, 4, 3.2, pen.shaded(ink, 0.5)),
            box(dx - 6.5, -2, 13, 3, pen("#fffaf0"), 1.5),
        ]
    return placed_parts(px, py, s, parts)


def add_umbrella(on: SceneBuilder, x: float, z: float, ink: str) -> None:
    """Add a folded umbrella in a stand."""
    px, py, s = on.space.place_and_scale(x, z)
    pen = on.space.pen_at(x, 0.4, z)
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                curve(pen("#6b5240"), 2.6, (0, -74), (0, -84), (7, -86), (8, -79)),
                area(pen(ink), (-5, -72), (5, -72), (2, -18), (-2, -18)),
                area(pen.shaded(ink, 0.25), (1, -72), (5, -72), (2, -18), (0, -18)),
                box(-10, -34, 20, 34, pen("#5a6478"), 3),
                box(2, -34, 8, 34, pen.shaded("#5a6478", 0.2), 3),
            ],
        )
    )


@register_scene(Place.CAR_PARK, Lighting.BRIGHT)
def car_park_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(560, 830, 900)
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen("#4a5060")))
    w = on.dim_light(0.62)
    on.hang_lamps(Lamp(560, 560, 900, color("#e6f4e0"), 0.5), Lamp(540, 1500, 900, color("#e6f4e0"), 0.2))
    w = on.space
    build_room(
        on,
        Room(
            3.4,
            12.0,
            2.8,
            wall="#c3c7c4",
            side="#b3b8b6",
            floor="#8a9294",
            ceiling="#a9aeae",
            skirting="#e0b83a",
            pattern="plain",
        ),
    )
    for x in (-3.38, 3.38):
        panel = Panel(w, x=x)
        on.add(
            panel.rect(panel.pen_at(4, 0.5)(("#3f8a86", "#5a6fb5", "#c9703f")[on.setting.seed % 3]), 0.62, 12, 0.1, 0.9)
        )
    on.add(lift_door(Panel(w, 12.0), 0.6, 1.4, 2.1))
    add_exit_sign(on, *w.project(0.6, 2.5, 9.0), 0.6)
    for z in (9.0, 6.6, 4.4, 2.7):
        on.add(
            *(
                w.floor(on.pen.pen_at(540, 1100)("#f4f1e4", 0.8), a, b, z, z + 0.07)
                for a, b in ((-3.3, -1.5), (1.6, 3.3))
            )
        )
    for k, (x, z, ink) in enumerate(
        (
            (-2.4, 9.4, "#8f98a8"),
            (2.5, 9.2, "#e9e6dc"),
            (-2.4, 7.0, "#3f6fb5"),
            (2.5, 6.9, "#2f3444"),
            (-2.35, 4.8, "#d9d6cc"),
            (2.45, 3.3, "#b9433f"),
        )
    ):
        on.add(car(on, x, z, ink, k % 2 == 1))
    for z in (7.8, 5.4, 3.2):
        for x in (-1.5, 1.6):
            on.add(
                w.block("#d3d6d2", (x - 0.18, x + 0.18), (0, 2.8), (z, z + 0.36)),
                w.block("#e0b83a", (x - 0.19, x + 0.19), (0.25, 0.5), (z - 0.01, z + 0.37)),
                w.block("#2f3038", (x - 0.19, x + 0.19), (0.5, 0.6), (z - 0.01, z + 0.37)),
            )
    add_tube_lights(on)
    return on.finish(2.1, 0.5, light=(560, 300))


def add_tube_lights(on: SceneBuilder) -> None:
    """Add tubes along the ceiling; one of them fails now and then."""
    w = on.space
    for k, z in enumerate((8.0, 5.0, 3.0, 1.8)):
        q = w.floor(on.pen.glow("#f6fff2"), -0.1, 0.3, z, z + 0.9, 2.78)
        x, y = w.project(0.1, 2.7, z + 0.4)

        def tube(share: float, x: float = x, y: float = y, z: float = z) -> Picture:
            return added_light([halo(x, y, 900 / z, on.pen.glow("#eafbe6", 0.55 * share))])

        on.add(q)
        if k == 2:
            on.among.append(flicker_animation(tube, 7))
        else:
            on.add(tube(0.8))
