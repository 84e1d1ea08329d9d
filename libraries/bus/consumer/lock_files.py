"""Lock files: text that a process leaves for its successors on the same machine.

The kernel releases a file lock when the process that holds it ends, however it ends. So a file that can be locked
belongs to a dead process. A stopped process (SIGSTOP) keeps its locks, and its files are left alone.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from pathlib import Path


class LockFile:
    """A file in ``folder``, locked while its process lives. Successors find it by ``name``."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{name}.{uuid.uuid4().hex}"
        self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def write(self, text: str) -> None:
        """Replace the text of the file."""
        # No fsync: the file is for the death of a process. After that of the machine, ``ack_wait`` and TTLs decide.
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def remove(self) -> None:
        """Delete the file: its process ends in order."""
        self._file.unlink(missing_ok=True)
        os.close(self._descriptor)


def texts_of_dead_processes(folder: Path | None, name: str) -> Iterator[str]:
    """Texts of the files called ``name`` whose processes died; each is given once, and its file deleted."""
    for file in sorted(folder.glob(f"{name}.*")) if folder else ():
        try:
            note = file.open("rb")
        except FileNotFoundError:
            continue  # another process read it first
        with note:
            try:
                fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            file.unlink(missing_ok=True)
            yield note.read().decode("ascii", "replace")
