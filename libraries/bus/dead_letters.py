"""Dead letters for a person: listed with what the facts say about them, then retried or dropped.

`failed_posts` lists them, `retry_dead_letter` and `drop_dead_letter` settle one. The name of a letter, such as
``studio.17``, never changes.
"""

from contextlib import suppress
from enum import StrEnum
from typing import Final

from pydantic import ValidationError

from libraries.bus.bus import Bus
from libraries.bus.connection.topology import platform_of_durable
from libraries.bus.stream.dead_letter import DeadLetter, Settlement
from libraries.bus.stream.history import PostHistory
from schemas.base import Frozen, Moment
from schemas.errors import BadInput, Conflict
from schemas.events import ContentFailed, ContentRequested, ContentUploaded, Event, FailureKind, decode_fact
from schemas.failures import FieldValue, failure_explanation, join_sentences
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState, Status

_PUBLISHED = (Status.RENDERED, Status.UPLOADED)
_PROMISES_0_1_0: Final = (
    " It will be tried again by itself",
    " It is tried again after a pause; nothing is lost",
    " Free some space; the work is parked and goes on by itself",
)
"""How release 0.1.0 ended the messages of errors that were tried again."""


class DeadLetterKind(StrEnum):
    """Why a person must look at a dead letter."""

    EXHAUSTED = "exhausted"
    """A retryable failure that was still there at the last attempt."""
    PERMANENT = "permanent"
    """A failure that no retry mends."""
    UNREADABLE = "unreadable"
    """The message cannot be read as a fact."""


class DeadLetterFilter(Frozen):
    """A filter of dead letters: those of any of these stages, kinds and sites; an empty field matches all."""

    stages: tuple[Stage, ...] = ()
    kinds: tuple[DeadLetterKind, ...] = ()
    sites: tuple[str, ...] = ()

    def matches(self, letter: "FailedPost") -> bool:
        """Whether a dead letter passes the filter."""
        return (
            (not self.stages or letter.stage in self.stages)
            and (not self.kinds or letter.kind in self.kinds)
            and (not self.sites or (letter.post is not None and letter.post.site in self.sites))
        )


EVERY: Final = DeadLetterFilter()


class FailedPost(Frozen):
    """A post whose processing failed for good: its dead letter, with what the facts say about it.

    ``post`` and ``stage`` are None where the message cannot be read as a fact. ``code`` and ``fields`` are those of the
    failure (`schemas.failures`), ``reason`` is their English sentence. ``open``: a retry would do
    something, because the post is still where this failure left it.
    """

    name: str
    durable: str
    post: PostKey | None
    title: str
    revision: int
    stage: Stage | None
    attempts: int
    failure: FailureKind | None
    error: str
    code: str
    fields: dict[str, FieldValue]
    reason: str
    time: Moment
    open: bool
    settled: Settlement | None
    by: str
    note: str

    @property
    def kind(self) -> DeadLetterKind:
        """Why a person must look."""
        if self.failure is None:
            return DeadLetterKind.UNREADABLE
        return DeadLetterKind.EXHAUSTED if self.failure is FailureKind.RETRYABLE else DeadLetterKind.PERMANENT

    @property
    def remedy(self) -> str:
        """What to do about it, in English; empty when it is settled."""
        if self.settled is not None:
            return ""
        if self.kind is DeadLetterKind.UNREADABLE:
            return f"It cannot be tried again: wagglebot dead drop {self.name}."
        if not self.open:
            return f"The post has moved on since: wagglebot dead drop {self.name}."
        if self.kind is DeadLetterKind.EXHAUSTED:
            tries = "The only attempt" if self.attempts == 1 else f"All {self.attempts} attempts"
            return f"{tries} failed. Once the cause is gone: wagglebot dead retry {self.name}."
        return f"Once the cause is mended: wagglebot dead retry {self.name}."


class RetryOutcome(StrEnum):
    """How the retry of a dead letter ended."""

    REQUESTED = "requested"
    OVERTAKEN = "overtaken"
    """The post has moved on, was declined or retracted: there is nothing to retry."""


async def failed_posts(bus: Bus, *, settled: bool = False, which: DeadLetterFilter = EVERY) -> list[FailedPost]:
    """Dead letters that wait for a person, with their facts, oldest first; with ``settled`` also those dealt with."""
    found = [await _failed(bus, letter) for letter in await bus.dead_letters(settled=settled)]
    return [letter for letter in found if which.matches(letter)]


async def retry_dead_letter(bus: Bus, name: str, by: str) -> RetryOutcome:
    """Request the stage of a letter again, with all attempts anew, and settle the letter.

    The request is caused by the recorded failure and keeps the post's revision, so retrying twice stores one request.
    Raises BadInput when there is no such letter or it cannot be read as a fact.
    """
    letter = await _letter(bus, name)
    fact = _fact(letter)
    if fact is None:
        raise BadInput("letter.unreadable", name=name)
    failed = _failure(await bus.post_history(fact.post_key), fact)

    def decide(state: PostState) -> ContentRequested | None:
        if failed is None or not is_still_failed(state, failed):
            return None
        return ContentRequested.caused_by(
            failed, "letter", from_stage=failed.stage, recipe=state.recipe, by=by, platform=_platform(letter, failed)
        )

    recorded = await bus.publish_decision(fact.post_key, decide)
    outcome = RetryOutcome.OVERTAKEN if recorded is None else RetryOutcome.REQUESTED
    await bus.settle_dead_letter(letter, Settlement.RETRIED, by, outcome.value)
    return outcome


