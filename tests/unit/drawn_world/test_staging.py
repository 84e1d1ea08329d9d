"""Staging: mouths follow the words, cameras stay in bounds, everybody is in the picture and in one light."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libraries.drawn_world.animals.animal import Kind as AnimalKind
from libraries.drawn_world.animals.animal import animal_from
from libraries.drawn_world.people.acting import Expression, Held, Mouth, Pose
from libraries.drawn_world.people.cast import CAST
from libraries.drawn_world.people.person import Age, Dress, Sex
from libraries.drawn_world.scenes import FRAME, Setting, scene
from libraries.drawn_world.staging.acted import acted
from libraries.drawn_world.staging.bodies import Moment, chin_of, height_of
from libraries.drawn_world.staging.camera import PAD, view_at
from libraries.drawn_world.staging.casting import cast_people, stranger
from libraries.drawn_world.staging.figures import drawn, head_bottom, moment_at, whole_window
from libraries.drawn_world.staging.framing import Layout, layout
from libraries.drawn_world.staging.shot import Framing, Move, Player, Shot, Syllables
from libraries.drawn_world.staging.speech import mouth_at
from libraries.vector.colors import Color
from schemas.beats import Action, CastMember, Feeling, Kind, Place, Relation, Thing, TimeOfDay, Work
from schemas.beats import Age as ToldAge
from schemas.beats import Sex as ToldSex

ROOM = Setting(Place.OFFICE, TimeOfDay.NOON)
CAT = Player(animal_from(3, AnimalKind.CAT), seed=4)
WOMAN, BOSS, CHILD = (Player(CAST[name], seed=at) for at, name in enumerate(("office_woman", "boss", "boy")))


def laid(framing: Framing, *players: Player, side: int = 0, raised: bool = False) -> Layout:
    return layout(Shot(ROOM, framing, players, side=side, raised=raised), scene(ROOM))


@pytest.mark.parametrize(
    ("text", "share", "expected"),
    [
        ("가", 0.5, Mouth.A),
        ("마", 0.1, Mouth.CLOSED),
        ("마", 0.5, Mouth.A),
        ("밥", 0.9, Mouth.CLOSED),
        ("오", 0.5, Mouth.O),
        ("우", 0.5, Mouth.U),
        ("이", 0.5, Mouth.I),
        ("그", 0.5, Mouth.EU),
        ("아이", 0.3, Mouth.A),
        ("아이", 0.7, Mouth.I),
        ("3", 0.2, Mouth.E),
        ("…", 0.5, None),
    ],
)
def test_the_mouth_has_the_shape_of_the_syllable(text: str, share: float, expected: Mouth | None) -> None:
    assert mouth_at((Syllables(text, 1.0, 2.0),), 1.0 + share) is expected


def test_between_words_the_mouth_is_that_of_the_expression() -> None:
    words = (Syllables("가", 0.0, 0.4), Syllables("나", 0.8, 1.2))
    assert [mouth_at(words, at) for at in (0.2, 0.5, 1.0, 1.2)] == [Mouth.A, None, Mouth.A, None]


@given(st.text(min_size=1, max_size=6), st.floats(0, 0.999))
def test_every_word_can_be_said(text: str, share: float) -> None:
    shape = mouth_at((Syllables(text, 0.0, 1.0),), share)
    assert shape is None or isinstance(shape, Mouth)


@given(st.sampled_from(Move), st.floats(0, 60), st.floats(0.1, 60))
def test_the_camera_never_shows_what_lies_beyond_the_planes(move: Move, seconds: float, length: float) -> None:
    view = view_at(move, min(seconds, length), length)
    assert all(abs(each) <= PAD and each % 2 == 0 for shift in view.shifts for each in shift)
    assert 1.0 <= view.zoom <= 1.05


def test_a_push_is_two_percent_in_three_seconds_and_a_pan_moves_what_is_near_most() -> None:
    assert view_at(Move.PUSH, 3.0, 6.0).zoom == pytest.approx(1.02)
    assert view_at(Move.PULL, 3.0, 3.0).zoom == pytest.approx(1.0)
    start, end = (view_at(Move.PAN_LEFT, at, 4.0).shifts for at in (0.0, 4.0))
    back, middle, front = (b[0] - a[0] for a, b in zip(start, end, strict=True))
    assert 0 < back < middle < front
    still = {view_at(Move.SHAKE, 2.0, 3.0).shifts}
    assert still == {((0, 0), (0, 0), (0, 0))}


ONE = [each for each in Framing if each not in (Framing.TWO, Framing.OVER_SHOULDER)]


@pytest.mark.parametrize("framing", ONE)
@pytest.mark.parametrize("player", [WOMAN, BOSS, CHILD, CAT])
@pytest.mark.parametrize("side", [-1, 0, 1])
def test_faces_are_in_the_picture_above_the_words(framing: Framing, player: Player, side: int) -> None:
    (placed,) = laid(framing, player, side=side).players
    chin, top = placed.y + chin_of(player) * placed.scale, placed.y - height_of(player) * placed.scale
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


@pytest.mark.parametrize("framing", Framing)
@pytest.mark.parametrize("side", [-1, 0, 1])
def test_the_planes_cover_the_frame(framing: Framing, side: int) -> None:
    for plane in laid(framing, WOMAN, BOSS, side=side).planes:
        left, top = plane.at(-160, -160)
        right, bottom = plane.at(FRAME[0] + 160, FRAME[1] + 160)
        assert left <= -PAD
        assert top <= -PAD
        assert right >= FRAME[0] + PAD
        assert bottom >= FRAME[1] + PAD


def test_only_the_head_changes_when_a_player_speaks() -> None:
    (placed,) = laid(Framing.MEDIUM, WOMAN).players
    window, light = whole_window(placed), scene(ROOM).light
    shut, wide = (drawn(placed, Moment(mouth, 0.0, 1.0), light, window) for mouth in (Mouth.CLOSED, Mouth.A))
    rows = np.flatnonzero((shut != wide).any(axis=(1, 2)))
    assert rows.size
    assert rows[-1] < head_bottom(placed, window)
    assert np.array_equal(shut, drawn(placed, Moment(Mouth.CLOSED, 0.0, 1.0), light, window))


def test_an_animal_sits_beside_a_person_and_is_drawn_whole() -> None:
    person, cat = laid(Framing.TWO, WOMAN, CAT).players
    assert person.y == cat.y
    assert height_of(cat.player) * cat.scale < height_of(person.player) * person.scale
    window = whole_window(cat)
    assert head_bottom(cat, window) == min(window.height, 2 * round((cat.y - window.top) / 2))
    assert drawn(cat, Moment(None, 0.0, 1.0), scene(ROOM).light, window)[..., 3].any()


def test_parts_of_a_figure_join_without_a_seam() -> None:
    (placed,) = laid(Framing.MEDIUM, BOSS).players
    whole = whole_window(placed)
    light, cut = replace(scene(ROOM).light, rim=Color(255, 255, 255), lamp=(-6.0, -6.0)), head_bottom(placed, whole)
    still = Moment(None, 0.0, 1.0)
    together = drawn(placed, still, light, whole)
    head = drawn(placed, still, light, whole._replace(height=cut))
    body = drawn(placed, still, light, whole._replace(top=whole.top + cut, height=whole.height - cut))
    apart = np.concatenate([head, body])
    assert np.abs(together.astype(int) - apart).max() <= 6


def test_breath_and_steps_have_few_drawings() -> None:
    walking = laid(Framing.ESTABLISHING, replace(WOMAN, pose=Pose.WALK)).players[0]
    moments = [moment_at(walking, None, number / 12) for number in range(240)]
    assert len({each.breath for each in moments}) == 4
    assert len({each.stride for each in moments}) <= 12
    assert {each.blink for each in moments} >= {0.0, 1.0}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("feeling", [Feeling.CALM, Feeling.AFRAID, Feeling.CRYING])
def test_who_speaks_has_the_mouth_free(action: Action, feeling: Feeling) -> None:
    told = acted(action, feeling, speaks=True)
    assert told.pose not in (Pose.COVER_MOUTH, Pose.HEAD_IN_HANDS, Pose.BOW)
    assert (told.held is Held.NOTHING) or told.pose in (Pose.HOLD, Pose.GIVE)


@pytest.mark.parametrize(
    ("action", "feeling", "things", "expected"),
    [
        (Action.SHOUTING, Feeling.CALM, (), (Expression.FURIOUS, Pose.POINT, Held.NOTHING)),
        (Action.READING, Feeling.MOVED, (Thing.LETTER,), (Expression.MOVED, Pose.HOLD, Held.PAPER)),
        (Action.UNKNOWN, Feeling.AFRAID, (), (Expression.AFRAID, Pose.CHEEKS, Held.NOTHING)),
        (Action.UNKNOWN, Feeling.CALM, (Thing.PHONE,), (Expression.CALM, Pose.PHONE, Held.NOTHING)),
        (Action.CRYING, Feeling.CALM, (), (Expression.CRYING, Pose.CHEEKS, Held.NOTHING)),
        (Action.HOLDING, Feeling.CALM, (), (Expression.CALM, Pose.STAND, Held.NOTHING)),
    ],
)
def test_what_is_done_and_felt_is_shown(
    action: Action, feeling: Feeling, things: tuple[Thing, ...], expected: tuple[Expression, Pose, Held]
) -> None:
    assert acted(action, feeling, things) == expected


GRANDMOTHER = CastMember(id="할머니", sex=ToldSex.WOMAN, age=ToldAge.OLD)
CHIEF = CastMember(id="사장님", sex=ToldSex.MAN, work=Work.SHOP_OWNER, relation=Relation.SUPERIOR)
AUTHOR = CastMember(id="author", relation=Relation.AUTHOR)


def test_the_cast_is_played_as_it_is_told_and_always_by_the_same() -> None:
    members = (AUTHOR, GRANDMOTHER, CHIEF, CastMember(id="고양이", kind=Kind.CAT))
    people = cast_people(members, 7)
    assert people == cast_people(members, 7)
    assert set(people) == {"author", "할머니", "사장님"}
    assert (people["할머니"].age, people["할머니"].sex) == (Age.OLD, Sex.WOMAN)
    assert (people["사장님"].age, people["사장님"].dress) == (Age.MIDDLE, Dress.SUIT)


@given(st.integers(0, 10_000))
def test_people_of_one_story_can_be_told_apart(seed: int) -> None:
    names = ("민수", "영희", "철수", "지수")
    people = cast_people([CastMember(id=name, relation=Relation.FRIEND) for name in names], seed)
    assert all(one != other for one, other in combinations(people.values(), 2))
    assert stranger("행인", seed, people.values()) not in people.values()
