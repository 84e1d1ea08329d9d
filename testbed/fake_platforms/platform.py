"""The base of the fake platforms: films, tokens, recorded calls and injected faults."""

import dataclasses
import json
import secrets
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from testbed.fake_platforms.audience import ViewingFigures, viewing_figures

Json = dict[str, Any]


class ErrorResponse(Exception):
    """An error that the platform answers: ``status``, ``reason`` and message as the API words them."""

    def __init__(self, status: int, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.status = status
        self.reason = reason


class RecordedCall(NamedTuple):
    """A call that was made, without secrets."""

    what: str
    status: int


@dataclass
class PlannedReply:
    """An answer that a test gives in place of the usual one. ``times``: to how many calls; 0 is all from now on.

    ``after``: the call is done first, and only its answer is this one.
    """

    status: int
    body: Json | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int = 1
    after: bool = False

    @property
    def body_bytes(self) -> bytes:
        """The body as bytes."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class StoredFilm:
    """A film that a platform has received. ``made``: time on the platform's clock."""

    id: str
    sha256: str
    size: int
    made: float
    deleted: bool = False
    was_public: bool = False
    published: datetime | None = None
    """Since when anybody can see it, by the time that the platform reports."""


V = TypeVar("V", bound=StoredFilm)


class FakePlatform(Generic[V]):
    """The state that all fake platforms have: films, tokens, recorded calls, faults to come.

    ``processing`` and ``lag`` in seconds of ``clock``: until a film is processed, until a list has it.
    """

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
        """The time that the platform reports."""
        self.videos: dict[str, V] = {}
        self.calls: list[RecordedCall] = []
        self.bytes_in = 0
        """Bytes of films received, those sent twice counted twice."""
        self.faults: dict[str, deque[str]] = defaultdict(deque)
        """Faults of the next calls, by kind of call: ``503``, ``cut``, ``lose``, ``gone``."""
        self.replies: dict[str, PlannedReply] = {}
        """Answers that the next calls get in place of the usual one, by call."""
        self.replied = 0
        """How many calls got one of ``replies``."""

        self.access: set[str] = set()
        """Access tokens that are good now."""
        self.refresh_tokens = {"refresh-first"}
        self.codes: dict[str, str] = {}
        """Authorisation codes that were given out, and the PKCE challenge of each."""

    def new_authorization_code(self, challenge: str = "") -> str:
        """A new authorisation code, as when a person agrees."""
        with self.lock:
            code = secrets.token_hex(8)
            self.codes[code] = challenge
            return code

    def use_authorization_code(self, form: Mapping[str, str], challenge_of: Callable[[str], str]) -> bool:
        """Use up the authorization code in ``form``; gives whether it was good and its verifier fits the challenge."""
        challenge = self.codes.pop(form.get("code", ""), "")
        return challenge != "" and challenge == challenge_of(form.get("code_verifier", ""))

    def new_access_token(self, prefix: str = "access") -> str:
        """A new access token, which is good from now on."""
        with self.lock:
            token = f"{prefix}-{secrets.token_hex(8)}"
            self.access.add(token)
            return token

    def take_fault(self, kind: str) -> str:
        """Take the next fault planned for this kind of call; empty for none."""
        with self.lock:
            waiting = self.faults.get(kind)
            return waiting.popleft() if waiting else ""

    def take_reply(self, what: str) -> PlannedReply | None:
        """Take the reply planned for this call in place of the usual answer; None for none."""
        with self.lock:
            found = self.replies.get(what)
            self.replied += found is not None
            if found is not None and found.times == 1:
                del self.replies[what]
            elif found is not None and found.times > 1:
                self.replies[what] = dataclasses.replace(found, times=found.times - 1)
            return found

    def record_call(self, what: str, status: int) -> None:
        """Add a call to the record."""
        with self.lock:
            self.calls.append(RecordedCall(what, status))

    def count_calls(self, what: str) -> int:
        """How many calls of this name are on record."""
        with self.lock:
            return sum(call.what == what for call in self.calls)

    def existing_films(self) -> list[V]:
        """The films that were not deleted."""
        with self.lock:
            return [video for video in self.videos.values() if not video.deleted]

    def copies(self) -> Counter[str]:
        """How many times each film was ever received, by sha256."""
        with self.lock:
            return Counter(video.sha256 for video in self.videos.values())

    def listed_films(self) -> list[V]:
        """The films that a list shows: the newest first, without those younger than the lag."""
        now = self.clock()
        return [video for video in reversed(self.existing_films()) if video.made + self.lag <= now]

    def viewing_figures_until_now(self, film: StoredFilm) -> ViewingFigures:
        """How a film was watched by the audience until now; not at all before it was published."""
        published = film.published or self.wall()
        return viewing_figures(film.sha256, published, published, self.wall())

    def is_processed(self, video: StoredFilm) -> bool:
        """Whether the film has been there long enough to be processed."""
        return video.made + self.processing <= self.clock()
