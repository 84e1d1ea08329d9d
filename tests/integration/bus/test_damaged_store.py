"""A broker whose files were damaged while it was stopped: what is missing is named, and everything else goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fixtures.facts import post

from libraries.backups.backup import back_up
from libraries.bus import Bus, MessageContext, connect
from libraries.bus.embedded import run_embedded_server
from libraries.bus.service.handlers import handler_from_annotations
from libraries.bus.service.retry import DEFAULT
from libraries.bus.service.worker import process_messages
from libraries.bus.stream import reader
from libraries.bus.stream.stream_damage import find_stream_damage
from libraries.object_store.folder import FolderStore
from libraries.stored_messages.digest_chain import CHAIN, EXPECTED, chained_digest, fact_digest
from libraries.stored_messages.stored_message import StoredMessage
from schemas import subjects
from schemas.errors import BadInput, StreamDamaged
from schemas.events import ContentScripted, PostApproved, PostCollected, PostDeclined, encode_fact
from schemas.posts import PostKey
from schemas.recipe import Stage
from services.config import NatsSettings

KEYS = [PostKey.of("sample", str(number)) for number in range(1, 6)]
BOUND = 60
"""Seconds within which a damaged record is named."""


@pytest.fixture(autouse=True)
def _short_stalls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker on this machine needs no three seconds for a message that it can read."""
    monkeypatch.setattr(reader, "_STALL", 0.5)


@asynccontextmanager
async def broker(store: Path) -> AsyncIterator[Bus]:
    async with run_embedded_server(store) as url:
        bus = await connect(NatsSettings(url=url), "test")
        try:
            yield bus
        finally:
            await bus.close()


async def filled(store: Path) -> None:
    """Five posts, each collected, declined and approved."""
    async with broker(store) as bus:
        for key in KEYS:
            after = await bus.publish(PostCollected(post_key=key, revision=0, post=post(key.id)), expected=0)
            after = await bus.publish(PostDeclined(post_key=key, revision=0, reviewer="me", reason="x"), expected=after)
            await bus.publish(PostApproved(post_key=key, revision=1, reviewer="me"), expected=after)


def flip(store: Path, subject: bytes) -> None:
    """One bit in the payload of the record on ``subject``."""
    (block,) = (path for path in store.rglob("WAGGLEBOT/msgs/*.blk") if path.stat().st_size)
    content = bytearray(block.read_bytes())
    at = content.index(b'"event_id"', content.index(subject))
    content[at + 20] ^= 1
    block.write_bytes(content)


async def read_to_the_end(bus: Bus) -> tuple[list[int], str]:
    found: list[int] = []
    try:
        async for batch in bus.facts():
            found += [fact.sequence for fact in batch]
    except StreamDamaged as error:
        return found, error.code
    return found, ""


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        pytest.param(b"post.declined.sample.2", "stream.damaged", id="between two facts"),
        pytest.param(b"post.collected.sample.2", "stream.damaged", id="the first fact"),
        pytest.param(b"post.approved.sample.2", "stream.damaged", id="the last fact of a post"),
    ],
)
async def test_a_flipped_bit_is_named_with_its_post_and_other_posts_go_on(
    tmp_path: Path, subject: bytes, code: str
) -> None:
    await filled(tmp_path)
    flip(tmp_path, subject)
    async with asyncio.timeout(BOUND), broker(tmp_path) as bus:
        for key in KEYS:
            if key == KEYS[1]:
                with pytest.raises(StreamDamaged) as damaged:
                    await bus.post_history(key)
                assert damaged.value.code == code
            else:
                assert (await bus.post_state(key)).revision == 1
        sequences, _ = await read_to_the_end(bus)
    assert len(sequences) == 14


async def test_a_fact_behind_a_gap_becomes_a_dead_letter_and_the_next_fact_is_worked_on(tmp_path: Path) -> None:
    await filled(tmp_path)
    flip(tmp_path, b"post.declined.sample.2")
    seen: list[str] = []
    async with asyncio.timeout(BOUND), broker(tmp_path) as bus:

        async def script(fact: PostApproved, _: MessageContext) -> ContentScripted | None:
            seen.append(fact.post_key.id)
            return None

        by_script = handler_from_annotations(Stage.SCRIPT, script)
        working = asyncio.create_task(
            process_messages(
                bus, "studio", "studio", lambda fact: by_script if by_script.accepts(fact) else None, DEFAULT
            )
        )
        while not await bus.dead_letters() or "5" not in seen:
            await asyncio.sleep(0.05)
            assert not working.done()
        working.cancel()
        await asyncio.wait([working])
        (letter,) = await bus.dead_letters()
    assert letter.subject == "post.approved.sample.2"
    assert "wagglebot verify" in letter.reason
    assert seen == ["1", "3", "4", "5"]


