"""The writers and voices of a recipe with their settings."""

from pathlib import Path

import pytest

from schemas.adapters import AdapterKind
from schemas.errors import ConfigurationError
from schemas.recipe import Recipe, ScriptChoice, Stage, VoiceChoice
from services.config import Settings, StudioSettings
from services.studio.adapters import adapter_names_in_recipe, chosen_adapters, model_folder, require_usable_adapters
from services.studio.script.extractive.writer import ExtractiveWriter
from services.studio.script.llm.settings import OnnxModelSettings
from services.studio.voice.supertonic import SupertonicSettings
from services.studio.voice.supertonic.voice import SupertonicVoice

RECIPE = Recipe(
    script=ScriptChoice(chain=("onnx-genai", "extractive")), voice=VoiceChoice(chain=("supertonic", "nobody", "espeak"))
)


def test_a_stage_has_the_chain_of_the_recipe_and_the_film_has_none() -> None:
    assert adapter_names_in_recipe(Stage.SCRIPT, RECIPE) == ("onnx-genai", "extractive")
    assert adapter_names_in_recipe(Stage.VOICE, RECIPE) == ("supertonic", "nobody", "espeak")
    assert adapter_names_in_recipe(Stage.FILM, RECIPE) == adapter_names_in_recipe(Stage.PUBLISH, RECIPE) == ()
    assert chosen_adapters(Stage.FILM, RECIPE, StudioSettings()) == []


def test_those_that_are_not_installed_are_left_out_or_refused() -> None:
    assert [each.adapter.name for each in chosen_adapters(Stage.VOICE, RECIPE, StudioSettings())] == [
        "supertonic",
        "espeak",
    ]
    with pytest.raises(ConfigurationError) as caught:
        require_usable_adapters(AdapterKind.VOICE, RECIPE.voice.chain, StudioSettings(), setting="recipe.voice.chain")
    assert caught.value.code == "adapter.unknown"
    assert caught.value.fields["setting"] == "recipe.voice.chain"
    assert "espeak" in caught.value.fields["known"]


def test_each_is_made_with_its_own_section_and_without_one_with_nothing(tmp_path: Path) -> None:
    settings = StudioSettings().with_adapter_sections(SupertonicSettings(folder=tmp_path, steps=3))
    (supertonic, espeak) = chosen_adapters(Stage.VOICE, RECIPE, settings)
    assert supertonic.section == SupertonicSettings(folder=tmp_path, steps=3)
    made = supertonic.instantiate()
    assert isinstance(made, SupertonicVoice)
    assert made._settings.steps == 3
    assert espeak.section is None
    assert isinstance(chosen_adapters(Stage.SCRIPT, RECIPE, settings)[1].instantiate(), ExtractiveWriter)


@pytest.mark.parametrize(("device", "uses"), [("auto", True), ("cuda", True), ("cpu", False)])
def test_the_card_is_used_unless_the_adapter_is_set_to_the_processor(device: str, uses: bool) -> None:
    settings = StudioSettings.model_validate({"supertonic": {"device": device}})
    (supertonic, espeak) = chosen_adapters(Stage.VOICE, RECIPE, settings)
    assert supertonic.uses_gpu is uses
    assert not espeak.uses_gpu


def test_the_folder_of_a_model_is_that_of_its_settings(tmp_path: Path) -> None:
    settings = StudioSettings().with_adapter_sections(OnnxModelSettings(folder=tmp_path))
    genai, extractive = chosen_adapters(Stage.SCRIPT, RECIPE, settings)
    assert model_folder(genai) == tmp_path
    assert model_folder(extractive) is None


def test_two_writers_share_the_section_of_the_local_model(tmp_path: Path) -> None:
    settings = StudioSettings.model_validate({"llm": {"folder": tmp_path}})
    found = require_usable_adapters(
        AdapterKind.WRITER, ("onnx-genai", "optimum"), settings, setting="recipe.script.chain"
    )
    assert [each.section for each in found] == [OnnxModelSettings(folder=tmp_path)] * 2


@pytest.mark.parametrize(
    ("variable", "value", "read"),
    [
        ("WRITER__BASE_URL", "http://127.0.0.1:1/v1", ("openai", "base_url", "http://127.0.0.1:1/v1")),
        ("LLM__CONTEXT", "4096", ("onnx-genai", "context", 4096)),
        ("SPEECH__VOICES", '{"narrator-1": "F1"}', ("openai-speech", "voices", {"narrator-1": "F1"})),
        ("SOVITS__TIMEOUT", "9", ("gpt-sovits", "timeout", 9.0)),
        ("SUPERTONIC__STEPS", "5", ("supertonic", "steps", 5)),
        ("KOKORO__LANGUAGE", "es", ("kokoro", "language", "es")),
    ],
)
def test_the_names_of_the_environment_are_those_of_release_0_1_0(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, read: tuple[str, str, object]
) -> None:
    monkeypatch.setenv(f"WAGGLEBOT_STUDIO__{variable}", value)
    name, field, expected = read
    kind = AdapterKind.WRITER if name in ("openai", "onnx-genai") else AdapterKind.VOICE
    (found,) = require_usable_adapters(kind, (name,), Settings().studio, setting="x")
    assert getattr(found.section, field) == expected
