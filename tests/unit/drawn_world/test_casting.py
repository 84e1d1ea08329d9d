"""Members of a story's cast as drawn people: true to the text, the same in every scene, unlike each other."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.drawn_world.people.acting import Acting, Expression, Held, Pose
from libraries.drawn_world.people.casting import acting_of, person_of
from libraries.drawn_world.people.figure import figure
from libraries.drawn_world.people.person import Age, Dress, Headwear, Sex
from schemas import beats
from schemas.beats import Action, CastMember, Feeling, Relation, Work

MEMBERS = st.builds(
    CastMember,
    id=st.text("가나다라마바사", min_size=1, max_size=8),
    sex=st.sampled_from(beats.Sex),
    age=st.sampled_from(beats.Age),
    work=st.sampled_from(Work),
    relation=st.sampled_from(Relation),
)


@settings(max_examples=120)
@given(MEMBERS, st.integers(0, 10**9))
def test_what_the_text_says_is_what_is_drawn(member: CastMember, story: int) -> None:
    person = person_of(member, story)
    assert person == person_of(member, story)
    if member.sex is not beats.Sex.UNKNOWN:
        assert person.sex.value == member.sex.value
    known = {beats.Age.CHILD: Age.CHILD, beats.Age.MIDDLE_AGED: Age.MIDDLE, beats.Age.OLD: Age.OLD}
    if member.age in known:
        assert person.age is known[member.age]


def test_a_grandmother_is_an_old_woman_in_every_story() -> None:
    member = CastMember(id="할머니", sex=beats.Sex.WOMAN, age=beats.Age.OLD, relation=Relation.FAMILY)
    people = [person_of(member, story) for story in range(50)]
    assert {(person.sex, person.age) for person in people} == {(Sex.WOMAN, Age.OLD)}
    assert len(set(people)) == 50


def test_members_of_one_story_do_not_look_alike() -> None:
    for story in range(20):
        people = [person_of(CastMember(id=f"동료 {i}"), story) for i in range(8)]
        assert len({(person.hair, person.color, person.dress, person.hair_color) for person in people}) >= 7


WORN = {
    Work.DOCTOR: Dress.DOCTOR,
    Work.NURSE: Dress.SCRUBS,
    Work.SOLDIER: Dress.SOLDIER,
    Work.RIDER: Dress.RIDER,
    Work.PUPIL: Dress.SCHOOL_UNIFORM,
    Work.EXECUTIVE: Dress.SUIT,
    Work.COOK: Dress.APRON,
}


@pytest.mark.parametrize("work", [work for work in Work if work is not Work.UNKNOWN])
def test_work_is_seen_by_its_clothes(work: Work) -> None:
    member = CastMember(id="사람", work=work)
    people = [person_of(member, story) for story in range(8)]
    assert len({person.dress for person in people}) == 1
    assert people[0].dress is WORN.get(work, people[0].dress)
    if work in {Work.SOLDIER, Work.RIDER, Work.BUILDER, Work.POLICE_OFFICER, Work.FIREFIGHTER}:
        assert people[0].headwear is not Headwear.NONE
    assert all(figure(person, Acting()).height > 500 for person in people[:2])


@pytest.mark.parametrize("work", [Work.SOLDIER, Work.PUPIL, Work.EXECUTIVE])
def test_an_age_that_is_not_said_fits_the_work(work: Work) -> None:
    wanted = {Work.SOLDIER: Age.TWENTIES, Work.PUPIL: Age.STUDENT, Work.EXECUTIVE: Age.MIDDLE}[work]
    assert person_of(CastMember(id="사람", work=work), 1).age is wanted


def test_every_action_in_every_mood_can_be_drawn() -> None:
    drawn = {(action, feeling): acting_of(action, feeling) for action, feeling in product(Action, Feeling)}
    assert len({acting.pose for acting in drawn.values()}) >= 22
    assert len({acting.expression for acting in drawn.values()}) >= 14
    holding = {Pose.HOLD, Pose.GIVE, Pose.CARRY}
    assert all((acting.held is Held.NOTHING) != (acting.pose in holding) for acting in drawn.values())


@pytest.mark.parametrize(
    ("action", "feeling", "pose", "expression"),
    [
        (Action.TELEPHONING, Feeling.ANGRY, Pose.CALL, Expression.ANGRY),
        (Action.SHOUTING, Feeling.CALM, Pose.FISTS, Expression.FURIOUS),
        (Action.UNKNOWN, Feeling.AFRAID, Pose.COVER_MOUTH, Expression.AFRAID),
        (Action.UNKNOWN, Feeling.CALM, Pose.STAND, Expression.CALM),
        (Action.SPEAKING, Feeling.GLAD, Pose.STAND, Expression.GLAD),
        (Action.BOWING, Feeling.EMBARRASSED, Pose.BOW, Expression.EMBARRASSED),
    ],
)
def test_actions_are_poses_and_feelings_faces(
    action: Action, feeling: Feeling, pose: Pose, expression: Expression
) -> None:
    found = acting_of(action, feeling)
    assert (found.pose, found.expression) == (pose, expression)


def test_who_sleeps_has_shut_eyes() -> None:
    assert acting_of(Action.SLEEPING, Feeling.CALM).blink == 1.0
    assert acting_of(Action.LYING, Feeling.CALM).blink == 0.0
