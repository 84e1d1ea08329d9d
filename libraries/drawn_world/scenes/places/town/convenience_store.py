"""The scene of a convenience store; and racks, coolers and counter for other shops."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.kit.wall_hangings import poster
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import GOODS, Panel, Rect, shelf_boards, shelf_goods
from libraries.drawn_world.scenes.pen import added_light, box, halo, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.picture import Picture
from schemas.beats import Place


def add_goods_rack(
    on: SceneBuilder, x: tuple[float, float], z: tuple[float, float], high: float, rows: int, ink: str = "#f1ece0"
) -> None:
    """Add a rack of goods that faces the eye, with its end in goods as well."""
    w = on.space
    front = Panel(w, z[0])
    inner: Rect = (x[0] + 0.03, x[1] - 0.03, 0.12, high - 0.04)
    on.add(
        w.shadow(x[0], x[1], *z),
        w.block(ink, x, (0, high), z),
        front.rect(front.pen_at(x[0], 0.8).shaded(ink, 0.3), *inner),
    )
    on.add(*shelf_goods(front, inner, rows, on.random), *shelf_boards(front, inner, rows, ink))
    side = x[0] if x[0] > 0 else x[1] if x[1] < 0 else None
    if side is not None:
        panel = Panel(w, x=side)
        end: Rect = (z[0] + 0.04, z[1] - 0.04, 0.12, high - 0.04)
        on.add(
            panel.rect(panel.pen_at(z[0], 0.8).shaded(ink, 0.42), *end),
            *shelf_goods(panel, end, rows, on.random),
            *shelf_boards(panel, end, rows, ink),
        )


def add_drink_coolers(on: SceneBuilder, panel: Panel, u: tuple[float, float], doors: int, high: float = 2.15) -> None:
    """Add lit coolers with drinks behind glass doors."""
    u0, u1 = u
    pen, w = panel.pen_at((u0 + u1) / 2, 1.2), on.space
    inner: Rect = (u0, u1, 0.25, high - 0.12)
    on.add(
        panel.rect(pen("#4a5c66"), u0 - 0.06, u1 + 0.06, 0, high + 0.24),
        panel.rect(w.pen.glow("#dff6f6"), *inner),
        panel.rect(w.pen.glow("#2f7f8a"), u0 - 0.06, u1 + 0.06, high, high + 0.24),
    )
    on.add(
        *shelf_goods(panel, inner, 6, on.random, GOODS, (0.07, 0.09), 0.68, True),
        *shelf_boards(panel, inner, 6, "#cfe0e2", 0.018),
    )
    step = (u1 - u0) / doors
    bars = [(u0 + k * step - 0.03, u0 + k * step + 0.03, 0.15, high - 0.04) for k in range(doors + 1)]
    sheen = [(u0 + k * step + 0.1, u0 + k * step + 0.2, 0.25, high - 0.12) for k in range(doors)]
    handles = [(u0 + k * step + 0.07, u0 + k * step + 0.1, 0.9, 1.35) for k in range(doors)]
    on.add(
        panel.rects(w.pen.glow("#ffffff", 0.22), sheen),
        panel.rects(pen("#4a5c66"), bars),
        panel.rects(pen("#22303a"), handles),
    )
    x, y = panel.project((u0 + u1) / 2, 1.3)
    on.add(added_light([halo(x, y, 420, w.pen.glow("#cfffff", 0.2))]))


@register_scene(Place.CONVENIENCE_STORE, Lighting.BRIGHT)
def convenience_store_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 800, 980)
    band = ("#e8503a", "#2f8f6a", "#5a4fb0")[on.random.randrange(3)]
    fill_outdoor_view(on, 830, HorizonScenery.CITY, (220, 380))
    add_blurred_street_lights(on)
    hole = (-1.6, -0.15, 0.35, 2.35)
    left = (0.7, 3.3, 0.35, 2.35)
    build_room(
        on,
        Room(
            1.7,
            3.5,
            2.95,
            wall="#e4eef0",
            side="#dbe8ec",
            floor="#b9c9cd",
            ceiling="#f4faf8",
            skirting="#4a5c66",
            pattern="tiles",
            tile=0.6,
        ),
        [hole],
        [left],
    )
    back, side = Panel(w, 3.5), Panel(w, x=-1.7)
    on.add(
        back.rect(back.pen_at(-1, 2.5)(band), -1.7, 0.02, 2.4, 2.68),
        back.rect(on.pen.glow("#fff6e6"), -1.7, 0.02, 2.45, 2.49),
        side.rect(side.pen_at(2, 2.5)(band), 0.62, 3.5, 2.4, 2.68),
    )
    for panel, cut, posts in ((back, hole, (-1.6, -0.88, -0.15)), (side, left, (0.7, 1.7, 2.6, 3.3))):
        pen = panel.pen_at(cut[1], 1)
        on.add(
            panel.rects(pen("#33404c"), [(u - 0.035, u + 0.035, 0, 2.4) for u in posts]),
            panel.rects(pen("#33404c"), [(cut[0], cut[1], 0.28, 0.36), (cut[0], cut[1], 2.33, 2.4)]),
            panel.rects(on.pen.glow("#ffffff", 0.1), [(cut[0] + 0.12, cut[0] + 0.4, 0.36, 2.33)]),
        )
    on.add(poster(back, -1.45, -1.0, 1.55, 2.2, band, "#fff6e6", 2))
    add_drink_coolers(on, back, (0.2, 1.6), 3)
    add_ceiling_lights(on, (-0.8, 0.5), (1.35, 2.4), 2.95, 0.16, 0.8)
    add_goods_rack(on, (-1.2, -0.25), (2.45, 2.85), 1.3, 4)
    add_goods_rack(on, (0.5, 1.5), (2.35, 2.75), 1.3, 4)
    add_shop_counter(on, band)
    return on.finish(1.7, 0.45, light=(700, 100))


def add_blurred_street_lights(on: SceneBuilder) -> None:
    """Add blurred lights of the street behind the glass after dark."""
    if not on.sky.lamps:
        return
    for x, y, r, ink in (
        (60, 690, 52, "#ff4a5a"),
        (190, 610, 38, "#ffb14a"),
        (300, 760, 46, "#4ad6ff"),
        (380, 660, 34, "#ff5a8a"),
        (460, 780, 50, "#ffd24a"),
        (-30, 800, 42, "#6af0d0"),
        (120, 860, 44, "#fff0c0"),
        (250, 900, 30, "#ff4a5a"),
    ):
        on.back += [oval(x, y, r, r, on.pen.glow(ink, 0.42)), oval(x, y, r * 0.8, r * 0.8, on.pen.glow(ink, 0.25))]


def add_shop_counter(on: SceneBuilder, band: str) -> None:
    """Add the counter with till and sweets on the front plane."""
    w = on.space
    front = Panel(w, 1.0)
    on.front += [
        w.block("#f6efe0", (-1.3, 1.3), (0.72, 0.78), (0.96, 1.3)),
        front.rect(on.surface_gradient(band, (540, 1500), (540, 2080), 0.35), -1.3, 1.3, 0, 0.72),
        front.rect(on.pen.pen_at(540, 1500).shaded(band, 0.4), -1.3, 1.3, 0.68, 0.72),
        front.rects(on.pen.pen_at(540, 1600)("#ffffff", 0.16), [(-1.2, 1.2, v, v + 0.012) for v in (0.6, 0.5)]),
    ]
    px, py, s = w.place_and_scale(0.42, 1.1, 0.78)
    pen = w.pen_at(0.4, 0.9, 1.1)
    till: list[Picture] = [
        box(-16, -6, 32, 6, pen("#39424f"), 2),
        box(-3, -12, 6, 8, pen("#232a38")),
        box(-15, -32, 30, 21, pen("#232a38"), 2.5),
        box(-13, -30, 26, 17, on.pen.glow("#8fe6d8"), 1),
        box(-11, -28, 14, 2, pen("#0c3a3a")),
        box(-11, -24, 20, 2, pen("#0c3a3a")),
    ]
    sweets = [
        box(
            -84 + k * 8, -17 - k % 2 * 3, 7, 17 + k % 2 * 3, pen(("#f4b740", "#3fa7a0", "#ef8fa0", "#5a7fd0")[k % 4]), 1
        )
        for k in range(6)
    ]
    on.front += [placed_parts(px, py, s, [*till, *sweets, box(-87, -4, 54, 5, pen("#39424f"), 1)])]
