"""Crawls started by hand: one that publishes nothing, and one that does."""

import tempfile
from pathlib import Path

from crawlers.sites_config.model import SiteSpec
from crawlers.spider import CrawlLimits
from schemas.crawls import CrawlReport, Health
from schemas.errors import Permanent
from schemas.posts import Post
from services.bus import Bus
from services.collect.crawl_session import visit
from services.collect.host_limits import HostLimits
from services.collect.known_posts import DryRunSink, KnownPosts
from services.collect.site_lookup import find, reachable
from services.config import CollectSettings
from services.media.store import LocalStore, MediaStore


class CrawlUnhealthy(Permanent):
    """{site} gave no posts: {why}. Look at the page in a browser; if its markup changed, correct the site's file."""


async def dry_run(
    site_or_file: str, pages: int = 1, *, base_url: str | None = None, settings: CollectSettings | None = None
) -> list[Post]:
    """The posts of a site's first ``pages`` list pages, as they would be collected, the best first.

    Pictures are fetched and cleaned but not kept. Raises BadInput (unknown site, invalid file), ConfigurationError
    (switched off, no contact), CrawlUnhealthy when there is no post at all.
    """
    tray = DryRunSink()
    with tempfile.TemporaryDirectory(prefix="wagglebot-") as folder, reachable(find(site_or_file, base_url)) as spec:
        report = await visit(
            spec, tray, LocalStore(Path(folder)), settings or CollectSettings(), CrawlLimits.by_hand(pages)
        )
    if not tray.posts:
        raise CrawlUnhealthy(site=spec.name, why=report.why or _skipped(report))
    return sorted(tray.posts, key=lambda post: -post.score)


async def crawl_once(
    bus: Bus,
    store: MediaStore,
    spec: SiteSpec,
    settings: CollectSettings,
    *,
    limits: CrawlLimits | None = None,
    ledger: KnownPosts | None = None,
) -> CrawlReport:
    """Crawl one site now, publish what is new and how it went.

    Raises as `visit` does, and Parked: another collector is at the site, or it wants to be left alone.
    """
    ledger = ledger or KnownPosts(bus)
    await ledger.catch_up()
    with reachable(spec) as ready:
        courtesy = HostLimits(bus, ready)
        async with courtesy.visit():
            report = await visit(ready, ledger, store, settings, limits, courtesy)
    await bus.report_crawl(report)
    return report


def is_well(report: CrawlReport) -> bool:
    return report.health is Health.HEALTHY


def _skipped(report: CrawlReport) -> str:
    reasons = ", ".join(f"{reason} {count}" for reason, count in report.skipped.items())
    return f"of {report.listed} listed posts none could be kept ({reasons or 'no reason noted'})"
