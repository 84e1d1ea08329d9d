"""The connection of a station to the broker: facts, sightings, schedules, dead letters, leases and entries."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from operator import attrgetter
from pathlib import Path

from nats.errors import Error
from nats.js.errors import APIError
from pydantic import ValidationError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import WRONG_SEQUENCE
from libraries.bus.connection.topology import TopologyDrift
from libraries.bus.fact_stream import FactStream
from libraries.bus.kv.bucket import Bucket
from libraries.bus.kv.lease import Lease
from libraries.bus.stream import crawl_schedule
from libraries.bus.stream.dead_letter import (
    DeadLetter,
    Settlement,
    dead_letter_headers,
    dead_letter_subject,
    settled_headers,
    store_new_letter,
)
from libraries.bus.stream.leader_reading import get_message
from libraries.bus.stream.reader import read_batches
from libraries.log import get_logger
from schemas import subjects
from schemas.crawls import CrawlReport
from schemas.errors import BadInput
from schemas.posts import PostKey, Sighting

log = get_logger(__name__)


class Bus(FactStream):
    """Everything a station does with the broker. Every method may raise ProviderDown, NoSpace, BadInput (too big)."""

    def __init__(
        self, client: BrokerClient, drift: Sequence[TopologyDrift] = (), lock_folder: Path | None = None
    ) -> None:
        super().__init__(client)
        self.lock_folder = lock_folder
        """Folder of the lock files of this machine's processes (`libraries.bus.consumer.lock_files`). Without one, the
        message of a dead worker is delivered again only after ``ack_wait``."""
        self.drift = tuple(drift)
        """Where the broker's streams and durables differed from the declared topology at the start."""

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
