"""How the app is entered: freely from its own machine, by a first account that must be made, or by logging in."""

import hmac
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Final

from services.config import ReviewSettings
from services.review.auth.accounts import AccountRole, People, Person
from services.review.auth.sessions import Sessions

ANYBODY: Final = Person(name="reviewer", role=AccountRole.OPERATOR)
"""Whoever sits at the machine itself, or knows the one password of the settings."""


class EntryMode(StrEnum):
    OPEN = "open"
    """Only this machine reaches the app, and there is nobody to tell apart."""
    FIRST_RUN = "first_run"
    """Other machines reach it and nobody has an account: the first one is made with the code from the terminal."""
    LOGIN = "login"


class EntryPolicy:
    """``loopback``: only this machine can reach the app."""

    def __init__(self, people: People, review: ReviewSettings, *, loopback: bool) -> None:
        self.people = people
        self.sessions = Sessions(self._verify)
        self.code = secrets.token_hex(4)
        """Shown in the terminal: who has it may make the first account."""
        self._password = review.password.get_secret_value()
        self._loopback = loopback

    @classmethod
    def of(cls, file: Path, review: ReviewSettings, *, loopback: bool) -> "EntryPolicy":
        """With the accounts of a file. Raises ConfigurationError when they cannot be read."""
        return cls(People(file), review, loopback=loopback)

    @property
    def entry(self) -> EntryMode:
        if self._password or not self.people.empty:
            return EntryMode.LOGIN
        return EntryMode.OPEN if self._loopback else EntryMode.FIRST_RUN

    @property
    def asks_name(self) -> bool:
        """Whether there are accounts; the password of the settings alone needs no name."""
        return not self.people.empty

    def first_account(self, code: str, name: str, password: str) -> Person | None:
        """Make the first account, an operator's; None for a wrong code. Raises ConfigurationError."""
        if self.entry is not EntryMode.FIRST_RUN or not hmac.compare_digest(code.strip().encode(), self.code.encode()):
            return None
        return self.people.put(name, password, AccountRole.OPERATOR)

    def _verify(self, name: str, password: str) -> Person | None:
        if self._password and name in ("", ANYBODY.name):
            same = hmac.compare_digest(password.encode(), self._password.encode())
            return ANYBODY if same else None
        return self.people.verify(name, password)
