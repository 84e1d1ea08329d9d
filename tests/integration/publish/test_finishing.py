"""After the last byte: processing that does not end, steps that are refused, and what a person is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.platform import Channel, Clock, channel, clock, platform, see_through
from fixtures.publishers import rigs

from libraries.bus import Bus
from schemas.errors import Parked, Permanent, ProviderDown
from services.publish.upload.finishing import next_processing_check
from services.publish.upload.journal import UploadRecord, UploadState
from testbed.fake_platforms.platform import PlannedReply
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]

THUMBNAIL = "POST /upload/youtube/v3/thumbnails/set"
LIST = "GET /youtube/v3/videos"


def test_a_film_is_looked_at_less_and_less_often_and_after_a_day_no_more() -> None:
    since = now = datetime(2026, 11, 29, tzinfo=UTC)
    looks = []
    while (until := next_processing_check(since, now)) is not None:
        assert until - now >= timedelta(minutes=2) or until == since + timedelta(days=1)
        looks.append((now - since).total_seconds() / 60)
        now = until
    assert [round(minutes) for minutes in looks] == [0, 2, 5, 12, 31, 78, 195, 488, 1221]
    assert now - since == timedelta(days=1)


async def test_a_video_that_is_gone_from_every_list_for_a_day_is_left_to_a_person(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    platform.processing = 1e9
    wanted = channel.publication()
    with pytest.raises(Parked) as first:
        await channel.delivery().upload(wanted)
    assert first.value.code == "publish.processing"
    platform.existing_films()[0].deleted = True
    with pytest.raises(Permanent) as caught:
        await see_through(channel.delivery(), wanted, clock)
    assert caught.value.code == "publish.upload_in_doubt"
    record = await channel.record(1)
    assert (record.state, record.reason) == (UploadState.DOUBT, "it was there, and for a day it is not")
    assert platform.count_calls(LIST) <= 60
    assert platform.count_calls("GET /youtube/v3/playlistItems") == 1


async def test_a_video_that_no_list_by_id_has_is_there_when_the_uploads_have_it(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    platform.replies[LIST] = PlannedReply(200, {"items": []}, times=0)
    await see_through(channel.delivery(), channel.publication(), clock)
    record = await channel.record(1)
    assert (record.state, dict(record.skipped)) == (
        UploadState.DONE,
        {"processed": "its end was not seen within a day"},
    )


async def test_a_film_that_tiktok_processes_for_a_day_is_left_to_a_person(
    bus: Bus, tmp_path: Path, clock: Clock
) -> None:
    for rig in rigs(bus, tmp_path, "tiktok", clock):
        assert rig.history is not None
        rig.history.processing = 1e9
        with pytest.raises(Permanent) as caught:
            await see_through(rig.deliver(), rig.publication(), clock)
        assert caught.value.code == "publish.upload_in_doubt"
        assert rig.history.count_calls("POST /v2/post/publish/status/fetch/") <= 60
        assert rig.copies() == {rig.publication().film.video.sha256: 1}


async def test_a_refused_step_is_told_once_a_day_and_stands_on_each_receipt(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    platform.replies[THUMBNAIL] = PlannedReply(403, {"error": {"errors": [{"reason": "forbidden"}]}}, times=0)
    said = []
    async with channel.bus.listen("live.alert") as alerts:
        for number in (1, 2):
            receipt = await channel.delivery().upload(channel.publication(number))
            assert receipt.skipped == ("thumbnail",)
        clock.move(days=1)
        await channel.delivery().upload(channel.publication(3))
        said = [(await anext(alerts))[1].decode() for _ in range(2)]
    assert said == [f"published without its thumbnail: sample.{n} on youtube: 403 forbidden" for n in (1, 3)]
    assert (await channel.record(2)).skipped == {"thumbnail": "403 forbidden"}
    assert len(platform.playlists["PL1"]) == 3


async def test_a_busy_step_is_tried_four_times_and_then_left_out(channel: Channel, platform: YoutubePlatform) -> None:
    platform.replies[THUMBNAIL] = PlannedReply(503, b"", times=0)
    delivery, wanted = channel.delivery(), channel.publication()
    for _ in range(3):
        with pytest.raises(ProviderDown):
            await delivery.upload(wanted)
    receipt = await delivery.upload(wanted)
    assert (receipt.skipped, platform.count_calls(THUMBNAIL)) == (("thumbnail",), 4)


def test_a_record_of_the_first_release_is_still_read() -> None:
    first = (
        b'{"platform":"youtube","channel":"main","post_key":{"site":"sample","id":"1"},"revision":1,'
        b'"video_sha256":"' + b"a" * 64 + b'","state":"sent","remote_id":"x","url":"u","steps":["processed"]}'
    )
    record = UploadRecord.model_validate_json(first)
    assert (record.skipped, record.tries, record.waits) == ({}, 0, None)
    assert record.receipt.skipped == ()
