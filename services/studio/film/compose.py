"""Composing: sprites over a static base, redrawn only where something changed since the frame before."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from services.studio.film.plate import Canvas
from services.studio.film.tokens import FRAME, Box


class Drawable(Protocol):
    """Something with even size that can be put on a canvas."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def solid(self) -> Box:
        """A box (even, relative) where nothing below shows through; may be empty."""
        ...

    def blit(self, canvas: Canvas, left: int, top: int, clip: Box) -> None:
        """Draw at an even position, only inside ``clip``."""
        ...


class Shot(NamedTuple):
    """What a sprite shows in one frame, and where (even coordinates; may reach beyond the frame)."""

    what: Drawable
    left: int
    top: int

    @property
    def box(self) -> Box:
        return Box(self.left, self.top, self.left + self.what.width, self.top + self.what.height)

    @property
    def solid(self) -> Box:
        """Where nothing below shows through, in the frame."""
        return self.what.solid.moved(self.left, self.top)

    def same_as(self, other: "Shot | None") -> bool:
        return other is not None and self.what is other.what and (self.left, self.top) == (other.left, other.top)


Sprite = Callable[[int], Shot | None]
"""Frame of the scene → what is seen of the sprite then. Asked once a frame, in order."""


class Composition(NamedTuple):
    """One scene ready to be drawn: the base and, from back to front, what moves or may be moved over."""

    base: Canvas
    sprites: Sequence[Sprite]
    frames: int


def play(scene: Composition, canvas: Canvas) -> Iterator[int]:
    """Draw frame after frame onto ``canvas`` (which must not be changed in between); yields the frame's number."""
    before: list[Shot | None] = [None] * len(scene.sprites)
    for frame in range(scene.frames):
        shots = [sprite(frame) for sprite in scene.sprites]
        dirty = [FRAME] if frame == 0 else _changed(before, shots)
        for box in dirty:
            _draw(scene.base, shots, canvas, box)
        before = shots
        yield frame


def _draw(base: Canvas, shots: Sequence[Shot | None], canvas: Canvas, box: Box) -> None:
    """Compose one box anew, from the topmost thing that fills it upwards."""
    lowest = next((i for i in reversed(range(len(shots))) if (shot := shots[i]) and shot.solid.holds(box)), None)
    if lowest is None:
        base.blit(canvas, 0, 0, box)
    for shot in shots[lowest or 0 :]:
        if shot is not None:
            shot.what.blit(canvas, shot.left, shot.top, box)


def still(scene: Composition, frame: int) -> Canvas:
    """One frame of the scene by itself."""
    canvas = scene.base.copy()
    for sprite in scene.sprites:
        shot = sprite(frame)
        if shot is not None:
            shot.what.blit(canvas, shot.left, shot.top, FRAME)
    return canvas


def _changed(before: Sequence[Shot | None], after: Sequence[Shot | None]) -> list[Box]:
    """Boxes to redraw. They may overlap: each is composed anew from the base, so drawing twice does no harm."""
    boxes: list[Box] = []
    for old, new in zip(before, after, strict=True):
        if new is not None and new.same_as(old):
            continue
        if old is not None and new is not None and old.box == new.box and old.solid == new.solid and old.solid.width:
            boxes.extend(_ring(new))
        else:
            boxes.extend(shot.box.cut(FRAME) for shot in (old, new) if shot is not None and shot.box.meets(FRAME))
    return _merged(boxes)


def _ring(shot: Shot) -> Iterator[Box]:
    """The box of a shot as its solid part, which is cheap to draw, and the border around it."""
    box, solid = shot.box, shot.solid
    parts = (
        solid,
        Box(box.left, box.top, box.right, solid.top),
        Box(box.left, solid.bottom, box.right, box.bottom),
        Box(box.left, solid.top, solid.left, solid.bottom),
        Box(solid.right, solid.top, box.right, solid.bottom),
    )
    return (part.cut(FRAME) for part in parts if part.meets(FRAME))


def _merged(boxes: list[Box]) -> list[Box]:
    """Fewer boxes: two become one where that costs fewer pixels than drawing both."""
    done: list[Box] = []
    for box in boxes:
        current = box
        changed = True
        while changed:
            changed = False
            for other in done:
                union = current.joined(other)
                if _area(union) < _area(current) + _area(other):
                    done.remove(other)
                    current, changed = union, True
                    break
        done.append(current)
    return done


def _area(box: Box) -> int:
    return box.width * box.height
