"""Taking a post back, whatever state it is in."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.facts import VOICE, post
from fixtures.platform import CHUNK, Channel, Clock, channel, clock, platform, told
from fixtures.studio.studio import small_post

from libraries.bus import Bucket, BucketEntry, Bus, MessageContext, StageProgressMessage
from libraries.media.post_store import PostMediaStore
from libraries.media.store import LocalStore
from schemas import subjects
from schemas.errors import BadInput, IllegalTransition, Parked, ProviderDown
from schemas.events import (
    ContentFailed,
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentVoiced,
    ContentWithdrawn,
    Event,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostRetracted,
    decode_fact,
)
from schemas.posts import Image, PostKey, Sighting, Stats
from schemas.recipe import FilmChoice, Recipe, Stage
from schemas.states import Status
from services.commands.release import ReleaseFilm, release_film
from services.config import MediaSettings, NatsSettings, Settings
from services.publish.platforms.base import BaseUploader
from services.publish.platforms.export.uploader import ExportUploader
from services.publish.service import Publisher, PublishTrigger
from services.publish.upload.exactly_once import ExactlyOnceUploader
from services.publish.withdraw.purge import purge_media
from services.publish.withdraw.scheduled_deletes import delete_due_films, finish_withdrawals, open_withdrawals
from services.publish.withdraw.withdrawal import WithdrawalOutcome, Withdrawer, find_post_key
from services.studio.service import build_studio_service
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]
KEY = PostKey.of("sample", "1")
STATES = ("COLLECTED", "DECLINED", "APPROVED", "PROCESSING", "RENDERED", "UPLOADED", "FAILED")
DONE = {"stage_key": "1" * 64, "served_by": "test", "seconds": 0.1}


async def take_back(channel: Channel, hold: timedelta | None = None, *more: BaseUploader) -> WithdrawalOutcome:
    uploaders = [channel.uploader(), *more]
    return await Withdrawer(channel.bus, channel.store, uploaders, reason="본인 요청", by="나", hold=hold).withdraw(KEY)


async def publish(channel: Channel, fact: PublishTrigger, delivery: ExactlyOnceUploader | None = None) -> None:
    work = MessageContext(channel.bus, fact, Stage.PUBLISH, 1, await channel.bus.post_history(fact.post_key))
    answer = await Publisher(channel.bus, delivery or channel.delivery()).publish(fact, work)
    if answer is not None:
        await work.record(answer)


async def facts_up_to(channel: Channel, state: str) -> None:
    """A post in the state of that name, with a picture, a script, a film."""
    picture = channel.store.put(b"picture of the post", "webp")
    image = Image(media=picture, width=10, height=10, source_url="https://waggle.example/1.webp")
    events: list[Event] = [PostCollected(post_key=KEY, revision=0, post=post().model_copy(update={"images": (image,)}))]
    channel.store.keep_result("1" * 64, b'{"script": "..."}')
    approved = PostApproved(post_key=KEY, revision=1, reviewer="나")
    scripted = ContentScripted(post_key=KEY, revision=1, script=told(1), **DONE)
    voiced = ContentVoiced(post_key=KEY, revision=1, voice=VOICE, **DONE)
    rendered = ContentRendered(post_key=KEY, revision=1, film=channel.film(1), **DONE)
    failed = ContentFailed(
        post_key=KEY,
        revision=1,
        stage=Stage.FILM,
        attempt=1,
        failure=FailureKind.PERMANENT,
        error="BadInput",
        message="no voice",
    )
    later: dict[str, list[Event]] = {
        "COLLECTED": [],
        "DECLINED": [PostDeclined(post_key=KEY, revision=0, reviewer="나")],
        "APPROVED": [approved],
        "PROCESSING": [approved, scripted],
        "RENDERED": [approved, scripted, voiced, rendered],
        "UPLOADED": [approved, scripted, voiced, rendered],
        "FAILED": [approved, scripted, failed],
    }
    events += later[state]
    sequence = (await channel.bus.post_history(KEY)).sequence
    for event in events:
        sequence = await channel.bus.publish(event, expected=sequence)
    if state == "UPLOADED":
        await publish(channel, rendered)
    assert (await channel.bus.post_state(KEY)).status is Status[state]


def files(channel: Channel) -> list[Path]:
    return [path for path in channel.store.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("state", STATES)
async def test_nothing_is_left_and_it_never_comes_back(
    channel: Channel, platform: YoutubePlatform, bus: Bus, state: str
) -> None:
    await facts_up_to(channel, state)
    await bus.record_sighting(Sighting(key=KEY, stats=Stats(views=1), time=datetime.now(UTC)))
    await bus.add_dead_letter("publish-youtube", 3, f"content.rendered.{KEY}", b"text of the post", "why")
    waits = ContentRequested(post_key=KEY, revision=1, from_stage=Stage.FILM, recipe=Recipe())
    await bus.schedule_retry(waits, datetime.now(UTC) + timedelta(days=1))
    films = [fact.event.film for fact in await bus.facts_of_post(KEY) if isinstance(fact.event, ContentRendered)]
    outcome = await take_back(channel)
    assert platform.existing_films() == []
    assert len(outcome.deleted) == (state == "UPLOADED")
    assert outcome.unsure == ()
    # `film` of the fixture is made in every state; what no fact names is nobody's to purge here.
    assert [path for path in files(channel) if films or path.suffix == ".webp"] == []
    kinds = [fact.event.kind for fact in await bus.facts_of_post(KEY)]
    assert kinds == ["post.retracted"] + ["content.withdrawn"] * (state == "UPLOADED")
    assert (await bus.post_state(KEY)).status is Status.RETRACTED
    assert await bus.dead_letters() == []
    assert await bus.scheduled_retries(Stage.FILM) == []
    assert [one async for batch in bus.sightings() for one in batch] == []

    def again(_: object) -> Event:
        return PostCollected(post_key=KEY, revision=0, post=post())

    with pytest.raises(IllegalTransition):
        await bus.publish_decision(KEY, again)
    for film in films:
        wanted = channel.publication(1)
        assert wanted.film.video == film.video
        with pytest.raises(IllegalTransition):
            await channel.delivery().upload(wanted)
    assert platform.existing_films() == []


async def test_again_is_harmless_and_says_it_once(channel: Channel, bus: Bus) -> None:
    await facts_up_to(channel, "UPLOADED")
    first = await take_back(channel)
    second = await take_back(channel)
    assert (len(first.deleted), second.deleted) == (1, ())
    withdrawn = [fact for fact in await bus.facts_of_post(KEY) if isinstance(fact.event, ContentWithdrawn)]
    assert [one.event.reason for one in withdrawn if isinstance(one.event, ContentWithdrawn)] == ["본인 요청"]


async def test_what_release_0_1_0_stored_while_it_worked_on_a_post_goes_too(channel: Channel) -> None:
    old = channel.store.put(b"a piece of another film", "h264")
    an_hour_ago = datetime.now(UTC).timestamp() - 3600
    os.utime(channel.store.root / old.key, (an_hour_ago, an_hour_ago))
    piece = channel.store.put(b"a scene of this film", "h264")
    channel.store.keep_result("7" * 64, piece.model_dump_json().encode())
    await facts_up_to(channel, "RENDERED")
    await take_back(channel)
    assert files(channel) == [channel.store.root / old.key]


async def test_what_the_stages_noted_goes_and_what_another_studio_is_making_stays(channel: Channel) -> None:
    """Both are written in the same second; of the other post's film no fact tells yet."""
    own, other = PostMediaStore(channel.store, KEY), PostMediaStore(channel.store, PostKey.of("sample", "2"))
    own.move_in(written(channel, b"a scene of this film"), "h264")
    shared = own.put(b"a scene of both films", "h264")
    own.keep_result("1" * 64, b"script, voice and film of this post")
    own.keep_result("7" * 64, shared.model_dump_json().encode())
    film = other.move_in(written(channel, b"the film of the other post"), "mp4")
    other.keep_result("8" * 64, film.model_dump_json().encode())
    assert other.kept_result("7" * 64) is not None
    assert other.path(shared).is_file()
    await facts_up_to(channel, "RENDERED")
    await take_back(channel)
    left = {str(path.relative_to(channel.store.root)) for path in files(channel)}
    results = {f"stages/{key[:2]}/{key}.json" for key in ("7" * 64, "8" * 64)}
    assert left == {shared.key, film.key, "posts/sample.2.txt"} | results


