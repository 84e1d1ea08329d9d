"""The scene of a warehouse."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.rooms import Room, add_window, build_room
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from schemas.beats import Place


@register_scene(Place.WAREHOUSE, Lighting.BRIGHT)
def warehouse_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 830, 900)
    steel = ("#e08a2f", "#3f6fb5", "#4f8a6a")[on.random.randrange(3)]
    hole = (-0.9, 0.9, 3.2, 4.2)
    fill_outdoor_view(on, 900, HorizonScenery.CITY, (560, 200))
    on.dim_light(0.82)
    build_room(
        on,
        Room(
            2.4,
            9.0,
            4.8,
            wall="#c3c9cc",
            side="#aeb6ba",
            floor="#9a9c9a",
            ceiling="#8a9296",
            skirting="#e0b83a",
            pattern="plain",
        ),
        [hole],
    )
    add_window(on, hole, 9.0, "#7a8288", 3, 1, sill=False)
    for side in (-1, 1):
        add_pallet_racks(on, side, steel)
    back = Panel(w, 9.0)
    on.add(
        back.rect(back.pen_at(0, 1)("#8f989e"), -1.0, 1.0, 0, 2.6),
        *(
            back.rect(back.pen_at(0, 1).shaded("#8f989e", 0.2), -1.0, 1.0, v, v + 0.05)
            for v in (0.3 + k * 0.3 for k in range(8))
        ),
    )
    on.add(*(w.floor(on.pen.pen_at(540, 1300)("#f4c02a"), x, x + 0.08, 0.62, 8.8, 0.004) for x in (-1.0, 0.92)))
    add_ceiling_lights(on, (-0.5, 0.5), (1.8, 3.4, 5.4), 4.8, 0.12, 0.9)
    for x, z, h in ((0.55, 3.6, 0.5), (-0.75, 2.9, 0.7), (-0.62, 2.6, 0.35)):
        on.add(
            w.shadow(x - 0.2, x + 0.5, z, z + 0.4),
            w.block("#c9955c", (x, x + 0.45), (0, h), (z, z + 0.4)),
            w.facing_wall(w.pen_at(x, 0.2, z)("#f1e0ba"), x + 0.19, x + 0.26, 0, h, z),
        )
    on.front += [
        w.block("#c9955c", (-1.1, -0.5), (0.0, 0.5), (1.0, 1.4)),
        w.facing_wall(w.pen_at(-0.8, 0.3, 1.0)("#f1e0ba"), -0.84, -0.76, 0, 0.5, 1.0),
        w.block("#d9a871", (-1.0, -0.55), (0.5, 0.74), (1.05, 1.35)),
        w.block("#b98552", (0.55, 1.1), (0.0, 0.36), (1.0, 1.4)),
    ]
    return on.finish(2.0, 0.45, light=(540, 100))


def add_pallet_racks(on: SceneBuilder, side: int, steel: str) -> None:
    """Add racks with boxes on pallets along one side."""
    w, rnd = on.space, on.random
    x0, x1 = sorted((side * 1.25, side * 2.3))
    for z in (7.4, 5.9, 4.4, 3.0, 1.8):
        for level in range(3):
            y = 0.15 + level * 1.25
            on.add(w.block(steel, (x0, x1), (y - 0.1, y), (z, z + 1.2)))
            for k in range(2):
                a, wide, high = x0 + 0.06 + k * 0.5, 0.44, rnd.uniform(0.5, 0.95)
                ink = rnd.choice(("#c9955c", "#d9a871", "#b98552", "#a9c0cc", "#e6d2ac"))
                on.add(
                    w.block(ink, (a, a + wide), (y, y + high), (z + 0.1, z + 0.9)),
                    w.facing_wall(
                        w.pen_at(a, y, z)("#fffaf0"), a + 0.1, a + 0.26, y + high * 0.5, y + high * 0.7, z + 0.1
                    ),
                )
        on.add(
            w.block(steel, (x0 - 0.03, x0 + 0.05), (0, 3.9), (z, z + 0.08)),
            w.block(steel, (x1 - 0.05, x1 + 0.03), (0, 3.9), (z, z + 0.08)),
        )
