"""``wagglebot setup`` as a program: on a machine that reaches no hub of models it still ends in a film."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from libraries.model_store.catalogue import read_catalogue
from services.studio.trial_film import SECONDS

PROGRAM = Path(sys.executable).parent / "wagglebot"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """With nothing to reach: neither a hub nor a package index."""
    nobody = "http://127.0.0.1:9"
    environment = {
        **os.environ, "WAGGLEBOT_HOME": str(home), "HF_ENDPOINT": nobody,
        "PIP_INDEX_URL": nobody, "PIP_EXTRA_INDEX_URL": "", "PIP_CONFIG_FILE": os.devnull,
    }  # fmt: skip
    command = [str(PROGRAM), "setup", *arguments]
    return subprocess.run(
        command, env=environment, cwd=home, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def test_nothing_is_changed_before_somebody_agrees(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "MB to fetch" in done.stderr
    assert "setup --yes" in done.stdout
    assert not (tmp_path / ".env").exists()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_machine_that_reaches_no_hub_still_gets_a_recipe_and_a_film(tmp_path: Path) -> None:
    done = run(tmp_path, "--yes", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["writer"], told["voice"]) == ("extractive", "espeak")
    assert Path(told["film"]).stat().st_size > 100_000
    assert SECONDS <= told["film_seconds"] < 3 * SECONDS
    assert set(told["missing"]) <= set(read_catalogue())
    assert told["missing"], "a proposed model was fetched from nowhere"
    assert "--from" in done.stderr
    written = (tmp_path / ".env").read_text(encoding="utf-8")
    assert """WAGGLEBOT_RECIPE__SCRIPT__CHAIN='["extractive"]'""" in written
    assert told["recipe"]["script"]["chain"] == ["extractive"]
