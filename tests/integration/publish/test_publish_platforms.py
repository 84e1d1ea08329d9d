"""Several platforms share the facts of a post and do not get into each other's way."""

import asyncio

import pytest
from fixtures.platform import Channel, Clock, channel, clock, platform

from libraries.bus import Bus
from libraries.bus.connection.topology import durable_config
from schemas.events import ContentFailed, ContentRequested, ContentUploaded
from schemas.posts import PostKey
from schemas.recipe import Stage
from services.publish.platforms.base import BaseUploader
from services.publish.platforms.export.uploader import ExportUploader
from services.publish.service import build_publish_service
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["Clock", "channel", "clock", "platform"]
KEY = PostKey.of("sample", "1")


async def first(bus: Bus, kind: str, name: str) -> None:
    """Wait for a fact of ``kind`` about platform ``name``."""
    async with asyncio.timeout(60):
        async for batch in bus.facts(kinds=(kind,), follow=True):
            if any(name in (getattr(one.event, "platform", ""), "") for one in batch):
                return


@pytest.mark.slow
async def test_a_retry_of_one_platform_is_not_taken_for_the_others(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    export: BaseUploader = ExportUploader(channel.store, channel.exports)
    platform.faults["insert"].append("503")
    stop = asyncio.Event()
    running = [asyncio.create_task(build_publish_service(bus, channel.uploader(), channel.settings).run(bus, stop))]
    await channel.rendered(1)
    await first(bus, "content.failed", "")
    # The other platform is through between the failure and its retry: that must not swallow the retry.
    running.append(asyncio.create_task(build_publish_service(bus, export, channel.settings).run(bus, stop)))
    await first(bus, "content.uploaded", "export")
    await first(bus, "content.uploaded", "youtube")
    stop.set()
    await asyncio.gather(*running)
    events = [fact.event for fact in await bus.facts_of_post(KEY)]
    uploaded = [one.platform for one in events if isinstance(one, ContentUploaded)]
    assert sorted(uploaded) == ["export", "youtube"]
    assert [one.platform for one in events if isinstance(one, ContentRequested)] == ["youtube"]
    assert len([one for one in events if isinstance(one, ContentFailed)]) == 1
    assert len(platform.videos) == 1
    assert (await bus.post_state(KEY)).uploaded == {"export", "youtube"}
    assert await bus.scheduled_retries(Stage.PUBLISH, "youtube") == []


async def test_durables_are_subscribed_to_what_the_handlers_take(channel: Channel, bus: Bus) -> None:
    for uploader in (channel.uploader(), ExportUploader(channel.store, channel.exports)):
        service = build_publish_service(bus, uploader, channel.settings)
        assert sorted(durable_config(service.durable)["config"]["filter_subjects"]) == service.subscribed_subjects()
