"""Scrolling: plates seen through a window, fading at its upper and lower edge."""

from collections.abc import Callable, Sequence
from typing import Final

from libraries.drawing.canvas.animation import ease_in_out
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import Box

SOFT: Final = 36
"""Pixels over which plates fade at the edges of their window."""
GLIDE: Final = 14
"""Frames of one scroll."""

Offset = Callable[[int], float]
"""Frame → how far the window has moved down over what it shows, in pixels."""


def scroll_offset(
    stops: Sequence[tuple[int, float]], frames: int = GLIDE, curve: Callable[[float], float] = ease_in_out
) -> Offset:
    """An offset that rests at the first of ``stops`` (frame, offset), then glides to each further one in turn."""

    def offset(frame: int) -> float:
        at = stops[0][1]
        for start, target in stops[1:]:
            at += (target - at) * curve((frame - start + 1) / frames)
        return at

    return offset


def sprite_through_window(sprite: Sprite, offset: Offset, window: Box) -> Sprite:
    """A sprite of plates as seen through a window that scrolls; its tops count from the window's upper edge."""
    last: tuple[Plate, int, SpriteFrame | None] | None = None

    def moved(frame: int) -> SpriteFrame | None:
        nonlocal last
        shot = sprite(frame)
        if shot is None or not isinstance(shot.what, Plate):
            return None
        top = window.top + shot.top - to_even(offset(frame))
        if last is None or last[0] is not shot.what or last[1] != top:
            last = (shot.what, top, _window_part(shot.what, shot.left, top, window))
        return last[2]

    return moved


def _window_part(plate: Plate, left: int, top: int, window: Box) -> SpriteFrame | None:
    if top >= window.bottom or top + plate.height <= window.top:
        return None
    if window.top + SOFT <= top and top + plate.height <= window.bottom - SOFT:
        return SpriteFrame(plate, left, top)
    return SpriteFrame(plate.rows_between(window.top - top, window.bottom - top, SOFT), left, max(top, window.top))
