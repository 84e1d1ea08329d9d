"""Properties of movement: curves, entrances and exits begin and end where they must, and are functions of the frame."""

import math
from pathlib import Path

import numpy as np
import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from libraries.drawing.canvas.animation import (
    _JUMP,
    _folded,
    drifting_sprite,
    ease_in_out,
    ease_out,
    interpolate,
    sprite_at_rest,
    sprite_popping_in,
    swaying_sprite,
)
from libraries.drawing.canvas.camera import CameraMove, PictureFit, _camera, camera_canvas, camera_sprite
from libraries.drawing.canvas.compositor import SpriteFrame
from libraries.drawing.canvas.transitions import (
    ENTER,
    Transition,
    frozen_sprite,
    part_right_of,
    push_distance,
    sprite_fading_in,
    sprite_fading_out,
    sprite_pushed_in,
    sprite_pushed_out,
    sprite_rising_in,
    sprite_with_transition,
)
from libraries.drawing.canvas.yuv import Canvas, Plate
from libraries.drawing.typography.design_tokens import WIDTH, Box
from libraries.storyboard.cards.scrolling import scroll_offset, sprite_through_window

PLATE = Plate.from_rgba(Image.new("RGBA", (200, 100), "#ff8800"))
shares = st.floats(-2, 3)


@pytest.mark.parametrize("curve", [ease_in_out, ease_out])
@given(one=shares, other=shares)
def test_curves_rise_from_0_to_1_and_stay_there(curve, one: float, other: float) -> None:  # type: ignore[no-untyped-def]
    low, high = sorted((one, other))
    assert 0 <= curve(low) <= curve(high) <= 1
    assert (curve(-1), curve(0), curve(1), curve(9)) == (0, 0, 1, 1)


@given(st.floats(0, 1))
def test_ease_is_symmetric_and_ease_out_is_ahead_of_it(share: float) -> None:
    assert ease_in_out(share) + ease_in_out(1 - share) == pytest.approx(1)
    assert ease_out(share) >= ease_in_out(share) - 1e-9


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(0, 1))
def test_between_is_linear(one: float, other: float, share: float) -> None:
    assert interpolate((one, other), share) == pytest.approx(one * (1 - share) + other * share, abs=1e-9)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 120))
def test_something_stands_from_its_start_to_its_end(start: int, length: int, frame: int) -> None:
    shot = sprite_at_rest(PLATE, 10, 20, start, start + length)(frame)
    assert (shot is not None) == (start <= frame < start + length)
    assert shot in (None, SpriteFrame(PLATE, 10, 20))


@given(st.integers(0, 20), st.integers(0, 60))
def test_something_that_pops_ends_at_its_own_size(start: int, frame: int) -> None:
    steps = (0.8, 0.9, 1.1)
    shot = sprite_popping_in(PLATE, 10, 20, start, 50, steps)(frame)
    if start <= frame < 50:
        assert shot is not None
        assert (shot.left, shot.top) == (10, 20)
        assert (shot.what is PLATE) == (frame - start >= len(steps))
    else:
        assert shot is None


@given(st.integers(0, 500))
def test_a_sway_has_few_poses(frame: int) -> None:
    """A frame that mirrors another has its pose, so that it is drawn once."""
    folded = _folded(frame)
    assert -15 <= folded <= 15
    assert math.sin(2 * math.pi * folded / 60) == pytest.approx(math.sin(2 * math.pi * frame / 60), abs=1e-9)


def test_something_that_sways_moves_on_twos_and_repeats() -> None:
    plate = Plate.from_rgba(Image.new("RGBA", (80, 80)))
    sprite = swaying_sprite(plate, 100, 100, lift=8, turn=4)
    first = [sprite(frame) for frame in range(len(_JUMP) + 66)]
    assert all(shot is not None for shot in first)
    at = len(_JUMP)
    assert first[at] is first[at + 1]
    assert first[at] is first[at + 60]
    assert first[at] is not first[at + 4]


@given(st.integers(10, 200), st.integers(0, 200))
def test_something_that_drifts_goes_from_point_to_point(frames: int, frame: int) -> None:
    sprite = drifting_sprite(PLATE, ((300, 400), (500, 300)), frames)
    first, last = sprite(0), sprite(frames)
    assert first is not None
    assert last is not None
    assert (first.left + 100, first.top + 50) == (300, 400)
    assert (last.left + 100, last.top + 50) == (500, 300)
    now = sprite(min(frame, frames))
    assert now is not None
    assert first.left <= now.left <= last.left


def test_a_push_comes_in_from_the_right_and_arrives_in_time() -> None:
    sprite = sprite_pushed_in(sprite_at_rest(PLATE, 60, 80))
    lefts = [shot.left for frame in range(20) if (shot := sprite(frame)) is not None]
    assert lefts == sorted(lefts, reverse=True)
    assert lefts[0] > WIDTH // 2
    assert all(left == 60 for left in lefts[ENTER - 1 :])
    assert all(left % 2 == 0 for left in lefts)
    assert push_distance(ENTER - 1) == 0 < push_distance(0)


def test_a_push_goes_out_to_the_left_and_is_gone() -> None:
    sprite = sprite_pushed_out(sprite_at_rest(PLATE, 60, 80), 30)
    lefts = [shot.left if (shot := sprite(frame)) else None for frame in range(ENTER + 3)]
    there = [left for left in lefts[:ENTER] if left is not None]
    assert there == sorted(there, reverse=True)
    assert there[-1] == 60 - WIDTH
    assert lefts[ENTER:] == [None] * 3


