"""Every failure has a code; its sentences stand in two languages and use the fields it is raised with."""

import ast
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import NamedTuple

import pytest

from schemas import failures
from schemas.errors import BadInput, ConfigurationError, Parked, ProviderDown, WaggleError

ROOT = Path(__file__).parents[3]
ERRORS = {
    *("Retryable", "Permanent", "ProviderDown", "Parked", "NoSpace", "IllegalTransition", "Conflict", "BadInput"),
    *("ConfigurationError", "Refused", "WaggleError"),
}
FAMILY_FIELDS = {"until"}
"""Fields that a class reads itself; the sentences of a code may leave them out."""
UNNAMED_AT_MOST = 12
"""Places that still raise words instead of a code. It only goes down."""


class Raised(NamedTuple):
    """A place that makes an error: its code (empty for words), and the names of the fields it gives."""

    where: str
    code: str
    fields: frozenset[str]
    spread: bool


def raised() -> Iterator[Raised]:
    for folder in ("schemas", "crawlers", "services", "testbed"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS):
                    continue
                first = node.args[0] if node.args else None
                code = str(first.value) if isinstance(first, ast.Constant) else ""
                named = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                spread = any(keyword.arg is None for keyword in node.keywords) or (first is not None and not code)
                yield Raised(f"{path.relative_to(ROOT)}:{node.lineno}", code, named, spread)


PLACES = list(raised())
CODES = failures.codes()


@pytest.mark.parametrize("place", [place for place in PLACES if place.code], ids=lambda place: place.where)
def test_a_raised_code_is_known_and_given_just_its_fields(place: Raised) -> None:
    assert failures.sentences(place.code) is not None, f"{place.where}: no sentences for {place.code}"
    if not place.spread:
        wanted = failures.fields_of(place.code)
        assert wanted <= place.fields, f"{place.where}: {place.code} also needs {sorted(wanted - place.fields)}"
        assert place.fields - wanted <= FAMILY_FIELDS, f"{place.where}: nobody reads {sorted(place.fields - wanted)}"


def test_fewer_and_fewer_places_raise_words() -> None:
    unnamed = [place.where for place in PLACES if not place.code and not place.spread]
    assert len(unnamed) <= UNNAMED_AT_MOST, unnamed


@pytest.mark.parametrize("code", CODES)
def test_both_languages_say_the_same_things(code: str) -> None:
    said = failures.sentences(code)
    assert said is not None
    assert failures.placeholders(said.en) | failures.placeholders(said.cure) == failures.placeholders(
        said.ko
    ) | failures.placeholders(said.cure_ko)
    assert bool(said.cure) == bool(said.cure_ko)
    assert said.en
    assert said.en[-1] in ".?"
    assert any("가" <= letter <= "힣" for letter in said.ko)


def test_no_two_areas_have_the_same_code() -> None:
    areas = [import_module(f"schemas.failures.{each.name}") for each in iter_modules(failures.__path__)]
    found = [code for area in areas for code in getattr(area, "SENTENCES", {})]
    assert sorted(found) == sorted(CODES)


def test_an_error_says_its_sentence_its_remedy_and_what_happens_next() -> None:
    error = ConfigurationError("adapter.unknown", setting="recipe.voice.chain", kind="voice", name="x", known="a, b")
    assert str(error).startswith("recipe.voice.chain: there is no voice called x. Choose one of: a, b.")
    korean = error.explained("ko")
    assert "이름이 x인" in korean.sentence
    assert "a, b" in korean.remedy


def test_an_error_goes_through_a_pipe_with_its_code_and_fields() -> None:
    error = ConfigurationError("adapter.unknown", setting="s", kind="voice", name="x", known="a")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.code, again.fields, str(again)) == (type(error), error.code, error.fields, str(error))


def test_a_missing_field_shows_as_a_question_mark_and_never_raises() -> None:
    told = failures.explain("adapter.unknown", {}, "ko")
    assert told is not None
    assert "?" in told.sentence


def test_an_unknown_code_is_left_to_the_caller() -> None:
    assert failures.explain("of.a.newer.release", {}, "en") is None


def test_fields_for_json_are_plain() -> None:
    moment = datetime(2026, 11, 28, tzinfo=UTC)
    assert failures.plain({"until": moment, "n": 3, "x": 0.5, "path": Path("a"), "on": True}) == {
        "until": "2026-11-28T00:00:00+00:00",
        "n": 3,
        "x": 0.5,
        "path": "a",
        "on": True,
    }


@pytest.mark.parametrize("kind", [BadInput, ProviderDown, Parked])
def test_words_are_still_understood(kind: type[WaggleError]) -> None:
    error = kind(what="a", why="b", remedy="c", provider="p", until="u")
    assert "b" in str(error)


def test_a_plug_in_adds_codes_but_takes_none() -> None:
    with pytest.raises(ValueError, match="taken"):
        failures.register({"adapter.unknown": failures.Sentences("Another.", "다른 문장.")})
