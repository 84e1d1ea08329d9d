"""The only way to a site's servers. Whoever fetches, pages or pictures, goes through here and so keeps the manners.

Public addresses only; robots.txt; one request at a time with a pause; waiting when asked to, leaving when told to.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, Self
from urllib.parse import urljoin, urlsplit

from crawlers.fetch.http import PAGE_LIMIT, Fetcher, HttpResponse
from crawlers.fetch.robots import PRODUCT, Robots, RobotsVerdict, judge, retry_after, robots
from crawlers.fetch.ssrf_guard import Guard, Lookup, system_lookup
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput, ConfigurationError, ProviderDown

_FORBIDDEN = 403
_DAY = 86_400.0
"""Seconds a site that showed us the door is left alone."""
_REDIRECTS = 5
_TRIES = 3
_PAUSE = 30.0
"""Seconds to wait for a busy server that does not say how long."""
_PAGE = {"Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5"}
_PICTURE = {"Accept": "image/webp,image/png,image/jpeg,image/gif;q=0.9"}


class Memory(Protocol):
    """What is known of hosts beyond one visit."""

    async def budget(self, host: str) -> int:
        """Requests that may still be made of ``host`` today; asked once a visit."""
        ...

    async def robots(self, origin: str) -> HttpResponse | None:
        """The answer for robots.txt of an earlier visit, while it may be relied on."""
        ...

    def keep_robots(self, origin: str, answer: HttpResponse) -> None: ...


class PoliteClient:
    """One visit to one site. Use it as an async context manager.

    ``token`` is shown to the host of ``base_url`` alone, for APIs that know their readers.
    ``patience``: seconds we wait at most when a server asks for a pause; a longer one ends the visit.
    ``stopped`` says why the visit ended, ``rest`` for how many seconds the site wants no other, ``asked`` counts the
    requests by host.
    """

    def __init__(
        self,
        spec: SiteSpec,
        contact: str = "",
        *,
        token: str = "",
        patience: float = 120.0,
        timeout: float = 20.0,
        lookup: Lookup = system_lookup,
        memory: Memory | None = None,
    ) -> None:
        """Raises ConfigurationError when a site on the internet would be visited without an address of ours."""
        if not contact and not spec.policy.loopback:
            raise ConfigurationError(
                setting="collect.contact",
                why=f"{spec.name} could not reach whoever reads it",
                remedy="Set WAGGLEBOT_COLLECT__CONTACT to a mail or web address of yours.",
            )
        self.spec = spec
        self.stopped = ""
        self.rest = 0.0
        self.asked: Counter[str] = Counter()
        self._memory = memory
        self._budgets: dict[str, int] = {}
        parts = urlsplit(spec.base_url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        self._guard = Guard((spec.host, port) if spec.policy.loopback else None, lookup)
        self._fetcher = Fetcher(self._guard, f"{PRODUCT}/0.1 (+{contact})" if contact else f"{PRODUCT}/0.1", timeout)
        self._patience = patience
        self._bearer = {"Authorization": f"Bearer {token}"} if token else {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}
        self._robots: dict[str, asyncio.Task[Robots]] = {}
        self._leaving = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self._fetcher.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.leave("the visit is over")
        await asyncio.gather(*self._robots.values(), return_exceptions=True)
        await self._fetcher.__aexit__()

    def leave(self, why: str) -> None:
        """Ask nothing more; waits end at once."""
        self.stopped = self.stopped or why
        self._leaving.set()

    async def page(self, url: str, of_one_post: Callable[[bytes], bool] | None = None) -> HttpResponse:
        """A page of the site, redirects within the site followed.

        ``of_one_post`` tells of a page that came with 403 whether it closes one post and not the site to us.

        Raises BadInput for this page alone (its ``reason``: address, robots, off_site, gone, secret, too_large,
        redirects), and ProviderDown when the site cannot or will not be read any more (`stopped` says why) or did
        not answer.
        """
        for _ in range(_REDIRECTS + 1):
            self._on_site(url)
            answer = await self._ask(url, of_one_post)
            if judge(answer) is not RobotsVerdict.MOVED:
                return answer
            url = urljoin(url, answer.headers["location"])
        raise _refused(url, "it redirects in circles", "redirects")

    async def picture(self, url: str, referer: str, limit: int) -> HttpResponse:
        """A picture, from wherever the page shows it; one try, at most ``limit`` bytes.

        Raises BadInput (``reason``: address, robots, picture_refused, too_large, redirects) or ProviderDown.
        """
        headers = _PICTURE | ({"Referer": referer} if self.spec.images.referer == "post" else {})
        for _ in range(_REDIRECTS + 1):
            if self._guard.check(url).host in self.spec.page_hosts:
                await self._obey_robots(url)
            answer = await self._turn(url, headers, limit)
            verdict = judge(answer)
            if verdict is RobotsVerdict.FINE:
                return answer
            if verdict is not RobotsVerdict.MOVED:
                raise _refused(url, f"the server answers {answer.status}", "picture_refused")
            url = urljoin(url, answer.headers["location"])
        raise _refused(url, "it redirects in circles", "redirects")

    def _on_site(self, url: str) -> None:
        host = self._guard.check(url).host
        if host not in self.spec.page_hosts:
            raise _refused(url, f"{host} does not belong to {self.spec.code}", "off_site")

    async def _ask(self, url: str, of_one_post: Callable[[bytes], bool] | None = None) -> HttpResponse:
        """One page in up to three tries; each verdict of the manners is acted on here."""
        await self._obey_robots(url)
        for attempt in range(1, _TRIES + 1):
            try:
                answer = await self._turn(url, _PAGE | self._known_to(url), PAGE_LIMIT)
            except ProviderDown:
                if attempt == _TRIES or self.stopped:
                    raise
                self._rest(url, self.spec.policy.min_delay * 2**attempt)
                continue
            match judge(answer):
                case RobotsVerdict.FINE | RobotsVerdict.MOVED:
                    return answer
                case RobotsVerdict.GONE:
                    raise _refused(url, "it is no longer there", "gone")
                case RobotsVerdict.SHUT:
                    if of_one_post and answer.status == _FORBIDDEN and of_one_post(answer.body):
                        raise _refused(url, "it is a secret post", "secret")
                    self.rest = _DAY
                    self.leave(f"blocked: {url} answers {answer.status}, a refusal or a challenge")
                    raise self._down()
                case RobotsVerdict.BUSY:
                    self._be_patient(url, answer)
                case RobotsVerdict.BROKEN:
                    self._rest(url, self.spec.policy.min_delay * 2**attempt)
        raise ProviderDown(provider=self.spec.code, why=f"{url} failed {_TRIES} times", reason="broken")

    def _known_to(self, url: str) -> dict[str, str]:
        """Only over TLS, and never where a redirect or a picture leads."""
        parts = urlsplit(url)
        safe = parts.scheme == "https" or self.spec.policy.loopback
        return self._bearer if safe and parts.hostname == self.spec.host else {}

    def _be_patient(self, url: str, answer: HttpResponse) -> None:
        """Let the host rest as long as it asks; a pause longer than our patience ends the visit."""
        asked = retry_after(answer, datetime.now(UTC))
        pause = _PAUSE if asked is None else asked
        if pause > self._patience:
            self.rest = min(pause, _DAY)
            self.leave(f"busy: {url} asks to come back in {pause:.0f} s")
            raise self._down()
        self._rest(url, pause)

    def _rest(self, url: str, seconds: float) -> None:
        host = urlsplit(url).netloc
        self._free_at[host] = max(self._free_at.get(host, 0.0), asyncio.get_running_loop().time() + seconds)

    async def _turn(self, url: str, headers: dict[str, str], limit: int) -> HttpResponse:
        """Wait for the host's turn, ask, and set when the next may follow: the pause begins with the answer."""
        loop, host = asyncio.get_running_loop(), urlsplit(url).netloc
        async with self._turns[host]:
            while (wait := self._free_at.get(host, 0.0) - loop.time()) > 0 and not self._leaving.is_set():
                await self._sleep(wait)
            await self._keep_to_budget(host)
            if self.stopped:
                raise self._down()
            self.asked[host] += 1
            try:
                return await self._fetcher.get(url, headers, limit)
            finally:
                self._rest(url, max(self.spec.policy.min_delay, self._delay(url)))

    async def _keep_to_budget(self, host: str) -> None:
        if self._memory is None or self.stopped:
            return
        if host not in self._budgets:
            self._budgets[host] = await self._memory.budget(host)
        if self.asked[host] >= self._budgets[host]:
            self.leave(f"budget: {host} was asked {self.spec.policy.daily_requests} times today")

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._leaving.wait(), seconds)
        except TimeoutError:
            return

    def _delay(self, url: str) -> float:
        """The host's Crawl-delay, once it is known."""
        known = self._robots.get(_origin(url))
        return known.result().delay if known is not None and known.done() and not known.cancelled() else 0.0

    async def _obey_robots(self, url: str) -> None:
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = asyncio.create_task(self._read_robots(origin))
        rules = await self._robots[origin]
        if rules.closed and urlsplit(url).hostname == self.spec.host:
            self.leave(f"robots: {rules.closed}")
            raise self._down()
        if not rules.allows(url):
            raise _refused(url, rules.closed or "robots.txt closes it to us", "robots")

    async def _read_robots(self, origin: str) -> Robots:
        url = f"{origin}/robots.txt"
        known = await self._memory.robots(origin) if self._memory else None
        if known is not None:
            return self._understood(origin, robots(known, self.spec.policy.robots_overlay))
        try:
            for _ in range(_REDIRECTS + 1):
                answer = await self._turn(url, {"Accept": "text/plain"}, PAGE_LIMIT)
                if judge(answer) is not RobotsVerdict.MOVED:
                    if self._memory:
                        self._memory.keep_robots(origin, answer)
                    return self._understood(origin, robots(answer, self.spec.policy.robots_overlay))
                url = urljoin(url, answer.headers["location"])
        except (BadInput, ProviderDown) as error:
            return Robots(closed=f"robots.txt cannot be read: {error.fields['why']}")
        return Robots(closed="robots.txt redirects in circles")

    def _understood(self, origin: str, rules: Robots) -> Robots:
        if rules.delay > self._patience:
            return Robots(closed=f"robots.txt asks for {rules.delay:.0f} s between two requests")
        # The pause after robots.txt itself began before its Crawl-delay was known.
        self._rest(origin, rules.delay)
        return rules

    def _down(self) -> ProviderDown:
        return ProviderDown(provider=self.spec.code, why=self.stopped, reason="stopped")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _refused(url: str, why: str, reason: str) -> BadInput:
    return BadInput(what=f"page {url[:200]}", why=why, remedy="It was left out.", reason=reason)
