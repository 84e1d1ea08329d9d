"""Compare-and-set over the key-value bucket: no update is lost, and nothing is written without need."""

import asyncio

import pytest
from typing_extensions import override

from libraries.bus import Bucket, BucketEntry, Bus
from libraries.bus.kv.kept_entries import KeptEntries
from schemas.base import Frozen
from schemas.errors import Conflict

KEY = "test.count"


class Count(Frozen):
    value: int = 0


def more(now: Count | None) -> Count:
    return Count(value=(now or Count()).value + 1)


class Overtaken(Bucket):
    """A bucket in which another process writes between every reading and writing, so many times."""

    def __init__(self, bus: Bus, times: int) -> None:
        super().__init__(bus.client)
        self.times = times
        self.reads = 0

    @override
    async def get(self, key: str) -> BucketEntry | None:
        found = await super().get(key)
        self.reads += 1
        if self.reads <= self.times:
            await super().compare_and_set(
                key, Count(value=100 * self.reads).model_dump_json().encode(), expected=revision(found)
            )
        return found


def revision(entry: BucketEntry | None) -> int:
    return entry.revision if entry else 0


async def test_no_update_is_lost_among_many_writers(bus: Bus) -> None:
    ledger = bus.ledger()
    await asyncio.gather(*(ledger.update(KEY, Count, more) for _ in range(12)))
    assert await ledger.get_parsed(KEY, Count) == Count(value=12)


async def test_a_change_is_made_again_of_the_newer_value(bus: Bus) -> None:
    ledger = Overtaken(bus, times=2)
    assert await ledger.update(KEY, Count, more) == Count(value=201)
    assert ledger.reads == 3


async def test_a_writer_that_is_always_overtaken_gives_up(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("libraries.bus.kv.bucket._LONGEST_PAUSE", 0.001)
    ledger = Overtaken(bus, times=1000)
    with pytest.raises(Conflict, match=f"entry {KEY} changed"):
        await ledger.update(KEY, Count, more)
    assert ledger.reads == 20


async def test_an_equal_value_is_not_written_and_the_result_tells_who_wrote(bus: Bus) -> None:
    ledger = bus.ledger()
    mine = Count(value=7)
    assert await ledger.update(KEY, Count, lambda _: mine) is mine
    first = await ledger.get(KEY)
    other = Count(value=7)
    held = await ledger.update(KEY, Count, lambda _: other)
    assert held == other
    assert held is not other
    assert await ledger.get(KEY) == first


async def test_an_empty_entry_is_read_as_none(bus: Bus) -> None:
    ledger = bus.ledger()
    assert await ledger.get_parsed(KEY, Count) is None
    written = await ledger.compare_and_set(KEY, b"", expected=0)
    assert await ledger.get_parsed(KEY, Count) is None
    assert await ledger.update(KEY, Count, more) == Count(value=1)
    assert revision(await ledger.get(KEY)) > written


async def test_what_a_change_raises_passes_through_and_writes_nothing(bus: Bus) -> None:
    def refuse(now: Count | None) -> Count:
        raise ValueError(str(now))

    ledger = bus.ledger()
    await ledger.update(KEY, Count, more)
    with pytest.raises(ValueError, match="value=1"):
        await ledger.update(KEY, Count, refuse)
    assert await ledger.get_parsed(KEY, Count) == Count(value=1)


async def test_entries_that_are_kept_are_read_once_each_and_dropped_when_a_write_says_so(bus: Bus) -> None:
    bucket, read = bus.ledger(), list[str]()

    def keep(entry: BucketEntry) -> bytes | None:
        read.append(entry.key)
        return entry.value or None

    kept = KeptEntries(bucket, "a.*", keep)
    first = await bucket.compare_and_set("a.1", b"one", expected=0)
    await bucket.compare_and_set("a.2", b"two", expected=0)
    await bucket.compare_and_set("b.1", b"other", expected=0)
    assert await kept.read() == await kept.read() == [b"one", b"two"]
    second = await bucket.compare_and_set("a.1", b"three", expected=first)
    assert await kept.read() == [b"two", b"three"]
    await bucket.compare_and_set("a.1", b"", expected=second)
    assert await kept.read() == [b"two"]
    assert read == ["a.1", "a.2", "a.1", "a.1"]


async def test_of_a_bucket_that_is_another_one_all_is_read_anew(bus: Bus) -> None:
    kept = KeptEntries(bus.ledger(), "a.*", lambda entry: entry.value)
    await bus.ledger().compare_and_set("a.1", b"lost", expected=0)
    assert await kept.read() == [b"lost"]
    config = (await bus.client.call_api("STREAM.INFO.KV_UPLOADS"))["config"]
    await bus.client.call_api("STREAM.DELETE.KV_UPLOADS")
    await bus.client.call_api("STREAM.CREATE.KV_UPLOADS", config)
    await bus.ledger().compare_and_set("a.2", b"new", expected=0)
    assert await kept.read() == [b"new"]
