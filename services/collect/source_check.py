"""Whether a post still stands where it was read: what is gone from its site is neither filmed nor published."""

from collections.abc import Callable
from typing import Final

import structlog

from crawlers.fetch.polite_client import PoliteClient
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from schemas.crawls import Presence, SourceWatch
from schemas.errors import BadInput, Parked, Permanent, ProviderDown, Retryable
from schemas.events import Event, PostFound, PostGone
from schemas.posts import Post, PostKey
from schemas.states import PostState
from services.bus import Bus
from services.collect.host_limits import HostLimits
from services.collect.site_lookup import find, reachable
from services.config import CollectSettings

log = structlog.get_logger(__name__)

TAKEN_AWAY: Final = frozenset({"gone", "secret"})
"""Reasons of a page that say the public may no longer read the post. A login alone may be asked of everybody."""
_PATIENCE: Final = 20.0
"""Seconds a site may ask us to wait before we say that we do not know."""
_TURN: Final = 120.0
"""Seconds we wait for a crawl of the same host to end."""
_LOOKED: Final = 300.0
"""Seconds for which one look at a post is enough."""


class SourceChecker:
    """`schemas.crawls.SourceWatch` over the real sites. ``site`` finds the one of a code."""

    def __init__(self, bus: Bus, settings: CollectSettings, site: Callable[[str], SiteSpec] = find) -> None:
        self._bus, self._settings, self._site = bus, settings, site

    async def look(self, key: PostKey) -> Presence:
        state = await self._bus.state(key)
        if state.post is None:
            return Presence.UNKNOWN
        presence, why = await self._ask(state.post)
        if presence is not Presence.UNKNOWN:
            await note(self._bus, key, why)
        return presence

    async def _ask(self, post: Post) -> tuple[Presence, str]:
        """What the site says of a post, and in which words if it is gone."""
        try:
            spec = self._site(post.key.site)
            if not spec.policy.enabled:
                return Presence.UNKNOWN, ""
            with reachable(spec) as ready:
                return await self._page_says(ready, post)
        except (BadInput, ProviderDown, Parked):
            return Presence.UNKNOWN, ""

    async def _page_says(self, spec: SiteSpec, post: Post) -> tuple[Presence, str]:
        engine = registry.engine(spec)
        token = self._settings.tokens[spec.code].get_secret_value() if spec.code in self._settings.tokens else ""
        courtesy = HostLimits(self._bus, spec)
        gate = PoliteClient(spec, self._settings.contact, token=token, patience=_PATIENCE, memory=courtesy)
        try:
            async with courtesy.visit(_TURN), gate:
                try:
                    answer = await gate.page(engine.address(post.origin_id, str(post.url)), engine.refuses_one)
                finally:
                    await courtesy.over(gate.asked, gate.rest, gate.stopped)
            engine.post(answer.body, answer.url)
        except BadInput as error:
            if error.fields.get("reason") in TAKEN_AWAY:
                return Presence.GONE, str(error.fields["why"])
            # Its page answers, in whatever markup: the post is there, or nobody can tell.
            known = error.fields.get("reason") != "not_a_post"
            return (Presence.UNKNOWN if known else Presence.THERE), ""
        return Presence.THERE, ""


async def watch_approved(bus: Bus, watch: SourceWatch) -> None:
    """Look at every post that is approved from now on, before its film is made; runs until it is cancelled."""
    head = (await bus.head()).last_sequence
    async for batch in bus.facts(head, kinds=("post.approved",), follow=True):
        for recorded in batch:
            key = recorded.event.post_key
            # Of several collectors one looks.
            if await bus.lease(f"look.{key}", _LOOKED) is not None:
                try:
                    presence = await watch.look(key)
                except (Retryable, Permanent) as error:
                    log.warning("approved post not looked at", post=str(key), why=str(error))
                    continue
                log.info("approved post looked at", post=str(key), presence=presence)


async def note(bus: Bus, key: PostKey, gone: str) -> None:
    """Record that a post is gone, in the words of its site, or (empty) there again, where that is news."""

    def news(state: PostState) -> Event | None:
        event: Event
        if gone and not state.gone:
            event = PostGone(post_key=key, revision=state.revision, reason=gone)
        elif not gone and state.gone:
            event = PostFound(post_key=key, revision=state.revision)
        else:
            return None
        return event if state.allows(event.kind) else None

    await bus.decide(key, news)
