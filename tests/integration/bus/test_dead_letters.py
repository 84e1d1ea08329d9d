"""Dead letters: what a person sees of them, and what settling one leaves behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post

from libraries.bus import Bus, MessageContext, RetryPolicy, Service
from libraries.bus.dead_letters import (
    DeadLetterFilter,
    DeadLetterKind,
    RetryOutcome,
    drop_dead_letter,
    failed_posts,
    retry_dead_letter,
)
from schemas.errors import BadInput, Permanent, ProviderDown
from schemas.events import (
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
)
from schemas.posts import PostKey
from schemas.recipe import Recipe, ScriptChoice, Stage
from schemas.states import Status

KEY = PostKey.of("sample", "1")
RECIPE = Recipe(script=ScriptChoice(seconds=21))
_DONE: dict[str, Any] = {"stage_key": "a" * 64, "served_by": "test", "seconds": 1}


@asynccontextmanager
async def working(bus: Bus, service: Service) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(service.run(bus, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 60)


def writer(refusals: int) -> Service:
    """A studio whose script stage refuses so many times."""
    service = Service("studio", durable="studio")
    left = refusals

    @service.on(stage=Stage.SCRIPT)
    async def write(fact: PostApproved | ContentRequested, _work: MessageContext) -> ContentScripted:
        nonlocal left
        left -= 1
        if left >= 0:
            raise Permanent("script.nothing_to_say", post="sample.1")
        return ContentScripted.caused_by(fact, **_DONE, script=SCRIPT)

    return service


async def record(bus: Bus, *events: Event) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


async def approve(bus: Bus, key: PostKey = KEY) -> None:
    approved = PostApproved(post_key=key, revision=1, reviewer="지기", recipe=RECIPE)
    await record(bus, PostCollected(post_key=key, revision=0, post=post(key.id)), approved)


async def seen(bus: Bus, kind: str, count: int = 1) -> None:
    """Wait for so many facts of a kind."""
    async with asyncio.timeout(60):
        async for batch in bus.facts(kinds=(kind,), follow=True):
            count -= len(batch)
            if count <= 0:
                return


async def buried(bus: Bus, number: int = 1) -> None:
    """Wait for so many letters: they are written behind the fact of the failure."""
    async with asyncio.timeout(60):
        while len(await bus.dead_letters(settled=True)) < number:  # noqa: ASYNC110 (the stream tells nobody)
            await asyncio.sleep(0.02)


async def one_letter(bus: Bus, service: Service) -> str:
    async with working(bus, service):
        await approve(bus)
        await buried(bus)
    (letter,) = await bus.dead_letters()
    return letter.name


async def test_a_letter_says_what_failed_where_and_how_often(bus: Bus) -> None:
    name = await one_letter(bus, writer(refusals=1))
    (failed,) = await failed_posts(bus)
    assert (failed.name, failed.post, failed.title) == (name, KEY, post().title)
    assert (failed.stage, failed.attempts, failed.revision) == (Stage.SCRIPT, 1, 1)
    assert (failed.failure, failed.error) == (FailureKind.PERMANENT, "Permanent")
    assert (
        failed.reason
        == "Post sample.1 has no title, text or comments that could be spoken. Decline it, or collect it again."
    )
    assert failed.open
    assert failed.settled is None
    assert (failed.kind, failed.remedy) == (
        DeadLetterKind.PERMANENT,
        f"Once the cause is mended: wagglebot dead retry {name}.",
    )


async def test_a_letter_promises_no_try_that_will_not_come(bus: Bus) -> None:
    service = Service("studio", durable="studio", retry=RetryPolicy(max_attempts=1))

    @service.on(stage=Stage.SCRIPT)
    async def write(fact: PostApproved | ContentRequested, _work: MessageContext) -> ContentScripted:
        raise ProviderDown("server.unreachable", server="The writer", why="status 503")

    name = await one_letter(bus, service)
    (failed,) = await failed_posts(bus)
    assert failed.kind is DeadLetterKind.EXHAUSTED
    assert failed.reason == "The writer does not answer: status 503."
    assert failed.remedy == f"The only attempt failed. Once the cause is gone: wagglebot dead retry {name}."


async def test_letters_are_chosen_by_stage_kind_and_site(bus: Bus) -> None:
    await one_letter(bus, writer(refusals=1))
    await bus.add_dead_letter("studio", 7, "post.approved.sample.1", b"\x00", "it is none of our facts")

    async def chosen(which: DeadLetterFilter) -> list[str | None]:
        return [one.stage and one.stage.value for one in await failed_posts(bus, which=which)]

    assert await chosen(DeadLetterFilter()) == ["script", None]
    assert await chosen(DeadLetterFilter(stages=(Stage.SCRIPT, Stage.FILM))) == ["script"]
    assert await chosen(DeadLetterFilter(stages=(Stage.FILM,))) == []
    assert await chosen(DeadLetterFilter(kinds=(DeadLetterKind.UNREADABLE,))) == [None]
    assert await chosen(DeadLetterFilter(kinds=(DeadLetterKind.PERMANENT,), sites=("sample",))) == ["script"]
    assert await chosen(DeadLetterFilter(sites=("other",))) == []


async def test_a_retry_goes_on_with_the_same_film_and_the_letter_leaves_the_list(bus: Bus) -> None:
    """The revision and the recipe are kept; the second time the writer serves."""
    service = writer(refusals=1)
    name = await one_letter(bus, service)
    async with working(bus, service):
        assert await retry_dead_letter(bus, name, "지기") is RetryOutcome.REQUESTED
        await seen(bus, "content.scripted")
    state = await bus.post_state(KEY)
    assert (state.status, state.revision, state.recipe) == (Status.PROCESSING, 1, RECIPE)
    assert state.failure is None
    assert await failed_posts(bus) == []
    (letter,) = await failed_posts(bus, settled=True)
    assert (letter.name, letter.settled, letter.by, letter.note) == (name, "retried", "지기", "requested")
    assert not letter.open


async def test_a_retry_that_fails_again_is_a_letter_of_its_own(bus: Bus) -> None:
    service = writer(refusals=2)
    name = await one_letter(bus, service)
    async with working(bus, service):
        await retry_dead_letter(bus, name, "지기")
        await buried(bus, 2)
    (second,) = await failed_posts(bus)
    assert second.name != name
    assert second.open
    assert (await bus.post_state(KEY)).status is Status.FAILED


async def test_retrying_twice_asks_once(bus: Bus) -> None:
    """The first try was cut off between the request and the note on the letter."""
    name = await one_letter(bus, writer(refusals=1))
    failed = (await bus.post_state(KEY)).failure
    assert failed is not None
    await record(bus, ContentRequested.caused_by(failed, "letter", from_stage=Stage.SCRIPT, recipe=RECIPE, by="지기"))
    assert await retry_dead_letter(bus, name, "지기") is RetryOutcome.OVERTAKEN
    requests = [fact for fact in await bus.facts_of_post(KEY) if isinstance(fact.event, ContentRequested)]
    assert len(requests) == 1
    assert await failed_posts(bus) == []


async def test_two_who_settle_one_letter_are_told_apart(bus: Bus) -> None:
    name = await one_letter(bus, writer(refusals=1))
    results = await asyncio.gather(
        drop_dead_letter(bus, name, "하나", "오보"), drop_dead_letter(bus, name, "둘", "오보"), return_exceptions=True
    )
    refused = [result for result in results if result is not None]
    assert len(refused) <= 1
    assert all(isinstance(result, BadInput) for result in refused)
    (letter,) = await failed_posts(bus, settled=True)
    assert letter.by in ("하나", "둘")


async def test_a_declined_post_is_not_brought_back_by_its_letter(bus: Bus) -> None:
    name = await one_letter(bus, writer(refusals=1))
    await record(bus, PostDeclined(post_key=KEY, revision=1, reviewer="지기"))
    (before,) = await failed_posts(bus)
    assert not before.open
    assert await retry_dead_letter(bus, name, "지기") is RetryOutcome.OVERTAKEN
    assert (await bus.post_state(KEY)).status is Status.DECLINED
    assert await failed_posts(bus) == []


async def test_dropping_changes_nothing_but_the_list_and_keeps_who_and_why(bus: Bus) -> None:
    name = await one_letter(bus, writer(refusals=1))
    before = await bus.facts_of_post(KEY)
    time = (await failed_posts(bus))[0].time
    await drop_dead_letter(bus, name, "지기", "다시 만들 필요가\n없습니다")
    assert await bus.facts_of_post(KEY) == before
    (letter,) = await failed_posts(bus, settled=True)
    assert (letter.settled, letter.by, letter.note) == ("dropped", "지기", "다시 만들 필요가 없습니다")
    assert letter.time == time
    with pytest.raises(BadInput, match="No dead letter called"):
        await drop_dead_letter(bus, name, "지기", "")


async def test_only_the_platform_that_failed_tries_again(bus: Bus) -> None:
    """The film is there and stays there: the post is not FAILED because one platform refused it."""
    service = Service("publish-export", durable="publish-export", platform="export")

    @service.on(stage=Stage.PUBLISH)
    async def publish(fact: ContentRendered | ContentRequested, _work: MessageContext) -> ContentUploaded:
        if isinstance(fact, ContentRendered):
            raise Permanent("test.export", why="the folder is a file")
        film = {"platform": "export", "remote_id": "1", "url": "", "video_sha256": FILM.video.sha256}
        return ContentUploaded.caused_by(fact, **film)

    await approve(bus)
    async with working(bus, service):
        made: dict[str, Any] = {"post_key": KEY, "revision": 1, **_DONE}
        film = ContentRendered(**made, film=FILM)
        await record(bus, ContentScripted(**made, script=SCRIPT), ContentVoiced(**made, voice=VOICE), film)
        await buried(bus)
        (failed,) = await failed_posts(bus)
        assert (failed.stage, failed.open) == (Stage.PUBLISH, True)
        assert await retry_dead_letter(bus, failed.name, "지기") is RetryOutcome.REQUESTED
        await seen(bus, "content.uploaded")
    request = next(fact.event for fact in await bus.facts_of_post(KEY) if isinstance(fact.event, ContentRequested))
    assert (request.platform, request.from_stage) == ("export", Stage.PUBLISH)
    state = await bus.post_state(KEY)
    assert (state.status, state.film) == (Status.UPLOADED, FILM)


async def test_what_is_no_fact_can_only_be_dropped(bus: Bus) -> None:
    await bus.add_dead_letter("studio", 7, "post.approved.sample.1", b"\x00", "it is none of our facts")
    (failed,) = await failed_posts(bus)
    assert (failed.post, failed.stage, failed.reason, failed.open) == (None, None, "it is none of our facts", False)
    with pytest.raises(BadInput, match="not a fact"):
        await retry_dead_letter(bus, failed.name, "지기")
    await drop_dead_letter(bus, failed.name, "지기", "쓰레기")
    assert await failed_posts(bus) == []
