"""The scene of the inside of a car."""

from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.pen import Lamp, Pen, area, blob, box, curve, halo, line, oval, path_with_holes
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, RIGHT, TOP, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture, filled
from schemas.beats import Place


@register_scene(Place.CAR, Lighting.OPEN)
def car_scene(on: SceneBuilder) -> Scene:
    on.move_eye(540, 760, 1000)
    ink, seat = (("#3a4054", "#8a6a5a"), ("#4a3a40", "#c9b49a"), ("#34404a", "#6a7284"))[on.random.randrange(3)]
    fill_outdoor_view(on, 800, HorizonScenery.CITY, (540, 360))
    if on.sky.lamps:
        on.hang_lamps(Lamp(540, 900, 900, color("#ffc98a"), 0.42), Lamp(540, 1700, 700, color("#7fd0ff"), 0.35))
    add_road_behind(on)
    pen = on.pen
    hole = [(190, 420), (890, 420), (960, 880), (120, 880)]
    left = [(LEFT, 430), (110, 400), (30, 900), (LEFT, 960)]
    right = [(970, 400), (RIGHT, 430), (RIGHT, 960), (1050, 900)]
    shell = path_with_holes([(LEFT, TOP), (RIGHT, TOP), (RIGHT, BOTTOM), (LEFT, BOTTOM)], [hole, left, right])
    on.add(filled(shell, on.surface_gradient(ink, (540, TOP), (540, BOTTOM), 0.1)))
    on.add(
        area(pen.lit_edge(ink, 0.16), (LEFT, TOP), (RIGHT, TOP), (900, 330), (180, 330)),
        area(pen.shaded(ink, 0.3), (180, 330), (900, 330), (890, 420), (190, 420)),
        box(430, 150, 220, 54, pen("#e9e2d4"), 20),
        oval(540, 176, 60, 18, pen.glow("#fff3cf") if on.sky.lamps else pen("#fffaf0")),
    )
    for points in (hole, left, right):
        on.add(line(pen.shaded(ink, 0.5), 14, *points, points[0]))
    on.add(
        area(pen.glow("#ffffff", 0.12), (300, 420), (420, 420), (330, 880), (190, 880)),
        *(line(pen.glow("#ff9a6a", 0.25), 3, (150, 560 + k * 60), (930, 560 + k * 60)) for k in range(4)),
    )
    on.add(
        blob(pen(seat), (90, 1230), (130, 960), (540, 900), (950, 960), (990, 1230), (960, 1500), (120, 1500)),
        line(pen.shaded(seat, 0.3), 8, (540, 920), (540, 1400)),
    )
    add_front_seats(on, pen, seat)
    add_dashboard(on, 800, 1850)
    return on.finish(1.45, 0.36, [on.mark_at(x, 1.45, 0.18, True) for x in (-0.36, 0.36)], light=(540, 300))


def add_front_seats(on: SceneBuilder, pen: Pen, seat: str) -> None:
    """Add the two seats in front."""
    for x in (290, 790):
        on.add(
            box(x - 100, 850, 200, 130, pen.lit_edge(seat, 0.1), 46),
            box(x + 30, 850, 70, 130, pen.shaded(seat, 0.12), 40),
            line(pen("#c9ced6"), 12, (x - 50, 980), (x - 50, 1020)),
            line(pen("#c9ced6"), 12, (x + 50, 980), (x + 50, 1020)),
        )
        on.add(
            blob(
                pen(seat),
                (x - 220, 1960),
                (x - 230, 1300),
                (x - 170, 1030),
                (x, 1000),
                (x + 170, 1030),
                (x + 230, 1300),
                (x + 220, 1960),
            ),
            blob(
                pen.shaded(seat, 0.18),
                (x + 60, 1960),
                (x + 90, 1300),
                (x + 70, 1040),
                (x + 170, 1030),
                (x + 230, 1300),
                (x + 220, 1960),
            ),
            line(pen.shaded(seat, 0.3), 6, (x - 110, 1100), (x - 130, 1900)),
            line(pen.shaded(seat, 0.35), 6, (x + 110, 1100), (x + 130, 1900)),
        )


def add_road_behind(on: SceneBuilder) -> None:
    """Add the road that runs away behind the rear window."""
    pen = on.pen
    on.back.append(area(pen("#6b7286"), (LEFT, BOTTOM), (RIGHT, BOTTOM), (575, 800), (505, 800)))

    def running(time: float) -> Picture:
        parts: list[Picture] = []
        for k in range(7):
            z = 1.2 + (k * 1.6 + 11.2 - time * 5) % 11.2
            y, s = 800 + 560 / z, 1 / z
            parts.append(
                area(
                    pen("#f4efe2"),
                    (540 - 14 * s, y),
                    (540 + 14 * s, y),
                    (540 + 24 * s, y + 160 * s),
                    (540 - 24 * s, y + 160 * s),
                )
            )
            for side in (-1, 1):
                x = 540 + side * 900 * s
                parts.append(box(x - 12 * s, y - 900 * s, 24 * s, 900 * s, pen("#4a5470")))
                if on.sky.lamps:
                    parts.append(halo(x, y - 900 * s, 260 * s, pen.glow("#ffd28a", 0.8)))
        return Group(tuple(parts))

    on.behind.append(running)


def add_dashboard(on: SceneBuilder, x: float, y: float) -> None:
    """Add the dashboard and the steering wheel on the front plane."""
    pen = on.pen.pen_at(x, y)
    on.front += [
        blob(
            pen("#2a2f3c"),
            (LEFT - 60, 1840),
            (200, 1770),
            (640, 1760),
            (1000, 1790),
            (RIGHT + 60, 1840),
            (RIGHT + 60, BOTTOM + 60),
            (LEFT - 60, BOTTOM + 60),
        ),
        curve(
            pen("#20242f"),
            44,
            (x - 230, y + 60),
            (x - 190, y - 130),
            (x, y - 225),
            (x + 190, y - 130),
            (x + 230, y + 60),
        ),
        curve(pen.lit_edge("#20242f", 0.25), 8, (x - 200, y - 90), (x - 110, y - 190), (x, y - 228)),
        blob(pen("#2f3442"), (x - 90, y + 90), (x - 70, y - 60), (x + 70, y - 60), (x + 90, y + 90)),
        line(pen("#20242f"), 34, (x - 210, y + 10), (x - 60, y + 20)),
        line(pen("#20242f"), 34, (x + 210, y + 10), (x + 60, y + 20)),
        box(300, 1820, 170, 100, on.pen.glow("#7fd0ff", 0.85), 10),
        box(318, 1840, 90, 12, on.pen.glow("#ffffff", 0.9), 4),
        box(318, 1864, 120, 12, on.pen.glow("#ffffff", 0.6), 4),
    ]
