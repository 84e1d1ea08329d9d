"""The publish service: brings finished films to the platforms, with one durable for each of them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from libraries.bus import Bus, MessageContext, RetryPolicy, Service
from libraries.bus.connection.topology import durable_of_platform
from libraries.bus.service.failpoints import kill_at_fail_point
from libraries.channel.channel_platform import ChannelPlatform
from libraries.channel.rules import ChannelRules, require_channel_rules
from libraries.log import get_logger
from libraries.media.store import MediaStore
from schemas.crawls import PostPresence, PostPresenceCheck
from schemas.errors import ConfigurationError, IllegalTransition, NoSpace
from schemas.events import ContentReleased, ContentRendered, ContentRequested, ContentUploaded, ContentUploading
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState
from services.config import PublishSettings
from services.publish.metadata.publication import publication_of
from services.publish.platforms.base import BaseUploader, Publication, UploadReceipt
from services.publish.upload.alerts import alert
from services.publish.upload.enabled_platforms import announce_served_accounts, record_enabled_platforms, should_publish
from services.publish.upload.exactly_once import ExactlyOnceUploader
from services.publish.upload.release_checks import SimilarityCheck, matching_release
from services.publish.upload.trusted_clock import TrustedClock, retry_when_clock_was_set
from services.publish.withdraw.scheduled_deletes import run_scheduled_deletes
from services.publish.withdraw.withdrawal import Withdrawer

log = get_logger(__name__)

RETRY: Final = RetryPolicy(max_attempts=25, base=10.0, cap=3 * 3600.0)
"""A platform may be out of reach for about a day before a film is left to a person."""

PublishTrigger = ContentRendered | ContentRequested | ContentReleased


class SourceSiteWatch(NamedTuple):
    """The site a post comes from: ``watch`` checks whether it is still there, ``withdraw`` is called when it is not."""

    watch: PostPresenceCheck
    withdraw: Callable[[PostKey], Awaitable[None]]

    async def check_presence(self, key: PostKey) -> PostPresence:
        """Whether the post is still on its site."""
        return await self.watch.check_post(key)


class Publisher:
    """Publishes finished films on one platform.

    ``source``: checks before every upload whether the post is still on its site. ``since``: what was made before goes
    there only when it is asked for; see `enabled_platforms`. ``rules``: the channel's, where people see its films.
    """

    def __init__(
        self,
        bus: Bus,
        delivery: ExactlyOnceUploader,
        similar: SimilarityCheck | None = None,
        *,
        source: SourceSiteWatch | None = None,
        clock: TrustedClock | None = None,
        since: datetime | None = None,
        rules: ChannelRules | None = None,
    ) -> None:
        self._bus = bus
        self.delivery = delivery
        self.uploader = delivery.uploader
        self.platform = delivery.uploader.platform
        self._similar = similar
        self._source = source
        self._clock = clock or TrustedClock()
        self._since = since
        self._rules = rules

    async def publish(self, fact: PublishTrigger, work: MessageContext) -> ContentUploaded | None:
        """Upload a film of the lane's channel and show it once released; None if nothing was uploaded.

        Raises as the upload does.
        """
        wanted = self._publication(work.state)
        if wanted is None or work.state.channel != ChannelPlatform.parse(self.platform).channel:
            return None
        if not should_publish(fact, work.history, self.platform, self._since):
            log.info("made before the platform was enabled", post=str(wanted.post_key), platform=self.platform)
            return None
        if not self.uploader.capabilities.keeps_private:
            return await self._publish_at_once(fact, work, wanted)
        answer = None
        if self.platform not in work.state.uploaded:
            await self._require_source(wanted)
            begun = await self._record_begin(fact, work, wanted)
            answer = self._uploaded_fact(fact, await self.delivery.upload(wanted, begun))
            await work.record(answer)
        release = matching_release(work.state, self.platform, wanted)
        if release is None or await self.delivery.is_released(wanted, release.privacy):
            return answer  # what is delivered again after a restore asks no site, and takes no film down
        if release.privacy != "private":  # hiding a film is asked for nothing
            await self._require_due(release, work.state, wanted)
            await self._require_source(wanted)
            await self._require_current(release, wanted)
        await self.delivery.release(wanted, release.privacy)
        return answer

    def _publication(self, state: PostState) -> Publication | None:
        whole = publication_of(state)
        return whole.for_platform(self.uploader.capabilities) if whole else None

    async def _publish_at_once(
        self, fact: PublishTrigger, work: MessageContext, wanted: Publication
    ) -> ContentUploaded | None:
        """Publish on a platform without private uploads: nothing is sent before the film is released."""
        release = matching_release(work.state, self.platform, wanted)
        if self.platform in work.state.uploaded or release is None or release.privacy == "private":
            return None
        await self._require_due(release, work.state, wanted)
        await self._require_source(wanted)
        begun = await self._record_begin(fact, work, wanted)
        await self.delivery.upload(wanted, begun)
        await self._require_current(release, wanted)
        return self._uploaded_fact(fact, await self.delivery.release(wanted, release.privacy))

    async def _require_due(self, release: ContentReleased, state: PostState, wanted: Publication) -> None:
        """Raises IllegalTransition for a film that breaks the channel's rules, Parked before its time."""
        if self._rules is not None and state.script is not None and state.post is not None:
            require_channel_rules(state.script, state.post, self._rules)
        if release.publish_at is not None:
            await self._clock.require_moment_reached(release.publish_at, self._bus, self.uploader, wanted.post_key)

    async def _require_source(self, wanted: Publication) -> None:
        """Withdraws a post that is gone from its site, and raises IllegalTransition."""
        if self._source is not None and await self._source.check_presence(wanted.post_key) is PostPresence.GONE:
            await self._source.withdraw(wanted.post_key)
            raise IllegalTransition("publish.source_gone", post=wanted.post_key)

    async def _require_current(self, release: ContentReleased, wanted: Publication) -> None:
        """Raises IllegalTransition when the post was withdrawn, remade or released otherwise meanwhile: that wins."""
        state = await self._bus.post_state(wanted.post_key)
        if (
            self._publication(state) != wanted
            or state.gone
            or matching_release(state, self.platform, wanted) != release
        ):
            status = state.status.value if state.status else "unknown"
            raise IllegalTransition("publish.changed", post=wanted.post_key, status=status)

    async def _record_begin(self, fact: PublishTrigger, work: MessageContext, wanted: Publication) -> datetime | None:
        """Record that the upload begins; gives when that was first recorded, if it was before."""
        if self._similar is not None and work.state.script:
            await self._similar.admit_script(wanted, work.state.script)
        sha256 = wanted.film.video.sha256
        for recorded in work.history:
            earlier = recorded.event
            if isinstance(earlier, ContentUploading) and (earlier.platform, earlier.video_sha256) == (
                self.platform,
                sha256,
            ):
                return recorded.time
        await work.record(ContentUploading.caused_by(fact, self.platform, platform=self.platform, video_sha256=sha256))
        kill_at_fail_point(Stage.PUBLISH, "started")
        return None

    def _uploaded_fact(self, fact: PublishTrigger, receipt: UploadReceipt) -> ContentUploaded:
        return ContentUploaded.caused_by(
            fact,
            self.platform,
            platform=self.platform,
            remote_id=receipt.remote_id,
            url=receipt.url,
            video_sha256=receipt.video_sha256,
            skipped=receipt.skipped,
        )


