"""What is lost around an upload: database, projection, the broker's memory of it, the ledger; still one video."""

import asyncio
from pathlib import Path

import pytest
from fixtures.platform import CHUNK, Channel, Clock, channel, clock, platform, see_through
from sqlalchemy import create_engine, text

from libraries.backups.withdrawn_list import read_withdrawn_lists
from libraries.bus import Bus, MessageContext
from libraries.bus.connection.topology import ensure_topology
from libraries.media.store import LocalStore
from libraries.media.store_mark import MARK
from libraries.object_store.folder import FolderStore
from schemas import subjects
from schemas.crawls import PostPresence
from schemas.errors import IllegalTransition, Parked, Permanent, ProviderDown
from schemas.events import ContentReleased, ContentRendered, ContentRequested, ContentUploaded
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import Status
from services.commands.release import ReleaseFilm, release_film
from services.commands.withdraw import save_withdrawn_posts
from services.config import NatsSettings, Settings
from services.projector.rebuild import rebuild_projection
from services.projector.service import run_projector
from services.publish.service import Publisher, PublishTrigger, SourceSiteWatch, build_publish_service, run_publish
from services.publish.upload.journal import UploadState
from services.publish.withdraw.withdrawal import Withdrawer
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["Clock", "channel", "clock", "platform"]
KEY = PostKey.of("sample", "1")


async def deliver(channel: Channel, fact: PublishTrigger, source: SourceSiteWatch | None = None) -> None:
    """What the station does with a fact."""
    publisher = Publisher(channel.bus, channel.delivery(), source=source)
    work = MessageContext(channel.bus, fact, Stage.PUBLISH, 1, await channel.bus.post_history(fact.post_key))
    answer = await publisher.publish(fact, work)
    if answer is not None:
        await work.record(answer)


async def uploaded(bus: Bus, wanted: int) -> None:
    """Wait until so many films are on record as uploaded."""
    found: set[PostKey] = set()
    async with asyncio.timeout(30):
        async for batch in bus.facts(kinds=("content.uploaded",), follow=True):
            found |= {fact.event.post_key for fact in batch if isinstance(fact.event, ContentUploaded)}
            if len(found) == wanted:
                return


def forget(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)


async def served(channel: Channel, wanted: int) -> None:
    """Serve the platform until so many films are uploaded."""
    stop = asyncio.Event()
    running = asyncio.create_task(
        build_publish_service(channel.bus, channel.uploader(), channel.settings).run(channel.bus, stop)
    )
    await uploaded(channel.bus, wanted)
    stop.set()
    await running


async def forget_deliveries(bus: Bus) -> None:
    """The broker has lost what the publisher was done with: every fact is delivered once more."""
    await bus.client.call_api("CONSUMER.DELETE.WAGGLEBOT.publish-youtube")
    await ensure_topology(bus.client)


@pytest.mark.slow
async def test_a_lost_database_and_a_rebuilt_projection_publish_nothing_again(
    channel: Channel, platform: YoutubePlatform, bus: Bus, tmp_path: Path
) -> None:
    database = tmp_path / "projection.db"
    url = f"sqlite:///{database}"
    for number in (1, 2):
        await channel.rendered(number)
    await served(channel, 2)
    assert await rebuild_projection(bus, url) == len([one async for batch in bus.facts() for one in batch])
    await asyncio.to_thread(forget, database)
    await forget_deliveries(bus)
    await channel.rendered(3)
    stop = asyncio.Event()
    projecting = asyncio.create_task(run_projector(bus, url, stop))
    await served(channel, 3)
    stop.set()
    await projecting
    await rebuild_projection(bus, url)
    await forget_deliveries(bus)
    await channel.rendered(4)
    await served(channel, 4)
    assert sorted(platform.copies().values()) == [1, 1, 1, 1]
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT status, COUNT(*) FROM posts GROUP BY status")).all()
    engine.dispose()
    assert next(row[1] for row in rows if row[0] == "UPLOADED") >= 3


@pytest.mark.parametrize("arrived", [True, False], ids=["it had arrived", "it had not"])
async def test_a_lost_ledger_is_noticed_and_the_list_of_uploads_is_asked(
    channel: Channel, platform: YoutubePlatform, bus: Bus, clock: Clock, arrived: bool
) -> None:
    fact = await channel.rendered(1)
    platform.faults["last"].extend(["lose" if arrived else "503"] + ["503"] * 20)
    platform.faults["query"].extend(["", *["503"] * 20])
    with pytest.raises(ProviderDown):
        await deliver(channel, fact)
    assert len(platform.existing_films()) == arrived
    await bus.client.call_api("STREAM.DELETE.KV_UPLOADS")
    await asyncio.sleep(0.01)
    await ensure_topology(bus.client)
    platform.faults.clear()
    if arrived:
        await deliver(channel, fact)
    else:
        with pytest.raises(Parked, match="the list of uploads may lag"):
            await deliver(channel, fact)
        clock.move(seconds=601)
        with pytest.raises(Permanent):
            await deliver(channel, fact)
        assert (await channel.record(1)).state is UploadState.DOUBT
    assert len(platform.videos) == arrived
    assert platform.count_calls("POST /upload/youtube/v3/videos") == 1


async def test_sessions_that_are_gone_again_and_again_cost_a_handful_of_the_quota(
    channel: Channel, platform: YoutubePlatform, clock: Clock
) -> None:
    platform.faults["chunk"].extend(["gone"] * 8)
    wanted = channel.publication(size=CHUNK * 3)
    with pytest.raises(ProviderDown, match="gone again"):
        await channel.delivery().upload(wanted)
    assert platform.count_calls("POST /upload/youtube/v3/videos") <= 6
    await see_through(channel.delivery(), wanted, clock)
    assert platform.copies() == {wanted.film.video.sha256: 1}


