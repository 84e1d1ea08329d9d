"""Whatever a person does by the app or by a command: the same fact is recorded, and the same is refused."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fixtures.doors import WHO, Doors, approved, collected, declined, failed, gone, rendered, scripted
from fixtures.facts import FILM, SCRIPT, post
from typer.testing import Result

from crawlers.sites_config import registry
from libraries.bus.dead_letters import failed_posts
from libraries.bus.runtime_settings import read_runtime_settings
from schemas.clock import utc_now
from schemas.errors import WaggleError
from schemas.events import ContentReleased, ContentUploaded, Event, PostRetracted, RecordedFact, encode_fact
from schemas.failures import failure_explanation
from schemas.recipe import FilmChoice, Recipe
from schemas.states import PostState, fold_facts
from services.commands.release import require_publication
from services.config import ROOT

OTHER = SCRIPT.model_copy(update={"title": "고친 제목"})
CREAM = Recipe(film=FilmChoice(theme="cream"))
AT = "2027-01-01T09:00:00+00:00"


def released(identity: str) -> list[Event]:
    events = rendered(identity)
    sequenced = (RecordedFact(number, utc_now(), event) for number, event in enumerate(events, 1))
    seal = require_publication(fold_facts(sequenced)).seal
    key = post(identity).key
    return [*events, ContentReleased(post_key=key, revision=1, reviewer="lee", platform="fake", seal=seal)]


class Deed(NamedTuple):
    """What somebody does: the path and body for the app, the words for the command line; {key} is the post's.

    ``expected``: fields of the fact that must be recorded.
    """

    before: Callable[[str], list[Event]]
    path: str
    body: dict[str, Any]
    words: tuple[str, ...]
    expected: dict[str, Any]


def masked(identity: str) -> list[Event]:
    return collected(identity, flags=("pii-masked", "copy:sample.9"))


DEEDS: dict[str, Deed] = {
    "approve": Deed(
        collected,
        "decision",
        {"decision": "approve"},
        ("approve", "{key}"),
        {"kind": "post.approved", "revision": 1, "reviewer": WHO, "checked": []},
    ),
    "approve again after a refusal": Deed(
        declined, "decision", {"decision": "approve"}, ("approve", "{key}"), {"kind": "post.approved", "revision": 1}
    ),
    "approve what was checked": Deed(
        masked,
        "decision",
        {"decision": "approve", "checked": ["pii", "copy"]},
        ("approve", "{key}", "--checked", "pii", "--checked", "copy"),
        {"kind": "post.approved", "checked": ["pii", "copy"]},
    ),
    "decline": Deed(
        collected,
        "decision",
        {"decision": "decline", "reason": "재미없음"},
        ("decline", "{key}", "--reason", "재미없음"),
        {"kind": "post.declined", "revision": 0, "reviewer": WHO, "reason": "재미없음"},
    ),
    "decline a finished film": Deed(
        rendered, "decision", {"decision": "decline"}, ("decline", "{key}"), {"kind": "post.declined", "revision": 1}
    ),
    "reopen": Deed(
        declined,
        "decision",
        {"decision": "reopen"},
        ("reopen", "{key}"),
        {"kind": "post.reopened", "revision": 0, "reviewer": WHO},
    ),
    "retry": Deed(
        failed,
        "retry",
        {},
        ("retry", "{key}"),
        {"kind": "content.requested", "revision": 1, "from_stage": "voice", "attempt": 1, "by": WHO, "platform": ""},
    ),
    "remake": Deed(
        rendered,
        "remake",
        {"from_stage": "film", "recipe": CREAM.model_dump(mode="json")},
        ("remake", "{key}", "--recipe", CREAM.model_dump_json()),
        {"kind": "content.requested", "revision": 2, "from_stage": "film", "by": WHO, "script": None, "attempt": 1},
    ),
    "remake the voice": Deed(
        rendered,
        "remake",
        {"from_stage": "voice", "recipe": Recipe().model_dump(mode="json")},
        ("remake", "{key}", "--from-stage", "voice"),
        {"kind": "content.requested", "from_stage": "voice"},
    ),
    "publish": Deed(
        rendered,
        "publish",
        {"platform": "fake"},
        ("publish", "{key}", "--platform", "fake"),
        {"kind": "content.requested", "revision": 1, "from_stage": "publish", "platform": "fake", "by": WHO},
    ),
    "release": Deed(
        rendered,
        "release",
        {"platform": "export", "seal": "{seal}"},
        ("release", "{key}", "--platform", "export", "--yes"),
        {"kind": "content.released", "revision": 1, "privacy": "public", "publish_at": None, "reviewer": WHO},
    ),
    "release at a time, for those who have the address": Deed(
        rendered,
        "release",
        {"platform": "fake", "seal": "{seal}", "privacy": "unlisted", "at": AT},
        ("release", "{key}", "--platform", "fake", "--yes", "--unlisted", "--at", "{at}"),
        {"kind": "content.released", "privacy": "unlisted", "platform": "fake"},
    ),
    "hide": Deed(
        released,
        "hide",
        {"platform": "fake"},
        ("hide", "{key}", "--platform", "fake"),
        {"kind": "content.released", "revision": 1, "privacy": "private", "publish_at": None, "reviewer": WHO},
    ),
    "withdraw": Deed(
        rendered,
        "withdraw",
        {"reason": "본인 요청"},
        ("withdraw", "{key}", "--reason", "본인 요청"),
        {"kind": "post.retracted", "by": WHO, "reason": "본인 요청"},
    ),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
@pytest.mark.quick_cases(7)
async def test_both_doors_record_the_same_fact(doors: Doors, deed: Deed) -> None:
    by_app, by_command = post("1").key, post("2").key
    await doors.record(*deed.before("1"), *deed.before("2"))
    seal = await seal_of(doors, by_app)
    body = {name: seal if value == "{seal}" else value for name, value in deed.body.items()}
    answer = await doors.web.post(f"/api/posts/{by_app}/{deed.path}", json=body)
    assert answer.status_code == 200, answer.text
    ran = await doors.run(*(word.replace("{key}", str(by_command)).replace("{at}", local(AT)) for word in deed.words))
    assert ran.exit_code == 0, ran.output
    first, second = await doors.last(by_app), await doors.last(by_command)
    assert without_own(first) == without_own(second)
    assert {name: first[name] for name in deed.expected} == deed.expected


def without_own(fact: dict[str, Any]) -> dict[str, Any]:
    """A fact without seed and number of its post's own film, and the seal over its post's own words."""
    if "recipe" in fact:
        film = {name: value for name, value in fact["recipe"]["film"].items() if name not in ("seed", "number")}
        fact = fact | {"recipe": fact["recipe"] | {"film": film}}
    return {name: value for name, value in fact.items() if name != "seal"}


def local(moment: str) -> str:
    """As it is typed: in the zone of this machine, without saying so."""
    return datetime.fromisoformat(moment).astimezone().replace(tzinfo=None).isoformat()


async def seal_of(doors: Doors, key: Any) -> str:
    state = await doors.bus.post_state(key)
    return require_publication(state).seal if state.film else "0" * 64


@pytest.mark.parametrize(("before", "kind"), [(scripted, "content.script_approved"), (rendered, "content.requested")])
async def test_both_doors_record_the_same_script(
    doors: Doors, before: Callable[[str], list[Event]], kind: str, tmp_path: Path
) -> None:
    """A script that waits is approved with the words given; of a finished film the voice is made again with them."""
    by_app, by_command = post("1").key, post("2").key
    await doors.record(*before("1"), *before("2"))
    opened = (await doors.web.get(f"/api/posts/{by_app}/script")).json()
    draft = {"script": OTHER.model_dump(mode="json"), "recipe": opened["recipe"], "sequence": opened["sequence"]}
    assert (await doors.web.post(f"/api/posts/{by_app}/script", json=draft)).status_code == 200
    printed = await doors.run("edit", str(by_command))
    assert json.loads(printed.stdout)["title"] == SCRIPT.title
    file = tmp_path / "script.json"
    file.write_text(OTHER.model_dump_json(), encoding="utf-8")
    ran = await doors.run("edit", str(by_command), "--script", str(file))
    assert ran.exit_code == 0, ran.output
    first = await doors.last(by_app)
    assert first == await doors.last(by_command)
    assert (first["kind"], first["script"]["title"]) == (kind, OTHER.title)


class Refusal(NamedTuple):
    """A deed that is refused at both doors with the same code."""

    before: Callable[[str], list[Event]]
    path: str
    body: dict[str, Any]
    words: tuple[str, ...]
    code: str
    status: int
    fields: dict[str, str] = {}  # noqa: RUF012 (never changed)


def uploaded(identity: str) -> list[Event]:
    key = post(identity).key
    film = {"platform": "fake", "remote_id": "1", "url": "", "video_sha256": FILM.video.sha256}
    return [*rendered(identity), ContentUploaded(post_key=key, revision=1, **film)]


def retracted(identity: str) -> list[Event]:
    key = post(identity).key
    return [*collected(identity), PostRetracted(post_key=key, revision=0, by="lee", reason="asked")]


def nothing(_: str) -> list[Event]:
    return []


APPROVE: tuple[str, dict[str, Any], tuple[str, ...]] = ("decision", {"decision": "approve"}, ("approve", "{key}"))
REFUSALS: dict[str, Refusal] = {
    "an unknown post": Refusal(nothing, *APPROVE, "post.unknown", 404, {"post": "sample.2"}),
    "approved already": Refusal(approved, *APPROVE, "post.already_approved", 409),
    "at work already": Refusal(scripted, *APPROVE, "post.already_processing", 409),
    "finished already": Refusal(rendered, *APPROVE, "post.already_rendered", 409),
    "published already": Refusal(uploaded, *APPROVE, "post.already_uploaded", 409),
    "failed already": Refusal(failed, *APPROVE, "post.already_failed", 409),
    "taken down": Refusal(retracted, *APPROVE, "post.already_retracted", 409),
    "gone from its site": Refusal(gone, *APPROVE, "post.gone_at_source", 409),
    "declined already": Refusal(
        declined, "decision", {"decision": "decline"}, ("decline", "{key}"), "post.already_declined", 409
    ),
    "not decided": Refusal(collected, "decision", {"decision": "reopen"}, ("reopen", "{key}"), "post.not_decided", 409),
    "not checked": Refusal(masked, *APPROVE, "post.check_first", 428, {"checks": "pii, copy"}),
    "partly checked": Refusal(
        masked,
        "decision",
        {"decision": "approve", "checked": ["copy"]},
        ("approve", "{key}", "--checked", "copy"),
        "post.check_first",
        428,
        {"checks": "pii"},
    ),
    "nothing failed": Refusal(rendered, "retry", {}, ("retry", "{key}"), "post.nothing_failed", 409),
    "nothing to remake": Refusal(
        collected,
        "remake",
        {"from_stage": "film", "recipe": Recipe().model_dump(mode="json")},
        ("remake", "{key}"),
        "post.not_decided",
        409,
    ),
    "a platform nobody has": Refusal(
        rendered,
        "publish",
        {"platform": "elsewhere"},
        ("publish", "{key}", "--platform", "elsewhere"),
        "adapter.unknown",
        422,
        {"setting": "publish.platforms", "kind": "platform", "name": "elsewhere"},
    ),
    "a platform that is not configured": Refusal(
        rendered,
        "publish",
        {"platform": "youtube"},
        ("publish", "{key}", "--platform", "youtube"),
        "platform.not_configured",
        409,
        {"platform": "youtube", "configured": "export, fake"},
    ),
    "a platform that has it": Refusal(
        uploaded,
        "publish",
        {"platform": "fake"},
        ("publish", "{key}", "--platform", "fake"),
        "post.already_on_platform",
        409,
        {"platform": "fake"},
    ),
    "a film that is not there": Refusal(
        scripted, "publish", {"platform": "fake"}, ("publish", "{key}", "--platform", "fake"), "post.no_film", 409
    ),
    "a film that nobody sees": Refusal(
        uploaded, "hide", {"platform": "fake"}, ("hide", "{key}", "--platform", "fake"), "publish.not_shown", 409
    ),
    "words that are not there": Refusal(
        scripted,
        "release",
        {"platform": "fake", "seal": "0" * 64},
        ("release", "{key}", "--platform", "fake", "--yes"),
        "post.no_film",
        409,
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
@pytest.mark.quick_cases(10)
async def test_both_doors_refuse_alike_and_record_nothing(doors: Doors, refusal: Refusal) -> None:
    by_app, by_command = post("1").key, post("2").key
    await doors.record(*refusal.before("1"), *refusal.before("2"))
    facts = [len(await doors.bus.facts_of_post(key)) for key in (by_app, by_command)]
    answer = await doors.web.post(f"/api/posts/{by_app}/{refusal.path}", json=refusal.body)
    assert (answer.json()["code"], answer.status_code) == (refusal.code, refusal.status)
    assert any("가" <= letter <= "힣" for letter in answer.json()["message"])
    ran = await doors.run(*(word.replace("{key}", str(by_command)) for word in refusal.words))
    assert ran.exit_code == 1
    told = failure_explanation(refusal.code, refusal.fields, "en")
    assert told is not None
    assert told.sentence.partition("?")[0] in said(ran)
    assert facts == [len(await doors.bus.facts_of_post(key)) for key in (by_app, by_command)]


def said(ran: Result) -> str:
    """What a refused command says, on one line."""
    error = ran.exception
    return str(error) if isinstance(error, WaggleError) else " ".join(ran.stderr.split())


async def test_the_checks_that_are_missing_are_named(doors: Doors) -> None:
    await doors.record(*masked("1"))
    answer = await doors.web.post("/api/posts/sample.1/decision", json={"decision": "approve", "checked": ["pii"]})
    assert answer.json()["checks"] == ["copy"]
    assert "--checked for each of: copy" in said(await doors.run("approve", "sample.1", "--checked", "pii"))


async def test_a_batch_goes_on_after_a_refusal_at_both_doors(doors: Doors) -> None:
    await doors.record(*collected("1"), *collected("2"), *collected("3"), *collected("4"))
    body = {"decision": {"decision": "approve"}, "posts": ["sample.1", "nonsense", "sample.2"]}
    answers = (await doors.web.post("/api/decisions", json=body)).json()
    assert [(one["post"], one["code"]) for one in answers] == [
        ("sample.1", ""),
        ("nonsense", "post.unknown"),
        ("sample.2", ""),
    ]
    assert answers[0]["decided"]["status"] == "APPROVED"
    ran = await doors.run("approve", "sample.3", "nonsense", "sample.4", "--json")
    assert (ran.exit_code, json.loads(ran.stdout)) == (1, ["sample.3", "sample.4"])
    assert "nonsense: There is no post nonsense." in said(ran)
    states: list[PostState] = [await doors.bus.post_state(post(name).key) for name in "1234"]
    assert [state.status for state in states] == ["APPROVED"] * 4


async def test_an_edit_flag_makes_the_script_wait_at_both_doors(doors: Doors) -> None:
    await doors.record(*collected("1"), *collected("2"))
    await doors.web.post("/api/posts/sample.1/decision", json={"decision": "approve", "edit": True})
    assert (await doors.run("approve", "sample.2", "--edit")).exit_code == 0
    for name in "12":
        assert (await doors.last(post(name).key))["recipe"]["approve_script"] is True


async def test_letters_are_retried_and_dropped_alike(doors: Doors) -> None:
    for name, origin in (("1", 11), ("2", 12)):
        events = failed(name)
        cause = events[1]
        events[-1] = events[-1].model_copy(update={"causation_id": cause.event_id})
        await doors.record(*events)
        await doors.bus.add_dead_letter(
            "studio", origin, f"post.approved.sample.{name}", encode_fact(cause), "Permanent: no sound"
        )
    assert (await doors.web.post("/api/failures/studio.11/retry", json={})).json() == {"outcome": "requested"}
    ran = await doors.run("dead", "retry", "studio.12", "--json")
    assert json.loads(ran.stdout) == {"studio.12": "requested"}
    assert await doors.last(post("1").key) == await doors.last(post("2").key)
    assert await failed_posts(doors.bus) == []
    for origin in (13, 14):
        await doors.bus.add_dead_letter("studio", origin, "post.approved.sample.1", b"\x00", "it is none of our facts")
    assert (await doors.web.post("/api/failures/studio.13/drop", json={"reason": "깨짐"})).status_code == 200
    assert (await doors.run("dead", "drop", "studio.14", "--reason", "깨짐")).exit_code == 0
    settled = {one.name: (one.settled, one.by, one.note) for one in await failed_posts(doors.bus, settled=True)}
    assert settled["studio.13"] == settled["studio.14"] == ("dropped", WHO, "깨짐")
    assert (await doors.web.post("/api/failures/studio.13/drop", json={})).status_code == 409
    assert isinstance((await doors.run("dead", "drop", "studio.14")).exception, WaggleError)


async def test_sites_are_switched_alike_and_both_are_in_the_audit_log(doors: Doors) -> None:
    assert (await doors.web.post("/api/sites/sample", json={"on": False})).status_code == 200
    assert (await read_runtime_settings(doors.bus)).sites == {"sample": False}
    assert (await doors.run("site", "on", "sample")).exit_code == 0
    assert (await read_runtime_settings(doors.bus)).sites == {"sample": True}
    assert (await doors.run("site", "off", "sample")).exit_code == 0
    assert (await doors.web.post("/api/sites/sample", json={"on": True})).status_code == 200
    acts = [(act.who, act.what, act.about) for act in await doors.acts()]
    assert acts == [(WHO, what, "sample") for what in ("site_on", "site_off", "site_on", "site_off")]


async def test_permissions_are_recorded_alike(doors: Doors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "OWN", tmp_path / "sites")
    given = {"ref": "편지", "date": "2026-11-20", "ground": "terms", "clause": "제3조", "url": "https://a.example/t"}
    answer = await doors.web.post("/api/sites/clien/permission", json={"permission": given})
    assert (answer.status_code, answer.json()["by"]) == (200, WHO)
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    ran = await doors.run("site", "permit", "aagag", *options, "--json")
    recorded = [registry.site_spec(code).policy.operator_permission for code in ("clien", "aagag")]
    assert json.loads(ran.stdout)["permission"]["clause"] == "제3조"
    first, second = (each.model_dump(exclude={"recorded", "hosts"}) for each in recorded if each is not None)
    assert first == second
    views = {one["code"]: one for one in (await doors.web.get("/api/sites/declared")).json()}
    assert {code for code, view in views.items() if view["policy"]["permission"]} == {"clien", "aagag"}
    assert views["clien"]["policy"]["open"] is True
    assert (await doors.web.post("/api/sites/clien", json={"on": True})).status_code == 200
    refused = await doors.web.post("/api/sites/clien/permission", json={"permission": given | {"date": "2099-01-01"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "site.permit_invalid")
    assert (await doors.web.post("/api/sites/clien/permission", json={"permission": None})).json() is None
    assert (await doors.run("site", "permit", "aagag", "--withdraw", "--json")).exit_code == 0
    assert not registry.site_spec("clien").policy.enabled
    after = {one["code"]: one for one in (await doors.web.get("/api/sites/declared")).json()}["clien"]
    assert (after["crawled"], after["policy"]["open"]) == (False, False)
    acts = [(act.what, act.about, act.note) for act in await doors.acts() if act.what != "site_on"]
    withdrawn = [("site_permit_withdrawn", code, "") for code in ("aagag", "clien")]
    assert acts == [*withdrawn, *(("site_permitted", code, "편지") for code in ("aagag", "clien"))]


async def test_a_permission_of_a_site_with_a_faulty_file_is_noted_as_what_it_is(
    doors: Doors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "OWN", tmp_path)
    (tmp_path / "clien.yaml").write_text("code: clien\nname: [", "utf-8")
    given = {"ref": "편지", "date": "2026-11-20", "ground": "site"}
    assert (await doors.web.post("/api/sites/clien/permission", json={"permission": given})).status_code == 200
    assert [(act.what, act.note) for act in await doors.acts()] == [("site_permitted", "편지")]


async def test_whoever_is_not_on_this_machine_has_none_of_its_servers_read(doors: Doors) -> None:
    for url in ("http://127.0.0.1:8222/varz", "http://localhost/", "http://[::1]/", "http://0x7f.1:4222/"):
        answer = await doors.web.post("/api/sites/new/look", json={"url": url})
        assert (answer.status_code, answer.json()["code"]) == (422, "page.address.private"), url


@pytest.mark.parametrize(
    ("site", "code", "status"), [("no-such-site", "site.not_declared", 404), ("aagag", "site.closed_by_policy", 409)]
)
async def test_sites_are_refused_alike(doors: Doors, site: str, code: str, status: int) -> None:
    answer = await doors.web.post(f"/api/sites/{site}", json={"on": True})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    error = (await doors.run("site", "on", site)).exception
    assert isinstance(error, WaggleError)
    assert error.code == code
    assert await doors.acts() == []
    assert (await read_runtime_settings(doors.bus)).sites == {}


async def test_choices_are_changed_alike_and_both_are_in_the_audit_log(doors: Doors) -> None:
    panel = (await doors.web.post("/api/settings", json={"approve_script": True})).json()
    assert panel["approve_script"] is True
    ran = await doors.run("choose", "--no-approve-scripts", "--recipe", CREAM.model_dump_json())
    assert json.loads(ran.stdout) == CREAM.model_dump(mode="json")
    assert json.loads((await doors.run("choose")).stdout) == CREAM.model_dump(mode="json")
    assert (await doors.web.get("/api/settings")).json()["recipe"] == CREAM.model_dump(mode="json")
    acts = [(act.who, act.what, act.note) for act in await doors.acts()]
    assert acts == [(WHO, "settings", "approve_script, recipe"), (WHO, "settings", "approve_script")]


async def test_a_wrong_value_names_its_option(doors: Doors) -> None:
    await doors.record(*collected("1"))
    assert "--reason is not valid" in said(await doors.run("decline", "sample.1", "--reason", "x" * 201))
    assert "--reason is not valid" in said(await doors.run("withdraw", "sample.1", "--reason", "x"))
    assert "--hold soon is not a number of days" in said(
        await doors.run("withdraw", "sample.1", "--reason", "asked", "--hold", "soon")
    )
    assert "--platform is not valid" in said(await doors.run("release", "sample.1", "--platform", "two words", "--yes"))
    assert "Both --at and --slot" in said(await doors.run("release", "sample.1", "--slot", "--at", "2027-01-01"))
    assert "either found or absent" in said(await doors.run("uploads", "settle", "upload.fake.main.x"))
    assert "not valid JSON of that kind" in said(await doors.run("choose", "--recipe", "{"))
    assert "film.colour" in said(await doors.run("choose", "--recipe", '{"film": {"colour": 1}}'))
    assert len(await doors.bus.facts_of_post(post("1").key)) == 1


async def test_refusals_are_korean_where_the_settings_say_so(doors: Doors) -> None:
    await doors.record(*approved("1"))
    doors.environment["WAGGLEBOT_LANGUAGE"] = "ko"
    assert "이미 승인된 글입니다" in said(await doors.run("approve", "sample.1"))


async def test_the_panel_shows_every_setting_also_those_of_adapters(doors: Doors) -> None:
    panel = (await doors.web.get("/api/settings")).json()
    shown = {row["name"]: row["value"] for row in panel["settings"]}
    assert shown["WAGGLEBOT_PUBLISH__PLATFORMS"] == "export, fake"
    assert shown["WAGGLEBOT_PUBLISH__YOUTUBE__DAILY_CAP"] == "2"
    assert "WAGGLEBOT_STUDIO__SUPERTONIC__DEVICE" in shown
    assert not any(name.endswith("ADAPTERS") for name in shown)
    example = (ROOT / ".env.example").read_text("utf-8")
    named = set(re.findall(r"^#(WAGGLEBOT_\w+)=", example, re.MULTILINE))
    assert named <= shown.keys()
