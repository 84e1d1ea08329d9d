"""The writer with a GGUF file: llama.cpp itself, on a small Llama."""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures.rows import each_row
from fixtures.studio.models import STORY, story
from fixtures.studio.studio import small_post
from fixtures.studio.toy_gguf import gguf_model

from libraries.film_scripts.checks import examine_script
from libraries.gpu.onnx import devices_in_use
from schemas.errors import BadInput, ConfigurationError, ProviderDown
from schemas.recipe import Recipe, ScriptChoice, Stage
from schemas.script import SecondQuestionPolicy
from services.config import MediaSettings, StudioSettings
from services.studio.script.gguf import GgufSettings
from services.studio.script.gguf.model import GgufWriter, LlamaCppModel
from services.studio.script.llm import prompt
from services.studio.script.llm.draft import draft_schema
from services.studio.script.llm.local_model import load_model_once
from services.studio.worker.protocol import StageJob
from services.studio.worker.stage_processes import StageProcesses

CHOICE = ScriptChoice(chain=("gguf",))
ASKED: list[Any] = [{"role": "system", "content": "대본을 쓴다"}, {"role": "user", "content": "써"}]
NO_SYSTEM = "{{ raise_exception('System role not supported') if messages[0]['role'] == 'system' else '<|assistant|>' }}"
SHORT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "hook": {"type": "string", "maxLength": 30},
        "comments": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 9}, "maxItems": 4},
        "mood": {"enum": ["humor", "anger"]},
    },
    "required": ["hook", "comments", "mood"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    known = prompt.system_prompt(ScriptChoice()) + prompt.post_as_json(small_post())
    return gguf_model(tmp_path_factory.mktemp("toy") / "toy.gguf", story(), known)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    load_model_once.cache_clear()
    yield
    load_model_once.cache_clear()


def model(file: Path, **more: Any) -> LlamaCppModel:
    return LlamaCppModel(GgufSettings(folder=file, **more))


@pytest.mark.slow
def test_a_post_is_retold_by_the_model_which_is_loaded_once(file: Path) -> None:
    for post in (small_post(), small_post("2", "냉장고에 넣어 둔 제 도시락이 없어졌습니다")):
        writer = GgufWriter(GgufSettings(folder=file))
        script = writer.write(post, CHOICE)
        assert script.title == STORY["title"]
        assert examine_script(script, post).faults == ()
        assert writer.second_answer, "a script that was right at once is asked about"
    assert load_model_once.cache_info().misses == 1
    assert "cpu" in devices_in_use()


def test_the_grammar_holds_whatever_the_weights_say(tmp_path: Path) -> None:
    random = model(gguf_model(tmp_path / "random.gguf", story(), reciting=False), temperature=1.5)
    seen = {random.ask(ASKED, SHORT, seed).text for seed in range(6)}
    assert len(seen) == 6
    for text in seen:
        found = json.loads(text)
        assert list(found) == ["hook", "comments", "mood"]
        assert len(found["hook"]) <= 30
        assert all(0 <= number <= 9 for number in found["comments"])
        assert found["mood"] in ("humor", "anger")
        assert ": " not in text, "no tokens are spent on white space"
    again = {random.ask(ASKED, SHORT, seed).text for seed in range(6)}
    assert again == seen


def test_an_answer_ends_where_it_repeats_itself_and_where_it_is_long_enough(tmp_path: Path, file: Path) -> None:
    looping = model(
        gguf_model(tmp_path / "loop.gguf", json.dumps({"a": "가나다라"}), ""), temperature=0, max_tokens=4000
    )
    endless: dict[str, Any] = {"type": "object", "properties": {"z": {"type": "string"}}, "required": ["z"]}
    said = looping.ask(ASKED, endless, 1)
    assert (said.cut, said.looped) == (True, True)
    assert len(said.text) < 2000
    random = model(gguf_model(tmp_path / "random.gguf", story(), reciting=False), temperature=1, max_tokens=256)
    cut = random.ask(ASKED, {"type": "object", "properties": {"z": {"type": "string", "minLength": 3000}}}, 1)
    assert (cut.cut, cut.looped) == (True, False)
    whole = model(file).ask(ASKED, draft_schema(), 1)
    assert (json.loads(whole.text), whole.cut) == (STORY, False)


def test_a_template_without_a_system_role_is_asked_without_one(tmp_path: Path) -> None:
    bare = model(gguf_model(tmp_path / "bare.gguf", story(), template=NO_SYSTEM))
    assert json.loads(bare.ask(ASKED, draft_schema(), 1).text) == STORY


def test_a_question_that_leaves_no_room_for_the_answer_is_told_apart(file: Path) -> None:
    long: list[Any] = [{"role": "user", "content": "가" * 4000}]
    with pytest.raises(BadInput, match="context"):
        model(file, context=1024).ask(long, draft_schema(), 1)
    room = model(file, context=1024)
    just: list[Any] = [{"role": "user", "content": "a" * 990}]
    with pytest.raises(BadInput, match="context"):
        room.ask(just, draft_schema(), 1)


def test_it_stops_before_the_memory_is_gone(file: Path) -> None:
    with pytest.raises(ProviderDown, match=r"it needs \d+ MiB of memory and \d+ MiB are free"):
        model(file, reserve_mb=2**30)
    writing = model(file)
    writing.settings = GgufSettings(folder=file, reserve_mb=2**30)
    with pytest.raises(ProviderDown, match=r"only \d+ MiB of memory are left"):
        writing.ask(ASKED, draft_schema(), 1)


@each_row(
    "name, content, told",
    [
        ("no", None, r"studio\.gguf\.folder: .*\.gguf is not there"),
        ("text", b"no model at all", r"it does not begin with the letters GGUF"),
        ("half", b"GGUF\3\0\0\0" + b"\xff" * 64, r"studio\.gguf\.folder: .* is no usable model"),
    ],
)
def test_what_is_no_model_is_named(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    file = tmp_path / f"{name}.gguf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=told):
        model(file)


def test_cuda_is_what_the_model_got(file: Path) -> None:
    if Path("/dev/nvidia0").exists():
        pytest.skip("there is a card: whether llama.cpp was built for it is not known")
    with pytest.raises(ConfigurationError, match=r"studio\.gguf\.device: CUDA cannot be used"):
        model(file, device="cuda")


async def test_the_stage_loads_it_once_and_gives_the_memory_back(file: Path, tmp_path: Path) -> None:
    chosen = {"vram_wait": 0, "gguf": {"folder": file, "second_question": SecondQuestionPolicy.NEVER}}
    settings = StudioSettings.model_validate(chosen)
    processes = StageProcesses(settings, tmp_path / "gpu.lock")
    try:
        for number in ("1", "2", "3"):
            job = StageJob(
                stage=Stage.SCRIPT,
                post=small_post(number),
                recipe=Recipe(script=ScriptChoice(chain=("gguf", "extractive"))),
                settings=settings,
                media=MediaSettings(root=tmp_path),
            )
            result = await processes.run_job(job, lambda _percent, _note: None)
            assert (result.served_by, result.device) == ("gguf", "cpu")
        assert processes.starts == 1
        assert processes._child is not None
        child = processes._child._process.pid
    finally:
        began = time.monotonic()
        await processes.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert time.monotonic() - began < 60


def test_nobody_else_on_this_machine_can_ask_it(file: Path) -> None:
    server = model(file).model._server
    assert server.listening_address.startswith("http://127.0.0.1:")
    asked = urllib.request.Request(f"{server.listening_address}/v1/chat/completions", data=b"{}")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(asked, timeout=60)


def test_it_is_a_failure_of_the_provider_when_llama_refuses(file: Path) -> None:
    with pytest.raises(ProviderDown, match="must contain 'content'"):
        model(file).ask([{"role": "nobody"}], draft_schema(), 1)


@pytest.mark.slow
def test_what_was_asked_before_takes_no_memory(file: Path) -> None:
    """llama.cpp would keep the state of every finished question: 1.5 MiB each of this model, 60 MiB of a real one."""
    asked = model(file, max_tokens=256)
    sizes = []
    for number in range(25):
        asked.ask([{"role": "user", "content": chr(ord("a") + number) * 3000}], SHORT, 1)
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        sizes.append(next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")))
    assert sizes[-1] - sizes[4] < 10
