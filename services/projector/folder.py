"""Folds raw facts into tables, in this process or, for long streams, in one of its own beside the reader."""

import asyncio
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

import structlog

from schemas.errors import Retryable
from schemas.events import Recorded
from services.projector.engine import connect
from services.projector.shallow import SHALLOW, decode_shallow
from services.projector.tables import shadows
from services.projector.writer import ProjectionWriter

log = structlog.get_logger(__name__)

_PR_SET_PDEATHSIG: Final = 1
_LONG: Final = 50_000
"""Facts from which on the second of it takes to start a process is well spent."""
_AHEAD: Final = 3
"""Batches that may wait: the reader is never far ahead of the database."""

Raw = tuple[int, datetime, bytes]
"""Sequence, moment and payload of a fact."""


class Folder:
    """Batches in, one after another; ``folded`` counts the facts written."""

    def __init__(self, executor: Executor, url: str) -> None:
        self.folded = 0
        self._executor = executor
        self._url = url
        self._waiting: list[asyncio.Future[int]] = []

    async def give(self, batch: Sequence[Raw]) -> None:
        """Fold a batch in, in its turn. Raises what the writer raised over an earlier one."""
        loop = asyncio.get_running_loop()
        self._waiting.append(loop.run_in_executor(self._executor, _fold, self._url, batch))
        if len(self._waiting) >= _AHEAD:
            self.folded += await self._waiting.pop(0)

    async def finish(self) -> None:
        """Wait for the last batch."""
        while self._waiting:
            self.folded += await self._waiting.pop(0)


@asynccontextmanager
async def folding(url: str, facts: int) -> AsyncIterator[Folder]:
    """A folder into the shadow tables of ``url``, for a stream of so many facts."""
    executor: Executor
    if facts < _LONG:
        executor = ThreadPoolExecutor(1)
    else:
        fresh = multiprocessing.get_context("spawn")
        executor = ProcessPoolExecutor(1, fresh, _begin, (os.getpid(),))
    try:
        yield Folder(executor, url)
    except BrokenExecutor as error:
        raise Retryable(what="The rebuild", why="the process that folds was ended; is there memory left?") from error
    finally:
        await asyncio.to_thread(executor.shutdown, cancel_futures=True)
        _forget(url)


_writers: dict[str, ProjectionWriter] = {}


def _begin(parent: int) -> None:
    """In a process of its own: nothing here makes cycles, and looking for them would cost half of the time."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("The process that reads the stream is gone.")


def _fold(url: str, batch: Sequence[Raw]) -> int:
    writer = _writers.get(url)
    if writer is None:
        writer = _writers[url] = ProjectionWriter(connect(url), shadows(), SHALLOW)
    facts = []
    for sequence, time, payload in batch:
        try:
            facts.append(Recorded(sequence, time, decode_shallow(payload)))
        except ValueError as error:
            log.warning("no fact, left out", sequence=sequence, why=str(error))
    if facts:
        writer.fold(facts, 0)
    return len(facts)


def _forget(url: str) -> None:
    if (writer := _writers.pop(url, None)) is not None:
        writer.close()
