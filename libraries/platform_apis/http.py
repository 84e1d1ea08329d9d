"""HTTP requests that are sent exactly once, for platforms without a client library of their own.

The standard library's client never repeats a request. Others quietly do when a connection breaks, and whether a call is
repeated is decided in `upload.delivery` alone.
"""

import asyncio
import json
import zlib
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from libraries.platform_apis.answers import parse_date_header
from schemas.errors import ProviderDown

Json = dict[str, Any]

_TIMEOUT: Final = 60.0
"""Seconds to connect, and seconds without a byte of the answer."""
_LONGEST: Final = 8 * 1024**2
"""Bytes of an answer that are read: all real ones are far shorter."""
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json; charset=UTF-8"


class ApiResponse(NamedTuple):
    """The answer of an API.

    ``content`` are its bytes, unpacked; ``body`` is empty where they are no JSON object. ``date`` is its Date header,
    None where there is none that can be read.
    """

    status: int
    body: Json
    date: datetime | None
    content: bytes = b""


async def send_request(method: str, url: str, headers: dict[str, str] | None = None, body: bytes = b"") -> ApiResponse:
    """Send one request and read the answer.

    Raises ProviderDown, which names the host only: addresses of uploads are secrets.
    """
    return await asyncio.to_thread(send_request_blocking, method, url, headers, body)


def send_request_blocking(
    method: str, url: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> ApiResponse:
    """As `send_request`, blocking: for code that runs in a thread."""
    parts = urlsplit(url)
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = make(parts.netloc, timeout=_TIMEOUT)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        content = response.read(_LONGEST)
        if len(content) < _LONGEST and response.length:
            raise IncompleteRead(content, response.length)
        if response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip"):
            content = _unpacked(content)
    except (OSError, EOFError, HTTPException, UnicodeError, zlib.error) as error:
        raise ProviderDown("publish.no_answer", host=str(parts.hostname), why=type(error).__name__) from error
    finally:
        connection.close()
    return ApiResponse(response.status, _object(content), parse_date_header(response.headers.get("Date")), content)


def form_body(fields: dict[str, str]) -> bytes:
    """The body of a form request (type FORM) with these fields."""
    return urlencode(fields).encode()


def read_file_range(path: Path, begin: int, length: int) -> bytes:
    """``length`` bytes of a file from ``begin`` on; fewer at its end."""
    with path.open("rb") as file:
        file.seek(begin)
        return file.read(length)


def _unpacked(content: bytes) -> bytes:
    """What gzip packed, no more of it than is read of any answer. Raises zlib.error, EOFError."""
    unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    found = unpacking.decompress(content, _LONGEST)
    if not unpacking.eof:
        raise EOFError("it was cut off, or it is longer than any real answer")
    return found


def _object(content: bytes) -> Json:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
