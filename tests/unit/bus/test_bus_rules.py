"""Rules of the bus that need no broker: retry pauses, handler annotations, deliveries that need no work."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, facts_of, post
from hypothesis import given
from hypothesis import strategies as st

from libraries.bus import MessageContext, PostHistory, RetryPolicy, Service
from libraries.bus.service.handlers import handler_from_annotations
from libraries.bus.service.staleness import reason_to_skip
from schemas.events import (
    ContentFailed,
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
from schemas.recipe import Recipe, Stage

NOW = datetime(2026, 11, 1, tzinfo=UTC)
KEY = PostKey.of("sample", "1")


async def script(fact: PostApproved | ContentRequested, work: MessageContext) -> ContentScripted | None:
    raise NotImplementedError


async def upload(fact: ContentRequested, work: MessageContext) -> ContentUploaded | None:
    raise NotImplementedError


SCRIPTING = handler_from_annotations(Stage.SCRIPT, script)
UPLOADING = handler_from_annotations(Stage.PUBLISH, upload)


class TestRetryPolicy:
    @given(st.text(min_size=1), st.integers(1, 200))
    def test_pause_is_within_the_ceiling_and_the_same_for_the_same_fact(self, event_id: str, attempt: int) -> None:
        policy = RetryPolicy(max_attempts=1000, base=5, cap=600)
        at = policy.retry_at(event_id, attempt, NOW)
        assert at is not None
        assert 0 <= (at - NOW).total_seconds() <= min(600, 5 * 2 ** (attempt - 1))
        assert at == policy.retry_at(event_id, attempt, NOW)

    def test_the_last_attempt_is_not_tried_again(self) -> None:
        policy = RetryPolicy(max_attempts=3)
        assert [policy.retry_at("a", n, NOW) is None for n in (1, 2, 3, 4)] == [False, False, True, True]

    def test_pauses_of_many_facts_spread_over_the_whole_ceiling(self) -> None:
        pauses = [(RetryPolicy().retry_at(str(n), 4, NOW) or NOW) - NOW for n in range(200)]
        seconds = sorted(pause.total_seconds() for pause in pauses)
        assert seconds[10] < 8
        assert 32 < seconds[190] <= 40


class TestHandlers:
    def test_annotations_are_the_subscription(self) -> None:
        service = Service("studio", durable="studio")
        service.on(stage=Stage.SCRIPT)(script)
        service.on(stage=Stage.PUBLISH)(upload)
        assert service.subscribed_subjects() == ["content.requested.*.*", "post.approved.*.*"]

    def test_a_request_goes_to_the_stage_it_starts_from(self) -> None:
        service = Service("studio", durable="studio")
        service.on(stage=Stage.SCRIPT)(script)
        service.on(stage=Stage.PUBLISH)(upload)
        found = {stage: service.find_handler(request(stage)) for stage in Stage}
        assert found == {
            Stage.SCRIPT: SCRIPTING,
            Stage.VOICE: None,
            Stage.PICTURE: None,
            Stage.FILM: None,
            Stage.PUBLISH: UPLOADING,
        }

    def test_two_handlers_for_one_fact_are_refused(self) -> None:
        service = Service("studio", durable="studio")
        service.on(stage=Stage.SCRIPT)(script)

        async def again(fact: PostApproved, work: MessageContext) -> None: ...

        with pytest.raises(TypeError, match="two handlers"):
            service.on(stage=Stage.VOICE)(again)

    @pytest.mark.parametrize("call", ["untyped", "no_fact", "no_return", "bad_return"])
    def test_annotations_that_name_no_facts_are_refused(self, call: str) -> None:
        async def untyped(fact, work: MessageContext) -> None: ...  # type: ignore[no-untyped-def]  # what is refused

        async def no_fact(fact: str, work: MessageContext) -> None: ...

        async def no_return(fact: PostApproved, work: MessageContext): ...  # type: ignore[no-untyped-def]  # what is refused

        async def bad_return(fact: PostApproved, work: MessageContext) -> int:
            return 1

        calls: dict[str, Callable[..., Awaitable[Any]]] = {
            "untyped": untyped,
            "no_fact": no_fact,
            "no_return": no_return,
            "bad_return": bad_return,
        }
        with pytest.raises(TypeError, match=call):
            handler_from_annotations(Stage.SCRIPT, calls[call])


def request(stage: Stage, cause: Event | None = None, revision: int = 1) -> ContentRequested:
    if cause is None:
        return ContentRequested(post_key=KEY, revision=revision, from_stage=stage, recipe=Recipe())
    return ContentRequested.caused_by(cause, from_stage=stage, recipe=Recipe(), attempt=2)


def scripted(cause: Event) -> ContentScripted:
    return ContentScripted.caused_by(cause, stage_key="a" * 64, served_by="test", seconds=1, script=SCRIPT)


def failed(cause: Event) -> ContentFailed:
    return ContentFailed.caused_by(
        cause,
        stage=Stage.SCRIPT,
        attempt=1,
        failure=FailureKind.RETRYABLE,
        error="ProviderDown",
        message="",
        retry_at=NOW,
    )


COLLECTED = PostCollected(post_key=KEY, revision=0, post=post())
APPROVED = PostApproved(post_key=KEY, revision=1, reviewer="me")


def verdict(fact: Event, *events: Event) -> str:
    facts = facts_of(events)
    history = PostHistory(facts, len(facts))
    return reason_to_skip(fact, SCRIPTING, history, history.state())


class TestStale:
    def test_a_fresh_approval_is_work(self) -> None:
        assert verdict(APPROVED, COLLECTED, APPROVED) == ""

    def test_answered_facts_are_done(self) -> None:
        assert verdict(APPROVED, COLLECTED, APPROVED, scripted(APPROVED)) == "it was answered already"

    def test_declined_posts_want_nothing(self) -> None:
        declined = PostDeclined(post_key=KEY, revision=1, reviewer="me")
        assert verdict(APPROVED, COLLECTED, APPROVED, declined) == "the post is DECLINED"

    def test_a_remake_overtakes_the_older_revision(self) -> None:
        remake = request(Stage.SCRIPT, revision=2)
        assert verdict(APPROVED, COLLECTED, APPROVED, remake) == "revision 2 took its place"
        assert verdict(remake, COLLECTED, APPROVED, remake) == ""

    def test_a_purged_post_wants_nothing(self) -> None:
        assert verdict(APPROVED) == "the post was purged"

    def test_a_retry_is_work_unless_somebody_took_the_failure_up_before(self) -> None:
        failure = failed(APPROVED)
        retry, person = request(Stage.SCRIPT, failure), request(Stage.SCRIPT)
        assert verdict(retry, COLLECTED, APPROVED, failure, retry) == ""
        taken_up = verdict(retry, COLLECTED, APPROVED, failure, person, retry)
        assert taken_up == "another request answered the same failure"
        assert verdict(person, COLLECTED, APPROVED, failure, retry, person) == ""

    def test_a_request_that_changed_nothing_is_no_work_and_overtakes_nobody(self) -> None:
        """A scheduled retry came after another attempt had failed for good; then a person retries."""
        first = failed(APPROVED)
        scheduled = request(Stage.SCRIPT, first).model_copy(update={"by": "retry"})
        person = request(Stage.SCRIPT)
        final = failed(person).model_copy(update={"retry_at": None})
        again = request(Stage.SCRIPT, final)
        facts = (COLLECTED, APPROVED, first, person, final, scheduled)
        assert verdict(scheduled, *facts) == "the post is FAILED"
        assert verdict(scheduled, *facts, again) == "it came when it could not be followed"
        assert verdict(again, *facts, again) == ""

    def test_a_retry_that_was_delivered_twice_is_done_once(self) -> None:
        failure = failed(APPROVED)
        retry = request(Stage.SCRIPT, failure)
        assert "answered" in verdict(retry, COLLECTED, APPROVED, failure, retry, scripted(retry), retry)

    def test_another_platforms_upload_does_not_answer_ours(self) -> None:
        assert ContentUploaded in UPLOADING.gives
        assert ContentVoiced not in SCRIPTING.gives
        rendered = request(Stage.PUBLISH)
        done = ContentUploaded.caused_by(
            rendered, "x", platform="x", remote_id="1", url="https://x.example/1", video_sha256="a" * 64
        )
        told: dict[str, Any] = {"post_key": KEY, "revision": 1, "stage_key": "a" * 64, "served_by": "x", "seconds": 1}
        made = [scripted(APPROVED), ContentVoiced(**told, voice=VOICE), ContentRendered(**told, film=FILM)]
        history = PostHistory(facts_of([COLLECTED, APPROVED, *made, rendered, done]), 7)
        assert reason_to_skip(rendered, UPLOADING, history, history.state()) == ""
