# ruff: noqa: E402 - aiohttp is hidden before nats-py is imported
"""A message bus over NATS JetStream: facts per post, typed workers, key-value entries, leases and crawl schedules.

``connect(settings, name)`` gives a `Bus`. A `Service` turns typed handlers into a worker on a durable consumer::

    bus = await connect(settings.nats, "studio")
    service = Service("studio", durable="studio")

    @service.on(stage=Stage.SCRIPT)
    async def write(fact: PostApproved, work: MessageContext) -> ContentScripted: ...

    await service.run(bus, stop)

Facts are published with the sequence that their post is expected to be at, so of two writers one is refused (`Bus`).
Entries of the key-value `Bucket` (``bus.ledger()``) are written by compare-and-set; a `Lease` is held by one process
at a time and ends by itself when that process is gone. Crawl schedules give ticks::

    await bus.schedule_crawl("sample", "0 0 * * * *", "Asia/Seoul")   # replaces the schedule of the site
    await bus.crawl_now("sample")                                     # a tick at once
    async for tick in bus.crawl_ticks(stop):                          # durable "collect"; ends when ``stop`` is set
        lease = await bus.lease(f"crawl.{tick.site}", ttl=60.0)
        if lease is None:                                             # the last crawl still runs: skip this one
            await tick.done()
            continue
        ...                                                           # tick.heartbeat() and lease.renew() meanwhile
        await tick.done()                                             # without it the tick is delivered again
        await lease.release()

Streams and consumers are declared in nats/*.json and created when a client connects. Besides this package only
`libraries.bus.embedded` deals with NATS: it starts a server.
"""

import sys

# nats-py imports aiohttp, where it is installed, for WebSocket connections. We use TCP only, and the import takes a
# quarter of the start of every process. Other importers of aiohttp are not affected.
_HIDDEN = "aiohttp" not in sys.modules
if _HIDDEN:
    sys.modules["aiohttp"] = None  # type: ignore[assignment]  # this is how an import is refused

from libraries.bus.bus import Bus
from libraries.bus.connect import connect
from libraries.bus.connection.topology import TopologyDrift
from libraries.bus.kv.bucket import Bucket, BucketEntry
from libraries.bus.kv.lease import Lease
from libraries.bus.service.context import MessageContext, StageProgressMessage
from libraries.bus.service.retry import RetryPolicy
from libraries.bus.service.service import Service
from libraries.bus.stream.crawl_schedule import CrawlTick
from libraries.bus.stream.dead_letter import DeadLetter
from libraries.bus.stream.history import PostHistory
from libraries.stored_messages.stored_message import StreamHead

if _HIDDEN:
    del sys.modules["aiohttp"]

__all__ = [
    "Bucket",
    "BucketEntry",
    "Bus",
    "CrawlTick",
    "DeadLetter",
    "Lease",
    "MessageContext",
    "PostHistory",
    "RetryPolicy",
    "Service",
    "StageProgressMessage",
    "StreamHead",
    "TopologyDrift",
    "connect",
]
