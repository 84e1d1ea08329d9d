"""The HTTP client of model servers: JSON requests with a deadline and a size limit, failures as errors with codes."""

import http.client
import json
import time
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from pydantic import JsonValue

from schemas.errors import BadInput, ConfigurationError, ProviderDown

_LARGEST: Final = 64 * 2**20
_CHUNK: Final = 65_536
_SHOWN: Final = 300
_REFUSED: Final = frozenset((400, 413, 422))
"""The server understood where it was asked, but not this request: the caller may ask in another way."""
_BUSY: Final = frozenset((403, 408, 409, 425, 429))
"""It may answer later. 403 is what a provider says to those it blocks for a while; a wrong key is 401."""


class ServerReply(NamedTuple):
    """The reply of a model server.

    ``ok`` is false when the server refused the request as it was put (400, 413, 422).
    """

    ok: bool
    body: bytes

    @property
    def excerpt(self) -> str:
        """The beginning of the body as one line, for a message."""
        return " ".join(self.body[: 4 * _SHOWN].decode("utf-8", "replace").split())[:_SHOWN]


class ModelServer:
    """A server of language or speech models.

    ``setting`` names its section in the settings, ``timeout`` is in seconds. Redirects are not followed, so a key never
    goes to another host.
    """

    def __init__(self, name: str, base_url: str, *, setting: str, timeout: float, api_key: str = "") -> None:
        self.name = name
        self._base = base_url.rstrip("/")
        self._setting = setting
        self._timeout = timeout
        self._headers = {"Content-Type": "application/json"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"

    def post(self, path: str, body: Mapping[str, JsonValue]) -> ServerReply:
        """What the server answers at ``base_url`` + ``path``.

        Raises ProviderDown when it cannot be reached, is busy, blocks us, fails or takes too long; ConfigurationError
        when the address, the path or the key is wrong.
        """
        address = self._address(path)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        connection = kind(address.hostname or "", address.port, timeout=self._timeout)
        deadline = time.monotonic() + self._timeout
        try:
            connection.request("POST", address.path, json.dumps(body, ensure_ascii=False).encode(), self._headers)
            response = connection.getresponse()
            return self._checked(response.status, self._read(response, deadline), path)
        except (OSError, http.client.HTTPException) as error:
            why = str(error) or type(error).__name__
            raise ProviderDown("server.unreachable", server=self.name, why=why) from error
        except ValueError as error:
            # http.client refuses a header with a line break; its text would show the key.
            raise ConfigurationError("server.bad_key", setting=f"{self._setting}.api_key") from error
        finally:
            connection.close()

    def _address(self, path: str) -> SplitResult:
        try:
            address = urlsplit(self._base + path)
            usable = address.scheme in ("http", "https") and bool(address.hostname) and (address.port or 1) > 0
        except ValueError:
            usable = False
        if not usable:
            raise ConfigurationError("server.bad_address", setting=f"{self._setting}.base_url", address=self._base)
        return address

    def _read(self, response: http.client.HTTPResponse, deadline: float) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := response.read1(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > _LARGEST:
                raise BadInput("server.answer_too_large", server=self.name)
            if time.monotonic() > deadline:
                raise ProviderDown("server.slow", server=self.name, seconds=f"{self._timeout:g}")
        return b"".join(chunks)

    def _checked(self, status: int, body: bytes, path: str) -> ServerReply:
        reply = ServerReply(200 <= status < 300, body)
        if reply.ok or status in _REFUSED:
            return reply
        if status in _BUSY or status >= 500:
            raise ProviderDown("server.busy", server=self.name, status=status, why=reply.excerpt)
        if status == 401:
            raise ConfigurationError("server.key_rejected", setting=f"{self._setting}.api_key", server=self.name)
        raise ConfigurationError(
            "server.not_found",
            setting=f"{self._setting}.base_url",
            server=self.name,
            status=status,
            path=path,
            why=reply.excerpt,
        )
