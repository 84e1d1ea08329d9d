"""Street furniture: lamps, benches, poles with wires."""

from libraries.drawn_world.scenes.animations_and_light_beams import light_beam
from libraries.drawn_world.scenes.pen import added_light, area, box, curve, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.scene_builder import SceneBuilder
from libraries.drawn_world.scenes.space import SceneSpace
from libraries.vector.picture import Group, Picture


def add_street_lamp(
    on: SceneBuilder, x: float, z: float, high: float = 3.6, left: bool = True, cone: bool = True
) -> None:
    """Add a street lamp, with its cone of light where lamps are lit."""
    w = on.space
    px, py, s = w.place_and_scale(x, z)
    pen, h, side = w.pen_at(x, 1.6, z), high * 100, -1 if left else 1
    ink = "#4a5470"
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                line(pen(ink), 7, (0, 0), (0, -h)),
                curve(pen(ink), 6, (0, -h), (side * 14, -h - 14), (side * 52, -h - 12)),
                box(side * 50 - 22, -h - 18, 44, 11, pen.shaded(ink, 0.2), 5),
                box(-7, -34, 14, 34, pen.shaded(ink, 0.2), 2),
            ],
        )
    )
    if on.sky.lamps:
        x0, y0 = px + side * 50 * s, py - (h + 6) * s
        on.add(oval(x0, y0, 20 * s, 5 * s, on.pen.glow("#fff3c8")))
        light: list[Picture] = [halo(x0, y0, 170 * s, on.pen.glow("#ffd28a", 0.75))]
        if cone:
            light.append(
                light_beam(
                    on.pen,
                    "#ffd28a",
                    0.34,
                    (x0 - 16 * s, y0),
                    (x0 + 16 * s, y0),
                    (x0 + 130 * s, py + 14 * s),
                    (x0 - 130 * s, py + 14 * s),
                )
            )
            light.append(oval(x0, py + 8 * s, 140 * s, 26 * s, on.pen.glow("#ffca78", 0.3)))
        on.add(added_light(light))


def bench(w: SceneSpace, x: float, z: float, wide: float = 1.5, ink: str = "#c9834a") -> Group:
    """A park bench that faces the eye."""
    x0, x1 = x - wide / 2, x + wide / 2
    legs = [w.block("#3f4a5c", (a, a + 0.07), (0, 0.44), (z - 0.2, z + 0.2)) for a in (x0 + 0.1, x1 - 0.17)]
    rests = [w.block(ink, (x0, x1), (v, v + 0.11), (z + 0.2, z + 0.24)) for v in (0.56, 0.74)]
    posts = [w.block("#3f4a5c", (a, a + 0.06), (0.4, 0.88), (z + 0.24, z + 0.27)) for a in (x0 + 0.1, x1 - 0.17)]
    return Group(
        (
            w.shadow(x0, x1, z - 0.2, z + 0.3, 0.28),
            *posts,
            *rests,
            *legs,
            w.block(ink, (x0, x1), (0.4, 0.46), (z - 0.2, z + 0.02)),
            w.block(ink, (x0, x1), (0.4, 0.46), (z + 0.04, z + 0.2)),
        )
    )


def add_wire_pole(on: SceneBuilder, x: float, z: float, high: float = 5.0) -> None:
    """Add a pole with wires that sag towards the eye and away."""
    w = on.space
    px, py, s = w.place_and_scale(x, z)
    pen, h = w.pen_at(x, 2, z), high * 100
    ink = "#6a6a78"
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                area(pen(ink), (-8, 0), (8, 0), (6, -h), (-6, -h)),
                area(pen.shaded(ink, 0.25), (2, 0), (8, 0), (6, -h), (1, -h)),
                box(-46, -h + 24, 92, 7, pen.shaded(ink, 0.1)),
                box(-36, -h + 70, 72, 7, pen.shaded(ink, 0.1)),
                box(10, -h + 92, 24, 44, pen("#8a8f9c"), 4),
            ],
        )
    )
    wire = pen.shaded("#2b2d40", 0.1)
    for dx, dy in ((-42, 22), (40, 22), (-32, 68), (32, 68)):
        start = (px + dx * s, py - (h - dy) * s)
        on.add(curve(wire, 2.4, start, (start[0] + (540 - start[0]) * 0.3, start[1] + 90), (540 + dx * 0.3, 640)))
        on.add(
            curve(
                wire,
                3.0,
                start,
                (start[0] + (start[0] - 540) * 0.5, start[1] - 90),
                (start[0] + (start[0] - 540) * 2.2, start[1] - 500),
            )
        )
