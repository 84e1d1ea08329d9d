"""Members of a story's cast as drawn people: true to the text, the same in every scene, unlike each other."""

from itertools import combinations

import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.drawn_world.people.acting import Acting
from libraries.drawn_world.people.casting import cast_people, person_for_member, person_outside_story
from libraries.drawn_world.people.figure import figure
from libraries.drawn_world.people.person import AgeGroup, Dress, Headwear, Sex
from schemas import beats
from schemas.beats import CastKind, CastMember, Occupation, Relation

MEMBERS = st.builds(
    CastMember,
    id=st.text("가나다라마바사", min_size=1, max_size=8),
    sex=st.sampled_from(beats.Sex),
    age=st.sampled_from(beats.Age),
    work=st.sampled_from(Occupation),
    relation=st.sampled_from(Relation),
)


@settings(max_examples=120)
@given(MEMBERS, st.integers(0, 10**9))
def test_what_the_text_says_is_what_is_drawn(member: CastMember, story: int) -> None:
    person = person_for_member(member, story)
    assert person == person_for_member(member, story)
    if member.sex is not beats.Sex.UNKNOWN:
        assert person.sex.value == member.sex.value
    known = {beats.Age.CHILD: AgeGroup.CHILD, beats.Age.MIDDLE_AGED: AgeGroup.MIDDLE, beats.Age.OLD: AgeGroup.OLD}
    if member.age in known:
        assert person.age is known[member.age]


def test_a_grandmother_is_an_old_woman_in_every_story() -> None:
    member = CastMember(id="할머니", sex=beats.Sex.WOMAN, age=beats.Age.OLD, relation=Relation.FAMILY)
    people = [person_for_member(member, story) for story in range(50)]
    assert {(person.sex, person.age) for person in people} == {(Sex.WOMAN, AgeGroup.OLD)}
    assert len(set(people)) == 50


def test_members_of_one_story_do_not_look_alike() -> None:
    for story in range(20):
        people = [person_for_member(CastMember(id=f"동료 {i}"), story) for i in range(8)]
        assert len({(person.hair, person.color, person.dress, person.hair_color) for person in people}) >= 7


WORN = {
    Occupation.DOCTOR: Dress.DOCTOR,
    Occupation.NURSE: Dress.SCRUBS,
    Occupation.SOLDIER: Dress.SOLDIER,
    Occupation.RIDER: Dress.RIDER,
    Occupation.PUPIL: Dress.SCHOOL_UNIFORM,
    Occupation.EXECUTIVE: Dress.SUIT,
    Occupation.COOK: Dress.APRON,
}


@each_row("work", [work for work in Occupation if work is not Occupation.UNKNOWN])
def test_work_is_seen_by_its_clothes(work: Occupation) -> None:
    member = CastMember(id="사람", work=work)
    people = [person_for_member(member, story) for story in range(8)]
    assert len({person.dress for person in people}) == 1
    assert people[0].dress is WORN.get(work, people[0].dress)
    if work in {
        Occupation.SOLDIER,
        Occupation.RIDER,
        Occupation.BUILDER,
        Occupation.POLICE_OFFICER,
        Occupation.FIREFIGHTER,
    }:
        assert people[0].headwear is not Headwear.NONE
    assert all(figure(person, Acting()).height > 500 for person in people[:2])


@pytest.mark.parametrize("work", [Occupation.SOLDIER, Occupation.PUPIL, Occupation.EXECUTIVE])
def test_an_age_that_is_not_said_fits_the_work(work: Occupation) -> None:
    wanted = {
        Occupation.SOLDIER: AgeGroup.TWENTIES,
        Occupation.PUPIL: AgeGroup.STUDENT,
        Occupation.EXECUTIVE: AgeGroup.MIDDLE,
    }[work]
    assert person_for_member(CastMember(id="사람", work=work), 1).age is wanted


AUTHOR = CastMember(id="author", relation=Relation.AUTHOR)
GRANDMOTHER = CastMember(id="할머니", sex=beats.Sex.WOMAN, age=beats.Age.OLD)
CHIEF = CastMember(id="사장님", sex=beats.Sex.MAN, work=Occupation.SHOP_OWNER, relation=Relation.SUPERIOR)


def test_the_cast_is_played_as_it_is_told_and_always_by_the_same() -> None:
    members = (AUTHOR, GRANDMOTHER, CHIEF, CastMember(id="고양이", kind=CastKind.CAT))
    people = cast_people(members, 7)
    assert people == cast_people(members, 7)
    assert set(people) == {"author", "할머니", "사장님"}
    assert (people["할머니"].age, people["할머니"].sex) == (AgeGroup.OLD, Sex.WOMAN)
    assert (people["사장님"].age, people["사장님"].dress) == (AgeGroup.MIDDLE, Dress.SUIT)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_people_of_one_story_can_be_told_apart(seed: int) -> None:
    names = ("민수", "영희", "철수", "지수")
    people = cast_people([CastMember(id=name, relation=Relation.FRIEND) for name in names], seed)
    for one, other in combinations(people.values(), 2):
        assert one.color != other.color
        assert one.hair is not other.hair or (one.sex, one.age) != (other.sex, other.age)
    assert person_outside_story("행인", seed, people.values()) not in people.values()


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_colleagues_in_one_uniform_have_heads_of_their_own(seed: int) -> None:
    members = [CastMember(id=name, work=Occupation.NURSE, sex=beats.Sex.WOMAN) for name in ("수간호사", "막내 간호사")]
    one, other = cast_people(members, seed).values()
    assert one.dress is other.dress is Dress.SCRUBS
    assert one.hair is not other.hair


def test_a_child_wears_no_clothes_of_work() -> None:
    child = CastMember(id="꼬마 사장님", age=beats.Age.CHILD, work=Occupation.EXECUTIVE)
    assert all(person_for_member(child, story).dress is not Dress.SUIT for story in range(20))
