"""The studio on a real broker, with its real stage processes."""

import asyncio
import base64
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from fixtures.studio.studio import sample_posts, small_post

from libraries.bus import Bus
from libraries.media.damage import is_whole_file
from libraries.media.store import LocalStore
from schemas.events import (
    ContentFailed,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentVoiced,
    Event,
    FailureKind,
    PartTwo,
    PostApproved,
    PostCollected,
    StageDone,
)
from schemas.posts import Post, PostKey
from schemas.recipe import FilmChoice, PictureChoice, Recipe, ScriptChoice, Stage
from schemas.script import Line, Role, Script, Speaker
from schemas.states import PostState, Status
from services.config import MediaSettings, NatsSettings, Settings, StudioSettings
from services.studio.service import Studio, build_studio_service
from testbed.fake_servers.http_server import ReceivedRequest, ServerAnswer, json_answer, png_picture, serve_answers

PREVIEW = Recipe(film=FilmChoice(quality="preview"))
NO_FILM = Recipe(film=FilmChoice(template="no-such-template"))
"""For tests that end with the voice: the film is refused at once."""


def settings(root: Path, **studio: object) -> Settings:
    return Settings(
        nats=NatsSettings(store_dir=root / "var" / "nats"),
        media=MediaSettings(root=root / "media"),
        studio=StudioSettings.model_validate(studio),
    )


@asynccontextmanager
async def working(bus: Bus, chosen: Settings) -> AsyncIterator[Studio]:
    """A studio at work."""
    service = build_studio_service(LocalStore(chosen.media.root), chosen)
    assert isinstance(service, Studio)
    stop = asyncio.Event()
    running = asyncio.create_task(service.run(bus, stop))
    try:
        yield service
    finally:
        stop.set()
        await asyncio.wait_for(running, 20)


async def approve(bus: Bus, post: Post, recipe: Recipe = NO_FILM) -> None:
    """The post collected and approved."""
    collected = PostCollected(post_key=post.key, revision=0, post=post)
    sequence = await bus.publish(collected, expected=0)
    approved = PostApproved(post_key=post.key, revision=1, reviewer="kim", recipe=recipe)
    await bus.publish(approved, expected=sequence)


async def until(bus: Bus, key: PostKey, reached: Callable[[PostState], bool], seconds: float = 60) -> PostState:
    """The post's state once it is as wished."""
    async with asyncio.timeout(seconds):
        async for _ in bus.facts(follow=True):
            if reached(state := await bus.post_state(key)):
                return state
    raise AssertionError("the stream ended")


def is_done(revision: int, state: PostState) -> bool:
    """Whether a revision has its film, or will have none."""
    return state.revision == revision and state.status in (Status.RENDERED, Status.FAILED)


async def facts(bus: Bus, key: PostKey) -> list[Event]:
    return [recorded.event for recorded in await bus.facts_of_post(key)]


def results(events: list[Event]) -> list[StageDone]:
    return [event for event in events if isinstance(event, StageDone)]


async def remake(bus: Bus, state: PostState, stage: Stage, recipe: Recipe) -> None:
    """Ask for the film again, from a stage on."""
    assert state.post
    key = state.post.key

    def request(now: PostState) -> Event:
        return ContentRequested(post_key=key, revision=now.revision + 1, from_stage=stage, recipe=recipe, by="kim")

    # The studio goes on publishing meanwhile: decided afresh when it was faster.
    await bus.publish_decision(key, request)


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_an_approved_post_becomes_a_film_and_a_remake_finds_everything_again(bus: Bus, tmp_path: Path) -> None:
    post = sample_posts()[0]
    chosen = settings(tmp_path)
    store = LocalStore(chosen.media.root)
    async with working(bus, chosen) as studio:
        await approve(bus, post, PREVIEW)
        state = await until(bus, post.key, lambda now: now.status in (Status.RENDERED, Status.FAILED), 200)
        assert state.status is Status.RENDERED, state.failure
        assert [event.kind for event in await facts(bus, post.key)] == [
            "post.collected",
            "post.approved",
            "content.started",
            "content.scripted",
            "content.started",
            "content.voiced",
            "content.started",
            "content.pictured",
            "content.started",
            "content.rendered",
        ]
        assert state.film
        assert store.path(state.film.video).stat().st_size == state.film.video.size
        assert 20 <= state.film.duration <= 60
        first = results(await facts(bus, post.key))

        await remake(bus, state, Stage.SCRIPT, PREVIEW)
        again = await until(bus, post.key, lambda now: now.revision == 2 and now.status is Status.RENDERED)
        second = results(await facts(bus, post.key))[4:]
        assert [done.cached for done in second] == [True, True, True, True]
        assert [done.stage_key for done in second] == [done.stage_key for done in first]
        assert again.film == state.film
        assert studio.processes.starts == 1


