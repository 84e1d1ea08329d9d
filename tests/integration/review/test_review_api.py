"""The review app's data over HTTP, on a real broker and a real projection."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post
from fixtures.flapping import flapping
from fixtures.review import RECIPE, App, browser, create_app
from pydantic import SecretStr
from sqlalchemy import Row, Select
from typing_extensions import override

from libraries.bus import connect
from schemas import subjects
from schemas.errors import ConfigurationError
from schemas.events import (
    ContentFailed,
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentVoiced,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
)
from schemas.recipe import Stage
from services.commands.approve import with_next_film_number
from services.config import NatsSettings, ReviewSettings, Settings
from services.projector.queries.projection_queries import SqlProjection
from services.review.live.sse import UpdateHub
from services.review.server import run_review

KEY = post().key
MADE: dict[str, Any] = {"post_key": KEY, "revision": 1, "stage_key": "0" * 64, "served_by": "test", "seconds": 1}


def collected() -> PostCollected:
    return PostCollected(post_key=KEY, revision=0, post=post())


async def decide(app: App, decision: str, **more: str) -> httpx.Response:
    return await app.web.post(f"/api/posts/{KEY}/decision", json={"decision": decision, **more})


async def test_approval_carries_the_recipe(app: App) -> None:
    """An approval is one fact, one revision on, with the recipe of the settings, its number and the post's own seed."""
    await app.record(collected())
    answer = await decide(app, "approve", seen="COLLECTED")
    assert answer.status_code == 200
    fact = (await app.bus.facts_of_post(KEY))[-1]
    assert isinstance(fact.event, PostApproved)
    assert (fact.event.revision, fact.event.recipe) == (1, with_next_film_number(RECIPE, None).with_seed_of(str(KEY)))
    assert answer.json() == {"status": "APPROVED", "revision": 1, "sequence": fact.sequence}


async def test_second_decision_is_told_what_holds(app: App) -> None:
    """The loser of a race gets 409, a sentence, and the card with the state that won, though the projection lags."""
    await app.record(collected())
    assert (await decide(app, "decline", seen="COLLECTED", reason="재미없음")).status_code == 200
    for decision in ("decline", "approve"):
        told = await decide(app, decision, seen="COLLECTED")
        assert told.status_code == 409
        assert told.json()["code"] == "post.already_declined"
        assert told.json()["message"] == "이미 거절된 글입니다. 다른 곳에서 먼저 결정했습니다."
        assert told.json()["card"]["status"] == "DECLINED"
        assert told.json()["card"]["title"] == post().title
        assert told.json()["by"] == "reviewer"
    facts = await app.bus.facts_of_post(KEY)
    assert [fact.event.kind for fact in facts] == ["post.collected", "post.declined"]
    assert isinstance(facts[-1].event, PostDeclined)
    assert facts[-1].event.reason == "재미없음"


async def test_twenty_reviewers_one_wins(app: App) -> None:
    """Of twenty decisions at once one is recorded, and the other nineteen are told."""
    await app.record(collected())
    choices = ["approve", "decline"] * 10
    answers = await asyncio.gather(*(decide(app, choice, seen="COLLECTED") for choice in choices))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19
    assert len(await app.bus.facts_of_post(KEY)) == 2


async def test_what_may_not_follow_is_refused(app: App) -> None:
    """A finished film cannot be approved again by an old page; the sentence comes in the page's language."""
    rendered = ContentRendered(**MADE, film=FILM)
    scripted = ContentScripted(**MADE, script=SCRIPT)
    voiced = ContentVoiced(**MADE, voice=VOICE)
    await app.record(collected(), PostApproved(post_key=KEY, revision=1, reviewer="r"), scripted, voiced, rendered)
    headers = {"accept-language": "en"}
    told = await app.web.post(f"/api/posts/{KEY}/decision", json={"decision": "approve"}, headers=headers)
    assert (told.status_code, told.json()["message"]) == (409, "The film of this post is already finished.")
    films = (await app.web.get("/api/films")).json()
    assert films[0]["script"]["lines"][0]["display"] == "막내가 남긴 메일"


