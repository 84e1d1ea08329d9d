"""Light on figures: multiplied, darker below, with a rim on the side of the lamp only."""

import numpy as np
import pytest
from numpy.typing import NDArray

from libraries.drawn_world.figure_light import REACH, Light, lit_figure
from libraries.vector.affine import Point
from libraries.vector.colors import WHITE, Color, color
from libraries.vector.painter import paint_picture
from libraries.vector.path import ellipse, rectangle
from libraries.vector.picture import filled

SQUARE = paint_picture(filled(rectangle(20, 20, 60, 60), color("#c08040")), 100, 100)
DISC = paint_picture(filled(ellipse(50, 50, 30), color("#c08040").faded(0.6)), 100, 100)


def at(pixels: NDArray[np.uint8], x: int, y: int) -> list[int]:
    found: list[int] = pixels[y, x].tolist()
    return found


def test_white_light_changes_nothing() -> None:
    found = lit_figure(SQUARE, Light(), 1)
    assert (found == SQUARE).all()
    assert found is not SQUARE


def test_colours_are_multiplied_and_darken_downwards() -> None:
    found = lit_figure(SQUARE, Light(WHITE, Color(0, 128, 255)), 100 / REACH, ground=100)
    assert at(found, 50, 22) == pytest.approx([192 * 0.78, 128 * 0.89, 64, 255], abs=3)
    assert at(found, 50, 78) == pytest.approx([192 * 0.22, 128 * 0.61, 64, 255], abs=3)
    assert at(found, 5, 5) == [0, 0, 0, 0]


def test_a_height_above_the_ground_is_lit_the_same_in_every_picture() -> None:
    light, scale = Light(color("#8fa0d8"), color("#303a70")), 0.1
    whole = lit_figure(SQUARE, light, scale, ground=90)
    upper = lit_figure(SQUARE[:70], light, scale, ground=90)
    assert (whole[:70] == upper).all()
    beyond = lit_figure(SQUARE, light, scale, ground=400)
    assert at(beyond, 50, 50) == pytest.approx(
        at(lit_figure(SQUARE, Light(light.above, light.above), scale), 50, 50), abs=1
    )


@pytest.mark.parametrize(
    ("lamp", "bright", "dark"),
    [((-7, 0), (22, 50), (77, 50)), ((7, 0), (77, 50), (22, 50)), ((0, -7), (50, 22), (50, 77))],
)
def test_the_rim_lies_on_the_side_of_the_lamp(lamp: Point, bright: Point, dark: Point) -> None:
    found = lit_figure(SQUARE, Light(rim=color("#ffffff"), lamp=lamp), 1)
    assert at(found, *map(int, bright)) == [255, 255, 255, 255]
    assert at(found, *map(int, dark)) == at(SQUARE, 50, 50)
    assert at(found, 50, 50) == at(SQUARE, 50, 50)


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_the_rim_is_as_wide_as_the_lamp_says(scale: float) -> None:
    found = lit_figure(SQUARE, Light(rim=color("#ffffff"), lamp=(-8, 0)), scale)
    assert int((found[50, :, 2] == 255).sum()) == round(8 * scale)


def test_a_weak_rim_is_mixed() -> None:
    found = lit_figure(SQUARE, Light(rim=Color(255, 255, 255, 128), lamp=(-7, 0)), 1)
    assert at(found, 22, 50) == pytest.approx([224, 192, 160, 255], abs=2)


def test_alpha_stays_and_colours_never_exceed_it() -> None:
    light = Light(color("#8fa0d8"), color("#4a5590"), color("#ffc877"), (-7, -4))
    for silhouette in (None, color("#101828")):
        found = lit_figure(DISC, Light(light.above, light.below, light.rim, light.lamp, silhouette), 1)
        assert (found[..., 3] == DISC[..., 3]).all()
        assert (found[..., :3].max(2) <= found[..., 3]).all()


def test_a_silhouette_has_one_colour() -> None:
    found = lit_figure(SQUARE, Light(silhouette=color("#101828")), 1)
    assert {tuple(pixel) for pixel in found.reshape(-1, 4)} == {(0, 0, 0, 0), (16, 24, 40, 255)}


def test_a_lamp_in_front_makes_no_rim() -> None:
    assert (lit_figure(SQUARE, Light(rim=color("#ffffff"), lamp=(0, 0)), 1) == SQUARE).all()
    assert not lit_figure(np.zeros((20, 30, 4), np.uint8), Light(rim=color("#ffffff")), 1).any()
