"""One crawl of one site: which posts are read, and what becomes of each."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crawlers.base import ParsedPost, PostRef
from crawlers.fetch.polite_client import PoliteClient
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from crawlers.spider import CrawlLimits, crawl
from schemas.crawls import CrawlReport
from schemas.errors import BadInput, ConfigurationError, WaggleError
from schemas.posts import PostKey, Sighting, Stats
from services.collect import score
from services.collect.crawl_health import CrawlTally, ParsedPostSummary, verdict
from services.collect.host_limits import HostLimits
from services.collect.images import PostImages
from services.collect.known_posts import KnownPost, PostSink, Standing, digest
from services.collect.post_builder import BuiltPost, PostBuilder
from services.collect.pseudonym import Pseudonyms
from services.collect.source_check import TAKEN_AWAY
from services.config import CollectSettings
from services.media.images import PictureWorker
from services.media.store import MediaStore


@dataclass(frozen=True, slots=True)
class Tools:
    """What a visit works with."""

    composer: PostBuilder
    pictures: PostImages
    desk: PostSink
    limits: CrawlLimits


class CrawlSession:
    """The crawl's visitor: chooses from the lists, hands in what was read."""

    def __init__(self, spec: SiteSpec, tools: Tools, tally: CrawlTally) -> None:
        self._spec, self._tools, self._tally = spec, tools, tally
        self._now = datetime.now(UTC)
        self._scale = score.Scale([])
        self._entries: dict[str, KnownPost] = {}

    async def listed(self, posts: Sequence[PostRef]) -> Sequence[PostRef]:
        """New posts, the best first, then known ones whose figures moved on the list."""
        self._now = datetime.now(UTC)
        for ref in posts:
            self._entries[ref.origin_id] = await self._tools.desk.look_up(self._key(ref))
        self._scale = self._tools.desk.scale(self._spec.code, [self._candidate(ref) for ref in posts], self._now)
        new: list[PostRef] = []
        moved: list[PostRef] = []
        for ref in posts:
            entry = self._entries[ref.origin_id]
            if entry.standing is Standing.NEW:
                new.append(ref)
            elif entry.standing is Standing.CLOSED:
                self._tally.skipped["retracted"] += 1
            elif entry.stats is not None and _agrees(ref.stats, entry.stats) and not entry.gone:
                self._tally.unchanged += 1
            else:
                moved.append(ref)
        new.sort(key=lambda ref: -self._scale.score(self._candidate(ref)))
        wanted = [*new, *moved]
        self._tally.skipped["over_limit"] += max(0, len(wanted) - self._tools.limits.posts)
        return wanted

    async def visited(self, ref: PostRef, post: ParsedPost) -> None:
        self._tally.seen.append(ParsedPostSummary.of(post, self._tools.limits.comment_pages))
        try:
            composed = await asyncio.to_thread(self._tools.composer.text, ref, post)
            if self._entries[ref.origin_id].standing is Standing.NEW:
                await self._collect(ref, post, composed)
            else:
                await self._refresh(ref, composed)
        except BadInput as error:
            self._tally.skipped[str(error.fields.get("reason", "unfit"))] += 1

    async def lost(self, ref: PostRef, error: WaggleError) -> None:
        """A known post whose page is taken away: it is not filmed any more."""
        entry = self._entries[ref.origin_id]
        known = entry.standing is Standing.KNOWN and not entry.gone
        if known and error.fields.get("reason") in TAKEN_AWAY:
            await self._tools.desk.presence(self._key(ref), str(error.fields["why"]))

    async def _collect(self, ref: PostRef, parsed: ParsedPost, composed: BuiltPost) -> None:
        images = await self._tools.pictures.keep(parsed.images, ref.url, self._tally.left_out)
        candidate = self._candidate(ref)
        story = f"{composed.title}\n{composed.content}"
        kin = await self._tools.desk.kinship(self._key(ref), story, images)
        standing = score.spread(self._scale.score(candidate), kin.sites)
        post = self._tools.composer.post(ref, parsed, composed, images, standing, kin.original)
        post = post.model_copy(update={"score_parts": self._scale.parts(candidate)})
        if await self._tools.desk.collect(post):
            self._tally.new += 1
            self._tally.images += len(images)
        else:
            self._tally.skipped["collected_meanwhile"] += 1

    async def _refresh(self, ref: PostRef, composed: BuiltPost) -> None:
        entry = self._entries[ref.origin_id]
        if entry.gone:
            await self._tools.desk.presence(self._key(ref), "")
        if composed.stats == entry.stats and digest(composed.comments) == entry.digest:
            self._tally.unchanged += 1
            return
        candidate = self._candidate(ref)
        sighting = Sighting(
            key=self._key(ref),
            stats=composed.stats,
            comments=composed.comments,
            time=datetime.now(UTC),
            score=self._scale.score(candidate),
            score_parts=self._scale.parts(candidate),
        )
        await self._tools.desk.refresh(sighting)
        self._tally.refreshed += 1

    def _candidate(self, ref: PostRef) -> score.Candidate:
        entry = self._entries.get(ref.origin_id)
        before, since = (entry.stats, score.age(entry.at, self._now) or 0.0) if entry else (None, 0.0)
        return score.Candidate(ref.stats, ref.board, score.age(ref.posted_at, self._now), before, since)

    def _key(self, ref: PostRef) -> PostKey:
        return PostKey.of(self._spec.code, ref.origin_id)


