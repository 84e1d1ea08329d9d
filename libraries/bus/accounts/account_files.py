"""The folder of accounts: one file with each user's password, and ``users.conf`` for the broker."""

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from libraries import files
from libraries.bus.accounts.permissions import STATIONS, permissions_of_station
from libraries.bus.connection_settings import OPERATOR, read_user_password
from schemas.adapters import AdapterKind, usable_names
from schemas.errors import BadInput

USERS: Final = (OPERATOR, *STATIONS)
ACCOUNT: Final = "WAGGLEBOT"
"""The account that the streams are in."""
CONFIG: Final = "users.conf"
"""The part of the broker's configuration about users; it is included as a whole."""


def connection_user(name: str) -> str:
    """The broker's user for a connection called ``name``: the station's own, else the operator's."""
    return name if name in STATIONS else OPERATOR


def create_accounts(folder: Path, *, operator: str = "", lanes: Sequence[str] = ()) -> list[str]:
    """Give every user that has none a password, and write ``users.conf``; gives the users that are new.

    ``operator``: a password that the operator has already. ``lanes``: platforms of channels (``cats@youtube``), for
    which films are published beside the installed platforms. Passwords that are there stay. Raises NoSpace,
    ConfigurationError (no right to write there).
    """
    new = [user for user in USERS if not (folder / user).is_file()]
    for user in new:
        _set(folder, user, operator if user == OPERATOR else "")
    _write(folder, lanes)
    return new


def rotate_passwords(folder: Path, users: Sequence[str] = (), lanes: Sequence[str] = ()) -> list[str]:
    """Give these users, or all, new passwords; gives their names. The broker must read its configuration after that.

    Raises BadInput (a name that is no user's), ConfigurationError, NoSpace.
    """
    for user in users:
        if user not in USERS:
            raise BadInput("accounts.unknown_user", user=user, known=", ".join(USERS))
    wanted = list(users or USERS)
    for user in wanted:
        _set(folder, user, "")
    _write(folder, lanes)
    return wanted


def _set(folder: Path, user: str, password: str) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files.write_atomically(folder / user, (password or secrets.token_hex(16)).encode(), mode=files.PRIVATE)


def _write(folder: Path, lanes: Sequence[str]) -> None:
    platforms = list(dict.fromkeys((*usable_names(AdapterKind.PLATFORM), *lanes)))
    text = broker_configuration({user: read_user_password(folder, user) for user in USERS}, platforms)
    files.write_atomically(folder / CONFIG, text.encode(), mode=files.PRIVATE)


def broker_configuration(passwords: dict[str, str], platforms: Sequence[str]) -> str:
    """The text of the broker's configuration with its users. ``passwords`` by user; ``platforms`` have a durable each.

    The streams are in the operator's account. Each station has an account of its own, into which only the subjects that
    it may use are brought. What answers its requests comes back into that account: with all users in one, the answer
    to a request could be sent to any subject, and be stored as another station's fact.
    """
    may = {user: permissions_of_station(user, platforms) for user in passwords if user != OPERATOR}
    services = sorted({one for each in may.values() for one in each.publish})
    streams = sorted({one for user in may for one in STATIONS[user].hears})
    lines = [
        "# Written by wagglebot accounts; changes are lost.",
        "accounts {",
        f"  {ACCOUNT} {{",
        "    jetstream: enabled",
        f'    users: [{{ user: "{OPERATOR}", password: "{passwords[OPERATOR]}" }}]',
        "    exports: [",
        *(f'      {{ service: "{one}", response_type: stream }}' for one in services),
        *(f'      {{ stream: "{one}" }}' for one in streams),
        "    ]",
        "  }",
    ]
    for user, own in may.items():
        lines += [
            f"  {user.upper()} {{",
            f'    users: [{{ user: "{user}", password: "{passwords[user]}", permissions: {{',
            f"      publish: {{ allow: [{_quoted(own.publish)}],",
            f"        deny: [{_quoted(own.deny)}] }}",
            f"      subscribe: [{_quoted(own.subscribe)}]",
            "    } }]",
            "    imports: [",
            *(
                f'      {{ service: {{ account: {ACCOUNT}, subject: "{one}" }} }}'
                for one in without_covered_subjects(own.publish)
            ),
            *(f'      {{ stream: {{ account: {ACCOUNT}, subject: "{one}" }} }}' for one in STATIONS[user].hears),
            "    ]",
            "  }",
        ]
    return "\n".join([*lines, "}", ""])


def without_covered_subjects(subjects: Sequence[str]) -> list[str]:
    """The subjects without those that a wildcard among them covers: what two imports cover would be asked twice."""
    distinct = list(dict.fromkeys(subjects))
    return [one for one in distinct if not any(_covers(other, one) for other in distinct if other != one)]


def _covers(wide: str, narrow: str) -> bool:
    """Whether every subject of the filter ``narrow`` is one of ``wide``."""
    wanted, tokens = wide.split("."), narrow.split(".")
    if wanted[-1] == ">":
        if len(tokens) < len(wanted):
            return False
        wanted, tokens = wanted[:-1], tokens[: len(wanted) - 1]
    pairs = list(zip(wanted, tokens, strict=False))
    return len(wanted) == len(tokens) and all(want in (one, "*") and one != ">" for want, one in pairs)


def _quoted(subjects: Sequence[str]) -> str:
    return ", ".join(f'"{one}"' for one in subjects)