class Site:
    """A site that shows a post, or does not any more. Counts how often it is asked."""

    def __init__(self, *answers: PostPresence) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def check_post(self, key: PostKey) -> PostPresence:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def source(channel: Channel, site: Site) -> SourceSiteWatch:
    async def withdraw(key: PostKey) -> None:
        await Withdrawer(channel.bus, channel.store, [channel.uploader()], reason="its site", by="publish").withdraw(
            key
        )

    return SourceSiteWatch(site, withdraw)


async def test_a_post_that_its_site_took_away_is_withdrawn_right_before_the_upload(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    fact = await channel.rendered(1)
    with pytest.raises(IllegalTransition, match="gone from its site"):
        await deliver(channel, fact, source(channel, Site(PostPresence.GONE)))
    assert platform.calls == []
    state = await bus.post_state(KEY)
    assert (state.status, state.post) == (Status.RETRACTED, None)
    assert [path for path in channel.store.root.rglob("*") if path.is_file()] == []


async def test_a_post_that_goes_between_upload_and_release_is_never_seen(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    site = Site(PostPresence.THERE, PostPresence.GONE)
    await deliver(channel, await channel.rendered(1), source(channel, site))
    assert len(platform.existing_films()) == 1
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "나")
    fact = (await bus.facts_of_post(KEY))[-1].event
    with pytest.raises(IllegalTransition, match="gone from its site"):
        await deliver(channel, fact, source(channel, site))  # type: ignore[arg-type]  # it is the release
    assert platform.existing_films() == []
    assert not any(video.was_public for video in platform.videos.values())


async def test_a_published_film_whose_post_is_gone_stays_when_everything_is_delivered_again(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    """As after a restore. Live, such a film stays too."""
    rendered = await channel.rendered(1)
    await deliver(channel, rendered)
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "나")
    released = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(released, ContentReleased)
    await deliver(channel, released)
    facts, site = await bus.facts_of_post(KEY), Site(PostPresence.GONE)
    for fact in (rendered, released):
        await deliver(channel, fact, source(channel, site))
    assert ([video.privacy for video in platform.existing_films()], site.asked) == (["public"], 0)
    assert await bus.facts_of_post(KEY) == facts


class SlowSite(Site):
    """A site that answers only when a person has hidden the film meanwhile."""

    def __init__(self, bus: Bus) -> None:
        super().__init__(PostPresence.THERE)
        self.bus = bus

    async def check_post(self, key: PostKey) -> PostPresence:
        state = await self.bus.post_state(key)
        hidden = state.released[-1].model_copy(update={"privacy": "private", "event_id": "f" * 32})
        await self.bus.publish(hidden, expected=state.sequence)
        return await super().check_post(key)


async def test_a_film_that_is_hidden_while_its_site_is_asked_is_not_shown(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    await deliver(channel, await channel.rendered(1))
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "나")
    released = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(released, ContentReleased)
    with pytest.raises(IllegalTransition, match="changed while it was published"):
        await deliver(channel, released, source(channel, SlowSite(bus)))
    assert [video.was_public for video in platform.existing_films()] == [False]


async def test_a_site_that_does_not_answer_holds_nothing_up_and_is_asked_once_an_upload(
    channel: Channel, platform: YoutubePlatform, bus: Bus
) -> None:
    site = Site(PostPresence.UNKNOWN)
    fact = await channel.rendered(1)
    await deliver(channel, fact, source(channel, site))
    await deliver(channel, fact, source(channel, site))
    assert (len(platform.existing_films()), site.asked) == (1, 1)
    again = ContentRequested(
        post_key=KEY, revision=1, from_stage=Stage.PUBLISH, recipe=(await bus.post_state(KEY)).recipe, by="나"
    )
    assert isinstance(fact, ContentRendered)
    await bus.publish(again, expected=(await bus.post_state(KEY)).sequence)
    await deliver(channel, again, source(channel, site))
    assert (len(platform.videos), site.asked) == (1, 1)


async def test_a_withdrawal_by_the_station_itself_is_noted_where_restores_look(
    channel: Channel, bus: Bus, tmp_path: Path
) -> None:
    await channel.rendered(1)
    settings = Settings(nats=NatsSettings(store_dir=tmp_path / "nats"))
    stop = asyncio.Event()

    async def noting() -> None:
        await save_withdrawn_posts(bus, settings)
        stop.set()

    ours = channel.settings.model_copy(update={"backlog": True})
    site = Site(PostPresence.GONE)
    work = run_publish(bus, channel.store, [channel.uploader()], ours, site, stop, withdrawn=noting)
    async with asyncio.timeout(60):
        await work
    assert set(read_withdrawn_lists(FolderStore(tmp_path))) == {KEY}


async def test_a_withdrawal_on_a_disk_that_is_away_is_left_to_a_person(channel: Channel, bus: Bus) -> None:
    await channel.rendered(1)
    ours = channel.settings.model_copy(update={"backlog": True})
    (channel.store.root / MARK).touch()
    store, stop = LocalStore(channel.store.root), asyncio.Event()
    (channel.store.root / MARK).unlink()  # what lies there now is the mount point
    site = Site(PostPresence.GONE)
    async with bus.listen(subjects.ALERT) as alerts, asyncio.timeout(60):
        running = asyncio.create_task(
            run_publish(bus, store, [channel.uploader()], ours, site, stop, withdrawn=lambda: asyncio.sleep(0))
        )
        said = (await anext(alerts))[1].decode()
        stop.set()
        await running
    assert said.startswith("withdrawal unfinished")
    assert said.endswith(f"wagglebot withdraw {KEY} --reason WHY")
