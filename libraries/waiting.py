"""Waiting that ends early when a process is asked to stop, and work that does not hold up its end."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from libraries.log import get_logger
from schemas.clock import is_clock_moved, utc_now
from schemas.errors import Retryable

T = TypeVar("T")
log = get_logger(__name__)

FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_LOOK = 60.0
"""Seconds between two looks at the wall clock: timers stand still while a machine sleeps, and the clock does not."""
_LOOK_MOVED = 0.2
"""The same where a drill moves the clock."""


async def cancellation_safe(answer: Awaitable[T]) -> T:
    """The result of ``answer``. Raises CancelledError when the task was cancelled meanwhile, also where that got lost.

    `asyncio.wait_for` of Python 3.11, which libraries wait with, loses a cancellation that comes in the same instant as
    the answer (https://github.com/python/cpython/issues/86296); the task would go on, and whoever ends it would wait
    for ever.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    try:
        return await answer
    finally:
        if task is not None and task.cancelling() > before:
            raise asyncio.CancelledError


async def wait_for_stop(stop: asyncio.Event, seconds: float) -> bool:
    """Wait at most ``seconds``, no longer than until ``stop`` is set; whether it is set then."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
    return stop.is_set()


async def run_until_stopped(stop: asyncio.Event, work: Awaitable[T]) -> T | None:
    """The result of ``work``; None when ``stop`` is set first, which cancels it."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        while not working.done():
            # Repeated: a library that waits by asyncio.wait_for may lose one; see `cancellation_safe`.
            working.cancel()
            await asyncio.wait((working,), timeout=0.2)
    return None if working.cancelled() else working.result()


async def wait_until(moment: datetime) -> None:
    """Wait until the wall clock shows ``moment`` (aware), however long the machine sleeps meanwhile."""
    look = _LOOK_MOVED if is_clock_moved() else _LOOK
    while (left := (moment - utc_now()).total_seconds()) > 0:  # noqa: ASYNC110 (nobody tells of a time)
        await asyncio.sleep(min(left, look))


async def wait_for_span(span: timedelta) -> None:
    """Wait as long as ``span`` on the wall clock; see `wait_until`."""
    await wait_until(utc_now() + span)


async def retry_until_it_works(work: Callable[[], T], stop: asyncio.Event, who: str) -> T | None:
    """The result of the blocking ``work``, retried while what it needs is away; None when ``stop`` is set.

    Raises what is no Retryable error.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            return await asyncio.to_thread(work)
        except Retryable as error:
            log.warning("waits", who=who, why=str(error), seconds=pause)
        if await wait_for_stop(stop, pause):
            return None
        pause = min(2 * pause, _LONGEST_PAUSE)


async def run_in_daemon_thread(work: Callable[[], T]) -> T:
    """The result of the blocking ``work``, as of `asyncio.to_thread`; a process that ends does not wait for it.

    ``work`` may be broken off at any point then. Raises what it raises.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(how: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(lambda: None if done.done() else how())

    def run() -> None:
        try:
            found = work()
        except BaseException as error:  # noqa: BLE001 - whoever waits gets it
            tell(partial(done.set_exception, error))
        else:
            tell(partial(done.set_result, found))

    threading.Thread(target=run, daemon=True, name="background").start()
    return await done


@asynccontextmanager
async def entered_in_thread(manager: AbstractContextManager[T]) -> AsyncIterator[T]:
    """A context manager whose beginning blocks, entered in a thread."""
    with ExitStack() as stack:
        yield await asyncio.to_thread(stack.enter_context, manager)
