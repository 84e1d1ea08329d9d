"""A file on a web server, read from any byte on. RFC 9110 says what Range and If-Range mean."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple, Protocol

from libraries.extras import installed_version
from libraries.model_store.http.file_address import FileAddress
from libraries.model_store.http.redirects import follow_redirects

_RANGE: Final = re.compile(r"bytes (\d+|\*)(?:-\d+)?/(\d+)")
"""Content-Range (RFC 9110, 14.4); ``*`` stands in answers to a range that the file does not have."""


class ReadableBody(Protocol):
    """The body of an answer."""

    def read1(self, n: int = ..., /) -> bytes:
        """The bytes that came next, none at the end. Raises OSError, HTTPException."""


class HttpFileResponse(NamedTuple):
    """A good answer. ``total``: bytes of the whole file, where the server says so.

    ``start``: which byte of the file comes first; None where it does not reach so far, and nothing comes.

    ``validator``: a strong entity tag, by which a later request can ask for the rest of the same file; ``sha256``:
    that of the file, as a model hub tells.
    """

    start: int | None
    total: int | None
    validator: str
    sha256: str
    body: ReadableBody


@contextmanager
def open_http_file(address: FileAddress, start: int = 0, validator: str = "") -> Iterator[HttpFileResponse]:
    """The file from byte ``start`` on, or the whole of it where the server cannot or will not do that.

    Raises BadInput (refused, gone), Wait, ProviderDown (not reached, broken), ConfigurationError (its address).
    """
    headers = {"Accept-Encoding": "identity", "User-Agent": f"wagglebot/{installed_version()}", **address.headers}
    if start:
        headers["Range"] = f"bytes={start}-"
        if validator:
            headers["If-Range"] = validator
    with follow_redirects(address, headers) as (response, hub):
        status, received = response.status, response.headers
        tag = received.get("ETag", "")
        linked = hub.get("X-Linked-ETag", "").removeprefix("W/").strip('"')
        total = hub.get("X-Linked-Size") or (received.get("Content-Length") if status == 200 else None)
        ranged = _RANGE.match(received.get("Content-Range", "")) if status in (206, 416) else None
        first: int | None = 0
        if ranged:
            total = ranged[2]
            first = None if ranged[1] == "*" else int(ranged[1])
        elif status == 416:
            first = None
        yield HttpFileResponse(
            first,
            int(total) if total and total.isdigit() else None,
            "" if tag.startswith("W/") else tag,
            linked if re.fullmatch("[0-9a-f]{64}", linked) else "",
            response,
        )
