"""Writers with real weights: every sample post gets a script by somebody, and no model declines a harmless one; the
stage process that holds them loads them once, and their memory is free when it ends.

Name a folder of GGUF files in ``WAGGLEBOT_TEST_WEIGHTS`` and install xllamacpp: ``make test-slow``. On one thread of a
quiet machine a post takes a model of 270 M parameters about 15 s, one of 1.5 B about 80 s.
"""

import os
import time
from collections import Counter
from pathlib import Path

import pytest
from fixtures.studio.studio import sample_posts

from libraries.gpu.ram_and_folder_sizes import folder_size_mib
from schemas import failures
from schemas.recipe import Recipe, ScriptChoice, Stage
from services.config import MediaSettings, Settings, StudioSettings
from services.studio.script.stage import examined_script
from services.studio.worker.protocol import StageJob
from services.studio.worker.stage_processes import StageProcesses

_NAMED = os.environ.get("WAGGLEBOT_TEST_WEIGHTS", "")
WEIGHTS = sorted(Path(_NAMED).glob("*.gguf")) if _NAMED else []
CONTEXT = 8192

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(4 * 3600),
    pytest.mark.skipif(not WEIGHTS, reason="WAGGLEBOT_TEST_WEIGHTS names no folder of GGUF files"),
]


@pytest.mark.parametrize("weights", WEIGHTS, ids=lambda path: path.stem)
def test_every_post_gets_a_script_whatever_the_model_says(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    llama = pytest.importorskip("xllamacpp")
    wanted = llama.CommonParams()
    wanted.model.path = str(weights)
    wanted.port, wanted.n_ctx, wanted.n_parallel = 0, CONTEXT, 1
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = 1
    server = llama.Server(wanted)
    monkeypatch.setenv("WAGGLEBOT_STUDIO__WRITER__BASE_URL", f"{server.listening_address}/v1")
    monkeypatch.setenv("WAGGLEBOT_STUDIO__WRITER__TIMEOUT", "600")
    choice = ScriptChoice(chain=("openai", "extractive"), model=weights.stem)
    served_by: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    began = time.monotonic()
    for post in sample_posts():
        served = examined_script(post, choice, Settings().studio)
        served_by[served.by] += 1
        reasons.update(one.code for one in served.passed_over)
        assert served.by == "extractive" or not served.made.report.faults
    print(
        weights.stem, dict(served_by), dict(reasons), f"{(time.monotonic() - began) / len(sample_posts()):.0f} s a post"
    )
    assert served_by.total() == len(sample_posts())
    assert reasons.total() == served_by["extractive"], "each time the model did not serve, the facts say why"
    assert set(reasons) <= set(failures.failure_codes()) - {"chain.broke"}
    assert not [code for code in reasons if code.startswith("script.declined")]


@pytest.mark.parametrize("weights", WEIGHTS, ids=lambda path: path.stem)
async def test_the_stage_loads_them_once_for_all_posts_and_gives_their_memory_back(
    weights: Path, tmp_path: Path
) -> None:
    chosen = {"vram_wait": 0, "stage_timeout": 3600, "gguf": {"folder": weights, "threads": 1}}
    settings = StudioSettings.model_validate(chosen)
    processes = StageProcesses(settings, tmp_path / "gpu.lock")
    recipe, media = Recipe(script=ScriptChoice(chain=("gguf", "extractive"))), MediaSettings(root=tmp_path)
    served_by: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    began = time.monotonic()
    try:
        for post in sample_posts():
            job = StageJob(stage=Stage.SCRIPT, post=post, recipe=recipe, settings=settings, media=media)
            result = await processes.run_job(job, lambda _percent, _note: None)
            served_by[result.served_by] += 1
            reasons.update(one.code for one in result.passed_over)
            assert result.device, "the model was loaded"
        spent = time.monotonic() - began
        assert processes.starts == 1
        assert processes._child is not None
        process = processes._child._process.pid
        held = _resident(process)
        assert held > folder_size_mib(weights), "the weights lie in its memory"
    finally:
        began = time.monotonic()
        await processes.close()
    given_back = time.monotonic() - began
    assert _resident(process) == 0
    print(
        weights.stem, dict(served_by), dict(reasons), f"{spent / len(sample_posts()):.0f} s a post,",
        f"{held} MiB given back in {given_back:.2f} s",
    )  # fmt: skip


def _resident(process: int) -> int:
    """MiB of a process in memory; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS:")), 0)
