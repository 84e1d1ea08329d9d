"""Sprites that move. All are functions of the frame number and nothing else."""

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from libraries.drawing.canvas.compositor import Drawable, Sprite, SpriteFrame
from libraries.drawing.canvas.warped_plates import PlatePlacement, WarpedPlate
from libraries.drawing.canvas.yuv import Plate, to_even


def ease_out(t: float) -> float:
    """Cubic: fast, then settling. 0..1 → 0..1, clamped."""
    return 1 - (1 - min(1.0, max(0.0, t))) ** 3


def ease_in_out(t: float) -> float:
    """Smoothstep: starts and ends at rest. 0..1 → 0..1, clamped."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)


def interpolate(pair: tuple[float, float], t: float) -> float:
    """The value at ``t`` (0..1) on the straight way from the first number of ``pair`` to the second."""
    return pair[0] + (pair[1] - pair[0]) * t


def sprite_at_rest(what: Drawable, left: int, top: int, start: int = 0, end: int | None = None) -> Sprite:
    """A sprite at rest, visible from frame ``start`` up to, not including, frame ``end``."""
    shot = SpriteFrame(what, left, top)
    return lambda frame: shot if frame >= start and (end is None or frame < end) else None


class PlacedPlate(NamedTuple):
    """A plate and its place in the frame: left and top in pixels, even."""

    plate: Plate
    left: int
    top: int

    def sprite(self, start: int = 0, end: int | None = None) -> Sprite:
        """A sprite of the plate at rest, as `sprite_at_rest`."""
        return sprite_at_rest(self.plate, self.left, self.top, start, end)


def sprite_popping_in(plate: Plate, left: int, top: int, start: int, end: int | None, steps: Sequence[float]) -> Sprite:
    """A sprite that comes in at frame ``start`` through the sizes ``steps``, one per frame, then has its own size."""
    final, warped = SpriteFrame(plate, left, top), cache(lambda: WarpedPlate(plate))

    def sprite(frame: int) -> SpriteFrame | None:
        if frame < start or (end is not None and frame >= end):
            return None
        return (
            SpriteFrame(warped().plate_in_placement(PlatePlacement(steps[frame - start])), left, top)
            if frame - start < len(steps)
            else final
        )

    return sprite


def drifting_sprite(
    what: Drawable, path: tuple[tuple[float, float], tuple[float, float]], frames: int, *, every: int = 1, late: int = 0
) -> Sprite:
    """A sprite whose centre moves from the first point to the second during the scene, at rest at both ends.

    Something without edges may move in steps of ``every`` frames, ``late`` frames after others.
    """
    (x0, y0), (x1, y1) = path

    def sprite(frame: int) -> SpriteFrame:
        t = ease_in_out((frame - (frame + late) % every) / max(1, frames))
        x, y = interpolate((x0, x1), t), interpolate((y0, y1), t)
        return SpriteFrame(what, to_even(x - what.width / 2), to_even(y - what.height / 2))

    return sprite


def swaying_sprite(plate: Plate, left: int, top: int, *, lift: float, turn: float, delay: int = 0) -> Sprite:
    """A sprite that bobs by ``lift`` pixels and turns by ``turn`` degrees to and fro, ``delay`` frames late.

    Once it has come in it takes a new pose every second frame ("on twos", as in drawn animation), with sub-pixel
    precision. The plate needs a transparent margin of at least ``lift`` pixels.
    """
    warped = WarpedPlate(plate)
    furthest = [PlatePlacement(size, 0.0, lift * k, turn * k) for size in (_JUMP[0], max(_JUMP)) for k in (-1, 0, 1)]
    window = warped.box_of_placements(furthest)

    @cache
    def pose(step: int, size: float) -> SpriteFrame:
        wave = math.sin(2 * math.pi * step / _PERIOD)
        return SpriteFrame(
            warped.plate_in_placement(PlatePlacement(size, 0.0, lift * wave, turn * wave), window),
            left + window.left,
            top + window.top,
        )

    def sprite(frame: int) -> SpriteFrame:
        if frame < len(_JUMP):
            return pose(_folded(frame + delay), _JUMP[frame])
        return pose(_folded(frame // 2 * 2 + delay), 1.0)

    return sprite


_PERIOD = 60
"""Frames of one sway."""
_JUMP = (0.55, 0.86, 1.06, 1.10, 1.05, 1.01)
"""Size, frame after frame, of something that jumps into being: over its size, then settling."""


def _folded(frame: int) -> int:
    """The frame in -15..15 at which the sine has the same value, so that equal poses are drawn once."""
    step, half = frame % _PERIOD, _PERIOD // 2
    return min(step, half - step) if step <= half else -min(step - half, _PERIOD - step)
