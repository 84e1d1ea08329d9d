"""Paths and brushes: where their outlines run."""

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.vector.brush import brush_stroke, round_stroke
from libraries.vector.colors import BLACK, Color, color
from libraries.vector.painter import paint_picture
from libraries.vector.path import CURVE, LINE, Corner, Path, ellipse, polygon, rectangle, rounded_rectangle, smooth_path
from libraries.vector.picture import filled, stroked


def inside(path: Path, x: int, y: int) -> bool:
    return bool(paint_picture(filled(path, BLACK), 100, 100)[y, x, 3] > 200)


def area(path: Path) -> float:
    """Pixels that the path covers."""
    return float(paint_picture(filled(path, BLACK), 100, 100)[..., 3].sum()) / 255


def test_a_smooth_outline_passes_through_its_points() -> None:
    points = [(10, 50), (50, 20), (90, 50), (50, 80)]
    line = paint_picture(stroked(smooth_path(*points), BLACK, 3), 100, 100)
    assert all(line[y, x, 3] > 200 for x, y in points)
    assert area(smooth_path(*points)) > area(polygon(*points)), "it bulges"


def test_corners_stay_sharp() -> None:
    square = [(20, 20), (80, 20), (80, 80), (20, 80)]
    assert area(smooth_path(*(Corner(*point) for point in square))) == pytest.approx(3600, rel=0.01)
    assert not inside(smooth_path(*(Corner(*point) for point in square)), 50, 17)
    assert inside(smooth_path(*square), 50, 17), "without corners it is a pillow"


def test_an_open_curve_is_not_closed() -> None:
    curve = smooth_path((10, 10), (50, 60), (90, 10), closed=False)
    assert curve.commands.count(CURVE) == 2
    assert paint_picture(stroked(curve, BLACK, 3), 100, 100)[10, 50, 3] == 0


@given(st.integers(3, 40), st.integers(3, 40))
def test_ellipses_have_the_area_of_ellipses(across: int, down: int) -> None:
    assert area(ellipse(50, 50, across, down)) == pytest.approx(3.14159 * across * down, rel=0.03)


def test_rounded_rectangles_lose_their_corners_only() -> None:
    assert area(rectangle(10, 10, 80, 40)) == pytest.approx(3200, rel=0.001)
    assert area(rounded_rectangle(10, 10, 80, 40, 10)) == pytest.approx(3200 - (4 - 3.14159) * 100, rel=0.005)
    assert area(rounded_rectangle(10, 10, 80, 40, 999)) == pytest.approx(3.14159 * 40 * 20, rel=0.02)


def test_a_brush_is_as_wide_as_said_at_each_point() -> None:
    stroke = brush_stroke([(10, 50), (50, 50), (90, 50)], [2, 30, 2])
    column = paint_picture(filled(stroke, BLACK), 100, 100)[:, :, 3]
    assert column[:, 50].sum() / 255 == pytest.approx(30, abs=1)
    assert column[:, 12].sum() / 255 < 8
    assert column[:, 8].sum() == 0


def test_a_limb_has_round_ends() -> None:
    assert inside(round_stroke([(30, 50), (70, 50)], [20, 10]), 22, 50)
    assert not inside(round_stroke([(30, 50), (70, 50)], [20, 10]), 22, 58)


@pytest.mark.parametrize(("points", "widths"), [([(0, 0)], [1]), ([(0, 0), (1, 1)], [1]), ([], [])])
def test_a_brush_needs_a_width_for_each_of_two_points(points: list[tuple[float, float]], widths: list[float]) -> None:
    with pytest.raises(ValueError, match="points"):
        brush_stroke(points, widths)


def test_paths_can_be_compared_and_kept() -> None:
    assert ellipse(1, 2, 3) == ellipse(1, 2, 3)
    assert hash(polygon((0, 0), (1, 1))) == hash(polygon((0, 0), (1, 1)))
    assert len({ellipse(1, 2, 3), ellipse(1, 2, 3), ellipse(1, 2, 4)}) == 2


def test_the_bounds_hold_all_points() -> None:
    assert rectangle(10, 20, 30, 40).bounds == (10, 20, 40, 60)
    assert rectangle(0, 0, 1, 1).joined_with(rectangle(5, 5, 1, 1)).bounds == (0, 0, 6, 6)
    assert polygon((0, 0), (1, 1), closed=False).commands == bytes([1, LINE])


def test_colours_are_read_mixed_and_faded() -> None:
    assert color("#2b1d2e") == Color(0x2B, 0x1D, 0x2E, 255)
    assert color("#ffffff", 0.5).alpha == 128
    assert color("#000000").mixed(color("#ffffff"), 0.5) == Color(128, 128, 128)
    assert color("#ffffff").faded(3).alpha == 255


@each_row("text", ["ffffff", "#fff", "#gggggg", "", "#1234567"])
def test_other_text_is_no_colour(text: str) -> None:
    with pytest.raises(ValueError, match=r"colour|hexadecimal"):
        color(text)
