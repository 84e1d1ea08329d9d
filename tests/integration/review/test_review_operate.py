"""Scripts, films, failures, sites, settings and accounts over HTTP, on a real broker, voice and film."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post
from fixtures.review import App, browser
from fixtures.studio.stage import wait_until
from pydantic import SecretStr
from starlette.routing import compile_path

from libraries.alerts.alert import Alert, AlertKind
from libraries.alerts.alert_book import AlertBook
from libraries.bus.runtime_settings import read_runtime_settings
from schemas.clock import utc_now
from schemas.crawls import CodedReason, CrawlHealth, CrawlReport
from schemas.events import (
    ContentFailed,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentVoiced,
    Event,
    FailureKind,
    PassedOverAdapter,
    PostApproved,
    PostCollected,
    encode_fact,
)
from schemas.recipe import Recipe, Stage
from schemas.script import Fault, ScriptFault, ScriptFigures, ScriptReport
from services.publish.upload.journal import UploadJournal, UploadRecord, UploadState

KEY = post().key
AT = f"/api/posts/{KEY}"
MADE: dict[str, Any] = {"post_key": KEY, "revision": 1, "stage_key": "0" * 64, "served_by": "test", "seconds": 1}
OTHER = SCRIPT.model_copy(update={"title": "고친 제목"})


def begun(recipe: Recipe | None = None) -> list[Event]:
    """A post whose script is written."""
    return [
        PostCollected(post_key=KEY, revision=0, post=post()),
        PostApproved(post_key=KEY, revision=1, reviewer="kim", recipe=recipe or Recipe()),
        ContentStarted(post_key=KEY, revision=1, stage=Stage.SCRIPT, worker="w"),
        ContentScripted(**MADE, script=SCRIPT),
    ]


def finished() -> list[Event]:
    return [*begun(), ContentVoiced(**MADE, voice=VOICE), ContentRendered(**MADE, film=FILM)]


async def last(app: App) -> Event:
    return (await app.bus.facts_of_post(KEY))[-1].event


async def sheet(app: App) -> dict[str, Any]:
    found: dict[str, Any] = (await app.web.get(f"{AT}/script")).json()
    return found


async def send(app: App, sheet: dict[str, Any], **changes: Any) -> httpx.Response:
    draft = {"script": sheet["script"], "recipe": sheet["recipe"], "sequence": sheet["sequence"]}
    return await app.web.post(f"{AT}/script", json=draft | changes)


async def test_waiting_script_is_approved_as_edited(app: App) -> None:
    """The editor's words and choices become the approval; from an old page nothing is saved."""
    await app.record(*begun(Recipe(approve_script=True)))
    opened = await sheet(app)
    assert (opened["waits"], opened["choices"]["templates"][:2]) == (True, ["auto", "battle"])
    recipe = opened["recipe"] | {"film": opened["recipe"]["film"] | {"template": "chat"}}
    old = await send(app, opened, sequence=opened["sequence"] - 1)
    assert (old.status_code, old.json()["code"]) == (409, "post.script_changed")
    saved = await send(app, opened, script=OTHER.model_dump(mode="json"), recipe=recipe)
    assert saved.status_code == 200
    fact = await last(app)
    assert isinstance(fact, ContentScriptApproved)
    assert (fact.script, fact.reviewer) == (OTHER, "reviewer")
    assert fact.recipe is not None
    assert fact.recipe.film.template == "chat"


async def test_what_the_checks_say_of_a_script_is_read_beside_it_until_a_person_changes_it(app: App) -> None:
    fault = ScriptFault(fault=Fault.TITLE_UNLIKE, excerpt="대박 사건")
    figures = ScriptFigures(seconds=51.6, told=0.714, speech_level="eumseum", post_run=19)
    facts = finished()
    facts[3] = ContentScripted(**MADE, script=SCRIPT, report=ScriptReport(figures=figures, faults=(fault,)))
    await app.record(*facts)
    opened = await sheet(app)
    assert opened["faults"] == ["제목이 글의 내용과 다릅니다: 대박 사건"]
    assert opened["figures"][:3] == ["약 52초", "글의 내용 가운데 71%를 들려줌", "음슴체"]
    english = (await app.web.get(f"{AT}/script", headers={"Accept-Language": "en"})).json()
    assert english["faults"] == ["a title that is not about the post: 대박 사건"]
    assert (await send(app, opened, script=OTHER.model_dump(mode="json"))).status_code == 200
    changed = await sheet(app)
    assert (changed["script"]["title"], changed["faults"], changed["figures"]) == (OTHER.title, [], [])


