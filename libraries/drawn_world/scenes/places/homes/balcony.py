"""The balcony of a flat."""

from math import sin

from libraries.drawn_world.scenes.kit.furniture import chair
from libraries.drawn_world.scenes.kit.home_colors_lamps_and_curtains import HOME_COLORS, hang_lamp
from libraries.drawn_world.scenes.kit.rooms import Room, add_sunshine, add_window, build_room
from libraries.drawn_world.scenes.kit.small_things import potted_plant
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.pen import area, box, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.picture import Group, Picture
from schemas.beats import Place


@register_scene(Place.BALCONY, Lighting.HOME)
def balcony_scene(on: SceneBuilder) -> Scene:
    _, _, cloth, small, accent = HOME_COLORS[on.random.randrange(4)]
    w = on.move_eye(540, 820, 1000)
    hole = (-1.15, 1.15, 1.0, 2.75)
    fill_outdoor_view(on, 900, HorizonScenery.FLATS, (700, 330))
    hang_lamp(on, 540, 330, 900, 0.6)
    build_room(
        on,
        Room(
            1.3,
            2.9,
            3.2,
            wall="#eef0ea",
            side="#e3e6e0",
            floor="#b9a68f",
            ceiling="#f7f7f2",
            pattern="tiles",
            tile=0.3,
            skirting="#a9a294",
        ),
        [hole],
    )
    add_window(on, hole, 2.9, "#f4f4f0", 3, 1)
    add_sunshine(on, hole, 2.9, 1.0)
    on.add(
        w.block("#c9ced2", (-1.15, 1.15), (1.25, 1.3), (2.86, 2.9)),
        *(w.block("#c9ced2", (x, x + 0.03), (1.0, 1.25), (2.87, 2.9)) for x in (-1.1 + k * 0.22 for k in range(11))),
    )
    add_washing_machine(on, 0.85)
    on.add(
        potted_plant(w, -1.05, 2.6, 1.0, accent),
        potted_plant(w, -0.7, 2.7, 0.6, small),
        potted_plant(w, -0.98, 2.2, 0.5, cloth),
        chair(w, -0.1, 2.35, "#c9955c"),
    )
    add_laundry(on, accent, cloth, small)
    on.front += [potted_plant(w, 0.68, 1.1, 0.55, accent), potted_plant(w, -0.72, 1.08, 0.42, small)]
    return on.finish(1.8, 0.42, [on.mark_at(-0.1, 2.3, 0.46, True)])


def add_laundry(on: SceneBuilder, accent: str, cloth: str, small: str) -> None:
    """Add laundry on two poles under the ceiling, which sways."""
    w = on.space
    y = w.project(0, 2.55, 2.1)[1]
    for z in (2.05, 2.2):
        on.add(line(on.pen.pen_at(540, y)("#d3d8dc"), 8, w.project(-1.3, 2.62, z), w.project(1.3, 2.62, z)))

    def hanging(time: float) -> Picture:
        parts: list[Picture] = []
        for k, (x, wide, high, ink) in enumerate(
            (
                (-0.95, 0.34, 0.7, "#ffffff"),
                (-0.52, 0.3, 0.5, accent),
                (0.35, 0.36, 0.62, cloth),
                (0.8, 0.3, 0.75, small),
            )
        ):
            lean, pen = 0.02 * sin(time * 1.3 + k), on.pen.pen_at(540, 560)
            parts += [
                w.flat_shape(
                    pen(ink),
                    (x, 2.6, 2.1),
                    (x + wide, 2.6, 2.1),
                    (x + wide + lean, 2.6 - high, 2.1),
                    (x + lean, 2.6 - high, 2.1),
                ),
                w.flat_shape(
                    pen.shaded(ink, 0.14),
                    (x + wide * 0.6, 2.6, 2.1),
                    (x + wide, 2.6, 2.1),
                    (x + wide + lean, 2.6 - high, 2.1),
                    (x + wide * 0.7 + lean, 2.6 - high, 2.1),
                ),
            ]
        return Group(tuple(parts))

    on.among.append(hanging)


def add_washing_machine(on: SceneBuilder, x: float) -> None:
    """Add a washing machine whose drum turns."""
    w = on.space
    px, py, s = w.place_and_scale(x, 2.3)
    pen = w.pen_at(x, 0.5, 2.3)
    on.add(
        w.block("#f1f4f5", (x - 0.32, x + 0.32), (0.02, 0.9), (2.3, 2.85)),
        placed_parts(
            px,
            py,
            s,
            [
                box(-28, -86, 56, 10, pen("#c9d2d8"), 3),
                oval(18, -81, 3.4, 3.4, pen("#5a6478")),
                box(-24, -83, 20, 4, on.pen.glow("#7fe0c8"), 1),
                oval(0, -40, 25, 25, pen("#9aa6b0")),
                oval(0, -40, 20, 20, pen("#2c3848")),
            ],
        ),
    )

    def turning(time: float) -> Picture:
        parts: list[Picture] = [
            oval(10 * sin(time * 5 + k * 2.1), -40 + 10 * sin(time * 5 + k * 2.1 + 1.57), 7, 6, pen(ink, 0.85))
            for k, ink in enumerate(("#f28a7a", "#ffffff", "#7aa0d6"))
        ]
        parts.append(area(pen("#ffffff", 0.25), (-14, -52), (-6, -57), (-12, -30), (-17, -34)))
        return placed_parts(px, py, s, parts)

    on.among.append(turning)
