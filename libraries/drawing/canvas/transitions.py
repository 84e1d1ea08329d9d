"""Transitions between scenes: how sprites of the next scene come in and those of the last one leave."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, runtime_checkable

from libraries.drawing.canvas.animation import ease_out, interpolate
from libraries.drawing.canvas.compositor import Drawable, Sprite, SpriteFrame
from libraries.drawing.canvas.warped_plates import PlatePlacement, WarpedPlate
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import WIDTH

ENTER = 9
"""Frames of an entrance: 0.3 s."""
QUICK_ENTER = 4
"""Frames of an entrance of a page whose first word, at its left edge, must be in sight when it is spoken."""


class Transition(StrEnum):
    """How a scene comes in."""

    CUT = "cut"
    PUSH = "push"
    FADE = "fade"
    ZOOM = "zoom"
    POP = "pop"
    SCROLL = "scroll"
    """The page of the scene before scrolls on."""


@runtime_checkable
class Fadable(Drawable, Protocol):
    """A drawable with an opacity."""

    def faded(self, strength: float) -> Drawable:
        """A copy at ``strength`` (0..1) of its opacity."""
        ...


def sprite_with_transition(sprite: Sprite, transition: Transition) -> Sprite:
    """The sprite coming in as the transition of its scene says."""
    match transition:
        case Transition.PUSH:
            return sprite_pushed_in(sprite)
        case Transition.FADE:
            return sprite_fading_in(sprite)
        case Transition.ZOOM:
            return sprite_fading_in(sprite, grown=0.86)
        case _:
            return sprite


def push_distance(frame: int, frames: int = ENTER) -> int:
    """Distance in pixels that something pushed in still has to its place."""
    return to_even(WIDTH * (1 - ease_out((frame + 1) / frames)))


def sprite_pushed_in(sprite: Sprite, frames: int = ENTER) -> Sprite:
    """The sprite coming from beyond the right edge."""

    def moved(frame: int) -> SpriteFrame | None:
        shot = sprite(frame)
        return None if shot is None else shot._replace(left=shot.left + push_distance(frame, frames))

    return moved


def part_right_of(sprite: Sprite, left: Callable[[int], int]) -> Sprite:
    """The part of a sprite of plates right of ``left`` (frame → even x)."""

    def seen(frame: int) -> SpriteFrame | None:
        shot = sprite(frame)
        if shot is None or not isinstance(shot.what, Plate):
            return None
        cut = max(0, left(frame) - shot.left)
        if not cut:
            return shot
        width = shot.what.width
        return SpriteFrame(shot.what.columns_between(cut, width), shot.left + cut, shot.top) if cut < width else None

    return seen


def sprite_pushed_out(sprite: Sprite, at: int, frames: int = ENTER) -> Sprite:
    """What the sprite showed at frame ``at`` of its own scene, leaving to the left."""
    last = sprite(at)

    def leaving(frame: int) -> SpriteFrame | None:
        if last is None or frame >= frames:
            return None
        return last._replace(left=last.left - to_even(WIDTH * ease_out((frame + 1) / frames)))

    return leaving


def frozen_sprite(sprite: Sprite, at: int, frames: int = ENTER) -> Sprite:
    """What the sprite showed at frame ``at`` of its own scene, staying while the next one comes in over it."""
    last = sprite(at)
    return lambda frame: last if frame < frames else None


def sprite_fading_out(sprite: Sprite, at: int, frames: int = 5) -> Sprite:
    """What the sprite showed at frame ``at`` of its own scene, fading away where it is."""
    last = sprite(at)

    def leaving(frame: int) -> SpriteFrame | None:
        if last is None or not isinstance(last.what, Fadable) or frame >= frames - 1:
            return None
        return last._replace(what=last.what.faded(1 - (frame + 1) / frames))

    return leaving


def sprite_rising_in(sprite: Sprite, frames: int = 8, by: int = 60) -> Sprite:
    """The sprite fading in from the start of the scene while it rises ``by`` pixels to its place."""
    final = sprite(frames)
    steps: list[SpriteFrame] = []
    if final is not None and isinstance(final.what, Fadable):
        for i in range(frames - 1):
            share = ease_out((i + 1) / frames)
            steps.append(SpriteFrame(final.what.faded(share), final.left, final.top + to_even(by * (1 - share))))
    return lambda frame: steps[frame] if frame < len(steps) else sprite(frame)


def sprite_fading_in(sprite: Sprite, frames: int = 8, grown: float = 1.0) -> Sprite:
    """The sprite fading in from the start of the scene; with ``grown`` below 1 from that size to its own."""

    def seen(frame: int) -> SpriteFrame | None:
        shot = sprite(frame)
        if shot is None or frame >= frames - 1 or not isinstance(shot.what, Fadable):
            return shot
        share = ease_out((frame + 1) / frames)
        faint = shot.what.faded(share)
        if grown < 1 and isinstance(faint, Plate):
            faint = WarpedPlate(faint).plate_in_placement(PlatePlacement(interpolate((grown, 1.0), share)))
        return shot._replace(what=faint)

    return seen
