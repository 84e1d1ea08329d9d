"""Routes of sites: what is declared of them, how their last crawl went, and switching them on and off."""

import asyncio
from datetime import UTC, datetime

from fastapi import APIRouter

from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from libraries.bus import Bus
from schemas.base import Frozen, Moment
from schemas.crawls import CrawlReport
from schemas.switches import Switches
from services.commands.audit_log import Audit
from services.commands.site import CrawlSite, SwitchSite, crawl_site, crawled_sites, switch_site
from services.config import CollectSettings
from services.review.auth.dependencies import Operator
from services.review.i18n.failures import ExplainedFailure, explain_failure
from services.review.schedule import next_due


class PolicyView(Frozen):
    """What a site allows. ``reason``: the file's own words where it is closed."""

    open: bool
    robots: str
    terms: str
    clause: str
    min_delay: float
    permission: str
    reason: str


class SiteView(Frozen):
    """A declared site. ``crawled``: it is on, by the settings or by the switch. ``next``: when its schedule is due."""

    code: str
    name: str
    host: str
    engine: str
    boards: int
    level: int
    policy: PolicyView
    crawled: bool
    report: CrawlReport | None
    explained: ExplainedFailure | None
    notes: tuple[ExplainedFailure, ...]
    next: Moment | None


class SiteSwitch(Frozen):
    on: bool


def site_routes(bus: Bus, settings: CollectSettings, audit: Audit) -> APIRouter:
    """``/api/crawl`` for those that are crawled, ``/api/sites/declared`` for all."""
    router = APIRouter(prefix="/api")

    @router.get("/crawl")
    async def listed() -> tuple[str, ...]:
        return await crawled_sites(bus, settings)

    @router.post("/crawl", status_code=202)
    async def crawl(wanted: CrawlSite, operator: Operator) -> CrawlSite:
        await crawl_site(bus, wanted, operator.name, settings, audit)
        return wanted

    @router.get("/sites/declared")
    async def declared() -> list[SiteView]:
        specs = await asyncio.to_thread(registry.sites)
        reports, on = await bus.crawl_reports(), set(await crawled_sites(bus, settings))
        due = next_due(settings.cron, settings.time_zone, datetime.now(UTC))
        views = [_view(spec, code in on, reports.get(code), due) for code, spec in specs.items()]
        return sorted(views, key=lambda view: (not view.crawled, not view.policy.open, -view.level, view.code))

    @router.post("/sites/{code}")
    async def switched(code: str, wanted: SiteSwitch, operator: Operator) -> Switches:
        return await switch_site(bus, SwitchSite(site=code, on=wanted.on), operator.name, settings, audit)

    return router


def _view(spec: SiteSpec, crawled: bool, report: CrawlReport | None, due: Moment | None) -> SiteView:
    policy = spec.policy
    permission = policy.operator_permission
    return SiteView(
        code=spec.code,
        name=spec.name,
        host=spec.host,
        engine=spec.engine,
        boards=len(spec.boards),
        level=spec.level,
        policy=PolicyView(
            open=policy.enabled,
            robots=policy.robots,
            terms=policy.terms.stance,
            clause=policy.terms.clause,
            min_delay=policy.min_delay,
            permission=permission.ref if permission else "",
            reason=policy.reason,
        ),
        crawled=crawled and policy.enabled,
        report=report,
        explained=explain_failure(report.why.code, report.why.fields) if report and report.why else None,
        notes=tuple(explain_failure(note.code, note.fields) for note in report.notes) if report else (),
        next=due if crawled else None,
    )
