"""The compositor: sprites over a static base, redrawn only where something changed since the frame before."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from libraries.drawing.canvas.yuv import Canvas
from libraries.drawing.typography.design_tokens import FRAME, Box


class Drawable(Protocol):
    """Something of even size that can be drawn onto a canvas."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def opaque_box(self) -> Box:
        """A box (even, relative) where nothing below shows through; may be empty."""
        ...

    def blit(self, canvas: Canvas, left: int, top: int, clip: Box) -> None:
        """Draw at an even position, only inside ``clip``."""
        ...


class SpriteFrame(NamedTuple):
    """What a sprite shows in one frame, and where (even coordinates; may reach beyond the frame)."""

    what: Drawable
    left: int
    top: int


Sprite = Callable[[int], SpriteFrame | None]
"""Frame of the scene → what the sprite shows in it. Called once per frame, in order."""


class Composition(NamedTuple):
    """A scene ready to be drawn: the static base and the sprites over it, from back to front."""

    base: Canvas
    sprites: Sequence[Sprite]
    frames: int


class _PlacedFrame(NamedTuple):
    """A shot with the box of the frame that it covers, and the part of it that is opaque."""

    shot: SpriteFrame
    box: Box
    opaque_box: Box


def draw_frames(scene: Composition, canvas: Canvas) -> Iterator[bool]:
    """Draw frame after frame onto ``canvas``, which must not be changed in between.

    Yields for each frame whether it differs from the one before; the first one does.
    """
    before: list[_PlacedFrame | None] = [None] * len(scene.sprites)
    for frame in range(scene.frames):
        after = [_placed_frame(sprite(frame), old) for sprite, old in zip(scene.sprites, before, strict=True)]
        dirty = [FRAME] if frame == 0 else _changed_boxes(before, after)
        there = [placed for placed in after if placed is not None]
        for box in dirty:
            _redraw(scene.base, there, canvas, box)
        before = after
        yield bool(dirty)


def draw_frame(scene: Composition, frame: int) -> Canvas:
    """A single frame of the scene."""
    canvas = scene.base.copy()
    for sprite in scene.sprites:
        shot = sprite(frame)
        if shot is not None:
            shot.what.blit(canvas, shot.left, shot.top, FRAME)
    return canvas


def _placed_frame(shot: SpriteFrame | None, before: _PlacedFrame | None) -> _PlacedFrame | None:
    """The shot with its boxes; the same object as in the frame before where nothing changed."""
    if shot is None:
        return None
    what, left, top = shot
    if before is not None and what is before.shot.what and (left, top) == before.shot[1:]:
        return before
    return _PlacedFrame(shot, Box(left, top, left + what.width, top + what.height), what.opaque_box.moved(left, top))


def _redraw(base: Canvas, there: Sequence[_PlacedFrame], canvas: Canvas, box: Box) -> None:
    """Compose one box again, beginning with the topmost opaque sprite that fills it."""
    touched = [placed for placed in there if placed.box.overlaps(box)]
    lowest = next((i for i in reversed(range(len(touched))) if touched[i].opaque_box.holds(box)), None)
    if lowest is None:
        base.blit(canvas, 0, 0, box)
    for (what, left, top), _, _ in touched[lowest or 0 :]:
        what.blit(canvas, left, top, box)


def _changed_boxes(before: Sequence[_PlacedFrame | None], after: Sequence[_PlacedFrame | None]) -> list[Box]:
    """Boxes to redraw. They may overlap, as each is composed from the base."""
    boxes: list[Box] = []
    for old, new in zip(before, after, strict=True):
        if old is new:
            continue
        if old and new and (old.box, old.opaque_box) == (new.box, new.opaque_box) and new.opaque_box.width:
            boxes.extend(_body_and_border(new))
        else:
            boxes.extend(placed.box for placed in (old, new) if placed is not None)
    return _merged([box.intersection(FRAME) for box in boxes if box.overlaps(FRAME)])


def _body_and_border(placed: _PlacedFrame) -> Iterator[Box]:
    """The box of a shot divided into its opaque part, which is cheap to draw, and the border around that."""
    box, opaque_box = placed.box, placed.opaque_box
    yield opaque_box
    yield Box(box.left, box.top, box.right, opaque_box.top)
    yield Box(box.left, opaque_box.bottom, box.right, box.bottom)
    yield Box(box.left, opaque_box.top, opaque_box.left, opaque_box.bottom)
    yield Box(opaque_box.right, opaque_box.top, box.right, opaque_box.bottom)


def _merged(boxes: list[Box]) -> list[Box]:
    """Boxes merged where one box has fewer pixels than the two have together."""
    done: list[Box] = []
    for box in boxes:
        current, at = box, _cheaper_joined(box, done)
        while at is not None:
            current = current.joined(done.pop(at))
            at = _cheaper_joined(current, done)
        done.append(current)
    return done


def _cheaper_joined(box: Box, others: Sequence[Box]) -> int | None:
    """Index of the first of ``others`` whose union with ``box`` has fewer pixels than both; None without one."""
    left, top, right, bottom = box
    size = (right - left) * (bottom - top)
    for i, (x0, y0, x1, y1) in enumerate(others):
        # Written out, as it runs hundreds of times per frame.
        wide = (max(x1, right)) - (min(x0, left))
        high = (max(y1, bottom)) - (min(y0, top))
        if wide * high < size + (x1 - x0) * (y1 - y0):
            return i
    return None
