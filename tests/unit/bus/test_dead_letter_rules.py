"""Rules of dead letters that need no broker: kinds, remedies, choices, and whether a retry would do something."""

from typing import Any

import pytest
from fixtures.facts import NOW, facts_of
from fixtures.rows import each_row

from libraries.bus import PostHistory, dead_letters
from libraries.bus.dead_letters import DeadLetterFilter, DeadLetterKind, FailedPost, is_still_failed
from libraries.bus.stream.dead_letter import (
    DeadLetter,
    Settlement,
    dead_letter_headers,
    dead_letter_subject,
    settled_headers,
)
from libraries.stored_messages.stored_message import StoredMessage
from schemas.errors import NoSpace, ProviderDown, WaggleError
from schemas.events import ContentFailed, FailureKind, PostApproved, encode_fact
from schemas.failures import fields_as_json
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState, Status

KEY = PostKey.of("sample", "1")


def letter(**changes: Any) -> FailedPost:
    told: dict[str, Any] = {
        "name": "studio.17",
        "durable": "studio",
        "post": KEY,
        "title": "제목",
        "revision": 1,
        "stage": Stage.VOICE,
        "attempts": 5,
        "failure": FailureKind.RETRYABLE,
        "error": "ProviderDown",
        "code": "broker.full",
        "fields": {},
        "reason": "down",
        "time": NOW,
        "open": True,
        "settled": None,
        "by": "",
        "note": "",
    }
    return FailedPost(**told | changes)


def failed(stage: Stage = Stage.VOICE, revision: int = 1, error: WaggleError | None = None) -> ContentFailed:
    told = error or ProviderDown("broker.no_answer", what="x", why="y")
    return ContentFailed(
        post_key=KEY,
        revision=revision,
        stage=stage,
        attempt=1,
        failure=FailureKind.RETRYABLE,
        error=type(told).__name__,
        message=str(told),
        code=told.code,
        fields=fields_as_json(told.fields),
    )


@each_row(
    ("changes", "kind", "remedy"),
    [
        (
            {},
            DeadLetterKind.EXHAUSTED,
            "All 5 attempts failed. Once the cause is gone: wagglebot dead retry studio.17.",
        ),
        (
            {"attempts": 2},
            DeadLetterKind.EXHAUSTED,
            "All 2 attempts failed. Once the cause is gone: wagglebot dead retry studio.17.",
        ),
        (
            {"attempts": 1},
            DeadLetterKind.EXHAUSTED,
            "The only attempt failed. Once the cause is gone: wagglebot dead retry studio.17.",
        ),
        (
            {"failure": FailureKind.PERMANENT},
            DeadLetterKind.PERMANENT,
            "Once the cause is mended: wagglebot dead retry studio.17.",
        ),
        ({"open": False}, DeadLetterKind.EXHAUSTED, "The post has moved on since: wagglebot dead drop studio.17."),
        (
            {"failure": None, "open": False},
            DeadLetterKind.UNREADABLE,
            "It cannot be tried again: wagglebot dead drop studio.17.",
        ),
        ({"settled": Settlement.DROPPED}, DeadLetterKind.EXHAUSTED, ""),
        ({"settled": Settlement.RETRIED, "open": False}, DeadLetterKind.EXHAUSTED, ""),
    ],
)
def test_each_kind_has_its_remedy(changes: dict[str, Any], kind: DeadLetterKind, remedy: str) -> None:
    assert (letter(**changes).kind, letter(**changes).remedy) == (kind, remedy)


@each_row(
    ("which", "taken"),
    [
        (DeadLetterFilter(), True),
        (DeadLetterFilter(stages=(Stage.VOICE,)), True),
        (DeadLetterFilter(stages=(Stage.FILM,)), False),
        (DeadLetterFilter(kinds=(DeadLetterKind.EXHAUSTED,)), True),
        (DeadLetterFilter(kinds=(DeadLetterKind.PERMANENT,)), False),
        (DeadLetterFilter(sites=("sample",)), True),
        (DeadLetterFilter(sites=("other",)), False),
        (DeadLetterFilter(stages=(Stage.VOICE,), kinds=(DeadLetterKind.EXHAUSTED,), sites=("sample",)), True),
        (DeadLetterFilter(stages=(Stage.VOICE,), kinds=(DeadLetterKind.PERMANENT,), sites=("sample",)), False),
        (DeadLetterFilter(stages=(Stage.FILM,), kinds=(DeadLetterKind.EXHAUSTED,), sites=("sample",)), False),
    ],
)
def test_every_part_of_a_choice_counts(which: DeadLetterFilter, taken: bool) -> None:
    assert which.matches(letter()) is taken


def test_a_letter_without_a_post_belongs_to_no_site() -> None:
    assert not DeadLetterFilter(sites=("sample",)).matches(letter(post=None))
    assert DeadLetterFilter().matches(letter(post=None))


