"""A script that a reviewer waits for is written beside the studio's queue, and recorded once whoever comes first."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fixtures.review import App, browser
from fixtures.studio.studio import small_post
from typing_extensions import override

from libraries.bus import Bus
from schemas.errors import Conflict
from schemas.events import ContentScripted, ContentStarted, PostApproved, PostCollected
from schemas.posts import Post, PostKey
from schemas.recipe import Recipe, ScriptChoice
from schemas.states import PostState, Status
from services.commands.decline import DeclinePost, decline_post
from services.review.live.early_scripts import EarlyScriptWriter
from services.studio.preview import PreviewMaker
from services.studio.service import build_studio_service

POST = small_post()


@asynccontextmanager
async def writing(early: EarlyScriptWriter) -> AsyncIterator[None]:
    task = asyncio.create_task(early.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))


async def until(bus: Bus, key: PostKey, reached: Callable[[PostState], bool]) -> PostState:
    async with asyncio.timeout(60):
        while not reached(state := await bus.post_state(key)):  # noqa: ASYNC110 (the broker is asked as a page would)
            await asyncio.sleep(0.05)
    return state


async def kinds(bus: Bus) -> list[str]:
    return [fact.event.kind for fact in await bus.facts_of_post(POST.key)]


def to_be_edited(recipe: Recipe) -> Recipe:
    return recipe.model_copy(update={"approve_script": True})


async def approved_to_be_edited(app: App, recipe: Recipe | None = None) -> None:
    chosen = to_be_edited(recipe or app.settings.recipe)
    await app.record(
        PostCollected(post_key=POST.key, revision=0, post=POST),
        PostApproved(post_key=POST.key, revision=1, reviewer="kim", recipe=chosen),
    )


async def test_the_editor_opens_though_no_studio_comes_to_it(app: App) -> None:
    await app.record(PostCollected(post_key=POST.key, revision=0, post=POST))
    served = app.served()
    async with browser(served) as web, writing(served.state.early_scripts):
        wanted = {"decision": "approve", "edit": True}
        assert (await web.post(f"/api/posts/{POST.key}/decision", json=wanted)).status_code == 200
        await until(app.bus, POST.key, lambda state: state.script is not None)
        opened = (await web.get(f"/api/posts/{POST.key}/script")).json()
    assert opened["waits"]
    assert opened["script"]["lines"]
    assert await kinds(app.bus) == ["post.collected", "post.approved", "content.scripted"]


async def test_an_approval_without_the_wish_to_edit_is_left_to_the_studio(app: App) -> None:
    await app.record(PostCollected(post_key=POST.key, revision=0, post=POST))
    served = app.served()
    async with browser(served) as web:
        await web.post(f"/api/posts/{POST.key}/decision", json={"decision": "approve"})
    assert served.state.early_scripts._asked.empty()


async def test_a_studio_that_comes_to_it_later_writes_nothing_again(app: App) -> None:
    early = EarlyScriptWriter(app.bus, app.previews)
    await approved_to_be_edited(app)
    early.ask_for(POST.key)
    async with writing(early):
        written = await until(app.bus, POST.key, lambda state: state.script is not None)
    other = small_post("2")
    await app.record(
        PostCollected(post_key=other.key, revision=0, post=other),
        PostApproved(
            post_key=other.key,
            revision=1,
            reviewer="kim",
            recipe=app.settings.recipe.model_copy(update={"approve_script": True}),
        ),
    )
    studio, stop = build_studio_service(app.store, app.settings), asyncio.Event()
    working = asyncio.create_task(studio.run(app.bus, stop))
    await until(app.bus, other.key, lambda state: state.script is not None)  # it is past the first one
    stop.set()
    await working
    assert (await app.bus.post_state(POST.key)).script == written.script
    assert (await kinds(app.bus)).count("content.scripted") == 1
    assert "content.started" not in await kinds(app.bus)


async def test_the_studios_script_of_the_same_approval_is_the_same_fact(app: App) -> None:
    await approved_to_be_edited(app)
    history = await app.bus.post_history(POST.key)
    approval = history.facts[-1].event
    fields: dict[str, Any] = await app.previews.write_script(POST, app.settings.recipe) or {}
    first = ContentScripted.caused_by(approval, "", **fields)
    stored = await app.bus.publish(first, expected=history.sequence)
    again = ContentScripted.caused_by(approval, "", **fields | {"seconds": 9.0})
    assert await app.bus.publish(again, expected=history.sequence) == stored
    assert (await kinds(app.bus)).count("content.scripted") == 1


async def test_what_was_decided_meanwhile_wins(app: App) -> None:
    class DeclinedMeanwhile(PreviewMaker):
        """A reviewer declines the post while its script is written."""

        @override
        async def write_script(self, post: Post, recipe: Recipe, verdict: str = "") -> dict[str, Any] | None:
            fields = await super().write_script(post, recipe, verdict)
            await decline_post(app.bus, DeclinePost(post=post.key), "kim")
            return fields

    slow = DeclinedMeanwhile(app.store, app.settings)
    early = EarlyScriptWriter(app.bus, slow)
    await approved_to_be_edited(app)
    with pytest.raises(Conflict):
        await early._write(POST.key)
    await early._write(POST.key)  # a post that is no longer approved
    await slow.close()
    assert (await app.bus.post_state(POST.key)).status is Status.DECLINED
    assert "content.scripted" not in await kinds(app.bus)


async def test_a_script_that_the_studio_began_is_left_to_it(app: App) -> None:
    await approved_to_be_edited(app)
    approval = (await app.bus.post_history(POST.key)).facts[-1].event
    await app.record(ContentStarted.caused_by(approval, "script:1", stage="script", worker="w"))
    await EarlyScriptWriter(app.bus, app.previews)._write(POST.key)
    assert (await kinds(app.bus))[-1] == "content.started"


async def test_a_writer_on_the_graphics_card_writes_in_its_turn(app: App) -> None:
    on_card = Recipe(script=ScriptChoice(chain=("gguf", "extractive")))
    assert await app.previews.write_script(POST, on_card) is None
    assert await app.previews.write_script(POST, app.settings.recipe) is not None


async def test_a_failure_is_left_to_the_studio_and_the_next_post_is_written(app: App) -> None:
    early = EarlyScriptWriter(app.bus, app.previews)
    await approved_to_be_edited(app, Recipe(script=ScriptChoice(chain=("nobody",))))
    other = small_post("2")
    await app.record(
        PostCollected(post_key=other.key, revision=0, post=other),
        PostApproved(post_key=other.key, revision=1, reviewer="kim", recipe=app.settings.recipe),
    )
    early.ask_for(POST.key)
    early.ask_for(other.key)
    async with writing(early):
        await until(app.bus, other.key, lambda state: state.script is not None)
    assert (await app.bus.post_state(POST.key)).status is Status.APPROVED
