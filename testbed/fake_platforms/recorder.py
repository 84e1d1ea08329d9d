"""What every platform of the rehearsal remembers: the calls that were made, the films it has, what went wrong."""

import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

Json = dict[str, Any]


class ErrorResponse(Exception):
    """An answer that is no success: ``status``, ``reason`` and message as the API words them."""

    def __init__(self, status: int, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.status = status
        self.reason = reason


class RecordedCall(NamedTuple):
    """What was asked, without the secrets in it."""

    what: str
    status: int


@dataclass
class Copy:
    """A film as it lies on a platform. ``made`` on the platform's clock."""

    id: str
    sha256: str
    size: int
    made: float
    deleted: bool = False
    was_public: bool = False


V = TypeVar("V", bound=Copy)


class CallRecorder(Generic[V]):
    """``processing`` and ``lag`` in seconds of ``clock``: until a film is processed, until a list has it."""

    def __init__(
        self,
        *,
        processing: float = 0.0,
        lag: float = 0.0,
        pace: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lock = threading.RLock()
        self.processing = processing
        self.lag = lag
        self.pace = pace
        """Seconds that 64 KiB take on the wire."""
        self.clock = clock
        self.wall: Callable[[], datetime] = lambda: datetime.now(UTC)
        """What time the platform says it is."""
        self.videos: dict[str, V] = {}
        self.calls: list[RecordedCall] = []
        self.bytes_in = 0
        """Of films, as they came over the wire: also those that were sent twice."""
        self.faults: dict[str, deque[str]] = defaultdict(deque)
        """By kind of call, what goes wrong with the next ones: ``503``, ``cut``, ``lose``, ``gone``."""

    def fault(self, kind: str) -> str:
        """What goes wrong with this call; empty when nothing does."""
        with self.lock:
            waiting = self.faults.get(kind)
            return waiting.popleft() if waiting else ""

    def note(self, what: str, status: int) -> None:
        with self.lock:
            self.calls.append(RecordedCall(what, status))

    def count(self, what: str) -> int:
        with self.lock:
            return sum(call.what == what for call in self.calls)

    def living(self) -> list[V]:
        """Films that are there now."""
        with self.lock:
            return [video for video in self.videos.values() if not video.deleted]

    def copies(self) -> Counter[str]:
        """How many there ever were of each film, by sha256."""
        with self.lock:
            return Counter(video.sha256 for video in self.videos.values())

    def listed(self) -> list[V]:
        """The list of films, the newest first, as far as it has caught up."""
        now = self.clock()
        return [video for video in reversed(self.living()) if video.made + self.lag <= now]

    def processed(self, video: Copy) -> bool:
        return video.made + self.processing <= self.clock()
