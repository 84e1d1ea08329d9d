"""The drill of the misbehaving site: it is crawled in every mode, and what was reported and kept is compared with the
truth.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Set
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from crawlers.crawl_interface import CrawlLimits
from libraries.media.store import LocalStore
from schemas.base import Frozen
from schemas.crawls import CrawlHealth, CrawlReport
from schemas.posts import Post
from services.collect.crawl_session import crawl_site
from services.collect.post_registry import DryRunPostRegistry
from services.config import CollectSettings
from testbed.misbehaving_site import comment_faults, list_faults, post_faults, transport_faults
from testbed.misbehaving_site.board import site_spec, true_post
from testbed.misbehaving_site.fault_mode import FaultMode
from testbed.misbehaving_site.server import serve_behaviours

MODES: Final = (*transport_faults.MODES, *list_faults.MODES, *post_faults.MODES, *comment_faults.MODES)
_WRITTEN: Final = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Seoul"))


class CrawlOutcome(NamedTuple):
    """The outcome of a crawl in one mode. ``wrong``: ways in which the report is not true; ``silent``: wrong data that
    was kept although neither its post nor the report says so.
    """

    mode: str
    report: CrawlReport
    wrong: tuple[str, ...]
    silent: tuple[str, ...]


class SiteReport(Frozen):
    """The report of the drill: ``modes`` in which the site was crawled, those that a report did not name truly, and
    wrong data that was kept although neither its post nor the report says so.
    """

    seconds: float
    modes: int
    misnamed: int
    wrong_in_silence: int

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        return not self.misnamed + self.wrong_in_silence


async def drill_site(folder: Path, say: Callable[[str], None]) -> SiteReport:
    """Crawl the misbehaving site in every mode; tells what each report says, and what is wrong."""
    began = time.monotonic()
    found = await crawl_in_all_modes(folder)
    for outcome in found:
        say(f"{outcome.mode}: {outcome.report.why.code or outcome.report.health}")
        for fault in (*outcome.wrong, *outcome.silent):
            say(f"  wrong: {fault}")
    return SiteReport(
        seconds=round(time.monotonic() - began, 1),
        modes=len(found),
        misnamed=sum(bool(outcome.wrong) for outcome in found),
        wrong_in_silence=sum(len(outcome.silent) for outcome in found),
    )


async def crawl_in_all_modes(folder: Path) -> list[CrawlOutcome]:
    """The outcomes of one crawl in each mode; ``folder`` takes the pictures."""
    with serve_behaviours({mode.name: mode.behave for mode in MODES}) as url:
        store, gate = LocalStore(folder), asyncio.Semaphore(8)

        async def one(mode: FaultMode) -> CrawlOutcome:
            async with gate:
                return await _outcome(mode, url, store)

        return list(await asyncio.gather(*map(one, MODES)))


async def _outcome(mode: FaultMode, url: str, store: LocalStore) -> CrawlOutcome:
    site, registry = site_spec(f"{url}/{mode.name}", mode.name, mode.selectors), DryRunPostRegistry()
    settings, limits = CollectSettings(), CrawlLimits(pages=2)
    for _ in range(mode.crawls):
        report = await crawl_site(site, registry, store, settings, limits, patience=mode.patience)
    told = report.health is not CrawlHealth.HEALTHY
    silent = [fault for post in registry.posts for fault in _faults(post, mode) if not told and not post.flags]
    return CrawlOutcome(mode.name, report, tuple(_differences(mode, report, registry.posts)), tuple(silent))


def _differences(mode: FaultMode, report: CrawlReport, kept: list[Post]) -> Iterator[str]:
    notes = frozenset(note.code for note in report.notes)
    flags = frozenset(flag.partition(":")[0] for post in kept for flag in post.flags)
    for name, wanted, found in (
        ("health", mode.health, report.health),
        ("why", mode.why, report.why.code),
        ("reason", mode.reason or report.why.fields.get("reason", ""), report.why.fields.get("reason", "")),
        ("skipped", mode.skipped, frozenset(report.skipped)),
        ("notes", mode.notes, notes),
        ("flags", mode.flags, flags),
        ("kept", mode.kept, len(kept)),
    ):
        if wanted != found:
            yield f"{name}: {_shown(found)} instead of {_shown(wanted)}"


def _faults(post: Post, mode: FaultMode) -> Iterator[str]:
    """What is wrong in a post that was kept."""
    true = true_post(post.origin_id[-3:])
    if (post.title, post.content) != (true.title, true.text):
        yield f"{post.key}: {post.title}"
    if len(post.comments) != mode.comments:
        yield f"{post.key}: {len(post.comments)} comments"
    if post.posted_at != _WRITTEN:
        yield f"{post.key}: {post.posted_at}"


def _shown(value: object) -> str:
    return ", ".join(sorted(value)) or "nothing" if isinstance(value, Set) else str(value) or "nothing"
