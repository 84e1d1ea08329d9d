"""Makers behind servers: what they ask, what becomes of what they give, and that no fault of theirs is the post's."""

import base64
import json
import time
from pathlib import Path
from typing import Any

import pytest
from fixtures.studio.picture import story_of

from libraries.failover import CircuitBreakers, ServedResult
from libraries.media.store import LocalStore
from libraries.picture_makers.comfyui import ComfySettings
from libraries.picture_makers.openai_images import ImageServerSettings
from schemas.errors import Parked
from schemas.pictures import Origin, Pictures, PicturesShown
from schemas.recipe import FilmChoice, PictureChoice, Recipe
from services.config import StudioSettings
from services.studio.picture.stage import make_line_pictures
from testbed.fake_servers.comfyui import ComfyuiTrouble, running_comfyui, workflow_json
from testbed.fake_servers.http_server import (
    ReceivedRequest,
    RunningServer,
    ServerAnswer,
    json_answer,
    png_picture,
    serve_answers,
)

TOLD = ("회사 탕비실에서 도시락이 사라졌습니다.", "밤에 혼자 남아 범인을 기다렸습니다.")


def settings(folder: Path, *, images: str = "", comfy: str = "", timeout: float = 5.0, **more: Any) -> StudioSettings:
    file = folder / "picture.json"
    file.write_text(workflow_json(), encoding="utf-8")
    return StudioSettings(assets=folder / "own").with_adapter_sections(
        ImageServerSettings(base_url=images or "http://127.0.0.1:9/v1", timeout=timeout, **more),
        ComfySettings(base_url=comfy or "http://127.0.0.1:9", workflow=file, timeout=timeout, poll=0.01),
    )


def pictured(
    folder: Path,
    chosen: StudioSettings,
    *chain: str,
    breaker: CircuitBreakers | None = None,
    told: tuple[str, ...] = TOLD,
) -> ServedResult[Pictures]:
    """What the stage makes of a story, in one store a folder."""
    story = story_of(told)
    recipe = Recipe(picture=PictureChoice(chain=chain), film=FilmChoice(seed=7, quality="preview"))
    store = LocalStore(folder / "media")
    return make_line_pictures(
        *(story.post, story.script, recipe, store, chosen),
        shows=PicturesShown.STILLS,
        progress=lambda _percent, _note: None,
        breaker=breaker,
    )


def given(picture: bytes, **more: Any) -> ServerAnswer:
    return json_answer({"created": 1, "data": [{"b64_json": base64.b64encode(picture).decode(), **more}]})


def test_a_picture_server_is_asked_once_a_line_and_what_it_gave_is_found_again(tmp_path: Path) -> None:
    with serve_answers(lambda call: given(png_picture(seed=len(call.body["prompt"])))) as server:
        chosen = settings(tmp_path, images=f"{server.url}/v1", model="gpt-image-1", extra={"quality": "low"})
        made = pictured(tmp_path, chosen, "openai-images", "drawn")
        again = pictured(tmp_path, chosen, "openai-images", "drawn")
        edited = pictured(tmp_path, chosen, "openai-images", told=(TOLD[0], "밤에 혼자 남아 문을 지켰습니다."))
    assert server.called_paths() == ["/v1/images/generations"] * 3
    asked = server.calls[0].body
    assert asked == {"model": "gpt-image-1", "n": 1, "size": "1536x1024", "quality": "low"} | {
        "prompt": asked["prompt"]
    }
    assert "Never show: text" in asked["prompt"]
    assert (made.by, made.passed_over) == ("openai-images", ())
    assert [each.line for each in made.made.pictures] == [0, 1]
    assert all(each.origin is Origin.MODEL and each.lifelike and each.prompt for each in made.made.pictures)
    assert made.made.has_lifelike
    assert again.made == made.made
    assert edited.made.pictures[0] == made.made.pictures[0]


@pytest.mark.parametrize("never", ["field", "tag"])
def test_what_must_not_be_seen_is_sent_as_the_server_reads_it(tmp_path: Path, never: str) -> None:
    with serve_answers(lambda _: given(png_picture())) as server:
        pictured(tmp_path, settings(tmp_path, images=server.url, never=never), "openai-images", told=TOLD[:1])
    asked = server.calls[0].body
    if never == "field":
        assert "a real person" in asked["negative_prompt"]
    else:
        told = json.loads(asked["prompt"].partition("<sd_cpp_extra_args>")[2].partition("</sd_cpp_extra_args>")[0])
        assert "a child being hurt" in told["negative_prompt"]
        assert told["seed"] > 0
    assert "model" not in asked


def refused(call: ReceivedRequest) -> ServerAnswer:
    assert call.body["n"] == 1
    error = {"code": "moderation_blocked", "message": "Your request was rejected by the safety system", "type": "x"}
    return json_answer({"error": error}, 400)


