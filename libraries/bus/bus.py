"""The connection of a station to the broker: facts, sightings, schedules, dead letters, leases and entries."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

from nats.errors import Error
from nats.js.errors import APIError
from pydantic import ValidationError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import WRONG_SEQUENCE
from libraries.bus.connection.topology import TopologyDrift
from libraries.bus.kv.bucket import Bucket
from libraries.bus.kv.lease import Lease
from libraries.bus.stream import crawl_schedule
from libraries.bus.stream.bulk_reader import RawFact, read_all_facts_raw
from libraries.bus.stream.dead_letter import (
    DeadLetter,
    Settlement,
    dead_letter_headers,
    dead_letter_subject,
    settled_headers,
    store_new_letter,
)
from libraries.bus.stream.history import PostHistory, facts_in_messages, verified_chain_end
from libraries.bus.stream.leader_reading import ask_until_consistent, get_message, read_from_leader
from libraries.bus.stream.reader import count_by_subject, identity_and_last_sequence, read_batches
from libraries.log import get_logger
from libraries.stored_messages.digest_chain import CHAIN, EXPECTED, ChainEnds
from libraries.stored_messages.stored_message import StoredMessage, StreamHead
from schemas import subjects
from schemas.crawls import CrawlReport
from schemas.errors import BadInput, Conflict
from schemas.events import ContentRequested, Event, RecordedFact, encode_fact
from schemas.posts import PostKey, Sighting
from schemas.recipe import Stage
from schemas.states import PostState

log = get_logger(__name__)

_TRIES = 8  # of a decision whose post is changed by others in between
_FACTS = ("post.*.*.*", "content.*.*.*")


class Bus:
    """Everything a station does with the broker. Every method may raise ProviderDown, NoSpace, BadInput (too big)."""

    def __init__(
        self, client: BrokerClient, drift: Sequence[TopologyDrift] = (), lock_folder: Path | None = None
    ) -> None:
        self.client = client
        self.lock_folder = lock_folder
        """Folder of the lock files of this machine's processes (`libraries.bus.consumer.lock_files`). Without one, the
        message of a dead worker is delivered again only after ``ack_wait``."""
        self.drift = tuple(drift)
        """Where the broker's streams and durables differed from the declared topology at the start."""
        self._ends = ChainEnds()

    async def publish(self, event: Event, *, expected: int) -> int:
        """Store a fact if its post is still at sequence ``expected``; gives the fact's sequence.

        When a fact with the same id is stored already, its sequence is given. Raises Conflict.
        """
        headers = {
            "Nats-Msg-Id": event.event_id,
            "Nats-Expected-Stream": subjects.FACTS,
            EXPECTED: str(expected),
            "Nats-Expected-Last-Subject-Sequence-Subject": subjects.post_facts_filter(event.post_key),
        }
        payload, end = encode_fact(event), self._ends.pop_end(str(event.post_key), expected)
        if end is not None:
            headers[CHAIN] = end.digest

        async def attempt() -> int | None:
            try:
                stored = await self.client.store_message(subjects.fact_subject(event), payload, headers)
                if end is not None and not stored.duplicate:
                    self._ends.put_end(str(event.post_key), end.with_fact(stored.seq, payload))
                return int(stored.seq)
            except APIError as error:
                if error.err_code not in WRONG_SEQUENCE:
                    raise
            # The expected sequence is checked before the id, so an earlier try of ours looks like another's fact.
            history = await self.post_history(event.post_key)
            if already := history.fact_with_id(event.event_id):
                return already.sequence
            if history.sequence != expected or not self.client.replicated:
                raise Conflict("post.changed", post=str(event.post_key), sequence=history.sequence)
            return None  # refused and yet expected: one of the two answers is of a member that lags

        sequence = await ask_until_consistent(self.client, subjects.FACTS, attempt)
        self.note_stored_fact(event.post_key, sequence)
        self.client.seen.own[subjects.FACTS] = (sequence, subjects.fact_subject(event))
        return sequence

    def note_stored_fact(self, key: PostKey, sequence: int) -> None:
        """Take no history of the post from now on that lacks its fact ``sequence``, or a stream that ends before it."""
        self.client.seen.note_sequence(subjects.post_facts_filter(key), sequence)
        self.client.seen.note_sequence(subjects.FACTS, sequence)

    async def post_history(self, key: PostKey) -> PostHistory:
        """All facts of one post, with the sequence the next one must expect. Raises StreamDamaged."""
        stored: list[StoredMessage] = []
        of_post = subjects.post_facts_filter(key)
        if self.client.replicated:
            stored = await read_from_leader(self.client, subjects.FACTS, of_post)
        else:
            async for batch in read_batches(self.client, subjects.FACTS, (of_post,), after=0, follow=False, batch=500):
                stored += batch
        end = verified_chain_end(str(key), stored)
        self._ends.put_end(str(key), end)
        return PostHistory(facts_in_messages(stored), end.sequence)

    async def newest_fact(self, kind: str) -> Event | None:
        """The newest fact of a kind, such as ``post.approved``, of any post; None when there is none."""
        found = await get_message(self.client, subjects.FACTS, {"last_by_subj": f"{kind}.*.*"})
        if found is None or (facts := facts_in_messages([found])):
            return facts[-1].event if found else None
        every = [fact.event async for batch in self.facts(kinds=(kind,)) for fact in batch]  # the last one is no fact
        return every[-1] if every else None

    async def posts_with_fact(self, kind: str) -> set[str]:
        """Keys of all posts that have a fact of a kind, such as ``post.retracted``; no message is read."""
        counts = await count_by_subject(self.client, subjects.FACTS, subjects.fact_kind_filter(kind))
        return {subject.split(".", 2)[2] for subject in counts}

    async def facts_of_post(self, key: PostKey) -> list[RecordedFact]:
        """All facts of one post, in the order of the stream."""
        return (await self.post_history(key)).facts

    async def post_state(self, key: PostKey) -> PostState:
        """The state of one post now."""
        return (await self.post_history(key)).state()

    async def publish_decision(
        self, key: PostKey, decision: Callable[[PostState], Event | None]
    ) -> RecordedFact | None:
        """Store the fact that ``decision`` returns for the post's state; nothing when it returns None.

        ``decision`` is called again when the post changed in between. Raises what it raises, IllegalTransition when the
        fact may not follow, and Conflict when the post changed 8 times.
        """
        sequence = 0
        for _ in range(_TRIES):
            history = await self.post_history(key)
            state = history.state()
            event = decision(state)
            if event is None:
                return None
            if already := history.fact_with_id(event.event_id):
                return already
            state.require_allowed(event)
            try:
                return RecordedFact(await self.publish(event, expected=state.sequence), datetime.now(UTC), event)
            except Conflict as overtaken:
                sequence = overtaken.fields["sequence"]
        raise Conflict("post.changed", post=str(key), sequence=sequence)

    async def facts(
        self, after: int = 0, *, kinds: Sequence[str] = (), follow: bool = False, batch: int = 1000
    ) -> AsyncIterator[list[RecordedFact]]:
        """Facts after a sequence, in batches: each exactly once, to the end of the stream, or forever with ``follow``.

        A message that cannot be read as a fact is logged and skipped. Raises ConfigurationError when the stream was
        replaced by another.
        """
        filters = [subjects.fact_kind_filter(kind) for kind in kinds] or list(_FACTS)
        async for stored in read_batches(self.client, subjects.FACTS, filters, after=after, follow=follow, batch=batch):
            if found := facts_in_messages(stored):
                yield found

    def raw_facts(self, *, batch: int) -> AsyncIterator[list[RawFact]]:
        """Every fact as raw bytes, for a reader that decodes millions of them itself."""
        return read_all_facts_raw(self.client, subjects.FACTS, (b"post.", b"content."), batch=batch)

    async def facts_head(self) -> StreamHead:
        """Identity and last sequence of the stream of facts."""
        identity, last = await identity_and_last_sequence(self.client, subjects.FACTS)
        return StreamHead(last, identity)

    async def broker_time(self) -> datetime:
        """The broker's clock, which schedules go by."""
        return datetime.fromisoformat((await self.client.call_api(f"STREAM.INFO.{subjects.FACTS}"))["ts"])

    async def sequence_in_progress(self, durable: str) -> int:
        """Sequence of the last fact delivered to ``durable`` while one is unacknowledged; 0 when none is."""
        info = await self.client.call_api(f"CONSUMER.INFO.{subjects.FACTS}.{durable}")
        return int(info["delivered"]["stream_seq"]) if info["num_ack_pending"] else 0

    async def schedule_retry(self, event: ContentRequested, at: datetime) -> None:
        """Have the broker store ``event`` as a fact at ``at``; it replaces an earlier retry of the stage."""
        headers = {
            "Nats-Schedule": f"@at {at.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}",
            "Nats-Schedule-Target": subjects.fact_subject(event),
        }
        place = subjects.retry_schedule_subject(event.post_key, event.from_stage, event.platform)
        await self.client.store_message(place, encode_fact(event), headers)

    async def scheduled_retries(self, stage: Stage, platform: str = "") -> list[ContentRequested]:
        """Requests scheduled for later, of one stage and platform."""
        filters = (subjects.stage_retries_filter(stage, platform),)
        found: list[ContentRequested] = []
        async for batch in read_batches(self.client, subjects.FACTS, filters, after=0, follow=False, batch=200):
            found += [one.event for one in facts_in_messages(batch) if isinstance(one.event, ContentRequested)]
        return found

    async def purge_post(self, key: PostKey, before: int) -> int:
        """Delete everything the broker holds of a post: facts below sequence ``before``, scheduled retries,
        sightings, dead letters. Gives the number of messages that are gone.

        Sightings and letters are emptied: a broker that is killed after a clean restart brings back what a deleted
        message took the place of (seen with 2.15).
        """
        wanted: list[dict[str, object]] = [
            {"filter": subjects.post_facts_filter(key), "seq": before},
            {"filter": subjects.post_retries_filter(key)},
        ]
        gone = 0
        for what in wanted:
            gone += int((await self.client.call_api(f"STREAM.PURGE.{subjects.FACTS}", what))["purged"])
        letters = [one for one in await self.dead_letters(settled=True) if one.subject.endswith(f".{key}")]
        for one in letters:
            await self.client.store_message(dead_letter_subject(one.durable, one.origin), b"", {})
        return gone + len(letters) + await self.empty_sighting(key)

    async def empty_sighting(self, key: PostKey) -> bool:
        """Write an empty message over a post's sighting; whether there was one."""
        subject = subjects.sighting_subject(key)
        last = await get_message(self.client, subjects.STATS, {"last_by_subj": subject})
        if last is None or not last.payload:
            return False
        await self.client.store_message(subject, b"", {})
        return True

    async def add_dead_letter(self, durable: str, origin: int, subject: str, payload: bytes, reason: str) -> None:
        """Keep a copy of a message that ``durable`` gives up on, for a person to look at.

        A letter that is there, waiting or settled, stays as it is.
        """
        headers = dead_letter_headers(durable, origin, subject, reason)
        await store_new_letter(self.client, dead_letter_subject(durable, origin), payload, headers)

    async def dead_letters(self, *, settled: bool = False) -> list[DeadLetter]:
        """Dead letters that wait for a person, the oldest first; with ``settled`` also those dealt with."""
        letters: list[DeadLetter] = []
        async for batch in read_batches(self.client, subjects.DEAD, ("dead.>",), after=0, follow=False, batch=100):
            letters += [DeadLetter.from_message(one) for one in batch if one.payload or one.headers]  # not emptied
        return [letter for letter in letters if settled or letter.settled is None]

    async def settle_dead_letter(self, letter: DeadLetter, how: Settlement, by: str, note: str) -> None:
        """Record what was done about a letter. Raises BadInput when it changed since it was read."""
        place = {"Nats-Expected-Last-Subject-Sequence": str(letter.sequence)}
        headers = settled_headers(letter, how, by, note) | place
        try:
            await self.client.store_message(dead_letter_subject(letter.durable, letter.origin), letter.payload, headers)
        except APIError as error:
            if error.err_code not in WRONG_SEQUENCE:
                raise
            raise BadInput("letter.changed", name=letter.name) from error

    async def record_sighting(self, sighting: Sighting) -> None:
        """Replace the latest sighting of a known post."""
        await self.client.store_message(
            subjects.sighting_subject(sighting.key), sighting.model_dump_json().encode(), {}
        )

    async def publish_sighting(self, sighting: Sighting) -> bool:
        """Replace the latest sighting of a post unless it was withdrawn, before or meanwhile; whether it stays."""
        if await self._is_retracted(sighting.key):
            return False
        await self.record_sighting(sighting)
        retracted = await self._is_retracted(sighting.key)
        if retracted:  # the withdrawal may have emptied the place just before
            await self.empty_sighting(sighting.key)
        return not retracted

    async def _is_retracted(self, key: PostKey) -> bool:
        subject = subjects.retraction_subject(key)
        return await get_message(self.client, subjects.FACTS, {"last_by_subj": subject}) is not None

    async def sightings(
        self, after: int = 0, *, follow: bool = False, batch: int = 500
    ) -> AsyncIterator[list[tuple[int, Sighting]]]:
        """The latest sighting of each post, of those after a sequence of the stream of sightings."""
        filters = ("stats.seen.*.*",)
        async for stored in read_batches(self.client, subjects.STATS, filters, after=after, follow=follow, batch=batch):
            found = []
            for message in filter(attrgetter("payload"), stored):  # a withdrawn post's is empty
                try:
                    found.append((message.sequence, Sighting.model_validate_json(message.payload)))
                except ValidationError as error:
                    log.warning("not a sighting, skipped", sequence=message.sequence, why=str(error))
            if found:
                yield found

    async def broadcast(self, subject: str, payload: bytes) -> None:
        """Publish a message to current subscribers only (core NATS, not stored); lost while the broker is away."""
        with suppress(Error):
            await self.client.nc.publish(subject, payload)

    @asynccontextmanager
    async def listen(self, pattern: str) -> AsyncIterator[AsyncIterator[tuple[str, bytes]]]:
        """Messages published on ``pattern`` from now on, as subject and payload. Raises ProviderDown."""
        subscription = await self.client.nc.subscribe(pattern)

        async def messages() -> AsyncIterator[tuple[str, bytes]]:
            async for message in subscription.messages:
                yield message.subject, message.data

        try:
            await self.client.with_retries(lambda: self.client.nc.flush(timeout=2), "listening")
            yield messages()
        finally:
            with suppress(Error):
                await subscription.unsubscribe()

    async def take_lease(self, name: str, ttl: float, *, release_on_death: bool = False) -> Lease | None:
        """Take the lease ``name`` for ``ttl`` seconds (whole seconds, at least 1); None while another process holds it.

        ``release_on_death``: another process of this machine may take it at once when its holder died.
        """
        return await Lease.take(self.client, name, ttl, self.lock_folder if release_on_death else None)

    def ledger(self) -> Bucket:
        """The key-value bucket, whose entries are written by compare-and-set."""
        return Bucket(self.client)

    async def schedule_crawl(self, site: str, cron: str, time_zone: str) -> None:
        """Schedule ticks of ``site`` by ``cron`` (six fields, seconds first); replaces the site's schedule."""
        await crawl_schedule.schedule_crawl(self.client, site, cron, time_zone)

    async def crawl_now(self, site: str) -> None:
        """Publish a tick at once; it replaces one that still waits."""
        await self.client.store_message(subjects.crawl_due_subject(site), b"", {})

    def crawl_ticks(self, stop: asyncio.Event) -> AsyncIterator[crawl_schedule.CrawlTick]:
        """Ticks of sites that are due, until ``stop`` is set."""
        return crawl_schedule.crawl_ticks(self.client, stop)

    async def report_crawl(self, made: CrawlReport) -> None:
        """Replace the latest crawl report of a site."""
        await crawl_schedule.store_crawl_report(self.client, made)

    async def crawl_reports(self) -> dict[str, CrawlReport]:
        """The latest crawl report of every site, by site code."""
        return await crawl_schedule.latest_crawl_reports(self.client)

    async def close(self) -> None:
        """Close the connection at once."""
        await self.client.close()