@pytest.mark.slow
async def test_a_post_of_another_speed_costs_no_new_script(bus: Bus, tmp_path: Path) -> None:
    post = small_post()
    async with working(bus, settings(tmp_path)):
        await approve(bus, post)
        state = await until(bus, post.key, lambda now: now.voice is not None)
        faster = NO_FILM.model_copy(update={"voice": NO_FILM.voice.model_copy(update={"speed": 1.4})})
        await remake(bus, await bus.post_state(post.key), Stage.SCRIPT, faster)
        again = await until(bus, post.key, lambda now: now.revision == 2 and now.voice is not None)
    assert again.script == state.script
    assert again.voice
    assert state.voice
    assert again.voice.duration < 0.9 * state.voice.duration
    scripted = [event for event in await facts(bus, post.key) if isinstance(event, ContentScripted)]
    assert [event.cached for event in scripted] == [False, True]


@pytest.mark.slow
async def test_a_result_whose_file_is_gone_is_made_again(bus: Bus, tmp_path: Path) -> None:
    post, chosen = small_post(), settings(tmp_path)
    store = LocalStore(chosen.media.root)
    async with working(bus, chosen):
        await approve(bus, post)
        state = await until(bus, post.key, lambda now: now.voice is not None)
        assert state.voice
        store.path(state.voice.audio).unlink()
        await remake(bus, await bus.post_state(post.key), Stage.VOICE, NO_FILM)
        again = await until(bus, post.key, lambda now: now.revision == 2 and now.voice is not None)
    assert again.voice == state.voice
    assert store.path(state.voice.audio).is_file()
    voiced = [event for event in await facts(bus, post.key) if isinstance(event, ContentVoiced)]
    assert [event.cached for event in voiced] == [False, False]


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_narration_that_is_gone_or_damaged_is_spoken_again_before_the_film(bus: Bus, tmp_path: Path) -> None:
    post, chosen = small_post(), settings(tmp_path)
    store = LocalStore(chosen.media.root)
    async with working(bus, chosen):
        await approve(bus, post, PREVIEW)
        state = await until(bus, post.key, lambda now: now.status is Status.RENDERED, 120)
        assert state.voice
        narration = store.path(state.voice.audio)
        for revision, theme in ((2, "cream"), (3, "pine")):
            if revision == 2:
                narration.unlink()
            else:
                raw = bytearray(narration.read_bytes())
                raw[len(raw) // 2] ^= 1
                narration.write_bytes(raw)
            film = PREVIEW.film.model_copy(update={"theme": theme})
            await remake(bus, await bus.post_state(post.key), Stage.FILM, PREVIEW.model_copy(update={"film": film}))
            again = await until(bus, post.key, partial(is_done, revision), 120)
            assert (again.status, again.voice) == (Status.RENDERED, state.voice), again.failure
            assert is_whole_file(narration)
    failed = [event for event in await facts(bus, post.key) if isinstance(event, ContentFailed)]
    assert [(event.stage, event.code, event.attempt) for event in failed] == [
        (Stage.FILM, "media.piece_missing", 1)
    ] * 2
    assert len(list((chosen.media.root / "damaged").iterdir())) == 1  # set aside, not deleted


async def test_with_approval_the_voice_waits_and_speaks_what_was_approved(bus: Bus, tmp_path: Path) -> None:
    post = small_post()
    async with working(bus, settings(tmp_path, script_approval=True)):
        await approve(bus, post)
        state = await until(bus, post.key, lambda now: now.script is not None)
        await asyncio.sleep(1.0)
        assert (await bus.post_state(post.key)).voice is None
        assert state.script
        edited = state.script.model_copy(update={"lines": (*state.script.lines[:2], closing("이제 끝입니다."))})
        await bus.publish(
            ContentScriptApproved(post_key=post.key, revision=1, reviewer="kim", script=edited),
            expected=(await bus.post_state(post.key)).sequence,
        )
        spoken = await until(bus, post.key, lambda now: now.voice is not None)
    assert spoken.voice
    assert len(spoken.voice.lines) == 3
    assert [word.text for word in spoken.voice.lines[2].words] == ["이제", "끝입니다."]


def closing(text: str) -> Line:
    last: Script = Script(title="끝", lines=(Line(role="hook", speaker="narrator", display=text, spoken=text),) * 2)
    return last.lines[0]


@pytest.mark.slow
async def test_an_empty_post_waits_for_a_person_with_the_reason(bus: Bus, tmp_path: Path) -> None:
    post = small_post(title="...", content="", comments=())
    async with working(bus, settings(tmp_path)):
        await approve(bus, post)
        state = await until(bus, post.key, lambda now: now.status is Status.FAILED)
    assert state.failure
    assert state.failure.failure is FailureKind.PERMANENT
    assert state.failure.error == "BadInput"
    assert "no title, text or comments that could be spoken" in state.failure.message
    assert len(await bus.dead_letters()) == 1


async def test_a_process_that_falls_is_tried_again_later(
    bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    falls = tmp_path / "python"
    falls.write_text("#!/bin/sh\necho out of memory >&2\nkill -9 $$\n")
    falls.chmod(0o755)
    post = small_post()
    async with working(bus, settings(tmp_path, interpreter={"script": str(falls)})):
        await approve(bus, post)
        state = await until(bus, post.key, lambda now: now.failure is not None)
    assert state.failure
    assert state.failure.failure is FailureKind.RETRYABLE
    assert state.failure.retry_at
    assert "SIGKILL" in state.failure.message
    assert "out of memory" in state.failure.message
    assert state.status is Status.PROCESSING


@pytest.mark.slow
async def test_an_unknown_writer_is_passed_over_only_when_it_is_known(bus: Bus, tmp_path: Path) -> None:
    post = small_post()
    async with working(bus, settings(tmp_path)):
        await approve(bus, post, Recipe(script=ScriptChoice(chain=("no-such-writer",))))
        state = await until(bus, post.key, lambda now: now.failure is not None)
    assert state.failure
    assert state.failure.error == "ConfigurationError"
    assert "extractive" in state.failure.message


@pytest.mark.slow
async def test_who_started_is_on_record(bus: Bus, tmp_path: Path) -> None:
    post = small_post()
    async with working(bus, settings(tmp_path)):
        await approve(bus, post)
        await until(bus, post.key, lambda now: now.script is not None)
    started = next(event for event in await facts(bus, post.key) if isinstance(event, ContentStarted))
    assert started.stage is Stage.SCRIPT
    assert started.worker.endswith(f":{os.getpid()}")
    assert not any(isinstance(event, ContentFailed) for event in await facts(bus, post.key))


@pytest.mark.slow
async def test_a_post_waits_for_its_picture_server_and_is_not_failed_by_it(bus: Bus, tmp_path: Path) -> None:
    picture = {"b64_json": base64.b64encode(png_picture()).decode()}

    def down_at_first(_: ReceivedRequest) -> ServerAnswer:
        first = len(server.calls) == 1
        return json_answer({"error": "loading"}, 503) if first else json_answer({"data": [picture]})

    recipe = Recipe(
        picture=PictureChoice(chain=("openai-images",)), film=FilmChoice(template="card", quality="preview")
    )
    post = small_post()
    with serve_answers(down_at_first) as server:
        chosen = settings(tmp_path, provider_rest=0.2, images={"base_url": server.url, "timeout": 5.0})
        async with working(bus, chosen):
            await approve(bus, post, recipe)
            state = await until(bus, post.key, lambda now: now.pictures is not None, 120)
    assert state.status is Status.PROCESSING
    assert state.pictures is not None
    assert {each.maker for each in state.pictures.pictures} == {"openai-images"}
    failures = [event for event in await facts(bus, post.key) if isinstance(event, ContentFailed)]
    assert {(event.stage, event.retry_at is not None) for event in failures} == {(Stage.PICTURE, True)}


async def test_the_hosts_verdict_is_put_into_the_script_and_stays_in_a_remake(bus: Bus, tmp_path: Path) -> None:
    post, words = sample_posts()[0], "저는 끝까지 참은 막내가 제일 무섭다고 봅니다. 저라면 첫날 말했을 겁니다."
    await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
    recipe = Recipe(approve_script=True)
    approved = PostApproved(post_key=post.key, revision=1, reviewer="kim", recipe=recipe, verdict=words)
    await bus.publish(approved, expected=1)
    async with working(bus, settings(tmp_path)):
        first = await until(bus, post.key, lambda now: now.script is not None)
        await remake(bus, first, Stage.SCRIPT, recipe)
        again = await until(bus, post.key, lambda now: now.revision == 2 and now.script is not None)
    assert first.script is not None
    assert first.script == again.script
    own = [line.display for line in first.script.lines if line.speaker is Speaker.HOST]
    assert " ".join(own) == words
    assert first.script.lines[-1].speaker is not Speaker.HOST
    assert first.script.lines[0].speaker is Speaker.NARRATOR


async def test_part_two_begins_with_its_recall_and_stays_so_in_a_remake(bus: Bus, tmp_path: Path) -> None:
    post, recall = sample_posts()[0], "지난 이야기입니다. 막내가 메일을 남겼습니다. 그 뒷이야기입니다."
    first = PartTwo(first=sample_posts()[1].key, title="1편", url="https://waggle.example/1", recall=recall)
    recipe = Recipe(approve_script=True)
    await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
    approved = PostApproved(post_key=post.key, revision=1, reviewer="kim", recipe=recipe, part_two=first)
    await bus.publish(approved, expected=1)
    async with working(bus, settings(tmp_path)):
        made = await until(bus, post.key, lambda now: now.script is not None)
        await remake(bus, made, Stage.SCRIPT, recipe)
        again = await until(bus, post.key, lambda now: now.revision == 2 and now.script is not None)
    assert made.script is not None
    assert made.script == again.script
    assert " ".join(line.display for line in made.script.lines[1:4]) == recall
    assert made.script.lines[0].role is Role.HOOK
