"""The publishers: one durable per platform."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from schemas.errors import IllegalTransition
from schemas.events import ContentReleased, ContentRendered, ContentRequested, ContentUploaded, ContentUploading
from schemas.recipe import Stage
from schemas.states import PostState
from services.bus import Bus, Service, Work
from services.config import PublishSettings
from services.publish.delivery import Delivery
from services.publish.gate import Similar, released
from services.publish.metadata import publication
from services.publish.uploader import BaseUploader, Publication, Receipt
from services.publish.withdraw import end_holds

Fact = ContentRendered | ContentRequested | ContentReleased


class Publisher:
    """What is done with a finished film on one platform."""

    def __init__(self, bus: Bus, delivery: Delivery, similar: Similar | None = None) -> None:
        self._bus = bus
        self.delivery = delivery
        self.platform = delivery.uploader.platform
        self._similar = similar

    async def publish(self, fact: Fact, work: Work) -> ContentUploaded | None:
        """Upload, and make visible what a reviewer released. Raises as `Delivery.bring` does."""
        wanted = self.wanted(work.state)
        if wanted is None:
            return None
        if not self.delivery.uploader.capabilities.keeps_private:
            return await self._publish_at_once(fact, work, wanted)
        answer = None
        if self.platform not in work.state.uploaded:
            begun = await self._begin(fact, work, wanted)
            answer = self._uploaded(fact, await self.delivery.bring(wanted, begun))
            await work.record(answer)
        privacy = released(work.state, self.platform, wanted)
        if privacy is not None:
            await self._require_living(wanted)
            await self.delivery.release(wanted, privacy)
        return answer

    async def _publish_at_once(self, fact: Fact, work: Work, wanted: Publication) -> ContentUploaded | None:
        """Where everybody sees what is there: nothing before it is released, then all of it."""
        privacy = released(work.state, self.platform, wanted)
        if privacy is None or self.platform in work.state.uploaded:
            return None
        begun = await self._begin(fact, work, wanted)
        await self.delivery.bring(wanted, begun)
        await self._require_living(wanted)
        return self._uploaded(fact, await self.delivery.release(wanted, privacy))

    async def _require_living(self, wanted: Publication) -> None:
        """Raises IllegalTransition: a withdrawal wins over everything still on its way."""
        state = await self._bus.state(wanted.post_key)
        if self.wanted(state) != wanted:
            status = state.status.value if state.status else "unknown"
            raise IllegalTransition(post=str(wanted.post_key), status=status, event="content.released")

    def wanted(self, state: PostState) -> Publication | None:
        """What would be published of a post as it is now."""
        if not (state.post and state.script and state.film):
            return None
        return publication(state.post, state.script, state.film, state.revision)

    async def _begin(self, fact: Fact, work: Work, wanted: Publication) -> datetime | None:
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
        return None

    def _uploaded(self, fact: Fact, receipt: Receipt) -> ContentUploaded:
        return ContentUploaded.caused_by(
            fact,
            self.platform,
            platform=self.platform,
            remote_id=receipt.remote_id,
            url=receipt.url,
            video_sha256=receipt.video_sha256,
        )


def build(bus: Bus, uploader: BaseUploader, settings: PublishSettings) -> Service:
    """The service that brings finished films to ``uploader``'s platform."""
    platform = uploader.platform
    settle = settings.youtube.settle_seconds
    similar = Similar(bus.ledger(), platform, uploader.channel, settings.similarity)
    publisher = Publisher(bus, Delivery(bus, uploader, settle=settle), similar if uploader.seen_by_people else None)
    service = Service(f"publish-{platform}", durable=f"publish-{platform}", platform=platform)

    @service.on(stage=Stage.PUBLISH)
    async def publish(fact: ContentRendered | ContentRequested | ContentReleased, work: Work) -> ContentUploaded | None:
        return await publisher.publish(fact, work)

    return service


async def run_publish(
    bus: Bus, uploaders: Sequence[BaseUploader], settings: PublishSettings, stop: asyncio.Event
) -> None:
    """Serve every platform until ``stop``; a slow one does not hold up the others."""
    async with asyncio.TaskGroup() as group:
        for uploader in uploaders:
            group.create_task(build(bus, uploader, settings).run(bus, stop), name=uploader.platform)
            group.create_task(end_holds(bus, uploader, stop), name=f"holds-{uploader.platform}")
