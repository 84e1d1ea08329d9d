"""Peak memory of processes while something runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psutil

_EVERY: Final = 1.0
_SERVERS: Final = {"nats-server": "broker", "mariadbd": "mariadb"}


class PeakMemory:
    """The most megabytes held at any time, by this process and all below it together, and by each server by itself.

    What processes share is counted once (proportional set size, Linux).
    """

    def __init__(self) -> None:
        self.mb = {"ours": 0.0, "broker": 0.0, "mariadb": 0.0}

    def sample(self) -> None:
        """Measure the memory once more and keep the larger figures."""
        now = dict.fromkeys(self.mb, 0.0)
        own = psutil.Process()
        for process in (own, *own.children(recursive=True)):
            try:
                whose = _SERVERS.get(process.name(), "ours")
                now[whose] += process.memory_full_info().pss / 1e6
            except psutil.NoSuchProcess:  # it ended just now
                continue
        self.mb = {name: max(most, now[name]) for name, most in self.mb.items()}


@contextmanager
def watch_peak_memory() -> Iterator[PeakMemory]:
    """The peak memory, sampled every second within the block."""
    found = PeakMemory()
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY):
            found.sample()

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield found
    finally:
        ended.set()
        watching.join()
        found.sample()
