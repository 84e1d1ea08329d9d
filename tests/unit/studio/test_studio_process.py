"""Stage processes: real children that work, crash, hang, shout and are left behind."""

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from fixtures.processes import thread_states
from fixtures.studio.picture import story_of
from fixtures.studio.studio import small_post

from libraries.gpu.lock import gpu_lock
from libraries.picture_makers.openai_images import ImageServerSettings
from schemas.errors import BadInput, ConfigurationError, Parked, Retryable
from schemas.recipe import FilmChoice, PictureChoice, Recipe, ScriptChoice, Stage, VoiceChoice
from schemas.script import Script
from services.config import ROOT, MediaSettings, StudioSettings
from services.studio.worker.protocol import StageJob
from services.studio.worker.stage_processes import StageProcesses
from testbed.fake_servers.http_server import ReceivedRequest, ServerAnswer, json_answer, png_picture, serve_answers

FAULTS = """
import ctypes, os, sys, time
from schemas.adapters import Adapter, AdapterKind
from services.studio.script.extractive.writer import ExtractiveWriter

class _Fault(ExtractiveWriter):
    def write(self, post, choice):
        self.fault()
        return super().write(post, choice)

class Segfault(_Fault):
    def fault(self): print("about to fall", file=sys.stderr, flush=True); ctypes.string_at(0)

class Exits(_Fault):
    def fault(self): os._exit(7)

class Bug(_Fault):
    def fault(self): raise KeyError("eojeol")

class Hangs(_Fault):
    def fault(self):
        os.system(f"sleep 61.7 & echo $! > {os.environ['SLEEPER']}"); time.sleep(60)

class Noisy(_Fault):
    def fault(self): print("downloading model..."); os.system("echo not json"); os.write(1, b"\\xff garbage\\n")

def declared(name, writer):
    return Adapter(
        kind=AdapterKind.WRITER,
        name=name,
        version="1",
        make=writer,
        title_en=name,
        title_ko=name,
        quotes_post=True,
    )

SEGFAULT = declared('segfault', Segfault)
EXITS = declared('exits', Exits)
BUG = declared('bug', Bug)
HANGS = declared('hangs', Hangs)
NOISY = declared('noisy', Noisy)
"""


