"""The connection to the broker, with retries while it is away."""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self, TypeVar

from nats.aio.client import Client, Server
from nats.aio.msg import Msg
from nats.errors import (
    AuthorizationError,
    ConnectionClosedError,
    ConnectionReconnectingError,
    Error,
    MaxPayloadError,
)
from nats.js.api import PubAck
from nats.js.errors import APIError, NoStreamResponseError

from libraries.bus.connection.errors import NO_ROOM, TRANSIENT, is_transient
from libraries.bus.connection.seen_sequences import SeenSequences
from libraries.bus.connection_settings import ConnectionSettings
from libraries.log import get_logger
from libraries.waiting import cancellation_safe, run_until_stopped
from schemas.errors import BadInput, ConfigurationError, NoSpace, ProviderDown

log = get_logger(__name__)

T = TypeVar("T")

_REQUEST_SECONDS, _REPLICATED_SECONDS = 2.0, 1.0
"""Seconds an answer may take. In a cluster another broker may lead after that, and an early repetition does no harm."""
_LONGEST_WAIT = 2.0
"""Seconds, at most, between two attempts to reconnect."""
_LONGEST_PAUSE = 0.5
"""Seconds, at most, between two tries of a request."""
_PING_SECONDS, _PINGS = 2, 2
"""A server that leaves two pings without an answer is gone: after six seconds it is given up, however it hangs."""
_FAILING_SECONDS = 4.0
"""Seconds without a successful request after which another server of a cluster is asked: this one may be cut off."""
_FORBIDDEN = re.compile(r'permissions violation for publish to "([^"]+)"')


class _Client(Client):
    """The NATS client, which comes back after its password was changed and loses no cancellation.

    The original is closed for ever by a changed password, and waits by `asyncio.wait_for`; see `cancellation_safe`.
    """

    async def request(
        self,
        subject: str,
        payload: bytes = b"",
        timeout: float = _REQUEST_SECONDS,  # noqa: ASYNC109 (as the original's)
        old_style: bool = False,
        headers: dict[str, Any] | None = None,
    ) -> Msg:
        return await cancellation_safe(super().request(subject, payload, timeout, old_style, headers))

    async def flush(self, timeout: int = 10) -> None:  # noqa: ASYNC109 (as the original's)
        await cancellation_safe(super().flush(timeout))

    async def _process_err(self, err_msg: str) -> None:
        if self.is_connected and "authorization violation" in err_msg.lower():
            await self._process_op_err(AuthorizationError())
        else:
            await super()._process_err(err_msg)


