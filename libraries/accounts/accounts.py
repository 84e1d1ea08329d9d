"""Accounts in a file that only its owner can read."""

import hashlib
import hmac
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import StringConstraints, TypeAdapter, ValidationError

from libraries import files
from schemas.base import Frozen
from schemas.errors import BadInput, ConfigurationError

Name = Annotated[str, StringConstraints(pattern=r"^[\w.@-]{1,40}$")]
Password = Annotated[str, StringConstraints(min_length=8, max_length=200)]

_COST: Final = {"n": 2**14, "r": 8, "p": 1}
"""scrypt (RFC 7914): 16 MB and some 50 ms a try."""


class AccountRole(StrEnum):
    """What a person with an account may do."""

    REVIEWER = "reviewer"
    """Decides on posts, edits scripts, watches."""
    OPERATOR = "operator"
    """All that, and: publishes, withdraws, runs sites, changes settings and accounts."""


class Person(Frozen):
    """A person with an account."""

    name: str
    role: AccountRole


class _Stored(Frozen):
    role: AccountRole
    salt: str
    digest: str


_ACCOUNTS: Final = TypeAdapter(dict[Name, _Stored])


class Accounts:
    """The accounts of one file. Blocking: checking a password takes scrypt its time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._accounts = self._read()

    @property
    def is_empty(self) -> bool:
        """Whether nobody has an account."""
        return not self._accounts

    def list_people(self) -> list[Person]:
        """Everybody with an account, by name."""
        return [Person(name=name, role=account.role) for name, account in sorted(self._accounts.items())]

    def verify_password(self, name: str, password: str) -> Person | None:
        """The person whose name and password these are, else None. Takes as long where there is no such name."""
        account = self._accounts.get(name)
        salt = bytes.fromhex(account.salt) if account else b"\0" * 16
        digest = _digest(password, salt)
        if account is None or not hmac.compare_digest(digest, account.digest):
            return None
        return Person(name=name, role=account.role)

    def device_token(self, name: str) -> str:
        """A token that tells a browser this account was logged in with; empty for no account.

        It ends with the password it was made under, and a restart keeps it: nothing of it is stored.
        """
        nonce = secrets.token_urlsafe(12)
        return f"{nonce}.{self._proof(name, nonce)}" if name in self._accounts else ""

    def knows_device_token(self, name: str, device: str) -> bool:
        """Whether `device_token` gave this token to this account, under the password it has now."""
        nonce, _, proof = device.partition(".")
        return name in self._accounts and hmac.compare_digest(self._proof(name, nonce).encode(), proof.encode())

    def _proof(self, name: str, nonce: str) -> str:
        return hmac.new(bytes.fromhex(self._accounts[name].digest), f"device {nonce}".encode(), "sha256").hexdigest()

    def put_account(self, name: Name, password: Password, role: AccountRole, *, replace: bool = False) -> Person:
        """Add an account, or with ``replace`` give one another password and role.

        Raises BadInput for a name that is taken, when the first account is not an operator's and when the last
        operator would be none; ConfigurationError when the file cannot be written.
        """
        if self.is_empty and role is not AccountRole.OPERATOR:
            raise BadInput("review.operator_first")
        if name in self._accounts and not replace:
            raise BadInput("review.name_taken", name=name)
        if role is not AccountRole.OPERATOR and not self._operators_beside(name):
            raise BadInput("review.last_operator")
        salt = secrets.token_bytes(16)
        self._write(self._accounts | {name: _Stored(role=role, salt=salt.hex(), digest=_digest(password, salt))})
        return Person(name=name, role=role)

    def remove_account(self, name: str) -> None:
        """Take an account away.

        Raises BadInput when it is not there, or is the last operator's: nobody could undo that.
        """
        if name not in self._accounts or not self._operators_beside(name):
            raise BadInput("review.last_operator")
        self._write({other: account for other, account in self._accounts.items() if other != name})

    def _operators_beside(self, name: str) -> bool:
        return any(one.role is AccountRole.OPERATOR for other, one in self._accounts.items() if other != name)

    def _read(self) -> dict[str, _Stored]:
        try:
            return _ACCOUNTS.validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return {}
        except (ValidationError, OSError) as error:
            why = type(error).__name__
            raise ConfigurationError("review.accounts_unreadable", file=str(self._file), why=why) from error

    def _write(self, accounts: dict[str, _Stored]) -> None:
        try:
            files.write_atomically(self._file, _ACCOUNTS.dump_json(accounts, indent=1), mode=files.PRIVATE)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise ConfigurationError("review.accounts_unwritable", file=str(self._file), why=why) from error
        self._accounts = accounts


def _digest(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode(), salt=salt, **_COST).hex()
