"""Beats and the cast of a story: what scenes and people are drawn from."""

from enum import StrEnum

import pytest
from fixtures.rows import each_row
from pydantic import ValidationError

from schemas.beats import (
    DARK,
    DAYLIGHT,
    SCREENS,
    Action,
    Age,
    Beat,
    BeatReason,
    CastAppearance,
    CastMember,
    Feeling,
    Occupation,
    Place,
    Season,
    Sex,
    Storyboard,
    Thing,
    TimeOfDay,
    Weather,
)

BOARD = Storyboard(
    beats=(
        Beat(
            line=0,
            place=Place.LIFT,
            time=TimeOfDay.SMALL_HOURS,
            cast=(CastAppearance(member="author", action=Action.STANDING, feeling=Feeling.AFRAID),),
            things=(Thing.DOOR,),
            why=(BeatReason(field="place", line=0, words=("엘리베이터",)),),
        ),
    ),
    cast=(CastMember(id="author"), CastMember(id="할머니", names=("할머니",), sex=Sex.WOMAN, age=Age.OLD)),
    version="1",
)


def test_a_storyboard_is_read_as_it_was_written() -> None:
    assert Storyboard.model_validate_json(BOARD.model_dump_json()) == BOARD


def test_a_member_is_found_by_its_id() -> None:
    assert BOARD.member("할머니").sex is Sex.WOMAN
    with pytest.raises(KeyError, match="할아버지"):
        BOARD.member("할아버지")


@each_row("kind", [Place, TimeOfDay, Weather, Season, Action, Sex, Age, Occupation])
def test_what_the_text_does_not_say_has_a_value(kind: type[StrEnum]) -> None:
    assert kind("unknown").name == "UNKNOWN"


@each_row("kind", [Place, TimeOfDay, Weather, Season, Action, Feeling, Thing, Sex, Age, Occupation])
def test_a_value_is_its_name_in_small_letters(kind: type[StrEnum]) -> None:
    assert [each.value for each in kind] == [each.name.lower() for each in kind]


def test_there_are_places_enough_and_screens_are_among_them() -> None:
    assert len(Place) - 1 >= 80
    assert set(Place) > SCREENS


def test_no_light_is_both() -> None:
    assert not DARK & DAYLIGHT


def test_a_line_before_the_first_is_refused() -> None:
    with pytest.raises(ValidationError):
        Beat(line=-1)
