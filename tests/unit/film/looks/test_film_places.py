"""Drawn places as ground and picture of scenes: they move, go on from scene to scene, and are framed."""

import numpy as np
import pytest
from fixtures.rows import each_row

from libraries.drawing.canvas.compositor import Composition, draw_frame, draw_frames
from libraries.drawing.canvas.yuv import Canvas
from libraries.drawing.typography.design_tokens import FRAME, HEIGHT, MOOD_THEMES, PAGE, SAFE, THEMES, WIDTH
from libraries.drawn_world.place_background import PAD, PLACE_VIEWS, STEP, PlaceView, place_background_sprites
from libraries.drawn_world.scenes import ScenePalette as Grade
from libraries.drawn_world.scenes import Setting
from libraries.storyboard.places.line_settings import line_settings
from libraries.storyboard.places.place_frames import FRAMES, place_frame_sprites
from schemas.beats import Beat, BeatCertainty, Place, Storyboard, TimeOfDay, Weather

STREET = Setting(Place.STREET, TimeOfDay.NIGHT, Weather.RAIN, mood=Grade.HORROR)
WHITE = Canvas(
    np.full((HEIGHT, WIDTH), 235, np.uint8), *(np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8) for _ in "uv")
)


def drawn(view: PlaceView, index: int, frame: int, frames: int = 60, *, push: bool = False) -> Canvas:
    return draw_frame(Composition(WHITE, place_background_sprites(view, 5, index, frames, push=push), frames), frame)


@pytest.mark.slow
def test_a_place_covers_the_frame_wherever_it_stands() -> None:
    for view in (PlaceView(STREET), PlaceView(STREET, THEMES["ink"])):
        for frame in (0, 30, 59):
            assert int(drawn(view, 1, frame).y.max()) < 235


@pytest.mark.parametrize("shot", range(len(PLACE_VIEWS)))
def test_every_shot_is_another_view_that_covers_the_frame(shot: int) -> None:
    """The planes reach as far beyond the frame as they may move."""
    low, high = PLACE_VIEWS[shot].map_point(-160, -160), PLACE_VIEWS[shot].map_point(WIDTH + 160, HEIGHT + 160)
    assert max(low) <= -2 * PAD
    assert high[0] >= WIDTH + 2 * PAD
    assert high[1] >= HEIGHT + 2 * PAD
    assert PLACE_VIEWS[shot] != PLACE_VIEWS[shot - 1]


def test_a_scene_goes_on_where_the_one_before_ended() -> None:
    view = PlaceView(STREET, THEMES["ink"])
    last, first = drawn(view, 2, 599, 600), drawn(view, 3, 0)
    assert np.abs(last.y.astype(int) - first.y).mean() < 1.0
    assert np.abs(last.y.astype(int) - drawn(view, 3, 59).y).mean() > np.abs(last.y.astype(int) - first.y).mean()


def test_it_lives_also_at_the_edges_and_stands_between_its_steps() -> None:
    scene = Composition(WHITE, place_background_sprites(PlaceView(STREET), 5, 0, 60), 60)
    canvas = Canvas.blank(WIDTH, HEIGHT)
    changed, seen = [], []
    for frame, differs in enumerate(draw_frames(scene, canvas)):
        changed.append(differs)
        if frame in (8, 32):
            seen.append(canvas.copy())
    assert not any(differs for frame, differs in enumerate(changed) if frame % STEP)
    assert sum(changed) >= 8
    for rows, columns in ((slice(1500, HEIGHT), slice(0, WIDTH)), (slice(0, HEIGHT), slice(SAFE.right, WIDTH))):
        one, other = (canvas.y[rows, columns].astype(int) for canvas in seen)
        assert np.abs(one - other).mean() > 0.5


def test_a_push_begins_nearer_and_ends_where_the_place_is() -> None:
    view = PlaceView(Setting(Place.OFFICE))
    near, far = (drawn(view, 1, frame, push=True) for frame in (0, 40))
    still = drawn(view, 1, 0)
    assert np.abs(near.y.astype(int) - still.y).mean() > 5
    assert np.abs(far.y.astype(int) - drawn(view, 1, 40).y).mean() < np.abs(near.y.astype(int) - far.y).mean()


def test_a_place_moves_only_where_it_is_seen() -> None:
    view = PlaceView(STREET, seen=FRAMES["panel"].seen)
    one, other = (drawn(view, 0, frame).y for frame in (0, 54))
    left, top, right, bottom = view.seen
    assert (one[top:bottom, left:right] != other[top:bottom, left:right]).mean() > 0.2
    for canvas in (one, other):
        outside = canvas.copy()
        outside[top:bottom, left:right] = 235
        assert (outside == 235).all()


@each_row("name", FRAMES)
def test_a_frame_leaves_its_picture_free_and_covers_something(name: str) -> None:
    frame = FRAMES[name]
    framed = draw_frame(Composition(WHITE, place_frame_sprites(name, MOOD_THEMES["abyss"]), 1), 0)
    seen = framed.y[frame.seen.top : frame.seen.bottom, frame.seen.left : frame.seen.right]
    if frame.seen == FRAME:
        assert seen.max() > 150
    else:
        assert (seen == 235).mean() > 0.75
    assert (framed.y != 235).mean() > 0.2


def test_frames_of_layouts_leave_room_for_header_and_caption() -> None:
    for name in ("window", "photo", "panel", "arch"):
        assert FRAMES[name].seen.top >= PAGE.top - 16
        assert FRAMES[name].seen.bottom <= 1150


def board(*beats: Beat) -> Storyboard:
    return Storyboard(beats=beats, cast=())


def test_what_a_line_leaves_open_stays_as_it_was() -> None:
    told = line_settings(
        board(
            Beat(line=0),
            Beat(line=1, place=Place.OFFICE, time=TimeOfDay.MORNING, weather=Weather.RAIN),
            Beat(line=2),
            Beat(line=3, place=Place.PHONE_CHAT, behind=Place.CAFE),
            Beat(line=5, time=TimeOfDay.NIGHT),
        ),
        Grade.COMIC,
        4,
    )
    assert [told[line].place for line in (0, 1, 2, 3, 5)] == [
        Place.OFFICE,
        Place.OFFICE,
        Place.OFFICE,
        Place.CAFE,
        Place.CAFE,
    ]
    assert [told[line].time for line in (0, 2, 5)] == [TimeOfDay.MORNING, TimeOfDay.MORNING, TimeOfDay.NIGHT]
    assert (told[1].weather, told[2].weather, told[3].weather) == (Weather.RAIN, Weather.RAIN, Weather.CLEAR)
    assert {each.mood for each in told.values()} == {Grade.COMIC}


def test_a_story_that_tells_no_place_and_no_hour_is_at_home_in_the_light_of_its_mood() -> None:
    (dark,) = line_settings(board(Beat(line=0)), Grade.HORROR, 1).values()
    (plain,) = line_settings(board(Beat(line=0)), Grade.PLAIN, 1).values()
    assert (dark.place, dark.time) == (Place.HOME, TimeOfDay.NIGHT)
    assert plain.time is TimeOfDay.NOON


def test_a_place_that_is_only_guessed_is_not_drawn() -> None:
    guess = Beat(line=0, place=Place.HOSPITAL, place_certainty=BeatCertainty.GUESSED)
    screen = Beat(line=2, place=Place.PHONE_CHAT, behind=Place.CAFE, place_certainty=BeatCertainty.GUESSED)
    told = line_settings(board(guess, Beat(line=1, place=Place.OFFICE), screen), Grade.PLAIN, 1)
    assert {each.place for each in told.values()} == {Place.OFFICE}
