"""Damage of the media store and of the projection's stream: found, named, and put right from a backup."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.facts import FILM, VOICE
from fixtures.projection import event, story
from sqlalchemy import delete, update

from libraries.alerts.alert import Alert
from libraries.backups.backup import back_up
from libraries.backups.contents import exported_log_path, listed_media
from libraries.backups.layout import STATE
from libraries.backups.media_pool import restore_media_from_pool
from libraries.backups.operator_state import OperatorFolders, restore_operator_state, verified_state_files
from libraries.backups.restore import open_damaged_broker, restore_backup
from libraries.backups.salvage import salvage_broker_data
from libraries.backups.transfer.log_import import require_importable
from libraries.backups.withdrawn_list import read_withdrawn_lists
from libraries.bus import BucketEntry, Bus
from libraries.bus.connection.topology import reset_topology
from libraries.bus.stream.batch_publish import BatchMessage, store_batch
from libraries.bus.stream.history import verified_chain_end
from libraries.bus.stream.reader import read_batches
from libraries.maintenance.verification import CURES, verify_system
from libraries.media.damage import ASIDE, damaged_files, repair_files, stored_files
from libraries.media.store import LocalStore, MediaMissing
from libraries.object_store.folder import FolderStore
from libraries.stored_messages.stored_message import StoredMessage
from schemas import subjects
from schemas.errors import BadInput, StreamDamaged
from schemas.media import MediaRef
from schemas.posts import PostKey
from schemas.states import Status
from services.commands.withdraw import WithdrawPost, withdraw_post
from services.config import HealthSettings, MediaSettings, NatsSettings, PublishSettings, Settings
from services.ops.upkeep import check_ledger_and_backups
from services.projector.database import create_database_engine, write_transaction
from services.projector.rebuild import rebuild_projection
from services.projector.stream_comparison import compare_rows_with_stream
from services.projector.tables import posts
from services.publish.upload.journal import UploadJournal
from testbed.drills.damage.small_system import SmallSystem, add_post, make_folders

KEY = PostKey.of("sample", "7")
DAY = datetime(2026, 11, 1, tzinfo=UTC)


def flip(path: Path) -> None:
    """One bit of the last byte; the size stays, and the file is newer than it was."""
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def two_films(root: Path) -> tuple[LocalStore, MediaRef, MediaRef]:
    store = LocalStore(root)
    return store, store.put(b"first film", "mp4"), store.put(b"second film", "mp4")


async def test_a_backup_keeps_its_good_copy_of_a_file_that_is_damaged_later(bus: Bus, tmp_path: Path) -> None:
    store, first, second = two_films(tmp_path / "media")
    store.keep_result("a" * 64, b'{"a":1}')
    await back_up(bus, store.root, FolderStore(tmp_path / "backup"), now=DAY)
    flip(store.path(first))
    flip(store.root / "stages" / "aa" / f"{'a' * 64}.json")
    store.path(second).write_bytes(b"second f")  # cut off
    third = store.put(b"third film", "mp4")
    flip(store.path(third))
    done = await back_up(bus, store.root, FolderStore(tmp_path / "backup"), now=DAY + timedelta(days=1))
    assert set(done.damaged) == {f"stages/aa/{'a' * 64}.json", second.key, third.key}

    other = LocalStore(tmp_path / "other")
    assert (
        restore_media_from_pool(
            FolderStore(tmp_path / "backup"), done.name, other.root, listed_media(tmp_path / "backup" / done.name)
        )
        == 3
    )
    assert other.path(first).read_bytes() == b"first film"
    assert other.path(second).read_bytes() == b"second film"
    assert other.kept_result("a" * 64) == b'{"a":1}'
    with pytest.raises(MediaMissing):
        other.path(third)


async def test_nothing_is_copied_from_a_backup_with_a_damaged_file(bus: Bus, tmp_path: Path) -> None:
    store, _, second = two_films(tmp_path / "media")
    done = await back_up(bus, store.root, FolderStore(tmp_path / "backup"))
    flip(tmp_path / "backup" / "media" / second.key)
    with pytest.raises(BadInput, match=f"1 of the 2 media files .* {second.key}"):
        restore_media_from_pool(
            FolderStore(tmp_path / "backup"),
            done.name,
            tmp_path / "other",
            listed_media(tmp_path / "backup" / done.name),
        )
    assert not (tmp_path / "other").exists()


async def test_a_system_in_use_is_told_before_anything_is_copied_into_it(bus: Bus, tmp_path: Path) -> None:
    await bus.publish(story(KEY)[0], expected=0)
    done = await back_up(bus, tmp_path / "media", FolderStore(tmp_path / "backup"))
    with pytest.raises(BadInput, match="empty"):
        await require_importable(bus, exported_log_path(tmp_path / "backup" / done.name))


def test_a_damaged_file_is_taken_from_the_backup_or_made_again(tmp_path: Path) -> None:
    store, first, second = two_films(tmp_path / "media")
    pool = LocalStore(tmp_path / "pool")
    pool.put(b"first film", "mp4")
    flip(pool.path(pool.put(b"second film", "mp4")))
    flip(store.path(first))
    flip(store.path(second))
    damaged = list(damaged_files(store.root))
    assert len(damaged) == 2
    done = repair_files(
        store.root, [str(path.relative_to(store.root)) for path in damaged], FolderStore(tmp_path), "pool"
    )
    assert (done.restored, done.aside) == ((first.key,), (second.key,))
    assert store.path(first).read_bytes() == b"first film"
    with pytest.raises(MediaMissing):
        store.path(second)
    assert list(damaged_files(store.root)) == []
    assert len(list((store.root / ASIDE).iterdir())) == 2


async def test_verify_names_a_gap_a_foreign_record_a_lost_end_and_a_damaged_file(bus: Bus, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'p.db'}"
    store, first, _ = two_films(tmp_path / "media")
    facts = [event(KEY, kind, revision=0) for kind in ("collected", "declined", "reopened")]
    last = 0
    for fact in facts:
        last = await bus.publish(fact, expected=last)
    await rebuild_projection(bus, url)
    engine = create_database_engine(url)

    async def named() -> set[tuple[str, str, str]]:
        found = await verify_system(bus, lambda: compare_rows_with_stream(bus, url), store.root)
        assert (found.facts, found.posts, found.files) == (len(facts), 1, 2)
        return {(one.where, one.what, one.name) for one in found.findings}

    assert await named() == set()
    with write_transaction(engine) as connection:
        connection.execute(update(posts).values(title="another"))
    assert await named() == {("projection", "differs", str(KEY))}
    with write_transaction(engine) as connection:
        connection.execute(delete(posts))
    assert await named() == {("projection", "differs", str(KEY))}
    await rebuild_projection(bus, url)
    with write_transaction(engine) as connection:
        connection.execute(update(posts).values(sequence=last + 99))
    assert await named() == {("stream", "ahead", str(KEY))}
    engine.dispose()

    flip(store.path(first))
    await bus.client.call_api(f"STREAM.PURGE.{subjects.FACTS}", {"filter": subjects.fact_subject(facts[1])})
    await store_batch(bus.client, [BatchMessage(subjects.fact_subject(facts[0]), b"{}", {})])
    assert await named() == {
        ("stream", "missing", str(KEY)),
        ("stream", "foreign", str(KEY)),
        ("media", "damaged", first.key),
    }


async def test_a_damaged_database_file_is_moved_away_before_it_is_folded_anew(bus: Bus, tmp_path: Path) -> None:
    """SQLite keeps damaged pages that a rebuild in the same file does not write."""
    await bus.publish(story(KEY)[0], expected=0)
    url = f"sqlite:///{tmp_path}/rows.db"
    await rebuild_projection(bus, url)
    file = tmp_path / "rows.db"
    pages = file.read_bytes()
    file.write_bytes(pages[:8192] + pages[12288:16384] + pages[8192:12288] + pages[16384:])  # two pages change places
    found = await verify_system(bus, lambda: compare_rows_with_stream(bus, url), tmp_path / "media")
    assert "database" in {one.where for one in found.findings}
    assert "move the database file away" in CURES["database"]
    file.rename(tmp_path / "moved.db")
    await rebuild_projection(bus, url)
    assert (await verify_system(bus, lambda: compare_rows_with_stream(bus, url), tmp_path / "media")).findings == ()


async def test_verify_misses_media_of_the_newest_film_and_uploads_that_the_journal_does_not_know(
    bus: Bus, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'p.db'}"
    last = 0
    for fact in story(KEY):
        last = await bus.publish(fact, expected=last)
    await rebuild_projection(bus, url)
    found = await verify_system(bus, lambda: compare_rows_with_stream(bus, url), tmp_path / "media")
    assert {(one.where, one.what, one.name) for one in found.findings} == {
        ("ledger", "missing", FILM.video.sha256),
        *(("media", "missing", ref.key) for ref in (VOICE.audio, FILM.video, FILM.thumbnail, FILM.captions) if ref),
    }
    made = await UploadJournal(bus.ledger()).restore_missing_entries(
        bus.facts(kinds=("content.uploaded",)), {"export": "local"}
    )
    assert made == [f"upload.export.local.{FILM.video.sha256}"]
    assert (
        await UploadJournal(bus.ledger()).restore_missing_entries(
            bus.facts(kinds=("content.uploaded",)), {"export": "x"}
        )
        == []
    )


async def test_switches_accounts_salt_and_own_sites_come_back(
    bus: Bus, nats_settings: NatsSettings, tmp_path: Path
) -> None:
    homes, fresh = (OperatorFolders(tmp_path / name / "var", tmp_path / name / "sites") for name in ("old", "new"))
    for folder in (*homes, fresh.var):
        folder.mkdir(parents=True)
    (homes.var / "author.salt").write_text("old salt")
    (homes.var / "accounts.json").write_text("{}")
    (homes.var / "youtube-token.json").write_text("secret")
    (homes.var / "my channel.json").write_text('{"refresh_token": "secret"}')
    (homes.var / "wagglebot.db").write_text("projection")
    (homes.var / "audit.jsonl").write_bytes(b"{}\n" * (6 << 20))  # of some years: 18 MiB
    (homes.var / "model.bin").write_bytes(bytes(17 << 20))
    (homes.sites / "mine.yaml").write_text("code: mine")
    (homes.sites / "mine.permit.yaml").write_text("ref: x")
    await bus.ledger().compare_and_set("switches", b'{"off":["clien"]}', expected=0)
    await bus.ledger().compare_and_set("upload.x.1", b"\xff\x00", expected=0)
    done = await back_up(bus, tmp_path / "media", FolderStore(tmp_path / "backup"), homes)
    state = (tmp_path / "backup" / done.name) / STATE
    assert {path.stat().st_mode & 0o077 for path in state.rglob("*") if path.is_file()} == {0}
    assert "secret" not in "".join(path.read_text() for path in state.rglob("*") if path.is_file())

    await reset_topology(nats_settings)
    (fresh.var / "author.salt").write_text("made at the first start")
    assert await restore_operator_state(bus, fresh, state) == 7
    assert (fresh.var / "audit.jsonl").stat().st_size == 18 << 20
    assert not (fresh.var / "model.bin").exists()
    assert (fresh.var / "author.salt").read_text() == "old salt"
    assert (fresh.var / "accounts.json").read_text() == "{}"
    assert (fresh.sites / "mine.yaml").read_text() == "code: mine"
    assert (fresh.sites / "mine.permit.yaml").read_text() == "ref: x"
    assert not (fresh.var / "wagglebot.db").exists()
    assert {entry.key: entry.value async for entry in bus.ledger().entries()} == {
        "switches": b'{"off":["clien"]}',
        "upload.x.1": b"\xff\x00",
    }

    # Of a damaged broker: an older copy of the ledger that the backup is of, and one that went on.
    ledger = json.loads((state / "entries.jsonl").read_text().splitlines()[0])["ledger"]
    older, newer = BucketEntry("switches", 0, b"older"), BucketEntry("upload.x.1", 99, b"newer")
    for identity, wanted in ((ledger, b'{"off":["clien"]}'), ("another", b"older")):
        await reset_topology(nats_settings)
        await restore_operator_state(bus, fresh, state, [older, newer], identity)
        entries = {entry.key: entry.value async for entry in bus.ledger().entries()}
        assert entries == {"switches": wanted, "upload.x.1": b"newer"}

    flip(state / "entries.jsonl")
    with pytest.raises(BadInput, match=r"damaged: entries\.jsonl"):
        verified_state_files(state)
    assert verified_state_files(tmp_path / "backup of 0.1.0") == []


async def test_a_damaged_backup_is_told_once_a_day(bus: Bus, tmp_path: Path) -> None:
    store, first, _ = two_films(tmp_path / "media")
    done = await back_up(bus, store.root, FolderStore(tmp_path / "backup"))
    told: list[str] = []

    async def report(about: str, found: Alert | None) -> None:
        assert about == "journal and backups"
        told.append(found.text if found else "")

    await check_ledger_and_backups(bus, lambda: FolderStore(tmp_path / "backup"), report)
    assert told == [""]
    told.clear()
    flip(tmp_path / "backup" / "media" / first.key)
    await check_ledger_and_backups(bus, lambda: FolderStore(tmp_path / "backup"), report)
    flip((tmp_path / "backup" / done.name) / "facts.jsonl")
    await check_ledger_and_backups(bus, lambda: FolderStore(tmp_path / "backup"), report)
    assert [f"media/{first.key}" in told[0], f"{done.name}/facts.jsonl" in told[1]] == [
        True,
        True,
    ]


async def journal_at_first_fact(bus: Bus) -> set[str]:
    """Keys of the ledger as a station finds them that is notified of the first fact."""
    async for _ in bus.facts(follow=True):
        return {entry.key async for entry in bus.ledger().entries()}
    raise AssertionError("the stream has no end")


@pytest.mark.slow
async def test_a_restore_takes_what_is_newer_and_whole_in_the_damaged_broker(tmp_path: Path) -> None:
    system, empty, other = (SmallSystem(tmp_path / name) for name in ("system", "empty", "other"))
    for each in (system, empty, other):
        await asyncio.to_thread(make_folders, each)
    async with system.running_broker() as old:
        await add_post(old, system.store, 1)
        backup = (await system.back_up(old)).name
        for number in (2, 4):
            await add_post(old, system.store, number)
        facts = [fact.event async for batch in old.facts() for fact in batch]
    cut = PostKey.of("sample", "4")
    (block,) = (path for path in system.nats_folder.rglob("WAGGLEBOT/msgs/*.blk") if path.stat().st_size)
    content = bytearray(block.read_bytes())
    content[content.index(b'"event_id"', content.index(b"post.collected.sample.4")) + 20] ^= 1
    block.write_bytes(content)
    async with other.running_broker() as foreign:
        await add_post(foreign, other.store, 5)

    async with empty.running_broker() as bus:
        with pytest.raises(BadInput, match="is another there"):
            async with open_damaged_broker(other.nats_folder) as broker:
                await restore_backup(bus, empty.store, empty.operator_folders, system.backup_store, backup, broker)
        publisher = asyncio.create_task(journal_at_first_fact(bus))
        async with open_damaged_broker(system.nats_folder) as broker:
            done = await restore_backup(bus, empty.store, empty.operator_folders, system.backup_store, backup, broker)
        assert len(await publisher) == 2, "a publisher that runs already would upload again"
        restored = [fact.event async for batch in bus.facts() for fact in batch]
        entries = {entry.key async for entry in bus.ledger().entries()}
    assert done.left_out == (str(cut),)
    assert restored == [fact for fact in facts if fact.post_key != cut]
    assert len(entries) == 2


async def of_post(bus: Bus) -> list[StoredMessage]:
    filters, found = (subjects.post_facts_filter(KEY),), list[StoredMessage]()
    async for batch in read_batches(bus.client, subjects.FACTS, filters, after=0, follow=False, batch=9):
        found += batch
    return found


async def test_what_a_withdrawal_purges_while_it_is_read_is_no_damage(bus: Bus) -> None:
    """A reader was given the first fact; the others are purged before it comes to the retraction."""
    last = 0
    for kind in ("collected", "declined", "reopened", "retracted"):
        last = await bus.publish(event(KEY, kind, revision=0), expected=last)
    whole = await of_post(bus)
    await bus.purge_post(KEY, last)
    left = await of_post(bus)
    assert [one.sequence for one in left] == [last]
    verified_chain_end(str(KEY), [whole[0], *left])
    with pytest.raises(StreamDamaged):
        verified_chain_end(str(KEY), [whole[0], whole[2]])


async def test_what_is_withdrawn_after_a_backup_is_noted_at_once_and_never_comes_back(
    bus: Bus, nats_settings: NatsSettings, tmp_path: Path
) -> None:
    system = SmallSystem(tmp_path)
    await asyncio.to_thread(make_folders, system)
    key, other = await add_post(bus, system.store, 1), await add_post(bus, system.store, 2)
    backup = (await system.back_up(bus)).name
    settings = Settings(
        nats=NatsSettings(store_dir=system.nats_folder),
        media=MediaSettings(root=system.store.root),
        health=HealthSettings(backup_folder=str(system.backups)),
        publish=PublishSettings(platforms=()),
    )
    await withdraw_post(bus, WithdrawPost(named=str(key), reason="글쓴이의 요청"), "지기", settings, system.store)
    assert (
        set(read_withdrawn_lists(FolderStore(system.operator_folders.var)))
        == set(read_withdrawn_lists(system.backup_store))
        == {key}
    )

    await reset_topology(nats_settings)
    fresh = SmallSystem(tmp_path / "fresh")
    done = await restore_backup(bus, fresh.store, fresh.operator_folders, system.backup_store, backup)
    assert done.withdrawn == (str(key),)
    assert (await bus.post_state(key)).status is Status.RETRACTED
    assert len(await bus.facts_of_post(key)) == 1
    assert (await bus.post_state(other)).status is Status.UPLOADED
    assert fresh.store.used_by(key) == set()
    assert {path.name for path in stored_files(fresh.store.root)} == {
        path.name for path in stored_files(system.store.root)
    }


async def test_a_retraction_is_salvaged_whatever_is_lost_before_it(bus: Bus) -> None:
    """Else the restore would bring a withdrawn post back."""
    last = 0
    for kind in ("collected", "declined", "reopened", "retracted"):
        last = await bus.publish(event(KEY, kind, revision=0), expected=last)
    await bus.client.call_api(
        f"STREAM.PURGE.{subjects.FACTS}", {"filter": subjects.fact_subject(event(KEY, "declined", 0))}
    )
    found = await salvage_broker_data(bus.client, {})
    assert found.facts[-1].fact.kind == "post.retracted"
    assert found.left_out == ()