FAULTS: dict[str, tuple[Any, str]] = {
    "refused by the safety system": (refused, "picture.refused"),
    "flagged": (lambda _: given(png_picture(), nsfw=True), "picture.flagged"),
    "flagged by category": (
        lambda _: given(png_picture(), content_filter_results={"violence": {"filtered": True}}),
        "picture.flagged",
    ),
    "grey": (lambda _: given(png_picture(grey=True)), "picture.blank"),
    "too small": (lambda _: given(png_picture(100, 80)), "picture.wrong_size"),
    "too oblong": (lambda _: given(png_picture(2000, 420)), "picture.wrong_size"),
    "half a picture": (lambda _: given(png_picture()[:400]), "picture.bad_picture"),
    "no picture at all": (lambda _: given(b"GIF89a and then nothing"), "picture.bad_picture"),
    "an address instead": (lambda _: json_answer({"data": [{"url": "http://127.0.0.1:1/x"}]}), "picture.only_address"),
    "nothing": (lambda _: json_answer({"data": []}), "server.unreadable"),
    "no base64": (lambda _: json_answer({"data": [{"b64_json": "%%%"}]}), "server.unreadable"),
    "a web page": (
        lambda _: ServerAnswer(200, b"<html><title>log in</title></html>", {"Content-Type": "text/html"}),
        "server.web_page",
    ),
    "too many requests": (lambda _: json_answer({"error": "slow down"}, 429, Retry_After="90"), "server.busy"),
    "an error": (lambda _: json_answer({"error": "model crashed"}, 500), "server.busy"),
    "out of memory": (lambda _: json_answer({"error": "CUDA out of memory"}, 400), "server.out_of_memory"),
    "a wrong key": (lambda _: json_answer({"error": "bad key"}, 401), "server.key_rejected"),
    "half an answer": (lambda _: ServerAnswer(200, b"{" * 900, cut=500), "server.cut_short"),
    "a reset": (lambda _: ServerAnswer(200, b"", cut=-1), "server.unreachable"),
}
ASKED_AGAIN = {"grey", "too small", "too oblong", "half a picture", "no picture at all"}
PASSES = {"server.busy", "server.unreadable", "server.web_page", "server.cut_short", "server.unreachable"}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_a_picture_server_does_the_next_maker_has_the_line(tmp_path: Path, fault: str) -> None:
    answer, code = FAULTS[fault]
    breaker = CircuitBreakers(tmp_path / "picture.json", 30.0)
    with serve_answers(answer) as server:
        chosen = settings(tmp_path, images=server.url)
        made = pictured(tmp_path, chosen, "openai-images", "drawn", told=TOLD[:1], breaker=breaker)
    assert made.by == "drawn"
    (passed,) = made.passed_over
    assert passed.code.startswith(code), passed
    assert len(server.calls) == (2 if fault in ASKED_AGAIN else 1)
    rests = breaker.rests_until("openai-images")
    assert (rests is not None) == (code in PASSES or code == "server.out_of_memory")
    if fault == "too many requests":
        assert rests is not None
        assert rests - time.time() > 60


def test_a_server_that_takes_too_long_is_left(tmp_path: Path) -> None:
    def slow(_: ReceivedRequest) -> ServerAnswer:
        time.sleep(0.4)
        return given(png_picture())

    with serve_answers(slow) as server:
        made = pictured(tmp_path, settings(tmp_path, images=server.url, timeout=0.15), "openai-images", "drawn")
    assert made.by == "drawn"
    assert [passed.code for passed in made.passed_over] == ["server.slow"]


def test_one_film_has_one_hand(tmp_path: Path) -> None:
    """A server that goes down after the first picture leaves nothing behind."""

    def once(_: ReceivedRequest) -> ServerAnswer:
        return given(png_picture()) if len(server.calls) == 1 else json_answer({"error": "down"}, 503)

    with serve_answers(once) as server:
        made = pictured(tmp_path, settings(tmp_path, images=server.url), "openai-images", "drawn")
    assert {each.maker for each in made.made.pictures} == {"drawn"}
    assert not made.made.has_lifelike


def test_a_refused_line_alone_goes_to_the_next_maker(tmp_path: Path) -> None:
    def answer(call: ReceivedRequest) -> ServerAnswer:
        return refused(call) if len(server.calls) == 1 else given(png_picture())

    with serve_answers(answer) as server:
        made = pictured(tmp_path, settings(tmp_path, images=server.url), "openai-images", "drawn")
    assert [each.maker for each in made.made.pictures] == ["drawn", "openai-images"]
    assert ([passed.code for passed in made.passed_over], made.stood_in) == (["picture.refused"], False)


