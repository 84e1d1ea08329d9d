"""Limits per host that all collectors share: one crawl at a time, requests per day, rests after a refusal."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Annotated, Final

from pydantic import Field

from crawlers.fetch.http import HttpResponse
from crawlers.fetch.page_address import PageAddress
from crawlers.fetch.robots_file import decode_robots_file
from crawlers.sites_config.model import SiteSpec
from libraries.bus import Bus, Lease
from libraries.log import get_logger
from schemas.base import Frozen, Moment
from schemas.clock import utc_now
from schemas.crawls import NO_REASON, CodedReason, CodedReasonField
from schemas.errors import Parked

log = get_logger(__name__)

_LEASE: Final = 60.0
_RENEW_EVERY: Final = 15.0
_RETRY_EVERY: Final = 2.0
_ROBOTS_MAX_AGE: Final = timedelta(hours=24)
"""RFC 9309, 2.4: no longer than a day."""
_LARGEST: Final = 100_000
"""Bytes of robots.txt that are kept; a larger one is requested at each crawl."""


class _RobotsRecord(Frozen):
    """A kept answer for robots.txt."""

    status: int
    text: str
    read_at: Moment


class _HostRecord(Frozen):
    """What is stored of one host: ``asked`` counts the requests of ``day``, ``why`` belongs to ``quiet_until``."""

    host: str
    day: date
    asked: Annotated[int, Field(ge=0)] = 0
    quiet_until: Moment | None = None
    why: CodedReasonField = NO_REASON
    robots: dict[str, _RobotsRecord] = Field(default_factory=dict)


class HostLimits:
    """The limits of the hosts of a site during a crawl. Implements `crawlers.fetch.host_records.HostRecords`."""

    def __init__(self, bus: Bus, spec: SiteSpec, now: Callable[[], datetime] = utc_now) -> None:
        self._bucket = bus.ledger()
        self._bus, self._spec, self._now = bus, spec, now
        self._kept: dict[str, HttpResponse] = {}
        self.on_lost: Callable[[CodedReason], None] = lambda why: log.warning("crawl not ended", why=str(why))
        """Called when another collector takes over; the crawl sets it to end itself."""

    @asynccontextmanager
    async def reserved_hosts(self, max_wait: float = 0.0) -> AsyncIterator[None]:
        """Hold the leases of the site's hosts. Raises Parked after ``max_wait`` seconds, or for a host that rests."""
        hosts = _hosts(self._spec)
        for host in hosts:
            record = await self._stored(host)
            if record.quiet_until is not None and record.quiet_until > self._now():
                reason = record.why.code.rpartition(".")[2]
                raise Parked("crawl.host_rests", host=host, until=record.quiet_until, reason=reason)
        async with AsyncExitStack() as stack:
            leases = [await self._lease(host, max_wait, stack) for host in hosts]
            renewing = asyncio.create_task(self._renew(leases))
            stack.callback(renewing.cancel)
            yield

    async def _lease(self, host: str, max_wait: float, stack: AsyncExitStack) -> Lease:
        until = asyncio.get_running_loop().time() + max_wait
        while (lease := await self._bus.take_lease(f"host.{_key(host)}", _LEASE)) is None:
            if asyncio.get_running_loop().time() >= until:
                later = self._now() + timedelta(seconds=_LEASE)
                raise Parked("crawl.host_taken", host=host, until=later)
            await asyncio.sleep(_RETRY_EVERY)  # the broker does not tell when a lease ends
        stack.push_async_callback(lease.release)
        return lease

    async def _renew(self, leases: list[Lease]) -> None:
        while True:
            await asyncio.sleep(_RENEW_EVERY)
            for lease in leases:
                if not await lease.renew():
                    self.on_lost(CodedReason.of("crawl.stopped.lease", site=self._spec.code))

    async def requests_left(self, host: str) -> int:
        """Requests that may still be made of ``host`` today."""
        return max(0, self._spec.policy.daily_requests - (await self._stored(host)).asked)

    async def kept_robots_answer(self, origin: str) -> HttpResponse | None:
        """The host's robots.txt as it was read within the last day; None when it must be requested."""
        rules = (await self._stored(PageAddress.parse(origin).host_and_port)).robots.get(origin)
        if rules is None or self._spec.policy.loopback or self._now() - rules.read_at > _ROBOTS_MAX_AGE:
            return None
        age = self._now() - rules.read_at
        log.debug("robots.txt known", origin=origin, age_seconds=round(age.total_seconds()))
        return HttpResponse(url=f"{origin}/robots.txt", status=rules.status, headers={}, body=rules.text.encode())

    def keep_robots_answer(self, origin: str, answer: HttpResponse) -> None:
        """Keep an answer for robots.txt until `record_requests_and_pause` stores it, unless it decides nothing."""
        if answer.status in (200, 404, 410) and len(answer.body) <= _LARGEST:
            self._kept[origin] = answer

    async def record_requests_and_pause(self, requests: Mapping[str, int], rest: float, why: CodedReason) -> None:
        """Store the requests of a crawl by host, and for how many seconds the site must not be asked, and why."""
        now = self._now()
        for host in {*requests, *(_hosts(self._spec) if rest else ())}:
            fresh = {
                origin: _RobotsRecord(status=kept.status, text=decode_robots_file(kept.body), read_at=now)
                for origin, kept in self._kept.items()
                if PageAddress.parse(origin).host_and_port == host
            }
            quiet = now + timedelta(seconds=rest) if rest and host in _hosts(self._spec) else None
            await self._change(host, requests.get(host, 0), fresh, (quiet, why))

    async def _change(
        self, host: str, requests: int, robots: dict[str, _RobotsRecord], quiet: tuple[datetime | None, CodedReason]
    ) -> None:
        def changed(now: _HostRecord | None) -> _HostRecord:
            record = self._today(host, now)
            changes: dict[str, object] = {"asked": record.asked + requests, "robots": record.robots | robots}
            if quiet[0] is not None:
                changes |= {"quiet_until": quiet[0], "why": quiet[1]}
            return record.model_copy(update=changes)

        await self._bucket.update(f"host.{_key(host)}", _HostRecord, changed)

    async def _stored(self, host: str) -> _HostRecord:
        return self._today(host, await self._bucket.get_parsed(f"host.{_key(host)}", _HostRecord))

    def _today(self, host: str, stored: _HostRecord | None) -> _HostRecord:
        today = self._now().astimezone(self._spec.zone).date()
        record = stored or _HostRecord(host=host, day=today)
        return record if record.day == today else record.model_copy(update={"day": today, "asked": 0})


def _hosts(spec: SiteSpec) -> list[str]:
    """The hosts of a site, always in the same order, so that two collectors never wait for each other."""
    return [PageAddress.parse(spec.base_url).host_and_port] if spec.policy.loopback else sorted(spec.page_hosts)


def _key(host: str) -> str:
    return hashlib.sha256(host.encode()).hexdigest()[:20]
