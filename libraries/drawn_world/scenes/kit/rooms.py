"""Rooms: walls, floor and ceiling about the eye, with holes for windows; and what is fixed to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from libraries.drawn_world.scenes.animations_and_light_beams import light_beam, motes_animation
from libraries.drawn_world.scenes.panel import Panel, Rect
from libraries.drawn_world.scenes.pen import added_light, area, path_with_holes
from libraries.drawn_world.scenes.scene_builder import LEFT, RIGHT, TOP, SceneBuilder
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture, filled
from schemas.beats import TimeOfDay

NEAR = 0.62
"""Walls and floors begin so many metres before the eye."""


@dataclass(frozen=True, slots=True)
class Room:
    """The measures of a room in metres, and its colours."""

    half: float = 1.35
    depth: float = 3.1
    high: float = 3.3
    wall: str = "#f2d9b4"
    side: str = ""
    floor: str = "#c98f62"
    ceiling: str = "#fff4e0"
    skirting: str = "#fff8ea"
    pattern: str = "boards"
    """``boards``, ``tiles``, ``plain``."""
    tile: float = 0.5


def build_room(
    on: SceneBuilder, made: Room, holes: Sequence[Rect] = (), left: Sequence[Rect] = (), right: Sequence[Rect] = ()
) -> None:
    """Add walls, floor and ceiling; ``holes`` in the back wall, ``left`` and ``right`` in the side walls."""
    w, half, depth, high = on.space, made.half, made.depth, made.high
    back = Panel(w, depth)
    top, foot = w.project(0, high, depth)[1], w.project(0, 0, depth)[1]
    ceiling = on.surface_gradient(made.ceiling, (540, TOP), (540, top), 0.12)
    on.add(w.floor(ceiling, -half, half, NEAR, depth, high))
    _floor(on, made)
    side = made.side or made.wall
    for x, cuts, start, shade in ((-half, left, LEFT, 0.04), (half, right, RIGHT, 0.16)):
        panel = Panel(w, x=x)
        edge = w.project(x, 0, depth)[0]
        outline = panel.corners(NEAR, depth, 0, high)
        ink = on.surface_gradient(_shaded(side, shade), (start, 700), (edge, 700), 0.1)
        on.add(filled(path_with_holes(outline, [panel.corners(*each) for each in cuts]), ink))
        on.add(panel.rect(panel.pen_at(depth, 0.1)(made.skirting), NEAR, depth, 0, 0.09))
    wall = on.surface_gradient(made.wall, (540, top), (540, foot), 0.10)
    outline = back.corners(-half, half, 0, high)
    on.add(filled(path_with_holes(outline, [back.corners(*each) for each in holes]), wall))
    on.add(back.rect(back.pen_at(0, 0)(made.skirting), -half, half, 0, 0.09))
    on.add(back.rect(back.pen_at(0, high).shaded(made.ceiling, 0.1), -half, half, high - 0.07, high))


def _shaded(text: str, share: float) -> str:
    red, green, blue, _ = color(text).mixed(color("#3a2450"), share)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _floor(on: SceneBuilder, made: Room) -> None:
    w, half, depth = on.space, made.half, made.depth
    top = w.project(0, 0, depth)[1]
    on.add(w.floor(on.surface_gradient(made.floor, (540, top), (540, 2080), 0.18), -half, half, NEAR, depth))
    pen = on.pen.pen_at(540, top + 200)
    seam, gleam = pen.shaded(made.floor, 0.3, 0.55), pen.lit_edge(made.floor, 0.25, 0.5)
    parts: list[Picture] = []
    if made.pattern == "plain":
        parts += [w.floor(gleam.faded(0.4), x, x + wide, NEAR, depth) for x, wide in ((-0.62, 0.3), (0.3, 0.42))]
    else:
        count = round(2 * half / made.tile)
        for k in range(1, count):
            x = -half + k * 2 * half / count
            parts.append(w.floor(seam, x - 0.006, x + 0.006, NEAR, depth))
    if made.pattern == "tiles":
        z = NEAR + 0.3
        while z < depth:
            parts.append(w.floor(seam, -half, half, z - 0.008, z + 0.008))
            z += made.tile
    if made.pattern == "boards":
        for k in range(7):
            x = -half + (k + 0.5) * 2 * half / 7
            z = NEAR + 0.35 + (k * 0.83) % 1.7
            parts.append(w.floor(gleam, x - 0.12, x + 0.1, z, min(depth, z + 0.9)))
    on.add(Group(tuple(parts)))


def add_window(
    on: SceneBuilder, rect: Rect, z: float, frame: str = "#fff7e6", across: int = 2, down: int = 2, sill: bool = True
) -> None:
    """Add a window to the back wall: frame, glazing bars, sill and the sheen of the glass."""
    u0, u1, v0, v1 = rect
    panel = Panel(on.space, z)
    pen = panel.pen_at((u0 + u1) / 2, (v0 + v1) / 2)
    t, wide, high = 0.045, u1 - u0, v1 - v0
    sheen = on.pen.glow("#ffffff", 0.13)
    for share in (0.08, 0.55):
        a, b = panel.project(u0 + wide * (share + 0.16), v1), panel.project(u0 + wide * (share + 0.32), v1)
        c, d = panel.project(u0 + wide * (share + 0.14), v0), panel.project(u0 + wide * share, v0)
        on.add(area(sheen, a, b, c, d))
    bars: list[Rect] = [
        (u0 + wide * k / across - t / 2, u0 + wide * k / across + t / 2, v0, v1) for k in range(1, across)
    ]
    bars += [
        (
            u0,
            u1,
            v0 + high * (0.66 if down == 2 else k / down) - t / 2,
            v0 + high * (0.66 if down == 2 else k / down) + t / 2,
        )
        for k in range(1, down)
    ]
    rim = [
        (u0 - t, u0 + t, v0 - t, v1 + t),
        (u1 - t, u1 + t, v0 - t, v1 + t),
        (u0 - t, u1 + t, v1 - t, v1 + t),
        (u0 - t, u1 + t, v0 - t, v0 + t),
    ]
    on.add(panel.rects(pen.shaded(frame, 0.35), [(a + 0.02, b + 0.02, c - 0.025, d - 0.02) for a, b, c, d in bars]))
    on.add(
        panel.rects(pen(frame), bars),
        panel.rects(pen.shaded(frame, 0.3), [(a - 0.015, b + 0.015, c - 0.02, d + 0.01) for a, b, c, d in rim]),
    )
    on.add(panel.rects(pen(frame), rim))
    if sill:
        on.add(on.space.block(frame, (u0 - 0.12, u1 + 0.12), (v0 - 0.1, v0 - 0.04), (z - 0.14, z)))


def add_sunshine(on: SceneBuilder, rect: Rect, z: float, reach: float = 1.1) -> None:
    """Add the light that falls through a window onto the floor: the sun's by day, the moon's in the dark."""
    if not on.sky.clear:
        return
    u0, u1, v0, v1 = rect
    w = on.space
    strong = {TimeOfDay.NOON: 0.22, TimeOfDay.DAWN: 0.3, TimeOfDay.EVENING: 0.42}.get(
        on.setting.time, 0.1 if on.sky.dark else 0.34
    )
    slip = 0.9
    foot = [
        w.project(u0 + slip, 0, z - 0.25),
        w.project(u1 + slip, 0, z - 0.25),
        w.project(u1 + slip * 1.5, 0, z - 0.25 - reach),
        w.project(u0 + slip * 1.5, 0, z - 0.25 - reach),
    ]
    on.add(area(on.pen.glow(on.sky.sun, strong), *foot))
    panel = Panel(w, z)
    a, b = panel.project(u0, v1), panel.project(u1, v1)
    on.add(added_light([light_beam(on.pen, _hex(on), strong * 0.8, a, b, foot[2], foot[3])]))
    if not on.sky.dark:
        x, y = panel.project((u0 + u1) / 2, v0)
        on.among.append(motes_animation(on.pen.glow("#fff6d8", 0.8), 3, (x - 200, y - 100, 600, 560)))


def _hex(on: SceneBuilder) -> str:
    red, green, blue, _ = on.sky.sun
    return f"#{red:02x}{green:02x}{blue:02x}"


def lit_window(on: SceneBuilder, panel: Panel, rect: Rect, ink: str = "#ffd98a") -> list[Picture]:
    """A lit pane seen from outside, with its frame."""
    u0, u1, v0, v1 = rect
    pen = panel.pen_at(u0, v0)
    glass = on.pen.glow(ink) if on.sky.lamps else pen("#9cc3dc")
    mid = (u0 + u1) / 2
    return [
        panel.rect(pen.shaded("#e9e2d4", 0.3), u0 - 0.05, u1 + 0.05, v0 - 0.05, v1 + 0.05),
        panel.rect(glass, u0, u1, v0, v1),
        panel.rect(pen("#e9e2d4"), mid - 0.02, mid + 0.02, v0, v1),
    ]
