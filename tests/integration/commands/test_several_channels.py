"""Several channels: each film goes to the accounts of its own channel, once, within that channel's caps and times."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures.facts import post
from fixtures.platform import Channel, channel, clock, platform
from fixtures.publishers import publish_until

from libraries.bus import Bus
from schemas.errors import BadInput, ConfigurationError, Parked
from schemas.events import ContentReleased, ContentUploaded, PostApproved, PostCollected
from schemas.posts import PostKey
from services.commands.approve import ApprovePost, approve_post
from services.commands.publish import PublishFilm, publish_film
from services.commands.release import HideFilm, ReleaseFilm, hide_film, release_at_next_slot, release_film
from services.config import PublishSettings, Settings
from services.publish import registry
from services.publish.metadata.publication import publication_of
from services.publish.upload.journal import UploadJournal
from services.publish.visibility import film_on_platforms
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]


@pytest.fixture
def settings(channel: Channel) -> PublishSettings:
    """The default channel and the channel cats, each with YouTube and exports."""
    shutil.copy(channel.youtube.token_file, channel.youtube.token_file.with_name("cats-token.json"))
    given = {
        "platforms": ("export", "youtube"),
        "similarity": 1.0,
        "slots": {"youtube": ["daily 18:30"]},
        "channels": {
            "cats": {
                "sites": ["sample"],
                "accounts": {"export": {}, "youtube": {"daily_cap": 1, "playlist": ""}},
                "slots": {"youtube": ["daily 07:30"]},
                "recipe": {"film": {"template": "chat"}, "voice": {"narrator": "narrator-2"}},
            }
        },
    }
    return PublishSettings.model_validate(given).with_adapter_sections(channel.youtube)


async def serve(channel: Channel, settings: PublishSettings, *, until: int) -> None:
    uploaders = registry.uploaders(channel.bus, channel.store, channel.exports, settings)
    await publish_until(channel, uploaders, settings, until=until)


async def uploaded(bus: Bus) -> list[tuple[str, str]]:
    """The post and the platform of every upload on record."""
    batches = [batch async for batch in bus.facts(kinds=("content.uploaded",))]
    events = [one.event for batch in batches for one in batch if isinstance(one.event, ContentUploaded)]
    return sorted((str(one.post_key), one.platform) for one in events)


async def test_each_film_goes_to_the_accounts_of_its_channel_once(
    channel: Channel, platform: YoutubePlatform, settings: PublishSettings
) -> None:
    await channel.rendered(1)
    await channel.rendered(2, channel="cats")
    await serve(channel, settings, until=4)
    wanted = [
        ("sample.1", "export"),
        ("sample.1", "youtube"),
        ("sample.2", "cats@export"),
        ("sample.2", "cats@youtube"),
    ]
    assert await uploaded(channel.bus) == wanted
    await serve(channel, settings, until=4)  # everything is read again after a restart
    assert await uploaded(channel.bus) == wanted
    assert platform.copies() == {channel.film(1).video.sha256: 1, channel.film(2).video.sha256: 1}
    accounts = {(found[0], found[1]) async for found in UploadJournal(channel.bus.ledger()).uploads()}
    assert accounts == {("export", "main"), ("export", "cats"), ("youtube", "main"), ("youtube", "cats")}
    assert sorted(folder.name for folder in channel.exports.iterdir()) == ["cats@export", "export"]
    assert [folder.name for folder in (channel.exports / "cats@export").iterdir()] == ["sample.2"]


async def test_the_cap_and_the_stop_of_one_channel_hold_up_no_other(
    channel: Channel, settings: PublishSettings
) -> None:
    _, main, _, cats = registry.uploaders(channel.bus, channel.store, channel.exports, settings)
    await cats.quota.reserve_upload("wb:1", cats.settings.daily_cap)  # type: ignore[attr-defined]
    with pytest.raises(Parked) as full:
        await cats.quota.reserve_upload("wb:2", cats.settings.daily_cap)  # type: ignore[attr-defined]
    assert full.value.fields["account"] == "youtube.cats"
    await main.quota.reserve_upload("wb:2", main.settings.daily_cap)  # type: ignore[attr-defined]
    stop = await registry.quota_of_platform(channel.bus, settings, "cats@youtube").stop_publishing(
        "publish.no_token", "expired"
    )
    assert stop.fields["platform"] == "cats@youtube"  # so the remedy is: wagglebot auth cats@youtube
    assert await registry.quota_of_platform(channel.bus, settings, "youtube").current_stop() is None


async def test_a_film_is_released_hidden_and_asked_for_on_its_own_channel_alone(
    channel: Channel, settings: PublishSettings
) -> None:
    await channel.rendered(1, channel="cats")
    key, bus = PostKey.of("sample", "1"), channel.bus
    shown = await release_at_next_slot(bus, ReleaseFilm(post=key, platform="youtube"), "kim", settings)
    assert f"{shown:%H:%M}" == "22:30"  # 07:30 in Seoul
    await release_film(bus, ReleaseFilm(post=key, platform="cats@youtube"), "kim")
    await hide_film(bus, HideFilm(post=key, platform="youtube"), "kim")
    facts = [one.event for one in await bus.facts_of_post(key)]
    assert [one.platform for one in facts if isinstance(one, ContentReleased)] == ["cats@youtube"] * 3
    for named in ("dogs@youtube", "dogs@export"):
        with pytest.raises(BadInput) as caught:
            await publish_film(bus, PublishFilm(post=key, platform=named), "kim", settings)
        assert caught.value.code == "channel.other"
    with pytest.raises(BadInput) as caught:
        await publish_film(bus, PublishFilm(post=key, platform="tiktok"), "kim", settings)
    assert caught.value.code == "platform.not_configured"
    await publish_film(bus, PublishFilm(post=key, platform="export"), "kim", settings)
    state = await bus.post_state(key)
    words = publication_of(state)
    assert words is not None
    places = await film_on_platforms(bus, settings, state, words, shown)
    assert [place.platform for place in places] == ["cats@export", "cats@youtube"]


async def test_an_approval_gives_a_post_to_the_channel_of_its_site_or_to_the_one_that_is_named(
    bus: Bus, settings: PublishSettings
) -> None:
    loaded = Settings(publish=settings)
    for number, (named, meant) in enumerate((("", "cats"), ("main", ""), ("cats", "cats"))):
        made = post(str(number))
        await bus.publish(PostCollected(post_key=made.key, revision=0, post=made), expected=0)
        await approve_post(bus, ApprovePost(post=made.key, channels=(named,) if named else ()), "kim", loaded)
        approved = (await bus.facts_of_post(made.key))[-1].event
        assert isinstance(approved, PostApproved)
        assert approved.channel == meant
        chosen = (approved.recipe.film.template, approved.recipe.voice.narrator)
        assert chosen == (("chat", "narrator-2") if meant else ("auto", "narrator-1"))
        assert (await bus.post_state(made.key)).channel == meant
    with pytest.raises(ConfigurationError) as caught:
        await approve_post(bus, ApprovePost(post=made.key, channels=("dogs",)), "kim", loaded)
    assert caught.value.code == "channel.unknown"


async def test_two_channels_with_one_account_publish_nothing(channel: Channel, tmp_path: Path) -> None:
    one = {"accounts": {"youtube": {"channel": "main"}}}
    settings = PublishSettings.model_validate({"platforms": ("youtube",), "channels": {"cats": one}})
    with pytest.raises(ConfigurationError) as caught:
        registry.uploaders(channel.bus, channel.store, tmp_path, settings)
    assert caught.value.code == "channel.same_account"


async def test_entries_that_a_lost_ledger_lacks_are_written_for_each_account(
    channel: Channel, settings: PublishSettings
) -> None:
    bus, sha256 = channel.bus, "a" * 64
    for number, where in ((1, "youtube"), (2, "cats@youtube")):
        film = await channel.rendered(number, channel="cats" if "@" in where else "")
        on = ContentUploaded(
            post_key=film.post_key, revision=1, platform=where, remote_id=f"v{number}", url="", video_sha256=sha256
        )
        await bus.publish(on, expected=(await bus.post_history(film.post_key)).sequence)
    accounts = {one.platform: one.channel for one in registry.uploaders(bus, channel.store, channel.exports, settings)}
    journal = UploadJournal(bus.ledger())
    made = await journal.restore_missing_entries(bus.facts(kinds=("content.uploaded",)), accounts)
    assert made == [f"upload.youtube.main.{sha256}", f"upload.youtube.cats.{sha256}"]
    assert await journal.restore_missing_entries(bus.facts(kinds=("content.uploaded",)), accounts) == []


async def test_statistics_that_are_not_permitted_name_the_account_to_sign_in(
    channel: Channel, settings: PublishSettings
) -> None:
    for token in channel.youtube.token_file.parent.glob("*token.json"):
        token.unlink()
    measured = registry.measured_platforms(registry.uploaders(channel.bus, channel.store, channel.exports, settings))
    assert [one.name for one in measured] == ["youtube", "cats@youtube"]
    for one in measured:
        with pytest.raises(ConfigurationError) as caught:
            await one.measure("v1", datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 8, tzinfo=UTC))
        assert caught.value.explained("en").remedy == f"Run: wagglebot auth {one.name}"
