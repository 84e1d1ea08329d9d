"""Recording of failures of workers that died before they could record them themselves.

A service records its own failures. When its process dies on every delivery of a message, the broker stops delivering
it and publishes an advisory; this module turns the advisory into a `content.failed` fact.
"""

import asyncio
from typing import Final

from libraries.bus import Bus
from libraries.bus.connection.topology import platform_of_durable
from libraries.bus.consumer.advisories import GivenUpMessage, given_up_messages
from libraries.bus.dead_letters import waits_for_person
from libraries.bus.service.retry import retry_request
from libraries.bus.stream.history import PostHistory
from libraries.log import get_logger
from schemas import subjects
from schemas.errors import Conflict, Retryable
from schemas.events import (
    ContentFailed,
    ContentPictured,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentUploading,
    ContentVoiced,
    Event,
    FailureKind,
    PostApproved,
    decode_fact,
)
from schemas.failures import fields_as_json
from schemas.recipe import Stage

log = get_logger(__name__)

_TRIES: Final = 8
_STAGES: Final[dict[type[Event], Stage]] = {
    PostApproved: Stage.SCRIPT,
    ContentScripted: Stage.VOICE,
    ContentScriptApproved: Stage.VOICE,
    ContentVoiced: Stage.PICTURE,
    ContentPictured: Stage.FILM,
    ContentRendered: Stage.PUBLISH,
    ContentReleased: Stage.PUBLISH,
}
"""The stage that a fact starts."""


async def record_failures_of_lost_workers(bus: Bus, stop: asyncio.Event) -> None:
    """Handle every message the broker gave up on, until ``stop``. May run any number of times. Raises ProviderDown."""
    async for one in given_up_messages(bus.client, stop):
        if one.stream == subjects.FACTS:
            await _handle(bus, one)
        elif one.stream != subjects.ADVISORIES:
            log.warning("given up", stream=one.stream, durable=one.durable, sequence=one.sequence, why=one.reason)
        await one.acknowledge()


async def _handle(bus: Bus, one: GivenUpMessage) -> None:
    known = {letter.name for letter in await bus.dead_letters(settled=True)}
    if one.payload is None or f"{one.durable}.{one.sequence}" in known:
        return  # purged with its post, or made a dead letter by its service before that ended
    why = one.reason or f"its worker went away {one.deliveries} times while at it"
    try:
        fact = decode_fact(one.payload)
    except ValueError:
        await bus.add_dead_letter(one.durable, one.sequence, one.subject, one.payload, why)
        return
    failed = await _record(bus, fact, one.durable, why)
    if failed is None:
        return
    history = await bus.post_history(fact.post_key)
    if failed.retry_at is None:
        if await waits_for_person(bus, one.durable, failed, history):
            reason = f"{failed.error}: {failed.message}"
            await bus.add_dead_letter(one.durable, one.sequence, one.subject, one.payload, reason)
        return
    request = retry_request(failed, history.state().recipe, platform_of_durable(one.durable))
    if history.fact_with_id(request.event_id) is None:
        await bus.schedule_retry(request, failed.retry_at)


async def _record(bus: Bus, fact: Event, durable: str, why: str) -> ContentFailed | None:
    """The failure of the work that ``fact`` started: the service's own, or a new one. None: the work was done."""
    for _ in range(_TRIES):
        history = await bus.post_history(fact.post_key)
        failed = lost_work_failure(fact, durable, why)
        if failed is None:
            return None
        earlier = history.fact_with_id(failed.event_id)
        if earlier is not None and isinstance(earlier.event, ContentFailed):
            return earlier.event
        if _is_done(history, fact, failed):
            return None
        try:
            await bus.publish(failed, expected=history.sequence)
        except Conflict:
            continue
        log.error("worker lost", post=str(fact.post_key), stage=failed.stage.value, durable=durable, why=why)
        return failed
    raise Conflict("post.changed", post=str(fact.post_key), sequence=history.sequence)


def lost_work_failure(fact: Event, durable: str, why: str) -> ContentFailed | None:
    """The failure that the service of ``durable`` would record for ``fact``; None where that starts no work."""
    stage = fact.from_stage if isinstance(fact, ContentRequested) else _STAGES.get(type(fact))
    if stage is None:
        return None
    lost = Retryable("worker.lost", stage=stage.value, why=why)
    return ContentFailed.caused_by(
        fact,
        durable,
        stage=stage,
        attempt=fact.attempt if isinstance(fact, ContentRequested) else 1,
        failure=FailureKind.RETRYABLE,
        error="WorkerLost",
        message=str(lost),
        code=lost.code,
        fields=fields_as_json(lost.fields),
    )


def _is_done(history: PostHistory, fact: Event, failed: ContentFailed) -> bool:
    """Whether the work was done, or is not wanted any more."""
    state = history.state()
    if history.fact_with_id(fact.event_id) is None or fact.revision < state.revision:
        return True
    in_progress = (ContentStarted, ContentUploading, ContentFailed)
    answered = any(
        one.event.causation_id == fact.event_id and not isinstance(one.event, in_progress) for one in history.facts
    )
    return answered or not state.allows_fact(failed)
