"""Sprites that move: entrances, exits, drifts. All are functions of the frame and nothing else."""

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol, runtime_checkable

from services.studio.film.canvas.compositor import Drawable, Shot, Sprite
from services.studio.film.canvas.yuv import Plate, Pose, Warped, even
from services.studio.film.typography.design_tokens import WIDTH

ENTER = 9
"""Frames of an entrance: 0.3 s."""


@runtime_checkable
class Fading(Drawable, Protocol):
    """What can be drawn at less than its full opacity."""

    def faded(self, strength: float) -> Drawable:
        """It at ``strength`` (0..1) of its opacity."""
        ...


def ease_out(t: float) -> float:
    """Cubic: fast, then settling. 0..1 → 0..1, clamped."""
    return 1 - (1 - min(1.0, max(0.0, t))) ** 3


def ease(t: float) -> float:
    """Smoothstep: starts and ends at rest. 0..1 → 0..1, clamped."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)


def between(pair: tuple[float, float], t: float) -> float:
    return pair[0] + (pair[1] - pair[0]) * t


def standing(what: Drawable, left: int, top: int, start: int = 0, end: int | None = None) -> Sprite:
    """There from ``start`` up to, not with, ``end``."""
    shot = Shot(what, left, top)
    return lambda frame: shot if frame >= start and (end is None or frame < end) else None


def popping(plate: Plate, left: int, top: int, start: int, end: int | None, steps: Sequence[float]) -> Sprite:
    """Comes in at ``start`` through the sizes of ``steps``, one a frame, then stands at its own size."""
    final, warped = Shot(plate, left, top), cache(lambda: Warped(plate))

    def sprite(frame: int) -> Shot | None:
        if frame < start or (end is not None and frame >= end):
            return None
        return Shot(warped().at(Pose(steps[frame - start])), left, top) if frame - start < len(steps) else final

    return sprite


def pushed_in(sprite: Sprite, frames: int = ENTER) -> Sprite:
    """The sprite comes from beyond the right edge."""
    return _offset(sprite, lambda frame: push(frame, frames))


def push(frame: int, frames: int = ENTER) -> int:
    """How far from its place something that is pushed in still is, in pixels."""
    return even(WIDTH * (1 - ease_out((frame + 1) / frames)))


def pushed_out(sprite: Sprite, at: int, frames: int = ENTER) -> Sprite:
    """What the sprite showed at frame ``at`` of its own scene leaves to the left."""
    last = sprite(at)

    def leaving(frame: int) -> Shot | None:
        if last is None or frame >= frames:
            return None
        return last._replace(left=last.left - even(WIDTH * ease_out((frame + 1) / frames)))

    return leaving


def held(sprite: Sprite, at: int, frames: int = ENTER) -> Sprite:
    """What the sprite showed at frame ``at`` of its own scene stays while the next one comes in over it."""
    last = sprite(at)
    return lambda frame: last if frame < frames else None


def vanishing(sprite: Sprite, at: int, frames: int = 5) -> Sprite:
    """What the sprite showed at frame ``at`` of its own scene fades away where it is."""
    last = sprite(at)

    def leaving(frame: int) -> Shot | None:
        if last is None or not isinstance(last.what, Fading) or frame >= frames - 1:
            return None
        return last._replace(what=last.what.faded(1 - (frame + 1) / frames))

    return leaving


def rising(sprite: Sprite, frames: int = 8, by: int = 60) -> Sprite:
    """Fades in from the start of the scene while it rises ``by`` pixels to its place."""
    final = sprite(frames)
    steps: list[Shot] = []
    if final is not None and isinstance(final.what, Fading):
        for i in range(frames - 1):
            share = ease_out((i + 1) / frames)
            steps.append(Shot(final.what.faded(share), final.left, final.top + even(by * (1 - share))))
    return lambda frame: steps[frame] if frame < len(steps) else sprite(frame)


def appearing(sprite: Sprite, frames: int = 8, grown: float = 1.0) -> Sprite:
    """Fades in from the start of the scene; with ``grown`` below 1 from that size to its own."""

    def seen(frame: int) -> Shot | None:
        shot = sprite(frame)
        if shot is None or frame >= frames - 1 or not isinstance(shot.what, Fading):
            return shot
        share = ease_out((frame + 1) / frames)
        faint = shot.what.faded(share)
        if grown < 1 and isinstance(faint, Plate):
            faint = Warped(faint).at(Pose(between((grown, 1.0), share)))
        return shot._replace(what=faint)

    return seen


def _offset(sprite: Sprite, dx: Callable[[int], int]) -> Sprite:
    def moved(frame: int) -> Shot | None:
        shot = sprite(frame)
        return None if shot is None else shot._replace(left=shot.left + dx(frame))

    return moved


def drifting(
    what: Drawable, path: tuple[tuple[float, float], tuple[float, float]], frames: int, *, every: int = 1, late: int = 0
) -> Sprite:
    """The centre goes from the first point to the second during the scene, at rest at both ends.

    Something without edges may move in steps of ``every`` frames, ``late`` frames after others that do.
    """
    (x0, y0), (x1, y1) = path

    def sprite(frame: int) -> Shot:
        t = ease((frame - (frame + late) % every) / max(1, frames))
        x, y = between((x0, x1), t), between((y0, y1), t)
        return Shot(what, even(x - what.width / 2), even(y - what.height / 2))

    return sprite


def swaying(plate: Plate, left: int, top: int, *, lift: float, turn: float, delay: int = 0) -> Sprite:
    """Bobs by ``lift`` pixels and turns by ``turn`` degrees to and fro, ``delay`` frames late; exact below a pixel.

    Once it is there it takes a new pose every second frame, as drawn figures do ("on twos").

    The plate needs a transparent margin of at least ``lift`` pixels.
    """
    warped = Warped(plate)
    furthest = [Pose(size, 0.0, lift * k, turn * k) for size in (_JUMP[0], max(_JUMP)) for k in (-1, 0, 1)]
    window = warped.window(furthest)

    @cache
    def pose(step: int, size: float) -> Shot:
        wave = math.sin(2 * math.pi * step / _PERIOD)
        return Shot(warped.at(Pose(size, 0.0, lift * wave, turn * wave), window), left + window.left, top + window.top)

    def sprite(frame: int) -> Shot:
        if frame < len(_JUMP):
            return pose(_folded(frame + delay), _JUMP[frame])
        return pose(_folded(frame // 2 * 2 + delay), 1.0)

    return sprite


_PERIOD = 60
"""Frames of one sway."""
_JUMP = (0.55, 0.86, 1.06, 1.10, 1.05, 1.01)
"""Size, frame after frame, of something that jumps into being: over its size, then settling."""


def _folded(frame: int) -> int:
    """The frame of the first quarters of a sine that has the same value, so that a pose is drawn once."""
    step, half = frame % _PERIOD, _PERIOD // 2
    return min(step, half - step) if step <= half else -min(step - half, _PERIOD - step)
