"""What a connection knows to be stored in a cluster, and which filters a subject belongs to."""

from urllib.parse import urlparse

from nats.aio.client import Server

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.seen_sequences import SeenSequences
from libraries.bus.connection_settings import ConnectionSettings
from libraries.bus.stream.leader_reading import _matches
from libraries.bus.stream.scheduled_message_trust import is_trusted_message


def test_the_highest_sequence_counts_and_the_oldest_is_forgotten() -> None:
    seen = SeenSequences()
    seen.note_sequence("a", 5)
    seen.note_sequence("a", 3)
    assert (seen.required_sequence("a"), seen.required_sequence("b")) == (5, 0)
    for number in range(4096):
        seen.note_sequence(f"post.{number}", number)
    assert seen.required_sequence("a") == 0
    assert seen.required_sequence("post.4095") == 4095


async def test_the_server_that_was_left_is_tried_last_however_often_others_failed_before() -> None:
    client = BrokerClient(ConnectionSettings(urls=("nats://a:1", "nats://b:1", "nats://c:1")), patience=1)
    servers = [
        Server(uri=urlparse(f"nats://{one}:1"), reconnects=tries) for one, tries in (("a", 0), ("b", 9), ("c", 9))
    ]
    client._left = "a:1"
    first = [client._next_server(servers, {})[0].uri.hostname for _ in range(3)]
    assert (set(first[:2]), first[2]) == ({"b", "c"}, "a")
    assert client._next_server(servers, {})[0].uri.hostname in {"b", "c"}
    await client._on_loss()
    client._left = "b:1"
    assert client._next_server(servers, {})[0].uri.hostname in {"a", "c"}


def test_filters_take_what_nats_would_send() -> None:
    taken = {("post.approved.s.1", "post.*.*.*"), ("a.b", ">"), ("$KV.UPLOADS.x.y", "$KV.UPLOADS.>"), ("a.b", "a.b")}
    assert all(_matches(*pair) for pair in taken)
    others = {("post.approved.s", "post.*.*.*"), ("content.x.s.1", "post.*.*.*"), ("a.b.c", "a.*"), ("a", "b")}
    assert not any(_matches(*pair) for pair in others)


def test_of_what_a_schedule_stored_only_the_retry_of_its_post_counts() -> None:
    assert is_trusted_message("post.approved.s.1", None)
    assert is_trusted_message("content.requested.s.1", "sched.retry.film.s.1")
    assert is_trusted_message("content.requested.s.1", "sched.retry.publish-youtube.s.1")
    assert not is_trusted_message("content.requested.s.1", "sched.retry.film.s.2")
    assert not is_trusted_message("content.requested.s.1", "post.collected.s.1")
    assert not is_trusted_message("post.approved.s.1", "sched.retry.film.s.1")