def test_a_failed_stage_stands_while_its_failure_is_the_posts_own() -> None:
    failure = failed()
    assert is_still_failed(PostState(status=Status.FAILED, revision=1, failure=failure), failure)
    assert not is_still_failed(PostState(status=Status.PROCESSING, revision=1, failure=failure), failure)
    assert not is_still_failed(PostState(status=Status.FAILED, revision=1, failure=failed()), failure)
    assert not is_still_failed(PostState(status=Status.FAILED, revision=1), failure)


@each_row("status", list(Status))
def test_a_failed_upload_stands_while_the_film_of_its_revision_is_there(status: Status) -> None:
    failure = failed(Stage.PUBLISH)
    finished = status in (Status.RENDERED, Status.UPLOADED)
    assert is_still_failed(PostState(status=status, revision=1), failure) is finished
    assert not is_still_failed(PostState(status=status, revision=2), failure)


@pytest.mark.parametrize(
    ("stage", "durable", "platform"),
    [(Stage.PUBLISH, "publish-youtube", "youtube"), (Stage.VOICE, "studio", ""), (Stage.FILM, "publish-export", "")],
)
def test_a_retry_of_publishing_names_its_platform(stage: Stage, durable: str, platform: str) -> None:
    stored = DeadLetter(1, durable, 17, "", "", NOW, b"")
    assert dead_letters._platform(stored, failed(stage)) == platform


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ProviderDown("broker.no_answer", what="INFO", why="late"), "The broker does not answer INFO: late."),
        (NoSpace("broker.full"), "The disk of the broker is full."),
    ],
)
def test_a_reason_announces_no_attempt_that_will_not_come(error: WaggleError, reason: str) -> None:
    assert dead_letters._reason(failed(error=error)) == reason
    assert str(error) != reason


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (
            "The writer does not answer: 503. It is tried again after a pause; nothing is lost.",
            "The writer does not answer: 503.",
        ),
        (
            "The voice is not possible just now: x. It will be tried again by itself.",
            "The voice is not possible just now: x.",
        ),
        (
            "The disk is full while writing /m. Free some space; the work is parked and goes on by itself.",
            "The disk is full while writing /m.",
        ),
        ("The script failed: y. Look at the post.", "The script failed: y. Look at the post."),
    ],
)
def test_nor_does_one_of_release_0_1_0(message: str, reason: str) -> None:
    old = failed().model_copy(update={"code": "", "fields": {}, "message": message})
    assert dead_letters._reason(old) == reason


def test_a_code_of_a_newer_release_falls_back_to_the_message() -> None:
    newer = failed().model_copy(update={"code": "of.a.newer.release", "message": "It failed."})
    assert dead_letters._reason(newer) == "It failed."


def test_the_failure_of_a_fact_is_the_last_that_waits_for_a_person() -> None:

    fact = PostApproved(post_key=KEY, revision=1, reviewer="kim")
    final = failed().model_copy(update={"causation_id": fact.event_id})
    later = failed().model_copy(update={"causation_id": fact.event_id, "event_id": "later"})
    retried = failed().model_copy(update={"causation_id": fact.event_id, "retry_at": NOW, "event_id": "retried"})
    other = failed().model_copy(update={"causation_id": "another", "event_id": "other"})

    def found(*events: Any) -> ContentFailed | None:
        return dead_letters._failure(PostHistory(facts_of([fact, *events]), 9), fact)

    assert found(final, retried, other) == final
    assert found(final, later) == later
    assert found(retried, other) is None


def test_headers_of_a_letter_are_read_back() -> None:
    fact = encode_fact(PostApproved(post_key=KEY, revision=1, reviewer="kim"))
    headers = dead_letter_headers("studio", 17, "post.approved.sample.1", "too\n long " + "x" * 600)
    stored = StoredMessage(3, NOW, dead_letter_subject("studio", 17), headers, fact)
    found = DeadLetter.from_message(stored)
    assert (found.sequence, found.name, found.subject, found.time) == (3, "studio.17", "post.approved.sample.1", NOW)
    assert found.reason == f"too long {'x' * 491}"
    assert (found.settled, found.by, found.note, found.payload) == (None, "", "", fact)
    headers = settled_headers(found, Settlement.DROPPED, "kim", "a\nb")
    again = DeadLetter.from_message(StoredMessage(4, NOW.replace(year=2027), stored.subject, headers, fact))
    assert again == found._replace(sequence=4, settled=Settlement.DROPPED, by="kim", note="a b")


def test_a_message_without_headers_is_still_a_letter() -> None:
    found = DeadLetter.from_message(StoredMessage(1, NOW, "dead.x.1", {}, b""))
    assert (found.durable, found.origin, found.subject, found.reason, found.time) == ("", 0, "", "", NOW)
