"""Every failure has a code; its sentences stand in two languages and use the fields it is raised with."""

import ast
import pickle
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import NamedTuple

import pytest

from schemas import failures
from schemas.errors import BadInput, ConfigurationError, Parked, ProviderDown, WaggleError

ROOT = Path(__file__).parents[3]
ERRORS = {
    *("Retryable", "Permanent", "ProviderDown", "Parked", "NoSpace", "IllegalTransition", "Conflict", "BadInput"),
    *("ConfigurationError", "Refused", "WaggleError", "FaultySpeech"),
}
FAMILY_FIELDS = {"until", "wait"}
"""Fields that the program reads itself; the sentences of a code may leave them out."""


class Raised(NamedTuple):
    """A place that makes an error: its code (empty for words), and the names of the fields it gives."""

    where: str
    code: str
    fields: frozenset[str]
    spread: bool


@cache
def places() -> tuple[Raised, ...]:
    """All of them; read when the first test asks, not when the tests are collected."""
    return tuple(raised())


def raised() -> Iterator[Raised]:
    for folder in ("schemas", "libraries", "crawlers", "services", "testbed"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS):
                    continue
                first = node.args[0] if node.args else None
                code = str(first.value) if isinstance(first, ast.Constant) else ""
                named = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                spread = any(keyword.arg is None for keyword in node.keywords) or (first is not None and not code)
                yield Raised(f"{path.relative_to(ROOT)}:{node.lineno}", code, named, spread)


CODES = failures.failure_codes()


def test_every_error_is_raised_with_a_code() -> None:
    assert [place.where for place in places() if not place.code and not place.spread] == []


def test_every_raised_code_is_known_and_given_just_its_fields() -> None:
    unknown = [(place.where, place.code) for place in places() if place.code and place.code not in CODES]
    assert unknown == []
    named = [(place, failures.sentence_fields(place.code)) for place in places() if place.code and not place.spread]
    assert [(place.where, wanted - place.fields) for place, wanted in named if wanted - place.fields] == []
    unread = [(place.where, place.fields - wanted - FAMILY_FIELDS) for place, wanted in named]
    assert [found for found in unread if found[1]] == []


def test_every_code_is_used_somewhere() -> None:
    """By name, or by a prefix that a name is put together from (``f"crawl.stopped.{why}"``)."""
    folders = ("schemas", "libraries", "crawlers", "services", "testbed")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "failures" not in path.parts]
    text = "\n".join(path.read_text("utf-8") for path in files)
    prefixes = tuple(re.findall(r'f"([a-z_]+\.(?:[a-z_]+\.)*)[a-z_]*\{', text))
    legacy = "legacy."
    unused = [code for code in CODES if f'"{code}"' not in text and not code.startswith((*prefixes, legacy))]
    assert unused == []


def test_both_languages_say_the_same_things() -> None:
    """A field whose words are of one language has another one for Korean, with ``_ko`` behind its name."""
    for code in CODES:
        said = failures.find_sentences(code)
        assert said is not None
        english = failures.placeholders(said.en) | failures.placeholders(said.cure)
        korean = failures.placeholders(said.ko) | failures.placeholders(said.cure_ko)
        assert english == {name.removesuffix("_ko") for name in korean}, code
        assert bool(said.cure) == bool(said.cure_ko), code
        assert said.en[-1:] in (".", "?"), code
        assert any("가" <= letter <= "힣" for letter in said.ko), code


def test_no_two_areas_have_the_same_code() -> None:
    areas = [import_module(each.name) for each in walk_packages(failures.__path__, "schemas.failures.")]
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
    told = failures.failure_explanation("adapter.unknown", {}, "ko")
    assert told is not None
    assert "?" in told.sentence


def test_a_field_that_does_not_fit_its_format_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    said = failures.Sentences("It took {seconds:.1f} s.", "{seconds:.1f}초 걸렸습니다.")
    monkeypatch.setitem(failures._CATALOGUE, "test.slow", said)
    told = [
        failures.failure_explanation("test.slow", fields, "en")
        for fields in ({"seconds": 1.25}, {"seconds": "long"}, {})
    ]
    assert [one.sentence for one in told if one] == ["It took 1.2 s.", "It took long s.", "It took ? s."]


def test_an_unknown_code_is_left_to_the_caller() -> None:
    assert failures.failure_explanation("of.a.newer.release", {}, "en") is None


def test_an_error_that_is_the_reason_of_another_is_told_in_its_language_without_what_follows_from_it() -> None:
    reason = ProviderDown("server.unreadable", server="It", why="cut")
    refused = BadInput("recording.damaged", why=reason)
    for language in ("en", "ko"):
        alone = reason.explained(language)
        told = refused.explained(language).sentence
        assert f"({alone.sentence.rstrip('.')})" in told
        assert alone.remedy
        assert alone.remedy not in told
    assert failures.fields_as_json(refused.fields)["why"] == reason.explained("en").sentence.rstrip(".")
    assert pickle.loads(pickle.dumps(refused)).explained("ko") == refused.explained("ko")


def test_fields_for_json_are_plain() -> None:
    moment = datetime(2026, 11, 28, tzinfo=UTC)
    assert failures.fields_as_json({"until": moment, "n": 3, "x": 0.5, "path": Path("a"), "on": True}) == {
        "until": "2026-11-28T00:00:00+00:00",
        "n": 3,
        "x": 0.5,
        "path": "a",
        "on": True,
    }


@pytest.mark.parametrize("kind", [BadInput, ProviderDown, Parked])
def test_a_code_without_sentences_is_told_with_its_fields(kind: type[WaggleError]) -> None:
    error = kind("acme.broken", why="b", count=3)
    assert str(error).startswith("acme.broken (why=b, count=3).")
    assert str(error).endswith(kind.next_en)


def test_a_plug_in_adds_codes_but_takes_none() -> None:
    with pytest.raises(ValueError, match="taken"):
        failures.register({"adapter.unknown": failures.Sentences("Another.", "다른 문장.")})
