"""The scene of a hair salon."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_pendant_lamp
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.kit.small_things import potted_plant
from libraries.drawn_world.scenes.kit.wall_hangings import poster
from libraries.drawn_world.scenes.panel import GOODS, Panel, shelf_goods
from libraries.drawn_world.scenes.pen import Lamp, added_light, area, blob, box, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Picture
from schemas.beats import Place


@register_scene(Place.HAIR_SALON, Lighting.BRIGHT)
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
    on.add(poster(Panel(w, x=-1.6), 1.9, 2.4, 1.2, 2.0, "#fffaf0", accent, 2), potted_plant(w, 1.42, 2.6, 1.3, accent))
    on.front += [w.block(accent, (0.45, 1.1), (0.0, 0.42), (1.0, 1.3)), potted_plant(w, -0.78, 1.1, 0.6, "#fff3dd")]
    return on.finish(1.75, 0.5, [on.mark_at(x, 2.4, 0.58, True) for x in (-0.9, 0.05)], light=(540, 200))


def add_lit_mirror(on: SceneBuilder, back: Panel, u: float, ink: str) -> None:
    """Add a round mirror with lamps about it."""
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
    """Add a chair of a hairdresser."""
    px, py, s = on.space.place_and_scale(x, z)
    pen = on.space.pen_at(x, 0.6, z)
    chair: list[Picture] = [
        oval(0, -3, 26, 6, pen("#9aa2ae")),
        line(pen("#c9ced6"), 7, (0, -6), (0, -40)),
        blob(pen.shaded(ink, 0.1), (-26, -56), (-24, -106), (0, -112), (24, -106), (26, -56)),
        blob(pen.shaded(ink, 0.3), (8, -56), (10, -110), (24, -106), (26, -56)),
        box(-29, -60, 58, 15, pen(ink), 7),
        box(-35, -76, 9, 26, pen("#39415a"), 4),
        box(26, -76, 9, 26, pen("#39415a"), 4),
        box(-16, -22, 32, 7, pen("#9aa2ae"), 3),
    ]
    on.add(on.space.shadow(x - 0.3, x + 0.3, z - 0.2, z + 0.2), placed_parts(px, py, s, chair))
