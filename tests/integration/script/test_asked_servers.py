"""What the doctor finds out about servers by asking them, and questions that a server cut without a word."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from fixtures.rows import each_row
from fixtures.studio.models import Answerer, Asked, completion, serving, story
from fixtures.studio.studio import small_post

from libraries.checks.finding import Finding
from schemas.errors import ConfigurationError
from schemas.recipe import Recipe, ScriptChoice, VoiceChoice
from services.cli.adapters import adapter_findings
from services.config import Settings, StudioSettings
from services.studio.script.openai import WriterServerSettings
from services.studio.script.openai.chat import unload_from_ollama
from services.studio.script.stage import write_script

MODELS = {"/v1/models": {"data": [{"id": "small"}, {"id": "toy:latest"}]}}


def reading(tokens_of_byte: float, limit: int = 10**9, text: str = "{}") -> Answerer:
    """A server that counts the tokens of a question, and reads ``limit`` of them at most."""

    def answer(asked: Asked) -> tuple[int, bytes]:
        size = sum(len(message["content"].encode()) for message in asked.body["messages"])
        usage = {"prompt_tokens": min(limit, round(size * tokens_of_byte)), "completion_tokens": 9}
        body = json.loads(completion(text)[1])
        return 200, json.dumps({**body, "usage": usage}).encode()

    return answer


def found_by_doctor(answer: Answerer, told: Mapping[str, Any], *, model: str = "toy", **writer: object) -> Finding:
    with serving(answer, told) as heard:
        return of_writer(f"{heard.url}/v1", model=model, **writer)


def of_writer(url: str, *, model: str = "toy", **writer: object) -> Finding:
    settings = {"base_url": url, "timeout": 3.0, **writer}
    studio = StudioSettings.model_validate({"writer": settings})
    recipe = Recipe(script=ScriptChoice(chain=("openai", "extractive"), model=model))
    found = adapter_findings(Settings(studio=studio, recipe=recipe))
    return next(each for each in found if each.what == "writer openai")


def test_a_server_that_can_work_is_in_use() -> None:
    told = {**MODELS, "/api/ps": {"models": [{"name": "toy:latest", "context_length": 32_768}]}}
    found = found_by_doctor(reading(0.3), told)
    assert (found.state, found.found) == ("ok", "in use")


def test_a_dead_port() -> None:
    with serving(reading(0.3)) as heard:
        pass
    found = of_writer(f"{heard.url}/v1")
    assert found.state == "fail"
    assert "does not answer" in found.found
    assert "ollama serve" in found.remedy


@each_row(
    ("answer", "told", "model", "says", "helps"),
    [
        (reading(0.3), MODELS, "toi", "has no model toi; it has small, toy:latest", "ollama pull toi"),
        (reading(0.3), MODELS, "", "needs the name of a model", "Set it in the recipe"),
        (lambda _: (401, b"{}"), {}, "toy", "studio.writer.api_key", "Set the key"),
        (
            reading(0.3),
            {"/api/ps": {"models": [{"name": "toy:latest", "context_length": 2048}]}},
            "toy",
            "a context of 2048 tokens; a long post with its answer needs",
            "OLLAMA_CONTEXT_LENGTH",
        ),
        (
            lambda _: (400, b'{"error": {"message": "request (900 tokens) exceeds the available context size"}}'),
            {},
            "toy",
            "leave no room for an answer",
            "llama-server -c 8192",
        ),
        (lambda _: (404, b"404 page not found"), {}, "toy", "answers 404 at /chat/completions", "Correct the address"),
        (lambda _: (500, b"cudaMalloc failed: out of memory"), {}, "toy", "has no memory left", "smaller model"),
        (lambda _: (200, b"<html><title>Sign in</title>"), {}, "toy", "a web page: Sign in", "proxy"),
        (lambda _: (307, b""), {}, "toy", "answers 307", "set its address"),
    ],
)
def test_what_is_wrong_is_named_with_what_helps(
    answer: Answerer, told: dict[str, Any], model: str, says: str, helps: str
) -> None:
    found = found_by_doctor(answer, told, model=model)
    assert found.state == "fail"
    assert says in found.found
    assert helps in found.remedy
    assert not found.remedy.endswith("after a pause.")


@pytest.mark.parametrize(
    ("given", "right"), [("", "/v1"), ("/v1/chat/completions", "/v1"), ("/chat/completions", "/v1")]
)
def test_an_address_that_lacks_its_end_or_has_too_much_is_put_right(given: str, right: str) -> None:
    def at_v1(asked: Asked) -> tuple[int, bytes]:
        return reading(0.3)(asked) if asked.path == "/v1/chat/completions" else (404, b"404 page not found")

    with serving(at_v1, MODELS) as heard:
        found = of_writer(heard.url + given)
    assert found.remedy == f"Set WAGGLEBOT_STUDIO__WRITER__BASE_URL={heard.url}{right}"


def test_memory_that_a_server_does_not_free_is_told() -> None:
    with serving(lambda _: (404, b"404 page not found")) as heard, pytest.raises(ConfigurationError, match="404"):
        unload_from_ollama(WriterServerSettings(base_url=f"{heard.url}/v1"), "toy")
    assert [asked.path for asked in heard.asked] == ["/api/generate"]


def test_a_server_that_is_not_in_use_is_not_asked() -> None:
    with serving(reading(0.3), MODELS) as heard:
        studio = StudioSettings.model_validate({"writer": {"base_url": f"{heard.url}/v1"}})
        adapter_findings(Settings(studio=studio, recipe=Recipe()))
        assert (heard.asked, heard.got) == ([], [])


@pytest.mark.parametrize(
    ("section", "voice", "extra", "says"),
    [
        ("speech", "openai-speech", {"model": "tts-9"}, "has no model tts-9; it has tts-1"),
        ("speech", "openai-speech", {"model": "tts-1"}, "the server refuses it: no such voice"),
        ("sovits", "gpt-sovits", {}, "no recording for the voice narrator-1"),
    ],
)
def test_a_speech_server_is_asked_too(section: str, voice: str, extra: dict[str, Any], says: str) -> None:
    with serving(lambda _: (422, b'{"detail": "no such voice"}'), {"/models": {"data": [{"id": "tts-1"}]}}) as heard:
        studio = StudioSettings.model_validate({section: {"base_url": heard.url, **extra}})
        recipe = Recipe(voice=VoiceChoice(chain=(voice, "espeak")))
        found = {each.what: each for each in adapter_findings(Settings(studio=studio, recipe=recipe))}
    assert found[f"voice {voice}"].state == "fail"
    assert says in found[f"voice {voice}"].found
    assert found[f"voice {voice}"].remedy


@pytest.mark.parametrize("limit", [2050, 4096])
def test_a_question_that_ollama_cut_is_asked_again_of_a_shorter_post(limit: int) -> None:
    told = {"/api/ps": {"models": [{"name": "toy:latest", "context_length": 4096}]}}
    post = small_post(content="점심시간에 냉장고 문을 열었더니 도시락이 또 사라졌습니다. " * 190)
    with serving(reading(0.3, limit, story()), told) as heard:
        studio = StudioSettings.model_validate(
            {"writer": {"base_url": f"{heard.url}/v1", "timeout": 5.0, "second_question": "never"}}
        )
        served = write_script(post, ScriptChoice(chain=("openai", "extractive"), model="toy"), studio)
    sizes = [len(asked.body["messages"][1]["content"]) for asked in heard.asked]
    assert served.by == "openai"
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)
    last = sum(len(message["content"].encode()) for message in heard.asked[-1].body["messages"])
    assert last * 0.3 < limit, "the question of the answer that was used was read whole"
    assert heard.got.count("/api/ps") == 1


def test_an_answer_for_which_there_was_no_room_is_asked_again_of_a_shorter_post() -> None:
    def full(asked: Asked) -> tuple[int, bytes]:
        long = len(asked.body["messages"][1]["content"]) > 2000
        usage = {"prompt_tokens": 2500, "completion_tokens": 40 if long else 700}
        text, finish = (story()[:60], "length") if long else (story(), "stop")
        body = json.loads(completion(text, finish_reason=finish)[1])
        return 200, json.dumps({**body, "usage": usage}).encode()

    post = small_post(content="점심시간에 냉장고 문을 열었더니 도시락이 또 사라졌습니다. " * 80)
    with serving(full) as heard:
        studio = StudioSettings.model_validate({"writer": {"base_url": heard.url, "timeout": 5.0}})
        served = write_script(post, ScriptChoice(chain=("openai", "extractive"), model="toy"), studio)
    assert served.by == "openai"
    assert len(heard.asked[1].body["messages"]) == 2, "a new question, no repair"
