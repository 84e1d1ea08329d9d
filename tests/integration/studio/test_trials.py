"""Trials of writers and voices: real ones do well, one that cannot work is below the floor with its reasons."""

import json
from pathlib import Path

import pytest
from fixtures.rows import each_row
from typer.testing import CliRunner

from libraries.model_store.speech_recognition import load_recogniser
from libraries.model_store.store import ModelStore
from libraries.model_store.trials import character_error_rate
from libraries.sound.libespeak import synthesise
from schemas.recipe import ScriptChoice
from services.cli.models import models
from services.config import Settings
from services.studio.adapter_trials import try_voice, try_writer


def test_a_writer_is_judged_by_the_scripts_that_pass() -> None:
    seen: list[str] = []
    figures = try_writer("extractive", ScriptChoice(), Settings().studio, seen.append, 3)
    assert (figures.posts, figures.passed, figures.pass_rate, figures.below_floor) == (3, 3, 1.0, False)
    assert len(seen) == 3


def test_a_writer_that_cannot_work_is_below_the_floor_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGGLEBOT_STUDIO__WRITER__BASE_URL", "http://127.0.0.1:9/v1")
    figures = try_writer("openai", ScriptChoice(model="some"), Settings().studio, lambda _line: None, 2)
    assert (figures.passed, figures.below_floor) == (0, True)
    assert {failure.code for failure in figures.failures} == {"server.unreachable"}


def test_a_voice_is_measured_line_by_line() -> None:
    ended = CliRunner().invoke(models, ["try", "espeak", "--json"])
    figures = json.loads(ended.stdout.splitlines()[-1])
    assert ended.exit_code == 0
    assert (figures["lines"], figures["faultless"], figures["below_floor"]) == (10, 10, False)
    assert 0.085 < figures["seconds_a_syllable"] < 0.28
    assert -40 < figures["lufs"] < -5
    assert figures["character_errors"] is None


def test_what_a_recogniser_hears_otherwise_is_told() -> None:
    figures = try_voice("espeak", Settings().studio, lambda _line: None, lambda _samples, _rate, _language: "다른 말")
    assert figures.character_errors is not None
    assert figures.character_errors > 0.5


@pytest.mark.parametrize(("name", "said"), [("zipformer-ko", "was not fetched"), ("no-such", "neither a writer")])
def test_what_cannot_be_tried_is_said(name: str, said: str) -> None:
    ended = CliRunner().invoke(models, ["try", name])
    assert ended.exit_code == 1
    assert said in str(ended.exception)


@each_row(
    ("said", "recognised", "share"),
    [
        ("가나다라", "가나다라", 0.0),
        ("가나, 다라.", "가나다라", 0.0),
        ("가나다라", "가나다", 0.25),
        ("가나다라", "", 1.0),
        ("Good day", "good dad", 1 / 7),
        ("", "가", 1.0),
    ],
)
def test_errors_are_edits_over_the_letters_said(said: str, recognised: str, share: float) -> None:
    assert character_error_rate(said, recognised) == pytest.approx(share)


def test_no_recogniser_is_there_before_one_was_fetched(tmp_path: Path) -> None:
    assert load_recogniser(ModelStore(tmp_path)) is None


@pytest.mark.slow
def test_a_recogniser_understands_what_a_voice_says() -> None:
    """With `wagglebot models get whisper-base` and faster-whisper; espeak's English is understood well enough."""
    pytest.importorskip("faster_whisper")
    hear = load_recogniser(ModelStore())
    if hear is None:
        pytest.skip("whisper-base was not fetched")
    text = "Something strange happened at the office yesterday."
    said = synthesise(text, "en-us", {})
    assert character_error_rate(text, hear(said.samples, said.sample_rate, "en")) < 0.3
