"""The HTTP client of model servers: JSON requests with a deadline and a size limit, failures as errors with codes."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import Final
from urllib.parse import SplitResult, urlsplit

from pydantic import JsonValue

from libraries.http_client.reply import BodyDecoder, ServerReply, reports_memory_shortage
from schemas.errors import BadInput, ConfigurationError, ProviderDown, WaggleError

__all__ = ["Listen", "ModelServerClient", "ServerReply"]

LARGEST: Final = 64 * 2**20
_CHUNK: Final = 65_536
_BUSY: Final = frozenset((402, 403, 408, 409, 423, 425, 429))
"""It may answer later. 403 is what a provider says to those it blocks for a while; a wrong key is 401."""
_ANOTHER_WAY: Final = frozenset((500, 501))
"""Failures that many servers answer to a field they do not know: the caller may ask in another way."""
_NOT_THERE: Final = frozenset((404, 405, 410))

Listen = Callable[[bytes], bool]
"""Is given every piece of a good answer as it arrives; true when enough was heard."""


class ModelServerClient:
    """A server of models of language, speech or pictures.

    ``setting`` names its section in the settings, ``timeout`` is in seconds, ``largest`` the bytes of an answer,
    ``headers`` are sent beside ours.
    Redirects are not followed, so a key never goes to another host.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        *,
        setting: str,
        timeout: float,
        api_key: str = "",
        largest: int = LARGEST,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.name = name
        self._base = base_url.rstrip("/")
        self._setting = setting
        self._timeout = timeout
        self._largest = largest
        self._headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", **headers}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"

    def post(
        self, path: str, body: Mapping[str, JsonValue], *, listen: Listen | None = None, until: float | None = None
    ) -> ServerReply:
        """What the server answers at ``base_url`` + ``path``: a good answer, or one that refuses this request.

        ``until`` is a deadline of `time.monotonic`, before the time-out. What ``listen`` stopped is what had arrived.
        Raises ProviderDown when it cannot be reached, is busy, blocks us, takes too long or breaks off;
        ConfigurationError when the address or the key is wrong; BadInput when the answer is too large.
        """
        sent = json.dumps(body, ensure_ascii=False).encode()
        return self._judged(self._exchange("POST", path, sent, listen, until))

    def get(self, path: str) -> ServerReply:
        """As `post`, for what the server says of itself."""
        return self._judged(self._exchange("GET", path, None, None, None))

    def server_fault(self, reply: ServerReply, path: str) -> WaggleError | None:
        """The error of a refusal that is the server's fault or its address's; None where the request is refused for its
        content."""
        if reports_memory_shortage(reply.message):
            return ProviderDown("server.out_of_memory", server=self.name, why=reply.excerpt)
        if reply.status >= 500:
            return ProviderDown("server.busy", server=self.name, status=reply.status, why=reply.excerpt)
        if reply.status in _NOT_THERE:
            return ConfigurationError(
                "server.not_found",
                setting=f"{self._setting}.base_url",
                server=self.name,
                status=reply.status,
                path=path,
                why=reply.excerpt,
            )
        return None

    def _exchange(
        self, method: str, path: str, sent: bytes | None, listen: Listen | None, until: float | None
    ) -> ServerReply:
        address = self._address(path)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        deadline = min(time.monotonic() + self._timeout, until if until is not None else float("inf"))
        left = max(0.001, deadline - time.monotonic())
        connection = kind(address.hostname or "", address.port, timeout=left)
        late = threading.Event()
        try:
            connection.connect()
            with _cut_off(connection.sock, deadline, late):
                self._send(connection, method, _target(address), sent)
                return self._read(connection.getresponse(), listen, late)
        except (OSError, http.client.HTTPException) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise ProviderDown("server.slow", server=self.name, seconds=f"{self._timeout:g}") from error
            why = str(error) or type(error).__name__
            raise ProviderDown("server.unreachable", server=self.name, why=why) from error
        except UnicodeError as error:  # a host that is no name
            raise self._bad_address() from error
        finally:
            connection.close()

    def _send(self, connection: http.client.HTTPConnection, method: str, path: str, sent: bytes | None) -> None:
        try:
            connection.request(method, path, sent, self._headers)
        except ValueError as error:
            # http.client refuses a header with a line break; its text would show the key.
            raise ConfigurationError("server.bad_key", setting=f"{self._setting}.api_key") from error

    def _address(self, path: str) -> SplitResult:
        try:
            address = urlsplit(self._base + path)
            usable = address.scheme in ("http", "https") and bool(address.hostname) and (address.port or 1) > 0
        except ValueError:
            usable = False
        if not usable:
            raise self._bad_address()
        return address

    def _bad_address(self) -> ConfigurationError:
        return ConfigurationError("server.bad_address", setting=f"{self._setting}.base_url", address=self._base)

    def _read(self, response: http.client.HTTPResponse, listen: Listen | None, late: threading.Event) -> ServerReply:
        body = BodyDecoder(self.name, response.headers.get("Content-Encoding", ""), self._largest)
        kind = response.headers.get("Content-Type", "")
        good = response.status in range(200, 300)
        try:
            while chunk := response.read1(_CHUNK):
                added = body.add_chunk(chunk)
                if body.too_large:
                    raise BadInput("server.answer_too_large", server=self.name)
                if good and listen is not None and added and listen(added):
                    return ServerReply(response.status, b"", kind)
        except http.client.IncompleteRead as error:
            if late.is_set():
                raise
            raise ProviderDown("server.broken_off", server=self.name, received=body.size) from error
        if late.is_set():
            raise TimeoutError
        if response.length:
            expected = body.size + response.length
            raise ProviderDown("server.cut_short", server=self.name, received=body.size, expected=expected)
        framed = bool(response.chunked) or response.length is not None
        location, retry = (response.headers.get(name, "") for name in ("Location", "Retry-After"))
        return ServerReply(response.status, body.whole_body(), kind, location, framed, retry)

    def _judged(self, reply: ServerReply) -> ServerReply:
        """``reply``, unless it is one that no other request would change."""
        status = reply.status
        if status in range(300, 400):
            raise ConfigurationError(
                "server.redirected",
                setting=f"{self._setting}.base_url",
                server=self.name,
                status=status,
                target=reply.location or "?",
            )
        if status == 401:
            raise ConfigurationError("server.key_rejected", setting=f"{self._setting}.api_key", server=self.name)
        if status in _BUSY or (status >= 500 and status not in _ANOTHER_WAY):
            raise ProviderDown(
                "server.busy", server=self.name, status=status, why=reply.excerpt, wait=reply.wait_seconds
            )
        if reply.ok and reply.is_web_page:
            raise ProviderDown("server.web_page", server=self.name, title=reply.excerpt)
        return reply

    def reply_with_embedded_error(self, status: int, body: JsonValue) -> ServerReply:
        """An error that came within a good answer, taken as if it had come with ``status``. Raises as `post`."""
        return self._judged(ServerReply(status, json.dumps(body, ensure_ascii=False).encode(), "application/json"))


def _target(address: SplitResult) -> str:
    return f"{address.path}?{address.query}" if address.query else address.path


@contextmanager
def _cut_off(connected: socket.socket, deadline: float, late: threading.Event) -> Iterator[None]:
    """The connection is closed at ``deadline``, and ``late`` set.

    A socket's own time-out begins anew with each byte, so a server that sends one now and then would never end.
    """

    def cut() -> None:
        late.set()
        with suppress(OSError):
            # Of the socket itself: that of TLS takes its state away from under a reader.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.001, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
