"""Properties of planar pictures: BT.709 as the standard has it, blending, and parts of plates."""

import numpy as np
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from libraries.drawing.canvas.warped_plates import PlatePlacement, WarpedPlate
from libraries.drawing.canvas.yuv import Canvas, Plate, mean_of_2x2_blocks, to_even, to_rgb, to_yuv
from libraries.drawing.typography.design_tokens import Box


@each_row(
    ("rgb", "yuv"),
    [
        # ITU-R BT.709-6, 8 bits: black, white, and the 100 % colour bars.
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
        ((255, 255, 0), (219, 16, 138)),
        ((0, 255, 255), (188, 154, 16)),
        ((255, 0, 255), (78, 214, 230)),
    ],
)
def test_colours_are_those_of_bt_709(rgb: tuple[int, int, int], yuv: tuple[int, int, int]) -> None:
    found = to_yuv(np.array([[rgb]], np.uint8))[0, 0]
    assert np.allclose(found, yuv, atol=0.6)


colours = st.tuples(*[st.integers(0, 255)] * 3)


@settings(max_examples=40)
@given(colours)
def test_a_colour_survives_the_way_there_and_back(rgb: tuple[int, int, int]) -> None:
    canvas = Canvas.from_rgb(np.full((4, 4, 3), rgb, np.uint8))
    assert np.abs(to_rgb(canvas).astype(int) - rgb).max() <= 3
    assert 16 <= canvas.y.min() <= canvas.y.max() <= 235


@given(st.floats(-1e6, 1e6))
def test_even_is_the_nearest_even_number(value: float) -> None:
    assert to_even(value) % 2 == 0
    assert abs(to_even(value) - value) <= 1


def test_a_halved_plane_has_the_means_of_its_squares() -> None:
    values = np.arange(16, dtype=np.float32).reshape(4, 4)
    assert mean_of_2x2_blocks(values).tolist() == [[2.5, 4.5], [10.5, 12.5]]


@settings(max_examples=20)
@given(colours, colours, st.integers(0, 255))
def test_blending_lies_between_both(below: tuple[int, int, int], above: tuple[int, int, int], alpha: int) -> None:
    canvas = Canvas.from_rgb(np.full((8, 8, 3), below, np.uint8))
    plate = Plate.from_rgba(Image.new("RGBA", (8, 8), (*above, alpha)))
    top, base = Canvas.from_rgb(np.full((8, 8, 3), above, np.uint8)), canvas.copy()
    plate.blit(canvas, 0, 0, Box(0, 0, 8, 8))
    share = alpha / 255
    for mixed, under, over in zip(canvas, base, top, strict=True):
        assert abs(float(mixed[0, 0]) - (float(under[0, 0]) * (1 - share) + float(over[0, 0]) * share)) <= 3


PICTURE = Image.fromarray(np.random.default_rng(9).integers(0, 255, (64, 96, 4), np.uint8), "RGBA")
PLATE = Plate.from_rgba(PICTURE)


@given(st.integers(1, 47).map(lambda half: 2 * half))
def test_two_parts_of_a_plate_are_the_whole(cut: int) -> None:
    parts = (PLATE.columns_between(0, cut), PLATE.columns_between(cut, PLATE.width))
    for whole, left, right in zip(PLATE[:5], *(part[:5] for part in parts), strict=True):
        assert np.array_equal(whole, np.concatenate([left, right], axis=1))


@given(st.floats(0, 1))
def test_a_faded_plate_hides_less(strength: float) -> None:
    faded = PLATE.faded(strength)
    assert (faded.keep >= PLATE.keep - 1).all()
    assert (faded.y <= PLATE.y + 1).all()
    assert abs(float(255 - faded.keep.astype(float).mean()) - strength * float(255 - PLATE.keep.mean())) <= 1


def test_a_plate_seen_whole_is_not_changed_and_fades_at_the_edges_of_its_window() -> None:
    assert np.array_equal(PLATE.rows_between(-50, 200, 36).y, PLATE.y)
    part = PLATE.rows_between(10, 200, 20)
    assert part.height == PLATE.height - 10
    assert part.keep[0].mean() > PLATE.keep[10].mean()
    assert np.array_equal(part.keep[30:], PLATE.keep[40:])


def test_a_plate_in_its_own_pose_is_itself() -> None:
    posed = WarpedPlate(PLATE).plate_in_placement(PlatePlacement())
    assert np.abs(posed.y.astype(int) - PLATE.y).max() <= 1
    assert np.abs(posed.keep.astype(int) - PLATE.keep).max() <= 1


@given(st.floats(0.5, 1.0), st.floats(-6, 6), st.floats(-8, 8))
def test_a_window_holds_all_that_is_drawn_in_a_pose(factor: float, dy: float, turn: float) -> None:
    image = Image.new("RGBA", (96, 96))
    image.paste("#ff0000", (30, 30, 66, 66))
    warped, pose = WarpedPlate(Plate.from_rgba(image)), PlatePlacement(factor, 0.0, dy, turn)
    window = warped.box_of_placements([pose])
    whole = warped.plate_in_placement(pose)
    assert Box(0, 0, 96, 96).holds(window)
    outside = 255 - whole.keep
    outside[window.top : window.bottom, window.left : window.right] = 0
    assert outside.max() == 0


def test_a_picture_of_odd_size_is_padded() -> None:
    plate = Plate.from_rgba(Image.new("RGBA", (33, 21), "#ffffff"))
    assert (plate.width, plate.height) == (34, 22)
    assert plate.keep[:21, 33].min() == 255


@given(st.floats(0, 1))
def test_a_mixture_of_two_pictures_lies_between_them(share: float) -> None:
    dark, light = Canvas.from_rgb(np.full((4, 4, 3), 20, np.uint8)), Canvas.from_rgb(np.full((4, 4, 3), 220, np.uint8))
    mixed = dark.mixed_with(light, share)
    expected = float(dark.y[0, 0]) * (1 - share) + float(light.y[0, 0]) * share
    assert abs(float(mixed.y[0, 0]) - expected) <= 1


def test_a_large_gradient_shows_no_bands() -> None:
    """Dithered, a level changes into the next one over a zone, not at a line."""
    small = np.linspace(20, 40, 10, dtype=np.float32)[:, None, None] * np.ones((10, 10, 3), np.float32)
    large = Canvas.from_small_rgb(small, 400, 400)
    rows_with_two_levels = sum(len(np.unique(row)) > 1 for row in large.y)
    assert rows_with_two_levels > 200
