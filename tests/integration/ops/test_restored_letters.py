"""Dead letters behind a restore, when every fact is delivered again: those that waited for a person, and no other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fixtures.facts import FILM, SCRIPT, VOICE, post

from libraries.backups.restore import restore_backup
from libraries.bus import Bus, MessageContext, Service
from libraries.bus.connection.topology import ensure_topology
from libraries.bus.dead_letters import drop_dead_letter, failed_posts, retry_dead_letter
from schemas.errors import Permanent
from schemas.events import (
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
    PostDeclined,
)
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from testbed.drills.damage.small_system import SmallSystem, make_folders

DROPPED, RETRIED, REMADE, WAITS = (PostKey.of("sample", name) for name in ("dropped", "retried", "remade", "waits"))
PUBLISHED, SHOWN_LATE = PostKey.of("sample", "published"), PostKey.of("sample", "shown-late")
_DONE: dict[str, Any] = {"stage_key": "a" * 64, "served_by": "test", "seconds": 1}


class Stations:
    """A studio and a publisher that refuse the posts of ``refused``."""

    def __init__(self) -> None:
        self.refused: set[PostKey] = set()
        self.studio = Service("studio", durable="studio")
        self.publisher = Service("publish-export", durable="publish-export", platform="export")

        @self.studio.on(stage=Stage.SCRIPT)
        async def write(fact: PostApproved | ContentRequested, _work: MessageContext) -> ContentScripted:
            self.require_taken(fact)
            return ContentScripted.caused_by(fact, **_DONE, script=SCRIPT)

        @self.publisher.on(stage=Stage.PUBLISH)
        async def publish(fact: ContentRendered | ContentRequested, work: MessageContext) -> ContentUploaded | None:
            if "export" in work.state.uploaded:
                return None
            film = {"platform": "export", "remote_id": "1", "url": "", "video_sha256": FILM.video.sha256}
            uploaded = ContentUploaded.caused_by(fact, "export", **film)
            if fact.post_key == SHOWN_LATE:
                await work.record(uploaded)
            self.require_taken(fact)
            return uploaded

    def require_taken(self, fact: Event) -> None:
        if fact.post_key in self.refused:
            raise Permanent("test.refused", why=str(fact.post_key))

    @asynccontextmanager
    async def at_work(self, bus: Bus) -> AsyncIterator[None]:
        stop = asyncio.Event()
        working = [asyncio.create_task(service.run(bus, stop)) for service in (self.studio, self.publisher)]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*working)


async def all_handled(bus: Bus) -> None:
    """Wait until both stations are done with every fact."""
    async with asyncio.timeout(60):
        for durable in ("studio", "publish-export"):
            while True:
                info = await bus.client.call_api(f"CONSUMER.INFO.WAGGLEBOT.{durable}")
                if not info["num_pending"] and not info["num_ack_pending"]:
                    break
                await asyncio.sleep(0.02)


async def record(bus: Bus, *events: Event) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


def approved(key: PostKey, revision: int = 1) -> PostApproved:
    return PostApproved(post_key=key, revision=revision, reviewer="지기", recipe=Recipe())


async def six_failures(bus: Bus, stations: Stations) -> None:
    """One dropped, one retried and done, one of an older revision, two done or shown late, and one that waits."""
    stations.refused |= {DROPPED, RETRIED, REMADE, WAITS, PUBLISHED, SHOWN_LATE}
    for key in stations.refused:
        await record(bus, PostCollected(post_key=key, revision=0, post=post(key.id)), approved(key))
    for key in (PUBLISHED, SHOWN_LATE):
        made: dict[str, Any] = {"post_key": key, "revision": 1, **_DONE}
        await record(bus, ContentScripted(**made, script=SCRIPT), ContentVoiced(**made, voice=VOICE))
        await record(bus, ContentRendered(**made, film=FILM))
    async with stations.at_work(bus):
        await all_handled(bus)
        await settle_four(bus, stations)
        await all_handled(bus)


async def settle_four(bus: Bus, stations: Stations) -> None:
    names = {letter.post: letter.name for letter in await failed_posts(bus)}
    assert set(names) == stations.refused
    stations.refused -= {RETRIED, REMADE, PUBLISHED}
    await drop_dead_letter(bus, names[DROPPED], "지기", "쓰지 않을 글")
    await retry_dead_letter(bus, names[RETRIED], "지기")
    await record(bus, PostDeclined(post_key=REMADE, revision=1, reviewer="지기"), approved(REMADE, 2))
    again = ContentRequested(post_key=PUBLISHED, revision=1, from_stage=Stage.PUBLISH, recipe=Recipe(), by="지기")
    await record(bus, again)


async def test_only_what_waited_for_a_person_waits_again(bus: Bus, tmp_path: Path) -> None:
    stations, ours, fresh = Stations(), SmallSystem(tmp_path / "ours"), SmallSystem(tmp_path / "fresh")
    await asyncio.to_thread(make_folders, ours)
    await six_failures(bus, stations)
    saved = await ours.back_up(bus)
    waiting = {WAITS, SHOWN_LATE}
    async with fresh.running_broker() as restored:
        await restore_backup(restored, fresh.store, fresh.operator_folders, ours.backup_store, saved.name)
        assert {letter.post for letter in await failed_posts(restored)} == waiting
        async with stations.at_work(restored):
            await all_handled(restored)
        assert {letter.post for letter in await failed_posts(restored, settled=True)} == waiting


async def test_a_settled_letter_stays_settled_when_its_fact_is_delivered_again(bus: Bus) -> None:
    stations = Stations()
    await six_failures(bus, stations)
    before = await bus.dead_letters(settled=True)
    assert len(before) == 6
    for durable in ("studio", "publish-export"):
        await bus.client.call_api(f"CONSUMER.DELETE.WAGGLEBOT.{durable}")
    await ensure_topology(bus.client)
    async with stations.at_work(bus):
        await all_handled(bus)
    assert await bus.dead_letters(settled=True) == before
