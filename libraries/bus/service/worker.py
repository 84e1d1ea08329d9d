"""The loop of a service: receive a message, call its handler, record the result, acknowledge."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import aclosing, suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from nats.aio.msg import Msg
from nats.errors import Error
from pydantic import ValidationError

from libraries.bus.bus import Bus
from libraries.bus.connection.topology import CLUSTER_ACK_WAIT, durable_config
from libraries.bus.consumer.deliveries import acknowledge_message, deliveries, working_heartbeats
from libraries.bus.consumer.handover import Handover, acks_of_dead_workers
from libraries.bus.consumer.pull_subscription import MessagePosition
from libraries.bus.dead_letters import waits_for_person
from libraries.bus.service.context import MessageContext
from libraries.bus.service.failpoints import kill_at_fail_point
from libraries.bus.service.handlers import Handler
from libraries.bus.service.retry import RetryPolicy, count_disk_waits, count_lost_inputs, retry_request
from libraries.bus.service.staleness import reason_to_skip
from libraries.log import get_logger
from schemas import subjects
from schemas.clock import utc_now
from schemas.errors import (
    IllegalTransition,
    NoSpace,
    Parked,
    Permanent,
    PieceMissing,
    Retryable,
    StreamDamaged,
    WaggleError,
)
from schemas.events import ContentFailed, ContentRequested, Event, FailureKind, decode_fact
from schemas.failures import FieldValue, fields_as_json

log = get_logger(__name__)

_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds between attempts to record an outcome while the broker does not take it."""

Find = Callable[[Event], Handler | None]


async def process_messages(
    bus: Bus, name: str, durable: str, find: Find, retry: RetryPolicy, platform: str = ""
) -> None:
    """Pass the messages of ``durable`` to the handlers that ``find`` gives, one at a time, until cancelled.

    ``platform``: the one that its retries are for, where several services share a stage. Messages of dead workers of
    this machine are delivered again at once.

    Raises ConfigurationError (no such durable) and ProviderDown (the connection was closed).
    """
    worker = MessageWorker(bus, name, durable, find, retry, platform)
    with Handover.open(bus.lock_folder, durable) as handover:
        unsent = acks_of_dead_workers(bus.lock_folder, durable)
        async with aclosing(deliveries(bus.client, durable, lambda: [*unsent, *handover.recent_acks()])) as messages:
            async for message in messages:
                unsent.clear()
                handover.note_received(message.reply)
                try:
                    await worker.process_until_recorded(message)
                except asyncio.CancelledError:
                    with suppress(Error):  # lost, it is delivered again after ack_wait
                        await message.nak()
                    raise
                handover.note_acknowledged(message.reply)


class _Delivery(NamedTuple):
    """A fact being worked on. ``attempt`` counts the attempts of its stage from 1."""

    message: Msg
    place: MessagePosition
    fact: Event
    handler: Handler

    @property
    def attempt(self) -> int:
        return self.fact.attempt if isinstance(self.fact, ContentRequested) else 1


class _Failure(NamedTuple):
    kind: FailureKind
    error: str = ""
    message: str = ""
    code: str = ""
    fields: Mapping[str, FieldValue] = {}
    until: datetime | None = None
    """When to go on, where the error itself says so; that is waiting and counts as no attempt."""

    @classmethod
    def of(cls, error: WaggleError, rest: float) -> "_Failure":
        kind = FailureKind.RETRYABLE if isinstance(error, Retryable) else FailureKind.PERMANENT
        until: datetime | None = error.fields["until"] if isinstance(error, Parked) else None
        if isinstance(error, NoSpace):
            until = utc_now() + timedelta(seconds=rest)
        return cls(kind, type(error).__name__, str(error), error.code, fields_as_json(error.fields), until)


