"""HTTP requests that are sent exactly once, for platforms without a client library of their own.

The standard library's client never repeats a request. Others quietly do when a connection breaks, and whether a call is
repeated is decided in `upload.delivery` alone.
"""

import asyncio
import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from schemas.errors import ProviderDown

Json = dict[str, Any]

_TIMEOUT: Final = 60.0
"""Seconds to connect, and seconds without a byte of the answer."""
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json; charset=UTF-8"


class ApiResponse(NamedTuple):
    """The answer of an API.

    ``body`` is empty where the answer is no JSON object; ``date`` is its Date header, None where there is none.
    """

    status: int
    body: Json
    date: datetime | None


async def ask(method: str, url: str, headers: dict[str, str] | None = None, body: bytes = b"") -> ApiResponse:
    """Send one request and read the answer.

    Raises ProviderDown, which names the host only: addresses of uploads are secrets.
    """
    return await asyncio.to_thread(ask_now, method, url, headers, body)


def ask_now(method: str, url: str, headers: dict[str, str] | None = None, body: bytes = b"") -> ApiResponse:
    """As `ask`, blocking: for code that runs in a thread."""
    parts = urlsplit(url)
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = make(parts.netloc, timeout=_TIMEOUT)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        content = response.read()
    except (OSError, HTTPException) as error:
        raise ProviderDown("publish.no_answer", host=str(parts.hostname), why=type(error).__name__) from error
    finally:
        connection.close()
    date = response.headers.get("Date")
    return ApiResponse(response.status, _object(content), parsedate_to_datetime(date) if date else None)


def form(fields: dict[str, str]) -> bytes:
    """Fields as the body of a request of type FORM."""
    return urlencode(fields).encode()


def read_range(path: Path, begin: int, length: int) -> bytes:
    """``length`` bytes of a file from ``begin`` on; fewer at its end."""
    with path.open("rb") as file:
        file.seek(begin)
        return file.read(length)


def _object(content: bytes) -> Json:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
