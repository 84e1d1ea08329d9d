"""The learned order of the inbox in the review app: on where it beats the score, up to date, and explained."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from fixtures.insight.inbox_month import decide_for_weeks, told
from fixtures.review import App, app, browser

from libraries.bus import Bus
from schemas.events import PostCollected, PostDeclined, PostReopened
from services.review.live import learned_inbox
from services.review.live.learned_inbox import LearnedInbox

__all__ = ["app"]


@asynccontextmanager
async def running(inbox: LearnedInbox) -> AsyncIterator[None]:
    task = asyncio.create_task(inbox.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(held: Callable[[], bool]) -> None:
    for _ in range(1000):
        if held():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def test_the_order_is_learned_told_and_kept_up_to_date(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned_inbox, "_START", 0.0)
    await decide_for_weeks(app.bus, by_length=True)
    long, short = told("long", long=True, score=0.1), told("short", long=False, score=0.9)
    await app.record(*(PostCollected(post_key=one.key, revision=0, post=one) for one in (long, short)))
    application = app.served()
    inbox: LearnedInbox = application.state.hub.inbox
    async with browser(application) as web, running(inbox):
        await until(lambda: len(inbox.worth) == 2)
        order = (await web.get("/api/inbox-order")).json()
        assert order["on"] is True
        assert order["days"] >= 14
        assert order["gain"] > 0.2

        async def listed(sort: str) -> list[str]:
            cards = (await web.get("/api/posts", params={"sort": sort})).json()
            return [card["key"]["id"] for card in cards]

        assert await listed("learned") == ["long", "short"]
        assert await listed("score") == ["short", "long"]
        cards = (await web.get("/api/posts", params={"sort": "learned"})).json()
        first, last = (card["expected"] for card in cards)
        assert first["worth"] > 0.6
        assert last["worth"] < 0.4
        assert {"up": True, "en": "long text", "ko": "글이 긺"} in first["reasons"]
        assert {"up": False, "en": "short text", "ko": "글이 짧음"} in last["reasons"]
        assert (await web.get("/api/posts/sample.long")).json()["card"]["expected"]["reasons"] == first["reasons"]

        another = told("another", long=True, score=0.2)
        await app.record(PostCollected(post_key=another.key, revision=0, post=another))
        await until(lambda: "sample.another" in inbox.worth)
        assert (await listed("learned"))[-1] == "short"
        await app.record(PostDeclined(post_key=another.key, revision=0, reviewer="kim"))
        await until(lambda: "sample.another" not in inbox.worth)
        await app.record(PostReopened(post_key=another.key, revision=0, reviewer="kim"))
        await until(lambda: "sample.another" in inbox.worth)
        assert sorted(await listed("learned")) == ["another", "long", "short"]


@pytest.mark.parametrize("weeks", [True, False], ids=["the score says it all", "nothing was decided"])
async def test_the_order_stays_the_score_where_nothing_better_is_known(app: App, weeks: bool) -> None:
    if weeks:
        await decide_for_weeks(app.bus, by_length=False)
    long, short = told("long", long=True, score=0.1), told("short", long=False, score=0.9)
    await app.record(*(PostCollected(post_key=one.key, revision=0, post=one) for one in (long, short)))
    application = app.served()
    inbox: LearnedInbox = application.state.hub.inbox
    await inbox.learn()
    assert inbox.worth == {}
    async with browser(application) as web:
        assert (await web.get("/api/inbox-order")).json()["on"] is False
        cards = (await web.get("/api/posts", params={"sort": "learned"})).json()
        assert [(card["key"]["id"], card["expected"]) for card in cards] == [("short", None), ("long", None)]


async def test_learning_that_failed_is_tried_again(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned_inbox, "_START", 0.0)
    monkeypatch.setattr(learned_inbox, "_PAUSE", 0.01)
    inbox, tries = LearnedInbox(bus), 0
    learn = inbox.learn

    async def fail_once() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ValueError("a singular matrix")
        await learn()

    monkeypatch.setattr(inbox, "learn", fail_once)
    async with running(inbox):
        await until(lambda: tries == 2)
