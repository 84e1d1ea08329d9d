"""What facts, journal and newest backup say of each other."""

import asyncio
import copy
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fixtures.rows import each_row

from libraries.backups.record_mismatches import RecordMismatch, _Facts, _journaled, _unrecorded, find_record_mismatches
from libraries.bus import Bus
from libraries.bus.stream.batch_publish import BatchMessage, store_batch
from schemas import subjects
from schemas.events import PostRetracted, RecordedFact, encode_fact
from services.publish.upload.journal import UploadJournal, UploadState, upload_key
from testbed.drills.damage.small_system import SmallSystem, add_post, make_folders


async def told(bus: Bus, system: SmallSystem) -> set[tuple[str, str, str]]:
    return {lack[:3] for lack in await find_record_mismatches(bus, system.backup_store)}


async def test_what_the_newest_backup_has_and_stream_or_ledger_not(bus: Bus, tmp_path: Path) -> None:
    system = SmallSystem(tmp_path)
    await asyncio.to_thread(make_folders, system)
    await bus.ledger().compare_and_set("switches", b"{}", expected=0)
    first, second, third = [await add_post(bus, system.store, number) for number in (1, 2, 3)]
    await system.back_up(bus)
    assert await told(bus, system) == set()
    # A younger stream: the post's facts are gone, and those that follow are none of the backup.
    await bus.client.call_api(f"STREAM.PURGE.{subjects.FACTS}", {"filter": subjects.post_facts_filter(second)})
    approved = (await bus.post_history(first)).facts[1].event
    await bus.client.call_api(f"STREAM.PURGE.{subjects.FACTS}", {"filter": subjects.fact_subject(approved)})
    other = approved.model_copy(update={"reviewer": "another"})
    await store_batch(bus.client, [BatchMessage(subjects.fact_subject(other), encode_fact(other), {})])
    await bus.client.call_api("STREAM.PURGE.KV_UPLOADS", {"filter": "$KV.UPLOADS.switches"})
    assert await told(bus, system) == {
        ("stream", "missing", str(second)),
        ("stream", "changed", str(first)),
        ("ledger", "missing", "switches"),
    }
    gone = PostRetracted(post_key=third, revision=1, by="me", reason="x")
    last = await bus.publish(gone, expected=(await bus.post_history(third)).sequence)
    await bus.purge_post(third, last)
    assert str(third) not in {lack.name for lack in await find_record_mismatches(bus, system.backup_store)}


async def test_what_is_done_during_the_comparison_is_no_mismatch(
    bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Films are uploaded and backups made while a station compares."""
    system = SmallSystem(tmp_path)
    await asyncio.to_thread(make_folders, system)

    others = copy.copy(bus)

    async def work(number: int) -> None:
        await add_post(others, system.store, number)
        await system.back_up(others)
        await asyncio.sleep(1)  # the name of a backup is the second in which it was begun

    async def read_during_work() -> AsyncIterator[list[RecordedFact]]:
        await work(2)
        async for batch in others.facts():
            yield batch
        await work(3)

    await work(1)
    monkeypatch.setattr(bus, "facts", read_during_work)
    assert await find_record_mismatches(bus, system.backup_store) == []


async def test_what_journal_and_facts_say_of_uploads(bus: Bus, tmp_path: Path) -> None:
    system = SmallSystem(tmp_path)
    await asyncio.to_thread(make_folders, system)
    key = await add_post(bus, system.store, 1)
    journal = UploadJournal(bus.ledger())
    (entry,) = await journal.entries_of_post(key)
    film = entry.record.video_sha256
    assert await find_record_mismatches(bus, None) == []
    await journal.change(entry, state=UploadState.OPEN)
    assert [lack[:3] for lack in await find_record_mismatches(bus, None)] == [("ledger", "older", film)]
    await bus.client.call_api("STREAM.PURGE.KV_UPLOADS", {"filter": f"$KV.UPLOADS.{entry.record.key}"})
    # An entry of another platform is none of this one.
    await journal.write(entry.record.model_copy(update={"platform": "youtube"}), 0)
    assert await find_record_mismatches(bus, None) == [
        RecordMismatch("ledger", "missing", film, f"{key} was uploaded to export; the journal does not know it."),
        RecordMismatch("stream", "missing", str(key), "The journal knows its upload to youtube; no fact does."),
    ]
    made = await journal.restore_missing_entries(bus.facts(kinds=("content.uploaded",)), {"export": "local"})
    assert made == [upload_key("export", "local", film)]


@each_row(("state", "told"), [(UploadState.WITHDRAWN, False), (UploadState.DOUBT, False), (UploadState.SENT, True)])
def test_only_what_a_platform_has_must_be_on_record(state: UploadState, told: bool) -> None:
    value = json.dumps({"post_key": {"site": "sample", "id": "1"}, "state": state})
    entry = _journaled("upload.youtube.main.aa", value.encode())
    assert entry is not None
    assert bool(list(_unrecorded(_Facts(), [entry]))) is told
    assert _journaled("switches", b"{}") is None
    broken = _journaled("upload.youtube.main.aa", b"{")
    assert broken is not None
    assert broken.state == "unreadable"
