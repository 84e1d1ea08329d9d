"""Staging: mouths follow the words, cameras stay in bounds, everybody is in the picture and in one light."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.drawn_world.animals.animal import AnimalKind, animal_from_seed
from libraries.drawn_world.people.acting import Acting, Expression, HeldThing, MouthShape, Pose
from libraries.drawn_world.people.sample_people import SAMPLE_PEOPLE
from libraries.drawn_world.scenes import FRAME, Setting, scene_of_setting
from libraries.drawn_world.staging.bodies import player_chin_y, player_height
from libraries.drawn_world.staging.camera import PAD, camera_position
from libraries.drawn_world.staging.figures import PixelWindow, chin_row, figure_pixels, figure_window
from libraries.drawn_world.staging.framing import PlacedPlayer, ShotLayout, shot_layout
from libraries.drawn_world.staging.line_acting import line_acting_for
from libraries.drawn_world.staging.lip_sync import mouth_at
from libraries.drawn_world.staging.player_motion import player_acting_at, player_offset
from libraries.drawn_world.staging.shot import CameraAngle, CameraMove, Framing, Player, Reaction, Shot, SpokenWord
from libraries.vector.colors import Color
from schemas.beats import Action, Feeling, Place, Thing, TimeOfDay

ROOM = Setting(Place.OFFICE, TimeOfDay.NOON)
CAT = Player(animal_from_seed(3, AnimalKind.CAT), seed=4)
WOMAN, BOSS, CHILD = (Player(SAMPLE_PEOPLE[name], seed=at) for at, name in enumerate(("office_woman", "boss", "boy")))


def laid(
    framing: Framing, *players: Player, side: int = 0, raised: bool = False, angle: CameraAngle = CameraAngle.LEVEL
) -> ShotLayout:
    return shot_layout(Shot(ROOM, framing, players, side=side, raised=raised, angle=angle), scene_of_setting(ROOM))


@each_row(
    ("text", "share", "expected"),
    [
        ("가", 0.5, MouthShape.A),
        ("마", 0.1, MouthShape.CLOSED),
        ("마", 0.5, MouthShape.A),
        ("밥", 0.9, MouthShape.CLOSED),
        ("오", 0.5, MouthShape.O),
        ("우", 0.5, MouthShape.U),
        ("이", 0.5, MouthShape.I),
        ("그", 0.5, MouthShape.EU),
        ("아이", 0.3, MouthShape.A),
        ("아이", 0.7, MouthShape.I),
        ("3", 0.2, MouthShape.E),
        ("…", 0.5, None),
    ],
)
def test_the_mouth_has_the_shape_of_the_syllable(text: str, share: float, expected: MouthShape | None) -> None:
    assert mouth_at((SpokenWord(text, 1.0, 2.0),), 1.0 + share) is expected


def test_between_words_the_mouth_is_that_of_the_expression() -> None:
    words = (SpokenWord("가", 0.0, 0.4), SpokenWord("나", 0.8, 1.2))
    assert [mouth_at(words, at) for at in (0.2, 0.5, 1.0, 1.2)] == [MouthShape.A, None, MouthShape.A, None]


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=6), st.floats(0, 0.999))
def test_every_word_can_be_said(text: str, share: float) -> None:
    shape = mouth_at((SpokenWord(text, 0.0, 1.0),), share)
    assert shape is None or isinstance(shape, MouthShape)


@given(st.sampled_from(CameraMove), st.floats(0, 60), st.floats(0.1, 60))
def test_the_camera_never_shows_what_lies_beyond_the_planes(move: CameraMove, seconds: float, length: float) -> None:
    view = camera_position(move, min(seconds, length), length)
    assert all(abs(each) <= PAD and each % 2 == 0 for shift in view.shifts for each in shift)
    assert 1.0 <= view.zoom <= 1.05


def test_a_push_is_two_percent_in_three_seconds_and_a_pan_moves_what_is_near_most() -> None:
    assert camera_position(CameraMove.PUSH, 3.0, 6.0).zoom == pytest.approx(1.02)
    assert camera_position(CameraMove.PULL, 3.0, 3.0).zoom == pytest.approx(1.0)
    start, end = (camera_position(CameraMove.PAN_LEFT, at, 4.0).shifts for at in (0.0, 4.0))
    back, middle, front = (b[0] - a[0] for a, b in zip(start, end, strict=True))
    assert 0 < back < middle < front
    still = {camera_position(CameraMove.SHAKE, 2.0, 3.0).shifts}
    assert still == {((0, 0), (0, 0), (0, 0))}


ONE = [each for each in Framing if each not in (Framing.TWO, Framing.OVER_SHOULDER, Framing.DETAIL)]


@each_row("framing", ONE)
@each_row("player", [WOMAN, BOSS, CHILD, CAT])
@each_row("side", [-1, 0, 1])
@pytest.mark.slow
def test_faces_are_in_the_picture_above_the_words(framing: Framing, player: Player, side: int) -> None:
    (placed,) = laid(framing, player, side=side).players
    chin, top = placed.y + player_chin_y(player) * placed.scale, placed.y - player_height(player) * placed.scale
    assert 150 < top < chin
    if player is CAT and framing in (Framing.ESTABLISHING, Framing.UNDER_BUBBLE):
        return  # It sits on the floor, and comments on nothing.
    assert chin < (1370 if framing in (Framing.UNDER_BUBBLE, Framing.UNDER_TITLE) else 1140)
    assert 180 < placed.x < FRAME[0] - 180


def test_a_close_up_is_larger_than_what_is_seen_before_it() -> None:
    order = (Framing.ESTABLISHING, Framing.TWO, Framing.MEDIUM, Framing.CLOSE, Framing.REACTION)
    scales = [laid(framing, WOMAN, BOSS).players[0].scale for framing in order]
    assert scales == sorted(scales)
    assert len(set(scales)) == len(order)


def test_two_face_each_other_on_one_ground() -> None:
    left, right = laid(Framing.TWO, WOMAN, CHILD).players
    assert left.x < right.x
    assert left.turn > 0 > right.turn
    assert left.y == right.y
    assert [each.player for each in laid(Framing.TWO, WOMAN, CHILD, side=1).players] == [CHILD, WOMAN]


def test_in_a_window_the_chin_of_the_shorter_one_is_seen() -> None:
    grandmother = Player(SAMPLE_PEOPLE["grandmother"])
    for each in laid(Framing.TWO, BOSS, grandmother, raised=True).players:
        assert each.y + player_chin_y(each.player) * each.scale < 1000


def test_over_the_shoulder_the_nearer_one_is_seen_from_behind() -> None:
    seen, listener = laid(Framing.OVER_SHOULDER, WOMAN, BOSS, side=1).players
    assert not seen.back
    assert listener.back
    assert listener.scale > 1.4 * seen.scale
    assert seen.x < 540 < listener.x
    assert len(laid(Framing.OVER_SHOULDER, WOMAN).players) == 1


def test_where_only_the_upper_half_is_seen_people_stand_higher() -> None:
    (low,), (high,) = (laid(Framing.ESTABLISHING, WOMAN, raised=each).players for each in (False, True))
    assert low.y - high.y >= 240


CORNERS = list(product((-PAD, FRAME[0] + PAD), (-PAD, FRAME[1] + PAD)))


@each_row("angle", CameraAngle)
@each_row("framing", Framing)
@each_row("side", [-1, 0, 1])
@pytest.mark.slow
def test_the_planes_cover_the_frame(framing: Framing, side: int, angle: CameraAngle) -> None:
    for xx, xy, yx, yy, dx, dy in laid(framing, WOMAN, BOSS, side=side, angle=angle).planes:
        area = xx * yy - xy * yx
        for x, y in CORNERS:  # Where a corner of the frame is on the plane.
            across, down = (yy * (x - dx) - xy * (y - dy)) / area, (xx * (y - dy) - yx * (x - dx)) / area
            assert -160 <= across <= FRAME[0] + 160
            assert -160 <= down <= FRAME[1] + 160


def at(placed: PlacedPlayer, mouth: MouthShape | None = None, seconds: float = 1.0) -> Acting:
    found = player_acting_at(placed, mouth, seconds)
    assert isinstance(found, Acting)
    return found


def test_only_the_head_changes_when_a_player_speaks() -> None:
    (placed,) = laid(Framing.MEDIUM, WOMAN).players
    light = scene_of_setting(ROOM).light
    shut, wide = (replace(at(placed), mouth=mouth) for mouth in (MouthShape.CLOSED, MouthShape.A))
    window = figure_window(placed, shut)
    one, other = (figure_pixels(placed, each, light, window) for each in (shut, wide))
    rows = np.flatnonzero((one != other).any(axis=(1, 2)))
    assert rows.size
    assert rows[-1] < chin_row(placed, shut, window)
    assert np.array_equal(one, figure_pixels(placed, shut, light, window))


def test_an_animal_sits_beside_a_person_and_is_drawn_whole() -> None:
    person, cat = laid(Framing.TWO, WOMAN, CAT).players
    assert person.y == cat.y
    assert player_height(cat.player) * cat.scale < player_height(person.player) * person.scale
    now = player_acting_at(cat, None, 0.5)
    window = figure_window(cat, now)
    assert chin_row(cat, now, window) >= cat.y - window.top - 1
    assert figure_pixels(cat, now, scene_of_setting(ROOM).light, window)[..., 3].any()
    tails = {player_acting_at(cat, None, number / 12) for number in range(60)}
    assert 4 < len(tails) < 30


def test_parts_of_a_figure_are_in_one_light() -> None:
    (placed,) = laid(Framing.MEDIUM, BOSS).players
    light = replace(
        scene_of_setting(ROOM).light, above=Color(255, 200, 150), below=Color(40, 60, 200), rim=Color(255, 255, 255)
    )
    now = at(placed)
    whole = figure_window(placed, now)
    cut = chin_row(placed, now, whole)
    together = figure_pixels(placed, now, light, whole)
    head = figure_pixels(placed, now, light, whole._replace(height=cut))
    body = figure_pixels(placed, now, light, whole._replace(top=whole.top + cut, height=whole.height - cut))
    assert np.abs(together.astype(int) - np.concatenate([head, body])).max() <= 2


@pytest.mark.parametrize("pose", [Pose.RUN, Pose.WALK, Pose.WAVE, Pose.CHEER])
@pytest.mark.slow
def test_no_limb_leaves_its_window(pose: Pose) -> None:
    (placed,) = laid(Framing.ESTABLISHING, replace(WOMAN, pose=pose)).players
    wide = PixelWindow(-64, -64, FRAME[0] + 128, FRAME[1] + 128)
    for now in sorted({at(placed, None, number / 12) for number in range(0, 24, 5)}, key=repr):
        window = figure_window(placed, now)
        left, top = window.left - wide.left, window.top - wide.top
        covered = figure_pixels(placed, now, scene_of_setting(ROOM).light, wide)[..., 3] > 0
        inside = covered[top : top + window.height, left : left + window.width]
        assert inside.sum() == covered.sum()


def test_what_lives_has_few_drawings() -> None:
    walking = laid(Framing.ESTABLISHING, replace(WOMAN, pose=Pose.WALK)).players[0]
    moments = [at(walking, None, number / 12) for number in range(240)]
    assert {each.breath for each in moments} == {-1.0, 0.0, 1.0}
    assert 6 < len({each.stride for each in moments}) <= 12
    assert {each.blink for each in moments} == {0.0, 1.0}


def test_who_walks_gets_somewhere_and_who_stands_does_not() -> None:
    for pose, way in ((Pose.WALK, 200), (Pose.RUN, 350), (Pose.STAND, 0)):
        (placed,) = laid(Framing.ESTABLISHING, replace(WOMAN, pose=pose), side=-1).players
        start, end = (placed.x + player_offset(placed, seconds)[0] for seconds in (0.0, 2.0))
        assert (end - start >= way) if way else (end == start)
        assert 0 < placed.x + (end - start) / 2 < FRAME[0]
        assert (placed.turn > 0) == (placed.travel >= 0)


def test_who_waves_moves_the_hand_and_who_stands_does_not() -> None:
    waving, standing = (laid(Framing.MEDIUM, replace(WOMAN, pose=pose)).players[0] for pose in (Pose.WAVE, Pose.STAND))
    assert {at(waving, None, number / 12).gesture for number in range(24)} == {-1.0, 0.0, 1.0}
    assert {at(standing, None, number / 12).gesture for number in range(24)} == {0.0}


def test_who_is_afraid_trembles_and_who_is_calm_does_not() -> None:
    afraid, calm = (
        laid(Framing.CLOSE, replace(WOMAN, expression=face)).players[0] for face in (Expression.AFRAID, Expression.CALM)
    )
    assert {player_offset(afraid, number / 12) for number in range(12)} == {(-2, 0), (2, 0)}
    assert {player_offset(calm, number / 12) for number in range(12)} == {(0, 0)}


def test_a_face_changes_on_the_beat_within_a_quarter_of_a_second() -> None:
    player = replace(
        WOMAN,
        expression=Expression.SURPRISED,
        pose=Pose.CHEEKS,
        face_before=Expression.GLAD,
        pose_before=Pose.STAND,
        reacts_at=1.0,
        reaction=Reaction.JUMP,
    )
    (placed,) = laid(Framing.CLOSE, player).players
    shares = [at(placed, None, 1.0 + number / 12).arrival for number in range(-2, 6)]
    assert shares[:3] == [0.0, 0.0, 0.0]
    assert sorted(set(shares)) == shares[2:6]
    assert shares[5:] == [1.0, 1.0, 1.0]
    before = at(placed, None, 0.5)
    assert (before.expression_before, before.pose_before) == (Expression.GLAD, Pose.STAND)
    heights = [player_offset(placed, 1.0 + number / 12)[1] for number in range(8)]
    assert min(heights) < -40 * placed.scale / 2
    assert heights[-1] == 0


def test_who_listens_turns_to_who_speaks() -> None:
    listening = replace(BOSS, face_before=Expression.STERN, reacts_at=0.5)
    speaker, listener = laid(Framing.TWO, replace(WOMAN, talks=True), listening).players
    assert abs(listener.turn) > abs(speaker.turn)
    before, after = (abs(at(listener, None, seconds).turn) for seconds in (0.3, 1.0))
    assert before < after == abs(listener.turn)
    assert at(listener).gaze == (0.6 if listener.turn > 0 else -0.6, 0.0)
    assert at(speaker).gaze is None


def test_who_reads_looks_at_it_and_who_tells_of_it_does_not() -> None:
    reading = replace(WOMAN, pose=Pose.HOLD, held=HeldThing.PAPER)
    for player, looks_down in ((reading, True), (replace(reading, talks=True), False), (WOMAN, False)):
        gaze = at(laid(Framing.MEDIUM, player).players[0]).gaze
        assert (gaze is not None and gaze[1] > 0.5) == looks_down


@each_row("reaction", Reaction)
def test_reactions_stay_small_and_on_even_pixels(reaction: Reaction) -> None:
    (placed,) = laid(Framing.REACTION, replace(WOMAN, reaction=reaction)).players
    moved = [player_offset(placed, number / 24) for number in (*range(48), 720)]
    assert all(each % 2 == 0 and abs(each) <= 130 for pair in moved for each in pair)


@each_row("action", Action)
@each_row("feeling", [Feeling.CALM, Feeling.AFRAID, Feeling.CRYING])
def test_who_speaks_has_the_mouth_free(action: Action, feeling: Feeling) -> None:
    told = line_acting_for(action, feeling, speaks=True)
    assert told.pose not in (Pose.COVER_MOUTH, Pose.HEAD_IN_HANDS, Pose.BOW, Pose.EAT, Pose.DRINK, Pose.THINK)
    assert (told.held is not HeldThing.NOTHING) == (told.pose in (Pose.HOLD, Pose.GIVE, Pose.CARRY))


@each_row(
    ("action", "feeling", "things", "expected"),
    [
        (Action.SHOUTING, Feeling.CALM, (), (Expression.FURIOUS, Pose.POINT, HeldThing.NOTHING)),
        (Action.READING, Feeling.MOVED, (Thing.LETTER,), (Expression.MOVED, Pose.HOLD, HeldThing.ENVELOPE)),
        (Action.PAYING, Feeling.CALM, (Thing.MONEY,), (Expression.CALM, Pose.GIVE, HeldThing.MONEY)),
        (Action.SITTING, Feeling.CALM, (), (Expression.CALM, Pose.SIT, HeldThing.NOTHING)),
        (Action.LYING, Feeling.CALM, (), (Expression.CALM, Pose.LIE, HeldThing.NOTHING)),
        (Action.EATING, Feeling.GLAD, (), (Expression.GLAD, Pose.EAT, HeldThing.NOTHING)),
        (Action.UNKNOWN, Feeling.AFRAID, (), (Expression.AFRAID, Pose.COVER_MOUTH, HeldThing.NOTHING)),
        (Action.UNKNOWN, Feeling.CALM, (Thing.PHONE,), (Expression.CALM, Pose.PHONE, HeldThing.NOTHING)),
        (Action.CRYING, Feeling.CALM, (), (Expression.CRYING, Pose.CHEEKS, HeldThing.NOTHING)),
        (Action.HOLDING, Feeling.CALM, (), (Expression.CALM, Pose.HOLD, HeldThing.PAPER)),
    ],
)
def test_what_is_done_and_felt_is_shown(
    action: Action, feeling: Feeling, things: tuple[Thing, ...], expected: tuple[Expression, Pose, HeldThing]
) -> None:
    assert line_acting_for(action, feeling, things)[:3] == expected


def test_who_sleeps_has_shut_eyes() -> None:
    assert line_acting_for(Action.SLEEPING, Feeling.CALM).asleep
    assert not line_acting_for(Action.LYING, Feeling.CALM).asleep
    (placed,) = laid(Framing.MEDIUM, replace(WOMAN, pose=Pose.LIE, asleep=True)).players
    assert {at(placed, None, number / 12).blink for number in range(40)} == {1.0}


def test_actions_and_moods_show_most_poses_and_faces() -> None:
    shown = [line_acting_for(action, feeling) for action, feeling in product(Action, Feeling)]
    assert len({each.pose for each in shown}) >= 24
    assert len({each.expression for each in shown}) >= 14
