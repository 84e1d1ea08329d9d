"""Graphics memory before a stage starts: waited for, or done without, and what a key makes of models and settings."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.studio.studio import small_post

from libraries.gpu.onnx import has_nvidia_driver
from libraries.gpu.ram_and_folder_sizes import folder_size_mib, free_ram_mib
from schemas.errors import ConfigurationError, Parked
from schemas.recipe import FilmChoice, Recipe, ScriptChoice, Stage, VoiceChoice
from services.cli.adapters import adapter_findings
from services.cli.shared.resource_checks import _local_models
from services.config import MediaSettings, Settings, StudioSettings
from services.studio.cache.stage_cache import result_key
from services.studio.cache.stage_dependencies import stage_dependencies
from services.studio.digests import folder_digest
from services.studio.worker.gpu_admission import model_folders, needed_vram, wait_for_vram
from services.studio.worker.protocol import StageJob
from services.studio.worker.stage_processes import StageProcesses

LOCAL = Recipe(script=ScriptChoice(chain=("onnx-genai", "extractive")), voice=VoiceChoice(chain=("supertonic",)))


def job(settings: StudioSettings, stage: Stage = Stage.SCRIPT, recipe: Recipe = LOCAL) -> StageJob:
    media = MediaSettings(root=Path("/nonexistent"))
    return StageJob(stage=stage, post=small_post(), recipe=recipe, settings=settings, media=media)


def settings(folder: Path, **more: object) -> StudioSettings:
    return StudioSettings.model_validate(
        {"llm": {"folder": folder}, "supertonic": {"folder": folder}, "vram_wait": 0, **more}
    )


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder of 40 MiB."""
    folder = tmp_path / "model"
    (folder / "onnx").mkdir(parents=True)
    with (folder / "onnx/model.onnx.data").open("wb") as file:
        file.truncate(40 * 2**20)
    (folder / "genai_config.json").write_text("{}")
    return folder


def quiet(_percent: float, _note: str) -> None:
    """Nobody watches."""


def test_what_a_stage_needs(model: Path) -> None:
    assert folder_size_mib(model) == folder_size_mib(model / "onnx/model.onnx.data") == 40
    assert needed_vram(job(settings(model))) == 40 + 5 + 900
    assert needed_vram(job(settings(model), Stage.VOICE)) == 40 + 5 + 900
    assert needed_vram(job(settings(model, llm={"folder": model, "device": "cpu"}))) == 0
    assert needed_vram(job(settings(model, vram_mb={"script": 7000}))) == 7000
    assert needed_vram(job(settings(model), recipe=Recipe())) == 0
    assert needed_vram(job(settings(model), Stage.FILM)) > 0
    assert needed_vram(job(settings(model), Stage.FILM, Recipe(film=FilmChoice(encoder="libx264")))) == 0
    assert model_folders(LOCAL, settings(model)) == {"onnx-genai": model, "supertonic": model}
    assert model_folders(Recipe(), settings(model)) == {}


async def test_a_stage_waits_until_the_memory_is_there(model: Path) -> None:
    left = [100, 5000]
    notes: list[str] = []
    assert await wait_for_vram(
        job(settings(model, vram_wait=30)), lambda: left.pop(0), lambda _percent, note: notes.append(note)
    )
    assert notes == ["waiting for graphics memory (100 of 945 MiB)"]


async def test_without_a_card_nothing_is_waited_for(model: Path) -> None:
    assert await asyncio.wait_for(wait_for_vram(job(settings(model, vram_wait=600)), lambda: None, quiet), 60)


async def test_what_stays_short_is_put_off_where_the_settings_say_so(model: Path) -> None:
    with pytest.raises(Parked, match="needs 945 MiB of graphics memory and 100 MiB are free"):
        await wait_for_vram(job(settings(model, vram_short="park")), lambda: 100, quiet)