async def drop_dead_letter(bus: Bus, name: str, by: str, note: str) -> None:
    """Settle a letter without a retry; ``by`` and ``note`` stay on record. Raises BadInput."""
    letter = await _letter(bus, name)
    if (fact := _fact(letter)) is not None:
        # Letters are in no backup, entries of the ledger are: without one the letter would come back with a restore.
        with suppress(Conflict):
            await bus.ledger().compare_and_set(_dropped_key(letter.durable, fact.event_id), by.encode(), expected=0)
    await bus.settle_dead_letter(letter, Settlement.DROPPED, by, note)


async def waits_for_person(bus: Bus, durable: str, failed: ContentFailed, history: PostHistory) -> bool:
    """Whether a failure that is not tried again needs a letter: also of one that is delivered again, after a restore.

    Not where a person dropped its letter or asked for the stage again, or where the post has moved on since.
    """
    asked = any(
        isinstance(one.event, ContentRequested) and one.event.causation_id == failed.event_id for one in history.facts
    )
    if asked or uploaded_since(history, failed, platform_of_durable(durable)):
        return False
    dropped = await bus.ledger().get(_dropped_key(durable, failed.causation_id))
    return dropped is None and is_still_failed(history.state(), failed)


def uploaded_since(history: PostHistory, failed: ContentFailed, platform: str) -> bool:
    """Whether a film that failed to be published was uploaded to ``platform`` after that failure.

    What failed after the upload was its release, which still waits.
    """
    own = history.fact_with_id(failed.event_id)
    return failed.stage is Stage.PUBLISH and any(
        isinstance(one.event, ContentUploaded)
        and (one.event.platform, one.event.revision) == (platform, failed.revision)
        for one in history.facts
        if own is not None and one.sequence > own.sequence
    )


def _dropped_key(durable: str, event_id: str) -> str:
    """The key of the ledger's entry that says that the letter of this fact was dropped."""
    return f"dropped.{durable}.{event_id}"


async def _letter(bus: Bus, name: str) -> DeadLetter:
    for letter in await bus.dead_letters():
        if letter.name == name:
            return letter
    raise BadInput("letter.unknown", name=name)


async def _failed(bus: Bus, letter: DeadLetter) -> FailedPost:
    fact = _fact(letter)
    history = await bus.post_history(fact.post_key) if fact else PostHistory([], 0)
    state = history.state()
    found = _failure(history, fact) if fact else None
    return FailedPost(
        name=letter.name,
        durable=letter.durable,
        post=fact.post_key if fact else None,
        title=state.post.title if state.post else "",
        revision=fact.revision if fact else 0,
        stage=found.stage if found else None,
        attempts=found.attempt if found else 0,
        failure=found.failure if found else None,
        error=found.error if found else "",
        code=found.code_and_fields[0] if found else "",
        fields=found.code_and_fields[1] if found else {},
        reason=_reason(found) if found else letter.reason,
        time=letter.time,
        open=letter.settled is None and found is not None and is_still_failed(state, found),
        settled=letter.settled,
        by=letter.by,
        note=letter.note,
    )


def _reason(failed: ContentFailed) -> str:
    """Sentence and remedy in English, without the announcement of another attempt: there is none any more."""
    explained = failure_explanation(*failed.code_and_fields, "en")
    text = join_sentences(explained) if explained else failed.message
    for promise in _PROMISES_0_1_0:
        text = text.removesuffix(f"{promise}.")
    return text


def _fact(letter: DeadLetter) -> Event | None:
    try:
        return decode_fact(letter.payload)
    except ValidationError:
        return None


def _failure(history: PostHistory, fact: Event) -> ContentFailed | None:
    """The failure of ``fact`` that was not to be retried; None when there is none."""
    for recorded in reversed(history.facts):
        event = recorded.event
        if isinstance(event, ContentFailed) and event.causation_id == fact.event_id and event.retry_at is None:
            return event
    return None


def _platform(letter: DeadLetter, failed: ContentFailed) -> str:
    """Each platform has a durable of its own; only the one that failed is to try again."""
    return platform_of_durable(letter.durable) if failed.stage is Stage.PUBLISH else ""


def is_still_failed(state: PostState, failed: ContentFailed) -> bool:
    """Whether the post is still in the state this failure left. Publishing can fail on several platforms at once."""
    if failed.stage is Stage.PUBLISH:
        return state.status in _PUBLISHED and state.revision == failed.revision
    return state.status is Status.FAILED and state.failure is not None and state.failure.event_id == failed.event_id
