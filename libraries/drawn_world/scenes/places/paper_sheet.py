"""The scene of a sheet of paper that fills the picture."""

from libraries.drawn_world.scenes.pen import Lamp, area, box, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.affine import Affine
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture
from schemas.beats import Place


@register_scene(Place.PAPER, Lighting.HOME)
def paper_sheet_scene(on: SceneBuilder) -> Scene:
    wood = ("#b97a4f", "#8a5a4a", "#c99a6a")[on.random.randrange(3)]
    if on.sky.lamps:
        on.hang_lamps(Lamp(860, 260, 1500, color("#ffc877"), 0.75))
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.surface_gradient(wood, (LEFT, TOP), (1240, BOTTOM), 0.25)))
    seam = on.pen.pen_at(540, 900).shaded(wood, 0.3, 0.5)
    on.back += [line(seam, 4, (LEFT, y), (1240, y + 40)) for y in (60, 420, 800, 1190, 1600, 1980)]
    pen = on.pen.pen_at(540, 700)
    rows: list[Picture] = [line(pen("#9fb8d6", 0.7), 3, (-370, y), (370, y)) for y in range(-480, 640, 74)]
    writing: list[Picture] = []
    for k, y in enumerate(range(-512, 600, 74)):
        x = -350.0
        while x < (330 if k % 5 != 4 else 60):
            wide = on.random.choice((46, 70, 92, 58))
            writing.append(box(x, y - 6, min(wide, 350 - x), 15, pen("#4a5074", 0.55), 7))
            x += wide + 22
    sheet = [
        box(-404, -690, 820, 1420, pen.glow("#1a1030", 0.28), 8),
        box(-420, -710, 820, 1420, pen("#fffaf0"), 6),
        area(pen.shaded("#fffaf0", 0.1), (400, 590), (400, 710), (280, 710)),
        area(pen.shaded("#f1e6d0", 0.14), (280, 710), (400, 590), (296, 606)),
        line(pen("#f0a0a0", 0.8), 3, (-380, -710), (-380, 710)),
        *rows,
        *writing,
    ]
    on.add(Group(tuple(sheet), Affine(0.997, 0.06, -0.06, 0.997, 560, 860)))
    on.add(pencil(on, 900, 1580))
    on.front += [
        placed_parts(
            170,
            1780,
            1.0,
            [
                oval(10, 20, 150, 150, pen.glow("#1a1030", 0.25)),
                oval(0, 0, 140, 140, pen("#e8795a")),
                oval(0, 0, 118, 118, pen("#5a3426")),
                oval(-30, -34, 40, 24, pen("#8a5a40", 0.8)),
            ],
        )
    ]
    return on.finish(1.9)


def pencil(on: SceneBuilder, x: float, y: float) -> Picture:
    """A pencil that lies on the table."""
    pen = on.pen.pen_at(x, y)
    parts = [
        line(pen.glow("#1a1030", 0.3), 34, (-180, 26), (190, 26)),
        box(-180, -18, 330, 36, pen("#f4b740"), 3),
        box(-180, 2, 330, 16, pen.shaded("#f4b740", 0.16), 3),
        area(pen("#f1d9b0"), (150, -18), (150, 18), (214, 0)),
        area(pen("#3a3040"), (192, -6), (192, 6), (214, 0)),
        box(-206, -18, 30, 36, pen("#c9ced9"), 2),
        box(-236, -17, 34, 34, pen("#f28a8a"), 8),
    ]
    return Group(tuple(parts), Affine(0.53, 0.85, -0.85, 0.53, x, y))
