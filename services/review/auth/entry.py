"""How the app is entered: freely from its own machine, by making the first account, or by logging in."""

import hmac
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from libraries.accounts.accounts import AccountRole, Accounts, Person
from libraries.accounts.audit_log import AuditEntry, AuditLog
from libraries.accounts.sessions import LoginRefusal, Sessions
from libraries.accounts.throttle import Throttle
from services.config import ReviewSettings

ANYBODY: Final = Person(name="reviewer", role=AccountRole.OPERATOR)
"""Stands for whoever uses the machine itself, or knows the one password of the settings."""


class EntryMode(StrEnum):
    """How a person enters the app."""

    OPEN = "open"
    """Only this machine reaches the app, and there are no accounts: no login."""
    FIRST_RUN = "first_run"
    """Other machines reach it and nobody has an account: the first one is made with the code from the terminal."""
    LOGIN = "login"


class EntryPolicy:
    """The rules by which requests are let in. ``loopback``: only this machine can reach the app."""

    def __init__(self, accounts: Accounts, review: ReviewSettings, *, loopback: bool, audit: AuditLog | None) -> None:
        self.accounts = accounts
        self.sessions = Sessions(self._verify, knows=accounts.knows_device_token)
        self.proxies = review.trusted_proxies
        self._audit = audit
        self._told = Throttle()
        self.code = secrets.token_hex(4)
        """Shown in the terminal: who has it may make the first account."""
        self._password = review.password.get_secret_value()
        self._loopback = loopback

    @classmethod
    def from_file(cls, file: Path, review: ReviewSettings, *, loopback: bool, audit: AuditLog | None = None) -> Self:
        """The policy with a file's accounts; ``audit`` gets refused logins. Raises ConfigurationError (unreadable)."""
        return cls(Accounts(file), review, loopback=loopback, audit=audit)

    @property
    def mode(self) -> EntryMode:
        """How a person enters the app as it is now."""
        if self._password or not self.accounts.is_empty:
            return EntryMode.LOGIN
        return EntryMode.OPEN if self._loopback else EntryMode.FIRST_RUN

    @property
    def asks_name(self) -> bool:
        """Whether there are accounts; the password of the settings alone needs no name."""
        return not self.accounts.is_empty

    def create_first_account(self, code: str, name: str, password: str) -> Person | None:
        """Make the first account, an operator's; None for a wrong code. Raises ConfigurationError."""
        if self.mode is not EntryMode.FIRST_RUN or not hmac.compare_digest(code.strip().encode(), self.code.encode()):
            return None
        return self.accounts.put_account(name, password, AccountRole.OPERATOR)

    def log_refused_login(self, name: str, address: str, why: LoginRefusal) -> None:
        """Write a refused login into the audit log: every wrong password, and a throttled account once a minute."""
        if self._audit and (why is LoginRefusal.WRONG or self._told.admit_try(name, 1)):
            self._audit.append(AuditEntry(who=name[:40], what="login_refused", about=address, note=why.name.lower()))

    def _verify(self, name: str, password: str) -> Person | None:
        if self._password and name in ("", ANYBODY.name):
            same = hmac.compare_digest(password.encode(), self._password.encode())
            return ANYBODY if same else None
        return self.accounts.verify_password(name, password)
