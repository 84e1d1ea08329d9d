"""The collect station: crawls a site at each of its scheduled ticks."""

import asyncio
from contextlib import ExitStack
from typing import Final

from crawlers.sites_config import registry
from crawlers.sites_config.lookup import SAMPLE, find_site, reachable_site
from crawlers.sites_config.model import SiteSpec
from crawlers.sites_config.site_details import file_notices
from libraries.bus import Bus, CrawlTick, Lease
from libraries.bus.runtime_settings import read_runtime_settings
from libraries.log import get_logger
from libraries.media.store import MediaStore
from schemas.crawls import CrawlHealth, CrawlReport
from schemas.errors import BadInput, Parked, Permanent, Retryable
from services.collect.crawl import crawl_once
from services.collect.post_presence import PostPresenceChecker, check_approved_posts
from services.collect.post_registry import BusPostRegistry
from services.config import CollectSettings

log = get_logger(__name__)

_LEASE: Final = 60.0
_RENEW_EVERY: Final = 15.0
_PARALLEL: Final = 8


class Collector:
    """Crawls the configured sites when their ticks arrive. Several collectors on one broker share the work."""

    def __init__(self, bus: Bus, store: MediaStore, settings: CollectSettings) -> None:
        self._bus, self._store, self._settings = bus, store, settings
        self._known = BusPostRegistry(bus)
        self._sites: dict[str, SiteSpec] = {}
        self._names: dict[str, str] = {}
        self._open_sites = ExitStack()
        self._slots = asyncio.Semaphore(_PARALLEL)

    async def run(self, stop: asyncio.Event) -> None:
        """Schedule every enabled site and crawl until ``stop`` is set. Raises BadInput, ConfigurationError at once."""
        with ExitStack() as open_sites:
            self._open_sites = open_sites
            declared, broken = await asyncio.to_thread(registry.declared_sites)
            for notice in (*map(str, broken), *file_notices(declared.values())):
                log.warning("site file", why=notice)
            wanted = [self._ready_site(name) for name in self._settings.sites]
            switched = (await read_runtime_settings(self._bus)).sites
            wanted += [self._ready_site(site) for site, on in switched.items() if on and site not in self._sites]
            for spec in wanted:
                if spec is not None:
                    await self._bus.schedule_crawl(spec.code, self._settings.cron, self._settings.time_zone)
            async with asyncio.TaskGroup() as group:
                checker = PostPresenceChecker(self._bus, self._settings, self._site)
                checking = group.create_task(check_approved_posts(self._bus, checker), name="watch approved posts")
                await self._crawl_when_due(stop)
                checking.cancel()

    async def _crawl_when_due(self, stop: asyncio.Event) -> None:
        crawls: set[asyncio.Task[None]] = set()
        try:
            async for tick in self._bus.crawl_ticks(stop):
                task = asyncio.create_task(self._handle(tick), name=f"crawl {tick.site}")
                crawls.add(task)
                task.add_done_callback(crawls.discard)
                task.add_done_callback(_log_failure)
        finally:
            for task in crawls:
                task.cancel()
            await asyncio.gather(*crawls, return_exceptions=True)

    def _site(self, code: str) -> SiteSpec:
        found = self._sites.get(code) if code == SAMPLE else None
        return found or find_site(self._names.get(code, code))

    def _ready_site(self, name: str) -> SiteSpec | None:
        """A site ready to be crawled, as its files are now; None when its policy does not allow it. Raises BadInput."""
        spec = find_site(name)
        self._names[spec.code] = name
        known = self._sites.pop(spec.code, None)
        if not spec.policy.enabled:
            log.warning("site is not enabled", site=spec.code, why=spec.policy.reason)
            return None
        if spec.code == SAMPLE:
            spec = known or self._open_sites.enter_context(reachable_site(spec))
        registry.require_hosts_unshared([*self._sites.values(), spec])
        self._sites[spec.code] = spec
        return spec

    async def _site_of_tick(self, site: str) -> SiteSpec | None:
        """The site of a tick, by its files as they are now; None when it was switched off or its policy closed it."""
        if not (await read_runtime_settings(self._bus)).is_crawled(site, site in self._names):
            return None
        try:
            return self._ready_site(self._names.get(site, site))
        except BadInput as error:
            log.warning("site cannot be collected", site=site, why=str(error))
            return None

    async def _handle(self, tick: CrawlTick) -> None:
        spec = await self._site_of_tick(tick.site)
        if spec is None:
            log.info("tick for a site that is not collected here, or was switched off", site=tick.site)
            await tick.acknowledge()
            return
        lease = await self._bus.take_lease(f"crawl.{spec.code}", _LEASE)
        if lease is None:
            log.info("crawl skipped: the last one still runs", site=spec.code)
            await tick.acknowledge()
            return
        try:
            async with self._slots:
                await self._crawl(spec, tick, lease)
            await tick.acknowledge()
        finally:
            await lease.release()

    async def _crawl(self, spec: SiteSpec, tick: CrawlTick, lease: Lease) -> None:
        """Crawl while the lease is held; end the crawl when it is lost, since another collector crawls then."""
        crawl = asyncio.create_task(crawl_once(self._bus, self._store, spec, self._settings, known=self._known))
        try:
            while not (await asyncio.wait({crawl}, timeout=_RENEW_EVERY))[0]:
                await tick.heartbeat()
                if not await lease.renew():
                    log.warning("crawl given up: its lease was lost", site=spec.code)
                    return
            _log(crawl.result())
        except Parked as error:
            log.info("crawl skipped", site=spec.code, why=str(error))
        except (Retryable, Permanent) as error:
            log.warning("crawl failed", site=spec.code, error=type(error).__name__, why=str(error))
        except Exception:  # a defect of ours: the next tick tries again, and other sites go on
            log.exception("crawl has a fault", site=spec.code)
        finally:
            crawl.cancel()
            await asyncio.gather(crawl, return_exceptions=True)


def _log_failure(task: asyncio.Task[None]) -> None:
    """Log what ended the handling of a tick, which is then delivered again; nobody else awaits its result."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.warning("tick not handled", task=task.get_name(), error=type(error).__name__, why=str(error))


def _log(report: CrawlReport) -> None:
    write = log.info if report.health is CrawlHealth.HEALTHY else log.warning
    write("crawl", **report.model_dump(mode="json", exclude={"started", "why"}), why=str(report.why))
