"""Bulk reading of a long stream, several times faster than through the NATS client.

It uses a blocking socket and the small part of the NATS protocol that this takes. On anything unexpected, and for TLS
connections, `libraries.bus.stream.reader` goes on after the last message read.
Protocol: https://docs.nats.io/reference/reference-protocols/nats-protocol
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple, Self

from libraries.bus.connection.client import BrokerClient
from libraries.bus.stream.reader import open_ephemeral_consumer, read_batches
from libraries.bus.stream.scheduled_message_trust import SCHEDULER, is_trusted_message
from libraries.log import get_logger
from libraries.stored_messages.stored_message import STORED

log = get_logger(__name__)

RawFact = tuple[bytes, int, int, bytes]
"""Subject, sequence, moment in microseconds since 1970, payload."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_RECEIVE: Final = 1 << 20
_SILENCE: Final = 25.0
"""Seconds of silence after which the broker counts as gone."""
_EXPIRES: Final = 60
_HEARTBEAT: Final = 10
_STORED, _SCHEDULER = f"\r\n{STORED}:".encode(), f"\r\n{SCHEDULER}:".encode()


class _Unexpected(Exception):
    """The broker sent something that this reader does not handle."""


async def read_all_facts_raw(
    client: BrokerClient, stream: str, kinds: tuple[bytes, ...], *, batch: int
) -> AsyncIterator[list[RawFact]]:
    """Batches of all messages whose subject begins with one of ``kinds``, in order, to the head.

    Raises as `libraries.bus.stream.reader.read_batches` does.
    """
    after = 0
    try:
        async with open_ephemeral_consumer(client, stream, (), 0) as opened:
            if opened.pending == 0:
                return
            with await asyncio.to_thread(_Wire, _Endpoint.of(client), stream, opened.name, batch) as wire:
                while not wire.done:
                    found = await asyncio.to_thread(wire.take, kinds)
                    after = wire.sequence
                    if found:
                        yield found
                return
    except (_Unexpected, OSError) as error:
        log.info("bulk reading ended; the stream is read message by message", after=after, why=str(error))
    async for some in read_batches(client, stream, (), after=after, follow=False, batch=batch):
        wanted = [one for one in some if one.subject.encode().startswith(kinds)]
        counting = [one for one in wanted if is_trusted_message(one.subject, one.headers.get(SCHEDULER))]
        yield [(one.subject.encode(), one.sequence, _micros(one.time), one.payload) for one in counting]


def _counts(subject: bytes, headers: bytes) -> bool:
    return is_trusted_message(subject.decode(), _header(headers, _SCHEDULER))


def _header(headers: bytes, name: bytes) -> str | None:
    found = headers.find(name)
    return None if found < 0 else headers[found + len(name) : headers.index(b"\r\n", found + 2)].decode().strip()


def _micros(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(microseconds=1)


class _Endpoint(NamedTuple):
    """Address and login of the broker. ``secured``: by TLS or by keys, which this reader does not know."""

    host: str
    port: int
    secured: bool
    user: str | None
    password: str | None
    inbox: str

    @classmethod
    def of(cls, client: BrokerClient) -> Self:
        url = client.nc.connected_url
        if url is None:
            raise _Unexpected("the connection is down")
        own = client.settings
        secured = url.scheme == "tls" or own.tls_context() is not None or bool(own.creds or own.nkey)
        user, password = own.name_and_password()
        return cls(url.hostname or "127.0.0.1", url.port or 4222, secured, user or None, password or None, client.inbox)


class _Wire:
    """One connection with one subscription, through which a consumer delivers all its messages. Blocking.

    Raises OSError and _Unexpected.
    """

    def __init__(self, endpoint: _Endpoint, stream: str, name: str, batch: int) -> None:
        self.done = False
        self.sequence = 0
        self._batch = batch
        self._buffer = b""
        self._expected = 1
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{name}"
        self._inbox = f"{endpoint.inbox}.bulk.{name}"
        self._socket = socket.create_connection((endpoint.host, endpoint.port), timeout=_SILENCE)
        try:
            self._greet(endpoint)
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def take(self, kinds: tuple[bytes, ...]) -> list[RawFact]:
        """The next batch, without what is of another kind. Sets ``done`` behind the last message of the stream."""
        found: list[RawFact] = []
        taken = 0
        self._ask()
        while taken < self._batch and not self.done:
            buffer, at = self._buffer, 0
            while taken < self._batch and not self.done:
                end = buffer.find(b"\r\n", at)
                if end < 0:
                    break
                words = buffer[at:end].split(b" ")
                if words[0] not in {b"HMSG", b"MSG"}:
                    self._other(words)
                    at = end + 2
                    continue
                start = end + 2
                stop = start + int(words[-1])
                if stop + 2 > len(buffer):
                    break
                body = start if words[0] == b"MSG" else start + int(words[-2])
                headers = buffer[start:body]
                micros = self._place(words, headers)
                if words[1].startswith(kinds) and (_SCHEDULER not in headers or _counts(words[1], headers)):
                    found.append((words[1], self.sequence, micros, buffer[body:stop]))
                taken += 1
                at = stop + 2
            self._buffer = buffer[at:]
            if taken < self._batch and not self.done:
                self._receive()
        return found

    def _place(self, words: list[bytes], headers: bytes) -> int:
        """Reads the position of a message; gives its time in microseconds."""
        tokens = words[3].split(b".") if len(words) > 4 else []
        if len(tokens) < 9:
            status = headers.partition(b"\r\n")[0] or words[0]
            raise _Unexpected(f"the broker says {status.decode()}")
        at = 4 if len(tokens) == 9 else 6  # a domain and an account hash come first
        if int(tokens[at + 2]) != self._expected:
            raise _Unexpected(f"message {self._expected} was lost on the way")
        self._expected += 1
        self.sequence = int(tokens[at + 1])
        self.done = tokens[at + 4] == b"0"
        text = _header(headers, _STORED)
        return int(tokens[at + 3]) // 1000 if text is None else _micros(datetime.fromisoformat(text))

    def _other(self, words: list[bytes]) -> None:
        if words[0] == b"PING":
            self._socket.sendall(b"PONG\r\n")
        elif words[0] not in {b"PONG", b"INFO", b"+OK"}:
            raise _Unexpected(b" ".join(words).decode(errors="replace"))

    def _ask(self) -> None:
        """Keeps two batches under way, so that the broker never waits for us."""
        wanted = {"batch": self._batch, "expires": _EXPIRES * 10**9, "idle_heartbeat": _HEARTBEAT * 10**9}
        request = json.dumps(wanted)
        command = f"PUB {self._next} {self._inbox} {len(request)}\r\n{request}\r\n".encode()
        self._socket.sendall(command if self.sequence else command * 2)

    def _receive(self) -> None:
        data = self._socket.recv(_RECEIVE)
        if not data:
            raise _Unexpected("the broker closed the connection")
        self._buffer += data

    def _greet(self, endpoint: _Endpoint) -> None:
        while b"\r\n" not in self._buffer:
            self._receive()
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        if endpoint.secured or json.loads(line.partition(b" ")[2]).get("tls_required"):
            raise _Unexpected("the connection wants TLS or a key")
        who = {"user": endpoint.user, "pass": endpoint.password} if endpoint.user else {}
        words = {"verbose": False, "pedantic": False, "headers": True, "protocol": 1, "lang": "python", "version": "1"}
        self._socket.sendall(f"CONNECT {json.dumps(words | who)}\r\nSUB {self._inbox} 1\r\n".encode())