@pytest.fixture
def faulty_writers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Writers that misbehave, installed beside ours the way a plug-in is."""
    site = tmp_path / "site"
    info = site / "faulty-0.dist-info"
    info.mkdir(parents=True)
    (site / "faulty_writers.py").write_text(FAULTS)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 0\n")
    names = {"segfault": "Segfault", "exits": "Exits", "bug": "Bug", "hangs": "Hangs", "noisy": "Noisy"}
    (info / "entry_points.txt").write_text(
        "[wagglebot.writers]\n" + "".join(f"{name} = faulty_writers:{kind.upper()}\n" for name, kind in names.items())
    )
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setenv("SLEEPER", str(tmp_path / "sleeper"))
    return tmp_path


Make = Callable[..., StageProcesses]


@pytest_asyncio.fixture
async def make(tmp_path: Path) -> AsyncIterator[Make]:
    """Builds StageProcesses and ends their children afterwards."""
    made: list[StageProcesses] = []

    def build(**settings: object) -> StageProcesses:
        made.append(StageProcesses(StudioSettings.model_validate(settings), tmp_path / "gpu.lock"))
        return made[-1]

    yield build
    for each in made:
        await each.close()


def job(writer: str = "extractive", stage: Stage = Stage.SCRIPT, root: str = "/nonexistent") -> StageJob:
    recipe = Recipe(script=ScriptChoice(chain=(writer,)))
    media = MediaSettings(root=Path(root))
    return StageJob(stage=stage, post=small_post(), recipe=recipe, settings=StudioSettings(), media=media)


def quiet(_percent: float, _note: str) -> None:
    """Nobody watches."""


def is_alive(pid: int) -> bool:
    """Whether a thread of the process is left that is not merely waiting to be reaped.

    The first thread of a killed process may be a zombie while others still hold its files and locks.
    """
    return any(state not in "ZX" for state in thread_states(pid))


def wait_for_text(file: Path) -> None:
    """Until somebody wrote a line into ``file``."""
    while not file.exists() or not file.read_text(encoding="utf-8").strip():
        time.sleep(0.02)


def wait_for_card(lock: Path) -> None:
    """Until nobody holds the graphics card."""
    with gpu_lock(lock, lambda: None):
        pass


def ended_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not is_alive(pid):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.slow
async def test_ten_jobs_of_one_stage_start_one_process(make: Make) -> None:
    processes = make()
    ticks: list[float] = []
    results = [await processes.run_job(job(), lambda percent, _note: ticks.append(percent)) for _ in range(10)]
    assert ticks
    assert all(0 <= percent <= 100 for percent in ticks)
    assert processes.starts == 1
    assert len({result.script for result in results}) == 1
    assert results[0].script
    assert results[0].served_by == "extractive"


def of_voice(script: Script | None, root: Path, *chain: str) -> StageJob:
    """A job of the stage voice."""
    recipe = Recipe(script=ScriptChoice(chain=("extractive",)), voice=VoiceChoice(chain=chain))
    return job(stage=Stage.VOICE, root=str(root)).model_copy(update={"script": script, "recipe": recipe})


@pytest.mark.slow
async def test_a_process_goes_on_with_a_later_stage_unless_that_may_load_a_model(make: Make, tmp_path: Path) -> None:
    processes = make(interpreter={"film": "/no/such/python"})
    script = (await processes.run_job(job(), quiet)).script
    result = await processes.run_job(of_voice(script, tmp_path, "espeak"), quiet)
    assert result.voice
    assert (tmp_path / result.voice.audio.key).stat().st_size == result.voice.audio.size
    assert processes.starts == 1
    # The first voice of this chain might load a model; its folder is empty, and the second one serves.
    await processes.run_job(of_voice(script, tmp_path, "supertonic", "espeak"), quiet)
    assert processes.starts == 1
    assert processes._child
    assert processes._child.holds_model, "so no later stage may have this process"
    await processes.run_job(job(), quiet)
    assert processes.starts == 2, "an earlier stage begins with an empty process"
    result = await processes.run_job(of_voice(script, tmp_path, "supertonic", "espeak"), quiet)
    assert (result.served_by, processes.starts) == ("espeak", 3)
    with pytest.raises(ConfigurationError, match="/no/such/python"):
        await processes.run_job(job(stage=Stage.FILM), quiet)


@pytest.mark.slow
async def test_an_idle_process_ends_and_the_next_job_starts_a_new_one(make: Make, tmp_path: Path) -> None:
    processes = make(idle_seconds=0.05)
    await processes.run_job(job(), quiet)
    # The lock on the graphics card is free exactly when the process is gone.
    await asyncio.to_thread(wait_for_card, tmp_path / "gpu.lock")
    await processes.run_job(job(), quiet)
    assert processes.starts == 2


FATES = {"segfault": "SIGSEGV. Its last output: about to fall", "exits": "status 7", "bug": "KeyError: 'eojeol'"}


async def test_a_process_that_dies_costs_one_attempt(make: Make, faulty_writers: Path) -> None:
    processes = make()
    for writer, fate in FATES.items():
        began = time.monotonic()
        with pytest.raises(Retryable, match=fate):
            await processes.run_job(job(writer), quiet)
        assert time.monotonic() - began < 60
    noisy = await processes.run_job(job("noisy"), quiet)
    assert (noisy.served_by, processes.starts) == ("noisy", len(FATES) + 1), "noise on stdout garbles no answer"


async def test_a_process_that_hangs_is_ended_with_all_it_started(make: Make, faulty_writers: Path) -> None:
    processes = make(stage_timeout=15)
    with pytest.raises(Retryable, match="longer than 15 s"):
        await processes.run_job(job("hangs"), quiet)
    sleeper = int((faulty_writers / "sleeper").read_text())
    assert ended_within(sleeper, 20)
    assert (await processes.run_job(job(), quiet)).script


@pytest.mark.slow
async def test_each_picture_has_the_time_of_a_stage(make: Make, tmp_path: Path) -> None:
    def slow(_: ReceivedRequest) -> ServerAnswer:
        time.sleep(1.6)
        return json_answer({"data": [{"b64_json": base64.b64encode(png_picture()).decode()}]})

    processes = make(stage_timeout=5)
    with serve_answers(slow) as server:
        recipe = Recipe(picture=PictureChoice(chain=("openai-images",)), film=FilmChoice(template="card"))
        settings = StudioSettings().with_adapter_sections(ImageServerSettings(base_url=server.url, model="m"))
        wanted = {"script": story_of().script, "recipe": recipe, "settings": settings}
        began = time.monotonic()
        result = await processes.run_job(job(stage=Stage.PICTURE, root=str(tmp_path)).model_copy(update=wanted), quiet)
    assert result.pictures
    assert len(result.pictures.pictures) == 4
    assert time.monotonic() - began > 5


async def test_cancelling_a_job_ends_its_process(make: Make, faulty_writers: Path) -> None:
    processes = make()
    running = asyncio.create_task(processes.run_job(job("hangs"), quiet))
    await asyncio.to_thread(wait_for_text, faulty_writers / "sleeper")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ended_within(int((faulty_writers / "sleeper").read_text()), 20)
    assert (await processes.run_job(job(), quiet)).script


@pytest.mark.slow
async def test_errors_keep_their_class_and_words(make: Make) -> None:
    processes = make()
    with pytest.raises(ConfigurationError, match="no writer called no-such-writer"):
        await processes.run_job(job("no-such-writer"), quiet)
    empty = job().model_copy(update={"post": small_post(title="...", content="", comments=())})
    with pytest.raises(BadInput, match="no title, text or comments"):
        await processes.run_job(empty, quiet)
    assert processes.starts == 1


@pytest.mark.slow
async def test_a_stage_that_is_parked_for_memory_leaves_no_process_behind(tmp_path: Path) -> None:
    settings = StudioSettings(vram_mb={"voice": 4000}, vram_wait=0, vram_short="park")
    processes = StageProcesses(settings, tmp_path / "gpu.lock", lambda: 100)
    script = (await processes.run_job(job(), quiet)).script
    short = of_voice(script, tmp_path, "espeak").model_copy(update={"settings": settings})
    with pytest.raises(Parked, match="4000"):
        await processes.run_job(short, quiet)
    assert processes._child is None


async def test_an_interpreter_that_does_not_exist_is_named(make: Make) -> None:
    with pytest.raises(ConfigurationError, match="/no/such/python"):
        await make(interpreter={"script": "/no/such/python"}).run_job(job(), quiet)


@pytest.mark.slow
async def test_a_second_studio_waits_for_the_card_and_says_so(make: Make, tmp_path: Path) -> None:
    first, second = make(), make()
    await first.run_job(job(), quiet)
    notes: asyncio.Queue[str] = asyncio.Queue()
    waiting = asyncio.create_task(second.run_job(job(), lambda _percent, note: notes.put_nowait(note)))
    assert await asyncio.wait_for(notes.get(), 60) == "waiting for the graphics card"
    assert not waiting.done()
    await first.close()
    assert (await asyncio.wait_for(waiting, 60)).script


PARENT = """
import asyncio, sys
from pathlib import Path
from fixtures.studio.studio import small_post
from schemas.recipe import Recipe, ScriptChoice, Stage
from services.config import MediaSettings, StudioSettings
from services.studio.worker.stage_processes import StageProcesses
from services.studio.worker.protocol import StageJob

