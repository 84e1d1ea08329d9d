"""Checks whether posts are still on their sites: what is gone is neither filmed nor published."""

import asyncio
from collections.abc import Callable
from typing import Final

from crawlers.fetch.polite_client import PoliteClient
from crawlers.post_page import read_post_page
from crawlers.sites_config import registry
from crawlers.sites_config.lookup import find_site, reachable_site
from crawlers.sites_config.model import SiteSpec
from libraries.bus import Bus
from libraries.log import get_logger
from schemas.crawls import PostPresence, PostPresenceCheck, short_reason
from schemas.errors import BadInput, Parked, Permanent, ProviderDown, Retryable
from schemas.events import Event, PostFound, PostGone
from schemas.posts import Post, PostKey
from schemas.states import PostState
from services.collect.host_limits import HostLimits
from services.config import CollectSettings

log = get_logger(__name__)

REMOVED: Final = frozenset({"gone", "secret"})
"""Reasons of a page that mean the post is no longer public. ``login`` is none: some sites ask everybody to log in."""
_LONGEST_WAIT: Final = 20.0
"""Seconds that a site may ask us to wait; with a longer wait the result is UNKNOWN."""
_LEASE_WAIT: Final = 120.0
"""Seconds to wait for a crawl of the same host to end."""
_CHECK_LEASE: Final = 300.0
"""Seconds within which only one collector checks a post."""


class PostPresenceChecker:
    """Checks posts on their declared sites (`schemas.crawls.PostPresenceCheck`); ``site`` finds one by its code."""

    def __init__(self, bus: Bus, settings: CollectSettings, site: Callable[[str], SiteSpec] = find_site) -> None:
        self._bus, self._settings, self._site = bus, settings, site

    async def check_post(self, key: PostKey) -> PostPresence:
        state = await self._bus.post_state(key)
        if state.post is None:
            return PostPresence.UNKNOWN
        presence, why = await self._check(state.post)
        if presence is not PostPresence.UNKNOWN:
            await record_presence(self._bus, key, why)
        return presence

    async def _check(self, post: Post) -> tuple[PostPresence, str]:
        """Whether a post is on its site, and how the site says that it is gone."""
        try:
            spec = self._site(post.key.site)
            if not spec.policy.enabled:
                return PostPresence.UNKNOWN, ""
            with reachable_site(spec) as ready:
                return await self._check_page(ready, post)
        except (BadInput, ProviderDown, Parked):
            return PostPresence.UNKNOWN, ""

    async def _check_page(self, spec: SiteSpec, post: Post) -> tuple[PostPresence, str]:
        engine = registry.make_engine(spec)
        token = self._settings.tokens[spec.code].get_secret_value() if spec.code in self._settings.tokens else ""
        limits = HostLimits(self._bus, spec)
        client = PoliteClient(spec, self._settings.contact, token=token, longest_wait=_LONGEST_WAIT, memory=limits)
        try:
            async with limits.reserved_hosts(_LEASE_WAIT), client:
                try:
                    address = engine.address(post.origin_id, str(post.url))
                    answer = await client.fetch_page(address, engine.is_closed_post)
                finally:
                    await limits.record_requests_and_pause(client.requests, client.rest, client.stopped)
            # A large page takes seconds to read, and other work waits on this loop.
            await asyncio.to_thread(read_post_page, engine, answer.body, answer.url)
        except BadInput as error:
            reason = short_reason(error)
            if reason in REMOVED:
                return PostPresence.GONE, error.explained("en").sentence
            # A page that answers with other markup than expected is still there.
            return (PostPresence.THERE if reason == "not_a_post" else PostPresence.UNKNOWN), ""
        return PostPresence.THERE, ""


async def check_approved_posts(bus: Bus, watch: PostPresenceCheck) -> None:
    """Check every post that is approved from now on, before its film is made; runs until it is cancelled."""
    head = (await bus.facts_head()).last_sequence
    async for batch in bus.facts(head, kinds=("post.approved",), follow=True):
        for recorded in batch:
            key = recorded.event.post_key
            # Only one of several collectors checks.
            if await bus.take_lease(f"look.{key}", _CHECK_LEASE) is not None:
                try:
                    presence = await watch.check_post(key)
                except (Retryable, Permanent) as error:
                    log.warning("approved post not checked", post=str(key), why=str(error))
                    continue
                log.info("approved post checked", post=str(key), presence=presence)


async def record_presence(bus: Bus, key: PostKey, gone: str) -> None:
    """Record that a post is gone from its site, and why, or (``gone`` empty) there again, unless already known."""

    def change(state: PostState) -> Event | None:
        event: Event
        if gone and not state.gone:
            event = PostGone(post_key=key, revision=state.revision, reason=gone)
        elif not gone and state.gone:
            event = PostFound(post_key=key, revision=state.revision)
        else:
            return None
        return event if state.allows_kind(event.kind) else None

    await bus.publish_decision(key, change)
