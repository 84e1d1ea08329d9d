"""Open pull requests on one consumer: messages arrive at once, and waiting costs no polling."""

import asyncio
import json
import math
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error
from nats.js.errors import APIError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import TRANSIENT
from libraries.log import get_logger
from schemas.errors import ProviderDown

log = get_logger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXPIRES = 30.0
_HEARTBEAT = 1.5
_SILENCE = 4.0
"""Seconds of silence, two missed heartbeats, after which the broker no longer holds our request: it went, it hangs, or
another broker leads the consumer now."""
_UNANSWERED = 2.0
"""Seconds without any answer to a request after which the broker is asked whether the consumer is still there.

A request that reaches a consumer while it is being deleted is never answered, not even with an error.
"""


class MessagePosition(NamedTuple):
    """The position of a message, from its reply subject: ``$JS.ACK.<stream>.<consumer>.<delivery>.<sequence>.…``."""

    delivery: int
    sequence: int
    consumer_sequence: int
    time: datetime
    pending: int

    @classmethod
    def from_message(cls, message: Msg) -> Self:
        """The position of a delivered message."""
        tokens = message.reply.split(".")
        # Nine tokens, or eleven and more where a domain and an account hash come first.
        at = 4 if len(tokens) == 9 else 6
        time = _EPOCH + timedelta(microseconds=int(tokens[at + 3]) // 1000)
        return cls(int(tokens[at]), int(tokens[at + 1]), int(tokens[at + 2]), time, int(tokens[at + 4]))


class PullSubscription:
    """Messages of one consumer. At most ``window`` are requested, waiting or being worked on.

    ``patience``: seconds to wait for a message, however many heartbeats come, before `next_messages` gives up.
    """

    def __init__(
        self, client: BrokerClient, stream: str, consumer: str, window: int, patience: float = math.inf
    ) -> None:
        self._client = client
        self._consumer = f"{stream}.{consumer}"
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{self._consumer}"
        self._inbox = client.nc.new_inbox()
        self._window = window
        self._patience = patience
        self._requested = 0
        self._taken = 0
        self._unanswered = False
        self._ready: deque[Msg] = deque()
        self._arrived = asyncio.Event()
        self._lost = False
        self.is_quiet = False
        """Whether patience ran out at the last call while the broker still sent heartbeats."""
        self._subscription: Subscription | None = None

    async def __aenter__(self) -> Self:
        self._client.on_loss.add(self._mark_lost)
        self._subscription = await self._client.nc.subscribe(
            self._inbox, cb=self._receive, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._client.on_loss.discard(self._mark_lost)
        if self._subscription is not None:
            try:
                await self._subscription.unsubscribe()
            except Error as failure:  # the connection went first
                log.debug("subscription was gone before it was ended", why=str(failure))

    async def next_messages(self, limit: int) -> list[Msg]:
        """The next messages, one to ``limit``.

        Empty: the consumer or the connection is lost, or patience ran out; open a new one. Raises ConfigurationError
        when this user may not pull from the consumer.
        """
        self._taken, self.is_quiet = 0, False
        clock = asyncio.get_running_loop()
        deadline = clock.time() + self._patience
        while not self._ready:
            await self._request()
            if self._lost:
                return []
            self._arrived.clear()
            # In a cluster another broker may lead the consumer by now, and knows nothing of the open request.
            asked = self._unanswered and not self._client.replicated
            try:
                async with asyncio.timeout(min(_UNANSWERED if asked else _SILENCE, _SILENCE, deadline - clock.time())):
                    await self._arrived.wait()
            except TimeoutError:
                self._client.require_permitted(self._subject)
                self.is_quiet = clock.time() >= deadline
                if not (asked and not self.is_quiet and await self._exists()):
                    return []
        batch = [self._ready.popleft() for _ in range(min(limit, len(self._ready)))]
        self._taken = len(batch)
        await self._request()
        return batch

    async def _request(self) -> None:
        missing = self._window - self._requested - self._taken - len(self._ready)
        if self._lost or missing <= 0 or missing * 2 < self._window:
            return
        nanoseconds = 1_000_000_000
        request = {
            "batch": missing,
            "expires": int(_EXPIRES * nanoseconds),
            "idle_heartbeat": int(_HEARTBEAT * nanoseconds),
        }
        try:
            await self._client.nc.publish(self._subject, json.dumps(request).encode(), reply=self._inbox)
        except TRANSIENT:
            self._lost = True
        else:
            self._requested += missing
            self._unanswered = True

    async def _exists(self) -> bool:
        """Whether the broker still has the consumer. An answer counts as one to the open request."""
        try:
            await self._client.call_api(f"CONSUMER.INFO.{self._consumer}")
        except (APIError, ProviderDown) as failure:
            log.info("pull request was not answered", consumer=self._consumer, why=str(failure))
            return False
        self._unanswered = False
        return True

    async def _receive(self, message: Msg) -> None:
        self._unanswered = False
        if message.reply.startswith("$JS.ACK."):
            self._requested -= 1
            self._ready.append(message)
        else:
            self._on_status(message.headers or {})
        self._arrived.set()

    def _on_status(self, status: dict[str, str]) -> None:
        """A status frame: heartbeat, the end of a request, or the end of the consumer."""
        match status.get("Status"):
            case "100":
                pass
            case "408":
                self._requested -= int(status.get("Nats-Pending-Messages", self._requested))
            case code:
                why = status.get("Description", "").partition("\n")[0]
                log.info("pull request refused", consumer=self._consumer, code=code, why=why)
                self._mark_lost()

    def _mark_lost(self) -> None:
        self._lost = True
        self._arrived.set()