class BrokerClient:
    """One connection to the broker, which reconnects forever. Nothing is buffered meanwhile: nothing is stored late."""

    def __init__(self, settings: ConnectionSettings, patience: float) -> None:
        self.nc = _Client()
        self.settings = settings
        self.inbox = settings.inbox_prefix
        self.patience = patience
        self.on_loss: set[Callable[[], object]] = set()
        """Called when the connection is lost, and with it every open request."""
        self.losses = 0
        """How many times the connection was lost."""
        self.forbidden: set[str] = set()
        """Subjects, in small letters, that the broker did not let this user publish on."""
        self.replicated = False
        """Whether several brokers keep the messages: then only the stream's leader has surely all of them."""
        self.seen = SeenSequences()
        self._asking: dict[asyncio.Task[Msg], str] = {}
        self._failing_since: float | None = None
        self._left = ""
        self._tried: Counter[str] = Counter()
        self._up = asyncio.Event()
        self._refused = asyncio.Event()
        self._last_error = "no answer"
        self._said: set[str] = set()
        """Errors of this outage that were logged."""

    @classmethod
    async def open(cls, settings: ConnectionSettings, name: str, *, patience: float) -> Self:
        """Connect within ``patience`` seconds. Raises ProviderDown, ConfigurationError (refused)."""
        client = cls(settings, patience)
        place = settings.hosts_and_ports
        try:
            async with asyncio.timeout(patience):
                await run_until_stopped(client._refused, client._connect(settings, name))
        except TimeoutError as error:
            await client.close()
            raise ProviderDown("broker.not_reached", place=place, why=client._last_error) from error
        if client._refused.is_set():
            await client.close()
            raise ConfigurationError("broker.login_refused", place=place)
        client._left = client._where()
        client._up.set()
        return client

    async def _connect(self, settings: ConnectionSettings, name: str) -> None:
        login: dict[str, Any] = settings.login_arguments()
        if settings.accounts:
            login["password"] = self._password
        connecting = self.nc.connect(
            list(settings.addresses),
            name=name,
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            reconnect_to_server_handler=self._next_server,
            ping_interval=_PING_SECONDS,
            max_outstanding_pings=_PINGS,
            pending_size=0,  # a buffered publish would be stored after its sender has given it up
            error_cb=self._on_error,
            disconnected_cb=self._on_loss,
            reconnected_cb=self._on_return,
            closed_cb=self._on_close,
            inbox_prefix=self.inbox,
            tls=settings.tls_context(),
            **login,
        )
        await cancellation_safe(connecting)

    def _password(self) -> str:
        """The password, read anew at each connection: after a new one was made, nothing needs to be started again."""
        try:
            return self.settings.name_and_password()[1]
        except ConfigurationError as error:
            log.warning("no password for the broker", why=str(error))
            return ""

    async def close(self) -> None:
        """Close at once, without waiting for open pull requests."""
        self.on_loss.clear()
        try:
            await self.nc.close()
        except (OSError, Error) as error:  # the broker went first
            log.debug("connection was gone before it was closed", why=str(error))

    async def wait_until_connected(self) -> None:
        """Wait until the connection is up. Raises ProviderDown when it was closed."""
        await self._up.wait()
        if self.nc.is_closed:
            raise ProviderDown("broker.closed", what="waiting for it")

    async def with_retries(self, attempt: Callable[[], Awaitable[T]], what: str) -> T:
        """Call ``attempt`` until it succeeds, again while the broker is away.

        Raises ProviderDown after ``patience`` seconds, NoSpace, BadInput (too big); APIError passes through.
        """
        clock = asyncio.get_running_loop()
        deadline = clock.time() + self.patience
        pause = 0.02
        while True:
            try:
                return await attempt()
            except ConnectionClosedError as error:
                raise ProviderDown("broker.closed", what=what) from error
            except MaxPayloadError as error:
                raise BadInput("broker.message_too_big", what=what) from error
            except (*TRANSIENT, APIError) as error:
                if isinstance(error, APIError) and error.err_code in NO_ROOM:
                    raise NoSpace("broker.full") from error
                if not is_transient(error):
                    raise
                await self._try_another_server()
                if clock.time() + pause > deadline or self.nc.is_closed:
                    why = str(error) or type(error).__name__
                    raise ProviderDown("broker.no_answer", what=what, why=why) from error
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 (spreads retries, guards nothing)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def store_message(self, subject: str, payload: bytes, headers: dict[str, str]) -> PubAck:
        """Publish a message into a stream and wait for its acknowledgement. Raises as `with_retries`."""

        async def attempt() -> PubAck:
            return PubAck.from_response(await self._ask(subject, payload, headers))

        return await self.with_retries(attempt, subject)

    async def acknowledge(self, reply: str, word: bytes = b"+ACK") -> None:
        """Tell the broker about a delivery until it has heard it. Raises as `with_retries`.

        In a cluster the broker that delivered it may be gone, and the next one would wait for it in vain.
        """

        async def attempt() -> None:
            await self.nc.request(reply, word, timeout=_REQUEST_SECONDS)

        await self.with_retries(attempt, "an acknowledgement")

    async def call_api(self, call: str, request: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call of the JetStream API, ``STREAM.INFO.X`` for example. Raises as `with_retries`."""
        payload = json.dumps(request).encode() if request is not None else b""
        return await self.with_retries(lambda: self._ask(f"$JS.API.{call}", payload, None), call)

    async def _ask(self, subject: str, payload: bytes, headers: dict[str, str] | None) -> dict[str, Any]:
        seconds = _REPLICATED_SECONDS if self.replicated else _REQUEST_SECONDS
        request = self.nc.request(subject, payload, timeout=seconds, headers=headers)
        asking = asyncio.create_task(request)
        # A request that was under way when the connection broke is never answered, nor one that is not permitted.
        self.on_loss.add(asking.cancel)
        self._asking[asking] = subject.lower()
        try:
            answer = await asking
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            self.require_permitted(subject)
            raise ConnectionReconnectingError from None
        finally:
            self.on_loss.discard(asking.cancel)
            del self._asking[asking]
        content: dict[str, Any] = json.loads(answer.data)
        if "error" in content:
            raise APIError.from_error(content["error"])
        if self.replicated and _is_leaderless(content):
            raise NoStreamResponseError
        self._failing_since = None
        return content

    def require_permitted(self, subject: str) -> None:
        """Raises ConfigurationError when the broker did not let this user publish on ``subject``."""
        if subject.lower() in self.forbidden:
            self.forbidden.discard(subject.lower())  # the next one may be, by new permissions
            raise ConfigurationError("broker.not_permitted", what=subject, user=self.settings.name_and_password()[0])

    async def _on_error(self, error: Exception) -> None:
        why = str(error) or type(error).__name__
        # Every attempt to reconnect reports the same error of each server; it is logged once.
        (log.debug if why in self._said else log.warning)("broker connection", why=why)
        self._said.add(why)
        self._last_error = why
        if found := _FORBIDDEN.search(why.lower()):
            self._refuse(found[1])
        if isinstance(error, AuthorizationError) or "authorization violation" in why.lower():
            self._refused.set()

    def _refuse(self, subject: str) -> None:
        self.forbidden.add(subject)
        for asking, asked in tuple(self._asking.items()):
            if asked == subject:
                asking.cancel()

    async def _try_another_server(self) -> None:
        """Leave a server of a cluster that answers pings and no requests, as one does that is cut off."""
        now = asyncio.get_running_loop().time()
        if self._failing_since is None:
            self._failing_since = now
        elif now > self._failing_since + _FAILING_SECONDS and len(self.nc.server_pool) > 1 and self.nc.is_connected:
            self._failing_since = now
            log.warning("requests fail; another server is asked", left=self._where())
            await self.nc.force_reconnect()

    def _where(self) -> str:
        url = self.nc.connected_url
        return f"{url.hostname}:{url.port}" if url else ""

    def _next_server(self, servers: list[Server], _info: dict[str, Any]) -> tuple[Server, float]:
        """The server tried least since the loss, the lost one last, and the seconds to wait: short at first."""

        def rank(one: Server) -> tuple[int, bool, float]:
            return self._tried[one.uri.netloc], one.uri.netloc.endswith(self._left), random.random()  # noqa: S311

        server = min(servers, key=rank)
        pause = min(_LONGEST_WAIT, 0.05 * 2.0 ** min(self._tried[server.uri.netloc], 10))
        self._tried[server.uri.netloc] += 1
        return server, pause * random.uniform(0.75, 1.0)  # noqa: S311 (spreads clients, guards nothing)

    async def _on_loss(self) -> None:
        self._up.clear()
        self._tried.clear()  # those of an earlier outage say nothing about this one
        self.losses += 1
        for callback in tuple(self.on_loss):
            callback()

    async def _on_return(self) -> None:
        log.info("broker is back")
        self._left = self._where()
        self._said.clear()
        self._up.set()

    async def _on_close(self) -> None:
        self._up.set()


def _is_leaderless(answer: Mapping[str, Any]) -> bool:
    """Whether a member described a stream without knowing its leader: one that is cut off does so from what it has."""
    described = str(answer.get("type", "")).endswith(".stream_info_response")
    return described and not (answer.get("cluster") or {}).get("leader")