async def test_why_a_writer_did_not_serve_is_read_beside_the_script_and_in_the_history(app: App) -> None:
    declined = PassedOverAdapter(name="openai", code="script.declined.crime", fields={"writer": "openai"})
    strange = PassedOverAdapter(name="acme", code="acme.tired", detail="Acme is tired.")
    facts = finished()
    facts[3] = ContentScripted(**MADE, script=SCRIPT, passed_over=(declined, strange))
    await app.record(*facts)
    for language, said in (("ko", "이유: 범죄 방법"), ("en", "would not tell the post: ways of committing a crime.")):
        headers = {"Accept-Language": language}
        notes = (await app.web.get(f"{AT}/script", headers=headers)).json()["notes"]
        assert (notes[0].startswith("openai: "), said in notes[0], notes[1]) == (True, True, "acme: Acme is tired.")
        history = (await app.web.get(f"{AT}/film", headers=headers)).json()["history"]
        assert [step["says"].get("passed_over", "") for step in history][3:5] == [" · ".join(notes), ""]


async def test_edited_film_is_made_again_from_the_voice(app: App) -> None:
    """A script that was spoken already is not approved again: its words begin a new revision."""
    await app.record(*finished())
    opened = await sheet(app)
    assert not opened["waits"]
    assert (await send(app, opened, script=OTHER.model_dump(mode="json"))).json()["status"] == "PROCESSING"
    fact = await last(app)
    assert isinstance(fact, ContentRequested)
    assert (fact.from_stage, fact.revision, fact.script, fact.by) == (Stage.VOICE, 2, OTHER, "reviewer")
    assert (await app.bus.post_state(KEY)).script == OTHER


async def test_line_is_heard(app: App) -> None:
    """A line is spoken by the voice's own process; asked again it is found again, and a line too many is refused."""
    await app.record(*begun())
    wanted = {"script": SCRIPT.model_dump(mode="json"), "line": 0, "recipe": Recipe().model_dump(mode="json")}
    first = await app.web.post(f"{AT}/listen", json=wanted, timeout=60)
    assert first.status_code == 200, first.text
    sound = await app.web.get(f"/media/{first.json()['media']}")
    assert sound.content[:4] == b"RIFF"
    assert len(sound.content) > 20_000
    assert (await app.web.post(f"{AT}/listen", json=wanted, timeout=60)).json() == first.json()
    assert (await app.web.post(f"{AT}/listen", json=wanted | {"line": 9})).status_code == 422
    assert (await app.web.post(f"{AT}/withdraw", json={"reason": "글쓴이의 요청"})).status_code == 200
    erased = await app.web.get(f"/media/{first.json()['media']}")
    assert erased.status_code == 404, "what was only listened to goes with its post"


@pytest.mark.slow
async def test_beginning_is_seen(app: App) -> None:
    """The preview is a playable film of half the size."""
    await app.record(*begun())
    wanted = {"script": SCRIPT.model_dump(mode="json"), "recipe": Recipe().model_dump(mode="json")}
    made = await app.web.post(f"{AT}/preview", json=wanted, timeout=120)
    assert made.status_code == 200, made.text
    whole = await app.web.get(f"/media/{made.json()['media']}")
    assert whole.content[4:8] == b"ftyp"
    assert (await app.bus.post_state(KEY)).film is None


