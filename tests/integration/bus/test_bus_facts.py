"""Publishing, deciding and reading over a real broker."""

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from fixtures.facts import post
from nats.js.api import PubAck

from libraries.bus import Bus, connect
from libraries.bus.connection.topology import reset_topology
from schemas.errors import BadInput, ConfigurationError, Conflict, IllegalTransition
from schemas.events import (
    ContentMeasured,
    ContentRequested,
    Event,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostRetracted,
    RecordedFact,
    encode_fact,
)
from schemas.posts import PostKey, Sighting, Stats
from schemas.recipe import Recipe, Stage
from schemas.states import PostState, Status
from schemas.subjects import CRAWL, STATS
from services.config import NatsSettings

KEY = PostKey.of("sample", "1")


def collected(identity: str = "1") -> PostCollected:
    return PostCollected(post_key=PostKey.of("sample", identity), revision=0, post=post(identity))


def approved(identity: str = "1") -> PostApproved:
    return PostApproved(post_key=PostKey.of("sample", identity), revision=1, reviewer="me")


async def foreign(bus: Bus, subject: str, payload: bytes) -> None:
    """A message that none of our publishers would send."""
    await bus.client.nc.jetstream().publish(subject, payload)


class TestPublish:
    async def test_history_and_state_follow_what_was_published(self, bus: Bus) -> None:
        assert await bus.publish(collected(), expected=0) == 1
        assert await bus.publish(collected("2"), expected=0) == 2
        assert await bus.publish(approved(), expected=1) == 3
        history = await bus.facts_of_post(KEY)
        assert [(fact.sequence, fact.event.kind) for fact in history] == [(1, "post.collected"), (3, "post.approved")]
        assert abs((history[0].time - datetime.now(UTC)).total_seconds()) < 10
        state = await bus.post_state(KEY)
        assert (state.status, state.sequence, state.revision) == (Status.APPROVED, 3, 1)
        assert state.post == post()

    async def test_the_same_fact_again_is_the_same_message(self, bus: Bus) -> None:
        first, second = collected(), approved()
        assert await bus.publish(first, expected=0) == 1
        assert await bus.publish(first, expected=0) == 1
        assert await bus.publish(second, expected=1) == 2
        assert await bus.publish(first, expected=0) == 1
        assert (await bus.facts_head()).last_sequence == 2

    async def test_of_twenty_racing_writers_one_wins(self, bus: Bus) -> None:
        outcomes = await asyncio.gather(
            *(bus.publish(collected(), expected=0) for _ in range(20)), return_exceptions=True
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict"] * 19 + ["int"]
        assert len(await bus.facts_of_post(KEY)) == 1

    async def test_a_fact_that_is_too_big_is_refused_and_nothing_is_kept(self, bus: Bus) -> None:
        comments = tuple(
            post().comments[0].model_copy(update={"id": str(n), "content": "가" * 4000}) for n in range(100)
        )
        huge = post().model_copy(update={"comments": comments})
        with pytest.raises(BadInput, match="too big"):
            await bus.publish(PostCollected(post_key=KEY, revision=0, post=huge), expected=0)
        assert (await bus.facts_head()).last_sequence == 0


class TestDecide:
    async def test_the_decision_sees_the_state_and_is_recorded(self, bus: Bus) -> None:
        await bus.publish(collected(), expected=0)
        recorded = await bus.publish_decision(
            KEY, lambda state: approved() if state.status is Status.COLLECTED else None
        )
        assert recorded is not None
        assert recorded.sequence == 2
        assert (
            await bus.publish_decision(KEY, lambda state: approved() if state.status is Status.COLLECTED else None)
            is None
        )
        assert (await bus.post_state(KEY)).status is Status.APPROVED

    async def test_what_may_not_follow_is_refused(self, bus: Bus) -> None:
        with pytest.raises(IllegalTransition, match="unknown"):
            await bus.publish_decision(KEY, lambda _: approved())

    async def test_an_overtaken_decision_is_made_again_on_the_new_state(
        self, bus: Bus, nats_settings: NatsSettings
    ) -> None:
        await bus.publish(collected(), expected=0)
        seen: list[Status | None] = []
        both_read = asyncio.Barrier(2)

        def slow(answer: Callable[[PostState], Event | None]) -> Callable[[PostState], Event | None]:
            def decision(state: PostState) -> Event | None:
                seen.append(state.status)
                return answer(state)

            return decision

        async def reviewer(event: Event) -> RecordedFact | None:
            await both_read.wait()
            return await bus.publish_decision(
                KEY, slow(lambda state: event if state.status is Status.COLLECTED else None)
            )

        outcomes = await asyncio.gather(
            reviewer(approved()), reviewer(PostDeclined(post_key=KEY, revision=0, reviewer="you"))
        )
        assert sorted(outcome is None for outcome in outcomes) == [False, True]
        assert len(await bus.facts_of_post(KEY)) == 2
        # Mostly both read before either writes, and one is asked again; the broker may also answer one after the other.
        overtaken = seen[:2] == [Status.COLLECTED, Status.COLLECTED]
        assert len(seen) == (3 if overtaken else 2)

    async def test_a_decision_that_is_always_overtaken_gives_up(self, bus: Bus, nats_settings: NatsSettings) -> None:
        await bus.publish(collected(), expected=0)
        tries = 0

        async def rival(expected: int) -> None:
            other = await connect(nats_settings, "rival")
            figures = ContentMeasured(post_key=KEY, revision=0, platform="x", remote_id="1", figures={})
            await other.publish(figures, expected=expected)
            await other.close()

        def decision(state: PostState) -> Event:
            nonlocal tries
            tries += 1
            # Somebody else is faster every single time.
            thread = threading.Thread(target=asyncio.run, args=(rival(state.sequence),))
            thread.start()
            thread.join()
            return approved()

        with pytest.raises(Conflict, match="sequence 9"):
            await bus.publish_decision(KEY, decision)
        assert tries == 8
        assert (await bus.post_state(KEY)).status is Status.COLLECTED


class TestFacts:
    async def test_batches_to_the_head_in_order(self, bus: Bus) -> None:
        for number in range(25):
            await bus.publish(collected(str(number)), expected=0)
        batches = [batch async for batch in bus.facts(batch=10)]
        assert all(len(batch) <= 10 for batch in batches)
        assert [fact.sequence for batch in batches for fact in batch] == list(range(1, 26))
        assert [fact.sequence async for batch in bus.facts(after=23) for fact in batch] == [24, 25]
        assert [batch async for batch in bus.facts(after=25)] == []

    async def test_kinds_are_chosen(self, bus: Bus) -> None:
        await bus.publish(collected(), expected=0)
        await bus.publish(approved(), expected=1)
        await bus.publish(collected("2"), expected=0)
        kinds = ["post.approved", "post.declined"]
        assert [fact.sequence async for batch in bus.facts(kinds=kinds) for fact in batch] == [2]

    async def test_following_hears_news_at_once(self, bus: Bus) -> None:
        await bus.publish(collected(), expected=0)
        heard: asyncio.Queue[RecordedFact] = asyncio.Queue()

        async def follow() -> None:
            async for batch in bus.facts(follow=True):
                for fact in batch:
                    heard.put_nowait(fact)

        task = asyncio.create_task(follow())
        assert (await heard.get()).sequence == 1
        began = asyncio.get_running_loop().time()
        await bus.publish(approved(), expected=1)
        assert (await heard.get()).event.kind == "post.approved"
        assert asyncio.get_running_loop().time() - began < 5
        task.cancel()

    async def test_a_lost_consumer_is_replaced_without_gap_or_repetition(self, bus: Bus) -> None:
        heard: list[int] = []

        async def follow() -> None:
            async for batch in bus.facts(follow=True, batch=7):
                heard.extend(fact.sequence for fact in batch)
                if len(heard) >= 60:
                    return

        task = asyncio.create_task(follow())
        js = bus.client.nc.jetstream()
        for number in range(60):
            await bus.publish(collected(str(number)), expected=0)
            if number % 20 == 10:
                for consumer in await js.consumers_info("WAGGLEBOT"):
                    if consumer.name.startswith("read-"):
                        await js.delete_consumer("WAGGLEBOT", consumer.name)
        await asyncio.wait_for(task, 60)  # twice a request may reach a consumer that is just deleted
        assert heard == list(range(1, 61))

    async def test_what_is_no_fact_is_left_out_and_its_post_goes_on(self, bus: Bus) -> None:
        await bus.publish(collected(), expected=0)
        await foreign(bus, "post.approved.sample.1", b"not JSON")
        await foreign(bus, "content.unheard_of.sample.1", b'{"kind": "content.unheard_of"}')
        await foreign(bus, "post.approved.sample.2", encode_fact(approved()).replace(b'"reviewer"', b'"reviewed"'))
        assert [fact.sequence async for batch in bus.facts() for fact in batch] == [1]
        assert await bus.publish_decision(KEY, lambda state: approved()) is not None
        assert (await bus.post_state(KEY)).status is Status.APPROVED

    async def test_a_stream_laid_out_anew_is_noticed(self, bus: Bus, nats_settings: NatsSettings) -> None:
        before = await bus.facts_head()
        await bus.publish(collected(), expected=0)
        await reset_topology(nats_settings)
        assert (await bus.facts_head()).identity != before.identity
        with pytest.raises(ConfigurationError, match="replay projection"):
            _ = [batch async for batch in bus.facts(after=1)]

    async def test_following_a_stream_that_is_replaced_ends_with_a_reason(
        self, bus: Bus, nats_settings: NatsSettings
    ) -> None:
        async def follow() -> None:
            async for _ in bus.facts(follow=True):
                pass

        task = asyncio.create_task(follow())
        await asyncio.sleep(0.1)
        await reset_topology(nats_settings)
        with pytest.raises(ConfigurationError, match=r"not the one|has no stream"):
            await asyncio.wait_for(task, 60)


class TestStats:
    async def test_the_newest_sighting_of_each_post_stays(self, bus: Bus) -> None:
        def seen(identity: str, views: int) -> Sighting:
            return Sighting(key=PostKey.of("sample", identity), stats=Stats(views=views), time=datetime.now(UTC))

        for identity, views in (("1", 10), ("2", 20), ("1", 30)):
            await bus.record_sighting(seen(identity, views))
        found = [pair async for batch in bus.sightings() for pair in batch]
        assert [(sequence, sighting.key.id, sighting.stats.views) for sequence, sighting in found] == [
            (2, "2", 20),
            (3, "1", 30),
        ]
        await foreign(bus, "stats.seen.sample.3", b"{}")
        assert [pair async for batch in bus.sightings(after=3) for pair in batch] == []
        assert (await bus.facts_head()).last_sequence == 0

    async def test_one_that_is_written_just_behind_a_withdrawal_is_emptied(
        self, bus: Bus, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stored = bus.client.store_message

        async def withdrawn_just_before(subject: str, payload: bytes, headers: dict[str, str]) -> PubAck:
            monkeypatch.setattr(bus.client, "store_message", stored)
            retracted = PostRetracted(post_key=KEY, revision=0, by="me", reason="asked")
            await bus.purge_post(KEY, await bus.publish(retracted, expected=0))
            return await stored(subject, payload, headers)

        monkeypatch.setattr(bus.client, "store_message", withdrawn_just_before)
        assert not await bus.publish_sighting(Sighting(key=KEY, stats=Stats(views=1), time=datetime.now(UTC)))
        assert [pair async for batch in bus.sightings() for pair in batch] == []


class TestLive:
    async def test_what_is_said_is_heard_and_not_kept(self, bus: Bus, nats_settings: NatsSettings) -> None:
        other = await connect(nats_settings, "other")
        async with bus.listen("live.tick.*.*") as heard:
            await other.broadcast("live.projected", b"7")
            await other.broadcast("live.tick.sample.1", b"50")
            assert await anext(heard) == ("live.tick.sample.1", b"50")
        await other.close()
        infos = {info.config.name: info.state.messages for info in await bus.client.nc.jetstream().streams_info()}
        assert sum(infos.values()) == 0


class TestRetrySchedule:
    async def test_a_schedule_is_no_fact_before_its_time(self, bus: Bus) -> None:
        request = ContentRequested(post_key=KEY, revision=1, from_stage=Stage.SCRIPT, recipe=Recipe(), attempt=2)
        await bus.schedule_retry(request, datetime(2099, 1, 1, tzinfo=UTC))
        assert [batch async for batch in bus.facts()] == []
        await bus.publish(collected(), expected=0)
        await bus.schedule_retry(request.model_copy(update={"attempt": 3}), datetime(2099, 1, 1, tzinfo=UTC))
        assert [fact.sequence async for batch in bus.facts() for fact in batch] == [2]
        following = bus.facts(follow=True)
        assert [fact.sequence for fact in await anext(following)] == [2]
        await bus.publish(approved(), expected=2)
        assert [fact.event.kind for fact in await anext(following)] == ["post.approved"]

    async def test_a_scheduled_request_becomes_a_fact_at_its_time(self, bus: Bus) -> None:
        await bus.publish(collected(), expected=0)
        await bus.publish(approved(), expected=1)
        request = ContentRequested(post_key=KEY, revision=1, from_stage=Stage.SCRIPT, recipe=Recipe(), attempt=2)
        at = datetime.now(UTC)
        await bus.schedule_retry(request, at)
        await bus.schedule_retry(request, at)
        assert [fact.event.kind for fact in await bus.facts_of_post(KEY)] == ["post.collected", "post.approved"]
        async with asyncio.timeout(60):
            async for batch in bus.facts(after=2, follow=True):
                assert [fact.event for fact in batch] == [request]
                break
        await asyncio.sleep(1.2)
        state = await bus.post_state(KEY)
        assert (state.status, state.attempt) == (Status.PROCESSING, 2)
        assert len(await bus.facts_of_post(KEY)) == 3
        await bus.publish_decision(KEY, lambda state: PostDeclined(post_key=KEY, revision=1, reviewer="me"))
        assert (await bus.post_state(KEY)).status is Status.DECLINED


class TestLease:
    async def test_one_holder_at_a_time(self, bus: Bus, nats_settings: NatsSettings) -> None:
        other = await connect(nats_settings, "other")
        lease = await bus.take_lease("crawl.sample", ttl=60)
        assert lease is not None
        assert await other.take_lease("crawl.sample", ttl=60) is None
        assert await other.take_lease("crawl.pann", ttl=60) is not None
        assert await lease.renew()
        await lease.release()
        theirs = await other.take_lease("crawl.sample", ttl=60)
        assert theirs is not None
        assert not await lease.renew()
        await lease.release()
        assert await theirs.renew()
        await other.close()

    @pytest.mark.parametrize("cancelled", [False, True])
    async def test_it_is_free_after_a_release_beside_a_renewal(
        self, bus: Bus, nats_settings: NatsSettings, cancelled: bool
    ) -> None:
        """A renewal that is stored after the release looked must not keep the name taken until its time is over."""
        other = await connect(nats_settings, "other")
        for steps in range(10):
            lease = await bus.take_lease("crawl.sample", ttl=60)
            assert lease is not None
            renewing = asyncio.create_task(lease.renew())
            for _ in range(steps):
                await asyncio.sleep(0)
            if cancelled:
                renewing.cancel()
            await lease.release()
            await asyncio.gather(renewing, return_exceptions=True)
            theirs = await other.take_lease("crawl.sample", ttl=60)
            assert theirs is not None, f"taken after {steps} steps of the loop"
            await theirs.release()
        await other.close()

    async def test_a_holder_that_is_gone_lets_go_by_itself(self, bus: Bus) -> None:
        lease = await bus.take_lease("crawl.sample", ttl=1)
        assert lease is not None
        await asyncio.sleep(0.7)
        assert await lease.renew()
        await asyncio.sleep(0.7)
        assert await bus.take_lease("crawl.sample", ttl=1) is None
        await asyncio.sleep(1.2)
        assert await bus.take_lease("crawl.sample", ttl=1) is not None
        assert not await lease.renew()


class TestCrawl:
    async def test_ticks_coalesce_and_come_again_until_done(self, bus: Bus) -> None:
        stop = asyncio.Event()
        for _ in range(3):
            await bus.crawl_now("sample")
        await bus.crawl_now("pann")
        ticks = bus.crawl_ticks(stop)
        first, second = await anext(ticks), await anext(ticks)
        assert {first.site, second.site} == {"sample", "pann"}
        await first.heartbeat()
        await first.acknowledge()
        await second.acknowledge()
        stop.set()
        assert [tick async for tick in ticks] == []
        info = await bus.client.nc.jetstream().stream_info(CRAWL)
        assert info.state.messages == 0

    async def test_a_schedule_gives_ticks(self, bus: Bus) -> None:
        stop = asyncio.Event()
        await bus.schedule_crawl("sample", "* * * * * *", "Asia/Seoul")
        await bus.schedule_crawl("sample", "* * * * * *", "Asia/Seoul")
        async with asyncio.timeout(60):
            for _ in range(2):
                tick = await anext(bus.crawl_ticks(stop))
                assert tick.site == "sample"
                await tick.acknowledge()
        info = await bus.client.nc.jetstream().stream_info(CRAWL)
        assert info.state.messages <= 2


async def test_streams_of_figures_and_facts_are_apart(bus: Bus) -> None:
    await bus.record_sighting(Sighting(key=KEY, stats=Stats(), time=datetime.now(UTC)))
    assert (await bus.client.nc.jetstream().stream_info(STATS)).state.messages == 1
    assert [batch async for batch in bus.facts()] == []
