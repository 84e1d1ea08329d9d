"""Switch a site on or off while everything runs, and have one crawled at once."""

import asyncio
from collections import deque
from collections.abc import Sequence

from crawlers.sites_config import registry
from crawlers.sites_config.declared_site import DeclaredSite
from libraries.accounts.audit_log import AuditEntry, AuditLog
from libraries.bus import Bus
from libraries.bus.runtime_settings import change_runtime_settings, read_runtime_settings
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.events import PostCollected
from schemas.posts import Post
from schemas.runtime_settings import RuntimeSettings
from services.commands.fact_recording import within_broker_deadline
from services.config import CollectSettings


class SwitchSite(Frozen):
    """A request to switch a site on or off; ``site`` is its code."""

    site: str
    on: bool


class SetPermission(Frozen):
    """Who allowed a site to be read, to be recorded with the fields of `Permission`; None takes the record back."""

    site: str
    permission: dict[str, str] | None


class RequestCrawl(Frozen):
    """A request to crawl a site now; ``site`` is its code."""

    site: str


async def switch_site(
    bus: Bus, request: SwitchSite, who: str, settings: CollectSettings, audit: AuditLog
) -> RuntimeSettings:
    """Switch a site on or off, noted in the audit log; on, it is crawled at once and by the schedule. Raises BadInput
    (``site.not_declared``, ``site.closed_by_policy``) and Permanent (not saved).
    """
    spec = (await asyncio.to_thread(registry.site_specs)).get(request.site)
    if spec is None and request.site not in settings.sites:
        raise BadInput("site.not_declared", site=request.site)
    if request.on and spec is not None and not spec.policy.enabled:
        raise BadInput("site.closed_by_policy", site=request.site, why=spec.policy.reason)
    async with within_broker_deadline():
        turned = {request.site: request.on}
        changed = await change_runtime_settings(bus, lambda now: now.model_copy(update={"sites": now.sites | turned}))
        if request.on:
            await bus.schedule_crawl(request.site, settings.cron, settings.time_zone)
            await bus.crawl_now(request.site)
    what = "site_on" if request.on else "site_off"
    await asyncio.to_thread(audit.append, AuditEntry(who=who, what=what, about=request.site))
    return changed


async def set_permission(request: SetPermission, who: str, audit: AuditLog) -> DeclaredSite:
    """Record a permission beside the settings, or take it back, and note who did. The site is not switched on by it.

    Raises BadInput (``site.unknown``, ``site.permit_*``, ``site.host_taken``), ConfigurationError (not written).
    """
    declared = await asyncio.to_thread(registry.record_or_withdraw_permission, request.site, who, request.permission)
    # What was recorded, which is not in force while another file of the site has a fault.
    what = "site_permitted" if request.permission else "site_permit_withdrawn"
    note = (request.permission or {}).get("ref", "")
    await asyncio.to_thread(audit.append, AuditEntry(who=who, what=what, about=request.site, note=note))
    return declared


async def request_crawl(bus: Bus, request: RequestCrawl, who: str, settings: CollectSettings, audit: AuditLog) -> None:
    """Have a site crawled at once; note who asked. Raises BadInput (``site.not_crawled``), Permanent (not saved)."""
    if request.site not in await crawled_sites(bus, settings):
        raise BadInput("site.not_crawled", site=request.site)
    async with within_broker_deadline():
        await bus.crawl_now(request.site)
    await asyncio.to_thread(audit.append, AuditEntry(who=who, what="crawl", about=request.site))


async def crawled_sites(bus: Bus, settings: CollectSettings) -> tuple[str, ...]:
    """The sites that are crawled: those of the settings and those switched on, without those switched off."""
    switched = await read_runtime_settings(bus)
    others = [site for site, on in switched.sites.items() if on and site not in settings.sites]
    return tuple(site for site in (*settings.sites, *others) if switched.is_crawled(site, site in settings.sites))


async def newest_collected_posts(bus: Bus, site: str) -> Sequence[Post]:
    """The newest posts of a site that were collected, at most sixty."""
    newest: deque[Post] = deque(maxlen=60)
    async for batch in bus.facts(kinds=("post.collected",)):
        events = (fact.event for fact in batch)
        newest.extend(each.post for each in events if isinstance(each, PostCollected) and each.post.key.site == site)
    return tuple(newest)
