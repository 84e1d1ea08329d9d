"""Crawl schedules, the ticks they produce, and crawl reports."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

from nats.aio.msg import Msg
from pydantic import ValidationError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.consumer.deliveries import await_acknowledgement, deliveries
from libraries.bus.stream.reader import read_batches
from libraries.log import get_logger
from libraries.waiting import run_until_stopped
from schemas import subjects
from schemas.crawls import CrawlReport

log = get_logger(__name__)

_DURABLE = "collect"


class CrawlTick:
    """The message that a site is due. Without `acknowledge` it is delivered again 60 s after the last `heartbeat`."""

    def __init__(self, message: Msg) -> None:
        self.site = message.subject.rpartition(".")[2]
        self._message = message

    async def heartbeat(self) -> None:
        """Say that the crawl goes on; call it every 20 s."""
        await await_acknowledgement(self._message.in_progress(), f"crawl {self.site}")

    async def acknowledge(self) -> None:
        """Acknowledge the tick."""
        await await_acknowledgement(self._message.ack_sync(timeout=5), f"crawl {self.site}")


async def crawl_ticks(client: BrokerClient, stop: asyncio.Event) -> AsyncIterator[CrawlTick]:
    """Ticks as they arrive, until ``stop`` is set."""
    async with aclosing(deliveries(client, _DURABLE)) as messages:
        while message := await run_until_stopped(stop, anext(messages)):
            yield CrawlTick(message)


async def schedule_crawl(client: BrokerClient, site: str, cron: str, time_zone: str) -> None:
    """Schedule ticks by ``cron`` (six fields, seconds first) in ``time_zone``; replaces the site's schedule."""
    headers = {
        "Nats-Schedule": cron,
        "Nats-Schedule-Time-Zone": time_zone,
        "Nats-Schedule-Target": subjects.crawl_due_subject(site),
    }
    await client.store_message(subjects.crawl_schedule_subject(site), b"", headers)


async def store_crawl_report(client: BrokerClient, made: CrawlReport) -> None:
    """Replace the latest report of the site."""
    await client.store_message(subjects.crawl_report_subject(made.site), made.model_dump_json().encode(), {})


async def latest_crawl_reports(client: BrokerClient) -> dict[str, CrawlReport]:
    """The latest report of every crawled site."""
    found: dict[str, CrawlReport] = {}
    async for batch in read_batches(
        client, subjects.STATS, (subjects.crawl_report_subject("*"),), after=0, follow=False, batch=200
    ):
        for message in batch:
            try:
                made = CrawlReport.model_validate_json(message.payload)
            except ValidationError as error:
                log.warning("not a crawl report, skipped", sequence=message.sequence, why=str(error))
                continue
            found[made.site] = made
    return found
