"""Voices that compute here, and one of another package, pass the contract suite of voices."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.plugins import installed
from fixtures.studio.toy_voices import supertonic_model
from pydantic import BaseModel

from schemas.adapters import Adapter, AdapterKind, find_adapter
from services.studio.voice.espeak import VOICE as ESPEAK
from services.studio.voice.supertonic import VOICE as SUPERTONIC
from wagglebot.testing.voice import VoiceContract


class TestEspeak(VoiceContract):
    adapter = ESPEAK


class TestSupertonic(VoiceContract):
    adapter = SUPERTONIC

    @pytest.fixture
    def section(self, tmp_path: Path) -> BaseModel:
        assert SUPERTONIC.settings is not None
        return SUPERTONIC.settings.model.model_validate(
            {"folder": supertonic_model(tmp_path / "model"), "device": "cpu", "steps": 1}
        )


class TestPlugin(VoiceContract):
    """The example voice, installed as a package of its own."""

    adapter: Adapter  # type: ignore[misc]

    @pytest.fixture(autouse=True)
    def _installed(self, tmp_path: Path) -> Iterator[None]:
        with installed("tone-voice", tmp_path / "site-packages"):
            type(self).adapter = find_adapter(AdapterKind.VOICE, "tone", setting="recipe.voice.chain")
            yield


TestPlugin.__test__ = True
