"""Single crawls: a dry run that publishes nothing, and one that publishes what it finds."""

import tempfile
from pathlib import Path
from typing import NamedTuple

from crawlers.crawl_interface import CrawlLimits
from crawlers.sites_config.lookup import find_site, reachable_site
from crawlers.sites_config.model import SiteSpec
from libraries.bus import Bus
from libraries.media.store import LocalStore, MediaStore
from schemas.crawls import CrawlHealth, CrawlReport
from schemas.errors import Permanent
from schemas.posts import Post
from services.collect.crawl_session import crawl_site
from services.collect.host_limits import HostLimits
from services.collect.post_registry import BusPostRegistry, DryRunPostRegistry
from services.config import CollectSettings


class DryRunResult(NamedTuple):
    """The posts that a dry run read, and the report of the crawl."""

    posts: list[Post]
    report: CrawlReport


async def dry_run_crawl(
    site_or_file: str, pages: int = 1, *, base_url: str | None = None, settings: CollectSettings | None = None
) -> DryRunResult:
    """The posts of a site's first ``pages`` list pages as they would be collected, the highest score first.

    Pictures are fetched and cleaned but not kept. Raises BadInput (unknown site, invalid file), ConfigurationError
    (not enabled, no contact), Permanent (``crawl.*``) when there is no post at all.
    """
    registry = DryRunPostRegistry()
    with (
        tempfile.TemporaryDirectory(prefix="wagglebot-") as folder,
        reachable_site(find_site(site_or_file, base_url)) as spec,
    ):
        report = await crawl_site(
            spec, registry, LocalStore(Path(folder)), settings or CollectSettings(), CrawlLimits.of_manual_crawl(pages)
        )
    if not registry.posts:
        raise _no_posts_error(spec, report)
    return DryRunResult(sorted(registry.posts, key=lambda post: -post.score), report)


async def crawl_once(
    bus: Bus,
    store: MediaStore,
    spec: SiteSpec,
    settings: CollectSettings,
    *,
    limits: CrawlLimits | None = None,
    known: BusPostRegistry | None = None,
) -> CrawlReport:
    """Crawl one site now; publish what is new, and a report.

    Raises as `crawl_site` does, and Parked when another collector reads the site or it must be left alone for a while.
    """
    known = known or BusPostRegistry(bus)
    await known.catch_up()
    with reachable_site(spec) as ready:
        host_limits = HostLimits(bus, ready)
        async with host_limits.reserved_hosts():
            report = await crawl_site(ready, known, store, settings, limits, host_limits)
    await bus.report_crawl(report)
    return report


def is_healthy_crawl(report: CrawlReport) -> bool:
    return report.health is CrawlHealth.HEALTHY


def _no_posts_error(spec: SiteSpec, report: CrawlReport) -> Permanent:
    if report.why:
        return Permanent(report.why.code, **report.why.fields)
    reasons = ", ".join(f"{reason} {count}" for reason, count in report.skipped.items())
    return Permanent("crawl.none_kept", site=spec.name, listed=report.listed, reasons=reasons or "-")
