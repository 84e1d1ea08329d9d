"""A hair salon and a warehouse."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights, add_pendant_lamp
from libraries.drawn_world.scenes.kit.on_walls import poster
from libraries.drawn_world.scenes.kit.rooms import Room, add_window, build_room
from libraries.drawn_world.scenes.kit.things import plant
from libraries.drawn_world.scenes.outside import HorizonView, fill_outside
from libraries.drawn_world.scenes.panel import GOODS, Panel, shelf_goods
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, blob, box, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import draws_place
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.stage import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.vector.colors import color
from libraries.vector.picture import Picture
from schemas.beats import Place


@draws_place(Place.HAIR_SALON, Lighting.BRIGHT)
def hair_salon_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    wall, accent, floor = (
        ("#f2c9c3", "#b0475f", "#d9c3b0"),
        ("#bfe0d6", "#2f7f78", "#d3c7b6"),
        ("#cfc6e8", "#5f4fa0", "#d6cbc0"),
    )[on.random.randrange(3)]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen(wall)))
    on.hang_lamps(Lamp(540, 500, 900, color("#ffe6b8"), 0.16))
    build_room(
        on, Room(1.6, 3.2, 3.2, wall=wall, floor=floor, ceiling="#fdf6ee", skirting=accent, pattern="tiles", tile=0.5)
    )
    back = Panel(w, 3.2)
    for u in (-0.95, 0.05, 1.05):
        add_lit_mirror(on, back, u, accent)
        add_hairdresser_chair(on, u, 2.45, accent)
    on.add(
        w.block("#f4ead8", (-1.5, 1.5), (0.72, 0.78), (2.95, 3.2)),
        *shelf_goods(back, (-1.45, 1.45, 0.8, 1.06), 1, on.random, GOODS, (0.05, 0.08), 0.8, True),
    )
    add_pendant_lamp(on, -0.45, 2.6, 2.5, 3.2, accent, 0.15)
    add_pendant_lamp(on, 0.55, 2.6, 2.5, 3.2, accent, 0.15)
    on.add(poster(Panel(w, x=-1.6), 1.9, 2.4, 1.2, 2.0, "#fffaf0", accent, 2), plant(w, 1.42, 2.6, 1.3, accent))
    on.front += [w.block(accent, (0.45, 1.1), (0.0, 0.42), (1.0, 1.3)), plant(w, -0.78, 1.1, 0.6, "#fff3dd")]
    return on.finish(1.75, 0.5, [on.mark_at(x, 2.4, 0.58, True) for x in (-0.9, 0.05)], light=(540, 200))


def add_lit_mirror(on: SceneBuilder, back: Panel, u: float, ink: str) -> None:
    """A round mirror with lamps about it."""
    (x, y), pen = back.project(u, 1.75), back.pen_at(u, 1.75)
    on.add(
        oval(x, y, 124, 150, pen(ink)),
        oval(x, y, 110, 136, pen("#cfe3ea")),
        area(pen("#ffffff", 0.4), (x - 60, y + 80), (x - 10, y - 110), (x + 24, y - 116), (x - 34, y + 104)),
    )
    on.add(
        *(
            oval(x + dx, y + dy, 10, 10, on.pen.glow("#fff6d8"))
            for dx, dy in ((-118, 0), (118, 0), (-84, -104), (84, -104), (0, -146), (-84, 104), (84, 104))
        ),
        added_light([halo(x, y, 230, on.pen.glow("#ffe3ac", 0.3))]),
    )


def add_hairdresser_chair(on: SceneBuilder, x: float, z: float, ink: str) -> None:
    """A chair of a hairdresser."""
    px, py, s = on.space.spot(x, z)
    pen = on.space.pen_at(x, 0.6, z)
    chair: list[Picture] = [
        oval(0, -3, 26, 6, pen("#9aa2ae")),
        line(pen("#c9ced6"), 7, (0, -6), (0, -40)),
        blob(pen.dark(ink, 0.1), (-26, -56), (-24, -106), (0, -112), (24, -106), (26, -56)),
        blob(pen.dark(ink, 0.3), (8, -56), (10, -110), (24, -106), (26, -56)),
        box(-29, -60, 58, 15, pen(ink), 7),
        box(-35, -76, 9, 26, pen("#39415a"), 4),
        box(26, -76, 9, 26, pen("#39415a"), 4),
        box(-16, -22, 32, 7, pen("#9aa2ae"), 3),
    ]
    on.add(on.space.shadow(x - 0.3, x + 0.3, z - 0.2, z + 0.2), placed_parts(px, py, s, chair))


@draws_place(Place.WAREHOUSE, Lighting.BRIGHT)
def warehouse_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 830, 900)
    steel = ("#e08a2f", "#3f6fb5", "#4f8a6a")[on.random.randrange(3)]
    hole = (-0.9, 0.9, 3.2, 4.2)
    fill_outside(on, 900, HorizonView.CITY, (560, 200))
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
            back.rect(back.pen_at(0, 1).dark("#8f989e", 0.2), -1.0, 1.0, v, v + 0.05)
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
    """Racks with boxes on pallets along one side."""
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
