"""``wagglebot models``: what is no model is refused at once; a small one is really converted, and then writes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.studio.models import STORY, story
from fixtures.studio.studio import small_post
from fixtures.studio.toys import hugging_face_model

from libraries.model_store import four_bit_conversion as converting
from libraries.model_store.four_bit_conversion import ConversionRequest, convert_to_4_bit, ensure_conversion_environment
from libraries.model_store.store import ModelStore
from schemas.errors import BadInput, ConfigurationError
from schemas.recipe import ScriptChoice
from services.studio.script.llm import prompt
from services.studio.script.llm.settings import OnnxModelSettings
from services.studio.script.onnx_genai.model import GenaiWriter
from testbed.fake_servers.model_hub import running_model_hub

PROGRAM = Path(sys.executable).parent / "wagglebot"


def run(*arguments: object, **more: str) -> "subprocess.CompletedProcess[str]":
    command = [str(PROGRAM), "models", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **more})


def known() -> str:
    return prompt.system_prompt(ScriptChoice()) + prompt.post_as_json(small_post())


def silent(_line: str) -> None:
    """Nobody watches."""


def test_what_cannot_be_converted_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    model = hugging_face_model(tmp_path / "model", story())
    with pytest.raises(BadInput, match="is there already"):
        convert_to_4_bit(ConversionRequest(str(model), tmp_path), silent)
    with pytest.raises(BadInput, match="there is no such folder"):
        convert_to_4_bit(ConversionRequest(str(tmp_path / "none"), tmp_path / "out"), silent)
    (model / "model.safetensors").unlink()
    with pytest.raises(BadInput, match=r"no \*\.safetensors"):
        convert_to_4_bit(ConversionRequest(str(model), tmp_path / "out"), silent)
    (model / "config.json").write_text("{}")
    with pytest.raises(BadInput, match="names no architecture"):
        convert_to_4_bit(ConversionRequest(str(model), tmp_path / "out"), silent)
    assert not (tmp_path / "out").exists()


def test_an_environment_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ConfigurationError, match="cannot be made"):
        ensure_conversion_environment(tmp_path / "environment", silent)


def test_a_builder_that_gives_up_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    (environment / "bin").mkdir(parents=True)
    (environment / "ready").touch()
    python = environment / "bin/python"
    python.write_text('#!/bin/sh\necho "NotImplementedError: The exaone model is not supported."\nexit 1\n')
    python.chmod(0o755)
    source = hugging_face_model(tmp_path / "model", story())
    seen: list[str] = []
    with pytest.raises(BadInput, match="the builder gives up: NotImplementedError: The exaone"):
        convert_to_4_bit(ConversionRequest(str(source), tmp_path / "out"), seen.append, environment)
    assert seen == ["NotImplementedError: The exaone model is not supported."]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["environment", "model"]


def test_a_repository_is_fetched_at_its_revision_converted_and_its_weights_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = tmp_path / "environment"
    (environment / "bin").mkdir(parents=True)
    (environment / "ready").touch()
    python = environment / "bin/python"
    python.write_text(
        '#!/bin/sh\nwhile [ "$1" != -o ]; do [ "$1" = -i ] && in="$2"; shift; done\n'
        'mkdir -p "$2" && cp "$in/tokenizer.json" "$2/" && echo "{}" > "$2/genai_config.json"\n'
    )
    python.chmod(0o755)
    made = hugging_face_model(tmp_path / "model", story())
    seen: list[str] = []
    with running_model_hub() as hub:
        for file in made.iterdir():
            hub.add_file("owner/toy", "e" * 40, file.name, file.read_bytes())
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        request = ConversionRequest("owner/toy", tmp_path / "out")
        assert convert_to_4_bit(request, seen.append, environment, ModelStore(tmp_path / "models")) == tmp_path / "out"
        assert f"owner/toy at {'e' * 40} (apache-2.0)" in seen[0]
        assert (tmp_path / "out/genai_config.json").is_file()
        assert not (tmp_path / "models/sources").exists()
        monkeypatch.setattr(converting, "free_ram_mib", lambda: 0)
        hub.add_file("owner/large", "e" * 40, "model.safetensors", bytes(3 << 20))
        with pytest.raises(BadInput, match="reads 3 MiB of weights into memory"):
            convert_to_4_bit(
                ConversionRequest("owner/large", tmp_path / "large"),
                silent,
                environment,
                ModelStore(tmp_path / "models"),
            )


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_model_is_converted_and_writes(tmp_path: Path) -> None:
    source = hugging_face_model(tmp_path / "model", story(), known())
    ran = run("convert", source, tmp_path / "llm")
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    folder = tmp_path / "llm"
    graph = (folder / "model.onnx").read_bytes()
    assert b"MatMulNBits" in graph
    assert (folder / "config.json").is_file()
    script = GenaiWriter(OnnxModelSettings(folder=folder)).write(small_post(), ScriptChoice())
    assert script.title == STORY["title"]
