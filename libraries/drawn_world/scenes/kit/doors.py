"""Doors of homes, corridors, lifts and shops, on any panel."""

from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import oval
from libraries.vector.picture import Group, Picture


def door(
    panel: Panel,
    u: float,
    wide: float = 0.9,
    high: float = 2.05,
    ink: str = "#a9744a",
    frame: str = "#f1e4cc",
    glass: bool = False,
) -> Group:
    """A door leaf in its frame, on a panel; ``u`` is its middle."""
    pen = panel.pen_at(u, 1.0)
    u0, u1 = u - wide / 2, u + wide / 2
    parts: list[Picture] = [
        panel.rect(pen.shaded(frame, 0.3), u0 - 0.1, u1 + 0.1, 0, high + 0.1),
        panel.rect(pen(frame), u0 - 0.07, u1 + 0.07, 0, high + 0.07),
        panel.rect(pen(ink), u0, u1, 0, high),
    ]
    inner = [
        (u0 + wide * a, u0 + wide * b, c * high, d * high)
        for a, b, c, d in ((0.14, 0.86, 0.55, 0.92), (0.14, 0.86, 0.08, 0.48))
    ]
    if glass:
        parts += [panel.rects(pen.shaded(ink, 0.25), inner[1:]), panel.rects(pen("#cfe3ea"), inner[:1])]
    else:
        parts += [
            panel.rects(pen.shaded(ink, 0.2), inner),
            panel.rects(pen.lit_edge(ink, 0.1), [(a + 0.02, b - 0.02, c + 0.03, d - 0.03) for a, b, c, d in inner]),
        ]
    knob = panel.project(u1 - wide * 0.1, 0.98)
    r = 0.032 * panel.units_per_metre(u)
    return Group((*parts, oval(*knob, r, r, pen("#e9d28a"))))


def steel_door(
    panel: Panel,
    u: float,
    wide: float = 0.9,
    high: float = 2.05,
    ink: str = "#4d5f78",
    frame: str = "#2c3446",
    plate: str = "#c9d6e4",
) -> Group:
    """The front door of a flat: steel, with a spy hole, a lock with keys and a plate."""
    pen = panel.pen_at(u, 1.0)
    u0, u1 = u - wide / 2, u + wide / 2
    lock = (u0 + wide * 0.08, u0 + wide * 0.2, 0.92, 1.2)
    parts = (
        panel.rect(pen(frame), u0 - 0.08, u1 + 0.08, 0, high + 0.08),
        panel.rect(pen(ink), u0, u1, 0, high),
        panel.rect(pen.lit_edge(ink, 0.12), u0 + wide * 0.3, u1 - wide * 0.12, high * 0.56, high * 0.9),
        panel.rect(pen.shaded(ink, 0.2), u0 + wide * 0.3, u1 - wide * 0.12, high * 0.12, high * 0.48),
        panel.rect(pen("#20263a"), *lock),
        panel.rect(panel.space.pen.glow("#7fe0ff", 0.8), lock[0] + 0.03, lock[1] - 0.03, 1.12, 1.16),
        panel.rect(pen(plate), u0 + wide * 0.46, u1 - wide * 0.28, high * 0.78, high * 0.85),
        panel.rect(pen("#10141f"), u - 0.02, u + 0.02, 1.46, 1.5),
    )
    return Group(parts)


def lift_door(
    panel: Panel,
    u: float,
    wide: float = 1.1,
    high: float = 2.1,
    ink: str = "#aab4c2",
    frame: str = "#5b6478",
    gap: float = 0.0,
) -> Group:
    """Two leaves of brushed steel; ``gap``: how far they stand open, 0 to 1."""
    pen = panel.pen_at(u, 1.0)
    u0, u1, half = u - wide / 2, u + wide / 2, wide / 2 * (1 - gap)
    leaves: list[Picture] = []
    for a, b in ((u0, u0 + half), (u1 - half, u1)):
        leaves += [
            panel.rect(pen(ink), a, b, 0, high),
            panel.rect(pen.lit_edge(ink, 0.4), a + half * 0.2, a + half * 0.36, 0, high),
            panel.rect(pen.shaded(ink, 0.14), b - half * 0.28, b, 0, high),
        ]
    seam = (
        panel.rect(pen.shaded(ink, 0.6), u - 0.008, u + 0.008, 0, high)
        if gap == 0
        else panel.rect(pen(ink, 0.0), u, u, 0, 0)
    )
    return Group(
        (
            panel.rect(pen(frame), u0 - 0.14, u1 + 0.14, 0, high + 0.16),
            panel.rect(panel.space.pen.glow("#fff0c8"), u0, u1, 0, high),
            *leaves,
            seam,
        )
    )


def glass_door(
    panel: Panel, u: float, wide: float = 1.4, high: float = 2.2, frame: str = "#3a4254", glass: str = "#bfe3ee"
) -> Group:
    """Two glass leaves with long handles."""
    pen = panel.pen_at(u, 1.0)
    u0, u1 = u - wide / 2, u + wide / 2
    t = 0.05
    bars = [
        (u0 - t, u0 + t, 0, high + t),
        (u1 - t, u1 + t, 0, high + t),
        (u - t / 2, u + t / 2, 0, high),
        (u0, u1, high - t, high + t),
        (u0, u1, 0, 0.1),
    ]
    handles = [(u - 0.13, u - 0.09, 0.8, 1.4), (u + 0.09, u + 0.13, 0.8, 1.4)]
    return Group(
        (
            panel.rect(pen(glass, 0.55), u0, u1, 0, high),
            panel.rects(
                pen.lit_edge(glass, 0.6, 0.4),
                [(u0 + wide * 0.08, u0 + wide * 0.2, 0, high), (u + wide * 0.2, u + wide * 0.26, 0, high)],
            ),
            panel.rects(pen(frame), bars),
            panel.rects(pen("#e9edf2"), handles),
        )
    )
