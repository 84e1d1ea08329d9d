"""An HTTP client for single requests with bounded size and time: no redirects, no stored cookies, no proxies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import aiohttp
from yarl import URL

from crawlers.fetch.page_address import PageAddress
from crawlers.fetch.ssrf_guard import SsrfGuard
from crawlers.page_request import PageRequest
from schemas.errors import BadInput, ProviderDown

PAGE_LIMIT = 5 * 1024 * 1024
"""Bytes a page may have when decompressed."""
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A server's answer. Header names are lower case; ``body`` is decompressed; ``cookies`` are those it sets."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: Mapping[str, str] = field(default_factory=dict)


class Fetcher:
    """An HTTP session for one site. Use it as an async context manager."""

    def __init__(self, guard: SsrfGuard, user_agent: str, timeout: float = 20.0) -> None:
        self._guard = guard
        self._headers = {
            "User-Agent": user_agent,
            "Accept-Language": "ko-KR,ko;q=0.9,en;q=0.5",
            # Only what is decompressed piece by piece, so that the size limit holds.
            "Accept-Encoding": "gzip, deflate",
        }
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(resolver=self._guard, use_dns_cache=False, limit_per_host=2)
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers=self._headers, timeout=self._timeout
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(
        self,
        address: PageAddress,
        asked: PageRequest,
        headers: Mapping[str, str],
        limit: int = PAGE_LIMIT,
        cut: bool = False,
    ) -> HttpResponse:
        """The answer of ``address`` to one request, of which ``cut`` keeps the first ``limit`` bytes.

        Raises BadInput (more than ``limit`` bytes, without ``cut``) or ProviderDown (no answer).
        """
        if self._session is None:
            raise RuntimeError("a Fetcher is used inside its context")
        target, form, cookies = URL(str(address), encoded=True), list(asked.form) or None, dict(asked.cookies)
        try:
            async with self._session.request(
                asked.method, target, data=form, headers=headers, cookies=cookies, allow_redirects=False
            ) as response:
                body = await _read(response, limit, cut)
                names = {name.lower(): value for name, value in response.headers.items()}
                given = {name: cookie.value for name, cookie in response.cookies.items()}
                return HttpResponse(url=str(address), status=response.status, headers=names, body=body, cookies=given)
        except aiohttp.ClientPayloadError as error:
            raise ProviderDown("page.cut_off", url=asked.url[:200]) from error
        except aiohttp.ClientResponseError:
            # Without its message, which holds what the server sent: a page, with all that people wrote on it.
            raise ProviderDown("page.malformed", host=address.host) from None
        except (aiohttp.ClientError, OSError) as error:
            why = "no answer in time" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
            raise ProviderDown("page.unreachable", host=address.host, why=why) from error


async def _read(response: aiohttp.ClientResponse, limit: int, cut: bool) -> bytes:
    declared = response.headers.get("Content-Length", "")
    pieces = bytearray()
    if cut or not (declared.isascii() and declared.isdigit() and int(declared) > limit):
        async for piece in response.content.iter_chunked(_CHUNK):
            pieces += piece
            if len(pieces) > limit:
                break
        else:
            return bytes(pieces)
    response.close()
    if cut:
        return bytes(pieces[:limit])
    raise BadInput("page.too_large", host=response.url.host, kilobytes=limit // 1024)
