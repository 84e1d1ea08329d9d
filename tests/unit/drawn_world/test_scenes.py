"""Drawn places: each can be drawn at every hour and in every weather, fills its planes, and says where people stand."""

import json
from itertools import product

import numpy as np
import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from libraries.drawn_world.scenes import (
    FRAME,
    MARGIN,
    SCENES,
    Scene,
    ScenePalette,
    Setting,
    drawn_place_for,
    scene_of_setting,
)
from libraries.drawn_world.scenes.places import SCENE_FUNCTIONS
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import start_of_shown_drawing
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.substitute_places import SUBSTITUTES
from libraries.vector.affine import scaling, translation
from libraries.vector.painter import paint_picture
from libraries.vector.picture import Picture, Shape
from schemas.beats import DARK, SCREENS, Place, Season, TimeOfDay, Weather
from testbed.contact_sheets.scene_digests import FILE, digests_by_name, setting_digest

PLACES = sorted(SCENE_FUNCTIONS)
MOMENTS = [(hour, list(Weather)[k % len(Weather)]) for k, hour in enumerate([*TimeOfDay, *TimeOfDay][: len(Weather)])]
"""Every hour and every weather at least once."""
UNDER_THE_SKY = [place for place in PLACES if SCENE_FUNCTIONS[place][0] is Lighting.OPEN]
AT_HOME = [place for place in PLACES if SCENE_FUNCTIONS[place][0] is Lighting.HOME and place not in SCREENS]
WITH_DAYLIGHT = [place for place in PLACES if SCENE_FUNCTIONS[place][0] is not Lighting.DIM and place not in SCREENS]
SMALL = 0.08


def pixels(made: Scene, seconds: float = 0.0) -> NDArray[np.uint8]:
    """All of the planes, with what lies beyond the frame."""
    width, height = (round((side + 2 * MARGIN) * SMALL) for side in FRAME)
    return paint_picture(made.picture_at(seconds), width, height, scaling(SMALL).after(translation(MARGIN, MARGIN)))


def shapes(picture: Picture) -> int:
    return 1 if isinstance(picture, Shape) else sum(map(shapes, picture.parts))


def brightness(setting: Setting) -> float:
    return float(pixels(scene_of_setting(setting))[..., :3].mean())


@pytest.mark.slow
def test_places_look_as_recorded() -> None:
    record = json.loads(FILE.read_text(encoding="utf-8"))
    assert record["version"] == SCENES.version
    now = digests_by_name()
    changed = sorted(name for name in now if record["digests"].get(name) != now[name])
    assert changed == [], "python -m testbed.contact_sheets.scene_digests records what was meant"
    assert set(record["digests"]) == set(now)


@pytest.mark.slow
@each_row("place", PLACES)
def test_every_place_is_drawn_at_every_hour_and_in_every_weather(place: Place) -> None:
    for hour, weather in MOMENTS:
        made = scene_of_setting(Setting(place, hour, weather))
        assert shapes(made.picture_at(0)) > 25


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_every_hour_goes_with_every_weather_and_season(place: Place) -> None:
    for hour, weather, season in product(TimeOfDay, Weather, Season):
        scene_of_setting(Setting(place, hour, weather, season)).picture_at(1.0)


@each_row("place", PLACES)
@pytest.mark.slow
def test_nothing_of_the_planes_stays_empty(place: Place) -> None:
    made = scene_of_setting(Setting(place, TimeOfDay.EVENING, Weather.CLOUDY, seed=2))
    assert int(pixels(made)[1:-1, 1:-1, 3].min()) == 255


@each_row("place", PLACES)
def test_people_stand_in_the_frame_and_from_left_to_right(place: Place) -> None:
    made = scene_of_setting(Setting(place))
    standing = [mark for mark in made.marks if not mark.seat]
    assert [mark.x for mark in standing] == sorted(mark.x for mark in standing)
    assert len(standing) == 3
    for mark in made.marks:
        assert (0 if mark.seat else 60) <= mark.x <= FRAME[0] - (0 if mark.seat else 60)
        assert 800 <= mark.y <= FRAME[1] + MARGIN
        assert 0.25 <= mark.scale <= 1.2


@each_row("place", UNDER_THE_SKY + AT_HOME)
@pytest.mark.slow
def test_a_night_is_darker_than_noon(place: Place) -> None:
    noon = brightness(Setting(place, TimeOfDay.NOON))
    for hour in DARK:
        assert brightness(Setting(place, hour)) < 0.75 * noon


@pytest.mark.slow
@each_row("place", WITH_DAYLIGHT)
def test_hours_look_unlike_each_other(place: Place) -> None:
    shown = [
        pixels(scene_of_setting(Setting(place, hour))).astype(int)
        for hour in (TimeOfDay.NOON, TimeOfDay.EVENING, TimeOfDay.NIGHT)
    ]
    for first, second in ((0, 1), (1, 2), (0, 2)):
        assert np.abs(shown[first] - shown[second]).mean() > 2.5


@each_row(("place", "weather"), [*product(UNDER_THE_SKY, (Weather.RAIN, Weather.SNOW))])
@pytest.mark.slow
def test_rain_and_snow_fall_under_the_sky(place: Place, weather: Weather) -> None:
    made = scene_of_setting(Setting(place, TimeOfDay.NOON, weather))
    assert made.back.animations
    assert np.abs(pixels(made, 0.0).astype(int) - pixels(made, 0.5).astype(int)).max() > 20


@given(
    place=st.sampled_from(PLACES),
    hour=st.sampled_from(list(TimeOfDay)),
    mood=st.sampled_from(list(ScenePalette)),
    seed=st.integers(0, 99),
)
@settings(max_examples=12, deadline=None)
def test_equal_settings_give_equal_pictures(place: Place, hour: TimeOfDay, mood: ScenePalette, seed: int) -> None:
    setting = Setting(place, hour, mood=mood, seed=seed)
    assert setting_digest(setting) == setting_digest(setting)


@pytest.mark.parametrize("place", [Place.LIVING_ROOM, Place.CAFE, Place.OFFICE])
def test_seeds_choose_among_looks(place: Place) -> None:
    assert len({setting_digest(Setting(place, seed=seed)) for seed in range(8)}) >= 3


def test_moods_give_other_colours() -> None:
    shown = [pixels(scene_of_setting(Setting(Place.CAFE, mood=mood))).astype(int) for mood in ScenePalette]
    for k, first in enumerate(shown):
        assert all(np.abs(first - second).mean() > 2 for second in shown[:k])


@given(st.floats(0, 1000))
def test_drawings_change_twelve_times_a_second(seconds: float) -> None:
    assert 0 <= seconds - start_of_shown_drawing(seconds) + 1e-5 < 1 / 12 + 1e-4
    assert start_of_shown_drawing(start_of_shown_drawing(seconds)) == start_of_shown_drawing(seconds)


def test_a_drawing_stays_for_two_pictures_of_a_film() -> None:
    made = scene_of_setting(Setting(Place.PLAYGROUND, weather=Weather.RAIN))
    assert made.picture_at(1 / 12) == made.picture_at(1 / 12 + 1 / 24)
    assert made.picture_at(1 / 12) != made.picture_at(2 / 12)


@each_row("place", list(Place))
@pytest.mark.slow
def test_every_place_of_a_story_has_one_that_is_drawn(place: Place) -> None:
    assert drawn_place_for(place) in SCENE_FUNCTIONS
    assert scene_of_setting(Setting(place)).setting.place == drawn_place_for(place)


def test_a_place_with_a_scene_of_its_own_or_a_stand_in_is_no_stand_in_for_itself() -> None:
    assert all(place != near for place, near in SUBSTITUTES.items())
    assert set(SUBSTITUTES) | set(SCENE_FUNCTIONS) == set(Place)


def test_a_place_is_drawn_by_one_function() -> None:
    with pytest.raises(ValueError, match="twice"):
        register_scene(Place.CAFE, Lighting.HOME)(SCENE_FUNCTIONS[Place.CAFE][1])


def test_the_rim_on_people_comes_from_the_lamp() -> None:
    night = scene_of_setting(Setting(Place.BEDROOM, TimeOfDay.NIGHT))
    assert night.light.rim.alpha > 200
    assert night.light.lamp[0] < 0, "the lamp of the bedroom stands on the left"
    assert sum(night.light.above[:3]) < sum(scene_of_setting(Setting(Place.BEDROOM)).light.above[:3])


@pytest.mark.parametrize("weather", [Weather.SNOW])
def test_snow_without_a_season_is_winter(weather: Weather) -> None:
    assert scene_of_setting(Setting(Place.PLAYGROUND, weather=weather)).setting.season is Season.WINTER
    assert scene_of_setting(Setting(Place.PLAYGROUND)).setting.season is Season.SUMMER
