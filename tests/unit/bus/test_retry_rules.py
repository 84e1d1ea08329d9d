"""Retries: when a failed stage is tried again, and by which request."""

from datetime import UTC, datetime, timedelta

import pytest
from fixtures.facts import NOW, post
from fixtures.rows import each_row

from libraries.bus import RetryPolicy
from libraries.bus.service.retry import DEFAULT, count_disk_waits, retry_request
from schemas.events import ContentFailed, ContentRequested, ContentStarted, FailureKind, RecordedFact
from schemas.posts import PostKey
from schemas.recipe import Recipe, ScriptChoice, Stage

RECIPE = Recipe(script=ScriptChoice(seconds=21))


def failed(error: str, attempt: int = 2) -> ContentFailed:
    return ContentFailed(
        post_key=post().key,
        revision=3,
        stage=Stage.VOICE,
        attempt=attempt,
        failure=FailureKind.RETRYABLE,
        error=error,
        message="down",
        retry_at=NOW,
    )


def pauses(policy: RetryPolicy, attempt: int, number: int = 300) -> list[float]:
    found = [policy.retry_at(str(one), attempt, NOW) for one in range(number)]
    return sorted((at - NOW).total_seconds() for at in found if at is not None)


def test_the_defaults_are_five_attempts_within_ten_minutes_of_pause() -> None:
    assert (DEFAULT.max_attempts, DEFAULT.base, DEFAULT.cap, DEFAULT.rest) == (5, 5.0, 600.0, 30.0)
    assert RetryPolicy() == DEFAULT


@each_row(("attempt", "ceiling"), [(1, 5.0), (2, 10.0), (3, 20.0), (4, 40.0), (7, 320.0), (8, 600.0), (60, 600.0)])
def test_the_pause_is_spread_from_zero_to_a_ceiling_that_doubles(attempt: int, ceiling: float) -> None:
    found = pauses(RetryPolicy(max_attempts=100), attempt)
    assert 0 <= found[0] < 0.05 * ceiling
    assert 0.95 * ceiling < found[-1] <= ceiling


def test_a_ceiling_below_a_second_is_kept() -> None:
    found = pauses(RetryPolicy(base=0.5, cap=0.5), 1)
    assert found[0] >= 0
    assert found[-1] <= 0.5


def test_a_runaway_attempt_does_not_overflow() -> None:
    found = pauses(RetryPolicy(max_attempts=10**9, base=1.0, cap=1e12), 10**6)
    assert 0.95 * 2**30 < found[-1] <= 2**30


@pytest.mark.parametrize("attempt", [1, 2])
def test_there_is_no_retry_after_the_last_attempt(attempt: int) -> None:
    policy = RetryPolicy(max_attempts=2)
    assert (policy.retry_at("a", attempt, NOW) is None) is (attempt == 2)
    assert policy.retry_at("a", 3, NOW) is None


def test_pauses_differ_by_fact_and_attempt_and_repeat_for_the_same() -> None:
    policy = RetryPolicy(max_attempts=9, base=100, cap=100)
    moments = {policy.retry_at(fact, attempt, NOW) for fact in ("a", "b") for attempt in (1, 2)}
    assert len(moments) == 4
    assert policy.retry_at("a", 1, NOW) in moments
    later = NOW + timedelta(hours=1)
    first, second = policy.retry_at("a", 1, NOW), policy.retry_at("a", 1, later)
    assert first is not None
    assert second is not None
    assert second - first == timedelta(hours=1)


@pytest.mark.parametrize(("error", "attempt"), [("ProviderDown", 3), ("Parked", 2), ("NoSpace", 2), ("Retryable", 3)])
def test_the_request_counts_attempts_but_not_waiting(error: str, attempt: int) -> None:
    cause = failed(error)
    request = retry_request(cause, RECIPE, "export")
    assert isinstance(request, ContentRequested)
    assert (request.post_key, request.revision, request.causation_id) == (cause.post_key, 3, cause.event_id)
    assert (request.from_stage, request.recipe, request.platform) == (Stage.VOICE, RECIPE, "export")
    assert (request.attempt, request.by) == (attempt, "retry")


def test_the_same_failure_asks_for_the_same_request() -> None:
    cause = failed("ProviderDown")
    one, again = retry_request(cause, RECIPE, ""), retry_request(cause, RECIPE, "")
    assert one.event_id == again.event_id
    assert retry_request(failed("ProviderDown"), RECIPE, "").event_id != one.event_id
    assert one.time <= datetime.now(UTC)


def test_work_that_waits_for_a_disk_writes_at_most_fifty_facts_a_day() -> None:
    """Each look is a failure, a request and a start."""
    key, facts, clock, looks = PostKey.of("sample", "1"), list[RecordedFact](), 0.0, 0
    while clock < 86_400:
        clock += DEFAULT.disk_pause(count_disk_waits(facts, Stage.FILM))
        looks += 1
        for event in (
            ContentFailed(
                post_key=key,
                revision=1,
                stage=Stage.FILM,
                failure=FailureKind.RETRYABLE,
                attempt=1,
                error="NoSpace",
                message="",
            ),
            ContentRequested(post_key=key, revision=1, from_stage=Stage.FILM, recipe=RECIPE),
            ContentStarted(post_key=key, revision=1, stage=Stage.FILM, worker="w"),
        ):
            facts.append(RecordedFact(len(facts) + 1, datetime.now(UTC), event))
    assert 3 * looks <= 50
    assert DEFAULT.disk_pause(0) == 30
    facts.append(facts[0]._replace(event=facts[0].event.model_copy(update={"error": "ProviderDown"})))
    assert count_disk_waits(facts, Stage.FILM) == 0
    assert count_disk_waits(facts[:3], Stage.VOICE) == 0