def written(channel: Channel, content: bytes) -> Path:
    path = channel.store.root.parent / "made"
    path.write_bytes(content)
    return path


async def test_media_that_another_post_uses_stays(channel: Channel, bus: Bus) -> None:
    await facts_up_to(channel, "RENDERED")
    state = await bus.post_state(KEY)
    assert state.post is not None
    other = post("2").model_copy(update={"images": state.post.images})
    await bus.publish(PostCollected(post_key=other.key, revision=0, post=other), expected=0)
    await take_back(channel)
    assert [path.read_bytes() for path in files(channel)] == [b"picture of the post"]
    assert (await bus.post_state(other.key)).post == other


async def test_of_other_posts_only_facts_that_hold_a_name_are_decoded(
    channel: Channel, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A station of some years has millions of facts."""
    await facts_up_to(channel, "RENDERED")
    state = await bus.post_state(KEY)
    assert state.post is not None
    decoded: list[bytes] = []

    def counted(payload: bytes) -> Event:
        decoded.append(payload)
        return decode_fact(payload)

    for number in range(2, 12):
        other = post(str(number)).model_copy(update={"images": state.post.images if number == 7 else ()})
        await bus.publish(PostCollected(post_key=other.key, revision=0, post=other), expected=0)
    facts = await bus.facts_of_post(KEY)
    for place in ("libraries.bus.media_names", "libraries.bus.stream.history"):
        monkeypatch.setattr(f"{place}.decode_fact", counted)
    await purge_media(bus, channel.store, KEY, facts)
    assert [decode_fact(one).post_key.id for one in decoded] == ["7"]
    assert [path.read_bytes() for path in files(channel)] == [b"picture of the post"]


class ReadingBus(Bus):
    """A bus whose ledger counts how often all its entries are read."""

    def __init__(self, bus: Bus) -> None:
        super().__init__(bus.client)
        self.read = 0

    def ledger(self) -> Bucket:
        at = self

        class Counting(Bucket):
            def entries(self, pattern: str = ">", after: int = 0) -> AsyncIterator[BucketEntry]:
                at.read += 1
                return super().entries(pattern, after)

        return Counting(self.client)


async def test_the_journal_is_read_once_for_all_platforms_and_not_to_find_a_key(channel: Channel, bus: Bus) -> None:
    await facts_up_to(channel, "UPLOADED")
    reading = ReadingBus(bus)
    assert await find_post_key(reading, str(KEY)) == KEY
    assert reading.read == 0
    uploaders = [channel.uploader(), ExportUploader(channel.store, channel.exports)]
    await Withdrawer(reading, channel.store, uploaders, reason="본인 요청", by="나").withdraw(KEY)
    assert reading.read == 1


async def test_a_public_film_on_hold_is_hidden_at_once_and_deleted_when_the_hold_ends(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    await facts_up_to(channel, "UPLOADED")
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "나")
    fact = (await bus.facts_of_post(KEY))[-1].event
    assert not isinstance(fact, PostRetracted)
    await publish(channel, fact)  # type: ignore[arg-type]  # it is the release
    assert platform.existing_films()[0].privacy == "public"
    await take_back(channel, timedelta(days=30))
    assert [video.privacy for video in platform.existing_films()] == ["private"]
    now = datetime.now(UTC)
    assert await delete_due_films(bus, channel.uploader(), now + timedelta(days=29), open_withdrawals(bus)) == 0
    assert await delete_due_films(bus, channel.uploader(), now + timedelta(days=31), open_withdrawals(bus)) == 1
    assert platform.existing_films() == []
    assert await delete_due_films(bus, channel.uploader(), now + timedelta(days=32), open_withdrawals(bus)) == 0


@pytest.mark.parametrize("step", ["opened", "stored", "chunk", "closing", "accepted", "sent", "processed", "playlist"])
async def test_it_wins_over_an_upload_at_every_step(channel: Channel, platform: YoutubePlatform, step: str) -> None:
    await facts_up_to(channel, "RENDERED")
    fact = (await channel.bus.facts_of_post(KEY))[-1].event
    assert isinstance(fact, ContentRendered)
    withdrawing: list[asyncio.Task[WithdrawalOutcome]] = []

    def passed(name: str) -> None:
        if name == step and not withdrawing:
            withdrawing.append(asyncio.create_task(take_back(channel)))

    delivery = ExactlyOnceUploader(
        channel.bus, channel.uploader(), now=channel.clock, pause=0.002, on_step=passed, lease=30.0
    )
    with contextlib.suppress(IllegalTransition, ProviderDown, Parked):
        await publish(channel, fact, delivery)
    await asyncio.gather(*withdrawing)
    with pytest.raises(IllegalTransition):
        await publish_again(channel, fact)
    assert platform.existing_films() == []
    assert not any(video.was_public for video in platform.videos.values())
    assert next(fact.event.kind for fact in await channel.bus.facts_of_post(KEY)) == "post.retracted"
    assert not [session for session in platform.sessions.values() if not session.video and not session.closed] or (
        step == "opened"  # an address that was never written down got no byte, and ends by itself
    )


async def publish_again(channel: Channel, fact: ContentRendered) -> None:
    """An uploader that knows nothing of the withdrawal."""
    wanted = channel.publication(1)
    assert wanted.film.video == fact.film.video
    await channel.delivery().upload(wanted)


async def test_an_uploader_that_died_in_the_middle_leaves_nothing_to_go_on_with(
    channel: Channel, platform: YoutubePlatform
) -> None:
    await facts_up_to(channel, "RENDERED")
    fact = (await channel.bus.facts_of_post(KEY))[-1].event
    assert isinstance(fact, ContentRendered)
    platform.faults["chunk"].extend(["", *["503"] * 50])
    with pytest.raises(ProviderDown):
        await publish(channel, fact)
    (session,) = platform.sessions.values()
    assert len(session.data) == CHUNK
    await take_back(channel)
    assert session.closed
    assert platform.existing_films() == []


async def test_a_platform_that_is_down_is_told_and_the_text_is_gone_all_the_same(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    await facts_up_to(channel, "UPLOADED")
    platform.faults["PUT /youtube/v3/videos"].append("503")
    with pytest.raises(ProviderDown):
        await take_back(channel)
    assert (await bus.post_state(KEY)).post is None
    assert len(platform.existing_films()) == 1
    outcome = await take_back(channel)
    assert len(outcome.deleted) == 1
    assert platform.existing_films() == []


async def test_a_film_that_may_be_there_but_is_not_listed_yet_is_named(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    platform.lag = 300
    platform.faults["last"].append("lose+gone")
    await facts_up_to(channel, "RENDERED")
    fact = (await channel.bus.facts_of_post(KEY))[-1].event
    assert isinstance(fact, ContentRendered)
    with pytest.raises(Parked):
        await publish(channel, fact)
    assert (await take_back(channel)).unsure == ("youtube",)
    clock.move(seconds=400)
    assert len((await take_back(channel)).deleted) == 1
    assert platform.existing_films() == []


async def test_the_export_folder_goes_too(channel: Channel) -> None:
    await facts_up_to(channel, "RENDERED")
    fact = (await channel.bus.facts_of_post(KEY))[-1].event
    assert isinstance(fact, ContentRendered)
    export = ExportUploader(channel.store, channel.exports)
    await publish(channel, fact, ExactlyOnceUploader(channel.bus, export))
    assert (channel.exports / "export" / "sample.1" / "film.mp4").is_file()
    await take_back(channel, None, export)
    assert list((channel.exports / "export").iterdir()) == []


async def test_a_post_is_named_by_its_key_its_video_or_the_address_of_it(channel: Channel, bus: Bus) -> None:
    await facts_up_to(channel, "UPLOADED")
    record = await channel.record(1)
    for named in ("sample.1", record.remote_id, record.url):
        assert await find_post_key(bus, named) == KEY
    with pytest.raises(BadInput, match="neither"):
        await find_post_key(bus, "nothing of ours")


async def test_a_withdrawal_that_a_platform_was_not_there_for_is_finished_later(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    await facts_up_to(channel, "UPLOADED")
    platform.faults["PUT /youtube/v3/videos"].append("503")
    with pytest.raises(ProviderDown):
        await take_back(channel)
    assert len(platform.existing_films()) == 1
    assert await finish_withdrawals(bus, channel.store, channel.uploader(), channel.clock(), open_withdrawals(bus)) == 1
    assert platform.existing_films() == []
    assert await finish_withdrawals(bus, channel.store, channel.uploader(), channel.clock(), open_withdrawals(bus)) == 0


@pytest.mark.slow
async def test_a_stage_at_work_is_stopped_and_leaves_no_file(bus: Bus, tmp_path: Path) -> None:
    """The real studio, with a real film half made."""
    chosen = Settings(
        nats=NatsSettings(store_dir=tmp_path / "var" / "nats"), media=MediaSettings(root=tmp_path / "media")
    )
    store = LocalStore(chosen.media.root)
    wanted = small_post()
    stop = asyncio.Event()
    studio = asyncio.create_task(build_studio_service(store, chosen).run(bus, stop))
    sequence = await bus.publish(PostCollected(post_key=KEY, revision=0, post=wanted), expected=0)
    recipe = Recipe(film=FilmChoice(quality="preview"))
    await bus.publish(PostApproved(post_key=KEY, revision=1, reviewer="나", recipe=recipe), expected=sequence)
    async with asyncio.timeout(60), bus.listen(subjects.live_progress_subject(KEY)) as ticks:
        async for _, said in ticks:
            tick = StageProgressMessage.model_validate_json(said)
            if tick.stage is Stage.FILM and tick.percent > 0:
                break
    began = asyncio.get_running_loop().time()
    outcome = await Withdrawer(bus, store, [], reason="본인 요청", by="나").withdraw(KEY)
    assert asyncio.get_running_loop().time() - began < 15
    assert [path for path in store.root.rglob("*") if path.is_file()] == []
    assert outcome.files > 0
    assert [fact.event.kind for fact in await bus.facts_of_post(KEY)] == ["post.retracted"]
    stop.set()
    await studio
    assert [path for path in store.root.rglob("*") if path.is_file()] == []
