"""Tables of data beside the code: order, shape, and what the shipped ones must have."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from libraries.data_tables import load_table
from libraries.drawing.typography.design_tokens import BACKDROPS, THEMES, Theme
from libraries.film_scripts import phrases
from libraries.film_scripts.checks import insults
from libraries.film_scripts.checks.post import headline, plot, quantities, writing_instructions
from libraries.korean import names
from libraries.korean import stems as endings
from libraries.korean.word_lists import WORDS
from libraries.model_store import catalogue
from libraries.story_beats import lexicons
from libraries.storyboard.film_looks import Genre, GenreLooks
from libraries.storyboard.titles.forms import TitleForms
from schemas.script import Mood
from services.collect import pseudonym
from services.config import DATA, ROOT
from services.studio.film.templates import emblems
from services.studio.script.extractive import mood

_TABLES: dict[str, Any] = {
    "themes.toml": dict[str, tuple[Theme, ...]],
    "mood_themes.toml": dict[str, tuple[Theme, ...]],
    "looks.toml": dict[Genre, GenreLooks],
    "titles.toml": TitleForms,
    "emblems.toml": emblems._Lexicon,
    "phrases.toml": phrases._Phrases,
    "moods.toml": dict[Mood, tuple[str, ...]],
    "pseudonyms.toml": pseudonym._Words,
    "words.toml": type(WORDS),
    "places.toml": lexicons.PlaceWords,
    "moments.toml": lexicons.TimeAndWeatherWords,
    "people.toml": lexicons.PersonWords,
    "acting.toml": lexicons.ActingWords,
    "things.toml": lexicons.ThingWords,
    "composing.toml": writing_instructions._Groups,
    "events.toml": plot._Events,
    "headline.toml": headline._Words,
    "insults.toml": insults._Table,
    "names.toml": names._Names,
    "quantities.toml": quantities._Table,
    "stems.toml": endings._Words,
    "weights.toml": dict[str, float],
}


def test_the_order_of_the_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text('b = ["2"]\na = ["1", "0"]\n')
    found = load_table(dict[str, tuple[str, ...]], tmp_path / "t.toml")
    assert list(found.items()) == [("b", ("2",)), ("a", ("1", "0"))]


@pytest.mark.parametrize("name", _TABLES)
def test_a_table_of_another_shape_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text('another = "one"\n')
    with pytest.raises(ValidationError):
        load_table(_TABLES[name], tmp_path / name)


def test_every_table_of_the_program_is_tried_here() -> None:
    found = (
        *(ROOT / "services").rglob("*.toml"),
        *(path for path in (ROOT / "libraries").rglob("*.toml") if path.parent != catalogue.FOLDER),
        *(DATA / "assets/design").iterdir(),
    )
    assert {path.name for path in found} == set(_TABLES)


@given(colour=st.text(max_size=8).filter(lambda text: re.fullmatch("#[0-9a-f]{6}", text) is None))
def test_a_colour_that_is_none_is_refused(colour: str) -> None:
    theme = next(iter(THEMES.values()))
    with pytest.raises(ValidationError):
        _validated(theme._replace(ink=colour))


def _validated(theme: Theme) -> Theme:
    return TypeAdapter(Theme).validate_python(theme._asdict())


def test_every_theme_has_a_backdrop_that_is_drawn() -> None:
    assert all(_validated(theme) == theme and theme.backdrop in BACKDROPS for theme in THEMES.values())


@pytest.mark.parametrize("table", [emblems._LEXICON.moods, phrases.CLOSERS, phrases._PHRASES.tags, mood._LEXICON])
def test_every_mood_has_its_words_each_once(table: dict[Mood, tuple[str, ...]]) -> None:
    assert set(table) == set(Mood)
    assert all(words and len(set(words)) == len(words) for words in table.values())


def test_words_of_pseudonyms_are_written_once() -> None:
    for words in (pseudonym._WORDS.adjectives, pseudonym._WORDS.animals):
        assert len(set(words)) == len(words)
        assert all(word.isalpha() for word in words)


def test_no_counter_is_of_both_kinds() -> None:
    both = set(WORDS.native_counters) & set(WORDS.sino_counters)
    assert both == set()


@pytest.mark.parametrize("keys", [WORDS.latin, WORDS.units, WORDS.vowels, WORDS.consonants])
def test_keys_that_are_looked_up_in_small_letters_are_small(keys: dict[str, str]) -> None:
    assert all(key == key.lower() for key in keys)


def _beat_words(table: Any) -> list[str]:
    """Every word of a table of beats."""
    if isinstance(table, str):
        return [table]
    if isinstance(table, dict):
        return [word for value in table.values() for word in _beat_words(value)]
    return [word for each in table for word in _beat_words(each)] if isinstance(table, list) else []


@pytest.mark.parametrize("name", ["places", "moments", "acting", "things"])
def test_a_word_of_beats_is_written_once_in_its_group(name: str) -> None:
    tables = tomllib.loads((ROOT / f"libraries/story_beats/{name}.toml").read_text(encoding="utf-8"))
    for group, values in tables.items():
        twice = [word for word, times in Counter(_beat_words(values)).items() if times > 1]
        assert twice == [], group


def test_beats_know_words_enough() -> None:
    folder = ROOT / "libraries/story_beats"
    words = [word for path in folder.glob("*.toml") for word in _beat_words(tomllib.loads(path.read_text("utf-8")))]
    assert len(set(words)) >= 600
