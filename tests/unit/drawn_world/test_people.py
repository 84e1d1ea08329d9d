"""Drawn people: every part of the cast can be drawn, differs from the others, and lies where it should."""

import json
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from libraries.drawn_world.people.acting import Acting, Expression, HeldThing, MouthShape, Pose
from libraries.drawn_world.people.body_measures import body_measures
from libraries.drawn_world.people.figure import Figure, figure, paint_figure
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.drawn_world.people.people_from_seeds import person_from_seed
from libraries.drawn_world.people.person import AgeGroup, Beard, Dress, Glasses, Hair, Headwear, Person, Sex
from libraries.drawn_world.people.sample_people import SAMPLE_PEOPLE
from libraries.vector.affine import scaling, translation
from libraries.vector.painter import paint_picture
from libraries.vector.path import Corner
from schemas.errors import BadInput
from testbed.contact_sheets.people_digests import FILE, VERSION, digests_by_name, people_digest

WOMAN, MAN, CHILD = SAMPLE_PEOPLE["office_woman"], SAMPLE_PEOPLE["boss"], SAMPLE_PEOPLE["boy"]
WIDTH, HEIGHT, SCALE = 200, 290, 0.2


def pixels(person: Person, acting: Acting = Acting()) -> NDArray[np.uint8]:  # noqa: B008 (frozen)
    """The figure at a fifth of its size, the soles 10 above the lower edge."""
    return paint_picture(
        figure(person, acting).picture, WIDTH, HEIGHT, translation(WIDTH / 2, HEIGHT - 10).after(scaling(SCALE))
    )


