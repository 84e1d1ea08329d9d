"""What is wrong now, found in what the broker keeps: failed posts, sites, stopped accounts, work that nobody takes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from libraries.alerts.alert import Alert, AlertKind
from libraries.bus.consumer.durable_work import DurableWork
from libraries.bus.dead_letters import DeadLetterKind, FailedPost
from schemas.crawls import CrawlHealth, CrawlReport

_CRAWLED: Final = timedelta(days=2)
"""A report that is older says nothing of the site any more: nobody crawls it."""


def failed_post_alerts(failed: Iterable[FailedPost]) -> Iterator[Alert]:
    """One alert for each stage and cause of posts that were given up, and for each durable with unreadable messages."""
    by_cause: dict[tuple[AlertKind, str], list[FailedPost]] = defaultdict(list)
    for one in failed:
        if one.kind is DeadLetterKind.UNREADABLE:
            by_cause[AlertKind.DEAD_LETTER, one.durable].append(one)
        elif one.open:
            stage = one.stage.value if one.stage else one.durable
            by_cause[AlertKind.FAILED, f"{stage} {one.code or one.error}"].append(one)
    for (kind, about), group in by_cause.items():
        newest = group[-1]
        more = f" {len(group) - 1} more failed so." if len(group) > 1 else ""
        what = newest.post or f"A message of {newest.durable}"
        text = f"{what} was given up{_at(newest)}: {newest.reason}{more} See: wagglebot dead list"
        yield Alert(kind=kind, about=about[:500], text=text)


def _at(one: FailedPost) -> str:
    return f" at {one.stage.value}" if one.stage else ""


def site_alerts(reports: Mapping[str, CrawlReport], now: datetime) -> Iterator[Alert]:
    """One alert for each site whose last crawl cannot be relied on."""
    for site, report in reports.items():
        if report.health is CrawlHealth.UNHEALTHY and now - report.started < _CRAWLED:
            text = f"The site {site} is not read as it should be. {report.why} See: wagglebot sites mend {site}"
            yield Alert(kind=AlertKind.SITE, about=site, text=text)


def waiting_alerts(waiting: int, limit: int) -> Iterator[Alert]:
    """An alert where more than ``limit`` posts wait to be tried again."""
    if waiting > limit:
        text = f"{waiting} posts wait to be tried again, more than {limit}. See why: wagglebot status"
        yield Alert(kind=AlertKind.WAITING, text=text)


def station_alerts(durables: Iterable[DurableWork]) -> Iterator[Alert]:
    """One alert for each durable consumer that has work, and no process that takes or does it."""
    for one in durables:
        if one.pending and not one.in_work and not one.asking:
            station = one.name.partition("-")[0]
            text = f"{one.pending} messages wait and no station '{station}' takes them. Run: wagglebot run {station}"
            yield Alert(kind=AlertKind.STATION, about=one.name, text=text)
