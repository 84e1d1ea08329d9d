"""A platform that is enabled later gets nothing that was made before, unless somebody asks."""

import asyncio
from datetime import UTC, datetime, timedelta

from fixtures.facts import FILM
from fixtures.platform import Channel, channel, clock, platform
from fixtures.publishers import publish_until

from libraries.bus import Bus
from schemas.events import ContentRendered, ContentRequested, ContentUploading, RecordedFact
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from services.commands.publish import PublishFilm, publish_film
from services.commands.release import ReleaseFilm, release_film
from services.publish.platforms.base import BaseUploader
from services.publish.platforms.export.uploader import ExportUploader
from services.publish.upload.enabled_platforms import record_enabled_platforms, should_publish
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]


async def serve(channel: Channel, uploaders: list[BaseUploader], *, until: int, **changes: object) -> None:
    settings = channel.settings.model_copy(update={"similarity": 1.0, **changes})
    await publish_until(channel, uploaders, settings, until=until)


def export(channel: Channel) -> ExportUploader:
    return ExportUploader(channel.store, channel.exports)


async def test_what_was_exported_before_a_platform_was_enabled_stays_where_it_is_until_it_is_asked_for(
    channel: Channel, platform: YoutubePlatform
) -> None:
    for number in (1, 2, 3):
        await channel.rendered(number)
    await serve(channel, [export(channel)], until=3)
    both = [export(channel), channel.uploader()]
    await channel.rendered(4)
    await asyncio.sleep(0.01)
    running_since = await record_enabled_platforms(channel.bus, both)
    assert running_since["export"] is None
    assert running_since["youtube"] is not None
    await channel.rendered(5)
    await serve(channel, both, until=6)
    assert [video.sha256 for video in platform.existing_films()] == [channel.film(5).video.sha256]
    configured = channel.settings.model_copy(update={"platforms": ("export", "youtube")})
    await publish_film(channel.bus, PublishFilm(post=PostKey.of("sample", "1"), platform="youtube"), "나", configured)
    await release_film(channel.bus, ReleaseFilm(post=PostKey.of("sample", "2"), platform="youtube"), "나")
    await serve(channel, both, until=8)
    assert len(platform.existing_films()) == 3
    assert sorted(video.privacy for video in platform.existing_films()) == ["private", "private", "public"]


def test_only_what_names_the_platform_or_an_upload_asks_for_an_older_film() -> None:
    made = datetime(2026, 11, 29, 12, tzinfo=UTC)
    later = made + timedelta(hours=1)
    key = PostKey.of("sample", "1")
    film = ContentRendered(post_key=key, revision=1, film=FILM, stage_key="0" * 64, served_by="x", seconds=0.0)
    history = [RecordedFact(1, made, film)]

    def asked(platform: str) -> ContentRequested:
        return ContentRequested(
            post_key=key, revision=1, from_stage=Stage.PUBLISH, recipe=Recipe(), by="나", platform=platform
        )

    assert should_publish(film, history, "youtube", None)
    assert should_publish(film, history, "youtube", made)
    assert not should_publish(film, history, "youtube", later)
    assert should_publish(asked("youtube"), history, "youtube", later)
    assert not should_publish(asked("export"), history, "youtube", later)
    assert not should_publish(asked(""), history, "youtube", later)
    begun = ContentUploading(post_key=key, revision=1, platform="youtube", video_sha256="a" * 64)
    assert should_publish(asked(""), [*history, RecordedFact(2, made, begun)], "youtube", later)
    assert not should_publish(asked(""), [*history, RecordedFact(2, made, begun)], "tiktok", later)
    assert should_publish(film, [*history, RecordedFact(3, later, film)], "youtube", later)


async def test_all_of_it_comes_where_the_settings_ask_for_it(channel: Channel, platform: YoutubePlatform) -> None:
    await channel.rendered(1)
    await serve(channel, [export(channel)], until=1)
    await serve(channel, [export(channel), channel.uploader()], until=2, backlog=True)
    assert len(platform.existing_films()) == 1


async def test_the_platforms_an_installation_begins_with_get_everything(bus: Bus, channel: Channel) -> None:
    both: list[BaseUploader] = [export(channel), channel.uploader()]
    assert await record_enabled_platforms(bus, both) == {"export": None, "youtube": None}
    assert await record_enabled_platforms(bus, both) == {"export": None, "youtube": None}


async def test_one_that_was_in_use_before_such_moments_were_kept_goes_on(bus: Bus, channel: Channel) -> None:
    await channel.delivery().upload(channel.publication(1))
    found = await record_enabled_platforms(bus, [export(channel), channel.uploader()])
    assert found["youtube"] is None
    assert found["export"] is not None


async def test_one_that_comes_back_counts_as_new_and_a_person_is_told(bus: Bus, channel: Channel) -> None:
    both: list[BaseUploader] = [export(channel), channel.uploader()]
    await record_enabled_platforms(bus, both)
    await record_enabled_platforms(bus, [export(channel)])
    async with bus.listen("live.alert") as alerts:
        began = await bus.broker_time()
        again = await record_enabled_platforms(bus, both)
        async with asyncio.timeout(60):
            _, said = await anext(alerts)
    assert again["export"] is None
    since = again["youtube"]
    assert since is not None
    assert began <= since <= datetime.now(UTC) + timedelta(seconds=1)
    assert said.startswith(b"youtube.main is enabled: nothing made before")
    assert await record_enabled_platforms(bus, both) == again
