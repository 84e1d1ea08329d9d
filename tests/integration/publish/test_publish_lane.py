"""Quota, limits and permission: the lane waits, nothing is lost, no call is wasted."""

import asyncio
import json
import stat
from datetime import UTC, datetime
from urllib.request import urlopen

import pytest
from fixtures.platform import Channel, Clock, channel, clock, platform

from libraries.bus import Bus
from schemas import subjects
from schemas.errors import BadInput, ConfigurationError, Parked, ProviderDown
from schemas.events import ContentFailed, ContentRequested, ContentUploaded
from schemas.recipe import Stage
from services.commands.resume_publishing import resume_publishing
from services.publish.limits.quota import PACIFIC, SEOUL, next_midnight
from services.publish.platforms.youtube.oauth import ask_and_store_token, channel_credentials
from services.publish.service import build_publish_service
from services.publish.upload.alerts import alert
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]


async def try_all(channel: Channel, numbers: range) -> list[datetime]:
    """Bring them all; gives until when those that wait are to wait."""
    waits = []
    delivery = channel.delivery()
    for number in numbers:
        try:
            await delivery.upload(channel.publication(number, 3000))
        except Parked as parked:
            waits.append(parked.fields["until"])
    return waits


@pytest.mark.slow
async def test_an_empty_day_costs_one_call_and_all_drain_after_the_reset(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    platform.uploads_left = 3
    waits = await try_all(channel, range(10))
    assert platform.count_calls("POST /upload/youtube/v3/videos") == 4
    reset = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # midnight in California in winter
    assert waits == [reset] * 7
    before = len(platform.calls)
    for _ in range(3):
        clock.move(hours=1, minutes=30)
        assert len(await try_all(channel, range(10))) == 7
    assert len(platform.calls) == before
    clock.now = reset
    platform.uploads_left = 100
    assert await try_all(channel, range(10)) == []
    assert set(platform.copies().values()) == {1}
    assert len(platform.existing_films()) == 10


async def test_our_own_budget_keeps_from_asking_at_all(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    delivery = channel.delivery(channel.uploader(uploads_per_day=2))
    for number in range(2):
        await delivery.upload(channel.publication(number))
    with pytest.raises(Parked) as parked:
        await delivery.upload(channel.publication(2))
    assert (parked.value.code, parked.value.fields["bucket"]) == ("publish.quota_used", "uploads")
    assert platform.count_calls("POST /upload/youtube/v3/videos") == 2


async def test_units_that_run_out_stop_before_the_call_and_leave_some_for_withdrawals(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    # 500 are kept back; one film takes 101 of the rest: a look, a thumbnail, a playlist.
    uploader = channel.uploader(units_per_day=650)
    await channel.delivery(uploader).upload(channel.publication(1))
    with pytest.raises(Parked, match="quota of units"):
        await channel.delivery(uploader).upload(channel.publication(2))
    assert [video.privacy for video in platform.existing_films()] == ["private", "private"]
    await uploader.withdraw(platform.existing_films()[0].id)
    assert len(platform.existing_films()) == 1
    clock.move(days=1)
    await channel.delivery(uploader).upload(channel.publication(2))


async def test_a_burst_limit_is_not_an_empty_day(channel: Channel, platform: YoutubePlatform) -> None:
    platform.faults["insert"].append("503")
    delivery = channel.delivery()
    with pytest.raises(ProviderDown, match="503 backendError"):
        await delivery.upload(channel.publication())
    await delivery.upload(channel.publication())


@pytest.mark.slow
async def test_a_channel_that_may_upload_no_more_rests_for_a_day(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    platform.channel_full = True
    waits = await try_all(channel, range(5))
    assert [(wait - clock.now).total_seconds() for wait in waits] == [86_400] * 5
    assert platform.count_calls("POST /upload/youtube/v3/videos") == 1
    assert len(channel.told) == 1
    clock.move(hours=24)
    platform.channel_full = False
    assert await try_all(channel, range(5)) == []


async def test_the_cap_of_the_channel_counts_films_not_tries(channel: Channel, clock: Clock) -> None:
    delivery = channel.delivery(channel.uploader(daily_cap=2))
    for number in (1, 2, 1, 2):
        await delivery.upload(channel.publication(number))
    with pytest.raises(Parked) as parked:
        await delivery.upload(channel.publication(3))
    assert parked.value.fields["until"] == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # midnight in Seoul
    clock.now = parked.value.fields["until"]
    await delivery.upload(channel.publication(3))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-08T09:30:00+00:00", "2026-03-09T07:00:00+00:00"),
        ("2026-11-01T06:59:00+00:00", "2026-11-01T07:00:00+00:00"),
        ("2026-11-01T07:00:00+00:00", "2026-11-02T08:00:00+00:00"),
    ],
    ids=["the day that loses an hour", "a minute before", "the day that gains one"],
)
def test_pacific_midnight_is_right_over_changes_of_the_clock(now: str, expected: str) -> None:
    assert next_midnight(datetime.fromisoformat(now), PACIFIC) == datetime.fromisoformat(expected)


def test_midnight_in_seoul() -> None:
    assert next_midnight(datetime(2026, 1, 1, 14, 59, tzinfo=UTC), SEOUL) == datetime(2026, 1, 1, 15, tzinfo=UTC)


async def agree(channel: Channel, answers: list[int]) -> None:
    """Run ``auth youtube`` with a person who agrees at once in a browser on this machine."""
    client = {"client_id": "desk", "client_secret": "canary-secret"}
    client |= {"auth_uri": f"{channel.url}auth", "token_uri": f"{channel.url}token"}
    channel.youtube.client_file.write_text(json.dumps({"installed": client}))
    loop = asyncio.get_running_loop()

    def show(address: str) -> None:
        loop.run_in_executor(None, lambda: answers.append(urlopen(address).status))

    await ask_and_store_token(channel.youtube, show)


async def test_permission_that_ended_stops_the_lane_once_and_auth_opens_it_again(
    channel: Channel, platform: YoutubePlatform, bus: Bus, clock: Clock
) -> None:
    clock.now = datetime.now(UTC)
    platform.refresh_tokens.clear()
    alerts = []
    uploader = channel.uploader()
    uploader.quota._alert = lambda what, where: alert(bus, what, where)
    stop = asyncio.Event()
    async with bus.listen(subjects.ALERT) as heard:
        running = asyncio.create_task(build_publish_service(bus, uploader, channel.settings).run(bus, stop))
        for number in range(1, 4):
            await channel.rendered(number)
        async for batch in bus.facts(kinds=("content.failed",), follow=True):
            alerts += [fact.event for fact in batch if isinstance(fact.event, ContentFailed)]
            if len(alerts) == 3:
                break
        _, told = await asyncio.wait_for(anext(aiter(heard)), 60)
    assert b"wagglebot auth youtube" in told
    assert platform.count_calls("POST /token") == 1
    assert platform.count_calls("POST /upload/youtube/v3/videos") == 0
    assert [(one.error, one.attempt, one.retry_at is not None) for one in alerts] == [("Parked", 1, True)] * 3
    assert len(await bus.scheduled_retries(Stage.PUBLISH, "youtube")) == 3
    answers: list[int] = []
    await agree(channel, answers)
    assert answers == [200]
    assert stat.S_IMODE(channel.youtube.token_file.stat().st_mode) == 0o600
    assert await resume_publishing(bus, uploader.quota, "youtube") == 3
    done = 0
    async with asyncio.timeout(60):
        async for batch in bus.facts(kinds=("content.uploaded",), follow=True):
            done += sum(isinstance(fact.event, ContentUploaded) for fact in batch)
            if done == 3:
                break
    stop.set()
    await running
    assert set(platform.copies().values()) == {1}
    assert len(platform.existing_films()) == 3
    tries = [fact.event async for batch in bus.facts(kinds=("content.requested",)) for fact in batch]
    assert {one.attempt for one in tries if isinstance(one, ContentRequested)} == {1}


async def test_an_answer_that_is_not_ours_is_refused(channel: Channel) -> None:
    await agree(channel, [])
    before = channel.youtube.token_file.read_text()
    with pytest.raises(BadInput, match="does not belong to this question"):
        await ask_and_store_token(channel.youtube, lambda _: None, lambda: "http://127.0.0.1:1/?code=x&state=forged")
    assert channel.youtube.token_file.read_text() == before


async def test_nobody_gave_permission_yet(channel: Channel) -> None:
    channel.youtube.token_file.unlink()
    with pytest.raises(ConfigurationError, match="wagglebot auth youtube"):
        channel_credentials(channel.youtube)
