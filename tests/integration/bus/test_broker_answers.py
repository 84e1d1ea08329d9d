"""Rare answers of the broker: refusals, acknowledgements that were lost, and what is there no longer."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures.facts import post
from nats.aio.msg import Msg
from nats.errors import OutboundBufferLimitError
from nats.js.api import PubAck
from nats.js.errors import APIError

from libraries.bus import Bus, connect
from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.topology import ensure_topology
from libraries.bus.consumer import pull_subscription
from libraries.bus.consumer.deliveries import deliveries
from libraries.bus.consumer.lock_files import texts_of_dead_processes
from libraries.bus.consumer.stats import ConsumerStats, consumer_stats
from libraries.bus.stream.batch_publish import BatchMessage, store_batch
from libraries.bus.stream.dead_letter import Settlement
from libraries.bus.stream.reader import identity_and_last_sequence, read_batches
from schemas import subjects
from schemas.crawls import CrawlReport
from schemas.errors import BadInput, ConfigurationError, NoSpace, ProviderDown
from schemas.events import ContentRequested, Event, PostApproved, PostCollected
from schemas.posts import PostKey, Sighting, Stats
from schemas.recipe import Recipe, Stage
from schemas.states import PostState
from services.config import NatsSettings

KEY = PostKey.of("sample", "1")
COLLECTED = PostCollected(post_key=KEY, revision=0, post=post())
APPROVED = PostApproved(post_key=KEY, revision=1, reviewer="me")
TOO_BIG = 10054
"""JetStream error code of a message above the stream's ``max_msg_size``."""
Write = Callable[[Bus], Awaitable[object]]


async def settle_letter(bus: Bus) -> None:
    [letter] = await bus.dead_letters()
    await bus.settle_dead_letter(letter, Settlement.DROPPED, "me", "")


async def foreign(bus: Bus, subject: str, payload: bytes = b"{") -> None:
    """A message that none of our publishers would send."""
    await bus.client.store_message(subject, payload, {})


