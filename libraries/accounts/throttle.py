"""How often something may be tried by a key within a window of time."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

WINDOW: Final = 60.0
"""Seconds that a try counts."""
_KEYS: Final = 4096


class Throttle:
    """Counts tries by key; of more than 4096 keys the longest unused are forgotten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tries)

    def admit_try(self, key: str, most: int) -> bool:
        """Count one more try of ``key``; False, and nothing counted, where ``most`` are within the window already."""
        now = self._clock()
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        while tries and now - tries[0] >= WINDOW:
            tries.popleft()
        if len(tries) >= most:
            return False
        tries.append(now)
        while len(self._tries) > _KEYS:
            self._tries.popitem(last=False)
        return True

    def take_back_try(self, key: str) -> None:
        """Take back the last try of ``key``, which then does not count."""
        if tries := self._tries.get(key):
            tries.pop()

    def forget_key(self, key: str) -> None:
        """Forget all tries of ``key``."""
        self._tries.pop(key, None)
