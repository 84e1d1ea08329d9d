"""The publishers: one durable per platform."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from schemas.crawls import Presence, SourceWatch
from schemas.errors import IllegalTransition
from schemas.events import ContentReleased, ContentRendered, ContentRequested, ContentUploaded, ContentUploading
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState
from services.bus import Bus, MessageContext, Service
from services.bus.service.failpoints import step
from services.config import PublishSettings
from services.media.store import MediaStore
from services.publish.metadata.build import publication
from services.publish.platforms.base import BaseUploader, Privacy, Publication, UploadReceipt
from services.publish.upload.delivery import Delivery
from services.publish.upload.release_checks import SimilarityCheck, released
from services.publish.upload.trusted_clock import TrustedClock, watch_clock
from services.publish.withdraw.scheduled import end_holds
from services.publish.withdraw.withdrawal import Withdrawal

PublishTrigger = ContentRendered | ContentRequested | ContentReleased


class Source(NamedTuple):
    """Where a post comes from: who looks whether it is still there, and what is done when it is not."""

    watch: SourceWatch
    withdraw: Callable[[PostKey], Awaitable[None]]

    async def look(self, key: PostKey) -> Presence:
        return await self.watch.look(key)


class Publisher:
    """What is done with a finished film on one platform.

    ``source``: asks a post's site whether it still stands there, and withdraws one that does not.
    """

    def __init__(
        self,
        bus: Bus,
        delivery: Delivery,
        similar: SimilarityCheck | None = None,
        *,
        source: Source | None = None,
        clock: TrustedClock | None = None,
    ) -> None:
        self._bus = bus
        self.delivery = delivery
        self.uploader = delivery.uploader
        self.platform = delivery.uploader.platform
        self._similar = similar
        self._source = source
        self._clock = clock or TrustedClock()

    async def publish(self, fact: PublishTrigger, work: MessageContext) -> ContentUploaded | None:
        """Upload, and make visible what a reviewer released. Raises as `Delivery.bring` does."""
        wanted = self.wanted(work.state)
        if wanted is None:
            return None
        if not self.uploader.capabilities.keeps_private:
            return await self._publish_at_once(fact, work, wanted)
        answer = None
        if self.platform not in work.state.uploaded:
            await self._require_source(wanted)
            begun = await self._begin(fact, work, wanted)
            answer = self._uploaded(fact, await self.delivery.bring(wanted, begun))
            await work.record(answer)
        privacy = await self._released(work.state, wanted)
        if privacy is not None:
            await self._require_source(wanted)
            await self._require_living(wanted)
            await self.delivery.release(wanted, privacy)
        return answer

    async def _publish_at_once(
        self, fact: PublishTrigger, work: MessageContext, wanted: Publication
    ) -> ContentUploaded | None:
        """Where everybody sees what is there: nothing before it is released, then all of it."""
        if self.platform in work.state.uploaded:
            return None
        privacy = await self._released(work.state, wanted)
        if privacy is None:
            return None
        await self._require_source(wanted)
        begun = await self._begin(fact, work, wanted)
        await self.delivery.bring(wanted, begun)
        await self._require_living(wanted)
        return self._uploaded(fact, await self.delivery.release(wanted, privacy))

    async def _released(self, state: PostState, wanted: Publication) -> Privacy | None:
        """How visible it may be; None while nobody released it. Raises Parked before its time."""
        release = released(state, self.platform, wanted)
        if release is None:
            return None
        if release.publish_at is not None:
            what = f"Releasing {wanted.post_key}"
            await self._clock.require(release.publish_at, self._bus, self.uploader, what)
        return release.privacy

    async def _require_source(self, wanted: Publication) -> None:
        """Raises IllegalTransition: what its own site took away is withdrawn, not published."""
        if self._source is not None and await self._source.look(wanted.post_key) is Presence.GONE:
            await self._source.withdraw(wanted.post_key)
            raise IllegalTransition(post=str(wanted.post_key), status="gone from its site", event="content.uploading")

    async def _require_living(self, wanted: Publication) -> None:
        """Raises IllegalTransition: a withdrawal wins over everything still on its way."""
        state = await self._bus.state(wanted.post_key)
        if self.wanted(state) != wanted or state.gone:
            status = state.status.value if state.status else "unknown"
            raise IllegalTransition(post=str(wanted.post_key), status=status, event="content.released")

    def wanted(self, state: PostState) -> Publication | None:
        """What would be published of a post as it is now."""
        if not (state.post and state.script and state.film):
            return None
        return publication(state.post, state.script, state.film, state.revision)

    async def _begin(self, fact: PublishTrigger, work: MessageContext, wanted: Publication) -> datetime | None:
        """Put on record that it is uploaded; gives since when that stands there, if it did before."""
        if self._similar is not None and work.state.script:
            await self._similar.require_new(wanted, work.state.script)
        sha256 = wanted.film.video.sha256
        for recorded in work.history:
            earlier = recorded.event
            if isinstance(earlier, ContentUploading) and (earlier.platform, earlier.video_sha256) == (
                self.platform,
                sha256,
            ):
                return recorded.time
        await work.record(ContentUploading.caused_by(fact, self.platform, platform=self.platform, video_sha256=sha256))
        step(Stage.PUBLISH, "started")
        return None

    def _uploaded(self, fact: PublishTrigger, receipt: UploadReceipt) -> ContentUploaded:
        return ContentUploaded.caused_by(
            fact,
            self.platform,
            platform=self.platform,
            remote_id=receipt.remote_id,
            url=receipt.url,
            video_sha256=receipt.video_sha256,
        )


class Guards(NamedTuple):
    """What stands before every upload: the clock, and whoever looks after the sources."""

    clock: TrustedClock
    source: Source | None = None


def build(bus: Bus, uploader: BaseUploader, settings: PublishSettings, guards: Guards | None = None) -> Service:
    """The service that brings finished films to ``uploader``'s platform."""
    platform = uploader.platform
    guards = guards or Guards(TrustedClock())
    delivery = Delivery(bus, uploader, settle=uploader.settle_seconds)
    seen = uploader.seen_by_people
    similar = SimilarityCheck(bus.ledger(), platform, uploader.channel, settings.similarity) if seen else None
    source = guards.source if seen else None
    publisher = Publisher(bus, delivery, similar, source=source, clock=guards.clock)
    service = Service(f"publish-{platform}", durable=f"publish-{platform}", platform=platform)

    @service.on(stage=Stage.PUBLISH)
    async def publish(
        fact: ContentRendered | ContentRequested | ContentReleased, work: MessageContext
    ) -> ContentUploaded | None:
        return await publisher.publish(fact, work)

    return service


async def run_publish(
    bus: Bus,
    store: MediaStore,
    uploaders: Sequence[BaseUploader],
    settings: PublishSettings,
    watch: SourceWatch,
    stop: asyncio.Event,
) -> None:
    """Serve every platform until ``stop``; a slow one does not hold up the others."""

    async def withdraw(key: PostKey) -> None:
        await Withdrawal(bus, store, uploaders, reason="its site took it away", by="publish").run(key)

    guards = Guards(TrustedClock(), Source(watch, withdraw))
    platforms = [uploader.platform for uploader in uploaders]
    async with asyncio.TaskGroup() as group:
        for uploader in uploaders:
            group.create_task(build(bus, uploader, settings, guards).run(bus, stop), name=uploader.platform)
        group.create_task(end_holds(bus, store, uploaders, guards.clock, stop), name="holds")
        group.create_task(watch_clock(bus, platforms, guards.clock, stop), name="clock")
