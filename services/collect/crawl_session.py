"""One crawl of one site: chooses the posts to read, and publishes each as a new post or an update."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawlers import score
from crawlers.base import ParsedPost, PostRef
from crawlers.crawl_interface import CrawlLimits
from crawlers.fetch.polite_client import PoliteClient
from crawlers.health.crawl_assessment import assess_crawl, crawl_notes
from crawlers.health.crawl_summary import CrawlCounts, ParsedPostSummary
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from crawlers.spider import run_spider
from libraries.media.store import MediaStore
from libraries.pictures.sanitizer import PictureSanitizer
from schemas.clock import utc_now
from schemas.crawls import CrawlReport, short_reason
from schemas.errors import BadInput, ConfigurationError, WaggleError
from schemas.posts import PostKey, Sighting, Stats
from services.collect.host_limits import HostLimits
from services.collect.post_builder import BuiltPost, PostBuilder
from services.collect.post_images import PostImageDownloader
from services.collect.post_presence import REMOVED
from services.collect.post_registry import KnownPost, KnownStatus, PostRegistry, comments_digest
from services.collect.pseudonym import Pseudonyms
from services.config import CollectSettings


@dataclass(frozen=True, slots=True)
class CrawlTools:
    """The objects that a crawl of a site uses."""

    builder: PostBuilder
    images: PostImageDownloader
    posts: PostRegistry
    limits: CrawlLimits


class CrawlSession:
    """The `CrawlHandler` of one crawl: chooses posts and publishes what is read."""

    def __init__(self, spec: SiteSpec, tools: CrawlTools, counts: CrawlCounts, *, reads_comments: bool) -> None:
        self._spec, self._tools, self._counts, self._reads_comments = spec, tools, counts, reads_comments
        self._now = utc_now()
        self._scale = score.ScoreScale([])
        self._entries: dict[str, KnownPost] = {}

    async def choose_posts(self, posts: Sequence[PostRef]) -> Sequence[PostRef]:
        """New posts, the highest score first, then known ones whose numbers on the list have changed."""
        self._now = utc_now()
        for ref in posts:
            self._entries[ref.id_within_site] = await self._tools.posts.look_up(self._key(ref))
        self._scale = self._tools.posts.remember_and_make_score_scale(
            self._spec.code, [self._candidate(ref) for ref in posts], self._now
        )
        new: list[PostRef] = []
        changed: list[PostRef] = []
        for ref in posts:
            entry = self._entries[ref.id_within_site]
            if entry.standing is KnownStatus.NEW:
                new.append(ref)
            elif entry.standing is KnownStatus.RETRACTED:
                self._counts.skipped["retracted"] += 1
            elif entry.stats is not None and _same_stats(ref.stats, entry.stats) and not entry.gone:
                self._counts.unchanged += 1
            else:
                changed.append(ref)
        new.sort(key=lambda ref: -self._scale.score(self._candidate(ref)))
        wanted = [*new, *changed]
        self._counts.skipped["over_limit"] += max(0, len(wanted) - self._tools.limits.posts)
        return wanted

    async def handle_post(self, ref: PostRef, post: ParsedPost) -> None:
        summary = ParsedPostSummary.of(ref, post, reads_comments=self._reads_comments)
        self._counts.read.append(summary)
        try:
            built = await asyncio.to_thread(self._tools.builder.build_without_pictures, ref, post)
            built = replace(built, flags=built.flags + summary.flags)
            if self._entries[ref.id_within_site].standing is KnownStatus.NEW:
                await self._collect(ref, post, built)
            else:
                await self._refresh(ref, built, summary)
        except BadInput as error:
            self._counts.skipped[short_reason(error)] += 1

    async def handle_failed_post(self, ref: PostRef, error: WaggleError) -> None:
        """Records a known post as gone when its page says that it was removed."""
        entry = self._entries[ref.id_within_site]
        known = entry.standing is KnownStatus.KNOWN and not entry.gone
        if known and short_reason(error) in REMOVED:
            await self._tools.posts.record_presence(self._key(ref), error.explained("en").sentence)

    async def _collect(self, ref: PostRef, parsed: ParsedPost, built: BuiltPost) -> None:
        images = await self._tools.images.store_images(
            self._key(ref), parsed.images, ref.url, self._counts.left_out, parsed.places
        )
        if self._tools.images.may_come_later and await self._tools.posts.put_off_once(self._key(ref)):
            self._counts.skipped["pictures_later"] += 1
            return
        candidate = self._candidate(ref)
        text = f"{built.title}\n{built.content}"
        match = await self._tools.posts.remember_and_find_earliest_copy(self._key(ref), text, images)
        points = score.score_with_copies(self._scale.score(candidate), match.sites)
        post = self._tools.builder.build_post(ref, parsed, built, images, points, match.original)
        post = post.model_copy(update={"score_parts": self._scale.score_parts(candidate)})
        if await self._tools.posts.publish_new_post(post):
            self._counts.new += 1
            self._counts.images += len(images)
            own = PostKey.parse(match.original).site == self._spec.code
            self._counts.copies += own and match.original != str(post.key)
        else:
            self._counts.skipped["collected_meanwhile"] += 1

    async def _refresh(self, ref: PostRef, built: BuiltPost, summary: ParsedPostSummary) -> None:
        if summary.lost_comments:
            # What was read before is better than what is left of it.
            self._counts.skipped["comments_lost"] += 1
            return
        entry = self._entries[ref.id_within_site]
        if entry.gone:
            await self._tools.posts.record_presence(self._key(ref), "")
        if built.stats == entry.stats and comments_digest(built.comments) == entry.digest:
            self._counts.unchanged += 1
            return
        candidate = self._candidate(ref)
        sighting = Sighting(
            key=self._key(ref),
            stats=built.stats,
            comments=built.comments,
            time=utc_now(),
            score=self._scale.score(candidate),
            score_parts=self._scale.score_parts(candidate),
        )
        published = await self._tools.posts.publish_sighting(sighting)
        self._counts.refreshed += published
        self._counts.skipped["retracted"] += not published

    def _candidate(self, ref: PostRef) -> score.PostToScore:
        entry = self._entries.get(ref.id_within_site)
        before, since = (entry.stats, score.age_in_hours(entry.at, self._now) or 0.0) if entry else (None, 0.0)
        return score.PostToScore(ref.stats, ref.board, score.age_in_hours(ref.posted_at, self._now), before, since)

    def _key(self, ref: PostRef) -> PostKey:
        return PostKey.of(self._spec.code, ref.id_within_site)


def _same_stats(listed: Stats, known: Stats) -> bool:
    """Whether every number that the list shows equals the known one; false when it shows none."""
    shown = {name: value for name, value in listed.model_dump().items() if value is not None}
    return bool(shown) and all(getattr(known, name) == value for name, value in shown.items())


async def crawl_site(
    spec: SiteSpec,
    posts: PostRegistry,
    store: MediaStore,
    settings: CollectSettings,
    limits: CrawlLimits | None = None,
    host_limits: HostLimits | None = None,
    *,
    patience: float = 20.0,
) -> CrawlReport:
    """Crawl one site into ``posts``, with the reserved hosts' limits; an answer may take ``patience`` seconds.

    Raises ConfigurationError for a site that is not enabled or when no contact is set, BadInput for an unknown engine,
    and what the registry or the store raises (ProviderDown, NoSpace). Faults of the site are in the report.
    """
    if not spec.policy.enabled:
        raise ConfigurationError("site.closed", site=spec.code, why=spec.policy.reason)
    limits = limits or CrawlLimits()
    engine = registry.make_engine(spec)
    builder = PostBuilder(spec, Pseudonyms(settings.author_salt.get_secret_value(), spec.code))
    counts, started, clock = CrawlCounts(), utc_now(), time.monotonic()
    token = settings.tokens[spec.code].get_secret_value() if spec.code in settings.tokens else ""
    client = PoliteClient(spec, settings.contact, token=token, memory=host_limits, timeout=patience)
    try:
        async with client, PictureSanitizer() as sanitizer:
            if host_limits:
                host_limits.on_lost = client.stop
            tools = CrawlTools(builder, PostImageDownloader(client, sanitizer, store), posts, limits)
            session = CrawlSession(spec, tools, counts, reads_comments=engine.reads_comments)
            trace = await run_spider(engine, client, session, limits)
    finally:
        if host_limits:
            await host_limits.record_requests_and_pause(client.requests, client.rest, client.stopped)
    for page in trace.failed:
        counts.skipped[page.reason] += 1
    health, why = assess_crawl(trace, counts, engine.expects)
    return CrawlReport(
        site=spec.code,
        started=started,
        seconds=round(time.monotonic() - clock, 3),
        pages=trace.pages,
        listed=trace.listed,
        parsed=len(counts.read),
        new=counts.new,
        refreshed=counts.refreshed,
        unchanged=counts.unchanged,
        skipped={reason: count for reason, count in sorted(counts.skipped.items()) if count},
        images=counts.images,
        images_left_out={reason: count for reason, count in sorted(counts.left_out.items()) if count},
        health=health,
        why=why,
        notes=crawl_notes(trace, counts),
    )
