"""Backups that are read while another process deletes one or takes a withdrawn post out of it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from typing_extensions import override

from libraries import files
from libraries.backups.backup import back_up
from libraries.backups.contents import exported_log_path, listed_media
from libraries.backups.damage import find_backup_damage
from libraries.backups.deletion import delete_backup
from libraries.backups.fact_log import FactLine, read_exported_log
from libraries.backups.layout import LIST, LOG, POOL, UNFINISHED, fetched_backup, list_complete_backups
from libraries.backups.media_pool import restore_media_from_pool
from libraries.backups.record_mismatches import find_record_mismatches
from libraries.backups.repair import repair_backups
from libraries.backups.withdrawal import remove_withdrawn_posts
from libraries.backups.withdrawn_list import add_to_withdrawn_list, read_withdrawn_lists, retractions_in_stream
from libraries.bus import Bus
from libraries.maintenance.keep_days import KeepDays
from libraries.maintenance.verification import repair_media_and_backups
from libraries.media.damage import path_in_store
from libraries.media.post_store import PostMediaStore
from libraries.object_store.encrypted import EncryptedStore
from libraries.object_store.folder import FolderStore
from libraries.object_store.keys import make_key_file, read_key_file
from libraries.object_store.store import ObjectStore
from schemas import subjects
from schemas.errors import BadInput
from schemas.events import PostRetracted
from schemas.posts import PostKey
from services.publish.withdraw.purge import purge_media
from testbed.drills.damage.small_system import SmallSystem, add_post, make_folders

DAY = datetime(2026, 11, 1, 4, tzinfo=UTC)


@pytest.fixture
def system(tmp_path: Path) -> SmallSystem:
    made = SmallSystem(tmp_path / "system")
    make_folders(made)
    return made


class InterruptedStore(EncryptedStore):
    """Encrypted backups in which another process does something when the first media list is opened."""

    meanwhile: Callable[[], None] | None = None

    @override
    @contextmanager
    def open_object(self, name: str) -> Iterator[BinaryIO]:
        if name.endswith(LIST) and (work := self.meanwhile):
            self.meanwhile = None
            work()
        with super().open_object(name) as file:
            yield file


async def back_up_into(bus: Bus, system: SmallSystem, place: ObjectStore, now: datetime) -> str:
    return (await back_up(bus, system.store.root, place, system.operator_folders, now=now)).name


async def retract(bus: Bus, key: PostKey) -> int:
    gone = PostRetracted(post_key=key, revision=1, by="지기", reason="글쓴이의 요청")
    return await bus.publish(gone, expected=(await bus.post_history(key)).sequence)


def delete_half(place: ObjectStore, name: str) -> None:
    """As retention does, up to where it is killed or has not come to the end yet."""
    place.put(f"{name}/{UNFINISHED}", b"")
    place.delete(f"{name}/{LIST}")


def take_out_withdrawn(place: ObjectStore, _name: str) -> None:
    remove_withdrawn_posts(place, read_withdrawn_lists(place), set())


@pytest.mark.parametrize("work", [delete_half, delete_backup, take_out_withdrawn])
@pytest.mark.parametrize("encrypted", [False, True])
async def test_a_backup_that_others_write_to_meanwhile_is_not_damaged(
    bus: Bus,
    system: SmallSystem,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[ObjectStore, str], None],
    encrypted: bool,
) -> None:
    make_key_file(system.root / "key.txt")
    key, inner = read_key_file(system.root / "key.txt"), FolderStore(system.backups)
    place, other = (kind(inner, key) for kind in (InterruptedStore, EncryptedStore)) if encrypted else (inner, inner)
    post = await add_post(bus, system.store, 1)
    await add_post(bus, system.store, 2)
    old = await back_up_into(bus, system, place, DAY)
    await back_up_into(bus, system, place, DAY + timedelta(days=1))
    await bus.purge_post(post, await retract(bus, post))
    add_to_withdrawn_list(other, await retractions_in_stream(bus))
    if isinstance(place, InterruptedStore):
        place.meanwhile = lambda: work(other, old)
    read, done = files.sha256_of_file, list[Path]()

    def reading(path: Path) -> str:
        if path.name == LOG and not encrypted and not done:
            done.append(path)
            work(other, old)
        return read(path)

    monkeypatch.setattr(files, "sha256_of_file", reading)
    assert find_backup_damage(place) == []
    assert (old in {name for _, name in list_complete_backups(other)}) is (work is take_out_withdrawn)


async def test_a_repair_looks_at_a_backup_again_and_waits_for_nobody(bus: Bus, system: SmallSystem) -> None:
    """Minutes pass between the search for damage and its repair."""
    place = system.backup_store
    name = await back_up_into(bus, system, place, DAY)
    assert repair_backups(place, system.store.root, [f"{name}/{LOG}"]) == ((), ())
    assert [one for _, one in list_complete_backups(place)] == [name]
    (place.root / name / LOG).write_bytes(b"{}")
    wrong = [one.name for one in find_backup_damage(place)]
    with place.writer_lock(), pytest.raises(BadInput, match="already"):
        repair_backups(place, system.store.root, wrong)
    assert repair_backups(place, system.store.root, wrong) == ((), (name,))
    assert place.top_folders() == {f"{name}.damaged"}


async def test_what_another_post_uses_in_a_later_backup_stays_for_that(
    bus: Bus, system: SmallSystem, tmp_path: Path
) -> None:
    place, store = system.backup_store, system.store
    post, other = await add_post(bus, store, 1), await add_post(bus, store, 2)
    piece = PostMediaStore(store, post).put(b"a piece of both", "h264")
    await back_up_into(bus, system, place, DAY)
    PostMediaStore(store, other).put(b"a piece of both", "h264")
    later = await back_up_into(bus, system, place, DAY + timedelta(days=1))
    store.delete(piece.key)  # as the daily cleaning does
    gone = {f"{POOL}/{path_in_store(name)}" for name in store.used_by(post)} - {f"{POOL}/{piece.key}"}
    await purge_media(bus, store, post, await bus.facts_of_post(post))
    await bus.purge_post(post, await retract(bus, post))
    await back_up_into(bus, system, place, DAY + timedelta(days=2))
    assert not gone & {one.name for one in place.list_objects(POOL)}
    assert restore_media_from_pool(place, later, tmp_path / "new", listed_media(place.root / later)) > 0
    assert (tmp_path / "new" / piece.key).read_bytes() == b"a piece of both"
    assert find_backup_damage(place) == []


async def test_a_backup_between_a_retraction_and_its_purge_is_cleaned_too(bus: Bus, system: SmallSystem) -> None:
    """The station was killed between the two, or a backup began in that second."""
    place, store, now = system.backup_store, system.store, datetime.now(UTC)
    post = await add_post(bus, store, 1)
    last = await retract(bus, post)
    between = await back_up_into(bus, system, place, now + timedelta(hours=1))
    names = {f"{POOL}/{path_in_store(name)}" for name in store.used_by(post)}
    await purge_media(bus, store, post, await bus.facts_of_post(post))
    await bus.purge_post(post, last)
    await back_up_into(bus, system, place, now + timedelta(days=1))
    with fetched_backup(place, between) as backup:
        lines = [line for line in read_exported_log(exported_log_path(backup)) if isinstance(line, FactLine)]
    assert [line.fact.kind_ for line in lines if line.fact.post_key == post] == ["post.retracted"]
    assert not names & {one.name for one in place.list_objects(POOL)}
    assert find_backup_damage(place) == []


class CountingStore(FolderStore):
    """A folder that does something when one object is opened for the ``count``-th time."""

    def __init__(self, root: Path, name: str, count: int, work: Callable[[], object]) -> None:
        super().__init__(root)
        self.name, self.left, self.work = name, count, work

    @override
    @contextmanager
    def open_object(self, name: str) -> Iterator[BinaryIO]:
        self.left -= name == self.name
        if name == self.name and self.left == 0:
            self.work()
        with super().open_object(name) as file:
            yield file


@pytest.mark.parametrize("count", [1, 2])
async def test_a_repair_brings_nothing_back_of_a_post_that_is_withdrawn_meanwhile(
    bus: Bus, system: SmallSystem, count: int
) -> None:
    """Withdrawn while the backups are read through, or while the files of another post are fetched from them."""
    store, loop = system.store, asyncio.get_running_loop()
    first, post = await add_post(bus, store, 1), await add_post(bus, store, 2)
    await back_up_into(bus, system, system.backup_store, DAY)
    films = {}
    for key in (first, post):
        (films[key],) = (name for name in store.used_by(key) if name.endswith("mp4"))
        store.delete(films[key])
    picture = next(name for name in store.used_by(post) if name.endswith("webp"))
    (store.root / picture).write_bytes(b"damaged")

    async def withdraw() -> None:
        last = await retract(bus, post)
        await purge_media(bus, store, post, await bus.facts_of_post(post))
        await bus.purge_post(post, last)

    def work() -> None:
        asyncio.run_coroutine_threadsafe(withdraw(), loop).result()

    place = CountingStore(system.backups, f"{POOL}/{films[first]}", count, work)
    done = await repair_media_and_backups(bus, store.root, place, KeepDays(0, 0, 0))
    assert place.left <= 0
    assert done == ((films[first],), ())
    assert [(store.root / name).exists() for name in (films[first], films[post], picture)] == [True, False, False]


async def test_a_backup_that_expires_while_records_are_compared_with_it_leaves_that_to_another(
    bus: Bus, system: SmallSystem
) -> None:
    make_key_file(system.root / "key.txt")
    key, inner = read_key_file(system.root / "key.txt"), FolderStore(system.backups)
    place = InterruptedStore(inner, key)
    post = await add_post(bus, system.store, 1)
    older = await back_up_into(bus, system, place, DAY)
    newer = await back_up_into(bus, system, place, DAY + timedelta(days=1))
    await bus.client.call_api(f"STREAM.PURGE.{subjects.FACTS}", {"filter": subjects.post_facts_filter(post)})
    place.meanwhile = lambda: delete_backup(EncryptedStore(inner, key), newer)
    found = await find_record_mismatches(bus, place)
    assert {one.name for one in found if one.where == "stream" and older in one.why} == {str(post)}
    assert not any(newer in one.why for one in found)
