"""Entrances of titles: how their plates come in during the first half second."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from libraries.drawing.canvas.animation import PlacedPlate, ease_out, sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.transitions import sprite_rising_in
from libraries.drawing.canvas.yuv import Canvas, to_even
from libraries.drawing.typography.design_tokens import HEIGHT, WIDTH
from libraries.storyboard.titles.forms import Entrance

_LATE: Final = 3
"""Frames from one plate to the next; fewer where there are many, as all stand after half a second."""
_COMES: Final = 9
"""Frames in which a plate comes in."""
_DOORS: Final = 14
_TYPED: Final = 5
"""Frames a word takes to be written."""


def entering_title_sprites(plates: Sequence[PlacedPlate], entrance: Entrance) -> list[Sprite]:
    """The sprites of a title whose plates come in one after another; for ``type`` each in place of the one before."""
    late = min(_LATE, 4 // max(1, len(plates) - 1))
    match entrance:
        case "slide":
            return [_moved(each, late * i, -WIDTH, 0) for i, each in enumerate(plates)]
        case "drop":
            return [_moved(each, late * i, 0, -700) for i, each in enumerate(plates)]
        case "pop":
            steps = (0.6, 0.84, 1.0, 1.05, 1.02)
            return [
                sprite_popping_in(each.plate, each.left, each.top, late * i, None, steps)
                for i, each in enumerate(plates)
            ]
        case "type":
            last = len(plates) - 1
            ends = [None if i == last else (i + 1) * _TYPED for i in range(len(plates))]
            return [each.sprite(i * _TYPED, end) for i, (each, end) in enumerate(zip(plates, ends, strict=True))]
        case "doors":
            return [*(each.sprite() for each in plates), *_doors()]
        case _:
            return [sprite_rising_in(each.sprite(), _COMES) for each in plates]


def _moved(placed: PlacedPlate, late: int, dx: int, dy: int) -> Sprite:
    """A plate that comes from (dx, dy) pixels away, from frame ``late`` on."""

    def sprite(frame: int) -> SpriteFrame | None:
        if frame < late:
            return None
        far = 1 - ease_out((frame - late + 1) / _COMES)
        return SpriteFrame(placed.plate, placed.left + to_even(dx * far), placed.top + to_even(dy * far))

    return sprite


@lru_cache(maxsize=1)
def _leaf() -> Canvas:
    return Canvas.blank(WIDTH // 2, HEIGHT)


def _doors() -> list[Sprite]:
    """Two black leaves that open."""

    def leaf(side: int) -> Sprite:
        def sprite(frame: int) -> SpriteFrame | None:
            away = to_even(WIDTH / 2 * ease_out((frame + 1) / _DOORS))
            return SpriteFrame(_leaf(), -away if side < 0 else WIDTH // 2 + away, 0) if frame < _DOORS else None

        return sprite

    return [leaf(-1), leaf(1)]
