"""An entry of the upload journal that this release cannot read: that film waits for a person, all others go on."""

import asyncio

import pytest
from fixtures.platform import Channel, Clock, channel, clock, platform

from libraries.bus import Bus
from schemas.errors import BadInput
from schemas.events import ContentFailed, ContentUploaded
from schemas.posts import PostKey
from services.publish.service import build_publish_service
from services.publish.upload.journal import UploadJournal, UploadState, upload_key
from services.publish.withdraw.scheduled_deletes import open_withdrawals
from services.publish.withdraw.withdrawal import Withdrawer
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["Clock", "channel", "clock", "platform"]
VALUES = [b"{", b"\xff\x00", b'{"platform":"youtube"}', b"[]"]
"""Cut, no text, without most fields, no object."""


async def later_release(bus: Bus, key: str) -> bytes:
    """An entry as a release would write it that knows one field more."""
    entry = await UploadJournal(bus.ledger()).load(key)
    assert entry is not None
    return entry.record.model_dump_json().replace("{", '{"mood":"calm",', 1).encode()


@pytest.mark.parametrize("value", VALUES)
async def test_one_film_fails_with_the_name_of_the_entry_and_the_next_is_published(
    channel: Channel, platform: YoutubePlatform, bus: Bus, value: bytes
) -> None:
    first, second = await channel.rendered(1), await channel.rendered(2)
    key = upload_key("youtube", channel.uploader().channel, first.film.video.sha256)
    await bus.ledger().compare_and_set(key, value, expected=0)
    stop = asyncio.Event()
    station = build_publish_service(bus, channel.uploader(), channel.settings)
    running = asyncio.create_task(station.run(bus, stop))
    failed, uploaded = None, False
    async with asyncio.timeout(30):
        while failed is None or not uploaded:
            history = [fact.event for key in (first, second) for fact in await bus.facts_of_post(key.post_key)]
            failed = next((event for event in history if isinstance(event, ContentFailed)), None)
            uploaded = any(isinstance(event, ContentUploaded) for event in history)
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert failed.retry_at is None
    assert key in failed.message
    assert list(platform.copies().values()) == [1]
    assert (await channel.record(2)).state is UploadState.DONE


async def test_readers_of_all_entries_leave_it_out_and_go_on(
    channel: Channel, bus: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    journal, withdrawn = UploadJournal(bus.ledger()), open_withdrawals(bus)
    wanted = channel.publication(1)
    await channel.rendered(1)
    delivery = channel.delivery()
    await delivery.upload(wanted)
    key = delivery.journal_key(wanted)
    entry = await journal.load(key)
    assert entry is not None
    await bus.ledger().compare_and_set(key, await later_release(bus, key), expected=entry.revision)
    await bus.ledger().compare_and_set(key.replace(wanted.film.video.sha256, "0" * 64), b"{", expected=0)
    assert [one async for one in journal.entries()] == []
    assert await withdrawn.read() == []
    assert await journal.entries_of_post(wanted.post_key) == []
    with pytest.raises(BadInput, match=f"{key} .*mood.*wagglebot restore BACKUP"):
        await journal.load(key)
    facts = bus.facts(kinds=("content.uploaded",))
    assert await journal.restore_missing_entries(facts, {"youtube": channel.uploader().channel}) == []
    assert (await bus.ledger().get(key)) is not None


async def test_a_withdrawal_says_which_film_is_left(channel: Channel, platform: YoutubePlatform, bus: Bus) -> None:
    wanted = channel.publication(1)
    await channel.rendered(1)
    delivery = channel.delivery()
    await delivery.upload(wanted)
    key = delivery.journal_key(wanted)
    entry = await UploadJournal(bus.ledger()).load(key)
    assert entry is not None
    await bus.ledger().compare_and_set(key, b"{", expected=entry.revision)
    withdrawer = Withdrawer(bus, channel.store, [channel.uploader()], reason="asked", by="owner")
    with pytest.raises(BadInput, match=key):
        await withdrawer.withdraw(wanted.post_key)
    assert len(platform.existing_films()) == 1
    assert [fact.event.kind for fact in await bus.facts_of_post(PostKey.of("sample", "1"))][-1] == "post.retracted"