class TestRefusals:
    @pytest.mark.parametrize(
        ("stream", "write"),
        [
            ("WAGGLEBOT", lambda bus: bus.publish(COLLECTED, expected=0)),
            ("KV_UPLOADS", lambda bus: bus.ledger().compare_and_set("a", b"two", expected=0)),
            ("LEASES", lambda bus: bus.take_lease("a", ttl=5)),
            ("DEAD", settle_letter),
        ],
    )
    async def test_a_refusal_that_is_no_conflict_passes_through(self, bus: Bus, stream: str, write: Write) -> None:
        await bus.add_dead_letter("studio", 1, "post.approved.sample.1", b"x", "why")
        config = (await bus.client.call_api(f"STREAM.INFO.{stream}"))["config"]
        await bus.client.call_api(f"STREAM.UPDATE.{stream}", config | {"max_msg_size": 1})
        with pytest.raises(APIError) as caught:
            await write(bus)
        assert caught.value.err_code == TOO_BIG

    async def test_a_broker_without_room_is_no_space(self, bus: Bus) -> None:
        with pytest.raises(NoSpace) as caught:
            await bus.client.call_api(
                "STREAM.CREATE.HUGE", {"name": "HUGE", "subjects": ["huge"], "max_bytes": 1 << 60}
            )
        assert caught.value.code == "broker.full"

    async def test_a_closed_connection_is_said(self, nats_settings: NatsSettings) -> None:
        closed = await connect(nats_settings, "closed")
        await closed.close()
        for ask in (
            closed.client.wait_until_connected,
            closed.broker_time,
            lambda: anext(aiter(deliveries(closed.client, "studio"))),
        ):
            with pytest.raises(ProviderDown) as caught:
                await ask()
            assert caught.value.code == "broker.closed"

    async def test_a_batch_is_stored_whole_or_refused_whole(self, bus: Bus) -> None:
        messages = [BatchMessage(f"stats.seen.sample.{number}", b"{}", {}) for number in range(3)]
        assert await store_batch(bus.client, [BatchMessage("content.x.sample.1", b"{}", {})]) == 1
        with pytest.raises(BadInput) as caught:  # the stream of figures takes no batches
            await store_batch(bus.client, messages)
        assert caught.value.code == "broker.batch_refused"
        assert (await identity_and_last_sequence(bus.client, subjects.STATS))[1] == 0

    async def test_a_batch_without_an_answer_is_said(self, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("libraries.bus.stream.batch_publish._SECONDS", 0.05)
        with pytest.raises(ProviderDown) as caught:
            await store_batch(bus.client, [BatchMessage("nobody.listens", b"", {})])
        assert caught.value.code == "broker.no_answer"

    @pytest.mark.parametrize("follow", [False, True])
    async def test_a_stream_that_is_missing_is_said(self, bus: Bus, follow: bool) -> None:
        with pytest.raises(ConfigurationError) as caught:
            await anext(aiter(read_batches(bus.client, "NONE", (">",), after=0, follow=follow, batch=1)))
        assert caught.value.code == "stream.missing"


@pytest.mark.parametrize("call", ["an API call", "a request", "a flush"])
async def test_a_cancellation_that_comes_with_the_answer_of_the_broker_is_kept(bus: Bus, call: str) -> None:
    """Else a station that is told to stop goes on: the client waits by `asyncio.wait_for`."""
    client, went_on = bus.client, False

    async def work() -> None:
        nonlocal went_on
        if call == "an API call":
            await client.call_api("INFO")
        elif call == "a request":
            await client.acknowledge("$JS.API.INFO", b"")
        else:
            await client.nc.flush(timeout=5)
        went_on = True
        await asyncio.sleep(60)

    working = asyncio.create_task(work())
    waiting = client.nc._pongs if call == "a flush" else client.nc._resp_map
    while not waiting:  # noqa: ASYNC110 (nobody tells)
        await asyncio.sleep(0)
    (answer,) = waiting if isinstance(waiting, list) else waiting.values()
    answer.add_done_callback(lambda _: working.cancel())
    async with asyncio.timeout(10):
        await asyncio.wait([working])
    assert working.cancelled()
    assert not went_on


@pytest.fixture
def asked_twice(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> Bus:
    """A bus that loses the first acknowledgement of every write, so that it asks again."""
    plain = bus.client.store_message

    async def store(subject: str, payload: bytes, headers: dict[str, str]) -> PubAck:
        await plain(subject, payload, headers)
        return await plain(subject, payload, headers)

    monkeypatch.setattr(bus.client, "store_message", store)
    return bus


class TestLostAcknowledgements:
    async def test_a_fact_is_stored_once(self, asked_twice: Bus) -> None:
        assert await asked_twice.publish(COLLECTED, expected=0) == 1
        assert await asked_twice.publish(APPROVED, expected=1) == 2
        assert [fact.sequence for fact in await asked_twice.facts_of_post(KEY)] == [1, 2]

    async def test_an_entry_counts_as_written(self, asked_twice: Bus) -> None:
        ledger = asked_twice.ledger()
        first = await ledger.compare_and_set("a", b"1", expected=0)
        assert await ledger.compare_and_set("a", b"2", expected=first) == first + 1
        assert [(entry.key, entry.value) async for entry in ledger.entries()] == [("a", b"2")]

    async def test_a_lease_is_held_and_released(self, asked_twice: Bus, nats_settings: NatsSettings) -> None:
        lease = await asked_twice.take_lease("a", ttl=60)
        assert lease is not None
        assert await lease.renew()
        await lease.release()
        other = await connect(nats_settings, "other")
        assert await other.take_lease("a", ttl=60) is not None
        assert not await lease.renew()
        await other.close()

    async def test_a_lease_that_is_gone_is_not_ours(self, bus: Bus) -> None:
        lease = await bus.take_lease("a", ttl=60)
        assert lease is not None
        await bus.client.call_api("STREAM.PURGE.LEASES")
        assert not await lease.renew()


class TestReading:
    async def test_a_batch_without_any_fact_is_left_out(self, bus: Bus) -> None:
        await foreign(bus, "post.approved.sample.8")
        assert [batch async for batch in bus.facts()] == []

    async def test_figures_that_cannot_be_read_are_left_out(self, bus: Bus) -> None:
        report = CrawlReport(site="sample", started=datetime.now(UTC), seconds=1)
        sighting = Sighting(key=KEY, stats=Stats(views=1), time=datetime.now(UTC))
        for subject in ("stats.crawl.pann", "stats.seen.pann.1"):
            await foreign(bus, subject)
        await bus.report_crawl(report)
        await bus.record_sighting(sighting)
        assert await bus.crawl_reports() == {"sample": report}
        assert [one async for batch in bus.sightings() for _, one in batch] == [sighting]

    @pytest.mark.parametrize("lost", [1, 3])
    async def test_a_message_lost_on_the_way_is_read_again(
        self, bus: Bus, monkeypatch: pytest.MonkeyPatch, lost: int
    ) -> None:
        for number in range(6):
            key = PostKey.of("sample", str(number))
            await bus.publish(PostCollected(post_key=key, revision=0, post=post(str(number))), expected=0)
        plain, received = pull_subscription.PullSubscription._receive, 0

        async def losing(subscription: pull_subscription.PullSubscription, message: Msg) -> None:
            nonlocal received
            received += 1
            if received != lost:
                await plain(subscription, message)

        monkeypatch.setattr(pull_subscription.PullSubscription, "_receive", losing)
        assert [fact.sequence async for batch in bus.facts(batch=4) for fact in batch] == [1, 2, 3, 4, 5, 6]

    async def test_requests_that_expire_are_made_again(self, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pull_subscription, "_EXPIRES", 0.2)
        monkeypatch.setattr(pull_subscription, "_HEARTBEAT", 0.05)
        facts = aiter(bus.facts(follow=True))
        coming = asyncio.ensure_future(anext(facts))
        await asyncio.sleep(0.5)
        await bus.publish(COLLECTED, expected=0)
        assert [fact.event for fact in await asyncio.wait_for(coming, 60)] == [COLLECTED]

    async def test_a_consumer_that_is_silent_is_given_up(self, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pull_subscription, "_SILENCE", 0.1)
        async with pull_subscription.PullSubscription(bus.client, subjects.FACTS, "studio", window=1) as subscription:
            assert await subscription.next_messages(1) == []

    async def test_a_request_that_a_deleted_consumer_swallowed_is_noticed(
        self, bus: Bus, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pull_subscription, "_UNANSWERED", 0.1)
        # Somebody takes the request and never answers, as the broker does in the instant of a deletion.
        await bus.client.nc.subscribe(f"$JS.API.CONSUMER.MSG.NEXT.{subjects.FACTS}.deleted")
        async with pull_subscription.PullSubscription(bus.client, subjects.FACTS, "deleted", window=1) as subscription:
            assert await asyncio.wait_for(subscription.next_messages(1), 20) == []  # silence is borne for 25 s

    async def test_a_consumer_that_is_there_is_asked_for_once(self, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pull_subscription, "_UNANSWERED", 0.05)
        asked: list[str] = []
        plain = BrokerClient.call_api

        async def api(client: BrokerClient, name: str, request: dict[str, object] | None = None) -> dict[str, object]:
            asked.append(name)
            return await plain(client, name, request)

        monkeypatch.setattr(BrokerClient, "call_api", api)
        async with pull_subscription.PullSubscription(bus.client, subjects.FACTS, "studio", window=1) as subscription:
            taking = asyncio.ensure_future(subscription.next_messages(1))
            await asyncio.sleep(0.4)
            await bus.publish(COLLECTED, expected=0)
            await bus.publish(APPROVED, expected=1)
            assert len(await asyncio.wait_for(taking, 20)) == 1
        assert asked.count(f"CONSUMER.INFO.{subjects.FACTS}.studio") == 1

    async def test_a_request_that_cannot_be_sent_is_a_loss(self, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
        async def full(*_: object, **__: object) -> None:
            raise OutboundBufferLimitError

        async with pull_subscription.PullSubscription(bus.client, subjects.FACTS, "studio", window=1) as subscription:
            with monkeypatch.context() as patched:
                patched.setattr(bus.client.nc, "publish", full)
                assert await subscription.next_messages(1) == []
            assert await subscription.next_messages(1) == []  # lost stays lost

    @pytest.mark.parametrize("call", ["CONSUMER.CREATE", "CONSUMER.INFO"])
    async def test_readers_and_workers_wait_for_a_broker_that_is_away(
        self, bus: Bus, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        await bus.publish(COLLECTED, expected=0)
        await bus.publish(APPROVED, expected=1)
        plain, refused = BrokerClient.call_api, 0

        async def api(client: BrokerClient, name: str, request: dict[str, object] | None = None) -> dict[str, object]:
            nonlocal refused
            if name.startswith(call) and not refused:
                refused = 1
                raise ProviderDown("broker.no_answer", what=name, why="away")
            return await plain(client, name, request)

        monkeypatch.setattr(BrokerClient, "call_api", api)
        assert len(await bus.facts_of_post(KEY)) == 2
        messages = deliveries(bus.client, "studio")
        assert (await anext(messages)).subject == subjects.fact_subject(APPROVED)
        await messages.aclose()
        assert refused == 1


class TestDecisions:
    async def test_a_decision_recorded_before_is_given_as_it_is(self, bus: Bus) -> None:
        await bus.publish(COLLECTED, expected=0)

        def approve(_: PostState) -> Event:
            return APPROVED

        first = await bus.publish_decision(KEY, approve)
        second = await bus.publish_decision(KEY, approve)
        assert first is not None
        assert second is not None
        assert (first.sequence, second.sequence) == (2, 2)
        assert len(await bus.facts_of_post(KEY)) == 2

    async def test_retries_that_wait_are_listed_by_stage_and_platform(self, bus: Bus) -> None:
        later = datetime(2099, 1, 1, tzinfo=UTC)
        for stage, platform in ((Stage.VOICE, ""), (Stage.PUBLISH, "export"), (Stage.PUBLISH, "youtube")):
            request = ContentRequested(
                post_key=KEY, revision=1, from_stage=stage, recipe=Recipe(), by="retry", platform=platform
            )
            await bus.schedule_retry(request, later)
        assert [one.from_stage for one in await bus.scheduled_retries(Stage.VOICE)] == [Stage.VOICE]
        assert [one.platform for one in await bus.scheduled_retries(Stage.PUBLISH, "youtube")] == ["youtube"]
        assert await bus.scheduled_retries(Stage.FILM) == []


class TestStatistics:
    async def test_work_of_a_durable_is_counted(self, bus: Bus) -> None:
        await bus.publish(COLLECTED, expected=0)
        await bus.publish(APPROVED, expected=1)
        await ensure_topology(bus.client, "publish-megaphone")
        await bus.client.call_api("CONSUMER.DELETE.CRAWL.collect")
        assert await bus.sequence_in_progress("studio") == 0
        messages = deliveries(bus.client, "studio")
        message = await anext(messages)
        assert await bus.sequence_in_progress("studio") == 2
        counted = {one.name: one for one in await consumer_stats(bus)}
        assert counted["studio"] == ConsumerStats(name="studio", waiting=0, in_work=1, redelivered=0, idle=0)
        assert list(counted)[-1] == "publish-megaphone"  # laid out at its first use
        assert counted["publish-megaphone"].waiting == 0
        assert not {"collect", "backstop"} & set(counted)
        await message.ack_sync(timeout=5)
        await messages.aclose()
        assert await bus.sequence_in_progress("studio") == 0

    async def test_the_clock_of_the_broker_and_the_age_of_its_bucket(self, bus: Bus) -> None:
        now = await bus.broker_time()
        assert abs((now - datetime.now(UTC)).total_seconds()) < 5
        assert await bus.ledger().created_at() <= now


def test_a_lock_file_that_another_process_read_first_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "studio.1").symlink_to(tmp_path / "gone")
    assert list(texts_of_dead_processes(tmp_path, "studio")) == []
