"""The licence of a fetched model stands in the facts of what was made with it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures.facts import VOICE

from libraries.model_store.records import InstalledFile, InstalledModel, LicenceAgreement
from libraries.model_store.store import ModelStore
from schemas.events import ContentVoiced, RecordedFact, decode_fact, encode_fact
from schemas.posts import PostKey
from schemas.recipe import FilmChoice, Recipe, Stage, VoiceChoice
from services.cli.read_only_commands import _fact_summary
from services.config import StudioSettings
from services.studio import adapters
from services.studio.adapters import models_used

NOW = datetime(2026, 11, 29, tzinfo=UTC)
KOKORO = Recipe(voice=VoiceChoice(chain=("kokoro", "espeak")))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    made = ModelStore(tmp_path)
    monkeypatch.setattr(adapters, "ModelStore", lambda: made)
    return made


def fetched(store: ModelStore, name: str, *paths: str) -> None:
    agreement = LicenceAgreement(licence="RAIL", url="https://example.com", by="kim", at=NOW)
    files = tuple(InstalledFile(path=path, size=1, sha256="0" * 64) for path in paths)
    store.record_model(
        InstalledModel(
            name=name, source="hub", revision="a", files=files, licence="RAIL", agreement=agreement, fetched_at=NOW
        )
    )


def settings(folder: Path) -> StudioSettings:
    return StudioSettings.model_validate({"kokoro": {"folder": folder}, "faces": folder / "faces.onnx"})


def test_a_model_in_the_folder_of_the_voice_is_named_with_who_agreed(store: ModelStore, tmp_path: Path) -> None:
    fetched(store, "kokoro", "kokoro/model.onnx", "kokoro/voices.bin")
    fetched(store, "other", "other/model.onnx")
    (used,) = models_used(Stage.VOICE, "kokoro", KOKORO, settings(tmp_path / "kokoro"))
    assert (used.name, used.licence, used.agreed_by, used.agreed_at) == ("kokoro", "RAIL", "kim", NOW)
    assert models_used(Stage.VOICE, "espeak", KOKORO, settings(tmp_path / "kokoro")) == ()
    assert models_used(Stage.VOICE, "kokoro", KOKORO, settings(tmp_path / "by-hand")) == ()


def test_what_finds_faces_is_named_where_it_is_used(store: ModelStore, tmp_path: Path) -> None:
    fetched(store, "centerface", "faces.onnx")
    assert [each.name for each in models_used(Stage.FILM, "libx264", Recipe(), settings(tmp_path))] == ["centerface"]
    without = Recipe(film=FilmChoice(blur="none"))
    assert models_used(Stage.FILM, "libx264", without, settings(tmp_path)) == ()


def test_the_fact_carries_it_and_older_facts_have_none(store: ModelStore, tmp_path: Path) -> None:
    fetched(store, "kokoro", "kokoro/model.onnx")
    models = models_used(Stage.VOICE, "kokoro", KOKORO, settings(tmp_path / "kokoro"))
    fact = ContentVoiced(
        post_key=PostKey.of("sample", "1"),
        revision=1,
        stage_key="0" * 64,
        served_by="kokoro",
        seconds=1.0,
        voice=VOICE,
        models=models,
    )
    assert decode_fact(encode_fact(fact)) == fact
    assert "with kokoro (RAIL, agreed to by kim on 2026-11-29)" in _fact_summary(RecordedFact(1, NOW, fact))
    assert fact.model_copy(update={"models": ()}).models == ()
