"""The operator's state in a backup: entries of the ledger, small files below ``var/`` and own site files.

Entries are switches, choices, daily counts and the journal of uploads; files are accounts, the salt of pseudonyms, the
audit and what was checked. Sign-ins at platforms are part of it only where that is asked for, settings never: they
hold secrets.
"""

import asyncio
import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from pydantic import ValidationError

from libraries import files
from libraries.bus import BucketEntry, Bus
from schemas.base import Frozen
from schemas.errors import BadInput

_ENTRIES: Final = "entries.jsonl"
_SUMS: Final = "sums.json"
_AT_ONCE: Final = 50
"""Entries of the ledger that are written side by side."""
_LARGEST: Final = 16 << 20
"""Bytes of the largest file that is taken for state: databases and models are larger, and can be made again."""
_RECORDS: Final = "*.jsonl"
"""What only grows, as the audit does, and cannot be made again: taken at any size."""
_SIGN_INS: Final = ("*-token.json", "*-client.json")
_NOT_STATE: Final = (
    "*.db",
    "*.db-*",
    "*.db.*",
    "*.lock",
    "*.log",
    "media.root",
    "withdrawn.jsonl",
    f"{files.PART}*",
)
_SECRETS: Final = (b'"access_token"', b'"refresh_token"', b'"client_secret"')
"""Names in the JSON of tokens and clients (RFC 6749, 4.1.4 and 2.3.1)."""
_KEY: Final = b"AGE-SECRET-KEY-1"
"""Beginning of a key of encrypted backups, which is never in one."""
_SALT: Final = "var/author.salt"
"""Replaced although there is one: an empty system made its own at its first start, and knows no author yet."""


class OperatorFolders(NamedTuple):
    """Where the operator's files lie: ``var`` beside the broker's store, ``sites`` of own site files."""

    var: Path
    sites: Path


class _Line(Frozen):
    """An entry of the ledger; ``value`` in base64. ``revision`` and the identity of its ``ledger`` tell its age."""

    key: str
    value: str
    revision: int = 0
    ledger: str = ""


async def save_operator_state(bus: Bus, homes: OperatorFolders, folder: Path, *, sign_ins: bool = False) -> int:
    """Write the state into ``folder``, with the sha256 of each file in one list; returns how many parts there are.

    ``sign_ins``: also those at platforms, which belong into an encrypted backup only.

    Raises ProviderDown, NoSpace, ConfigurationError.
    """
    ledger = (await bus.ledger().head()).identity
    lines = [_line(entry, ledger).model_dump_json() async for entry in bus.ledger().entries()]
    return len(lines) + await asyncio.to_thread(_write, lines, homes, folder, sign_ins)


def _line(entry: BucketEntry, ledger: str) -> _Line:
    value = base64.b64encode(entry.value).decode()
    return _Line(key=entry.key, value=value, revision=entry.revision, ledger=ledger)


def _write(lines: list[str], homes: OperatorFolders, folder: Path, sign_ins: bool) -> int:
    """Write entries and files; returns how many files there are."""
    files.write_atomically(folder / _ENTRIES, "".join(f"{line}\n" for line in lines).encode(), mode=files.PRIVATE)
    sums = {_ENTRIES: files.sha256_of_file(folder / _ENTRIES)}
    for path, name in _files(homes, sign_ins=sign_ins):
        files.copy_atomically(path, folder / name, mode=files.PRIVATE)
        sums[name] = files.sha256_of_file(folder / name)
    files.write_atomically(folder / _SUMS, json.dumps(sums, indent=1).encode(), mode=files.PRIVATE)
    return len(sums) - 1


def verified_state_files(folder: Path) -> list[str]:
    """Names of the state's files, verified by their digests; none in an earlier release's. Raises BadInput."""
    if not folder.is_dir():
        return []
    try:
        sums: dict[str, str] = json.loads((folder / _SUMS).read_bytes())
        wrong = [name for name, digest in sums.items() if files.sha256_of_file(folder / name) != digest]
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        raise BadInput("backup.state_damaged", backup=folder.parent, file=_SUMS) from error
    if wrong:
        raise BadInput("backup.state_damaged", backup=folder.parent, file=wrong[0])
    return list(sums)


