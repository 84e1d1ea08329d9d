"""Waiting that ends early when a process is asked to stop."""

import asyncio
import threading
import time

import pytest

from libraries.waiting import cancellation_safe, retry_until_it_works, run_in_daemon_thread, wait_for_stop
from schemas.errors import ConfigurationError, ProviderDown


async def test_the_time_passes_while_nobody_stops() -> None:
    stop = asyncio.Event()
    began = time.monotonic()
    assert not await wait_for_stop(stop, 0.05)
    assert time.monotonic() - began >= 0.045
    assert not stop.is_set()


async def test_a_stop_ends_the_wait_at_once() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, stop.set)
    async with asyncio.timeout(60):
        assert await wait_for_stop(stop, 60)


async def test_a_stop_from_before_needs_no_wait() -> None:
    stop = asyncio.Event()
    stop.set()
    assert await wait_for_stop(stop, 0)


async def test_a_cancellation_in_the_instant_of_the_answer_is_kept() -> None:
    answered = asyncio.get_running_loop().create_future()
    went_on = False

    async def work() -> None:
        nonlocal went_on
        await cancellation_safe(asyncio.wait_for(answered, 60))
        went_on = True

    working = asyncio.create_task(work())
    await asyncio.sleep(0)
    answered.set_result(None)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert not went_on


async def test_a_cancellation_in_the_instant_of_an_error_is_kept() -> None:
    failed = asyncio.get_running_loop().create_future()

    async def work() -> None:
        try:
            await cancellation_safe(asyncio.wait_for(failed, 60))
        except ValueError:
            await asyncio.sleep(60)

    working = asyncio.create_task(work())
    await asyncio.sleep(0)
    failed.set_exception(ValueError())
    working.cancel()
    async with asyncio.timeout(10):
        await asyncio.wait([working])
    assert working.cancelled()


async def test_a_cancellation_of_before_does_not_break_off_what_a_task_does_at_its_end() -> None:
    ended = False

    async def work() -> None:
        nonlocal ended
        try:
            await asyncio.sleep(60)
        finally:
            assert await cancellation_safe(asyncio.sleep(0, "answer")) == "answer"
            ended = True

    working = asyncio.create_task(work())
    await asyncio.sleep(0)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert ended


async def test_a_timeout_around_it_stays_one() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await cancellation_safe(asyncio.sleep(60))


class Server:
    """Away for a number of calls, then there."""

    def __init__(self, away: int) -> None:
        self.away = away

    def ask(self) -> str:
        if self.away:
            self.away -= 1
            raise ProviderDown("store.no_answer", where="here", why="refused")
        return "there"


async def test_what_is_away_is_asked_again_until_it_is_there() -> None:
    server = Server(away=2)
    async with asyncio.timeout(60):
        assert await retry_until_it_works(server.ask, asyncio.Event(), "test") == "there"
    assert server.away == 0


async def test_a_stop_ends_the_asking_and_a_fault_of_the_settings_is_raised() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, stop.set)
    async with asyncio.timeout(60):
        assert await retry_until_it_works(Server(away=9999).ask, stop, "test") is None

    def wrong() -> str:
        raise ConfigurationError("store.address_invalid")

    with pytest.raises(ConfigurationError):
        await retry_until_it_works(wrong, stop, "test")


async def test_work_in_the_background_gives_its_result_or_raises_its_fault() -> None:
    assert await run_in_daemon_thread(lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        await run_in_daemon_thread(lambda: 1 // 0)


def test_a_process_that_ends_does_not_wait_for_work_in_the_background() -> None:
    free, at_work = threading.Event(), threading.Event()

    def work() -> bool:
        at_work.set()
        return free.wait(20)

    async def stopped_soon() -> None:
        task = asyncio.create_task(run_in_daemon_thread(work))
        while not at_work.is_set():  # noqa: ASYNC110 - a thread cannot set an event of the loop
            await asyncio.sleep(0.01)
        task.cancel()

    begun = time.monotonic()
    asyncio.run(stopped_soon())
    assert time.monotonic() - begun < 5
    free.set()
