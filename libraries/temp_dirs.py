"""Folders for temporary files, in one folder of this user that is cleared of what killed processes left.

A folder is locked by the process that works in it. The kernel releases the lock when the process ends, however it ends,
so a folder that can be locked belongs to no living process.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from libraries.files import disk_errors_as_no_space
from schemas.errors import ConfigurationError


@contextmanager
def temporary_folder(purpose: str) -> Iterator[Path]:
    """An empty folder that is deleted afterwards; what killed processes left is deleted first.

    Raises NoSpace; ConfigurationError when the folder above belongs to another user.
    """
    parent = _parent()
    delete_abandoned_folders()
    with disk_errors_as_no_space(parent):
        with _locked(parent, fcntl.LOCK_SH):  # Nobody sweeps between the making and the lock.
            folder = Path(tempfile.mkdtemp(prefix=f"{purpose}-", dir=parent))
            lock = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def delete_abandoned_folders() -> int:
    """Delete the folders that belong to no living process; gives their number. Others may do so at the same time."""
    parent = _parent()
    deleted = 0
    with _locked(parent, fcntl.LOCK_EX):
        for folder in parent.iterdir():
            lock = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            else:
                shutil.rmtree(folder, ignore_errors=True)
                deleted += 1
            finally:
                os.close(lock)
    return deleted


def _parent() -> Path:
    parent = Path(tempfile.gettempdir()) / f"wagglebot-{os.getuid()}"
    parent.mkdir(mode=0o700, exist_ok=True)
    if parent.stat().st_uid != os.getuid() or parent.is_symlink():
        raise ConfigurationError("scratch.not_ours", folder=parent)
    return parent


@contextmanager
def _locked(folder: Path, mode: int) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, mode)
        yield
    finally:
        os.close(descriptor)
