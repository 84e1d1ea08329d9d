"""The reply of a model server: its status and body, its words about a failure, and compressed bodies."""

import json
import re
import time
import zlib
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from pydantic import JsonValue

from schemas.errors import ProviderDown

_SHOWN: Final = 300
_LONGEST_WAIT: Final = 86_400.0
"""Seconds that are believed of Retry-After; the infinity of a senseless one would be no JSON in a fact."""
_PAGE: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_MEMORY: Final = re.compile(
    r"out of memory|\boom\b|outofmemory|cudamalloc|\b(?:failed|unable|cannot|could not) to? ?allocate|bad_?alloc|"
    r"\ballocation (?:failed|error)|(?:not enough|insufficient|no) (?:\w+ )?memory|requires more (?:\w+ )?memory",
    re.IGNORECASE,
)


class ServerReply(NamedTuple):
    """The reply of a model server.

    ``ok`` is false when the server refused the request as it was put, such as with 400, 404 or 500: `ModelServerClient`
    raises for what no other request would change. ``location`` is where a redirect leads. ``framed``: the
    body's end was told by a length or by chunks, so it did not break off unnoticed.
    """

    status: int
    body: bytes
    content_type: str = ""
    location: str = ""
    framed: bool = True
    retry_after: str = ""

    @property
    def ok(self) -> bool:
        """Whether the status says that the request was fulfilled (2xx)."""
        return 200 <= self.status < 300

    @property
    def wait_seconds(self) -> float:
        """Seconds the server asks to be left alone by Retry-After (RFC 9110, 10.2.3), a day at most; 0 without it."""
        if self.retry_after.strip().isdecimal():
            return min(_LONGEST_WAIT, float(self.retry_after))
        try:
            until = parsedate_to_datetime(self.retry_after)
        except ValueError:
            return 0.0
        return min(_LONGEST_WAIT, max(0.0, until.timestamp() - time.time()))

    @property
    def is_web_page(self) -> bool:
        """Whether it is a web page: what proxies, log-in pages and captive portals put in a server's place.

        Small servers send whatever they answer as ``text/html``, so the type alone says nothing.
        """
        markup = "html" in self.content_type.lower() and self.body.lstrip()[:1] == b"<"
        return markup or _PAGE.match(self.body[:4096]) is not None

    @property
    def message(self) -> str:
        """The server's own words as one line: the message of a JSON error, the title of a page, else the body."""
        text = self.body[:65_536].decode("utf-8", "replace")
        if self.is_web_page:
            title = _TITLE.search(text)
            return _line(title.group(1) if title else _TAG.sub(" ", text))
        said = "; ".join(_messages(self.json()))
        return _line(said or text)

    @property
    def excerpt(self) -> str:
        """The beginning of `message`, for a sentence; never empty."""
        return self.message[:_SHOWN] or "an empty body"

    def json(self) -> JsonValue:
        """The body as JSON; None where it is none. NaN and infinities are read as Python writes them."""
        try:
            found: JsonValue = json.loads(self.text("") if self.body else "null")
        except (ValueError, RecursionError, ProviderDown):
            return None
        return found

    def text(self, server: str) -> str:
        """The body as text: UTF-8, else what its byte order mark or its content type says.

        Raises ProviderDown naming ``server`` when no letter can be sure: replaced letters would be spoken.
        """
        declared = re.search(r"charset=\"?([\w-]+)", self.content_type)
        marked = ["utf-16"] if self.body[:2] in (b"\xff\xfe", b"\xfe\xff") else []
        for charset in ["utf-8-sig", *marked, *([declared.group(1)] if declared else [])]:
            try:
                return self.body.decode(charset)
            except (UnicodeDecodeError, LookupError):
                continue
        raise ProviderDown("server.unreadable", server=server, why="its text is not UTF-8")


def reports_memory_shortage(words: str) -> bool:
    """Whether ``words`` of a server or runtime say that memory was refused; there is no status or class for it."""
    return _MEMORY.search(words) is not None


def _line(text: str) -> str:
    return " ".join(text.split())


def _messages(found: JsonValue) -> Iterator[str]:
    """What an error object says, in the forms of OpenAI, FastAPI, Ollama, llama.cpp and GPT-SoVITS."""
    match found:
        case str():
            yield found
        case list():
            for each in found[:5]:
                yield from _messages(each)
        case dict():
            place = found.get("loc") or found.get("param")
            if isinstance(place, list | str) and place:
                yield ".".join(str(part) for part in place) if isinstance(place, list) else place
            for name in ("error", "message", "detail", "msg", "type", "code", "Exception"):
                value = found.get(name)
                if name in ("type", "code") and not isinstance(value, str):
                    continue
                yield from _messages(value)


class BodyDecoder:
    """The bytes of a body as they arrive, put together and decompressed.

    ``encoding`` is the Content-Encoding. `add_chunk` and `whole_body` raise ProviderDown naming ``server`` for one that
    cannot be read; ``largest`` is in bytes, before which `add_chunk` stops decompressing.
    """

    def __init__(self, server: str, encoding: str, largest: int) -> None:
        self._server = server
        self._parts: list[bytes] = []
        self.size = 0
        self._largest = largest
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ProviderDown("server.unreadable", server=server, why=f"it is encoded as {encoding}, unasked")
        # 32: zlib and gzip are told apart by their headers.
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in ("", "identity") else None

    def add_chunk(self, chunk: bytes) -> bytes:
        """Add the bytes that came next; gives what they add to the body, decompressed."""
        if self._inflate is not None:
            try:
                # A small answer may unpack to gigabytes: never more than one byte beyond the limit.
                chunk = self._inflate.decompress(chunk, self._largest - self.size + 1)
            except zlib.error as error:
                raise ProviderDown("server.unreadable", server=self._server, why=str(error)) from error
        self._parts.append(chunk)
        self.size += len(chunk)
        return chunk

    @property
    def too_large(self) -> bool:
        """Whether more than ``largest`` bytes came so far."""
        return self.size > self._largest

    def whole_body(self) -> bytes:
        """The whole body. Raises ProviderDown when its compressed form is not complete."""
        if self._inflate is not None and self.size and not self._inflate.eof:
            raise ProviderDown("server.unreadable", server=self._server, why="its compressed body breaks off")
        return b"".join(self._parts)
