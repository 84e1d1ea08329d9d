"""Pens, worlds and panels of scenes."""

from collections.abc import Callable

import numpy as np
import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.drawn_world.scenes.animations_and_light_beams import dots_path, rectangles_path, segments_path
from libraries.drawn_world.scenes.color_grading import graded_color
from libraries.drawn_world.scenes.kit.papers_and_phones import (
    envelope,
    instant_photo,
    pinned_note,
    smartphone,
    till_receipt,
)
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, Pen
from libraries.drawn_world.scenes.setting import Lighting, ScenePalette, Setting
from libraries.drawn_world.scenes.sky import ambient_light, sky
from libraries.drawn_world.scenes.space import SceneSpace
from libraries.vector.colors import WHITE, Color, color
from libraries.vector.painter import paint_picture
from libraries.vector.picture import Group
from schemas.beats import Place, TimeOfDay, Weather

PLAIN = Pen((1.0, 1.0, 1.0))
PEN = Pen((0.5, 0.5, 0.5))
WORLD = SceneSpace(Pen((1.0, 1.0, 1.0)))
SHARE = st.floats(0.05, 0.95)


def test_a_surface_shows_its_share_of_the_light() -> None:
    assert PEN("#c86432") == Color(100, 50, 25)
    assert PEN.glow("#c86432") == Color(200, 100, 50), "what shines is not lit"


def test_a_lamp_adds_light_that_falls_off() -> None:
    lamp = Lamp(100, 100, 200, WHITE, 0.5)
    assert lamp.added_light_at(100, 100) == pytest.approx((0.5, 0.5, 0.5))
    near, far = lamp.added_light_at(150, 100)[0], lamp.added_light_at(250, 100)[0]
    assert 0.5 > near > far > 0
    assert lamp.added_light_at(100, 300) == (0.0, 0.0, 0.0)


def test_colours_near_a_lamp_are_lighter() -> None:
    pen = Pen((0.4, 0.4, 0.6), lamps=(Lamp(0, 0, 100, color("#ffb060"), 0.8),))
    assert sum(pen.pen_at(0, 0)("#808080")[:3]) > sum(pen.pen_at(90, 0)("#808080")[:3]) > sum(pen("#808080")[:3])


def test_what_is_far_takes_the_colour_of_the_haze() -> None:
    pen = Pen((1, 1, 1), haze=Color(10, 20, 30))
    assert pen.with_haze(1.0)("#ffffff") == Color(10, 20, 30)


@given(st.tuples(*[st.integers(0, 255)] * 3), st.sampled_from(list(ScenePalette)))
def test_grades_stay_colours_and_keep_what_is_light_light(rgb: tuple[int, int, int], mood: ScenePalette) -> None:
    found = graded_color(Color(*rgb, 77), mood)
    assert all(0 <= part <= 255 for part in found)
    assert found.alpha == 77
    assert sum(graded_color(WHITE, mood)[:3]) > sum(graded_color(Color(0, 0, 0), mood)[:3])


@given(st.floats(-3, 3), st.floats(0, 3), st.floats(0.5, 9))
def test_what_is_farther_lies_nearer_to_the_horizon(x: float, y: float, z: float) -> None:
    near, far = WORLD.project(x, y, z), WORLD.project(x, y, z + 1)
    assert abs(far[1] - WORLD.y) <= abs(near[1] - WORLD.y)
    assert abs(far[0] - WORLD.x) <= abs(near[0] - WORLD.x)


def test_the_eye_is_at_the_horizon() -> None:
    assert WORLD.project(0, WORLD.eye, 3) == (WORLD.x, WORLD.y)


def test_a_spot_says_how_long_a_centimetre_is() -> None:
    assert WORLD.place_and_scale(0, 2.0).scale == pytest.approx(WORLD.focus / 2 / 100)


@given(SHARE, SHARE)
def test_panels_lie_where_the_world_has_them(u: float, v: float) -> None:
    assert Panel(WORLD, 3.0).project(u, v) == WORLD.project(u, v, 3.0)
    assert Panel(WORLD, x=-1.2).project(2 + u, v) == WORLD.project(-1.2, v, 2 + u)


@pytest.mark.parametrize(("across", "faces"), [((-2.0, -1.0), 3), ((-0.5, 0.5), 2), ((1.0, 2.0), 3)])
def test_a_solid_shows_the_faces_that_the_eye_sees(across: tuple[float, float], faces: int) -> None:
    assert len(WORLD.block("#888888", across, (0, 1), (2, 3)).parts) == faces


def test_what_hangs_above_the_eye_shows_its_underside() -> None:
    assert len(WORLD.block("#888888", (-0.5, 0.5), (2, 2.5), (2, 3)).parts) == 2


@each_row("weather", [Weather.RAIN, Weather.FOG, Weather.SNOW, Weather.STORM, Weather.CLOUDY])
@each_row("hour", [hour for hour in TimeOfDay if hour is not TimeOfDay.UNKNOWN])
def test_clouds_take_colour_from_the_sky(weather: Weather, hour: TimeOfDay) -> None:
    veiled, bare = sky(Setting(Place.PARK, hour, weather)), sky(Setting(Place.PARK, hour, Weather.CLEAR))
    assert _range(veiled.colors) <= _range(bare.colors)
    assert bare.clear
    assert not veiled.clear


def _range(colors: tuple[Color, ...]) -> int:
    return max(max(each[:3]) - min(each[:3]) for each in colors)


def test_tubes_light_a_shop_at_every_hour() -> None:
    for hour in (TimeOfDay.NIGHT, TimeOfDay.SMALL_HOURS):
        setting = Setting(Place.CONVENIENCE_STORE, hour, Weather.CLEAR)
        assert min(ambient_light(setting, Lighting.BRIGHT)) > 0.6
        assert sum(ambient_light(setting, Lighting.OPEN)) < 0.65 * sum(ambient_light(setting, Lighting.BRIGHT))


def test_many_shapes_are_one_path() -> None:
    assert rectangles_path([(0, 0, 1, 1), (4, 4, 2, 2)]).bounds == (0, 0, 6, 6)
    assert dots_path([(0, 0, 1), (10, 0, 2)]).bounds == (-1, -2, 12, 2)
    assert segments_path([(0, 0, 1, 5), (3, 3, 9, 4)]).bounds == (0, 0, 9, 5)


@each_row("paper", [till_receipt, pinned_note, envelope, instant_photo, smartphone])
def test_papers_lie_about_their_middle_and_scale(paper: Callable[..., Group]) -> None:
    full, half = (paint_picture(paper(PLAIN, 400, 500, scale=scale), 800, 1000)[..., 3] for scale in (1.0, 0.5))
    rows, columns = np.nonzero(full)
    assert abs(rows.mean() - 500) < 40
    assert abs(columns.mean() - 400) < 40
    assert np.count_nonzero(half) == pytest.approx(np.count_nonzero(full) / 4, rel=0.05)


def test_a_receipt_grows_with_its_rows() -> None:
    short, long = (
        np.count_nonzero(paint_picture(till_receipt(PLAIN, 400, 500, rows=rows), 800, 1000)[..., 3]) for rows in (3, 9)
    )
    assert long > 1.5 * short
