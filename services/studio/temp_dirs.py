"""Room for half-made things: one folder of this user's, cleared of what processes left that were killed.

Each piece of it is locked by whoever works in it. The kernel frees that lock with the process, however it ended, so
what can be locked belongs to nobody alive.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import ConfigurationError
from services.files import full_disk_means


@contextmanager
def scratch(purpose: str) -> Iterator[Path]:
    """An empty folder, gone afterwards; before, what the dead left is cleared away. Raises NoSpace, ConfigurationError
    (the place is somebody else's).
    """
    place = _place()
    sweep()
    with full_disk_means(place):
        with _held(place, fcntl.LOCK_SH):  # nobody sweeps between the making and the lock
            folder = Path(tempfile.mkdtemp(prefix=f"{purpose}-", dir=place))
            lock = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def sweep() -> int:
    """Clear away what belongs to no living process; how much of it there was. Others may do so at the same time."""
    place = _place()
    gone = 0
    with _held(place, fcntl.LOCK_EX):
        for folder in place.iterdir():
            lock = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            else:
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
            finally:
                os.close(lock)
    return gone


def _place() -> Path:
    place = Path(tempfile.gettempdir()) / f"wagglebot-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    if place.stat().st_uid != os.getuid() or place.is_symlink():
        raise ConfigurationError(
            setting="TMPDIR", why=f"{place} belongs to somebody else", remedy="Set it to a folder of your own."
        )
    return place


@contextmanager
def _held(place: Path, how: int) -> Iterator[None]:
    descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)
