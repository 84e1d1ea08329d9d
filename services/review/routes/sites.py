"""The sites: what is declared of them, how they are, and switching them on and off."""

import asyncio
from datetime import UTC, datetime

from fastapi import APIRouter
from pydantic import Field

from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from schemas.base import Frozen, Moment
from schemas.crawls import CrawlReport, Reason
from schemas.switches import Switches
from services.bus import Bus
from services.bus.runtime_settings import switch, switches
from services.commands.review import DecisionRefused
from services.config import CollectSettings
from services.review.auth.audit_log import Act, Audit
from services.review.auth.dependencies import Operator
from services.review.cron import next_due
from services.review.i18n.errors import Explained, FailureText


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
    told: Explained | None
    next: Moment | None


class Switch(Frozen):
    on: bool


class Site(Frozen):
    site: str = Field(max_length=64)


def site_routes(bus: Bus, settings: CollectSettings, audit: Audit) -> APIRouter:
    """``/api/crawl`` for those that are crawled, ``/api/sites/declared`` for all."""
    router = APIRouter(prefix="/api")

    async def crawled() -> tuple[str, ...]:
        switched = await switches(bus)
        others = [site for site, on in switched.sites.items() if on and site not in settings.sites]
        return tuple(site for site in (*settings.sites, *others) if switched.crawls(site, site in settings.sites))

    @router.get("/crawl")
    async def listed() -> tuple[str, ...]:
        return await crawled()

    @router.post("/crawl", status_code=202)
    async def crawl(wanted: Site, who: Operator) -> Site:
        if wanted.site not in await crawled():
            raise DecisionRefused("unknown_site", 404)
        await bus.crawl_now(wanted.site)
        await asyncio.to_thread(audit.note, Act(who=who.name, what="crawl", about=wanted.site))
        return wanted

    @router.get("/sites/declared")
    async def declared() -> list[SiteView]:
        specs = await asyncio.to_thread(registry.sites)
        reports, on = await bus.crawl_reports(), set(await crawled())
        due = next_due(settings.cron, settings.time_zone, datetime.now(UTC))
        views = [_view(spec, code in on, reports.get(code), due) for code, spec in specs.items()]
        return sorted(views, key=lambda view: (not view.crawled, not view.policy.open, -view.level, view.code))

    @router.post("/sites/{code}")
    async def change(code: str, wanted: Switch, who: Operator) -> Switches:
        spec = (await asyncio.to_thread(registry.sites)).get(code)
        if spec is None and code not in settings.sites:
            raise DecisionRefused("unknown_site", 404)
        if wanted.on and spec is not None and not spec.policy.enabled:
            raise DecisionRefused("site_closed", 409)
        changed = await switch(bus, lambda now: now.model_copy(update={"sites": now.sites | {code: wanted.on}}))
        act = Act(who=who.name, what="site_on" if wanted.on else "site_off", about=code)
        await asyncio.to_thread(audit.note, act)
        if wanted.on:
            await bus.schedule_crawl(code, settings.cron, settings.time_zone)
            await bus.crawl_now(code)
        return changed

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
        crawled=crawled,
        report=report,
        told=_explained(report.why) if report and report.why else None,
        next=due if crawled else None,
    )


def _explained(why: Reason) -> Explained:
    sentence, remedy = why.explained("ko")
    return Explained(ko=FailureText(sentence=sentence, remedy=remedy), en=str(why))