async def test_room_of_a_film(app: App) -> None:
    """Checks, recipe, words and history are there; a release is for the words that were looked at."""
    await app.record(*finished())
    room = (await app.web.get(f"{AT}/film")).json()
    assert [step["kind"] for step in room["history"]] == [fact.event.kind for fact in await app.bus.facts_of_post(KEY)]
    assert room["versions"][0]["revision"] == 1
    assert "출처: 와글마당" in room["words"]["description"]
    wrong = {"platform": "export", "seal": "0" * 64}
    assert (await app.web.post(f"{AT}/release", json=wrong)).json()["code"] == "post.film_changed"
    at = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    told = await app.web.post(f"{AT}/release", json=wrong | {"seal": room["words"]["seal"], "at": at})
    assert told.status_code == 200
    fact = await last(app)
    assert isinstance(fact, ContentReleased)
    assert (fact.reviewer, fact.platform, fact.seal) == ("reviewer", "export", room["words"]["seal"])
    remade = await app.web.post(f"{AT}/remake", json={"from_stage": "film", "recipe": room["recipe"]})
    assert remade.json()["revision"] == 2
    assert (await app.web.post(f"{AT}/publish", json={"platform": "youtube"})).status_code == 409


async def test_letter_is_told_in_korean_and_settled(app: App) -> None:
    """A dead letter says what happened and what helps; retry and drop carry the name of who asked."""
    message = "Edge does not answer: 3 tries. It is tried again after a pause; nothing is lost."
    failed = ContentFailed(
        post_key=KEY,
        revision=1,
        stage=Stage.VOICE,
        attempt=5,
        failure=FailureKind.PERMANENT,
        error="ProviderDown",
        message=message,
        causation_id=begun()[0].event_id,
    )
    facts = begun()
    await app.record(*facts, failed.model_copy(update={"causation_id": facts[1].event_id}))
    for origin in (2, 3):
        await app.bus.add_dead_letter(
            "studio", origin, "post.approved.sample.1", encode_fact(facts[1]), f"ProviderDown: {message}"
        )
    await app.bus.add_dead_letter("studio", 9, "post.approved.sample.1", b"no fact", "it is none of our facts: X")
    book = AlertBook(app.bus.ledger())
    site = Alert(kind=AlertKind.SITE, about="sample", text="<b>It</b> is not read.", korean="읽지 못합니다.")
    await book.settle(AlertKind.SITE, [site], utc_now())
    await book.settle(AlertKind.FAILED, [site.model_copy(update={"kind": AlertKind.FAILED})], utc_now())
    (shown,) = (await app.web.get("/api/alerts")).json()
    assert (shown["title_ko"], shown["text_ko"]) == ("사이트를 제대로 읽지 못합니다", "읽지 못합니다.")
    assert shown["text_en"] == "<b>It</b> is not read."
    told = {one["name"]: one for one in (await app.web.get("/api/failures")).json()}
    assert told["studio.2"]["explained"]["ko"]["sentence"].startswith("작업에 필요한 외부 서비스가")
    assert message.startswith(told["studio.2"]["explained"]["en"])
    assert (told["studio.2"]["open"], told["studio.9"]["key"]) == (True, None)
    assert (await app.web.post("/api/failures/studio.2/retry", json={})).json() == {"outcome": "requested"}
    assert (await app.web.post("/api/failures/studio.2/retry", json={})).status_code == 409
    assert (await app.web.post("/api/failures/studio.9/drop", json={"reason": "깨짐"})).status_code == 200
    assert [one["name"] for one in (await app.web.get("/api/failures")).json()] == ["studio.3"]
    fact = await last(app)
    assert isinstance(fact, ContentRequested)
    assert fact.by == "reviewer"


