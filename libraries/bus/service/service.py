"""A service: handlers of facts, called for the messages of one durable consumer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from libraries.bus.bus import Bus
from libraries.bus.service.context import MessageContext
from libraries.bus.service.handlers import Handler, handler_from_annotations
from libraries.bus.service.retry import DEFAULT, RetryPolicy
from libraries.bus.service.worker import process_messages
from libraries.waiting import run_until_stopped
from schemas import subjects
from schemas.events import ContentRequested, Event
from schemas.recipe import Stage

H = TypeVar("H", bound=Callable[[Any, MessageContext], Awaitable[Event | None]])


class Service:
    """Handlers that share a durable. It works on one fact at a time; run it several times for more."""

    def __init__(self, name: str, *, durable: str, retry: RetryPolicy = DEFAULT, platform: str = "") -> None:
        self.name = name
        self.platform = platform
        self.durable = durable
        self.retry = retry
        self._handlers: list[Handler] = []

    def on(self, *, stage: Stage) -> Callable[[H], H]:
        """Register a handler ``async def (fact, work) -> result | None`` for the facts its annotation names.

        Raises TypeError for annotations that name no facts, or a fact that another handler already takes.
        """

        def register(call: H) -> H:
            new = handler_from_annotations(stage, call)
            for old in self._handlers:
                shared = (old.takes & new.takes) - {ContentRequested}
                if shared or (old.stage is stage and ContentRequested in old.takes & new.takes):
                    raise TypeError(f"{self.name}: two handlers take the same fact ({old.stage}, {stage})")
            self._handlers.append(new)
            return call

        return register

    def subscribed_subjects(self) -> list[str]:
        """The subjects the durable must be subscribed to, sorted."""
        kinds = {event.kind for each in self._handlers for event in each.takes}
        return sorted(map(subjects.fact_kind_filter, kinds))

    async def run(self, bus: Bus, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set, which cancels the present work; its message is then delivered again.

        Raises ConfigurationError (no such durable) and ProviderDown (the connection was closed).
        """
        working = process_messages(bus, self.name, self.durable, self.find_handler, self.retry, self.platform)
        await run_until_stopped(stop, working)

    def find_handler(self, fact: Event) -> Handler | None:
        """The handler for ``fact``; None when there is none."""
        return next((each for each in self._handlers if each.accepts(fact)), None)
