"""The writer of Optimum, in the environment that only it can live in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.studio.models import STORY, story
from fixtures.studio.studio import small_post
from fixtures.studio.toys import genai_model

from libraries.film_scripts.checks import examine_script
from schemas.errors import ConfigurationError
from schemas.recipe import Recipe, ScriptChoice, Stage
from services.config import ROOT, MediaSettings, Settings, StudioSettings
from services.studio.script.llm import prompt
from services.studio.script.llm.settings import OnnxModelSettings
from services.studio.script.optimum.model import OptimumModel
from services.studio.script.stage import write_script
from services.studio.worker.protocol import StageJob
from services.studio.worker.stage_processes import StageProcesses

ENVIRONMENT = ROOT / "var/environments/optimum"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    posts = prompt.post_as_json(small_post())
    return genai_model(tmp_path / "toy", story(), prompt.system_prompt(ScriptChoice()) + posts)


@pytest.fixture(scope="module")
def python() -> Path:
    """The interpreter of ``make optimum``, made now where it is missing: that takes minutes once."""
    found = ENVIRONMENT / "bin/python"
    if not (ENVIRONMENT / "bin/optimum-cli").exists():
        made = subprocess.run(
            ["make", "optimum"], cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHON": sys.executable},
        )  # fmt: skip
        assert made.returncode == 0, made.stderr[-2000:]
    return found


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_the_stage_writes_with_another_interpreter(folder: Path, python: Path, tmp_path: Path) -> None:
    chosen = {"interpreter": {"script": str(python)}, "vram_wait": 0, "llm": {"folder": folder}}
    settings = StudioSettings.model_validate(chosen)
    recipe = Recipe(script=ScriptChoice(chain=("optimum", "extractive")))
    processes = StageProcesses(settings, tmp_path / "gpu.lock")
    try:
        for post in (small_post("1"), small_post("2"), small_post("3")):
            media = MediaSettings(root=tmp_path)
            job = StageJob(stage=Stage.SCRIPT, post=post, recipe=recipe, settings=settings, media=media)
            result = await processes.run_job(job, lambda _percent, _note: None)
            assert (result.served_by, result.device) == ("optimum", "cpu")
            assert result.script
            assert result.script.title == STORY["title"]
            assert examine_script(result.script, post).faults == ()
    finally:
        await processes.close()
    assert processes.starts == 1


def test_without_its_environment_the_remedy_is_named_and_another_writer_serves(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigurationError, match=r"studio\.interpreter: .* needs torch, .* Run 'make optimum'"):
        OptimumModel(OnnxModelSettings(folder=folder))
    monkeypatch.setenv("WAGGLEBOT_STUDIO__LLM__FOLDER", str(folder))
    assert (
        write_script(small_post(), ScriptChoice(chain=("optimum", "extractive")), Settings().studio)[1] == "extractive"
    )
