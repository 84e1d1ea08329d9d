"""Shots as pixels: light, furniture, things and backdrops, and what moves from drawing to drawing."""

from dataclasses import replace

import numpy as np
from fixtures.rows import each_row
from numpy.typing import NDArray

from libraries.drawing.typography.design_tokens import Box
from libraries.drawn_world.figure_light import Light
from libraries.drawn_world.people.acting import Expression, Pose
from libraries.drawn_world.people.sample_people import SAMPLE_PEOPLE
from libraries.drawn_world.scenes import Setting, scene_of_setting
from libraries.drawn_world.scenes.setting import ScenePalette
from libraries.drawn_world.staging.framing import face_middle, shot_layout
from libraries.drawn_world.staging.lighting import light_on_player, light_pool, pixels_in_light_pool
from libraries.drawn_world.staging.moving_picture import MovingPicture
from libraries.drawn_world.staging.scenery.backdrops import backdrop_kind_for_face, backdrop_picture
from libraries.drawn_world.staging.scenery.shot_props import player_furniture
from libraries.drawn_world.staging.scenery.thing_pictures import DRAWN_THINGS, thing_picture
from libraries.drawn_world.staging.shot import Backdrop, CameraMove, Framing, Player, Shot
from libraries.vector.affine import scaling, translation
from libraries.vector.colors import Color
from libraries.vector.painter import paint_picture
from schemas.beats import Place, Thing, TimeOfDay

WOMAN = Player(SAMPLE_PEOPLE["office_woman"])
SEEN = Box(300, 400, 780, 900)
"""A part of the frame, so that drawing is quick."""


def shot(
    place: Place = Place.OFFICE,
    framing: Framing = Framing.MEDIUM,
    player: Player = WOMAN,
    mood: ScenePalette = ScenePalette.COMIC,
    time: TimeOfDay = TimeOfDay.NOON,
) -> Shot:
    return Shot(Setting(place, time, mood=mood), framing, (player,), CameraMove.STILL)


def brightness(made: Shot, number: int = 0) -> NDArray[np.uint8]:
    return MovingPicture(made, 60, SEEN).canvas(number).y


def test_horror_is_dark_around_the_face_and_comic_is_not() -> None:
    middle = (540.0, 700.0)
    assert light_pool(shot(), middle) is None
    pool = light_pool(shot(mood=ScenePalette.HORROR), middle)
    grey = np.full((960, 540, 4), 200, np.uint8)
    dim = pixels_in_light_pool(grey, pool, 0, 0, 2.0)
    assert dim[350, 270, :3].min() >= 198
    assert dim[0, 0, :3].max() < 130
    assert dim[..., 3].min() == 200
    assert np.array_equal(pixels_in_light_pool(grey, None, 0, 0), grey)


def test_light_follows_mood_face_and_screen() -> None:
    own = Light(Color(200, 200, 200), Color(150, 150, 150), Color(255, 220, 180, 120), (-7.0, -4.0))
    afraid = replace(WOMAN, expression=Expression.AFRAID)
    calm, threatened = (
        light_on_player(each, shot(framing=Framing.CLOSE, player=each, mood=ScenePalette.HORROR), own)
        for each in (WOMAN, afraid)
    )
    assert sum(calm.below[:3]) < sum(calm.above[:3]) < sum(own.above[:3])
    assert threatened.rim.red > 2 * threatened.rim.blue
    assert calm.rim[:3] == own.rim[:3]
    spared = light_on_player(WOMAN, shot(), own)
    assert sum(own.above[:3]) < sum(spared.above[:3])
    assert (spared.rim, spared.lamp) == (own.rim, own.lamp)
    phone = replace(WOMAN, pose=Pose.PHONE)
    by_screen = light_on_player(phone, shot(player=phone, time=TimeOfDay.NIGHT), own)
    assert by_screen.rim.blue > by_screen.rim.red


@each_row(
    ("place", "pose", "behind", "before"),
    [
        (Place.OFFICE, Pose.TYPE, False, True),
        (Place.CAFE, Pose.EAT, False, True),
        (Place.CLASSROOM, Pose.SIT, False, True),
        (Place.PARK, Pose.SIT, True, False),
        (Place.BEDROOM, Pose.LIE, True, True),
        (Place.HOSPITAL_WARD, Pose.LIE, True, True),
        (Place.OFFICE, Pose.STAND, False, False),
    ],
)
def test_who_sits_or_lies_has_something_to_sit_or_lie_on(place: Place, pose: Pose, behind: bool, before: bool) -> None:
    made = shot(place, player=replace(WOMAN, pose=pose))
    found = player_furniture(made, shot_layout(made, scene_of_setting(made.setting)).players)
    assert (found.behind is not None, found.before is not None) == (behind, before)


def test_a_table_hides_the_legs_and_leaves_the_face() -> None:
    sitting = replace(WOMAN, pose=Pose.TYPE)
    made = shot(player=sitting)
    (placed,) = shot_layout(made, scene_of_setting(made.setting)).players
    table = player_furniture(made, [placed]).before
    assert table is not None
    pixels = paint_picture(table, 270, 480, scaling(0.25))
    covered = np.flatnonzero(pixels[..., 3].any(axis=1))
    face = face_middle(placed)[1]
    assert covered[0] * 4 > face + 200
    assert covered[0] * 4 < placed.y - 300 * placed.scale


@each_row("thing", sorted(DRAWN_THINGS))
def test_every_thing_fills_its_picture_and_no_more(thing: Thing) -> None:
    picture = thing_picture(thing)
    assert picture is not None
    alpha = paint_picture(picture, 100, 100, translation(50, 50).after(scaling(0.125)))[..., 3] > 0
    assert 0.12 < alpha.mean() < 0.85
    assert not alpha[:3].any()
    assert not alpha[:, :3].any()


def test_a_thing_without_a_drawing_has_none() -> None:
    assert thing_picture(Thing.STARS) is None


@each_row("kind", [each for each in Backdrop if each is not Backdrop.PLACE])
@each_row("mood", [ScenePalette.COMIC, ScenePalette.REVENGE])
def test_backdrops_cover_the_frame(kind: Backdrop, mood: ScenePalette) -> None:
    pixels = paint_picture(
        backdrop_picture(kind, mood, (540, 700), 3), 72, 128, translation(4, 4).after(scaling(64 / 1080))
    )
    assert (pixels[5:123, 5:67, 3] == 255).all()
    assert pixels[..., :3].std() > 1


def test_a_calm_face_stands_before_its_place() -> None:
    assert backdrop_kind_for_face(Expression.CALM) is Backdrop.PLACE
    assert backdrop_kind_for_face(Expression.FURIOUS) is Backdrop.RAYS


def test_a_still_shot_lives_and_an_enlarged_one_keeps_its_size() -> None:
    made = shot()
    picture = MovingPicture(replace(made, move=CameraMove.PUSH), 60, SEEN)
    first, later = (picture.canvas(number).y for number in (0, 18))
    assert first.shape == later.shape == (SEEN.height, SEEN.width)
    assert not np.array_equal(first, later)
    still = [brightness(made, number) for number in (0, 10)]
    assert 0 < (still[0] != still[1]).mean() < 0.6


def test_a_thing_stands_before_its_place_out_of_focus() -> None:
    made = Shot(Setting(Place.STREET, TimeOfDay.NOON), Framing.DETAIL, (), CameraMove.STILL, thing=Thing.ENVELOPE)
    nothing = replace(made, thing=None)
    assert (brightness(made) != brightness(nothing)).mean() > 0.3
