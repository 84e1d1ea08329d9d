"""A file on a web server, read from any byte on: redirects, proxies, tokens, and what each refusal means.

Proxies are those of the environment (``https_proxy``, ``no_proxy``). RFC 9110 says what Range and If-Range mean.
"""

import base64
import http.client
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from functools import cache
from time import time
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from typing_extensions import override

from libraries.extras import version
from schemas.errors import BadInput, ConfigurationError, ProviderDown, WaggleError

_SILENCE: Final = 15.0
"""Seconds in which a host must be reached, and without a byte after which a connection counts as broken."""
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_REDIRECTS: Final = 6
_RANGE: Final = re.compile(r"bytes (\d+|\*)(?:-\d+)?/(\d+)")
"""Content-Range (RFC 9110, 14.4); ``*`` stands in answers to a range that the file does not have."""


class Address(NamedTuple):
    """Where a file lies. ``source`` names the place for people; ``headers`` are sent to that host alone."""

    url: str
    source: str
    headers: Mapping[str, str] = MappingProxyType({})
    certificates: str = ""
    """File of the authorities that vouch for the host; empty for those of the system."""


class Body(Protocol):
    """The body of an answer."""

    def read1(self, n: int = ..., /) -> bytes:
        """The bytes that came next, none at the end. Raises OSError, HTTPException."""


class Answer(NamedTuple):
    """A good answer. ``total``: bytes of the whole file, where the server says so.

    ``start``: which byte of the file comes first; None where it does not reach so far, and nothing comes.

    ``validator``: a strong entity tag, by which a later request can ask for the rest of the same file; ``sha256``:
    that of the file, as a model hub tells.
    """

    start: int | None
    total: int | None
    validator: str
    sha256: str
    body: Body


class Wait(ProviderDown):
    """A server that asks to be left alone for ``seconds``."""


@contextmanager
def opened(address: Address, start: int = 0, validator: str = "") -> Iterator[Answer]:
    """The file from byte ``start`` on, or the whole of it where the server cannot or will not do that.

    Raises BadInput (refused, gone), Wait, ProviderDown (not reached, broken), ConfigurationError (its address).
    """
    headers = {"Accept-Encoding": "identity", "User-Agent": f"wagglebot/{version()}", **address.headers}
    if start:
        headers["Range"] = f"bytes={start}-"
        if validator:
            headers["If-Range"] = validator
    with _followed(address, headers) as (response, hub):
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
        yield Answer(
            first,
            int(total) if total and total.isdigit() else None,
            "" if tag.startswith("W/") else tag,
            linked if re.fullmatch("[0-9a-f]{64}", linked) else "",
            response,
        )


def name_of(url: str) -> str:
    """The name of the file at an address."""
    return unquote(urlsplit(url).path.rpartition("/")[2])


def signed(url: str, source: str, certificates: str = "") -> Address:
    """An address whose name and password, where it has them, are sent as a header: they must not appear in a text."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    headers: dict[str, str] = {}
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return Address(urlunsplit(parts._replace(netloc=host)), source, headers, certificates)


@contextmanager
def _followed(
    address: Address, headers: Mapping[str, str]
) -> Iterator[tuple[http.client.HTTPResponse, http.client.HTTPMessage]]:
    """The last answer of a chain of redirects, and the headers of the first, in which a hub describes the file."""
    url, sent, first = address.url, dict(headers), None
    for _ in range(_MOST_REDIRECTS):
        with _exchange(address, url, sent) as response:
            first = first or response.headers
            if response.status not in _REDIRECTS:
                _refuse(address, url, response)
                yield response, first
                return
            target = urljoin(url, response.headers.get("Location", ""))
        if urlsplit(target).scheme != "https" and urlsplit(url).scheme == "https":
            raise BadInput("models.unsafe_redirect", source=address.source, target=urlsplit(target).netloc)
        if urlsplit(target).netloc != urlsplit(url).netloc:
            for name in address.headers:  # a token is for the host it was given for
                sent.pop(name, None)
        url = target
    raise ProviderDown("models.unreachable", source=address.source, why="it redirects in a circle")


@contextmanager
def _exchange(address: Address, url: str, headers: Mapping[str, str]) -> Iterator[http.client.HTTPResponse]:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ConfigurationError("models.bad_address", source=address.source, address=url)
    request = urllib.request.Request(url, headers=dict(headers))  # noqa: S310 - the scheme was looked at
    try:
        response = _opener(address.certificates).open(request, None, _SILENCE)
    except urllib.error.HTTPError as error:
        raise _unreachable(address, error) from error
    except urllib.error.URLError as error:
        raise _unreachable(address, error.reason) from error
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise _unreachable(address, error) from error
    with response:
        yield response


def _unreachable(address: Address, why: object) -> ProviderDown:
    text = (why.strerror if isinstance(why, OSError) else None) or str(why).strip() or type(why).__name__
    return ProviderDown("models.unreachable", source=address.source, why=text[:200].rstrip("."))


def _refuse(address: Address, url: str, response: http.client.HTTPResponse) -> None:
    """Raise what a status that is not good means."""
    status, source, file = response.status, address.source, name_of(address.url)
    if status in (200, 206, 416):
        return
    error: WaggleError
    if status in (401, 403) and urlsplit(url).netloc == urlsplit(address.url).netloc:
        code = "models.token_refused" if "Authorization" in address.headers else "models.gated"
        error = BadInput(code, source=source, file=file, status=status)
    elif status in (404, 410, 451):
        error = BadInput("models.gone", source=source, file=file, status=status)
    elif status in (408, 425, 429) or status >= 500:
        error = Wait("models.busy", source=source, status=status, seconds=_asked_to_wait(response))
    else:
        error = ProviderDown("models.unreachable", source=source, why=f"it answers {status}")
    raise error


def _asked_to_wait(response: http.client.HTTPResponse) -> int:
    """Seconds of Retry-After, which may also be a date; 0 without one."""
    text = response.headers.get("Retry-After", "")
    if text.isdigit():
        return int(text)
    try:
        return max(0, round(parsedate_to_datetime(text).timestamp() - time()))
    except ValueError:
        return 0


@cache
def _trusting(certificates: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificates or None)


class _EveryStatus(urllib.request.HTTPErrorProcessor):
    """Gives answers of any status to the caller, redirects too."""

    @override
    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> http.client.HTTPResponse:
        return response

    https_response = http_response


def _opener(certificates: str) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=_trusting(certificates)),
        _EveryStatus(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener
