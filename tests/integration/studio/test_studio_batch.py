"""A queue of posts through the real studio with small models: what it loads, what it keeps, what a crash costs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.studio.models import story
from fixtures.studio.studio import small_post
from fixtures.studio.toy_voices import supertonic_model
from fixtures.studio.toys import genai_model

from libraries.bus import Bus, RetryPolicy
from schemas.events import ContentFailed, ContentScripted, ContentVoiced
from schemas.recipe import Recipe, ScriptChoice, VoiceChoice
from services.config import MediaSettings, NatsSettings, Settings, StudioSettings
from services.studio.script.llm import prompt
from services.studio.service import Studio
from testbed.benchmarks.studio import batch as benched
from testbed.benchmarks.studio.batch import distinct_posts, run_batch, settings_without_film
from testbed.benchmarks.studio.bench import runnable_adapters, speech_normalisation_microseconds

MODELS = Recipe(script=ScriptChoice(chain=("onnx-genai",)), voice=VoiceChoice(chain=("supertonic",)))


def settings(root: Path, **studio: object) -> Settings:
    whole = Settings(
        nats=NatsSettings(store_dir=root / "var" / "nats"),
        media=MediaSettings(root=root / "media"),
        studio=StudioSettings.model_validate(studio),
    )
    return settings_without_film(root, whole)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with both models."""
    known = prompt.system_prompt(ScriptChoice()) + prompt.post_as_json(small_post())
    genai_model(tmp_path / "llm", story(), known)
    supertonic_model(tmp_path / "supertonic")
    return tmp_path


@pytest.mark.slow
@pytest.mark.timeout(500)
async def test_a_batch_loads_each_model_once_and_the_studio_stays_as_small_as_it_was(bus: Bus, models: Path) -> None:
    approved = [small_post(str(number)) for number in range(100)]
    folders = {"llm": {"folder": models / "llm"}, "supertonic": {"folder": models / "supertonic", "steps": 2}}
    batch = await run_batch(bus, settings(models, **folders), approved, MODELS)
    assert (batch.starts, batch.failed) == (4, 0)
    assert len(batch.rss) == 3 * len(approved)
    assert batch.memory_drift <= 0.05
    facts = [recorded.event for recorded in await bus.facts_of_post(approved[-1].key)]
    scripted = next(fact for fact in facts if isinstance(fact, ContentScripted))
    voiced = next(fact for fact in facts if isinstance(fact, ContentVoiced))
    assert (scripted.served_by, scripted.device) == ("onnx-genai", "cpu")
    assert (voiced.served_by, voiced.device) == ("supertonic", "cpu")


FAULTS = '''
import ctypes, os, resource, time
from pathlib import Path
from schemas.adapters import Adapter, AdapterKind
from services.studio.script.extractive.writer import ExtractiveWriter

class Once(ExtractiveWriter):
    """Fails in its own way the first time it meets a post, and works the next time."""
    def write(self, post, choice):
        mark = Path(os.environ["MARKS"], f"{type(self).__name__}-{post.key.id}")
        if not mark.exists():
            mark.touch()
            self.fault()
        return super().write(post, choice)

class Segfault(Once):
    def fault(self): ctypes.string_at(0)

class Memory(Once):
    def fault(self):
        resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))
        held = []
        while True: held.append(bytearray(2**24))

class Hangs(Once):
    def fault(self): time.sleep(600)

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
MEMORY = declared('memory', Memory)
HANGS = declared('hangs', Hangs)
'''


@pytest.mark.slow
async def test_a_process_that_falls_runs_out_of_memory_or_hangs_costs_one_attempt(
    bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    info = site / "faulty-0.dist-info"
    info.mkdir(parents=True)
    (site / "once.py").write_text(FAULTS)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 0\n")
    names = {"segfault": "Segfault", "memory": "Memory", "hangs": "Hangs"}
    entries = "".join(f"{name} = once:{kind.upper()}\n" for name, kind in names.items())
    (info / "entry_points.txt").write_text(f"[wagglebot.writers]\n{entries}")
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setenv("MARKS", str(tmp_path))

    class Impatient(Studio):
        """Tries again at once."""

        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]  # handed on as they come
            self.retry = RetryPolicy(max_attempts=3, base=0.1)

    monkeypatch.setattr(benched, "Studio", Impatient)
    chosen = settings(tmp_path, stage_timeout=8)
    for place, name in enumerate(names):
        post = distinct_posts(place + 1)[place]
        batch = await run_batch(bus, chosen, [post], Recipe(script=ScriptChoice(chain=(name,))))
        failures = [one.event for one in await bus.facts_of_post(post.key) if isinstance(one.event, ContentFailed)]
        assert batch.failed == 0
        assert [failure.attempt for failure in failures] == [1]
        assert failures[0].retry_at
        said = {"segfault": "SIGSEGV", "memory": "MemoryError", "hangs": "longer than 8 s"}[name]
        assert said in failures[0].message


def test_the_figures_of_the_bench(models: Path) -> None:
    assert 0 < speech_normalisation_microseconds() <= 200
    folders = {"supertonic": {"folder": models / "supertonic"}, "kokoro": {"folder": models / "none"}}
    assert runnable_adapters(StudioSettings.model_validate(folders)) == [
        ("voice", "espeak"),
        ("voice", "supertonic"),
    ]


@pytest.mark.slow
def test_the_bench_measures_every_adapter_that_is_there(models: Path) -> None:
    there = {f"WAGGLEBOT_STUDIO__{name.upper()}__FOLDER": str(models / name) for name in ("llm", "supertonic")}
    ran = subprocess.run(
        [str(Path(sys.executable).parent / "wagglebot"), "bench", "studio", "--posts", "10", "--json"],
        capture_output=True, text=True, check=True, cwd=models, env=os.environ | there,
    )  # fmt: skip
    figures = json.loads(ran.stdout.splitlines()[-1])
    # Script, voice and pictures have no model and share a process; the empty film stage has a Python of its own.
    assert figures["model_loads"] == 2
    assert figures["failed"] == 0
    assert figures["onnx-genai_tokens_per_s"] > 0
    assert figures["onnx-genai_device"] == "cpu"
    for name in ("espeak", "supertonic"):
        assert 0 < figures[f"{name}_rtf"] < 5
    assert {"parent_rss_slope", "parent_rss_drift", "normalise_us", "model_loads_per_100"} <= set(figures)
