"""Workers of a rebuild: fold raw facts into tables, in a thread or, for long streams, in processes of their own."""

import asyncio
import gc
import multiprocessing
import os
import signal
import zlib
from collections import deque
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from libraries.log import get_logger
from libraries.processes import end_with_parent
from schemas.errors import ProviderDown, Retryable
from services.projector.database import create_database_engine
from services.projector.fact_decoder import DecodedFact
from services.projector.tables import database_time_of_micros, shadow_tables
from services.projector.writer import ProjectionWriter

if TYPE_CHECKING:  # a worker process has no connection to the broker: without that library it starts sooner
    from libraries.bus.stream.bulk_reader import RawFact

log = get_logger(__name__)

_RawFact = tuple[int, int, bytes]
"""Sequence, time in microseconds since 1970, payload."""

_LONG: Final = 50_000
"""Facts from which on starting processes, about a second, pays off."""
_FOLDERS: Final = 2
"""Worker processes: one writes while the other computes; more would only wait for the database."""
_AHEAD: Final = 3
"""Batches that may queue per worker, so the reader stays close to the database."""
_TRIES: Final = 5
"""Attempts per batch: of two writers one may be rolled back as a deadlock victim."""


class RebuildPool:
    """The executors of a rebuild, which fold batches; ``folded`` counts the facts written.

    All facts of a post go to the same executor, in order.
    """

    def __init__(self, executors: Sequence[Executor], url: str) -> None:
        self.folded = 0
        self._executors = executors
        self._url = url
        self._waiting: deque[asyncio.Future[int]] = deque()

    async def queue_batch(self, batch: Sequence["RawFact"]) -> None:
        """Queue a batch. Raises what the writer raised on an earlier one."""
        loop = asyncio.get_running_loop()
        for executor, share in zip(self._executors, _shares(batch, len(self._executors)), strict=True):
            self._waiting.append(loop.run_in_executor(executor, _fold, self._url, share))
        while len(self._waiting) > _AHEAD * len(self._executors):
            self.folded += await self._waiting.popleft()

    async def wait_until_folded(self) -> None:
        """Wait for the last batch."""
        while self._waiting:
            self.folded += await self._waiting.popleft()


def _shares(batch: Sequence["RawFact"], number: int) -> list[list[_RawFact]]:
    """Split a batch by the hash of the post key in each subject."""
    shares: list[list[_RawFact]] = [[] for _ in range(number)]
    for fact in batch:
        shares[zlib.crc32(fact[0].split(b".", 2)[2]) % number].append(fact[1:])
    return shares


@asynccontextmanager
async def rebuild_pool(url: str, facts: int) -> AsyncIterator[RebuildPool]:
    """A `RebuildPool` into the shadow tables of ``url``, for a stream of ``facts`` facts."""
    executors: list[Executor]
    if facts < _LONG:
        executors = [ThreadPoolExecutor(1)]
    else:
        fresh = multiprocessing.get_context("spawn")
        executors = [ProcessPoolExecutor(1, fresh, _begin, (os.getpid(),)) for _ in range(_FOLDERS)]
        for executor in executors:
            executor.submit(os.getpid)  # The process starts with its first task.
    try:
        yield RebuildPool(executors, url)
    except BrokenExecutor as error:
        raise Retryable("store.rebuild_process_ended") from error
    finally:
        for executor in executors:
            await asyncio.to_thread(executor.shutdown, cancel_futures=True)
        _forget(url)


_writers: dict[str, ProjectionWriter] = {}


def _begin(parent: int) -> None:
    """In a process of its own: nothing here makes cycles, and looking for them would cost half of the time."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)


def _fold(url: str, batch: Sequence[_RawFact]) -> int:
    writer = _writers.get(url)
    if writer is None:
        writer = _writers[url] = ProjectionWriter(create_database_engine(url), shadow_tables())
    facts = []
    for sequence, micros, payload in batch:
        try:
            facts.append(DecodedFact.from_payload(sequence, database_time_of_micros(micros), payload))
        except ValueError as error:
            log.warning("no fact, left out", sequence=sequence, why=str(error))
    for left in reversed(range(_TRIES)):
        try:
            writer.fold_rebuild_batch(facts)
            break
        except ProviderDown:
            if not left:
                raise
    return len(facts)


def _forget(url: str) -> None:
    if (writer := _writers.pop(url, None)) is not None:
        writer.close()