async def test_unknown_posts(app: App) -> None:
    for key in ("sample.404", "no-dot", "a.b.c", "..%2F..%2Fx", "*.>"):
        read = await app.web.get(f"/api/posts/{key}")
        written = await app.web.post(f"/api/posts/{key}/decision", json={"decision": "approve"})
        assert (read.status_code, written.status_code) == (404, 404), key
    answer = await app.web.get("/api/posts/sample.404")
    assert answer.json() == {"code": "post.unknown", "message": "sample.404 글이 없습니다."}


NONSENSE = (
    "{",
    "[]",
    "{}",
    '{"decision":"delete"}',
    '{"decision":"approve","reviewer":"me"}',
    '{"decision":null}',
)


async def test_nonsense_decides_nothing(app: App) -> None:
    await app.record(collected())
    headers = {"content-type": "application/json"}
    for body in NONSENSE:
        answer = await app.web.post(f"/api/posts/{KEY}/decision", content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (422, "review.not_understood"), body
    assert len(await app.bus.facts_of_post(KEY)) == 1


async def test_broker_gone_is_said(app: App, nats_settings: NatsSettings) -> None:
    """Without a broker a decision gets 503 and a sentence within six seconds, and is not recorded later."""
    await app.record(collected())
    cut_off = await connect(nats_settings, "cut off")
    await cut_off.close()
    start = time.monotonic()
    async with browser(create_app(cut_off, app.projection, app.store, app.settings, app.previews)) as web:
        answer = await web.post(f"/api/posts/{KEY}/decision", json={"decision": "approve"})
        assert time.monotonic() - start < 6
        assert answer.status_code == 503
        assert answer.json()["message"].startswith("저장하지 못했습니다.")
        assert (await web.get("/api/posts")).json()[0]["status"] == "COLLECTED"
    assert len(await app.bus.facts_of_post(KEY)) == 1


async def test_failed_stage_is_asked_for_again(app: App) -> None:
    """Trying again keeps the revision, with all attempts; what did not fail cannot be tried again."""
    await app.record(collected())
    assert (await app.web.post(f"/api/posts/{KEY}/retry", json={})).json()["code"] == "post.nothing_failed"
    failed = ContentFailed(
        post_key=KEY, revision=1, stage=Stage.VOICE, attempt=3, failure=FailureKind.PERMANENT, error="X", message="소리"
    )
    scripted = ContentScripted(**MADE, script=SCRIPT)
    await app.record(PostApproved(post_key=KEY, revision=1, reviewer="r", recipe=RECIPE), scripted, failed)
    work = (await app.web.get("/api/work")).json()
    assert (work[0]["status"], work[0]["message"], work[0]["percent"]) == ("FAILED", "소리", None)
    assert (await app.web.post(f"/api/posts/{KEY}/retry", json={})).json()["status"] == "PROCESSING"
    asked = (await app.bus.facts_of_post(KEY))[-1].event
    assert isinstance(asked, ContentRequested)
    assert (asked.from_stage, asked.attempt, asked.revision, asked.recipe) == (Stage.VOICE, 1, 1, RECIPE)


async def test_reading(app: App) -> None:
    """The lists, the figures and a whole post."""
    await app.record(collected())
    assert (await app.web.get("/api/sites")).json() == ["sample"]
    assert (await app.web.get("/api/counts")).json()["COLLECTED"] == 1
    assert (await app.web.get("/api/posts", params={"search": "없는 말"})).json() == []
    assert (await app.web.get("/api/posts", params={"limit": 100_000})).status_code == 422
    assert (await app.web.post("/api/reading", json={"post": "no key"})).status_code == 422
    for path, name in (("posts", "offset"), ("posts", "least_comments"), ("films", "offset")):
        assert (await app.web.get(f"/api/{path}", params={name: 2**63})).status_code == 422
    whole = (await app.web.get(f"/api/posts/{KEY}")).json()
    assert whole["content"].endswith("메일이 왔습니다.")
    assert [comment["author"] for comment in whole["comments"]] == ["느긋한고래7", "바쁜참새3"]


async def test_crawl_is_asked_for_known_sites_only(app: App) -> None:
    assert (await app.web.get("/api/crawl")).json() == ["sample"]
    assert (await app.web.post("/api/crawl", json={"site": "sample"})).status_code == 202
    assert (await app.web.post("/api/crawl", json={"site": "other"})).status_code == 404


async def read_event(lines: AsyncIterator[str], name: str) -> dict[str, Any]:
    async for line in lines:
        if line == f"event: {name}":
            found: dict[str, Any] = json.loads((await anext(lines)).removeprefix("data: "))
            return found
    raise AssertionError(f"the stream ended without {name}")


async def test_serving_telling_and_ending(app: App) -> None:
    """News and ticks reach an open page; `stop` ends the server although the page still listens."""
    settings = app.settings
    served = app.served()
    stop = asyncio.Event()
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(run_review(served, settings, stop, ready.set_result))
    url = await asyncio.wait_for(ready, 60)
    port = int(url.rpartition(":")[2])
    async with httpx.AsyncClient(base_url=url) as web, web.stream("GET", "/api/updates") as news:
        assert news.headers["content-type"].startswith("text/event-stream")
        lines = news.aiter_lines()
        assert await anext(lines) == "retry: 2000"
        await app.bus.broadcast(subjects.PROJECTED, b"not json")
        start = time.monotonic()
        await app.record(collected())
        told = await asyncio.wait_for(read_event(lines, "update"), 60)
        assert time.monotonic() - start < 4
        assert [card["title"] for card in told["cards"]] == [post().title]
        assert told["counts"]["COLLECTED"] == 1
        await app.bus.broadcast(subjects.live_progress_subject(KEY), b'{"percent": 400}')
        await app.bus.broadcast(subjects.live_progress_subject(KEY), b'{"percent": 40, "note": "1/2"}')
        ticked = await asyncio.wait_for(read_event(lines, "tick"), 60)
        assert ticked == {"percent": 40.0, "note": "1/2", "key": {"site": "sample", "id": "1"}}
        with pytest.raises(ConfigurationError, match=f"port {port} on 127.0.0.1 is in use.*another port"):
            await run_review(served, Settings(review=ReviewSettings(port=port)), stop, ready.set_result)
        stop.set()
        await asyncio.wait_for(serving, 60)
    with socket.create_server(("127.0.0.1", port)):
        pass  # the port is free again


class CountingProjection(SqlProjection):
    rows = 0

    @override
    def _all(self, query: Select[Any]) -> list[Row[Any]]:
        found = super()._all(query)
        self.rows += len(found)
        return found


async def test_a_change_reads_nothing_of_the_other_posts_that_failed(app: App) -> None:
    """All that ever failed and was not decided upon was read anew, up to five times a second."""
    await app.record(*(fact for number in range(5) for fact in failing(str(number))))
    projection = CountingProjection(app.projection._engine)
    update = UpdateHub(app.bus, projection, app.activity)._read_update({post("0").key})
    assert [one.key for one in update.work] == [post("0").key]
    assert projection.rows == 3  # its card, its work, one status that is counted
    await app.record(PostDeclined(post_key=post("0").key, revision=1, reviewer="kim"))
    assert UpdateHub(app.bus, projection, app.activity)._read_update({post("0").key}).idle == (str(post("0").key),)


def failing(identity: str) -> tuple[PostCollected, PostApproved, ContentFailed]:
    key, told = post(identity).key, {"error": "BadInput", "message": "no", "code": "post.no_script"}
    why = {"stage": Stage.VOICE, "attempt": 5, "failure": FailureKind.PERMANENT, **told}
    return (
        PostCollected(post_key=key, revision=0, post=post(identity)),
        PostApproved(post_key=key, revision=1, reviewer="kim", recipe=RECIPE),
        ContentFailed.model_validate({"post_key": key, "revision": 1, **why}),
    )


async def test_a_page_is_told_that_announcements_may_be_missing(app: App, nats_settings: NatsSettings) -> None:
    """What is announced while the app has no connection is not repeated: open pages are told to load their lists."""
    async with flapping(nats_settings, cuts=1) as (settings, way):
        far = await connect(settings, "far")
        served = create_app(far, app.projection, app.store, app.settings, app.previews)
        stop, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
        serving = asyncio.create_task(run_review(served, app.settings, stop, ready.set_result))
        url = await asyncio.wait_for(ready, 60)
        async with httpx.AsyncClient(base_url=url) as web, web.stream("GET", "/api/updates") as news:
            lines = news.aiter_lines()
            assert await asyncio.wait_for(read_event(lines, "registered"), 60) == {}
            await app.record(collected())
            assert (await web.get(f"/api/posts/{KEY}")).status_code == 200  # a fact on its way: the connection breaks
            assert await asyncio.wait_for(read_event(lines, "missed"), 60) == {}
            stop.set()
            await asyncio.wait_for(serving, 60)
        assert way.broken == 1
        await far.close()


@pytest.mark.slow
async def test_idle_costs_little(app: App) -> None:
    """With a page open and nothing happening, broker client, projector and app together take under 3 % of a core."""
    settings = app.settings
    stop = asyncio.Event()
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    served = app.served()
    serving = asyncio.create_task(run_review(served, settings, stop, ready.set_result))
    url = await asyncio.wait_for(ready, 60)
    async with httpx.AsyncClient(base_url=url) as web, web.stream("GET", "/api/updates"):
        await asyncio.sleep(0.5)
        before = time.process_time()
        await asyncio.sleep(3)
        used = time.process_time() - before
        stop.set()
        await asyncio.wait_for(serving, 60)
    assert used < 0.03 * 3


async def test_open_to_others_begins_with_an_account(app: App) -> None:
    """Off loopback nothing is open: the first account is made with the terminal's code, and then everybody logs in."""
    served = app.served(host="0.0.0.0")
    async with browser(served) as web:
        assert (await web.get("/api/posts")).status_code == 401
        page = await web.get("/", headers={"accept": "text/html"})
        assert 'data-kind="first_run"' in page.text
        first = {"code": "guess", "name": "kim", "password": "긴 비밀번호 하나"}
        assert (await web.post("/first-account", json=first)).json()["code"] == "review.wrong_code"
        weak = first | {"code": served.state.entry.code, "password": "short"}
        assert (await web.post("/first-account", json=weak)).status_code == 422
        assert served.state.entry.code not in page.text
        made = await web.post("/first-account", json=first | {"code": served.state.entry.code})
        assert made.status_code == 204
        assert (await web.get("/api/session")).json() == {
            "name": "kim",
            "role": "operator",
            "login": True,
            "accounts": True,
        }
        again = first | {"code": served.state.entry.code, "name": "evil"}
        assert (await web.post("/first-account", json=again)).status_code == 404
    async with browser(app.served(host="0.0.0.0")) as web:
        assert (await web.post("/login", json={"name": "kim", "password": "guess"})).status_code == 401
        assert (await web.post("/login", json={"name": "kim", "password": "긴 비밀번호 하나"})).status_code == 204
        assert (await web.get("/api/posts")).status_code == 200
    accounts = app.settings.nats.store_dir.parent / "accounts.json"
    assert accounts.stat().st_mode & 0o777 == 0o600
    assert "긴 비밀번호" not in accounts.read_text()


async def test_address_of_another_machine(app: App) -> None:
    review = {"host": "192.0.2.1", "password": SecretStr("secret")}
    settings, served = app.settings.model_copy(update={"review": ReviewSettings(**review)}), app.served(**review)
    with pytest.raises(ConfigurationError, match=r"cannot listen on 192\.0\.2\.1"):
        await run_review(served, settings, asyncio.Event(), print)
