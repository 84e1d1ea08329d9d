"""The cost of a piece of work: CPU time, wall time, memory."""

import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

_WATCH_SECONDS: Final = 0.05

T = TypeVar("T")


class TimeCost(NamedTuple):
    """What a piece of work took: CPU seconds of this process and its children, and seconds by the clock."""

    cpu: float
    wall: float


def measure_cost(work: Callable[[], T]) -> tuple[T, TimeCost]:
    """Do the work; gives its result and its cost."""
    before, began = cpu_seconds_used(), time.perf_counter()
    done = work()
    return done, TimeCost(cpu_seconds_used() - before, time.perf_counter() - began)


def cpu_seconds_used() -> float:
    """CPU seconds that this process and its ended children have used so far."""
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


@contextmanager
def watch_peak_memory() -> Iterator[list[float]]:
    """A list of one figure, kept up to date within the block: the most memory in MB that this process and its children
    held together.
    """
    peak, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(_WATCH_SECONDS):
            peak[0] = max(peak[0], _resident_mb())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _resident_mb() -> float:
    """Resident memory by Linux's /proc. What processes share is counted for each of them, so this is an upper bound.

    A child that has not become its own program yet still runs in the memory of this process, which is counted already.
    """
    own = Path("/proc/self")
    children = [pid for task in own.glob("task/*/children") for pid in task.read_text().split()]
    program, pages = (own / "exe").readlink(), 0
    for process in (own, *(Path("/proc", pid) for pid in children)):
        try:
            if process is own or (process / "exe").readlink() != program:
                pages += int((process / "statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # It ended between being listed and being looked at.
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
