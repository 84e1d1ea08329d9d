"""The context of one delivery, which a handler is called with beside the fact."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

from libraries.bus.bus import Bus
from libraries.bus.stream.history import PostHistory
from libraries.waiting import run_until_stopped
from schemas import subjects
from schemas.base import Frozen
from schemas.errors import Conflict, IllegalTransition
from schemas.events import Event, RecordedFact
from schemas.recipe import Stage
from schemas.states import PostState, Status, apply_fact

T = TypeVar("T")

_TRIES = 8
_NOTE_LENGTH = 200


class StageProgressMessage(Frozen):
    """Progress of a stage, published on ``live.tick.<site>.<id>`` and not stored; ``percent`` from 0 to 100."""

    stage: Stage
    percent: float
    note: str = ""


class MessageContext:
    """The context of one delivery of a fact. ``delivery`` counts from 1; ``state`` is the post's, kept by `record`."""

    def __init__(self, bus: Bus, fact: Event, stage: Stage, delivery: int, history: PostHistory) -> None:
        self.delivery = delivery
        self.state: PostState = history.state()
        self._bus = bus
        self._fact = fact
        self._stage = stage
        self._history = history
        self._tick: StageProgressMessage | None = None
        self._sending: asyncio.Task[None] | None = None

    async def record(self, event: Event) -> RecordedFact:
        """Publish a fact of this work; when an earlier delivery did so already, that one is given.

        Raises IllegalTransition when the fact may no longer follow, Conflict when the post changed 8 times in between,
        and what `Bus.publish` raises.
        """
        for _ in range(_TRIES):
            if already := self._history.fact_with_id(event.event_id):
                return already
            self._require(event)
            try:
                sequence = await self._bus.publish(event, expected=self.state.sequence)
            except Conflict:
                await self._reload()
                continue
            recorded = RecordedFact(sequence, datetime.now(UTC), event)
            self._history = PostHistory([*self._history.facts, recorded], sequence)
            self.state = apply_fact(self.state, recorded)
            return recorded
        raise Conflict("post.changed", post=str(event.post_key), sequence=self.state.sequence)

    @property
    def history(self) -> list[RecordedFact]:
        """All facts of the post that were known at the last load or record."""
        return self._history.facts

    def is_recorded(self, event: Event) -> bool:
        """Whether the fact was recorded before this delivery or by it."""
        return self._history.fact_with_id(event.event_id) is not None

    async def run_unless_retracted(self, making: Callable[[], Awaitable[T]]) -> T:
        """Run ``making`` and give its result; it is cancelled when the post is retracted, so it stores nothing more.

        Raises IllegalTransition then.
        """
        key = self._fact.post_key
        gone = asyncio.Event()

        async def wait(retractions: AsyncIterator[tuple[str, bytes]]) -> None:
            await anext(retractions)
            gone.set()

        async with self._bus.listen(subjects.retraction_subject(key)) as retractions:
            waiting = asyncio.create_task(wait(retractions))
            try:
                await self._reload()  # a retraction from before the subscription
                if self.state.status is Status.RETRACTED or self._lost():
                    gone.set()
                made = await run_until_stopped(gone, making())
            finally:
                waiting.cancel()
        if gone.is_set() or made is None:
            raise IllegalTransition("post.retracted_meanwhile", post=str(key), stage=self._stage.value)
        return made

    def report_progress(self, percent: float, note: str = "") -> None:
        """Publish progress. While one message is being sent, only the newest of the following is kept."""
        self._tick = StageProgressMessage(
            stage=self._stage, percent=min(100.0, max(0.0, percent)), note=note[:_NOTE_LENGTH]
        )
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        while (tick := self._tick) is not None:
            self._tick = None
            await self._bus.broadcast(
                subjects.live_progress_subject(self._fact.post_key), tick.model_dump_json().encode()
            )

    def _require(self, event: Event) -> None:
        self.state.require_allowed(event)
        if event.TOPIC == "content" and event.revision < self.state.revision:
            raise IllegalTransition(
                "post.other_revision",
                post=str(event.post_key),
                current=self.state.revision,
                revision=event.revision,
                event=event.kind,
            )

    def _lost(self) -> bool:
        """Whether the fact itself was purged."""
        return self._history.fact_with_id(self._fact.event_id) is None

    async def _reload(self) -> None:
        self._history = await self._bus.post_history(self._fact.post_key)
        self.state = self._history.state()
