"""Login sessions, and the limits on guesses of a password.

Guesses are limited by the address they come from and by the account they are for, since an attacker may have many
addresses. So that nobody can lock an account's owner out, tries are kept for the addresses the owner logged in from
lately, and a browser that the owner logged in with has a device token, whose tries are counted apart.
"""

import asyncio
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from libraries.accounts.accounts import Person
from libraries.accounts.throttle import Throttle

COOKIE: Final = "wagglebot_session"
LIFETIME: Final = 14 * 24 * 3600
"""Seconds a session lasts after its last use."""
ADDRESS_TRIES: Final = 5
"""Wrong passwords of an address, or of a device, within a minute."""
ACCOUNT_TRIES: Final = 10
"""Wrong passwords for an account within a minute, from all addresses together."""
STRANGER_TRIES: Final = 7
"""Those of them that addresses may use up from which nobody logged into the account lately."""
_KNOWN: Final = 4096
_SESSIONS: Final = 1024

Verify = Callable[[str, str], Person | None]
"""The person of a name and a password. Blocking."""
KnowsDevice = Callable[[str, str], bool]
"""Whether a device token is one of a browser that the account of a name was logged in with."""


class LoginRefusal(StrEnum):
    """Why nobody was logged in: the failure code."""

    WRONG = "review.wrong_password"
    THROTTLED = "review.throttled"


class Sessions:
    """Sessions of one process, kept by the hash of their token; a restart logs everybody out."""

    def __init__(
        self,
        verify: Verify,
        clock: Callable[[], float] = time.monotonic,
        knows: KnowsDevice = lambda _name, _device: False,
    ) -> None:
        self._verify = verify
        self._clock = clock
        self._knows = knows
        self._open: OrderedDict[bytes, tuple[float, Person]] = OrderedDict()
        self._addresses, self._accounts = Throttle(clock), Throttle(clock)
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def login(self, address: str, name: str, password: str, device: str = "") -> str | LoginRefusal:
        """The token of a new session, or why there is none. The right password does not help who is throttled."""
        own = bool(device) and self._knows(name, device)
        source = f"device {device}" if own else address
        most = ACCOUNT_TRIES if (name, address) in self._known else STRANGER_TRIES
        # A try counts before it is known to be wrong, or a hundred at once would all be let through.
        if not self._addresses.admit_try(source, ADDRESS_TRIES) or not (own or self._accounts.admit_try(name, most)):
            return LoginRefusal.THROTTLED
        person = await asyncio.to_thread(self._verify, name, password)
        if person is None:
            return LoginRefusal.WRONG
        self.forget_attempts(source)
        if not own:
            self._accounts.take_back_try(name)
        self._known[name, address] = None
        self._known.move_to_end((name, address))
        _shorten(self._known, _KNOWN)
        return self.start_session(person)

    def admit_attempt(self, address: str) -> bool:
        """Whether an address may try something else than a login; a try counts as wrong until `forget_attempts`."""
        return self._addresses.admit_try(address, ADDRESS_TRIES)

    def forget_attempts(self, address: str) -> None:
        """Forget the tries of an address: what it tried was right."""
        self._addresses.forget_key(address)

    def start_session(self, person: Person) -> str:
        """The token of a new session."""
        token = secrets.token_urlsafe(32)
        self._open[_digest(token)] = (self._clock() + LIFETIME, person)
        _shorten(self._open, _SESSIONS)
        return token

    def person_of_token(self, token: str) -> Person | None:
        """The person whose session the token belongs to, else None; using it keeps the session alive."""
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

    def end_session(self, token: str) -> None:
        """Log out."""
        self._open.pop(_digest(token), None)

    def end_sessions_of_person(self, name: str) -> None:
        """Log a person out everywhere: the account was changed or taken away."""
        for key in [key for key, (_, person) in self._open.items() if person.name == name]:
            del self._open[key]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _shorten(entries: OrderedDict[Any, Any], limit: int) -> None:
    while len(entries) > limit:
        entries.popitem(last=False)
