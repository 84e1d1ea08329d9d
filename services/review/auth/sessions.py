"""Login sessions, and the limit on password guesses."""

import asyncio
import hashlib
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from services.review.auth.accounts import Person

COOKIE: Final = "wagglebot_session"
LIFETIME: Final = 14 * 24 * 3600
"""Seconds a session lasts after its last use."""
TRIES: Final = 10
WINDOW: Final = 60.0
"""After ``TRIES`` wrong passwords within ``WINDOW`` seconds an address has to wait."""
_ADDRESSES: Final = 4096
_SESSIONS: Final = 1024

Verify = Callable[[str, str], Person | None]
"""The person of a name and a password. Blocking."""


class LoginRefusal(StrEnum):
    """Why nobody was logged in: the failure code."""

    WRONG = "review.wrong_password"
    THROTTLED = "review.throttled"


class Sessions:
    """Sessions of one process, kept by the hash of their token; a restart logs everybody out."""

    def __init__(self, verify: Verify, clock: Callable[[], float] = time.monotonic) -> None:
        self._verify = verify
        self._clock = clock
        self._open: OrderedDict[bytes, tuple[float, Person]] = OrderedDict()
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    async def login(self, address: str, name: str, password: str) -> str | LoginRefusal:
        """The token of a new session, or why there is none. The right password does not help a throttled address."""
        if not self.may_try(address):
            return LoginRefusal.THROTTLED
        # The try counts before it is known to be wrong, or a hundred at once would all be let through.
        person = await asyncio.to_thread(self._verify, name, password)
        if person is None:
            return LoginRefusal.WRONG
        self.was_right(address)
        return self.begin(person)

    def may_try(self, address: str) -> bool:
        """Whether an address may try now; the try counts as wrong until `was_right`."""
        now = self._clock()
        wrong = self._wrong.setdefault(address, deque(maxlen=TRIES))
        self._wrong.move_to_end(address)
        while wrong and now - wrong[0] >= WINDOW:
            wrong.popleft()
        if len(wrong) >= TRIES:
            return False
        wrong.append(now)
        _shorten(self._wrong, _ADDRESSES)
        return True

    def was_right(self, address: str) -> None:
        self._wrong.pop(address, None)

    def begin(self, person: Person) -> str:
        """The token of a new session."""
        token = secrets.token_urlsafe(32)
        self._open[_digest(token)] = (self._clock() + LIFETIME, person)
        _shorten(self._open, _SESSIONS)
        return token

    def who(self, token: str) -> Person | None:
        """Whose session the token belongs to; using it keeps the session alive."""
        key, now = _digest(token), self._clock()
        until, person = self._open.get(key, (0.0, None))
        if person is None:
            return None
        if until <= now:
            del self._open[key]
            return None
        self._open[key] = (now + LIFETIME, person)
        self._open.move_to_end(key)
        return person

    def end(self, token: str) -> None:
        """Log out."""
        self._open.pop(_digest(token), None)

    def end_all_of(self, name: str) -> None:
        """Log a person out everywhere: the account was changed or taken away."""
        for key in [key for key, (_, person) in self._open.items() if person.name == name]:
            del self._open[key]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _shorten(entries: OrderedDict[Any, Any], limit: int) -> None:
    while len(entries) > limit:
        entries.popitem(last=False)
