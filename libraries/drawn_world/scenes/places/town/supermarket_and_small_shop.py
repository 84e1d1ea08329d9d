"""The scenes of a supermarket and of a small shop."""

from libraries.drawn_world.scenes.animations_and_light_beams import dots_path
from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights, add_pendant_lamp
from libraries.drawn_world.scenes.kit.doors import glass_door
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.kit.small_things import vase
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import GOODS, Panel, Rect, shelf_boards, shelf_goods
from libraries.drawn_world.scenes.pen import Lamp, box, placed_parts
from libraries.drawn_world.scenes.places.town.convenience_store import add_drink_coolers
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import filled
from schemas.beats import Place


@register_scene(Place.SUPERMARKET, Lighting.BRIGHT)
def supermarket_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 790, 950)
    band = ("#e0503a", "#3f8f4f", "#2f6fb0")[on.random.randrange(3)]
    on.back.append(box(-160, -160, 1400, 2240, on.pen("#cfd8dc")))
    build_room(
        on,
        Room(
            1.75,
            6.5,
            3.4,
            wall="#eef3f2",
            side="#e4ecec",
            floor="#d9dfdc",
            ceiling="#f7faf8",
            skirting="#7a8a90",
            pattern="tiles",
            tile=0.7,
        ),
    )
    add_ceiling_lights(on, (-0.75, 0.75), (1.5, 2.6, 3.9), 3.4, 0.12, 0.9)
    back = Panel(w, 6.5)
    on.add(
        back.rect(back.pen_at(0, 2)(band), -1.75, 1.75, 2.2, 2.75),
        back.rects(on.pen.glow("#ffffff", 0.8), [(-0.8, 0.8, 2.42, 2.5)]),
    )
    add_drink_coolers(on, back, (-1.6, 1.6), 4, 1.9)
    for x, z0 in ((-1.3, 1.15), (1.3, 1.15)):
        panel = Panel(w, x=x)
        add_aisle_rack(on, panel, (z0, 6.0))
    for k, z in enumerate((4.6, 3.0, 1.9)):
        x = (-0.55, 0.6, -0.5)[k]
        sign = Panel(w, z)
        on.add(
            sign.rect(sign.pen_at(x, 2.7)((band, "#f4b740", band)[k]), x - 0.34, x + 0.34, 2.55, 2.9),
            sign.rects(on.pen.glow("#fffdf4", 0.9), [(x - 0.2, x + 0.2, 2.74, 2.8), (x - 0.2, x + 0.05, 2.64, 2.69)]),
        )
    add_fruit_crates(on, band)
    return on.finish(1.9, 0.5, light=(540, -200))


def add_aisle_rack(on: SceneBuilder, panel: Panel, z: tuple[float, float], high: float = 2.1) -> None:
    """Add a long rack along the aisle, full of goods."""
    pen = panel.pen_at(z[0], 1)
    inner: Rect = (z[0], z[1], 0.14, high)
    on.add(
        panel.rect(pen.shaded("#dfe3e0", 0.35), z[0], z[1], 0, high),
        *shelf_goods(panel, inner, 5, on.random, GOODS, (0.11, 0.2), 0.74),
        *shelf_boards(panel, inner, 5, "#f4f4ee", 0.03),
        panel.rect(pen("#e8503a"), z[0], z[1], high, high + 0.1),
    )
    tags = [
        (u, u + 0.09, 0.145 + row * (high - 0.14) / 5 - 0.05, 0.145 + row * (high - 0.14) / 5 - 0.005)
        for row in range(1, 5)
        for u in (z[0] + 0.1 + k * 0.45 for k in range(10))
    ]
    on.add(panel.rects(pen("#ffe27a"), [each for each in tags if each[1] < z[1]]))


