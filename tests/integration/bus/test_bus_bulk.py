"""Reading all of a stream at once, over a real broker that asks for a password."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from fixtures.projection import KEYS, event, story

from libraries.bus import Bus
from libraries.bus.stream import bulk_reader
from libraries.bus.stream.bulk_reader import RawFact
from libraries.bus.stream.reader import read_batches
from libraries.stored_messages.stored_message import STORED
from schemas.events import ContentRequested, Event, encode_fact
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.subjects import FACTS, fact_subject

RETRY = ContentRequested(post_key=KEYS[1], revision=1, from_stage=Stage.VOICE, recipe=Recipe())
KINDS = ("post.*.*.*", "content.*.*.*")


async def record(bus: Bus, *events: Event) -> None:
    for one in events:
        await bus.publish(one, expected=(await bus.post_state(one.post_key)).sequence)


async def in_bulk(bus: Bus, batch: int) -> list[RawFact]:
    return [one async for some in bus.raw_facts(batch=batch) for one in some]


async def one_by_one(bus: Bus) -> list[RawFact]:
    stored = [
        one async for some in read_batches(bus.client, FACTS, KINDS, after=0, follow=False, batch=3) for one in some
    ]
    return [(one.subject.encode(), one.sequence, round(one.time.timestamp() * 1e6), one.payload) for one in stored]


@pytest.mark.parametrize("batch", [1, 4, 1000])
async def test_it_gives_what_reading_one_by_one_gives(bus: Bus, batch: int) -> None:
    """Over holes in the stream, past what is no fact, and with moments that came from another stream."""
    await record(bus, *story(KEYS[0]), *story(KEYS[1])[:4])
    await bus.schedule_retry(RETRY, datetime(2099, 1, 1, tzinfo=UTC))
    await bus.purge_post(KEYS[0], before=6)
    brought = event(PostKey.of("sample", "9"), "collected")
    then = datetime(2020, 2, 29, 12, 0, 0, 123456, tzinfo=UTC)
    await bus.client.store_message(fact_subject(brought), encode_fact(brought), {STORED: then.isoformat()})
    await bus.client.nc.jetstream().publish("post.approved.sample.8", b"{")
    await record(bus, event(KEYS[1], "declined"))
    found = await in_bulk(bus, batch)
    assert found == await one_by_one(bus)
    assert [sequence for _, sequence, _, _ in found] == [6, 7, 8, 9, 10, 11, 12, 14, 15, 16]
    assert found[-3][2] == int(then.timestamp()) * 1_000_000 + 123456


async def test_an_empty_stream_is_read_at_once(bus: Bus) -> None:
    assert await in_bulk(bus, 10) == []


async def test_a_stream_without_any_fact_ends_too(bus: Bus) -> None:
    await bus.schedule_retry(RETRY, datetime(2099, 1, 1, tzinfo=UTC))
    assert await in_bulk(bus, 10) == []


@pytest.mark.parametrize("after", [1, 3, 6])
async def test_what_a_broken_connection_left_out_is_read_by_the_patient_reader(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Each fact once, wherever it breaks: before the first message, between two, or within one."""
    for number in range(40):
        await record(bus, event(PostKey.of("sample", f"b{number}"), "collected"))
    monkeypatch.setattr(bulk_reader, "_RECEIVE", 4000)
    received = 0
    plain = bulk_reader._Wire._receive

    def breaking(wire: bulk_reader._Wire) -> None:
        nonlocal received
        received += 1
        if received > after:
            wire._socket.shutdown(socket.SHUT_RDWR)
        plain(wire)

    monkeypatch.setattr(bulk_reader._Wire, "_receive", breaking)
    found = await in_bulk(bus, 5)
    assert received > after
    assert found == await one_by_one(bus)
    assert [sequence for _, sequence, _, _ in found] == list(range(1, 41))


async def test_a_wrong_password_leaves_it_to_the_connection_that_is_there(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    await record(bus, *story(KEYS[0]))
    plain = bulk_reader._Endpoint.of
    monkeypatch.setattr(bulk_reader._Endpoint, "of", lambda link: plain(link)._replace(password="another"))
    assert [sequence for _, sequence, _, _ in await in_bulk(bus, 5)] == list(range(1, 9))


@contextmanager
def stranger(greeting: bytes, answer: bytes) -> Iterator[int]:
    """A server that is no broker of ours: it greets, or hangs up, and answers the first request. Gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(greeting)
                heard = b""
                while greeting and b"PUB" not in heard and (more := connection.recv(4096)):
                    heard += more
                connection.sendall(answer)

        serving = threading.Thread(target=serve)
        serving.start()
        yield listening.getsockname()[1]
        serving.join(5)
        assert not serving.is_alive()


HELLO = b'INFO {"tls_required":false}\r\n'
STATUS = b"NATS/1.0 409 Consumer Deleted\r\n\r\n"


@pytest.mark.parametrize(
    ("greeting", "answer", "why"),
    [
        (b"", b"", "closed the connection"),
        (b'INFO {"tls_required":true}\r\n', b"", "wants TLS"),
        (HELLO, b"-ERR 'Authorization Violation'\r\n", "Authorization Violation"),
        (HELLO, b"PING\r\n+OK\r\nHMSG x 1 33 33\r\n" + STATUS + b"\r\n", "409 Consumer Deleted"),
        (HELLO, b"MSG post.x.y.1 1 $JS.ACK.S.C.1.5.2.0.7 1\r\n{\r\n", "message 1 was lost"),
    ],
)
async def test_what_it_does_not_expect_leaves_it_to_the_connection_that_is_there(
    bus: Bus,
    monkeypatch: pytest.MonkeyPatch,
    greeting: bytes,
    answer: bytes,
    why: str,
) -> None:
    await record(bus, *story(KEYS[0]))
    plain = bulk_reader._Endpoint.of
    said: list[str] = []
    monkeypatch.setattr(bulk_reader.log, "info", lambda _, **about: said.append(about["why"]))
    with stranger(greeting, answer) as port:
        monkeypatch.setattr(bulk_reader._Endpoint, "of", lambda link: plain(link)._replace(port=port))
        assert [sequence for _, sequence, _, _ in await in_bulk(bus, 5)] == list(range(1, 9))
    assert [text for text in said if why in text]
