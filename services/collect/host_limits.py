"""What all collectors together owe a host: one visitor at a time, a day's budget, robots.txt not asked for each time,
and rest when it showed us the door."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final
from urllib.parse import urlsplit

import structlog
from pydantic import Field

from crawlers.fetch.http import HttpResponse
from crawlers.sites_config.model import SiteSpec
from schemas.base import Frozen, Moment
from schemas.errors import Conflict, Parked
from services.bus import Bus, Lease

log = structlog.get_logger(__name__)

_LEASE: Final = 60.0
_BEAT: Final = 15.0
_ASK_AGAIN: Final = 2.0
_ROBOTS_KEPT: Final = timedelta(hours=24)
"""RFC 9309, 2.4: no longer than a day."""
_LARGEST: Final = 100_000
"""Bytes of robots.txt that are kept; a larger one is asked for at each visit."""
_TRIES: Final = 8


class _Rules(Frozen):
    status: int
    text: str
    read_at: Moment


class _Notes(Frozen):
    """What is known of one host; ``asked`` counts the requests of ``day``."""

    host: str
    day: date
    asked: Annotated[int, Field(ge=0)] = 0
    quiet_until: Moment | None = None
    why: str = ""
    robots: dict[str, _Rules] = Field(default_factory=dict)


class HostLimits:
    """One visit to one site, known to all collectors of a broker. `crawlers.fetch.polite_client.Memory`."""

    def __init__(self, bus: Bus, spec: SiteSpec, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._ledger = bus.ledger()
        self._bus, self._spec, self._now = bus, spec, now
        self._kept: dict[str, HttpResponse] = {}
        self.leave: Callable[[str], None] = lambda why: log.warning("visit not ended", why=why)
        """Ends the visit early; who visits sets it."""

    @asynccontextmanager
    async def visit(self, patience: float = 0.0) -> AsyncIterator[None]:
        """Have the site's hosts to oneself. Raises Parked: another visits them for longer than ``patience`` seconds,
        or they want to be left alone."""
        hosts = _hosts(self._spec)
        for host in hosts:
            notes = await self._notes(host)
            if notes.quiet_until is not None and notes.quiet_until > self._now():
                raise Parked(what=f"The visit to {host}", until=notes.quiet_until, why=notes.why)
        async with AsyncExitStack() as stack:
            leases = [await self._lease(host, patience, stack) for host in hosts]
            beating = asyncio.create_task(self._beat(leases))
            stack.callback(beating.cancel)
            yield

    async def _lease(self, host: str, patience: float, stack: AsyncExitStack) -> Lease:
        until = asyncio.get_running_loop().time() + patience
        while (lease := await self._bus.lease(f"host.{_key(host)}", _LEASE)) is None:
            if asyncio.get_running_loop().time() >= until:
                later = self._now() + timedelta(seconds=_LEASE)
                raise Parked(what=f"The visit to {host}", until=later, why="another collector is there")
            await asyncio.sleep(_ASK_AGAIN)  # the broker does not tell when a lease ends
        stack.push_async_callback(lease.release)
        return lease

    async def _beat(self, leases: list[Lease]) -> None:
        while True:
            await asyncio.sleep(_BEAT)
            for lease in leases:
                if not await lease.renew():
                    self.leave("the lease of its host was lost")

    async def budget(self, host: str) -> int:
        """Requests that may still be made of ``host`` today."""
        notes = await self._notes(host)
        return max(0, self._spec.policy.daily_requests - notes.asked)

    async def robots(self, origin: str) -> HttpResponse | None:
        """The host's robots.txt as it was read within a day."""
        rules = (await self._notes(urlsplit(origin).netloc)).robots.get(origin)
        if rules is None or self._spec.policy.loopback or self._now() - rules.read_at > _ROBOTS_KEPT:
            return None
        age = self._now() - rules.read_at
        log.debug("robots.txt known", origin=origin, age_seconds=round(age.total_seconds()))
        return HttpResponse(url=f"{origin}/robots.txt", status=rules.status, headers={}, body=rules.text.encode())

    def keep_robots(self, origin: str, answer: HttpResponse) -> None:
        """Only an answer that says something is kept; what failed is asked for again."""
        if answer.status in (200, 404, 410) and len(answer.body) <= _LARGEST:
            self._kept[origin] = answer

    async def over(self, asked: Mapping[str, int], rest: float, why: str) -> None:
        """Note down how a visit went: requests by host, and the seconds its site wants to be left alone."""
        now = self._now()
        for host in {*asked, *(_hosts(self._spec) if rest else ())}:
            fresh = {
                origin: _Rules(status=kept.status, text=kept.body.decode("utf-8", "replace"), read_at=now)
                for origin, kept in self._kept.items()
                if urlsplit(origin).netloc == host
            }
            quiet = now + timedelta(seconds=rest) if rest and host in _hosts(self._spec) else None
            await self._change(host, asked.get(host, 0), fresh, (quiet, why))

    async def _change(
        self, host: str, asked: int, robots: dict[str, _Rules], quiet: tuple[datetime | None, str]
    ) -> None:
        for _ in range(_TRIES):
            entry = await self._ledger.get(f"host.{_key(host)}")
            notes = self._read(host, entry.value if entry else b"")
            changes: dict[str, object] = {"asked": notes.asked + asked, "robots": notes.robots | robots}
            if quiet[0] is not None:
                changes |= {"quiet_until": quiet[0], "why": quiet[1]}
            text = notes.model_copy(update=changes).model_dump_json().encode()
            try:
                await self._ledger.put(f"host.{_key(host)}", text, expected=entry.revision if entry else 0)
            except Conflict:
                continue
            return
        raise Conflict(post=f"The notes on {host}", sequence=0)

    async def _notes(self, host: str) -> _Notes:
        entry = await self._ledger.get(f"host.{_key(host)}")
        return self._read(host, entry.value if entry else b"")

    def _read(self, host: str, value: bytes) -> _Notes:
        today = self._now().astimezone(self._spec.zone).date()
        notes = _Notes.model_validate_json(value) if value else _Notes(host=host, day=today)
        return notes if notes.day == today else notes.model_copy(update={"day": today, "asked": 0})


def _hosts(spec: SiteSpec) -> list[str]:
    """Always in the same order, so that two visitors of the same hosts never wait for each other."""
    return [urlsplit(spec.base_url).netloc] if spec.policy.loopback else sorted(spec.page_hosts)


def _key(host: str) -> str:
    return hashlib.sha256(host.encode()).hexdigest()[:20]