async def test_zeroed_bytes_are_found_by_the_scrub_and_refuse_a_backup(tmp_path: Path) -> None:
    await filled(tmp_path / "nats")
    (block,) = (path for path in (tmp_path / "nats").rglob("WAGGLEBOT/msgs/*.blk") if path.stat().st_size)
    content = bytearray(block.read_bytes())
    at = content.index(b"post.declined.sample.3")
    content[at : at + 200] = bytes(200)
    block.write_bytes(content)
    async with asyncio.timeout(2 * BOUND), broker(tmp_path / "nats") as bus:
        read_through = await find_stream_damage(bus.client)
        assert read_through.facts < 15
        assert {fault.what for fault in read_through.faults} <= {"missing", "unreadable"}
        assert "sample.3" in {fault.post for fault in read_through.faults} or read_through.facts == 0
        with pytest.raises(BadInput, match="No backup was made"):
            await back_up(bus, tmp_path / "media", FolderStore(tmp_path / "backup"))
    assert list((tmp_path / "backup").glob("*")) == []


async def test_a_fact_whose_past_was_changed_is_refused_and_named(tmp_path: Path) -> None:
    """As after a block was written anew: every checksum of the broker is right, and a fact is another one."""
    await filled(tmp_path / "nats")
    async with asyncio.timeout(2 * BOUND), broker(tmp_path / "nats") as bus:
        past = await bus.post_history(KEYS[0])
        assert past.facts[-1].digest
        later = PostDeclined(post_key=KEYS[0], revision=1, reviewer="me", reason="x")
        after = {EXPECTED: str(past.sequence), CHAIN: "0" * 32}
        place = subjects.post_facts_filter(KEYS[0])
        await bus.client.store_message(
            subjects.fact_subject(later),
            encode_fact(later),
            after | {f"{EXPECTED}-Subject": place, "Nats-Msg-Id": "later"},
        )
        with pytest.raises(StreamDamaged) as changed:
            await bus.post_state(KEYS[0])
        assert (changed.value.code, changed.value.fields["sequence"]) == ("stream.history_changed", 16)
        (fault,) = (await find_stream_damage(bus.client)).faults
        assert (fault.what, fault.post, fault.sequence) == ("changed", "sample.1", 16)
        with pytest.raises(BadInput, match="No backup was made"):
            await back_up(bus, tmp_path / "media", FolderStore(tmp_path / "backup"))
        assert (await bus.post_state(KEYS[1])).revision == 1


async def test_facts_of_a_release_without_digests_are_covered_by_the_next_one(tmp_path: Path) -> None:
    async with asyncio.timeout(2 * BOUND), broker(tmp_path) as bus:
        old = PostCollected(post_key=KEYS[0], revision=0, post=post(KEYS[0].id))
        await bus.client.store_message(subjects.fact_subject(old), encode_fact(old), {})
        await bus.post_history(KEYS[0])
        await bus.publish(PostApproved(post_key=KEYS[0], revision=1, reviewer="me"), expected=1)
        (_, new) = [one async for some in read_all_stored(bus) for one in some]
        assert new.headers[CHAIN] == chained_digest("", fact_digest(encode_fact(old)))
        assert (await bus.post_state(KEYS[0])).revision == 1
        assert (await find_stream_damage(bus.client)).faults == ()


def read_all_stored(bus: Bus) -> AsyncIterator[list[StoredMessage]]:
    return reader.read_batches(bus.client, subjects.FACTS, ("post.>",), after=0, follow=False, batch=10)


def damaged_descriptions(store: Path) -> Path:
    """Damage the descriptions of the stream and of a consumer, and give the latter's file."""
    (stream,) = store.rglob("streams/WAGGLEBOT")
    consumer = stream / "obs" / "studio" / "meta.inf"
    consumer.write_bytes(consumer.read_bytes().replace(b'"ack_wait"', b'"ack_wai|"'))
    (stream / "meta.sum").write_bytes(b"0")
    return consumer


async def test_a_damaged_description_of_a_stream_or_consumer_is_laid_out_anew_over_the_records(tmp_path: Path) -> None:
    await filled(tmp_path)
    consumer = damaged_descriptions(tmp_path)
    heads = []
    for _ in range(2):
        async with asyncio.timeout(BOUND), broker(tmp_path) as bus:
            assert (await read_to_the_end(bus))[0] == list(range(1, 16))
            heads.append(await bus.facts_head())
            assert await bus.sequence_in_progress("studio") == 0
    assert heads[0] == heads[1]
    assert consumer.with_name("meta.inf.damaged").is_file()
