"""YouTube through the real client library, against a platform that speaks the real protocol."""

import pytest
from fixtures.platform import CHUNK, Channel, Clock, channel, clock, platform, see_through

from schemas.errors import IllegalTransition, Parked, Permanent, ProviderDown
from services.publish.upload.journal import UploadState
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]


async def test_a_film_is_uploaded_private_and_whole_with_all_that_belongs_to_it(
    channel: Channel, platform: YoutubePlatform
) -> None:
    wanted = channel.publication()
    receipt = await channel.delivery().upload(wanted)
    (video,) = platform.existing_films()
    assert (video.id, video.sha256, video.size) == (receipt.remote_id, wanted.film.video.sha256, 525_288)
    status = video.resource["status"]
    assert status == {"privacyStatus": "private", "selfDeclaredMadeForKids": False, "containsSyntheticMedia": False}
    snippet = video.resource["snippet"]
    assert (snippet["title"], snippet["categoryId"], snippet["defaultLanguage"]) == (wanted.title, "24", "ko")
    assert "출처: 와글마당 https://waggle.example/post/1" in snippet["description"]
    assert snippet["description"].endswith(wanted.mark)
    assert video.thumbnail == "6 bytes"
    assert platform.playlists["PL1"] == [video.id]
    assert platform.bytes_in == wanted.film.video.size
    assert (await channel.record(1)).state is UploadState.DONE


async def test_bringing_it_again_asks_the_platform_nothing(channel: Channel, platform: YoutubePlatform) -> None:
    delivery = channel.delivery()
    first = await delivery.upload(channel.publication())
    before = len(platform.calls)
    assert await channel.delivery().upload(channel.publication()) == first
    assert len(platform.calls) == before


async def test_an_access_token_that_ran_out_is_renewed_in_the_middle(
    channel: Channel, platform: YoutubePlatform
) -> None:
    uploader = channel.uploader()
    await channel.delivery(uploader).upload(channel.publication(1))
    platform.expire_access_tokens()
    await channel.delivery(uploader).upload(channel.publication(2))
    assert platform.count_calls("POST /token") == 2
    assert len(platform.existing_films()) == 2


@pytest.mark.parametrize(
    "faults",
    [
        {"chunk": ["503", "cut"], "last": ["503"]},
        {"chunk": ["cut", "cut", "lose"]},
        {"query": ["503", "cut"], "insert": ["503"]},
        {"last": ["lose"], "query": ["", "503"]},
        {"GET /youtube/v3/videos": ["503"], "POST /upload/youtube/v3/thumbnails/set": ["cut"]},
        {"POST /youtube/v3/playlistItems after": ["lose"]},
    ],
    ids=["server errors", "cut connections", "questions", "lost answer", "finishing", "lost answer of the playlist"],
)
async def test_whatever_breaks_there_is_one_video(
    channel: Channel, platform: YoutubePlatform, clock: Clock, faults: dict[str, list[str]]
) -> None:
    for kind, what in faults.items():
        platform.faults[kind].extend(what)
    wanted = channel.publication(size=CHUNK * 6)
    await see_through(channel.delivery(), wanted, clock)
    assert platform.copies() == {wanted.film.video.sha256: 1}
    assert platform.count_calls("POST /upload/youtube/v3/videos") == 1 + (
        503 in [c.status for c in platform.calls if c.what == "POST /upload/youtube/v3/videos"]
    )
    assert platform.playlists["PL1"] == [platform.existing_films()[0].id]


async def test_a_session_that_is_gone_before_the_last_byte_left_is_replaced(
    channel: Channel, platform: YoutubePlatform
) -> None:
    platform.faults["chunk"].extend(["", "gone"])
    wanted = channel.publication(size=CHUNK * 4)
    await channel.delivery().upload(wanted)
    assert platform.copies() == {wanted.film.video.sha256: 1}
    assert platform.count_calls("POST /upload/youtube/v3/videos") == 2


async def test_answer_lost_and_session_gone_waits_for_the_list_and_finds_it(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    platform.lag = 300
    platform.faults["last"].append("lose+gone")
    wanted = channel.publication()
    delivery = channel.delivery()
    with pytest.raises(Parked) as parked:
        await delivery.upload(wanted)
    assert (parked.value.fields["until"] - clock.now).total_seconds() == 600
    clock.move(seconds=601)
    await delivery.upload(wanted)
    assert platform.copies() == {wanted.film.video.sha256: 1}
    assert platform.count_calls("POST /upload/youtube/v3/videos") == 1


async def test_what_cannot_be_known_is_left_to_a_person(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    platform.lag = 100_000
    platform.faults["last"].append("lose+gone")
    wanted = channel.publication()
    delivery = channel.delivery()
    with pytest.raises(Parked):
        await delivery.upload(wanted)
    clock.move(seconds=601)
    for _ in range(2):
        with pytest.raises(Permanent, match="wagglebot uploads settle"):
            await delivery.upload(wanted)
    assert (await channel.record(1)).state is UploadState.DOUBT
    assert [video.was_public for video in platform.existing_films()] == [False]
    assert platform.count_calls("POST /upload/youtube/v3/videos") == 1


@pytest.mark.slow
async def test_two_hundred_ambiguous_failures_make_no_second_video(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    ways = ["cut", "lose", "gone", "lose+gone"]
    delivery = channel.delivery()
    doubt = 0
    for number in range(200):
        platform.lag = 100_000 if number % 25 == 7 else 300
        platform.faults["last"].append(ways[number % 4])
        wanted = channel.publication(number, size=2000 + number)
        try:
            await see_through(delivery, wanted, clock)
        except Permanent:
            doubt += 1
        clock.move(minutes=10)
        if number % 25 == 24:
            clock.move(days=1)
    states = [page.record.state async for page in delivery.journal.entries()]
    assert max(platform.copies().values()) == 1
    assert states.count(UploadState.DOUBT) == doubt
    assert states.count(UploadState.DONE) == 200 - doubt
    assert not any(video.was_public for video in platform.existing_films())
    # A session that was gone before it took the last bytes leaves nothing behind: those and the lagging ones.
    assert len(platform.existing_films()) == 200 - sum(way == "gone" for way in (ways[n % 4] for n in range(200)))


async def test_a_withdrawn_film_is_never_uploaded(channel: Channel, platform: YoutubePlatform) -> None:
    wanted = channel.publication()
    delivery = channel.delivery()
    await delivery.upload(wanted)
    page = await delivery.journal.load(delivery.journal_key(wanted))
    assert page is not None
    await delivery.journal.write(page.record.model_copy(update={"state": UploadState.WITHDRAWN}), page.revision)
    with pytest.raises(IllegalTransition):
        await delivery.upload(wanted)


async def test_a_platform_that_is_down_costs_a_handful_of_calls(channel: Channel, platform: YoutubePlatform) -> None:
    platform.faults["query"].extend(["503"] * 50)
    with pytest.raises(ProviderDown):
        await channel.delivery().upload(channel.publication())
    assert platform.count_calls("PUT /upload/session") == 6