async def restore_operator_state(
    bus: Bus, homes: OperatorFolders, folder: Path, newer: Iterable[BucketEntry] = (), ledger: str = ""
) -> int:
    """Put verified state back: entries into an empty ledger, files where there are none; returns how many were put.

    What is there already stays. ``newer``: entries of the ``ledger`` of this identity, which take the place of those of
    the backup, but for those that are older there: then it is an older copy of the ledger that the backup is of.

    Raises BadInput, ProviderDown, NoSpace, ConfigurationError.
    """
    names = verified_state_files(folder)
    put = 0
    for name in names:
        target = state_file_target(homes, name)
        if target is not None and (name == _SALT or not target.exists()):
            files.copy_atomically(folder / name, target, mode=files.PRIVATE)
            put += 1
    bucket = bus.ledger()
    there = {entry.key async for entry in bucket.entries()}
    saved = {line.key: line for line in (_lines(folder / _ENTRIES) if names else ())}
    entries = {key: base64.b64decode(line.value) for key, line in saved.items()}
    entries |= {one.key: one.value for one in newer if not _is_older(one, ledger, saved.get(one.key))}
    fresh = [(key, value) for key, value in entries.items() if key not in there]
    for first in range(0, len(fresh), _AT_ONCE):
        await asyncio.gather(
            *(bucket.compare_and_set(key, value, expected=0) for key, value in fresh[first : first + _AT_ONCE])
        )
    return put + len(fresh)


def _is_older(entry: BucketEntry, ledger: str, saved: _Line | None) -> bool:
    return saved is not None and saved.ledger == ledger and entry.revision < saved.revision


def saved_ledger_keys(folder: Path) -> list[str]:
    """Keys of the entries of the ledger in a verified state; none in a backup of release 0.1.0. Raises BadInput."""
    return [line.key for line in _lines(folder / _ENTRIES)] if (folder / _ENTRIES).is_file() else []


def saved_ledger_values(folder: Path) -> dict[str, bytes]:
    """The entries of the ledger in a verified state; none in a backup of release 0.1.0. Raises BadInput."""
    lines = _lines(folder / _ENTRIES) if (folder / _ENTRIES).is_file() else ()
    return {line.key: base64.b64decode(line.value) for line in lines}


def _lines(file: Path) -> Iterator[_Line]:
    for text in file.read_text(encoding="utf-8").splitlines():
        try:
            yield _Line.model_validate_json(text)
        except ValidationError as error:
            raise BadInput("backup.state_damaged", backup=file.parent.parent, file=file.name) from error


def holds_sign_ins(names: Iterable[str]) -> bool:
    """Whether there are sign-ins at platforms among these names of files of a state."""
    return any(PurePath(name).match(pattern) for name in names for pattern in _SIGN_INS)


def _files(homes: OperatorFolders, *, sign_ins: bool) -> list[tuple[Path, str]]:
    """The files of the state, with their names in the backup."""
    found = [(path, f"var/{path.name}") for path in sorted(homes.var.glob("*"))]
    found += [(path, f"sites/{path.name}") for path in sorted(homes.sites.glob("*.yaml"))]
    return [
        (path, name)
        for path, name in found
        if path.is_file()
        and (path.match(_RECORDS) or path.stat().st_size <= _LARGEST)
        and not any(map(path.match, _NOT_STATE))
        and not _holds_key(path)
        and (sign_ins or not _signs_in(path))
    ]


def _holds_key(path: Path) -> bool:
    with path.open("rb") as lines:
        return any(_KEY in line for line in lines)


def _signs_in(path: Path) -> bool:
    """Whether a file holds a sign-in of OAuth, whatever the settings call it."""
    if any(map(path.match, _SIGN_INS)):
        return True
    return path.suffix == ".json" and any(name in path.read_bytes() for name in _SECRETS)


def state_file_target(homes: OperatorFolders, name: str) -> Path | None:
    """The path to restore a file of the state to; None for the list of entries, which is no file of its own."""
    room, _, rest = name.partition("/")
    if not rest or rest != Path(rest).name:
        return None
    return {"var": homes.var, "sites": homes.sites}[room] / rest if room in {"var", "sites"} else None
