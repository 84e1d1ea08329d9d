"""Performers: parts of figures that are drawn once, kept, and put where the figure is."""

from dataclasses import replace

import numpy as np
import pytest

from libraries.drawn_world.animals.animal import AnimalKind, animal_from_seed
from libraries.drawn_world.figure_light import Light
from libraries.drawn_world.people.acting import Expression, Pose
from libraries.drawn_world.people.sample_people import SAMPLE_PEOPLE
from libraries.drawn_world.staging.animated_figures import AnimatedFigure, FigurePart, cropped_plate
from libraries.drawn_world.staging.framing import PlacedPlayer
from libraries.drawn_world.staging.shot import Player, Reaction, SpokenWord

WOMAN = Player(SAMPLE_PEOPLE["office_woman"], talks=True)
WORDS = tuple(
    SpokenWord(text, at * 0.4, at * 0.4 + 0.4) for at, text in enumerate(("아니", "오늘은", "비가", "왔어요"))
)
SCALE = 0.2
"""Small, so that drawing is quick."""


def performer(player: Player = WOMAN, *, back: bool = False) -> AnimatedFigure:
    return AnimatedFigure(PlacedPlayer(player, 540.0, 900.0, SCALE, back=back), Light())


def parts(made: AnimatedFigure, seconds: float = 2.0) -> list[list[FigurePart]]:
    return [made.parts_at(number / 12, WORDS) for number in range(round(seconds * 12))]


def distinct(drawings: list[list[FigurePart]]) -> int:
    return len({id(part.plate) for drawing in drawings for part in drawing})


def test_a_speaker_has_few_heads_and_fewer_bodies() -> None:
    drawings = parts(performer())
    heads = {id(drawing[0].plate) for drawing in drawings}
    bodies = {id(drawing[1].plate) for drawing in drawings}
    assert 4 <= len(heads) <= 9
    assert 1 <= len(bodies) <= 3


def test_who_does_not_talk_has_one_mouth() -> None:
    assert distinct(parts(performer(replace(WOMAN, talks=False)))) < distinct(parts(performer()))


def test_the_back_of_a_head_says_nothing() -> None:
    heads = {id(drawing[0].plate) for drawing in parts(performer(back=True))}
    assert len(heads) <= 2


def test_the_body_is_not_drawn_anew_where_only_the_face_changes() -> None:
    changing = replace(WOMAN, talks=False, expression=Expression.GLAD, face_before=Expression.SAD, reacts_at=0.5)
    still, moved = (performer(player) for player in (replace(WOMAN, talks=False), changing))
    bodies = [len({id(drawing[1].plate) for drawing in parts(each, 1.5)}) for each in (still, moved)]
    assert bodies[0] == bodies[1]
    assert distinct(parts(moved, 1.5)) > distinct(parts(still, 1.5))


def test_a_pose_that_changes_is_drawn_on_its_way() -> None:
    lifting = replace(WOMAN, talks=False, pose=Pose.CHEEKS, pose_before=Pose.STAND, reacts_at=0.5)
    made = performer(lifting)
    plates = [made.parts_at(number / 12, ())[1].plate for number in range(4, 11)]
    assert len({id(plate) for plate in plates}) >= 3


def test_a_jump_moves_both_parts_together() -> None:
    made = performer(replace(WOMAN, talks=False, reaction=Reaction.JUMP, reacts_at=0.0))
    before, high = (made.parts_at(seconds, ()) for seconds in (1.0, 0.17))
    rises = [one.top - other.top for one, other in zip(before, high, strict=True)]
    assert all(rise > 0 for rise in rises)
    assert abs(rises[0] - rises[1]) <= 4  # But for a breath.


def test_an_animal_is_one_part() -> None:
    cat = Player(animal_from_seed(3, AnimalKind.CAT))
    assert all(len(drawing) == 1 for drawing in parts(performer(cat), 0.5))


def test_who_stands_outside_of_the_frame_has_no_parts() -> None:
    assert AnimatedFigure(PlacedPlayer(WOMAN, -4000.0, 900.0, SCALE), Light()).parts_at(0.0, ()) == []


@pytest.mark.parametrize("enlarged", [False, True])
def test_a_picture_is_cropped_to_what_is_in_it(enlarged: bool) -> None:
    pixels = np.zeros((40, 60, 4), np.uint8)
    pixels[11:21, 7:31] = 255
    part = cropped_plate(pixels, -8, -4, enlarged=enlarged)
    assert part is not None
    size = 2 if enlarged else 1
    assert (part.left, part.top) == (6 * size - 8, 10 * size - 4)
    assert (part.plate.width, part.plate.height) == (26 * size, 12 * size)
    assert cropped_plate(np.zeros_like(pixels), 0, 0) is None
