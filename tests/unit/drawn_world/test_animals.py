"""Cats and dogs: unlike each other, on the ground, alive, and the same in every scene of a story."""

from dataclasses import replace
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from fixtures.rows import each_row
from numpy.typing import NDArray

from libraries.drawn_world.animals.animal import (
    Animal,
    AnimalActing,
    AnimalKind,
    AnimalMood,
    FurPattern,
    animal_acting_with_idle_motion,
    animal_from_seed,
)
from libraries.drawn_world.animals.casting import animal_acting_for, animal_for_member
from libraries.drawn_world.animals.drawing import HEAD, HEIGHT, animal_picture
from libraries.drawn_world.people.acting import DRAWINGS_A_SECOND
from libraries.vector.affine import scaling, translation
from libraries.vector.painter import paint_picture
from schemas import beats
from schemas.beats import Action, CastMember, Feeling

CAT, DOG = Animal(AnimalKind.CAT), Animal(AnimalKind.DOG, FurPattern.PATCHED, eyes="#4a3228")


def pixels(animal: Animal, moment: AnimalActing) -> NDArray[np.uint8]:
    """Half its size, the paws 10 above the lower edge."""
    return paint_picture(animal_picture(animal, moment), 200, 220, translation(90, 210).after(scaling(0.5)))


def unlike(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> int:
    return int((np.maximum(first, second) - np.minimum(first, second) > 24).any(2).sum())


@pytest.mark.parametrize("animal", [CAT, DOG], ids=["cat", "dog"])
def test_every_mood_is_another_picture(animal: Animal) -> None:
    drawn = {mood: pixels(animal, AnimalActing(mood)) for mood in AnimalMood}
    assert [(a, b) for a, b in combinations(drawn, 2) if unlike(drawn[a], drawn[b]) < 60] == []


@pytest.mark.parametrize("kind", AnimalKind)
def test_every_coat_is_seen(kind: AnimalKind) -> None:
    drawn = [pixels(Animal(kind, coat), AnimalActing()) for coat in FurPattern]
    assert min(unlike(a, b) for a, b in combinations(drawn, 2)) > 60


def test_cats_are_no_dogs() -> None:
    assert unlike(pixels(CAT, AnimalActing()), pixels(replace(CAT, kind=AnimalKind.DOG), AnimalActing())) > 1500


@each_row(("kind", "mood"), list(product(AnimalKind, AnimalMood)))
def test_they_sit_on_the_ground(kind: AnimalKind, mood: AnimalMood) -> None:
    for tail in (-1.0, 1.0):
        found = pixels(animal_from_seed(3, kind), AnimalActing(mood, tail=tail, breath=1))
        rows, columns = np.flatnonzero(found[..., 3].any(1)), np.flatnonzero(found[..., 3].any(0))
        assert rows[-1] == pytest.approx(211, abs=3)
        assert rows[0] == pytest.approx(210 - HEIGHT / 2, abs=34)
        assert 0 < columns[0] < columns[-1] < 199
        assert found[210 + int(HEAD[1] / 2), 90, 3] == 255


def test_a_tail_wags_a_head_turns_and_eyes_shut() -> None:
    still = pixels(CAT, AnimalActing())
    for change in (AnimalActing(tail=1), AnimalActing(turn=1), AnimalActing(blink=1), AnimalActing(breath=1)):
        assert unlike(still, pixels(CAT, change)) > 20


def test_the_glad_wag_faster_and_the_sleeping_not_at_all() -> None:
    def wagged(mood: AnimalMood) -> float:
        tails = [animal_acting_with_idle_motion(AnimalActing(mood), i / DRAWINGS_A_SECOND).tail for i in range(36)]
        return sum(abs(b - a) for a, b in pairwise(tails))

    assert wagged(AnimalMood.GLAD) > 3 * wagged(AnimalMood.CALM) > 0
    assert wagged(AnimalMood.ASLEEP) == 0
    assert animal_acting_with_idle_motion(AnimalActing(), 0.01) == animal_acting_with_idle_motion(AnimalActing(), 0.07)
    assert {animal_acting_with_idle_motion(AnimalActing(), i / 12).blink for i in range(60)} == {0.0, 1.0}


def test_closed_eyes_are_seen_on_black_fur() -> None:
    black = Animal(AnimalKind.CAT, FurPattern.PLAIN, "#2f2c38", "#2f2c38")
    face = pixels(black, AnimalActing(AnimalMood.ASLEEP))[90:115, 55:80, :3]
    assert int(face.max()) - int(face.min()) > 60


def test_a_seed_is_one_animal_and_seeds_differ() -> None:
    assert animal_from_seed(5, AnimalKind.CAT) == animal_from_seed(5, AnimalKind.CAT)
    assert len({animal_from_seed(seed, kind) for seed in range(40) for kind in AnimalKind}) > 40


def test_animals_of_a_story_stay_the_same() -> None:
    cat = CastMember(id="나비", kind=beats.CastKind.CAT)
    found = animal_for_member(cat, 7)
    assert found is not None
    assert found == animal_for_member(cat, 7)
    assert found.kind is AnimalKind.CAT
    assert len({animal_for_member(cat, story) for story in range(30)}) > 15
    assert animal_for_member(CastMember(id="할머니"), 7) is None


def test_every_line_has_a_mood() -> None:
    assert {animal_acting_for(action, feeling).mood for action, feeling in product(Action, Feeling)} == set(AnimalMood)
    assert animal_acting_for(Action.SLEEPING, Feeling.GLAD).mood is AnimalMood.ASLEEP