async def test_sites_are_switched_but_not_against_their_policy(app: App) -> None:
    """Off is off for every process, on schedules a crawl; what its policy closes stays closed."""
    await app.bus.report_crawl(
        CrawlReport(
            site="sample",
            started=post().posted_at,
            seconds=1,
            health=CrawlHealth.UNHEALTHY,
            why=CodedReason.of("crawl.posts_lost", lost=3, posts=9),
        )
    )
    views = {one["code"]: one for one in (await app.web.get("/api/sites/declared")).json()}
    assert len(views) > 100
    assert views["sample"]["crawled"]
    explained = views["sample"]["explained"]
    assert "9" in explained["ko"]["sentence"]
    assert "3" in explained["ko"]["sentence"]
    assert explained["en"].startswith("3 of 9")
    closed = next(code for code, one in views.items() if not one["policy"]["open"])
    assert (await app.web.post(f"/api/sites/{closed}", json={"on": True})).json()["code"] == "site.closed_by_policy"
    assert (await app.web.post("/api/sites/sample", json={"on": False})).status_code == 200
    assert (await app.web.get("/api/crawl")).json() == []
    assert (await app.web.post("/api/crawl", json={"site": "sample"})).status_code == 404
    assert not (await read_runtime_settings(app.bus)).is_crawled("sample", configured=True)
    assert (await app.web.post("/api/sites/sample", json={"on": True})).status_code == 200
    assert (await app.web.get("/api/crawl")).json() == ["sample"]


async def test_next_approval_takes_what_was_set(app: App) -> None:
    """Settings that change while running are in the very next approval; secrets are never told."""
    panel = (await app.web.get("/api/settings")).json()
    recipe = panel["recipe"] | {"film": panel["recipe"]["film"] | {"template": "post"}}
    turned = {"approve_script": True, "recipe": recipe}
    assert (await app.web.post("/api/settings", json=turned)).json()["approve_script"]
    await app.record(begun()[0])
    assert (await app.web.post(f"{AT}/decision", json={"decision": "approve"})).status_code == 200
    fact = await last(app)
    assert isinstance(fact, PostApproved)
    assert (fact.recipe.approve_script, fact.recipe.film.template) == (True, "post")
    async with browser(app.served(password=SecretStr("hidden-secret"))) as web:
        await web.post("/login", json={"password": "hidden-secret"})
        told = json.dumps((await web.get("/api/settings")).json(), ensure_ascii=False)
    assert "hidden-secret" not in told
    assert "••••••" in told


OPERATORS: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/api/crawl", {"site": "sample"}),
    ("POST", "/api/sites/sample", {"on": False}),
    ("POST", "/api/sites/clien/permission", {"permission": None}),
    ("GET", "/api/settings", None),
    ("POST", "/api/settings", {"approve_script": True}),
    ("GET", "/api/audit", None),
    ("GET", "/api/people", None),
    ("POST", "/api/people", {"name": "eve", "password": "열두 글자 비밀번호", "role": "operator"}),
    ("POST", "/api/people/kim/remove", {}),
    ("POST", f"{AT}/publish", {"platform": "export"}),
    ("POST", f"{AT}/release", {"platform": "export", "seal": "0" * 64}),
    ("POST", f"{AT}/hide", {"platform": "youtube"}),
    ("POST", f"{AT}/withdraw", {"reason": "because"}),
    ("POST", f"{AT}/settle", {"upload": "upload.youtube.main.0", "video": None}),
    ("POST", "/api/sites/new/look", {"url": "https://waggle.example/"}),
    ("POST", "/api/sites/new/file", {"url": "https://waggle.example/"}),
)
REVIEWERS = {
    "/api/posts/{key}/decision",
    "/api/decisions",
    "/api/posts/{key}/retry",
    "/api/failures/{name}/retry",
    "/api/failures/{name}/drop",
    "/api/posts/{key}/script",
    "/api/posts/{key}/listen",
    "/api/posts/{key}/preview",
    "/api/posts/{key}/remake",
    "/api/posts/{key}/cut",
    "/api/reading",
}
"""What a reviewer may write to."""


async def test_every_route_that_writes_is_for_operators_or_listed(app: App) -> None:
    """A new route that changes something is tried as a reviewer in the test below, unless it is meant for them."""
    written = [path for path, methods in app.served().openapi()["paths"].items() if "post" in methods]
    tried = [path for method, path, _ in OPERATORS if method == "POST"]
    left = {one for one in written if not any(compile_path(one)[0].fullmatch(path) for path in tried)}
    assert left == REVIEWERS


