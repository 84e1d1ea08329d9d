"""Failures in facts: their codes and fields, and what release 0.1.0 recorded without them."""

import json

import pytest
from fixtures.facts import NOW, post
from fixtures.rows import each_row

from schemas.errors import BadInput, Conflict, ProviderDown
from schemas.events import ContentFailed, FailureKind, decode_fact, encode_fact
from schemas.failures import failure_codes, failure_explanation, fields_as_json
from schemas.recipe import Stage

OLD = """{"post_key":{"site":"sample","id":"1"},"revision":1,"event_id":"5f2a","time":"2026-11-20T09:00:00Z",
"causation_id":"77","kind":"content.failed","stage":"script","attempt":2,"failure":"retryable","error":"%s",
"message":"%s","retry_at":"2026-11-20T09:01:00Z"}"""
"""A fact as release 0.1.0 wrote it."""
DOWN = "The writer does not answer: status 503. It is tried again after a pause; nothing is lost."


def old(error: str, message: str) -> ContentFailed:
    fact = decode_fact((OLD % (error, message)).replace("\n", "").encode())
    assert isinstance(fact, ContentFailed)
    return fact


def test_a_failure_of_0_1_0_is_read_and_gets_a_code_by_its_class() -> None:
    fact = old("ProviderDown", DOWN)
    assert (fact.kind, fact.stage, fact.attempt, fact.failure) == (
        "content.failed",
        Stage.SCRIPT,
        2,
        FailureKind.RETRYABLE,
    )
    assert (fact.error, fact.message, fact.code, fact.fields) == ("ProviderDown", DOWN, "", {})
    assert fact.code_and_fields == ("legacy.provider_down", {"message": DOWN.rstrip(".")})
    english, korean = failure_explanation(*fact.code_and_fields, "en"), failure_explanation(*fact.code_and_fields, "ko")
    assert english is not None
    assert english.sentence == DOWN
    assert korean is not None
    assert korean.sentence.startswith("작업에 필요한 외부 서비스가 응답하지 않습니다.")
    assert DOWN.rstrip(".") in korean.sentence


@each_row(
    ("error", "code"),
    [
        ("Retryable", "legacy.retryable"),
        ("NoSpace", "legacy.no_space"),
        ("BadInput", "legacy.bad_input"),
        ("ConfigurationError", "legacy.configuration_error"),
        ("MediaMissing", "legacy.media_missing"),
        ("WorkerLost", "legacy.worker_lost"),
        ("ZeroDivisionError", "legacy.fault"),
        ("", "legacy.fault"),
    ],
)
def test_every_class_of_0_1_0_has_a_code(error: str, code: str) -> None:
    assert old(error, "It failed.").code_and_fields == (code, {"message": "It failed"})
    assert code in failure_codes()


def test_an_old_fact_goes_back_to_the_stream_as_it_came() -> None:
    """Nothing is invented in a copy or a backup: the code of an old fact stays empty."""
    again = json.loads(encode_fact(old("BadInput", "The script cannot be used: x. y.")))
    assert (again["code"], again["fields"], again["message"]) == ("", {}, "The script cannot be used: x. y.")


def test_code_and_fields_of_a_failure_survive_the_wire() -> None:
    error = ProviderDown("broker.no_answer", what="STREAM.INFO", why="timeout")
    fact = ContentFailed(
        post_key=post().key,
        revision=1,
        stage=Stage.SCRIPT,
        attempt=1,
        failure=FailureKind.RETRYABLE,
        error="ProviderDown",
        message=str(error),
        code=error.code,
        fields=fields_as_json(error.fields | {"at": NOW, "times": 3, "share": 0.5, "on": True}),
    )
    again = decode_fact(encode_fact(fact))
    assert again == fact
    assert isinstance(again, ContentFailed)
    assert again.code_and_fields == (error.code, fact.fields)
    assert [type(value) for value in again.fields.values()] == [str, str, str, int, float, bool]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Conflict("post.changed", post="sample.1", sequence=9), "sample.1 changed while it was being decided"),
        (BadInput("letter.unknown", name="studio.4"), "No dead letter called studio.4 is waiting."),
    ],
)
def test_errors_of_the_bus_say_what_happened_and_what_helps(error: BadInput | Conflict, told: str) -> None:
    assert str(error).startswith(told)
    assert error.explained("en").remedy
    assert error.explained("ko").remedy
