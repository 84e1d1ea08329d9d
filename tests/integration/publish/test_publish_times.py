"""Times: weekly slots in Seoul, and clocks that are set while films wait."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from fixtures.platform import Channel, channel, clock, platform
from fixtures.rows import each_row

from libraries.bus import Bus, MessageContext
from schemas.errors import BadInput, ConfigurationError, Parked
from schemas.events import ContentReleased, ContentRequested
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from services.commands.release import ReleaseFilm, release_film
from services.publish.limits.slots import parse_weekly_slots, reserve_account_slot, slot_times_after
from services.publish.platforms.export.uploader import ExportUploader
from services.publish.service import Publisher, PublishTrigger
from services.publish.upload.trusted_clock import TrustedClock, retry_when_clock_was_set
from services.publish.withdraw.withdrawal import Withdrawer
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]
KEY = PostKey.of("sample", "1")
MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # noon in Seoul


async def deliver(channel: Channel, fact: PublishTrigger, times: TrustedClock) -> None:
    publisher = Publisher(channel.bus, channel.delivery(), clock=times)
    work = MessageContext(channel.bus, fact, Stage.PUBLISH, 1, await channel.bus.post_history(fact.post_key))
    answer = await publisher.publish(fact, work)
    if answer is not None:
        await work.record(answer)


async def waiting_for(channel: Channel, at: datetime) -> ContentReleased:
    """A film that is uploaded and released for a time."""
    await deliver(channel, await channel.rendered(1), TrustedClock())
    await release_film(channel.bus, ReleaseFilm(post=KEY, platform="youtube", at=at), "나")
    fact = (await channel.bus.facts_of_post(KEY))[-1].event
    assert isinstance(fact, ContentReleased)
    return fact


class Watches:
    """A wall clock that can be set, and a steady one that cannot."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.passed = timedelta()
        self.began = datetime.now(UTC)

    def steady(self) -> float:
        return self.passed.total_seconds()

    def clock(self) -> TrustedClock:
        return TrustedClock(lambda: self.began + self.passed + self.ahead, self.steady)


