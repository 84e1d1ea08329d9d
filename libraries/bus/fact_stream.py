"""Facts in the stream: published with the sequence that their post is expected to be at, and read."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

from nats.js.errors import APIError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import WRONG_SEQUENCE
from libraries.bus.stream.bulk_reader import RawFact, read_all_facts_raw
from libraries.bus.stream.fact_messages import read_fact_messages
from libraries.bus.stream.history import PostHistory, facts_in_messages, verified_chain_end
from libraries.bus.stream.leader_reading import ask_until_consistent, get_message, read_from_leader
from libraries.bus.stream.reader import count_by_subject, identity_and_last_sequence, read_batches
from libraries.stored_messages.digest_chain import CHAIN, EXPECTED, ChainEnds
from libraries.stored_messages.stored_message import StoredMessage, StreamHead
from schemas import subjects
from schemas.errors import Conflict
from schemas.events import ContentRequested, Event, RecordedFact, encode_fact
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState

_TRIES = 8  # of a decision whose post is changed by others in between


class FactStream:
    """The facts of all posts. Every method may raise ProviderDown, NoSpace, BadInput (too big)."""

    def __init__(self, client: BrokerClient) -> None:
        self.client = client
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
        filters = [subjects.fact_kind_filter(kind) for kind in kinds]
        messages = (
            read_batches(self.client, subjects.FACTS, filters, after=after, follow=follow, batch=batch)
            if filters
            else read_fact_messages(self.client, after=after, follow=follow, batch=batch)
        )
        async for stored in messages:
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
