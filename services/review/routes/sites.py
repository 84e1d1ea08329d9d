"""Routes of sites: what is declared of them, how their last crawl went, and switching them on and off."""

import asyncio
from datetime import UTC, date, datetime

from fastapi import APIRouter

from crawlers.recognition.recognition_sessions import RecognisedSite, RecognitionSessions
from crawlers.recognition.saved_site import SavedSite, SiteToAdd
from crawlers.sites_config import registry
from crawlers.sites_config.declared_site import DeclaredSite
from crawlers.sites_config.model import Permission
from libraries.accounts.audit_log import AuditEntry, AuditLog
from libraries.bus import Bus
from libraries.cron import next_due
from schemas.base import Frozen, Moment
from schemas.crawls import CrawlReport
from schemas.runtime_settings import RuntimeSettings
from services.commands.site import (
    RequestCrawl,
    SetPermission,
    SwitchSite,
    crawled_sites,
    request_crawl,
    set_permission,
    switch_site,
)
from services.config import CollectSettings
from services.review.auth.current_person import Operator
from services.review.i18n.failures import ExplainedFailure, explain_failure


class SitePolicyView(Frozen):
    """What a site allows. ``reason``: the file's own words where it is closed, or the fault in an operator's file."""

    open: bool
    robots: str
    terms: str
    clause: str
    terms_url: str
    checked: date | None
    min_delay: float
    permission: Permission | None
    reason: str


class SiteView(Frozen):
    """A declared site. ``crawled``: it is on, by the settings or by the switch. ``next``: when its schedule is due.

    ``later``: an upgrade changed what an operator's file replaces; None where that would not be noticed.
    """

    code: str
    name: str
    host: str
    engine: str
    boards: int
    level: int
    policy: SitePolicyView
    later: bool | None
    crawled: bool
    report: CrawlReport | None
    explained: ExplainedFailure | None
    notes: tuple[ExplainedFailure, ...]
    next: Moment | None


class SiteSwitchRequest(Frozen):
    on: bool


class SitePermissionRequest(Frozen):
    """The fields of a permission, or None to take it back."""

    permission: dict[str, str] | None


def site_routes(bus: Bus, settings: CollectSettings, audit: AuditLog, *, loopback: bool = False) -> APIRouter:
    """``/api/crawl`` for those that are crawled, ``/api/sites/declared`` for all.

    ``loopback``: only this machine reaches the app, and sites on it may be recognised.
    """
    router, sessions = APIRouter(prefix="/api"), RecognitionSessions(loopback=loopback)

    @router.post("/sites/new/look")
    async def recognised(wanted: SiteToAdd, _: Operator) -> RecognisedSite:
        return await sessions.explore_and_correct(wanted, settings.contact)

    @router.post("/sites/new/file")
    async def added(wanted: SiteToAdd, operator: Operator) -> SavedSite:
        saved = await sessions.save(wanted)
        await asyncio.to_thread(audit.append, AuditEntry(who=operator.name, what="site_added", about=saved.site))
        return saved

    @router.get("/crawl")
    async def listed() -> tuple[str, ...]:
        return await crawled_sites(bus, settings)

    @router.post("/crawl", status_code=202)
    async def crawl(wanted: RequestCrawl, operator: Operator) -> RequestCrawl:
        await request_crawl(bus, wanted, operator.name, settings, audit)
        return wanted

    @router.get("/sites/declared")
    async def declared() -> list[SiteView]:
        sites, _ = await asyncio.to_thread(registry.declared_sites)
        reports, on = await bus.crawl_reports(), set(await crawled_sites(bus, settings))
        due = next_due(settings.cron, settings.time_zone, datetime.now(UTC))
        views = [_view(site, code in on, reports.get(code), due) for code, site in sites.items()]
        return sorted(views, key=lambda view: (not view.crawled, not view.policy.open, -view.level, view.code))

    @router.post("/sites/{code}")
    async def switched(code: str, wanted: SiteSwitchRequest, operator: Operator) -> RuntimeSettings:
        return await switch_site(bus, SwitchSite(site=code, on=wanted.on), operator.name, settings, audit)

    @router.post("/sites/{code}/permission")
    async def permitted(code: str, wanted: SitePermissionRequest, operator: Operator) -> Permission | None:
        request = SetPermission(site=code, permission=wanted.permission)
        return (await set_permission(request, operator.name, audit)).permit

    return router


def _view(site: DeclaredSite, crawled: bool, report: CrawlReport | None, due: Moment | None) -> SiteView:
    spec, policy = site.spec, site.spec.policy
    return SiteView(
        code=spec.code,
        name=spec.name,
        host=spec.host,
        engine=spec.engine,
        boards=len(spec.boards),
        level=spec.evidence_level,
        policy=SitePolicyView(
            open=policy.enabled,
            robots=policy.robots,
            terms=policy.terms.stance,
            clause=policy.terms.clause,
            terms_url=policy.terms.url,
            checked=policy.terms.checked_at,
            min_delay=policy.min_delay,
            permission=policy.operator_permission,
            reason=policy.reason,
        ),
        later=site.later,
        crawled=crawled and policy.enabled,
        report=report,
        explained=explain_failure(report.why.code, report.why.fields) if report and report.why else None,
        notes=tuple(explain_failure(note.code, note.fields) for note in report.notes) if report else (),
        next=due if crawled else None,
    )
