"""Who is logged in, and how often somebody may guess the password."""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

COOKIE: Final = "wagglebot_session"
LIFETIME: Final = 14 * 24 * 3600
"""Seconds a session lasts after its last use."""
TRIES: Final = 10
WINDOW: Final = 60.0
"""After ``TRIES`` wrong passwords within ``WINDOW`` seconds an address has to wait."""
_ADDRESSES: Final = 4096
_SESSIONS: Final = 1024


class Refusal(StrEnum):
    WRONG = "wrong_password"
    THROTTLED = "throttled"


class Sessions:
    """Sessions of one process, kept by the hash of their token; a restart logs everybody out."""

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._password = _digest(password)
        self._clock = clock
        self._until: OrderedDict[bytes, float] = OrderedDict()
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def login(self, address: str, password: str) -> str | Refusal:
        """The token of a new session, or why there is none. The right password does not help a throttled address."""
        now = self._clock()
        wrong = self._wrong.setdefault(address, deque(maxlen=TRIES))
        self._wrong.move_to_end(address)
        while wrong and now - wrong[0] >= WINDOW:
            wrong.popleft()
        if len(wrong) >= TRIES:
            return Refusal.THROTTLED
        if not hmac.compare_digest(_digest(password), self._password):
            wrong.append(now)
            _shorten(self._wrong, _ADDRESSES)
            return Refusal.WRONG
        del self._wrong[address]
        token = secrets.token_urlsafe(32)
        self._until[_digest(token)] = now + LIFETIME
        _shorten(self._until, _SESSIONS)
        return token

    def knows(self, token: str) -> bool:
        """Whether the token belongs to a session; using it keeps the session alive."""
        key, now = _digest(token), self._clock()
        until = self._until.get(key)
        if until is None:
            return False
        if until <= now:
            del self._until[key]
            return False
        self._until[key] = now + LIFETIME
        self._until.move_to_end(key)
        return True

    def end(self, token: str) -> None:
        """Log out."""
        self._until.pop(_digest(token), None)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _shorten(entries: OrderedDict[Any, Any], limit: int) -> None:
    while len(entries) > limit:
        entries.popitem(last=False)
