# ruff: noqa: E402 - something has to be said before nats-py is imported
"""Facts on the move: the only folder that knows NATS.

``connect(settings, name)`` gives a `Bus`; a `Service` turns typed handlers into a station on a durable consumer.

Crawl ticks, for the collect station::

    await bus.schedule_crawl("sample", "0 0 * * * *", "Asia/Seoul")   # once per site; says it again without harm
    await bus.crawl_now("sample")                                     # a tick at once
    async for tick in bus.crawl_ticks(stop):                          # durable "collect"; ends when ``stop`` is set
        lease = await bus.lease(f"crawl.{tick.site}", ttl=60.0)
        if lease is None:                                             # the last crawl still runs: skip, never stack
            await tick.done()
            continue
        ...                                                           # tick.heartbeat() and lease.renew() meanwhile
        await tick.done()                                             # acknowledge; without it the tick comes again
        await lease.release()

`CrawlTick`: ``site: str``, ``async heartbeat() -> None`` (due every 20 s), ``async done() -> None``. A tick comes only
when it is asked for, and several may be in hand at once. `Lease`: ``async renew() -> bool`` (False: it was lost),
``async release() -> None``; ``ttl`` in whole seconds, at least 1.

`Bucket` (``bus.ledger()``): entries by key with compare-and-set, for effects that must happen once.
"""

import sys

# Wherever aiohttp is installed, nats-py imports it for WebSockets: a quarter of the start of every process of ours. We
# speak TCP; whoever needs aiohttp itself gets it as ever.
_HIDDEN = "aiohttp" not in sys.modules
if _HIDDEN:
    sys.modules["aiohttp"] = None  # type: ignore[assignment]  # this is how an import is refused

from services.bus.bus import Bus, PostHistory, StreamHead
from services.bus.connect import connect
from services.bus.connection.topology import TopologyDrift
from services.bus.kv.bucket import Bucket, Entry
from services.bus.kv.lease import Lease
from services.bus.service.context import MessageContext, StageTick
from services.bus.service.retry import RetryPolicy
from services.bus.service.service import Service
from services.bus.stream.crawl_schedule import CrawlTick
from services.bus.stream.dead_letter import DeadLetter

if _HIDDEN:
    del sys.modules["aiohttp"]

__all__ = [
    "Bucket",
    "Bus",
    "CrawlTick",
    "DeadLetter",
    "Entry",
    "Lease",
    "MessageContext",
    "PostHistory",
    "RetryPolicy",
    "Service",
    "StageTick",
    "StreamHead",
    "TopologyDrift",
    "connect",
]