def box(found: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is drawn."""
    rows, columns = np.flatnonzero(found[..., 3].any(1)), np.flatnonzero(found[..., 3].any(0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def unlike(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> int:
    """How many pixels differ clearly."""
    return int((np.maximum(first, second) - np.minimum(first, second) > 24).any(2).sum())


@pytest.mark.slow
def test_people_look_as_recorded() -> None:
    record = json.loads(FILE.read_text(encoding="utf-8"))
    assert record["version"] == VERSION
    now = digests_by_name()
    changed = sorted(name for name in now if record["digests"].get(name) != now[name])
    assert changed == [], "python -m testbed.contact_sheets.people_digests records what was meant"
    assert set(record["digests"]) == set(now)


def test_the_cast_is_as_mixed_as_a_street() -> None:
    people = SAMPLE_PEOPLE.values()
    assert len(people) >= 12
    assert {person.age for person in people} == set(AgeGroup)
    assert {person.sex for person in people} == set(Sex)
    assert len({person.hair for person in people}) >= 14
    assert len({person.dress for person in people}) >= 16
    assert len({person.skin for person in people}) >= 4
    assert any(person.mask for person in people)


def test_no_two_of_the_cast_look_alike() -> None:
    drawn = {name: pixels(person) for name, person in SAMPLE_PEOPLE.items()}
    close = [(a, b) for a, b in combinations(drawn, 2) if unlike(drawn[a], drawn[b]) < 900]
    assert close == []


@each_row("name", SAMPLE_PEOPLE)
def test_a_figure_stands_on_its_soles_and_is_as_high_as_it_says(name: str) -> None:
    drawn = figure(SAMPLE_PEOPLE[name], Acting())
    left, top, right, bottom = box(pixels(SAMPLE_PEOPLE[name]))
    assert bottom == pytest.approx(HEIGHT - 10, abs=2)
    assert bottom - top == pytest.approx(drawn.height * SCALE, rel=0.09)
    assert (left + right) / 2 == pytest.approx(WIDTH / 2, abs=9)


def test_grown_people_are_taller_than_children_and_the_old() -> None:
    heights = {age: {sex: body_measures(Person(age=age, sex=sex)).height for sex in Sex} for age in AgeGroup}
    for sex in Sex:
        assert (
            heights[AgeGroup.CHILD][sex]
            < heights[AgeGroup.OLD][sex]
            < heights[AgeGroup.MIDDLE][sex]
            < heights[AgeGroup.TWENTIES][sex]
        )
    assert heights[AgeGroup.TWENTIES][Sex.MAN] > heights[AgeGroup.TWENTIES][Sex.WOMAN]


def face(drawn: Figure) -> NDArray[np.uint8]:
    x, y = drawn.head
    return paint_picture(drawn.picture, 120, 120, translation(60 - x * 0.4, 56 - y * 0.4).after(scaling(0.4)))


@pytest.mark.parametrize("person", [WOMAN, MAN, CHILD], ids=["woman", "man", "child"])
def test_every_expression_is_another_face(person: Person) -> None:
    faces = {look: face(figure(person, Acting(look))) for look in Expression}
    close = [(a, b) for a, b in combinations(faces, 2) if unlike(faces[a], faces[b]) < 40]
    assert close == []


@pytest.mark.parametrize("person", [WOMAN, MAN, CHILD], ids=["woman", "man", "child"])
def test_every_shape_of_speech_is_another_mouth(person: Person) -> None:
    faces = {mouth: face(figure(person, Acting(mouth=mouth))) for mouth in MouthShape}
    close = [(a, b) for a, b in combinations(faces, 2) if unlike(faces[a], faces[b]) < 10]
    assert close == []


@pytest.mark.slow
def test_every_pose_is_another_silhouette_or_other_hands() -> None:
    drawn = {pose: pixels(WOMAN, Acting(pose=pose, held=HeldThing.BOX, stride=0.25, turn=0.6)) for pose in Pose}
    close = [(a, b) for a, b in combinations(drawn, 2) if unlike(drawn[a], drawn[b]) < 120]
    assert close in ([], [(Pose.SIT, Pose.TYPE)])


@each_row("pose", Pose)
@each_row("turn", [-1.0, 0.0, 1.0])
@pytest.mark.slow
def test_the_lowest_foot_is_on_the_ground(pose: Pose, turn: float) -> None:
    for stride in (0.0, 0.3, 0.6) if pose in {Pose.WALK, Pose.RUN} else (0.0,):
        *_, bottom = box(pixels(MAN, Acting(pose=pose, turn=turn, stride=stride)))
        assert bottom == pytest.approx(HEIGHT - 10, abs=6 if pose is Pose.LIE else 4)


PARTS: list[tuple[str, type[Any]]] = [
    ("hair", Hair),
    ("dress", Dress),
    ("headwear", Headwear),
    ("glasses", Glasses),
    ("beard", Beard),
]


@pytest.mark.slow
@each_row(("field", "kind"), PARTS, ids=[field for field, _ in PARTS])
def test_every_part_can_be_worn_and_seen(field: str, kind: type[Any]) -> None:
    bare = replace(MAN, hair=Hair.BALD, glasses=Glasses.NONE)
    views = (Acting(), Acting(turn=1), Acting(back=True))
    worn = {each: [pixels(replace(bare, **{field: each}), view) for view in views] for each in kind}
    close = [(a, b) for a, b in combinations(worn, 2) if sum(map(unlike, worn[a], worn[b])) < 12]
    assert close in ([], [(Hair.LONG, Hair.LONG_FRINGE)])


def test_turned_people_face_the_side_they_turn_to() -> None:
    for person in (WOMAN, MAN, CHILD):
        left, right = (pixels(person, Acting(turn=turn)) for turn in (-1, 1))
        assert unlike(left, right) > 200
    mirrored = pixels(CHILD, Acting(turn=1, mirrored=True))
    assert unlike(mirrored[:, ::-1], pixels(CHILD, Acting(turn=1))) < 60, "but for half a pixel the same"


def test_from_behind_no_face_is_seen() -> None:
    """The whites of the eyes are the only nearly white pixels of this head."""
    bare = replace(MAN, glasses=Glasses.NONE, hair=Hair.CROP, hair_color="#3a2a26")
    for back, seen in ((False, True), (True, False)):
        head = face(figure(bare, Acting(back=back)))[30:80]
        assert bool((head[..., :3].min(2) > 240).any()) is seen


def test_breathing_and_blinking_are_seen() -> None:
    still = pixels(WOMAN)
    assert unlike(still, pixels(WOMAN, Acting(breath=1))) > 20
    assert unlike(face(figure(WOMAN, Acting())), face(figure(WOMAN, Acting(blink=1)))) > 80


def test_gaze_moves_the_irises() -> None:
    looks = [face(figure(WOMAN, Acting(gaze=gaze))) for gaze in ((-1.0, 0.0), (1.0, 0.0), (0.0, 1.0))]
    assert all(unlike(a, b) > 20 for a, b in combinations(looks, 2))


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_a_seed_is_one_person(seed: int) -> None:
    person = person_from_seed(seed)
    assert person == person_from_seed(seed)
    assert not (person.sex is Sex.WOMAN and person.beard is not Beard.NONE)
    assert not (person.age is AgeGroup.CHILD and person.dress in {Dress.SUIT, Dress.SOLDIER, Dress.OFFICE_JACKET})
    *_, bottom = box(pixels(person))
    assert bottom == pytest.approx(HEIGHT - 10, abs=2)


@each_row(("age", "sex"), list(product(AgeGroup, Sex)))
def test_a_seed_can_be_told_age_sex_and_dress(age: AgeGroup, sex: Sex) -> None:
    person = person_from_seed(7, age, sex, Dress.APRON)
    assert (person.age, person.sex, person.dress) == (age, sex, Dress.APRON)


def test_seeds_are_unlike_each_other() -> None:
    assert len({person_from_seed(seed) for seed in range(200)}) == 200
    assert len({people_digest((person_from_seed(seed), Acting())) for seed in range(40)}) == 40


def test_outlines_are_read_moved_and_mirrored() -> None:
    assert parse_outline("1,2 3,-4! 5,6~ 7,8~0.5") == ((1, 2), Corner(3, -4), (5, 6), (7, 8))
    assert parse_outline("5,6~ 7,8~0.5", 10) == ((15, 6), (12, 8))
    assert parse_outline("5,6! 7,8", 0, -1) == (Corner(-5, 6), (-7, 8))
    assert isinstance(parse_outline("3,-4!")[0], Corner)
    with pytest.raises(ValueError, match=r"could not|unpack"):
        parse_outline("1;2")


@pytest.mark.parametrize("name", ["boss", "school_girl", "caretaker"])
@pytest.mark.slow
def test_nothing_is_drawn_outside_of_the_box(name: str) -> None:
    for i, (pose, turn) in enumerate(product(Pose, (-1.0, 0.0, 1.0))):
        acting = Acting(pose=pose, turn=turn, back=i % 5 == 0, held=HeldThing.BAG, sway=1, mirrored=i % 2 == 0)
        sprite = paint_figure(figure(SAMPLE_PEOPLE[name], acting), 0.15)
        edges = np.concatenate([sprite.pixels[0], sprite.pixels[:, 0], sprite.pixels[:, -1]])
        assert not edges[:, 3].any(), (pose, turn)
        assert sprite.pixels[: sprite.soles[1], sprite.soles[0], 3].any()


@each_row("scale", [float("nan"), float("inf"), -1.0, 0.0, 1000.0])
def test_a_figure_of_no_size_is_refused(scale: float) -> None:
    with pytest.raises(BadInput):
        paint_figure(figure(WOMAN, Acting()), scale)


def test_who_sits_has_a_seat_below_the_hips_of_who_stands() -> None:
    for person in (WOMAN, MAN, CHILD):
        standing, sitting, crouching = (
            figure(person, Acting(pose=p)).seat[1] for p in (Pose.STAND, Pose.SIT, Pose.CROUCH)
        )
        assert standing < sitting < crouching < 0
        sprite = paint_figure(figure(person, Acting(pose=Pose.SIT)), 0.2)
        row = sprite.pixels[sprite.soles[1] + round(sitting * 0.2), :, 3]
        assert row[sprite.soles[0] - 12 : sprite.soles[0] + 12].max() == 255


def test_a_mirrored_figure_has_its_places_mirrored() -> None:
    plain, mirrored = (figure(WOMAN, Acting(pose=Pose.WAVE, turn=1, mirrored=m)) for m in (False, True))
    assert mirrored.head == pytest.approx((-plain.head[0], plain.head[1]))
    assert mirrored.box == pytest.approx((-plain.box[2], plain.box[1], -plain.box[0], plain.box[3]))


def test_one_who_lies_is_as_long_as_high_and_low() -> None:
    lying = box(pixels(CHILD, Acting(pose=Pose.LIE)))
    standing = box(pixels(CHILD))
    assert lying[2] - lying[0] == pytest.approx(standing[3] - standing[1], abs=8)
    assert lying[3] - lying[1] < 0.5 * (standing[3] - standing[1])
