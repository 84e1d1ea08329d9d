"""``wagglebot models``: what is listed, what getting a model writes, what a person is told of damage."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from libraries.model_store.catalogue import find_model, read_catalogue
from libraries.model_store.fetching import FetchOptions, fetch_model
from libraries.model_store.store import ModelStore
from libraries.settings.env_file import write_env_file_variables
from schemas.errors import ConfigurationError
from services.cli import models as commands
from services.cli.models import models

PROGRAM = Path(sys.executable).parent / "wagglebot"


def wagglebot(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "WAGGLEBOT_HOME": str(home)}
    command = [str(PROGRAM), "models", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, input="")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    made = ModelStore(tmp_path / "models")
    monkeypatch.setattr(commands, "ModelStore", lambda: made)
    monkeypatch.setattr(commands, "HOME", tmp_path)
    return made


def test_the_list_says_of_every_model_what_it_is_for_and_whether_it_is_here(store: ModelStore) -> None:
    ended = CliRunner().invoke(models, ["list", "--json"])
    listed = json.loads(ended.stdout)
    assert [each["name"] for each in listed] == list(read_catalogue())
    for each in listed:
        assert each["state"] == "missing"
        assert {"purpose", "licence", "languages", "size", "memory_mb", "card_mb", "sources", "files"} <= set(each)
    assert "kokoro" in CliRunner().invoke(models, ["list", "--for", "voice"]).stdout
    assert "centerface" not in CliRunner().invoke(models, ["list", "--for", "voice"]).stdout


def test_a_model_from_a_folder_is_made_used_proven_and_removed(store: ModelStore, tmp_path: Path) -> None:
    real = find_model("centerface")
    file = real.files[0].model_copy(update={"size": 3, "sha256": hashlib.sha256(b"net").hexdigest()})
    model = real.model_copy(update={"files": (file,), "sources": ()})
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick/faces.onnx").write_bytes(b"net")
    installed = fetch_model(model, store, FetchOptions(folder=tmp_path / "stick"))
    assert installed.settings == {"WAGGLEBOT_STUDIO__FACES": str(store.root / "faces.onnx")}
    assert CliRunner().invoke(models, ["verify"]).exit_code == 0
    (store.root / "faces.onnx").write_bytes(b"nit")
    ended = CliRunner().invoke(models, ["verify", "--json"])
    assert (ended.exit_code, json.loads(ended.stdout)) == (1, {"centerface": ["faces.onnx"]})
    ended = CliRunner().invoke(models, ["remove", "centerface"])
    assert ended.exit_code == 0
    assert not (store.root / "faces.onnx").exists()


def test_refusals_are_one_sentence_with_a_cure(tmp_path: Path) -> None:
    ended = wagglebot(tmp_path, "get", "gemma-3-270m")
    assert ended.returncode == 1
    assert "nobody has agreed" in ended.stderr
    assert "wagglebot models get gemma-3-270m --agree" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / ".env").exists()


def refuse() -> None:
    raise ConfigurationError("settings.unknown", setting="WAGGLEBOT_STUDIO__NONE")


def test_variables_are_written_beside_what_stands_there(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# mine\nWAGGLEBOT_LANGUAGE=ko\nexport WAGGLEBOT_STUDIO__FACES=/old\n")
    write_env_file_variables(
        file, {"WAGGLEBOT_STUDIO__FACES": "/new place", "WAGGLEBOT_RECIPE__VOICE__CHAIN": '["kokoro"]'}
    )
    assert file.read_text().splitlines() == [
        "# mine",
        "WAGGLEBOT_LANGUAGE=ko",
        "WAGGLEBOT_STUDIO__FACES='/new place'",
        "WAGGLEBOT_RECIPE__VOICE__CHAIN='[\"kokoro\"]'",
    ]
    write_env_file_variables(tmp_path / "other", {"A": "1"})
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o600
    before = file.read_text()
    with pytest.raises(ConfigurationError):
        write_env_file_variables(file, {"WAGGLEBOT_STUDIO__NONE": "1"}, refuse)
    assert file.read_text() == before
    with pytest.raises(ValueError, match="cannot stand"):
        write_env_file_variables(file, {"A": "it's"})


def test_what_a_model_writes_is_what_the_settings_read(tmp_path: Path) -> None:
    write_env_file_variables(
        tmp_path / ".env",
        {"WAGGLEBOT_RECIPE__VOICE__CHAIN": '["kokoro", "espeak"]', "WAGGLEBOT_STUDIO__KOKORO__FOLDER": str(tmp_path)},
    )
    code = "from services.config import Settings; print(Settings.load().recipe.voice.chain)"
    environment = {**os.environ, "WAGGLEBOT_HOME": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert ended.stdout.strip() == "('kokoro', 'espeak')"