def test_an_empty_file_is_the_fault_of_its_line_alone(tmp_path: Path) -> None:
    own = tmp_path / "own" / "pictures"
    own.mkdir(parents=True)
    (own / "도시락.png").write_bytes(b"")
    (own / "범인.png").write_bytes(png_picture())
    made = pictured(tmp_path, settings(tmp_path), "own", "drawn")
    assert [each.maker for each in made.made.pictures] == ["drawn", "own"]
    assert [passed.code for passed in made.passed_over] == ["picture.bad_picture"]


def test_a_post_waits_where_nobody_else_could_have_its_pictures(tmp_path: Path) -> None:
    breaker = CircuitBreakers(tmp_path / "picture.json", 30.0)
    chosen = settings(tmp_path)
    for _ in range(2):  # The second time nobody is asked: the server rests.
        with pytest.raises(Parked):
            pictured(tmp_path, chosen, "openai-images", breaker=breaker)
    with serve_answers(refused) as server:  # A refusal says nothing about the server: there is nothing to wait for.
        made = pictured(tmp_path, settings(tmp_path, images=server.url), "openai-images")
    assert made.made == Pictures()
    assert made.by == "none"


class TestComfyUI:
    def made(
        self, folder: Path, trouble: ComfyuiTrouble, timeout: float = 5.0
    ) -> tuple[ServedResult[Pictures], RunningServer]:
        with running_comfyui(trouble) as server:
            chosen = settings(folder, comfy=server.url, timeout=timeout)
            return pictured(folder, chosen, "comfyui", "drawn", told=TOLD[:1]), server

    def test_a_job_is_queued_waited_for_and_fetched(self, tmp_path: Path) -> None:
        made, server = self.made(tmp_path, ComfyuiTrouble.NONE)
        (picture,) = made.made.pictures
        assert (picture.maker, picture.model, made.passed_over) == ("comfyui", "picture.json", ())
        sent = server.calls[0].body["prompt"]
        assert sent["3"]["inputs"]["seed"] == picture.seed
        assert (sent["5"]["inputs"]["width"], sent["5"]["inputs"]["height"]) == (1152, 704)
        assert sent["6"]["inputs"]["text"] == f"masterpiece, {picture.prompt}"
        assert "a real person" in sent["7"]["inputs"]["text"]
        told = [call.path.partition("?")[0] for call in server.calls]
        assert told == ["/prompt", "/history/job-1", "/queue", "/history/job-1", "/view"]

    @pytest.mark.parametrize(
        ("trouble", "code"),
        [
            (ComfyuiTrouble.LOST, "picture.job_lost"),
            (ComfyuiTrouble.BREAKS, "picture.job_failed"),
            (ComfyuiTrouble.REFUSES, "picture.workflow_refused"),
            (ComfyuiTrouble.EMPTY, "picture.refused"),
            (ComfyuiTrouble.GREY, "picture.blank"),
            (ComfyuiTrouble.SMALL, "picture.wrong_size"),
            (ComfyuiTrouble.HALF, "server.cut_short"),
            (ComfyuiTrouble.PAGE, "server.web_page"),
            (ComfyuiTrouble.BUSY, "server.busy"),
            (ComfyuiTrouble.RESET, "server.unreachable"),
        ],
    )
    def test_whatever_it_does_the_next_maker_has_the_line(
        self, tmp_path: Path, trouble: ComfyuiTrouble, code: str
    ) -> None:
        made, _ = self.made(tmp_path, trouble)
        assert made.by == "drawn"
        (passed,) = made.passed_over
        assert passed.code == code, passed

    @pytest.mark.parametrize(
        ("trouble", "code", "told"),
        [
            (ComfyuiTrouble.ENDLESS, "server.slow", "/queue"),
            (ComfyuiTrouble.STUCK, "server.slow", "/interrupt"),
            (ComfyuiTrouble.FORGETFUL, "server.busy", "/queue"),
        ],
    )
    def test_what_is_given_up_does_not_keep_the_card(
        self, tmp_path: Path, trouble: ComfyuiTrouble, code: str, told: str
    ) -> None:
        made, server = self.made(tmp_path, trouble, timeout=0.3)
        assert [passed.code for passed in made.passed_over] == [code]
        assert server.called_paths() == ["/prompt", told]

    def test_a_workflow_of_the_editor_is_named(self, tmp_path: Path) -> None:
        chosen = settings(tmp_path)
        for text in ('{"nodes": []}', "{", '{"1": {"class_type": "X", "inputs": {}}}'):
            (tmp_path / "picture.json").write_text(text, encoding="utf-8")
            made = pictured(tmp_path, chosen, "comfyui", "drawn", told=TOLD[:1])
            assert [passed.code for passed in made.passed_over] == ["picture.workflow"]