class MessageWorker:
    """Processes single messages of one durable; `process_messages` is its loop."""

    def __init__(self, bus: Bus, name: str, durable: str, find: Find, retry: RetryPolicy, platform: str) -> None:
        config = durable_config(durable)["config"]
        self._bus = bus
        self._name = name
        self._durable = durable
        self._find = find
        self._retry = retry
        self._platform = platform
        self._heartbeat = min(config["ack_wait"] / 1e9, CLUSTER_ACK_WAIT) / 3
        self._last_delivery = config["max_deliver"]

    async def process_until_recorded(self, message: Msg) -> None:
        """Work on a message until its outcome is recorded, however long the broker is away."""
        pause = _PAUSE
        while True:
            async with working_heartbeats(message, self._heartbeat):
                try:
                    await self.work_once(message)
                    return
                except Retryable as error:
                    if self._bus.client.nc.is_closed:
                        raise
                    log.warning("outcome not recorded; trying again", durable=self._durable, why=str(error))
                await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def work_once(self, message: Msg) -> None:
        """Work on a message once and acknowledge it. Raises Retryable when the broker takes no facts."""
        place = MessagePosition.from_message(message)
        try:
            fact = _read(message)
        except ValueError as error:
            await self._reject(message, place, str(error))
            return
        handler = self._find(fact)
        if handler is not None:
            try:
                await self._handle(_Delivery(message, place, fact, handler))
            except StreamDamaged as error:  # no outcome can be recorded behind a history with a gap
                await self._reject(message, place, str(error))
                return
        await acknowledge_message(self._bus.client, message)

    async def _reject(self, message: Msg, place: MessagePosition, why: str) -> None:
        log.error("kept as a dead letter", durable=self._durable, sequence=place.sequence, why=why)
        await self._bus.add_dead_letter(self._durable, place.sequence, message.subject, message.data, why)
        reason = f"+TERM {' '.join(why.split())[:200]}".encode()
        await acknowledge_message(self._bus.client, message, reason)

    async def _handle(self, delivery: _Delivery) -> None:
        """Everything between delivery and acknowledgement. Raises Retryable when the broker takes no facts."""
        fact, handler = delivery.fact, delivery.handler
        self._bus.note_stored_fact(fact.post_key, delivery.place.sequence)
        history = await self._bus.post_history(fact.post_key)
        work = MessageContext(self._bus, fact, handler.stage, delivery.place.delivery, history)
        earlier = history.fact_with_id(self._failed(delivery, _Failure(FailureKind.PERMANENT), None).event_id)
        if earlier is not None and isinstance(earlier.event, ContentFailed):
            await self._follow_up(delivery, work, earlier.event)
        elif why := reason_to_skip(fact, handler, history, work.state, self._platform):
            log.info("nothing to do", post=str(fact.post_key), fact=fact.kind, why=why)
        elif failure := await self._attempt(delivery, work):
            await self._fail(delivery, work, failure)

    async def _attempt(self, delivery: _Delivery, work: MessageContext) -> _Failure | None:
        """Call the handler and record its answer. Whatever a handler raises becomes a failure here, and only here."""
        fact, handler = delivery.fact, delivery.handler
        times = delivery.place.delivery
        if 0 < self._last_delivery <= times:
            lost = Retryable("stage.workers_lost", stage=handler.stage.value, times=times - 1)
            return _Failure.of(lost, self._retry.rest)
        try:
            result = await handler.call(fact, work)
            if result is None:
                return None
            _fits(result, fact, handler)
            await work.record(result)
            kill_at_fail_point(handler.stage, "recorded")
        except IllegalTransition as error:
            log.info("the post changed; the result is dropped", post=str(fact.post_key), why=str(error))
        except (Retryable, Permanent) as error:
            waits = count_disk_waits(work.history, handler.stage)
            return _Failure.of(error, self._retry.disk_pause(waits))
        except Exception as error:
            log.exception("handler has a fault", post=str(fact.post_key), fact=fact.kind, stage=handler.stage)
            fault = Permanent("stage.fault", stage=handler.stage.value, error=type(error).__name__, why=str(error))
            return _Failure.of(fault, self._retry.rest)._replace(error=type(error).__name__)
        return None

    async def _fail(self, delivery: _Delivery, work: MessageContext, failure: _Failure) -> None:
        now = utc_now()
        retryable = failure.kind is FailureKind.RETRYABLE
        attempt = delivery.attempt
        if failure.error == PieceMissing.__name__:
            attempt = max(attempt, 1 + count_lost_inputs(work.history, delivery.fact.revision))
        policy = self._retry.retry_at(delivery.fact.event_id, attempt, now) if retryable else None
        retry_at = failure.until or policy
        failed = self._failed(delivery, failure, retry_at)
        try:
            await work.record(failed)
        except IllegalTransition as error:  # the post is declined or gone: there is nothing to retry
            log.info("failure of a post that moved on", post=str(failed.post_key), why=str(error))
            await self._add_dead_letter(delivery, failed)
        else:
            log.warning(
                "stage failed",
                post=str(failed.post_key),
                stage=failed.stage,
                attempt=failed.attempt,
                why=failed.message,
                retry_at=failed.retry_at,
            )
            await self._follow_up(delivery, work, failed)

    def _failed(self, delivery: _Delivery, failure: _Failure, retry_at: datetime | None) -> ContentFailed:
        """The fact of a failure; its id is the same for every delivery of one fact to this service."""
        return ContentFailed.caused_by(
            delivery.fact,
            self._name,
            stage=delivery.handler.stage,
            attempt=delivery.attempt,
            failure=failure.kind,
            error=failure.error,
            message=failure.message,
            code=failure.code,
            fields=failure.fields,
            retry_at=retry_at,
        )

    async def _follow_up(self, delivery: _Delivery, work: MessageContext, failed: ContentFailed) -> None:
        """Add the dead letter or schedule the retry of a recorded failure. Repeating it changes nothing."""
        if failed.retry_at is None:
            if await waits_for_person(self._bus, self._durable, failed, await self._bus.post_history(failed.post_key)):
                await self._add_dead_letter(delivery, failed)
            return
        request = retry_request(failed, work.state.recipe, self._platform)
        if not work.is_recorded(request):
            await self._bus.schedule_retry(request, failed.retry_at)

    async def _add_dead_letter(self, delivery: _Delivery, failed: ContentFailed) -> None:
        reason = f"{failed.error}: {failed.message}"
        message = delivery.message
        await self._bus.add_dead_letter(self._durable, delivery.place.sequence, message.subject, message.data, reason)


def _fits(result: Event, fact: Event, handler: Handler) -> None:
    """Raises TypeError unless the result is caused by the fact: another id would be recorded once per delivery."""
    if result.causation_id != fact.event_id or type(result) not in handler.gives:
        raise TypeError(f"the {handler.stage} stage answered {fact.kind} with a {result.kind} that is not caused by it")


def _read(message: Msg) -> Event:
    """The fact in a message. Raises ValueError when there is none, or its subject is another."""
    try:
        fact = decode_fact(message.data)
    except ValidationError as error:
        raise ValueError(f"it is not a fact: {error.errors(include_url=False)[0]['msg']}") from error
    if subjects.fact_subject(fact) != message.subject:
        raise ValueError(f"it came on {message.subject} but says it is {subjects.fact_subject(fact)}")
    return fact
