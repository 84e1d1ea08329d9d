"""The painter: each kind of shape and group, by the pixels it leaves."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fixtures.rows import each_row

from libraries.vector.affine import IDENTITY, Affine, rotation, scaling, translation
from libraries.vector.colors import BLACK, WHITE, Color, color
from libraries.vector.painter import MAX_SIDE, paint_picture
from libraries.vector.path import LIMIT, Path, ellipse, polygon, rectangle, rounded_rectangle, smooth_path
from libraries.vector.picture import Blend, Cap, Group, Linear, Picture, Radial, Shape, Stroke, filled, group, stroked
from schemas.errors import BadInput

RED, BLUE, GREY = color("#ff0000"), color("#0000ff"), color("#808080")
SQUARE = filled(rectangle(20, 20, 60, 60), RED)
GROUND = filled(rectangle(0, 0, 100, 100), GREY)
NOTHING = [0, 0, 0, 0]


def pixel(picture: Picture, x: int, y: int, side: int = 100) -> list[int]:
    """Red, green, blue and alpha of one pixel of the picture on a square."""
    found: list[int] = paint_picture(picture, side, side)[y, x].tolist()
    return found


def test_what_is_not_painted_is_transparent() -> None:
    pixels = paint_picture(SQUARE, 100, 80)
    assert pixels.shape == (80, 100, 4)
    assert pixels[10, 10].tolist() == NOTHING
    assert pixels[50, 50].tolist() == [255, 0, 0, 255]


def test_colours_are_multiplied_by_alpha() -> None:
    assert pixel(filled(rectangle(0, 0, 100, 100), RED.faded(0.5)), 50, 50) == [128, 0, 0, 128]


def test_a_slanted_edge_covers_its_share_of_a_pixel() -> None:
    assert pixel(filled(polygon((0, 0), (100, 0), (0, 100)), WHITE), 50, 49)[3] == pytest.approx(128, abs=3)


def test_upright_rectangles_lie_on_whole_pixels() -> None:
    """The engine has a short way for them."""
    assert {pixel(filled(rectangle(20.5, 0, 50, 100), WHITE), x, 50)[3] for x in range(100)} == {0, 255}


@each_row(("x", "share"), [(0, 0.0), (25, 0.25), (50, 0.5), (75, 0.75), (99, 1.0)])
def test_a_linear_gradient_goes_from_colour_to_colour(x: int, share: float) -> None:
    ink = Linear((0, 0), (100, 0), ((0.0, RED), (1.0, BLUE)))
    red, green, blue, alpha = pixel(filled(rectangle(0, 0, 100, 100), ink), x, 50)
    assert red == pytest.approx(255 * (1 - share), abs=4)
    assert blue == pytest.approx(255 * share, abs=4)
    assert (green, alpha) == (0, 255)


@pytest.mark.parametrize(("x", "share"), [(50, 0.0), (75, 0.5), (99, 1.0)])
def test_a_radial_gradient_goes_from_the_middle_outwards(x: int, share: float) -> None:
    ink = Radial((50, 50), 50, ((0.0, RED), (1.0, RED.faded(0))))
    assert pixel(filled(rectangle(0, 0, 100, 100), ink), x, 50)[3] == pytest.approx(255 * (1 - share), abs=6)


def test_a_line_is_as_wide_as_said_and_ends_as_said() -> None:
    line = polygon((20, 50), (80, 50), closed=False)
    assert pixel(stroked(line, RED, 10), 50, 54) == [255, 0, 0, 255]
    assert pixel(stroked(line, RED, 10), 50, 55) == NOTHING
    assert pixel(stroked(line, RED, 10), 17, 50) == [255, 0, 0, 255]
    assert pixel(stroked(line, RED, 10, Cap.BUTT), 17, 50) == NOTHING
    assert pixel(stroked(line, RED, 10), 16, 45) == NOTHING, "the end is round"
    assert pixel(stroked(line, RED, 10, Cap.SQUARE), 16, 45) == [255, 0, 0, 255]


def test_a_line_can_take_a_gradient_and_dashes() -> None:
    line = polygon((0, 50), (100, 50), closed=False)
    shaded = Shape(line, None, Stroke(Linear((0, 0), (100, 0), ((0.0, RED), (1.0, BLUE))), 10))
    assert pixel(shaded, 1, 50)[0] > 245
    assert pixel(shaded, 98, 50)[2] > 245
    dashed = Shape(line, None, Stroke(RED, 10, Cap.BUTT, (20, 10)))
    assert [pixel(dashed, x, 50)[3] for x in (10, 25, 40, 55)] == [255, 0, 255, 0]


def test_joins_are_round() -> None:
    wedge = stroked(polygon((10, 80), (50, 30), (90, 80), closed=False), RED, 20)
    assert pixel(wedge, 50, 21)[3] == 255
    assert pixel(wedge, 50, 18)[3] == 0, "a sharp join would reach up to 14"


def test_a_line_below_shows_its_outer_half_only() -> None:
    outline = Stroke(RED, 10)
    above, below = Shape(SQUARE.path, BLUE, outline), Shape(SQUARE.path, BLUE, outline, line_below=True)
    assert [pixel(above, x, 50)[:3] for x in (17, 22)] == [[255, 0, 0], [255, 0, 0]]
    assert [pixel(below, x, 50)[:3] for x in (17, 22)] == [[255, 0, 0], [0, 0, 255]]


def test_a_group_fades_as_one_picture() -> None:
    both = (SQUARE, filled(SQUARE.path, BLUE))
    assert pixel(Group(both, opacity=0.5), 50, 50) == [0, 0, 128, 128]
    assert pixel(Group(both, opacity=0.0), 50, 50) == NOTHING


def test_a_clip_hides_what_lies_outside() -> None:
    seen = Group((SQUARE,), clip=ellipse(50, 50, 20))
    assert pixel(seen, 50, 50) == [255, 0, 0, 255]
    assert pixel(seen, 32, 32) == NOTHING


def test_a_mask_hides_by_its_alpha() -> None:
    seen = Group((SQUARE,), mask=filled(ellipse(50, 50, 20), WHITE.faded(0.5)))
    assert pixel(seen, 50, 50) == [128, 0, 0, 128]
    assert pixel(seen, 32, 32) == NOTHING


def test_clip_and_mask_are_mapped_with_their_group() -> None:
    clipped = Group((SQUARE,), translation(20, 0), clip=rectangle(20, 20, 30, 30))
    assert [pixel(clipped, x, 30)[3] for x in (30, 45, 75)] == [0, 255, 0]
    masked = Group((SQUARE,), translation(20, 0), mask=filled(rectangle(20, 20, 30, 30), BLACK))
    assert [pixel(masked, x, 30)[3] for x in (30, 45, 75)] == [0, 255, 0]


OVER_GREY: dict[Blend, Callable[[float, float], float]] = {
    Blend.NORMAL: lambda _, s: s,
    Blend.MULTIPLY: lambda b, s: b * s,
    Blend.SCREEN: lambda b, s: b + s - b * s,
    Blend.OVERLAY: lambda b, s: 2 * b * s if b <= 0.5 else 1 - 2 * (1 - b) * (1 - s),
    Blend.ADD: lambda b, s: min(1.0, b + s),
}


@each_row("mode", list(Blend))
@each_row("opacity", [1.0, 0.5])
def test_blend_modes_follow_their_formulas(mode: Blend, opacity: float) -> None:
    """W3C Compositing and Blending Level 1."""
    light = Color(192, 128, 64)
    picture = group((GROUND, Group((filled(rectangle(0, 0, 100, 100), light.faded(opacity)),), blend=mode)))
    *found, alpha = pixel(picture, 50, 50)
    blended = [OVER_GREY[mode](128 / 255, part / 255) * 255 for part in light[:3]]
    wanted = [128 * (1 - opacity) + part * opacity for part in blended]
    assert found == pytest.approx(wanted, abs=3)
    assert alpha == 255


def test_a_blur_spreads_and_keeps_the_whole() -> None:
    bar = filled(rectangle(40, 0, 20, 100), WHITE)
    plain, soft = paint_picture(bar, 100, 100), paint_picture(Group((bar,), blur=5), 100, 100)
    row = [int(value) for value in soft[50, :, 3]]
    assert 100 < row[40] < 160, "at the edge half is left"
    assert row[50] > row[40] > row[35] > row[10] == 0
    assert sum(row) == pytest.approx(int(plain[50, :, 3].sum()), rel=0.03)


def test_a_blur_grows_with_its_group() -> None:
    bar = Group((filled(rectangle(0, 0, 50, 100), WHITE),), blur=5)
    small, large = paint_picture(bar, 100, 100), paint_picture(bar, 200, 200, scaling(2))
    for offset in (-8, -4, 4, 8):
        assert int(small[50, 50 + offset, 3]) == pytest.approx(int(large[100, 100 + 2 * offset, 3]), abs=14)


@pytest.mark.parametrize(
    ("transform", "x", "y"),
    [(translation(15, -10), 25, 5), (scaling(2, 3), 20, 45), (rotation(90, (50, 50)), 85, 10), (IDENTITY, 10, 15)],
)
def test_transforms_map_where_a_dot_lies(transform: Affine, x: int, y: int) -> None:
    dot = filled(ellipse(10, 15, 3), RED)
    assert transform.map_point(10, 15) == pytest.approx((x, y))
    assert pixel(group((dot,), transform), x, y)[3] == 255
    assert paint_picture(dot, 100, 100, transform)[y, x, 3] == 255
    moved_path = filled(dot.path.transformed(transform), RED)
    assert pixel(moved_path, x, y)[3] == 255


def test_inner_transforms_come_first() -> None:
    inner = group((filled(ellipse(10, 10, 3), RED),), translation(5, 0))
    outer = group((inner,), scaling(2))
    assert pixel(outer, 30, 20)[3] == 255
    assert scaling(2).after(translation(5, 0)).map_point(10, 10) == (30, 20)


ALL_KINDS = group(
    (
        GROUND,
        Group(
            (SQUARE, stroked(smooth_path((10, 10), (50, 90), (90, 10), closed=False), BLUE, 7)),
            rotation(20, (50, 50)),
            0.8,
            blur=2,
        ),
        Group(
            (filled(rounded_rectangle(30, 30, 40, 40, 9), Radial((50, 50), 30, ((0.0, WHITE), (1.0, RED)))),),
            blend=Blend.SCREEN,
        ),
        Group(
            (SQUARE,),
            clip=ellipse(60, 60, 15),
            mask=filled(ellipse(50, 50, 30), BLACK.faded(0.7)),
            blend=Blend.MULTIPLY,
        ),
    )
)


def digest(picture: Picture = ALL_KINDS) -> str:
    return hashlib.sha256(paint_picture(picture, 200, 200, scaling(2)).tobytes()).hexdigest()


@pytest.mark.slow
def test_the_same_picture_is_the_same_in_three_processes() -> None:
    program = f"import sys; sys.path[:0] = {sys.path!r}; from unit.vector.test_painter import digest; print(digest())"
    started = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    found = {process.communicate(timeout=60)[0].strip() for process in started}
    assert found == {digest()}


def test_the_same_picture_is_the_same_in_every_thread() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: digest(), range(24))) == {digest()}


HOSTILE = [float("nan"), float("inf"), float("-inf"), 2 * LIMIT, -2 * LIMIT]


@each_row("number", HOSTILE)
def test_hostile_numbers_are_refused_everywhere(number: float) -> None:
    makers: list[Callable[[], object]] = [
        lambda: polygon((0, 0), (number, 1), (2, 2)),
        lambda: smooth_path((0, 0), (1, number), (2, 2)),
        lambda: ellipse(0, 0, number),
        lambda: rounded_rectangle(number, 0, 5, 5, 1),
        lambda: SQUARE.path.transformed(translation(number, 0)),
        lambda: paint_picture(stroked(SQUARE.path, RED, number), 9, 9),
        lambda: paint_picture(Shape(SQUARE.path, None, Stroke(RED, 1, dash=(number, 1))), 9, 9),
        lambda: paint_picture(filled(SQUARE.path, Linear((0, number), (1, 1), ((0, RED), (1, BLUE)))), 9, 9),
        lambda: paint_picture(filled(SQUARE.path, Radial((0, 0), number, ((0, RED), (1, BLUE)))), 9, 9),
        lambda: paint_picture(filled(SQUARE.path, Radial((0, 0), 5, ((number, RED), (1, BLUE)))), 9, 9),
        lambda: paint_picture(Group((SQUARE,), blur=number), 9, 9),
        lambda: paint_picture(Group((SQUARE,), opacity=number), 9, 9),
        lambda: paint_picture(Group((SQUARE,), scaling(number)), 9, 9),
        lambda: paint_picture(SQUARE, 9, 9, translation(0, number)),
    ]
    for maker in makers:
        with pytest.raises(BadInput) as refusal:
            maker()
        assert refusal.value.code == "film.drawing_out_of_range"


@each_row(("width", "height"), [(0, 5), (5, 0), (-1, 5), (MAX_SIDE + 1, 5), (5, MAX_SIDE + 1)])
def test_sizes_out_of_range_are_refused(width: int, height: int) -> None:
    with pytest.raises(BadInput):
        paint_picture(SQUARE, width, height)


def test_a_refused_picture_does_not_stop_the_next_one() -> None:
    with pytest.raises(BadInput):
        paint_picture(group((SQUARE, Group((SQUARE,), blur=float("nan")))), 100, 100)
    assert pixel(SQUARE, 50, 50) == [255, 0, 0, 255]


def test_empty_things_paint_nothing() -> None:
    assert not paint_picture(Group(()), 10, 10).any()
    assert not paint_picture(filled(Path(b"", b""), RED), 10, 10).any()
    assert not paint_picture(group((SQUARE,), scaling(0)), 10, 10).any()