def _agrees(listed: Stats, said: Stats) -> bool:
    """Whether no figure of the list differs from what was last said; one that the list does not show cannot."""
    shown = {name: value for name, value in listed.model_dump().items() if value is not None}
    return bool(shown) and all(getattr(said, name) == value for name, value in shown.items())


async def visit(
    spec: SiteSpec,
    desk: PostSink,
    store: MediaStore,
    settings: CollectSettings,
    limits: CrawlLimits | None = None,
    courtesy: HostLimits | None = None,
) -> CrawlReport:
    """Crawl one site into ``desk``; ``courtesy`` is a visit begun, where other collectors visit it too.

    Raises ConfigurationError for a site that is switched off or without a contact to give it, BadInput for an unknown
    engine, and what the desk or the store raise (ProviderDown, NoSpace). What the site does wrong is in the report.
    """
    if not spec.policy.enabled:
        raise ConfigurationError(
            setting=f"site {spec.code}",
            why=f"it is switched off: {spec.policy.reason}",
            remedy="With the site's permission, note it as policy.operator_permission in its file and enable it.",
        )
    limits = limits or CrawlLimits()
    engine = registry.engine(spec)
    composer = PostBuilder(spec, Pseudonyms(settings.author_salt.get_secret_value(), spec.code))
    tally, started, clock = CrawlTally(), datetime.now(UTC), time.monotonic()
    token = settings.tokens[spec.code].get_secret_value() if spec.code in settings.tokens else ""
    gate = PoliteClient(spec, settings.contact, token=token, memory=courtesy)
    try:
        async with gate, PictureWorker() as worker:
            if courtesy:
                courtesy.leave = gate.leave
            tools = Tools(composer, PostImages(gate, worker, store), desk, limits)
            trace = await crawl(engine, gate, CrawlSession(spec, tools, tally), limits)
    finally:
        if courtesy:
            await courtesy.over(gate.asked, gate.rest, gate.stopped)
    for miss in trace.misses:
        tally.skipped[miss.reason] += 1
    health, why = verdict(trace, tally)
    return CrawlReport(
        site=spec.code,
        started=started,
        seconds=round(time.monotonic() - clock, 3),
        pages=trace.pages,
        listed=trace.listed,
        parsed=len(tally.seen),
        new=tally.new,
        refreshed=tally.refreshed,
        unchanged=tally.unchanged,
        skipped={reason: count for reason, count in sorted(tally.skipped.items()) if count},
        images=tally.images,
        images_left_out={reason: count for reason, count in sorted(tally.left_out.items()) if count},
        health=health,
        why=why,
    )
