"""One film, one video: rivals, stopped and continued uploaders, a projection that is gone, approvals, doubts."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.platform import CHUNK, Channel, Clock, channel, clock, platform

from libraries.bus import Bus, MessageContext
from libraries.channel.rules import ChannelRules
from schemas.errors import BadInput, IllegalTransition, Parked, Permanent
from schemas.events import ContentReleased, ContentRequested
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import Status
from services.commands.release import HideFilm, ReleaseFilm, hide_film, release_film
from services.commands.settle_upload import SettleUpload, settle_upload
from services.config import NatsSettings
from services.publish.service import Publisher, PublishTrigger
from services.publish.upload.journal import UploadState
from services.publish.upload.release_checks import SimilarityCheck
from testbed.drills.publish.drill import drill_publish
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]
KEY = PostKey.of("sample", "1")


async def deliver(channel: Channel, fact: PublishTrigger, publisher: Publisher | None = None) -> None:
    """What the station does with a fact."""
    publisher = publisher or Publisher(channel.bus, channel.delivery())
    work = MessageContext(channel.bus, fact, Stage.PUBLISH, 1, await channel.bus.post_history(fact.post_key))
    answer = await publisher.publish(fact, work)
    if answer is not None:
        await work.record(answer)


async def test_two_uploaders_at_one_film_make_one_video(channel: Channel, platform: YoutubePlatform) -> None:
    wanted = channel.publication(size=CHUNK * 4)
    rivals = [channel.delivery() for _ in range(6)]
    outcomes = await asyncio.gather(*(rival.upload(wanted) for rival in rivals), return_exceptions=True)
    assert sum(not isinstance(outcome, BaseException) for outcome in outcomes) == 1
    assert all(isinstance(outcome, Parked) for outcome in outcomes if isinstance(outcome, BaseException))
    receipts = [await rival.upload(wanted) for rival in rivals]
    assert len({receipt.remote_id for receipt in receipts}) == 1
    assert platform.copies() == {wanted.film.video.sha256: 1}
    assert platform.bytes_in == wanted.film.video.size


async def test_an_uploader_that_slept_through_its_lease_leaves_the_film_to_the_other(
    channel: Channel, platform: YoutubePlatform
) -> None:
    wanted = channel.publication(size=CHUNK * 4)
    sleeping, woken = asyncio.Event(), asyncio.Event()
    sleeper = channel.uploader()
    send = sleeper.send

    async def slow(handle, publication, received, watch):  # type: ignore[no-untyped-def]  # stands in for SIGSTOP
        async def nap(whole: bool) -> None:
            await watch(whole)
            if not woken.is_set():
                sleeping.set()
                await woken.wait()

        return await send(handle, publication, received, nap)

    sleeper.send = slow  # type: ignore[method-assign]
    first = asyncio.create_task(channel.delivery(sleeper).upload(wanted))
    await sleeping.wait()
    # What a stopped process does not do is renew: its lease is somebody else's by the time it goes on.
    name = channel.delivery().journal_key(wanted)
    await channel.bus.client.call_api("STREAM.PURGE.LEASES", {"filter": f"lease.{name}"})
    await channel.delivery().upload(wanted)
    woken.set()
    outcome = (await asyncio.gather(first, return_exceptions=True))[0]
    assert isinstance(outcome, Parked) or not isinstance(outcome, BaseException)
    assert platform.copies() == {wanted.film.video.sha256: 1}
    assert (await channel.delivery().upload(wanted)).remote_id == platform.existing_films()[0].id


async def test_facts_delivered_twice_and_a_remake_of_nothing_make_one_video(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    fact = await channel.rendered(1)
    await deliver(channel, fact)
    await deliver(channel, fact)
    state = await bus.post_state(KEY)
    again = ContentRequested(post_key=KEY, revision=1, from_stage=Stage.PUBLISH, recipe=state.recipe, by="나")
    await bus.publish(again, expected=state.sequence)
    await deliver(channel, again)
    assert len(platform.videos) == 1
    assert (await bus.post_state(KEY)).status is Status.UPLOADED


async def test_nothing_is_public_without_an_approval_of_this_very_film(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    await deliver(channel, await channel.rendered(1))
    (video,) = platform.existing_films()
    assert video.privacy == "private"
    state = await bus.post_state(KEY)
    forged = ContentReleased(post_key=KEY, revision=1, reviewer="나", platform="youtube", seal="f" * 64)
    await bus.publish(forged, expected=state.sequence)
    await deliver(channel, forged)
    assert (video.privacy, video.was_public) == ("private", False)
    with pytest.raises(IllegalTransition, match="changed since you looked at it"):
        await release_film(bus, ReleaseFilm(post=KEY, platform="youtube", seal="e" * 64), "나")
    approved = await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "나")
    fact = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(fact, ContentReleased)
    assert fact.seal == approved.seal
    await deliver(channel, fact)
    assert platform.videos[video.id].privacy == "public"
    assert platform.videos[video.id].resource["snippet"]["title"] == approved.title


async def test_a_remake_voids_the_approval(channel: Channel, platform: YoutubePlatform, bus: Bus) -> None:
    await deliver(channel, await channel.rendered(1))
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "나")
    released = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(released, ContentReleased)
    state = await bus.post_state(KEY)
    remake = ContentRequested(post_key=KEY, revision=2, from_stage=Stage.FILM, recipe=state.recipe, by="나")
    await bus.publish(remake, expected=state.sequence)
    assert (await bus.post_state(KEY)).released == ()
    await deliver(channel, released)
    assert platform.existing_films()[0].was_public is False


async def test_a_release_waits_for_its_time(channel: Channel, platform: YoutubePlatform, bus: Bus) -> None:
    await deliver(channel, await channel.rendered(1))
    later = datetime.now(UTC) + timedelta(hours=3)
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube", at=later), "나")
    fact = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(fact, ContentReleased)
    with pytest.raises(Parked) as parked:
        await deliver(channel, fact)
    assert parked.value.fields["until"] == later
    assert platform.existing_films()[0].was_public is False


async def test_a_film_that_is_hidden_is_private_until_it_is_released_again(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    await deliver(channel, await channel.rendered(1))
    (video,) = platform.existing_films()
    shown = HideFilm(post=KEY, platform="youtube")
    with pytest.raises(IllegalTransition) as nothing:
        await hide_film(bus, shown, "나")
    assert nothing.value.code == "publish.not_shown"
    for _ in range(2):
        await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "나")
        released = (await bus.facts_of_post(KEY))[-1].event
        assert isinstance(released, ContentReleased)
        await deliver(channel, released)
        assert platform.videos[video.id].privacy == "public"
        await hide_film(bus, shown, "나")
        hidden = (await bus.facts_of_post(KEY))[-1].event
        assert isinstance(hidden, ContentReleased)
        await deliver(channel, hidden)
        assert platform.videos[video.id].privacy == "private"
        await deliver(channel, released)  # a message that comes late shows nothing again
        assert platform.videos[video.id].privacy == "private"
    assert len(platform.videos) == 1


async def test_hiding_cancels_a_release_that_waits_for_its_time(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    await deliver(channel, await channel.rendered(1))
    later = datetime.now(UTC) + timedelta(hours=3)
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube", at=later), "나")
    waiting = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(waiting, ContentReleased)
    await hide_film(bus, HideFilm(post=KEY, platform="youtube"), "나")
    await deliver(channel, waiting)
    assert platform.existing_films()[0].was_public is False


async def test_a_film_that_breaks_a_rule_of_the_channel_can_still_be_hidden(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    """A rule that came after its release must not keep it in public."""
    await deliver(channel, await channel.rendered(1))
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "나")
    released = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(released, ContentReleased)
    await deliver(channel, released)
    await hide_film(bus, HideFilm(post=KEY, platform="youtube"), "나")
    hidden = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(hidden, ContentReleased)
    strict = Publisher(bus, channel.delivery(), rules=ChannelRules(verdict="required"))
    await deliver(channel, hidden, strict)
    assert platform.existing_films()[0].privacy == "private"


async def test_a_platform_that_keeps_nothing_private_cannot_hide(channel: Channel, bus: Bus) -> None:
    await deliver(channel, await channel.rendered(1))
    for name in ("instagram", "export"):
        with pytest.raises(BadInput) as refused:
            await hide_film(bus, HideFilm(post=KEY, platform=name), "나")
        assert refused.value.code == "publish.cannot_hide"


@pytest.mark.parametrize("found", [True, False], ids=["it is there", "it is not"])
async def test_a_person_settles_a_doubt(
    channel: Channel, platform: YoutubePlatform, bus: Bus, clock: Clock, found: bool
) -> None:
    platform.lag = 100_000
    platform.faults["last"].append("lose+gone" if found else "gone")
    fact = await channel.rendered(1)
    with pytest.raises(Parked):
        await deliver(channel, fact)
    clock.move(seconds=601)
    with pytest.raises(Permanent, match="uploads settle"):
        await deliver(channel, fact)
    record = await channel.record(1)
    assert record.state is UploadState.DOUBT
    page = await settle_upload(
        bus, SettleUpload(upload=record.key, video=platform.existing_films()[0].id if found else None), "나"
    )
    assert page.record.state is (UploadState.SENT if found else UploadState.OPEN)
    request = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(request, ContentRequested)
    await deliver(channel, request)
    assert len(platform.videos) == 1
    with pytest.raises(BadInput, match=r"no upload .* in doubt"):
        await settle_upload(bus, SettleUpload(upload=record.key, video="x"), "나")


async def test_the_same_story_in_other_words_is_published_and_in_the_same_is_not(channel: Channel, bus: Bus) -> None:
    publisher = Publisher(bus, channel.delivery(), SimilarityCheck(bus.ledger(), "youtube", "main", 0.6))
    first, second = await channel.rendered(1), await channel.rendered(2)
    await deliver(channel, first, publisher)
    await deliver(channel, second, publisher)
    third = await channel.rendered(3)
    history = await bus.post_history(third.post_key)
    scripted = history.facts[2].event
    earlier = (await bus.post_history(KEY)).facts[2].event
    copied = scripted.model_copy(update={"script": earlier.script, "event_id": "copy"})  # type: ignore[attr-defined]
    work = MessageContext(bus, third, Stage.PUBLISH, 1, history)
    work.state = work.state.model_copy(update={"script": copied.script})  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match=r"says what sample\.1 said already"):
        await publisher.publish(third, work)


async def test_no_secret_is_in_facts_logs_or_what_a_person_is_shown(
    channel: Channel, platform: YoutubePlatform, bus: Bus, capfd: pytest.CaptureFixture[str]
) -> None:
    platform.lag = 100_000
    platform.faults["chunk"].extend(["503", "cut"])
    platform.faults["last"].append("lose+gone")
    fact = await channel.rendered(1)
    with pytest.raises(Parked) as parked:
        await deliver(channel, fact)
    secrets = ["canary-secret", "refresh-first", "access-", "/upload/session/"]
    told = [repr(await channel.record(1)), str(parked.value), repr(parked.value.__cause__)]
    told += [one.event.model_dump_json() for one in await bus.facts_of_post(KEY)]
    told += [letter.payload.decode() for letter in await bus.dead_letters()]
    told += list(capfd.readouterr())
    assert not [secret for secret in secrets for text in told if secret in text]


@pytest.mark.slow
@pytest.mark.parametrize(("platform_name", "steps"), [("youtube", 11), ("tiktok", 7), ("instagram", 8)])
async def test_uploaders_killed_at_random_and_at_every_step_lose_and_double_nothing(
    bus: Bus, nats_settings: NatsSettings, tmp_path: Path, platform_name: str, steps: int
) -> None:
    figures = await drill_publish(nats_settings, tmp_path, jobs=8, kills=8, platform=platform_name)
    assert (figures.jobs, figures.videos, figures.duplicated, figures.missing) == (8, 8, 0, 0)
    assert figures.steps >= steps - 3  # the last jobs may run out before every step was hit
    assert figures.kills >= 8 + steps - 5
    # A reel is public the moment it is one; its film was released.
    assert (figures.doubt, figures.public) == (0, 8 if platform_name == "instagram" else 0)
    assert figures.bytes_ratio <= 1.10