@pytest.mark.parametrize(("free", "seen"), [(100, ""), (5000, "0")], ids=["short", "enough"])
async def test_what_stays_short_computes_without_the_card(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, seen: str
) -> None:
    """The stage's own environment says so: CUDA and the encoder look there."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nprintf %s "$CUDA_VISIBLE_DEVICES" > {tmp_path}/seen\nexit 3\n')
    python.chmod(0o755)
    chosen = settings(model, interpreter={"script": str(python)})
    processes = StageProcesses(chosen, tmp_path / "gpu.lock", probe=lambda: free)
    with pytest.raises(Exception, match="ended with status 3"):
        await processes.run_job(job(chosen), quiet)
    await processes.close()
    assert (tmp_path / "seen").read_text() == seen


def test_the_doctor_refuses_two_runtimes_and_names_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Settings()
    assert _local_models(chosen) == "none in the recipe"
    used = chosen.model_copy(update={"recipe": LOCAL, "studio": settings(tmp_path)})
    assert _local_models(used) == "onnx-genai, supertonic; sessions get CPUExecutionProvider" or has_nvidia_driver()
    missing = chosen.model_copy(update={"recipe": LOCAL, "studio": settings(tmp_path / "none")})
    lacking = {each.what: each for each in adapter_findings(missing)}
    assert (lacking["writer onnx-genai"].state, lacking["voice supertonic"].state) == ("fail", "fail")
    assert "wagglebot models convert" in lacking["writer onnx-genai"].remedy
    for name in ("onnxruntime_genai", "onnxruntime_genai_cuda"):
        info = tmp_path / f"site/{name}-1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])
    with pytest.raises(ConfigurationError, match="pip uninstall -y onnxruntime-genai onnxruntime-genai-cuda"):
        _local_models(chosen)


def test_free_memory_is_a_number_or_unknown() -> None:
    ram = free_ram_mib()
    assert ram is None or 0 < ram <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


Change = Callable[[Path], None]
CHANGES: dict[str, Change] = {
    "another configuration": lambda folder: _write(folder / "genai_config.json", b'{"a": 1}'),
    "another file": lambda folder: _write(folder / "new.json", b"{}"),
    "other weights of the same size": lambda folder: _write(folder / "onnx/model.onnx.data", b"\1" * (40 * 2**20)),
}


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_another_model_is_another_key(model: Path, change: Change) -> None:
    before = result_key(job(settings(model)))
    assert result_key(job(settings(model))) == before
    change(model)
    assert result_key(job(settings(model))) != before


def test_the_key_holds_what_changes_the_result_and_nothing_else(model: Path, tmp_path: Path) -> None:
    before = result_key(job(settings(model)))
    moved = tmp_path / "elsewhere"
    model.rename(moved)
    assert result_key(job(settings(moved))) == before
    assert result_key(job(settings(moved, llm={"folder": moved, "device": "cpu", "reserve_mb": 9}))) == before
    assert result_key(job(settings(moved, llm={"folder": moved, "temperature": 0.1}))) != before
    # What stands behind the first choice, or belongs to another stage, is not asked.
    assert result_key(job(settings(moved, writer={"max_tokens": 999}, kokoro={"folder": moved}))) == before
    server = Recipe(script=ScriptChoice(chain=("openai",), model="m"))
    asked = result_key(job(StudioSettings(), recipe=server))
    secret = StudioSettings.model_validate({"writer": {"api_key": "sk-1", "timeout": 9, "release": "ollama"}})
    assert result_key(job(secret, recipe=server)) == asked
    other = StudioSettings.model_validate({"writer": {"base_url": "http://127.0.0.1:1/v1"}})
    assert result_key(job(other, recipe=server)) != asked
    assert "sk-1" not in stage_dependencies(Stage.SCRIPT, server, secret)
    spoken = Recipe(voice=VoiceChoice(chain=("gpt-sovits",)))
    voiced = StudioSettings.model_validate({"sovits": {"voices": {"narrator-1": {"audio": "/a.wav"}}}})
    keys = {result_key(job(each, Stage.VOICE, spoken)) for each in (StudioSettings(), voiced)}
    assert len(keys) == 2


def test_a_folder_that_is_not_there_has_a_key_too(tmp_path: Path) -> None:
    assert folder_digest(tmp_path / "none") == folder_digest(tmp_path / "nowhere")
