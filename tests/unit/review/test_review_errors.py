"""Errors over HTTP: the status of each, and what a reader is shown in Korean and in English."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI, HTTPException
from fixtures.facts import post
from fixtures.rows import each_row

from libraries.bus import Bus
from schemas import failures
from schemas.errors import (
    BadInput,
    ConfigurationError,
    Conflict,
    IllegalTransition,
    NoSpace,
    Parked,
    Permanent,
    ProviderDown,
    Refused,
    Retryable,
    WaggleError,
)
from schemas.events import PostCollected, PostDeclined
from services.commands.fact_recording import NOT_SAVED
from services.projector.queries.projection_queries import SqlProjection
from services.projector.writer import ProjectionWriter
from services.review import http_errors
from services.review.http_errors import (
    checks_missing_for_approval,
    error_message,
    http_status_of,
    install_error_handlers,
    refusal_response,
)
from services.review.i18n.failures import explain_failure

KEY = post().key


@each_row(
    ("error", "status"),
    [
        (BadInput("post.unknown", post="a.b"), 404),
        (BadInput("post.no_script"), 404),
        (BadInput("site.not_crawled", site="x"), 404),
        (IllegalTransition("post.already_approved"), 409),
        (IllegalTransition("post.check_first", checks="pii"), 428),
        (Conflict("post.script_changed"), 409),
        (Permanent(NOT_SAVED), 503),
        (Permanent("review.operators_only"), 403),
        (ProviderDown("adapter.unknown"), 503),
        (Parked("adapter.unknown"), 503),
        (NoSpace("adapter.unknown"), 503),
        (Retryable("adapter.unknown"), 503),
        (ConfigurationError("adapter.unknown"), 422),
        (Refused("adapter.unknown"), 422),
        (BadInput("cli.empty_text"), 422),
        (Permanent("of.a.newer.release", what="a", why="b", remedy="c"), 422),
    ],
    ids=lambda value: str(getattr(value, "code", value)),
)
def test_the_status_follows_from_the_code_or_else_from_the_class(error: WaggleError, status: int) -> None:
    assert http_status_of(error) == status


def test_every_code_with_a_status_has_sentences() -> None:
    assert set(http_errors._BY_CODE) <= set(failures.failure_codes())


@each_row("code", [code for code in failures.failure_codes() if code.startswith("review.")])
def test_a_refusal_without_fields_is_said_in_both_languages(code: str) -> None:
    if failures.sentence_fields(code):
        return
    korean = bytes(refusal_response(code, None, 400).body).decode()
    english = bytes(refusal_response(code, "en", 400).body).decode()
    assert any("가" <= letter <= "힣" for letter in korean)
    assert not any("가" <= letter <= "힣" for letter in english)


def test_a_refusal_brings_the_status_of_its_code() -> None:
    assert refusal_response("review.throttled", "ko").status_code == 429
    with pytest.raises(AssertionError, match=r"of\.no\.release"):
        refusal_response("of.no.release", "ko", 400)


def test_a_refused_decision_is_said_without_the_remedy_that_names_a_command() -> None:
    error = IllegalTransition("post.already_failed")
    assert error_message(error, "en") == "Making the film of this post failed."
    assert "wagglebot" not in error_message(error, "ko")


def test_a_failure_is_said_with_its_remedy() -> None:
    error = BadInput("cli.no_file", file="a.json")
    assert error_message(error, "en") == "There is no file a.json. Give the path of a file that exists."
    assert error_message(error, "ko").endswith("있는 파일의 경로를 적으세요.")


def test_an_error_of_a_newer_release_is_said_in_its_own_words() -> None:
    error = BadInput("of.a.newer.release", what="The film", why="it is none", remedy="Make another.")
    assert error_message(error, "ko") == str(error)


def test_checks_are_those_of_an_approval() -> None:
    assert checks_missing_for_approval(IllegalTransition("post.check_first", checks="pii, copy")) == ["pii", "copy"]
    assert checks_missing_for_approval(IllegalTransition("post.already_approved")) == []


def test_a_failure_is_explained_from_its_code() -> None:
    told = explain_failure("cli.no_file", {"file": "a.json"})
    assert told.ko.sentence == "a.json 파일이 없습니다."
    assert told.ko.remedy == "있는 파일의 경로를 적으세요."
    assert told.en == "There is no file a.json. Give the path of a file that exists."


def test_a_failure_of_a_newer_release_keeps_its_english_words() -> None:
    told = explain_failure("of.a.newer.release", {}, "The moon is full.")
    assert (told.en, told.ko.remedy) == ("The moon is full.", "")
    assert any("가" <= letter <= "힣" for letter in told.ko.sentence)
    assert explain_failure("of.a.newer.release", {}).en == "of.a.newer.release"


def test_nothing_that_failed_is_nothing_to_say() -> None:
    told = explain_failure("", {})
    assert (told.ko.sentence, told.ko.remedy, told.en) == ("", "", "")


@pytest_asyncio.fixture
async def web(bus: Bus, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """An app whose routes fail in every way."""
    database = f"sqlite:///{tmp_path / 'errors.db'}"
    projection = SqlProjection.open(database)
    events = [PostCollected(post_key=KEY, revision=0, post=post())]
    for event in events:
        await bus.publish(event, expected=0)
    writer = ProjectionWriter(projection._engine)
    writer.claim_stream(writer.checkpoint(), "test", 1)
    writer.fold_facts(await bus.facts_of_post(KEY), after=0)
    await bus.publish(PostDeclined(post_key=KEY, revision=0, reviewer="kim"), expected=1)
    app = FastAPI()
    install_error_handlers(app, bus, projection)

    @app.get("/fails/{name}")
    @app.get("/posts/{key}/{name}")
    async def fails(name: str) -> None:
        raise {
            "conflict": IllegalTransition("post.already_declined"),
            "checks": IllegalTransition("post.check_first", checks="pii"),
            "away": ProviderDown("adapter.unknown", setting="s", kind="k", name="n", known="-"),
            "unsaved": Permanent(NOT_SAVED),
            "failed": BadInput("cli.no_file", file="a.json"),
            "nowhere": HTTPException(404),
            "range": HTTPException(416),
        }[name]

    @app.get("/number/{number}")
    async def number(number: int) -> int:
        return number

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        yield client
    projection.close()


async def test_a_conflict_about_a_post_brings_its_card_as_the_stream_has_it(web: httpx.AsyncClient) -> None:
    answer = await web.get(f"/posts/{KEY}/conflict")
    assert answer.status_code == 409
    assert answer.json()["card"]["status"] == "DECLINED"
    assert answer.json()["card"]["sequence"] == 2
    assert (await web.get("/posts/sample.404/conflict")).json()["card"] is None
    assert "card" not in (await web.get("/fails/conflict")).json()


async def test_missing_checks_are_a_list(web: httpx.AsyncClient) -> None:
    answer = await web.get(f"/posts/{KEY}/checks")
    assert (answer.status_code, answer.json()["checks"]) == (428, ["pii"])
    assert "card" not in answer.json()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/fails/away", 503, "review.not_now"),
        ("/fails/unsaved", 503, NOT_SAVED),
        ("/fails/failed", 422, "cli.no_file"),
        ("/fails/nowhere", 404, "review.not_here"),
        ("/fails/range", 416, "review.not_here"),
        ("/number/x", 422, "review.not_understood"),
    ],
)
async def test_every_error_is_a_code_and_a_sentence_of_the_readers_language(
    web: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    korean = await web.get(path)
    english = await web.get(path, headers={"accept-language": "en"})
    assert (korean.status_code, korean.json()["code"]) == (status, code)
    assert (english.status_code, english.json()["code"]) == (status, code)
    assert any("가" <= letter <= "힣" for letter in korean.json()["message"])
    assert not any("가" <= letter <= "힣" for letter in english.json()["message"])
