"""What hangs on walls: pictures, clocks, calendars, posters, televisions."""

from math import cos, pi, sin
from random import Random

from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import added_light, area, halo, line, oval
from libraries.drawn_world.scenes.scene_builder import SceneBuilder
from libraries.vector.picture import Group, Picture


def picture_frame(
    panel: Panel, u: float, v: float, wide: float, high: float, frame: str = "#8a5a3c", ink: str = "#9cc0a4"
) -> Group:
    """A framed picture of hills and a sun."""
    pen = panel.pen_at(u, v)
    u0, u1, v0, v1 = u - wide / 2, u + wide / 2, v - high / 2, v + high / 2
    a, b = panel.project(u0 + 0.03, v0 + high * 0.36), panel.project(u1 - 0.03, v0 + high * 0.36)
    mid = panel.project(u, v0 + high * 0.62)
    hill = area(pen(ink), a, mid, b, panel.project(u1 - 0.03, v0 + 0.03), panel.project(u0 + 0.03, v0 + 0.03))
    sun = oval(
        *panel.project(u + wide * 0.22, v1 - high * 0.28),
        panel.units_per_metre(u) * wide * 0.09,
        panel.units_per_metre(u) * wide * 0.09,
        pen("#f4b740"),
    )
    return Group(
        (
            panel.rect(pen.shaded(frame, 0.45), u0 + 0.015, u1 + 0.025, v0 - 0.025, v1 - 0.01),
            panel.rect(pen(frame), u0, u1, v0, v1),
            panel.rect(pen("#fdf3dc"), u0 + 0.03, u1 - 0.03, v0 + 0.03, v1 - 0.03),
            hill,
            sun,
        )
    )


def add_clock(on: SceneBuilder, panel: Panel, u: float, v: float, radius: float = 0.16, hour: float = 10.15) -> None:
    """Add a round clock whose second hand moves."""
    x, y = panel.project(u, v)
    r = radius * panel.units_per_metre(u)
    pen = panel.pen_at(u, v)
    on.add(
        oval(x + r * 0.08, y + r * 0.1, r, r, pen.shaded("#8a6a58", 0.5, 0.4)),
        oval(x, y, r, r, pen("#3d4358")),
        oval(x, y, r * 0.86, r * 0.86, pen("#fffdf4")),
    )
    for k in range(12):
        c, s = sin(k * pi / 6), -cos(k * pi / 6)
        on.add(
            line(pen("#3d4358"), r * 0.05, (x + c * r * 0.68, y + s * r * 0.68), (x + c * r * 0.78, y + s * r * 0.78))
        )
    for turn, long, thick in ((hour / 12, 0.42, 0.09), (hour % 1, 0.64, 0.06)):
        on.add(
            line(
                pen("#3d4358"),
                r * thick,
                (x, y),
                (x + r * long * sin(2 * pi * turn), y - r * long * cos(2 * pi * turn)),
            )
        )
    red = pen("#e0503a")
    on.among.append(
        lambda time: line(
            red,
            max(1.5, r * 0.03),
            (x, y),
            (x + r * 0.68 * sin(2 * pi * int(time) / 60), y - r * 0.68 * cos(2 * pi * int(time) / 60)),
        )
    )


def calendar(panel: Panel, u: float, v: float, wide: float = 0.34, ink: str = "#e8795a") -> Group:
    """A calendar sheet of squares."""
    pen = panel.pen_at(u, v)
    u0, high = u - wide / 2, wide * 1.3
    days = [
        (
            u0 + wide * (0.1 + 0.13 * c),
            u0 + wide * (0.18 + 0.13 * c),
            v - high * (0.12 + 0.14 * r),
            v - high * (0.05 + 0.14 * r),
        )
        for r in range(4)
        for c in range(6)
    ]
    return Group(
        (
            panel.rect(pen("#ffffff"), u0, u0 + wide, v - high * 0.66, v + high * 0.34),
            panel.rect(pen(ink), u0, u0 + wide, v + high * 0.12, v + high * 0.34),
            panel.rects(pen("#b8bfcc"), days),
            panel.rects(pen(ink), [days[9]]),
        )
    )


def poster(panel: Panel, u0: float, u1: float, v0: float, v1: float, ground: str, ink: str, seed: int = 0) -> Group:
    """A poster of plain shapes and bars: nothing on it can be read."""
    pen, rnd = panel.pen_at(u0, v0), Random(seed)
    wide, high = u1 - u0, v1 - v0
    bars = [
        (
            u0 + wide * 0.12,
            u0 + wide * rnd.uniform(0.5, 0.88),
            v0 + high * (0.1 + 0.09 * k),
            v0 + high * (0.14 + 0.09 * k),
        )
        for k in range(4)
    ]
    x, y = panel.project(u0 + wide * 0.5, v0 + high * 0.7)
    r = panel.units_per_metre((u0 + u1) / 2) * min(high * 0.2, wide * 0.3 if panel.x is None else wide * 0.14)
    return Group(
        (
            panel.rect(pen(ground), u0, u1, v0, v1),
            panel.rects(pen(ink), bars),
            oval(x, y, r, r * 1.1 if panel.x is None else r * 1.5, pen(ink)),
        )
    )


def add_television(
    on: SceneBuilder, panel: Panel, u0: float, u1: float, v0: float, v1: float, lit: bool = True
) -> None:
    """Add a flat television whose picture changes."""
    pen = panel.pen_at(u0, v0)
    on.add(panel.rect(pen("#1c2030"), u0, u1, v0, v1))
    inner = (u0 + 0.025, u1 - 0.025, v0 + 0.03, v1 - 0.025)
    on.add(panel.rect(pen("#2b3350"), *inner))
    if not lit:
        return
    a, b = panel.project(u0, v1), panel.project(u1, v0)
    inks = ("#6fd0e8", "#f2a0b8", "#9be0a8", "#f7d27a")
    x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2

    def playing(time: float) -> Picture:
        ink = inks[int(time / 1.5) % len(inks)]
        other = inks[int(time / 1.5 + 2) % len(inks)]
        step = (time / 1.5) % 1.0 * (inner[1] - inner[0]) * 0.3
        return Group(
            (
                panel.rect(on.pen.glow(ink), *inner),
                panel.rect(on.pen.glow(other, 0.8), inner[0], inner[1], inner[2], inner[2] + (v1 - v0) * 0.3),
                panel.rect(
                    on.pen.glow("#ffffff", 0.75),
                    inner[0] + 0.1 + step,
                    inner[0] + 0.3 + step,
                    inner[2],
                    v1 - (v1 - v0) * 0.35,
                ),
                added_light([halo(x, y, abs(b[0] - a[0]), on.pen.glow(ink, 0.28))]),
            )
        )

    on.among.append(playing)