def test_what_was_not_there_at_the_end_does_not_leave() -> None:
    gone = sprite_at_rest(PLATE, 0, 0, 0, 10)
    for leave in (sprite_pushed_out, frozen_sprite, sprite_fading_out):
        assert [leave(gone, 30)(frame) for frame in range(3)] == [None] * 3


def test_what_vanishes_gets_fainter_where_it_is() -> None:
    sprite = sprite_fading_out(sprite_at_rest(PLATE, 60, 80), 3)
    keeps = []
    for frame in range(4):
        shot = sprite(frame)
        assert shot is not None
        assert isinstance(shot.what, Plate)
        assert (shot.left, shot.top) == (60, 80)
        keeps.append(float(shot.what.keep.mean()))
    assert keeps == sorted(keeps)
    assert keeps[-1] > keeps[0]
    assert sprite(4) is None


@pytest.mark.parametrize("enter", [sprite_rising_in, sprite_fading_in])
def test_what_appears_ends_as_it_is(enter) -> None:  # type: ignore[no-untyped-def]
    sprite = enter(sprite_at_rest(PLATE, 60, 80))
    assert sprite(8) == sprite(40) == SpriteFrame(PLATE, 60, 80)
    first = sprite(0)
    assert first is not None
    assert float(first.what.keep.mean()) > 100
    assert first.top >= 80


@each_row("transition", Transition)
def test_every_transition_ends_with_the_card_in_its_place(transition: Transition) -> None:
    shot = sprite_with_transition(sprite_at_rest(PLATE, 60, 80), transition)(ENTER)
    assert shot == SpriteFrame(PLATE, 60, 80)


@given(st.integers(-50, 150).map(lambda half: 2 * half))
def test_uncovered_and_covered_are_the_whole(edge: int) -> None:
    shot = part_right_of(sprite_at_rest(PLATE, 60, 80), lambda _frame: edge)(0)
    if edge <= 60:
        assert shot == SpriteFrame(PLATE, 60, 80)
    elif edge >= 260:
        assert shot is None
    else:
        assert shot is not None
        assert shot.left == edge
        assert shot.left + shot.what.width == 260


@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0, 900)), min_size=1, max_size=4), st.integers(0, 200))
def test_a_scroll_rests_at_its_first_stop_and_ends_at_its_last(stops: list[tuple[int, float]], frame: int) -> None:
    stops = sorted(stops)
    offset = scroll_offset([(0, stops[0][1]), *stops[1:]])
    assert offset(300) == pytest.approx(stops[-1][1])
    low, high = min(at for _, at in stops), max(at for _, at in stops)
    assert low - 1e-6 <= offset(frame) <= high + 1e-6


@given(st.integers(-300, 900).map(lambda half: 2 * half))
def test_nothing_is_seen_outside_its_window(top: int) -> None:
    window = Box(0, 500, 1080, 1300)
    shot = sprite_through_window(sprite_at_rest(PLATE, 60, top), lambda _frame: 0.0, window)(0)
    placed = Box(60, window.top + top, 260, window.top + top + 100)
    assert (shot is not None) == placed.overlaps(window)
    if shot is not None:
        assert window.holds(Box(shot.left, shot.top, shot.left + shot.what.width, shot.top + shot.what.height))


PICTURE = Canvas.from_rgb(np.random.default_rng(3).integers(0, 255, (692, 1152, 3), np.uint8))
BOX = Box(60, 552, 1020, 1128)
part = st.floats(0, 1)


@given(
    st.tuples(st.floats(1, 1.2), st.floats(1, 1.2)), st.tuples(part, part), st.tuples(part, part), st.integers(0, 89)
)
def test_the_camera_never_leaves_the_picture(
    zoom: tuple[float, float], x: tuple[float, float], y: tuple[float, float], frame: int
) -> None:
    step, left, top = _camera(PICTURE, CameraMove(zoom=zoom, x=x, y=y), BOX, 90)(frame)
    assert left >= -1e-6
    assert top >= -1e-6
    assert left + BOX.width * step <= PICTURE.width + 1e-6
    assert top + BOX.height * step <= PICTURE.height + 1e-6


def test_a_camera_at_rest_shows_the_same_picture_in_every_frame(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("pictures") / "a.png"
    Image.fromarray(np.random.default_rng(4).integers(0, 255, (600, 900, 3), np.uint8)).save(path)
    sprite = camera_sprite(camera_canvas(path, PictureFit.COVER, BOX), CameraMove(), BOX, 30)
    shown = []
    for frame in (0, 15, 29):
        shot = sprite(frame)
        assert shot is not None
        canvas = Canvas.blank(1080, 1920)
        shot.what.blit(canvas, shot.left, shot.top, Box(0, 0, 1080, 1920))
        shown.append(canvas.y.copy())
    assert np.array_equal(shown[0], shown[1])
    assert np.array_equal(shown[0], shown[2])


@pytest.mark.parametrize(
    ("size", "fit", "tall"),
    [
        ((900, 600), PictureFit.COVER, False),
        ((900, 600), PictureFit.CONTAIN, False),
        ((400, 3000), PictureFit.SCROLL, True),
    ],
)
@pytest.mark.slow
def test_a_prepared_picture_is_larger_than_its_card(
    tmp_path: Path, size: tuple[int, int], fit: PictureFit, tall: bool
) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", size, "#336699").save(path)
    picture = camera_canvas(path, fit, BOX)
    assert picture.width >= BOX.width * 1.2 - 2
    assert picture.height >= BOX.height * 1.2 - 2
    assert (picture.height > 2 * BOX.height) is tall
    assert picture.width % 2 == picture.height % 2 == 0
