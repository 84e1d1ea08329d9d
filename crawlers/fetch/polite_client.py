"""The HTTP client of a crawl, and the only way to a site's servers, for pages and pictures alike.

It connects to public addresses only, obeys robots.txt, makes one request at a time to a host with a pause in between,
waits when a server asks for it (Retry-After), and ends the crawl when a server refuses.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

from crawlers.fetch.host_records import HostRecords
from crawlers.fetch.http import PAGE_LIMIT, Fetcher, HttpResponse
from crawlers.fetch.page_address import PageAddress
from crawlers.fetch.politeness_rules import (
    PRODUCT,
    ROBOTS_LIMIT,
    FetchVerdict,
    RobotsRules,
    parse_robots,
    retry_after_seconds,
    verdict_on_answer,
)
from crawlers.fetch.ssrf_guard import Lookup, SsrfGuard, resolve_by_system
from crawlers.page_request import PageRequest, to_page_request
from crawlers.parse.page_integrity import PageEnding, page_ending
from crawlers.sites_config.model import SiteSpec
from schemas.crawls import NO_REASON, CodedReason
from schemas.errors import BadInput, ConfigurationError, ProviderDown

_CLOSED = (401, 403)
_DAY = 86_400.0
"""Seconds for which a site that refused us is not asked again."""
_REDIRECTS = 5
_TRIES = 3
_PAUSE = 30.0
"""Seconds to wait for a busy server that does not say how long."""
_PAGE = {"Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5"}
_PICTURE = {"Accept": "image/webp,image/png,image/jpeg,image/gif;q=0.9"}


class PoliteClient:
    """The requests of one crawl of one site. Use it as an async context manager.

    ``token`` is sent to the host of ``base_url`` alone, for APIs with bearer tokens. ``longest_wait``: seconds to wait
    at most when a server asks for a pause; a longer one ends the crawl.
    `stopped` is the reason why the crawl ended early, `rest` for how many seconds the site must not be asked again,
    `requests` counts the requests by `PageAddress.host_and_port`: however a link spells a host, it is the same one.
    `unclosed` are pages without their end that came before any whole one, `saw_whole`: one came.
    """

    def __init__(
        self,
        spec: SiteSpec,
        contact: str = "",
        *,
        token: str = "",
        longest_wait: float = 120.0,
        timeout: float = 20.0,
        lookup: Lookup = resolve_by_system,
        memory: HostRecords | None = None,
    ) -> None:
        """Raises ConfigurationError when a site on the internet would be read without ``contact``, our address."""
        if not contact and not spec.policy.loopback:
            raise ConfigurationError("site.no_contact", site=spec.name)
        self.spec = spec
        self.stopped = NO_REASON
        self.rest = 0.0
        self.requests: Counter[str] = Counter()
        self.unclosed: list[str] = []
        self.saw_whole = False
        self._memory = memory
        self._budgets: dict[str, int] = {}
        base = PageAddress.parse(spec.base_url)
        self._guard = SsrfGuard((base.host, base.port) if spec.policy.loopback else None, lookup)
        self._fetcher = Fetcher(self._guard, f"{PRODUCT}/0.1 (+{contact})" if contact else f"{PRODUCT}/0.1", timeout)
        self._longest_wait = longest_wait
        self._bearer = {"Authorization": f"Bearer {token}"} if token else {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}
        self._robots: dict[str, asyncio.Task[RobotsRules]] = {}
        self._ended = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self._fetcher.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop(CodedReason.of("crawl.stopped.over"))
        await asyncio.gather(*self._robots.values(), return_exceptions=True)
        await self._fetcher.__aexit__()

    def stop(self, why: CodedReason) -> None:
        """Make no more requests; waits end at once. The first reason stays."""
        self.stopped = self.stopped or why
        self._ended.set()

    async def fetch_page(
        self, asked: PageRequest | str, is_closed_post: Callable[[bytes], bool] | None = None
    ) -> HttpResponse:
        """A page of the site, or the answer of one of its end points; redirects within the site are followed.

        ``is_closed_post`` says of a page that came with 401 or 403 whether one post is closed, and not the site to us.

        Raises BadInput for this page alone (``page.address``, ``robots``, ``off_site``, ``gone``, ``secret``,
        ``too_large``, ``redirects``), and ProviderDown when it did not answer or nothing more may be asked (`stopped`).
        """
        request = to_page_request(asked)
        for _ in range(_REDIRECTS + 1):
            answer = await self._get_page(self._of_the_site(request.url), request, is_closed_post)
            if verdict_on_answer(answer) is not FetchVerdict.MOVED:
                return answer
            request = request.after_redirect(answer.status, answer.headers["location"])
        raise BadInput("page.redirects", url=request.url[:200])

    async def fetch_picture(self, url: str, referer: str, limit: int) -> HttpResponse:
        """A picture, from any host, in up to three tries; at most ``limit`` bytes.

        Raises BadInput (``page.address``, ``robots``, ``too_large``, ``redirects``, ``picture.picture_refused``) or
        ProviderDown.
        """
        headers = _PICTURE | ({"Referer": referer} if self.spec.images.referer == "post" else {})
        for attempt in range(1, _TRIES + 1):
            pause = self.spec.policy.min_delay * 2**attempt
            try:
                answer = await self._get_picture(url, headers, limit)
            except ProviderDown:
                if attempt == _TRIES or self.stopped:
                    raise
            else:
                verdict = verdict_on_answer(answer)
                if verdict is FetchVerdict.OK:
                    return answer
                asked = retry_after_seconds(answer, datetime.now(UTC)) or 0.0
                again = verdict in (FetchVerdict.BUSY, FetchVerdict.BROKEN) and attempt < _TRIES
                if not again or asked > self._longest_wait:
                    raise BadInput("picture.picture_refused", url=url[:200], status=answer.status)
                pause = max(pause, asked)
            self._rest(self._guard.allowed_address(url), pause)
        raise AssertionError("the last try returns or raises")

    async def _get_picture(self, url: str, headers: dict[str, str], limit: int) -> HttpResponse:
        for _ in range(_REDIRECTS + 1):
            address = self._guard.allowed_address(url)
            if address.host in self.spec.page_hosts:
                await self._obey_robots(address)
            asked = PageRequest(url)
            answer = await self._send(address, asked, headers, limit)
            if verdict_on_answer(answer) is not FetchVerdict.MOVED:
                return answer
            url = asked.after_redirect(answer.status, answer.headers["location"]).url
        raise BadInput("page.redirects", url=url[:200])

    def _of_the_site(self, url: str) -> PageAddress:
        address = self._guard.allowed_address(url)
        if address.host not in self.spec.page_hosts:
            raise BadInput("page.off_site", url=url[:200], host=address.host, site=self.spec.code)
        return address

    async def _get_page(
        self, address: PageAddress, asked: PageRequest, is_closed_post: Callable[[bytes], bool] | None = None
    ) -> HttpResponse:
        """One page in up to three tries."""
        url = str(address)
        await self._obey_robots(address)
        headers = _PAGE | dict(asked.headers) | self._bearer_for(address)
        fault = ProviderDown("page.broken", url=url[:200], tries=_TRIES)
        for attempt in range(1, _TRIES + 1):
            try:
                answer = await self._send(address, asked, headers, PAGE_LIMIT)
            except ProviderDown as error:
                if self.stopped:
                    raise
                fault = fault if fault.code == "page.cut_off" else error
                self._rest(address, self.spec.policy.min_delay * 2**attempt)
                continue
            match verdict_on_answer(answer):
                case FetchVerdict.OK if self._is_cut_off(url, answer.body):
                    fault = ProviderDown("page.cut_off", url=url[:200])
                    self._rest(address, self.spec.policy.min_delay * 2**attempt)
                case FetchVerdict.OK | FetchVerdict.MOVED:
                    return answer
                case FetchVerdict.GONE:
                    raise BadInput("page.gone", url=url[:200])
                case FetchVerdict.REFUSED:
                    if is_closed_post and answer.status in _CLOSED and is_closed_post(answer.body):
                        raise BadInput("page.secret", url=url[:200])
                    self.rest = _DAY
                    self.stop(
                        CodedReason.of(
                            "crawl.stopped.blocked", site=self.spec.code, url=url[:200], status=answer.status
                        )
                    )
                    raise self._stopped_error()
                case FetchVerdict.BUSY:
                    self._wait_as_asked(address, answer)
                case FetchVerdict.BROKEN:
                    self._rest(address, self.spec.policy.min_delay * 2**attempt)
        raise fault

    def _is_cut_off(self, url: str, body: bytes) -> bool:
        """Whether a page lacks its end. Before a page of the site came whole, it may be one that never writes it."""
        end = PageEnding.NONE if self.spec.open_ended else page_ending(body)
        self.saw_whole = self.saw_whole or end is PageEnding.WHOLE
        if end is PageEnding.OPEN and not self.saw_whole:
            self.unclosed.append(url)
            return False
        return end in (PageEnding.OPEN, PageEnding.CUT)

    def _bearer_for(self, address: PageAddress) -> dict[str, str]:
        """The token: only over TLS and to the site's own host, never where a redirect or a picture leads."""
        safe = address.scheme == "https" or self.spec.policy.loopback
        return self._bearer if safe and address.host == self.spec.host else {}

    def _wait_as_asked(self, address: PageAddress, answer: HttpResponse) -> None:
        """Let the host rest as long as it asks; a longer pause than a crawl waits ends the crawl."""
        asked = retry_after_seconds(answer, datetime.now(UTC))
        pause = _PAUSE if asked is None else asked
        if pause > self._longest_wait:
            self.rest = min(pause, _DAY)
            url = str(address)[:200]
            self.stop(CodedReason.of("crawl.stopped.busy", site=self.spec.code, url=url, seconds=round(pause)))
            raise self._stopped_error()
        self._rest(address, pause)

    def _rest(self, address: PageAddress, seconds: float) -> None:
        free_at = asyncio.get_running_loop().time() + seconds
        self._free_at[address.host_and_port] = max(self._free_at.get(address.host_and_port, 0.0), free_at)

    async def _send(
        self, address: PageAddress, asked: PageRequest, headers: dict[str, str], limit: int, cut: bool = False
    ) -> HttpResponse:
        """One request in its host's turn. The pause before the next begins with the answer."""
        loop, server = asyncio.get_running_loop(), address.host_and_port
        async with self._locks[server]:
            while (wait := self._free_at.get(server, 0.0) - loop.time()) > 0 and not self._ended.is_set():
                await self._sleep(wait)
            await self._keep_to_budget(server)
            if self.stopped:
                raise self._stopped_error()
            self.requests[server] += 1
            try:
                return await self._fetcher.send(address, asked, headers, limit, cut)
            finally:
                self._rest(address, max(self.spec.policy.min_delay, self._delay(address)))

    async def _keep_to_budget(self, host: str) -> None:
        if self._memory is None or self.stopped:
            return
        if host not in self._budgets:
            self._budgets[host] = await self._memory.requests_left(host)
        if self.requests[host] >= self._budgets[host]:
            self.stop(CodedReason.of("crawl.stopped.budget", host=host, requests=self.spec.policy.daily_requests))

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            return

    def _delay(self, address: PageAddress) -> float:
        """The host's Crawl-delay, once it is known."""
        known = self._robots.get(address.origin)
        return known.result().delay if known is not None and known.done() and not known.cancelled() else 0.0

    async def _obey_robots(self, address: PageAddress) -> None:
        """Raises BadInput where robots.txt forbids the address, or what a lax server would take it for."""
        if address.origin not in self._robots:
            self._robots[address.origin] = asyncio.create_task(self._read_robots(address))
        rules = await self._robots[address.origin]
        if rules.closed and address.host == self.spec.host:
            self.stop(rules.closed)
            raise self._stopped_error()
        if not all(rules.allows_address(reading) for reading in address.spellings_of_lax_servers()):
            raise BadInput("page.robots.unknown" if rules.closed else "page.robots", url=str(address)[:200])

    async def _read_robots(self, page: PageAddress) -> RobotsRules:
        origin, overlay = page.origin, self.spec.policy.robots_overlay
        url = f"{origin}/robots.txt"
        known = await self._memory.kept_robots_answer(origin) if self._memory else None
        if known is not None:
            return self._with_delay(page, parse_robots(known, overlay))
        try:
            for _ in range(_REDIRECTS + 1):
                asked = PageRequest(url)
                answer = await self._send(
                    self._guard.allowed_address(url), asked, {"Accept": "text/plain"}, ROBOTS_LIMIT, True
                )
                if verdict_on_answer(answer) is not FetchVerdict.MOVED:
                    rules = await asyncio.to_thread(parse_robots, answer, overlay)
                    if self._memory and not rules.closed:
                        self._memory.keep_robots_answer(origin, answer)
                    return self._with_delay(page, rules)
                url = asked.after_redirect(answer.status, answer.headers["location"]).url
        except (BadInput, ProviderDown) as error:
            why = str(error.fields.get("why", error.code))
            return RobotsRules(closed=CodedReason.of("crawl.stopped.robots_unread", url=url, why=why))
        return RobotsRules(closed=CodedReason.of("crawl.stopped.robots_redirects", url=url))

    def _with_delay(self, page: PageAddress, rules: RobotsRules) -> RobotsRules:
        if rules.delay > self._longest_wait:
            url = f"{page.origin}/robots.txt"
            return RobotsRules(closed=CodedReason.of("crawl.stopped.robots_delay", url=url, seconds=round(rules.delay)))
        # The pause after robots.txt itself began before its Crawl-delay was known.
        self._rest(page, rules.delay)
        return rules

    def _stopped_error(self) -> ProviderDown:
        return ProviderDown(self.stopped.code, **self.stopped.fields)