async def main(writer):
    processes = StageProcesses(StudioSettings(), Path(sys.argv[1]))
    recipe = Recipe(script=ScriptChoice(chain=("extractive",)))
    media = MediaSettings(root=Path("/nonexistent"))
    job = StageJob(stage=Stage.SCRIPT, post=small_post(), recipe=recipe, settings=StudioSettings(), media=media)
    await processes.run_job(job, lambda *_: None)
    print("child", processes._child._process.pid, flush=True)
    if writer != "extractive":
        hang = job.model_copy(update={"recipe": Recipe(script=ScriptChoice(chain=(writer,)))})
        await processes.run_job(hang, lambda *_: None)
    await asyncio.sleep(60)

asyncio.run(main(sys.argv[2]))
"""


@pytest.mark.parametrize("writer", ["extractive", "hangs"], ids=["idle", "at work"])
def test_a_stage_never_outlives_its_studio(faulty_writers: Path, writer: str) -> None:
    path = os.pathsep.join((os.environ["PYTHONPATH"], str(ROOT), str(ROOT / "tests")))
    lock = faulty_writers / "gpu.lock"
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(lock), writer],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as parent:
        assert parent.stdout
        child = next(int(line.split()[1]) for line in parent.stdout if line.startswith("child "))
        assert is_alive(child)
        if writer == "hangs":
            wait_for_text(faulty_writers / "sleeper")
        parent.send_signal(signal.SIGKILL)
    assert ended_within(child, 20)
    with gpu_lock(lock, lambda: pytest.fail("the dead still hold the lock")):
        pass
    sleeper = faulty_writers / "sleeper"
    if sleeper.exists() and is_alive(int(sleeper.read_text())):
        os.kill(int(sleeper.read_text()), signal.SIGKILL)


def test_a_stage_ends_when_its_stdin_closes(tmp_path: Path) -> None:
    request = job(root=str(tmp_path)).model_dump_json()
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "services.studio.worker.main",
            "script",
            "--parent",
            str(os.getpid()),
            "--lock",
            tmp_path / "l",
        ],
        input=request + "\n",
        capture_output=True,
        text=True,
        timeout=30,
        cwd=ROOT,
        check=True,
    )
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert answers[-1]["type"] == "result"
    assert answers[-1]["script"]["lines"][0]["role"] == "hook"