def add_fruit_crates(on: SceneBuilder, band: str) -> None:
    """Add crates of fruit on the front plane."""
    w, rnd = on.space, on.random
    for x0, x1, ink, fruit in ((-0.95, -0.35, "#b9825c", "#f28a2a"), (0.4, 1.0, "#b9825c", "#d93f3a")):
        (a, top), (b, _) = w.project(x0, 0.5, 1.1), w.project(x1, 0.5, 1.1)
        pen = w.pen_at(x0, 0.5, 1.1)
        for row in range(2):
            on.front.append(
                filled(
                    dots_path(
                        [
                            (a + 26 + k * 46 + row * 20, top - 22 - row * 30 + rnd.uniform(-5, 5), 27)
                            for k in range(int((b - a) / 46))
                        ]
                    ),
                    pen(fruit) if row == 0 else pen.shaded(fruit, 0.15),
                )
            )
            on.front.append(
                filled(
                    dots_path([(a + 18 + k * 46 + row * 20, top - 31 - row * 30, 7) for k in range(int((b - a) / 46))]),
                    pen.lit_edge(fruit, 0.55),
                )
            )
        on.front += [
            w.block(ink, (x0, x1), (0.0, 0.5), (1.06, 1.08)),
            w.facing_wall(pen.shaded(ink, 0.25), x0, x1, 0.3, 0.34, 1.06),
            w.facing_wall(pen("#fffdf4"), x0 + 0.16, x1 - 0.16, 0.36, 0.47, 1.06),
            w.facing_wall(pen(band), x0 + 0.2, x1 - 0.24, 0.4, 0.43, 1.06),
        ]


@register_scene(Place.SHOP, Lighting.BRIGHT)
def shop_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 1000)
    wall, wood, accent = (
        ("#f2d0a8", "#8a5a3c", "#3f8a86"),
        ("#b9d6c9", "#a9744a", "#e8795a"),
        ("#d3c6e6", "#7a5068", "#f4b740"),
    )[on.random.randrange(3)]
    hole = (-1.3, -0.2, 0.0, 2.25)
    fill_outdoor_view(on, 840, HorizonScenery.FLATS, (260, 380))
    build_room(on, Room(1.5, 3.3, 3.1, wall=wall, floor="#c9a27a"), [hole])
    back = Panel(w, 3.3)
    on.add(glass_door(back, -0.75, 1.1, 2.25, wood))
    shelves = Panel(w, x=1.5), Panel(w, x=-1.5)
    for panel in shelves:
        inner: Rect = (1.2, 3.1, 0.2, 2.3)
        on.add(
            panel.rect(panel.pen_at(2, 1).shaded(wood, 0.3), *inner),
            *shelf_goods(panel, inner, 5, on.random, GOODS, (0.12, 0.22), 0.7),
            *shelf_boards(panel, inner, 5, wood, 0.03),
        )
    inner = (0.1, 1.4, 1.0, 2.3)
    on.add(
        back.rect(back.pen_at(1, 1.5).shaded(wood, 0.4), *inner),
        *shelf_goods(back, inner, 3, on.random),
        *shelf_boards(back, inner, 3, wood),
    )
    on.add(w.block(wood, (0.2, 1.35), (0.0, 0.92), (2.5, 3.0), "#e9cfa0"))
    add_pendant_lamp(on, 0.78, 2.5, 2.3, 3.1, accent, 0.2)
    add_cash_till(on, *w.place_and_scale(0.95, 2.75, 0.92))
    on.add(vase(w, 0.4, 0.92, 2.7, accent))
    add_ceiling_lights(on, (0.0,), (1.6, 2.5), 3.1, 0.14, 0.6)
    add_fruit_crates(on, accent)
    on.hang_lamps(Lamp(540, 200, 900, color("#ffe0b0"), 0.1))
    return on.finish(1.8, 0.45, light=(540, -100))


def add_cash_till(on: SceneBuilder, x: float, y: float, scale: float) -> None:
    """Add a small till on a counter."""
    pen = on.pen.pen_at(x, y)
    body = box(-14, -6, 28, 6, pen("#39424f"), 2)
    screen = [box(-12, -26, 24, 17, pen("#232a38"), 2.5), box(-10, -24, 20, 13, on.pen.glow("#8fe6d8"), 1)]
    on.add(placed_parts(x, y, scale, [body, box(-2, -12, 4, 8, pen("#232a38")), *screen]))