async def test_a_wall_clock_set_ahead_shows_nothing_early_for_the_platform_knows_better(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    at = datetime.now(UTC) + timedelta(hours=6)
    fact = await waiting_for(channel, at)
    watches = Watches()
    times = watches.clock()
    platform.wall = lambda: datetime.now(UTC)
    for days in (1, 30, 365):
        watches.ahead = timedelta(days=days)
        with pytest.raises(Parked, match="by another clock"):
            await deliver(channel, fact, times)
    (video,) = platform.existing_films()
    assert not video.was_public


async def test_it_is_shown_once_every_clock_has_the_time(
    channel: Channel, platform: YoutubePlatform, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime.now(UTC) + timedelta(hours=6)
    fact = await waiting_for(channel, at)
    later = at + timedelta(seconds=2)
    watches = Watches()
    times = watches.clock()
    watches.ahead = timedelta(hours=7)
    platform.wall = lambda: later
    with pytest.raises(Parked, match="by another clock"):  # the broker's is another machine's, and behind
        await deliver(channel, fact, times)
    assert not platform.existing_films()[0].was_public

    async def broker() -> datetime:
        return later

    monkeypatch.setattr(bus, "broker_time", broker)
    await deliver(channel, fact, times)
    assert platform.existing_films()[0].privacy == "public"


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
async def test_where_the_platform_says_no_time_a_clock_that_was_set_is_not_believed(
    bus: Bus, channel: Channel, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    watches = Watches()
    times = watches.clock()
    at = watches.began + timedelta(minutes=30)
    export = ExportUploader(channel.store, channel.exports)

    async def broker() -> datetime:  # on the same machine, set with it
        return times.wall()

    monkeypatch.setattr(bus, "broker_time", broker)
    watches.ahead = timedelta(hours=hours)
    with pytest.raises(Parked) as parked:
        await times.require_moment_reached(at, bus, export, KEY)
    until = parked.value.fields["until"]
    assert until == at if hours < 0 else until <= times.wall() + timedelta(minutes=15)
    watches.passed = timedelta(minutes=29)
    with pytest.raises(Parked):
        await times.require_moment_reached(at, bus, export, KEY)
    watches.passed, watches.ahead = timedelta(minutes=31), timedelta(hours=max(hours, 0))
    await times.require_moment_reached(at, bus, export, KEY)


async def test_a_clock_that_was_set_wakes_what_waits(channel: Channel, bus: Bus) -> None:
    await channel.rendered(1)
    waits = ContentRequested(post_key=KEY, revision=1, from_stage=Stage.PUBLISH, recipe=Recipe(), platform="youtube")
    await bus.schedule_retry(waits, datetime.now(UTC) + timedelta(days=2))
    watches = Watches()
    times = watches.clock()
    stop = asyncio.Event()
    watching = asyncio.create_task(retry_when_clock_was_set(bus, ["youtube"], times, stop, every=0.01))
    await asyncio.sleep(0.05)
    assert len(await bus.scheduled_retries(Stage.PUBLISH, "youtube")) == 1
    watches.ahead = -timedelta(days=1)
    async with asyncio.timeout(60):
        async for batch in bus.facts(kinds=("content.requested",), follow=True):
            if any(fact.event.event_id == waits.event_id for fact in batch):
                break
    stop.set()
    await watching


async def test_a_hold_does_not_end_early_when_the_clock_is_set(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    watches = Watches()
    times = watches.clock()
    watches.ahead = timedelta(days=40)
    platform.wall = lambda: watches.began
    surely = await times.earliest_time(bus, channel.uploader())
    assert surely <= watches.began + timedelta(seconds=60)


def test_weekly_times_are_those_of_seoul() -> None:
    slots = parse_weekly_slots(["mon-fri 18:30", "sun 11:00", "daily 00:10"], "youtube")
    moments = slot_times_after(slots, MONDAY)
    found = [next(moments).isoformat() for _ in range(3)]
    assert found == ["2026-11-23T09:30:00+00:00", "2026-11-23T15:10:00+00:00", "2026-11-24T09:30:00+00:00"]
    assert len([one for one in slot_times_after(slots, MONDAY) if one < MONDAY + timedelta(days=7)]) == 5 + 1 + 7
    assert parse_weekly_slots(["sat-mon 09:00"], "youtube") == parse_weekly_slots(
        ["sat 09:00", "sun 09:00", "mon 09:00"], "youtube"
    )


@each_row("word", ["", "18:30", "mon 24:00", "mon-xyz 10:00", "funday 10:00", "mon 9:00"])
def test_what_is_no_weekly_time_is_refused_by_its_words(word: str) -> None:
    with pytest.raises(ConfigurationError, match="is no weekly time"):
        parse_weekly_slots([word], "youtube")


async def test_every_film_has_a_slot_of_its_own_and_one_that_is_free_again_is_given_away(
    channel: Channel, bus: Bus
) -> None:
    slots = parse_weekly_slots(["daily 18:30"], "youtube")
    now = datetime.now(UTC)
    keys = [(await channel.rendered(number)).post_key for number in (1, 2, 3)]
    taken = await asyncio.gather(
        *(reserve_account_slot(bus, "youtube.main", slots, key, "a" * 64, now) for key in keys)
    )
    assert len(set(taken)) == 3
    assert max(taken) - min(taken) == timedelta(days=2)
    assert await reserve_account_slot(bus, "youtube.main", slots, keys[0], "a" * 64, now) == taken[0]
    # None of them was released in the end, so the first is free for another.
    later = now + timedelta(minutes=11)
    assert await reserve_account_slot(bus, "youtube.main", slots, PostKey.of("sample", "9"), "b" * 64, later) == min(
        taken
    )


async def test_a_withdrawn_film_gives_its_slot_back(channel: Channel, bus: Bus) -> None:
    slots = parse_weekly_slots(["daily 18:30"], "youtube")
    now = datetime.now(UTC)
    fact = await channel.rendered(1)
    told = await release_film(bus, ReleaseFilm(post=fact.post_key, platform="youtube"), "나")
    at = await reserve_account_slot(bus, "youtube.main", slots, fact.post_key, told.seal, now)
    await release_film(bus, ReleaseFilm(post=fact.post_key, platform="youtube", at=at, seal=told.seal), "나")
    other = (await channel.rendered(2)).post_key
    assert await reserve_account_slot(bus, "youtube.main", slots, other, "b" * 64, now) == at + timedelta(days=1)
    await Withdrawer(bus, channel.store, [channel.uploader()], reason="요청", by="나").withdraw(fact.post_key)
    third = (await channel.rendered(3)).post_key
    later = now + timedelta(minutes=11)
    assert await reserve_account_slot(bus, "youtube.main", slots, third, "c" * 64, later) == at


async def test_a_film_that_was_released_for_another_time_keeps_no_slot(channel: Channel, bus: Bus) -> None:
    slots = parse_weekly_slots(["daily 18:30"], "youtube")
    now = datetime.now(UTC)
    fact = await channel.rendered(1)
    told = await release_film(bus, ReleaseFilm(post=fact.post_key, platform="youtube"), "나")
    at = await reserve_account_slot(bus, "youtube.main", slots, fact.post_key, told.seal, now)
    elsewhen = at + timedelta(hours=1)
    await release_film(bus, ReleaseFilm(post=fact.post_key, platform="youtube", at=elsewhen, seal=told.seal), "나")
    later = now + timedelta(minutes=11)
    assert await reserve_account_slot(bus, "youtube.main", slots, PostKey.of("sample", "9"), "b" * 64, later) == at


async def test_a_channel_without_slots_says_so(bus: Bus) -> None:
    with pytest.raises(BadInput, match="there is none"):
        await reserve_account_slot(bus, "youtube.main", (), KEY, "a" * 64, datetime.now(UTC))


async def test_a_release_for_a_time_that_is_past_or_years_away_is_refused(channel: Channel, bus: Bus) -> None:
    post, now = (await channel.rendered(1)).post_key, datetime.now(UTC)
    for at, code in (
        (now - timedelta(minutes=2), "publish.release_past"),
        (now - timedelta(days=365), "publish.release_past"),
        (now + timedelta(days=3660), "publish.release_far"),
    ):
        with pytest.raises(BadInput) as caught:
            await release_film(bus, ReleaseFilm(post=post, platform="youtube", at=at), "나")
        assert caught.value.code == code
    assert (await bus.post_state(post)).released == ()
    await release_film(bus, ReleaseFilm(post=post, platform="youtube", at=now - timedelta(seconds=30)), "나")
    assert len((await bus.post_state(post)).released) == 1