async def test_a_doubt_is_settled_under_its_own_post(app: App) -> None:
    """An upload in doubt is shown as such; what a person found on the platform is written into the journal."""
    await app.record(*finished())
    state, journal = await app.bus.post_state(KEY), UploadJournal(app.bus.ledger())
    assert state.film is not None
    where: dict[str, Any] = {"platform": "export", "channel": "main", "post_key": KEY, "revision": 1}
    record = UploadRecord(**where, video_sha256=state.film.video.sha256, state=UploadState.DOUBT, reason="lost")
    await journal.write(record, 0)
    (place,) = (await app.web.get(f"{AT}/film")).json()["places"]
    assert (place["visibility"], place["reason"], place["upload"]) == ("doubt", "lost", record.key)
    assert (await app.web.get("/api/films")).json()[0]["places"] == [place]
    wanted = {"upload": record.key, "video": None}
    other = await app.web.post("/api/posts/sample.other/settle", json=wanted)
    assert (other.status_code, other.json()["code"]) == (409, "upload.not_in_doubt")
    assert (await app.web.post(f"{AT}/settle", json=wanted)).status_code == 200
    entry = await journal.load(record.key)
    assert entry is not None
    assert entry.record.state is UploadState.OPEN


async def test_roles_and_who_did_what(app: App) -> None:
    """A reviewer decides and nothing more; every act stands in the operator's list with its name."""
    await app.record(begun()[0])
    secret = "열두 글자 비밀번호"
    for name, role in (("kim", "operator"), ("lee", "reviewer")):
        if name == "lee":
            await app.web.post("/login", json={"name": "kim", "password": secret})
        made = await app.web.post("/api/people", json={"name": name, "password": secret, "role": role})
        assert made.status_code == 200, made.text
    async with httpx.AsyncClient(transport=app.web._transport, base_url="http://127.0.0.1") as lee:
        assert (await lee.get("/api/posts")).status_code == 401
        assert (await lee.post("/login", json={"name": "lee", "password": secret})).status_code == 204
        for method, path, body in OPERATORS:
            refused = await lee.request(method, path, json=body)
            assert (refused.status_code, refused.json()["code"]) == (403, "review.operators_only"), path
        assert (await lee.post(f"{AT}/decision", json={"decision": "decline", "reason": "재미없음"})).status_code == 200
        assert (await app.web.post("/api/people/lee/remove", json={})).status_code == 200
        assert (await lee.get("/api/posts")).status_code == 401
    follow = asyncio.create_task(app.activity.follow_facts())
    await asyncio.to_thread(wait_until, lambda: bool(app.activity.newest_audit_entries()))
    follow.cancel()
    acts = [(act["who"], act["what"], act["about"]) for act in (await app.web.get("/api/audit")).json()]
    assert ("lee", "declined", str(KEY)) in acts
    assert ("kim", "account_removed", "lee") in acts
    assert ("reviewer", "account", "kim") in acts
    assert (await app.web.post("/api/people/kim/remove", json={})).json()["code"] == "review.last_operator"


async def test_batch_tells_each_its_own(app: App) -> None:
    """Of a batch some may be refused: each post gets its own answer, and nothing is half-decided."""
    flagged = post("2").model_copy(update={"flags": ("pii-masked",)})
    await app.record(begun()[0], PostCollected(post_key=flagged.key, revision=0, post=flagged))
    names = [str(KEY), str(flagged.key), "sample.404", "no-dot"]
    answers = (await app.web.post("/api/decisions", json={"decision": {"decision": "approve"}, "posts": names})).json()
    assert [one["code"] for one in answers] == ["", "post.check_first", "post.unknown", "post.unknown"]
    assert answers[1]["checks"] == ["pii"]
    assert len(await app.bus.facts_of_post(flagged.key)) == 1
    lanes = {one["name"]: one for one in (await app.web.get("/api/queues")).json()}
    assert lanes["studio"]["waiting"] >= 1
