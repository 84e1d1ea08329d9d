"""The tables of words for beats."""

from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from libraries.story_beats.word_table import WordTable
from schemas.base import Frozen
from schemas.beats import (
    Action,
    Age,
    CastKind,
    Feeling,
    Occupation,
    Place,
    Relation,
    Season,
    Sex,
    Thing,
    TimeOfDay,
    Weather,
)

_Words = tuple[str, ...]


class PlaceWords(Frozen):
    """The shape of ``places.toml``."""

    names: dict[Place, _Words]
    hints: dict[Place, _Words]
    goes: dict[Place, _Words]
    screens: dict[Place, _Words]


class TimeAndWeatherWords(Frozen):
    """The shape of ``moments.toml``."""

    times: dict[TimeOfDay, _Words]
    weathers: dict[Weather, _Words]
    seasons: dict[Season, _Words]


class PersonWord(Frozen):
    """Words for one kind of person or animal; ``distinct``: each of them is another person."""

    words: _Words
    kind: CastKind = CastKind.PERSON
    sex: Sex = Sex.UNKNOWN
    age: Age = Age.UNKNOWN
    work: Occupation = Occupation.UNKNOWN
    relation: Relation = Relation.UNKNOWN
    group: bool = False
    distinct: bool = False
    short: _Words = ()
    """Words of other rows by which the text may call the same person (어머님, 시어머니), where nobody else has them."""
    author_sex: Sex = Sex.UNKNOWN
    """What it tells of an author who has such a person."""


class Anaphors(Frozen):
    """Words that mean somebody spoken of before."""

    words: _Words
    nouns: _Words
    new: _Words
    nicknamed: _Words


class PersonWords(Frozen):
    """The shape of ``people.toml``."""

    persons: tuple[PersonWord, ...]
    ages: dict[Age, _Words]
    modifiers: dict[Relation, _Words]
    anaphors: Anaphors
    acting_only: _Words


class ActingWords(Frozen):
    """The shape of ``acting.toml``."""

    actions: dict[Action, _Words]
    feelings: dict[Feeling, _Words]


class ThingWords(Frozen):
    """The shape of ``things.toml``."""

    things: dict[Thing, _Words]


_HERE: Final = Path(__file__).parent
_PLACES: Final = load_table(PlaceWords, _HERE / "places.toml")
_MOMENTS: Final = load_table(TimeAndWeatherWords, _HERE / "moments.toml")
_PEOPLE: Final = load_table(PersonWords, _HERE / "people.toml")
_ACTING: Final = load_table(ActingWords, _HERE / "acting.toml")
_THINGS: Final = load_table(ThingWords, _HERE / "things.toml")

PLACE_WORDS: Final = _PLACES.names
"""The words that name each place."""
PLACE_NAMES: Final = WordTable(_PLACES.names, nouns=True)
PLACE_HINTS: Final = WordTable(_PLACES.hints, nouns=True)
PLACE_GOES: Final = WordTable(_PLACES.goes, nouns=False)
SCREENS: Final = WordTable(_PLACES.screens, nouns=False)
TIMES: Final = WordTable(_MOMENTS.times, nouns=True)
WEATHERS: Final = WordTable(_MOMENTS.weathers, nouns=False)
SEASONS: Final = WordTable(_MOMENTS.seasons, nouns=False)
ACTIONS: Final = WordTable(_ACTING.actions, nouns=False)
FEELINGS: Final = WordTable(_ACTING.feelings, nouns=False)
THINGS: Final = WordTable(_THINGS.things, nouns=True)
PERSONS: Final = WordTable({row: row.words for row in _PEOPLE.persons}, nouns=True)
AGES: Final = WordTable(_PEOPLE.ages, nouns=False)
MODIFIERS: Final = WordTable(_PEOPLE.modifiers, nouns=True)
ANAPHORS: Final = _PEOPLE.anaphors
ACTING_ONLY: Final = frozenset(_PEOPLE.acting_only)
"""Words that mean a person only where they act; else the work, or a thing."""
