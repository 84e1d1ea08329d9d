"""Properties of boxes and of the compositor: what is redrawn is what changed, and gives the frame drawn by itself."""

from collections.abc import Sequence

import numpy as np
from fixtures.studio.words import boxes
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from libraries.drawing.canvas.animation import PlacedPlate, sprite_at_rest
from libraries.drawing.canvas.compositor import (
    Composition,
    Sprite,
    SpriteFrame,
    _merged,
    draw_frame,
    draw_frames,
)
from libraries.drawing.canvas.yuv import Canvas, Plate
from libraries.drawing.typography.design_tokens import FRAME, HEIGHT, WIDTH, Box


@settings(max_examples=40)
@given(boxes(), boxes())
def test_what_two_boxes_share_lies_in_both(one: Box, other: Box) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    if one.overlaps(other):
        shared = one.intersection(other)
        assert one.holds(shared)
        assert other.holds(shared)
        assert shared.width > 0 < shared.height
        assert shared == other.intersection(one)


@settings(max_examples=40)
@given(boxes(), boxes())
def test_the_box_around_two_holds_both_and_is_the_smallest(one: Box, other: Box) -> None:
    joined = one.joined(other)
    assert joined.holds(one)
    assert joined.holds(other)
    assert joined.left in (one.left, other.left)
    assert joined.bottom in (one.bottom, other.bottom)


@settings(max_examples=40)
@given(boxes(), st.integers(-99, 99), st.integers(-99, 99))
def test_a_moved_box_keeps_its_size(box: Box, dx: int, dy: int) -> None:
    moved = box.moved(dx, dy)
    assert (moved.width, moved.height) == (box.width, box.height)
    assert moved.moved(-dx, -dy) == box


@settings(max_examples=40)
@given(boxes(), boxes())
def test_holding_is_meeting_with_nothing_beyond(one: Box, other: Box) -> None:
    if one.holds(other):
        assert one.overlaps(other)
        assert one.intersection(other) == other
        assert one.joined(other) == one


def pixels(found: Sequence[Box]) -> int:
    return sum(box.width * box.height for box in found)


@settings(max_examples=40)
@given(st.lists(boxes(FRAME), max_size=12))
def test_merged_boxes_cover_all_and_cost_no_more(found: list[Box]) -> None:
    merged = _merged(list(found))
    assert all(any(whole.holds(box) for whole in merged) for box in found)
    assert pixels(merged) <= pixels(found)
    assert len(merged) <= len(found)


def test_boxes_that_overlap_much_become_one_and_far_ones_stay_two() -> None:
    near = [Box(0, 0, 100, 100), Box(10, 0, 110, 100)]
    assert _merged(near) == [Box(0, 0, 110, 100)]
    far = [Box(0, 0, 100, 100), Box(800, 800, 900, 900)]
    assert _merged(far) == far


def plate(size: int, colour: str, *, opaque: bool) -> Plate:
    solid = Box(0, 0, size, size) if opaque else Box(0, 0, 0, 0)
    return Plate.from_rgba(Image.new("RGBA", (size, size), colour), solid)


PLATES = (
    plate(120, "#ff2030", opaque=True),
    plate(200, "#20ff3080", opaque=False),
    plate(64, "#ffffff", opaque=True),
)
BASE = Canvas.from_rgb(np.full((HEIGHT, WIDTH, 3), (20, 40, 90), np.uint8))


@st.composite
def sprites(draw: st.DrawFn) -> Sprite:
    """A plate that moves, or is there in some frames only."""
    what = draw(st.sampled_from(PLATES))
    left, top = 2 * draw(st.integers(-60, 500)), 2 * draw(st.integers(-60, 900))
    step, first, last = 2 * draw(st.integers(-20, 20)), draw(st.integers(0, 3)), draw(st.integers(3, 6))
    return lambda frame: SpriteFrame(what, left + step * frame, top) if first <= frame < last else None


@settings(max_examples=12)
@given(st.lists(sprites(), min_size=1, max_size=5))
def test_frames_drawn_one_after_another_are_those_drawn_by_themselves(made: list[Sprite]) -> None:
    scene = Composition(BASE, made, 6)
    canvas = Canvas.blank(WIDTH, HEIGHT)
    before: Canvas | None = None
    for frame, changed in enumerate(draw_frames(scene, canvas)):
        alone = draw_frame(scene, frame)
        assert all(np.array_equal(a, b) for a, b in zip(canvas, alone, strict=True)), frame
        if before is not None and not changed:
            assert all(np.array_equal(a, b) for a, b in zip(canvas, before, strict=True))
        before = canvas.copy()


def test_a_scene_in_which_nothing_moves_changes_in_its_first_frame_only() -> None:
    scene = Composition(BASE, [sprite_at_rest(PLATES[0], 100, 100)], 5)
    assert list(draw_frames(scene, Canvas.blank(WIDTH, HEIGHT))) == [True, False, False, False, False]


def test_what_comes_and_goes_changes_the_frames_it_does_so_in() -> None:
    scene = Composition(BASE, [sprite_at_rest(PLATES[0], 100, 100, 2, 4)], 6)
    assert list(draw_frames(scene, Canvas.blank(WIDTH, HEIGHT))) == [True, False, True, False, True, False]


def test_later_sprites_lie_over_earlier_ones() -> None:
    red, white = sprite_at_rest(PLATES[0], 100, 100), sprite_at_rest(PLATES[2], 120, 120)
    over = draw_frame(Composition(BASE, [red, white], 1), 0)
    under = draw_frame(Composition(BASE, [white, red], 1), 0)
    assert over.y[130, 130] == 235
    assert under.y[130, 130] == PLATES[0].y[0, 0]


def test_the_base_is_never_drawn_on() -> None:
    kept = BASE.copy()
    draw_frame(Composition(BASE, [sprite_at_rest(PLATES[1], 0, 0)], 1), 0)
    list(draw_frames(Composition(BASE, [sprite_at_rest(PLATES[1], 0, 0)], 2), Canvas.blank(WIDTH, HEIGHT)))
    assert all(np.array_equal(a, b) for a, b in zip(BASE, kept, strict=True))


def test_a_placed_plate_stands_where_it_is_placed() -> None:
    shown = PlacedPlate(PLATES[0], 40, 60).sprite(2, 5)
    assert [shown(frame) is not None for frame in range(6)] == [False, False, True, True, True, False]
    assert shown(3) == SpriteFrame(PLATES[0], 40, 60)
