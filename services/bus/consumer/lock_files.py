"""What a process leaves in writing for its successors on the same machine.

The kernel frees the lock of a note with the process that held it, however that ended; so a note that can be locked is
the word of a dead one. A stopped process keeps its locks and is left alone.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from pathlib import Path


class LockFile:
    """A locked file in ``folder``. ``name`` tells whose successors it is for."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{name}.{uuid.uuid4().hex}"
        self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def write(self, text: str) -> None:
        # No fsync: it is for the death of a process. After that of the machine the broker's patience decides.
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def drop(self) -> None:
        """It ended in order; nobody needs to know."""
        self._file.unlink(missing_ok=True)
        os.close(self._descriptor)


def left_by_dead_processes(folder: Path | None, name: str) -> Iterator[str]:
    """What notes of ``name`` say whose processes died, each told once."""
    for file in sorted(folder.glob(f"{name}.*")) if folder else ():
        try:
            note = file.open("rb")
        except FileNotFoundError:
            continue  # told to somebody else
        with note:
            try:
                fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            file.unlink(missing_ok=True)
            yield note.read().decode("ascii", "replace")
