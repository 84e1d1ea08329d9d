"""The scene of a bathroom."""

from libraries.drawn_world.scenes.kit.home_colors_lamps_and_curtains import hang_lamp
from libraries.drawn_world.scenes.kit.rooms import Room, add_window, build_room
from libraries.drawn_world.scenes.kit.soft_furniture import rug
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import area, box, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from schemas.beats import Place


@register_scene(Place.BATHROOM, Lighting.HOME)
def bathroom_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye()
    ink, accent = (("#7fc4c9", "#f28a7a"), ("#8fb6dc", "#f4b740"), ("#9fcfae", "#e8795a"))[on.random.randrange(3)]
    fill_outdoor_view(on, 700, HorizonScenery.FLATS)
    hang_lamp(on, 420, 560, 1000, 0.85)
    hole = (0.55, 1.05, 1.75, 2.25)
    build_room(
        on,
        Room(
            1.25,
            2.9,
            3.1,
            wall="#eef6f4",
            side="#e2f0ee",
            floor=ink,
            ceiling="#ffffff",
            pattern="tiles",
            tile=0.28,
            skirting=ink,
        ),
        [hole],
    )
    back, left = Panel(w, 2.9), Panel(w, x=-1.25)
    pen = back.pen_at(0, 1)
    seams = [
        back.rects(
            pen.shaded(ink, 0.1, 0.55), [(-1.25, 1.25, v, v + 0.012) for v in (0.09 + k * 0.2 for k in range(6))]
        ),
        back.rects(
            pen.shaded(ink, 0.1, 0.55), [(u, u + 0.01, 0.09, 1.25) for u in (-1.25 + k * 0.25 for k in range(11))]
        ),
    ]
    on.add(back.rect(pen(ink), -1.25, 1.25, 0.09, 1.25), *seams, back.rect(pen("#ffffff"), -1.25, 1.25, 1.25, 1.3))
    on.add(
        left.rect(left.pen_at(2, 1)(ink), 0.62, 2.9, 0.09, 1.25),
        left.rect(left.pen_at(2, 1)("#ffffff"), 0.62, 2.9, 1.25, 1.3),
    )
    add_window(on, hole, 2.9, across=1, down=1)
    on.add(
        back.rect(pen("#c9d4da"), -0.73, 0.13, 1.42, 2.32),
        back.rect(on.pen.glow("#dff1f5") if on.sky.lamps else pen("#d5ecf2"), -0.68, 0.08, 1.47, 2.27),
        back.rects(on.pen.glow("#ffffff", 0.5), [(-0.6, -0.5, 1.5, 2.24), (-0.46, -0.42, 1.5, 2.24)]),
        back.rect(on.pen.glow("#fff4d0") if on.sky.lamps else pen("#fff8e6"), -0.6, 0.0, 2.38, 2.46),
    )
    add_basin(on, -0.3)
    add_toilet(on, 0.62)
    on.add(
        w.block("#f4fafa", (-1.25, -0.72), (0.0, 0.55), (1.35, 2.6)),
        w.floor(on.pen.pen_at(200, 1200)("#9fdbe6"), -1.18, -0.8, 1.45, 2.5, 0.5),
    )
    on.add(
        back.rect(pen(accent), 0.3, 0.5, 1.0, 1.45),
        back.rect(pen.shaded(accent, 0.2), 0.3, 0.5, 1.0, 1.06),
        back.rect(pen("#8a96a3"), 0.26, 0.54, 1.45, 1.475),
    )
    on.front += [rug(w, 0.1, 1.35, 0.42, 0.2, accent, "#fff6e6")]
    return on.finish()


def add_basin(on: SceneBuilder, x: float) -> None:
    """Add a wash basin with a tap, brushes and soap."""
    w = on.space
    on.add(
        w.block("#e0a86a", (x - 0.4, x + 0.4), (0.1, 0.74), (2.5, 2.9)),
        w.block("#ffffff", (x - 0.45, x + 0.45), (0.74, 0.86), (2.42, 2.9)),
    )
    px, py, s = w.place_and_scale(x, 2.6, 0.86)
    pen = w.pen_at(x, 1, 2.6)
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                oval(0, -3, 26, 6, pen.shaded("#cfe3ea", 0.12)),
                box(-2, -24, 4, 18, pen("#aab6c0"), 2),
                box(-2, -24, 13, 4, pen("#aab6c0"), 2),
                box(28, -14, 8, 12, pen("#f4b740"), 2),
                line(pen("#e8503a"), 1.6, (30, -12), (28, -24)),
                line(pen("#3f86c9"), 1.6, (33, -12), (36, -24)),
                box(-37, -15, 9, 13, pen("#f28a9a"), 3),
                box(-35, -18, 5, 4, pen("#ffffff"), 1),
            ],
        )
    )


def add_toilet(on: SceneBuilder, x: float) -> None:
    """Add a toilet."""
    px, py, s = on.space.place_and_scale(x, 2.5)
    pen = on.space.pen_at(x, 0.4, 2.5)
    white, shade = pen("#ffffff"), pen.shaded("#dfe9ee", 0.12)
    on.add(
        on.space.shadow(x - 0.25, x + 0.25, 2.2, 2.6),
        placed_parts(
            px,
            py,
            s,
            [
                box(-22, -78, 44, 38, white, 5),
                box(8, -78, 14, 38, shade, 5),
                box(-24, -82, 48, 7, white, 3),
                area(white, (-15, -36), (15, -36), (11, 0), (-11, 0)),
                area(shade, (3, -36), (15, -36), (11, 0), (3, 0)),
                oval(0, -38, 23, 10, shade),
                oval(0, -41, 23, 10, white),
                oval(0, -41, 16, 6, pen("#b9dbe6")),
            ],
        ),
    )
