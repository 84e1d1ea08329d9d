"""What waits for a person: dead letters with what the facts say of them, and the two ways to settle one.

Read with `failures`; settle with `retry` or `drop`. A letter is called by its name, ``studio.17``, for ever.
"""

from enum import StrEnum
from typing import Final

from pydantic import ValidationError

from schemas.base import Frozen, Moment
from schemas.errors import BadInput
from schemas.events import ContentFailed, ContentRequested, Event, FailureKind, decode
from schemas.failures import FieldValue, explain, joined
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState, Status
from services.bus.bus import Bus, PostHistory
from services.bus.stream.dead_letter import DeadLetter, Settled

_PUBLISHED = (Status.RENDERED, Status.UPLOADED)
_PROMISES_0_1_0: Final = (
    " It will be tried again by itself",
    " It is tried again after a pause; nothing is lost",
    " Free some space; the work is parked and goes on by itself",
)
"""How messages of release 0.1.0 ended whose error was tried again."""


class DeadLetterKind(StrEnum):
    """Why somebody must look."""

    EXHAUSTED = "exhausted"
    """It might have gone away by itself, and did not in all its tries."""
    PERMANENT = "permanent"
    """It does not go away by itself."""
    UNREADABLE = "unreadable"
    """The message was none of our facts."""


class DeadLetterFilter(Frozen):
    """Which letters are meant: of any of these stages, kinds and sites; empty is every one."""

    stages: tuple[Stage, ...] = ()
    kinds: tuple[DeadLetterKind, ...] = ()
    sites: tuple[str, ...] = ()

    def takes(self, letter: "FailedPost") -> bool:
        return (
            (not self.stages or letter.stage in self.stages)
            and (not self.kinds or letter.kind in self.kinds)
            and (not self.sites or (letter.post is not None and letter.post.site in self.sites))
        )


EVERY: Final = DeadLetterFilter()


class FailedPost(Frozen):
    """A dead letter as a person sees it.

    ``post`` and ``stage`` are None where the message was none of our facts. ``code`` and ``fields`` are those of the
    failure (`schemas.failures`), ``reason`` is their English sentence. ``open`` says that a retry would do
    something: the post still stands where this failure left it. ``remedy``: what to do about it, in a sentence.
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
    settled: Settled | None
    by: str
    note: str

    @property
    def kind(self) -> DeadLetterKind:
        if self.failure is None:
            return DeadLetterKind.UNREADABLE
        return DeadLetterKind.EXHAUSTED if self.failure is FailureKind.RETRYABLE else DeadLetterKind.PERMANENT

    @property
    def remedy(self) -> str:
        if self.settled is not None:
            return ""
        if self.kind is DeadLetterKind.UNREADABLE:
            return f"There is nothing to try again: wagglebot dead drop {self.name}."
        if not self.open:
            return f"The post has gone on since: wagglebot dead drop {self.name}."
        if self.kind is DeadLetterKind.EXHAUSTED:
            tries = "Its only try" if self.attempts == 1 else f"All {self.attempts} tries"
            return f"{tries} failed. Once the cause is gone: wagglebot dead retry {self.name}."
        return f"Once it is mended: wagglebot dead retry {self.name}."


class RetryOutcome(StrEnum):
    """Of a retry."""

    REQUESTED = "requested"
    OVERTAKEN = "overtaken"
    """The post has gone on, was declined or retracted: nothing waits for this letter any more."""


async def failures(bus: Bus, *, settled: bool = False, which: DeadLetterFilter = EVERY) -> list[FailedPost]:
    """The letters that wait for a person, the oldest first; with ``settled`` also those that do not any more."""
    found = [await _failed(bus, letter) for letter in await bus.dead_letters(settled=settled)]
    return [letter for letter in found if which.takes(letter)]


async def retry(bus: Bus, name: str, by: str) -> RetryOutcome:
    """Have the stage of a letter tried again, with all its attempts, and take the letter off the list.

    The request answers the recorded failure and keeps the post's revision, so retrying twice asks once. Raises
    BadInput when there is no such letter, or nothing in it that could be tried again.
    """
    letter = await _letter(bus, name)
    fact = _fact(letter)
    if fact is None:
        raise BadInput("letter.unreadable", name=name)
    failed = _failure(await bus.load(fact.post_key), fact)

    def decide(state: PostState) -> ContentRequested | None:
        if failed is None or not stands(state, failed):
            return None
        return ContentRequested.caused_by(
            failed, "letter", from_stage=failed.stage, recipe=state.recipe, by=by, platform=_platform(letter, failed)
        )

    recorded = await bus.decide(fact.post_key, decide)
    outcome = RetryOutcome.OVERTAKEN if recorded is None else RetryOutcome.REQUESTED
    await bus.settle(letter, Settled.RETRIED, by, outcome.value)
    return outcome


async def drop(bus: Bus, name: str, by: str, note: str) -> None:
    """Take a letter off the list without doing anything else. Who and why stays on record. Raises BadInput."""
    await bus.settle(await _letter(bus, name), Settled.DROPPED, by, note)


async def _letter(bus: Bus, name: str) -> DeadLetter:
    for letter in await bus.dead_letters():
        if letter.name == name:
            return letter
    raise BadInput("letter.unknown", name=name)


async def _failed(bus: Bus, letter: DeadLetter) -> FailedPost:
    fact = _fact(letter)
    history = await bus.load(fact.post_key) if fact else PostHistory([], 0)
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
        code=found.cause[0] if found else "",
        fields=found.cause[1] if found else {},
        reason=_reason(found) if found else letter.reason,
        time=letter.time,
        open=letter.settled is None and found is not None and stands(state, found),
        settled=letter.settled,
        by=letter.by,
        note=letter.note,
    )


def _reason(failed: ContentFailed) -> str:
    """What happened and what helps, in English, without a promise of another try: there is none any more."""
    told = explain(*failed.cause, "en")
    text = joined(told) if told else failed.message
    for promise in _PROMISES_0_1_0:
        text = text.removesuffix(f"{promise}.")
    return text


def _fact(letter: DeadLetter) -> Event | None:
    try:
        return decode(letter.payload)
    except ValidationError:
        return None


def _failure(history: PostHistory, fact: Event) -> ContentFailed | None:
    """The last word on ``fact``: that it failed for good."""
    for recorded in reversed(history.facts):
        event = recorded.event
        if isinstance(event, ContentFailed) and event.causation_id == fact.event_id and event.retry_at is None:
            return event
    return None


def _platform(letter: DeadLetter, failed: ContentFailed) -> str:
    """Each platform has a durable of its own, and only the one that failed is to try again."""
    return letter.durable.removeprefix("publish-") if failed.stage is Stage.PUBLISH else ""


def stands(state: PostState, failed: ContentFailed) -> bool:
    """Whether the post is still where this failure left it. A film may have failed on several platforms at once."""
    if failed.stage is Stage.PUBLISH:
        return state.status in _PUBLISHED and state.revision == failed.revision
    return state.status is Status.FAILED and state.failure == failed