class PublishChecks(NamedTuple):
    """The means of the checks before every upload and release."""

    clock: TrustedClock
    source: SourceSiteWatch | None = None
    since: Mapping[str, datetime | None] = MappingProxyType({})
    """Since when films go to each platform; None, or no entry: all."""


def build_publish_service(
    bus: Bus, uploader: BaseUploader, settings: PublishSettings, guards: PublishChecks | None = None
) -> Service:
    """The service that brings finished films to ``uploader``'s platform."""
    platform = uploader.platform
    guards = guards or PublishChecks(TrustedClock())
    delivery = ExactlyOnceUploader(bus, uploader)
    seen = uploader.seen_by_people
    similar = SimilarityCheck(bus.ledger(), platform, uploader.channel, settings.similarity) if seen else None
    source = guards.source if seen else None
    rules = settings.channel_rules if seen else None
    since = guards.since.get(platform)
    publisher = Publisher(bus, delivery, similar, source=source, clock=guards.clock, since=since, rules=rules)
    durable = durable_of_platform(platform)
    service = Service(durable, durable=durable, retry=RETRY, platform=platform)

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
    watch: PostPresenceCheck,
    stop: asyncio.Event,
    *,
    withdrawn: Callable[[], Awaitable[None]],
) -> None:
    """Publish on every platform until ``stop``; a slow one does not hold up the others.

    ``withdrawn`` is called after a post was withdrawn because its site took it away.
    """

    async def withdraw(key: PostKey) -> None:
        try:
            await Withdrawer(bus, store, uploaders, reason="its site took it away", by="publish").withdraw(key)
        except (NoSpace, ConfigurationError) as error:  # nothing repeats it; stations with users of their own may not
            await alert(bus, "withdrawal unfinished", f"{key}: {error} Then: wagglebot withdraw {key} --reason WHY")
            raise
        finally:
            await withdrawn()

    since = {} if settings.backlog else await record_enabled_platforms(bus, uploaders)
    guards = PublishChecks(TrustedClock(), SourceSiteWatch(watch, withdraw), since)
    platforms = [uploader.platform for uploader in uploaders]
    async with asyncio.TaskGroup() as group:
        for uploader in uploaders:
            group.create_task(
                build_publish_service(bus, uploader, settings, guards).run(bus, stop), name=uploader.platform
            )
        deletes = run_scheduled_deletes(bus, store, uploaders, guards.clock, stop)
        group.create_task(deletes, name="scheduled deletes")
        group.create_task(retry_when_clock_was_set(bus, platforms, guards.clock, stop), name="clock")
        group.create_task(announce_served_accounts(bus, uploaders, stop), name="enabled")
