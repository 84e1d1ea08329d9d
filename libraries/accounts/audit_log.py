"""The audit log: what people did that no fact of a post records. One JSON object a line, readable by the owner only."""

import os
import threading
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from schemas.base import Frozen, Moment
from schemas.clock import utc_now

_SHOWN: Final = 500
_TAIL: Final = 256 * 1024
"""Bytes of the file's end that are read: more than the acts that are shown."""


class AuditEntry(Frozen):
    """An entry: something a person did. ``what``: ``approved`` or ``site_off``, say; ``about``: post, site, account."""

    who: str
    what: str
    about: str = ""
    note: str = ""
    time: Moment = Field(default_factory=utc_now)


class AuditLog:
    """The entries in a file. Processes may share it: a line is appended at once. Blocking."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    @classmethod
    def for_store_folder(cls, store_dir: Path) -> "AuditLog":
        """The audit log of an installation, which lies beside its broker's store."""
        return cls(store_dir.parent / "audit.jsonl")

    def append(self, act: AuditEntry) -> None:
        """Append an entry. Raises OSError where nothing can be written: then it was not done either."""
        with self._lock:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "ab") as file:
                file.write(act.model_dump_json().encode() + b"\n")

    def newest_entries(self) -> list[AuditEntry]:
        """The last 500 entries, the newest first; a line that is none is left out."""
        try:
            with self._file.open("rb") as file:
                file.seek(max(0, self._file.stat().st_size - _TAIL))
                lines = file.read().splitlines()
        except FileNotFoundError:
            return []
        acts = []
        for line in reversed(lines):
            try:
                acts.append(AuditEntry.model_validate_json(line))
            except ValidationError:  # the first line may be the end of one
                continue
        return acts[:_SHOWN]
