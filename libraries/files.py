"""Files that appear whole or not at all; a full disk and a folder that may not be written as errors with a code."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from schemas.errors import ConfigurationError, NoSpace

PART: Final = ".part-"
"""Beginning of the name of a file that is still being written. What a killed process left of them may be deleted."""
PRIVATE: Final = 0o600
"""Mode of a file that only its owner may read."""
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_AWAY: Final = (errno.EROFS, errno.EIO, errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.ENOTCONN)
"""A file system that became read-only, a disk that fails, a network share that went: it may come back."""
_FORBIDDEN: Final = (errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.EEXIST)
"""No right to write, a file where a folder should be or the reverse."""


def write_atomically(target: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write ``data`` to ``target``, in place of what is there; its folder is made where it is missing.

    A reader sees the old content or the new one, also after a power cut. Raises NoSpace,
    ConfigurationError (no right to write there), OSError.
    """
    with open_replacement(target, mode=mode) as file:
        file.write(data)


@contextmanager
def open_replacement(target: Path, *, mode: int = 0o644, durable: bool = True) -> Iterator[BinaryIO]:
    """An open file that becomes ``target`` when the block ends without an error, and is deleted when it does not.

    ``durable``: it is there after a power cut; False for what is thrown away anyway, and several times as quick.

    Raises NoSpace, ConfigurationError (no right to write there), OSError.
    """
    with disk_errors_as_no_space(target):
        with permission_errors_as_configuration(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=PART, dir=target.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, mode)
                yield file
                file.flush()
                if durable:
                    os.fsync(handle)
            with permission_errors_as_configuration(target):
                part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        if durable:
            sync_folder(target.parent)


def copy_atomically(source: Path, target: Path, *, mode: int = 0o644) -> None:
    """Copy a file, whole or not at all. Raises as `open_replacement`."""
    with source.open("rb") as read, open_replacement(target, mode=mode) as written:
        shutil.copyfileobj(read, written, 1 << 20)


def move_atomically(source: Path, target: Path, *, mode: int = 0o644, durable: bool = True) -> None:
    """Move a finished file, whole or not at all, also from another file system. As `open_replacement`."""
    with disk_errors_as_no_space(target):
        with permission_errors_as_configuration(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        if durable:
            with source.open("rb") as file:
                os.fsync(file.fileno())
        try:
            with permission_errors_as_configuration(target):
                source.replace(target)
        except OSError as error:
            # Another file system, or another mount of the same one, which nothing but the attempt tells.
            if error.errno != errno.EXDEV:
                raise
            copy_atomically(source, target, mode=mode)
            source.unlink()
        else:
            if durable:
                sync_folder(target.parent)


def sha256_of_file(file: Path) -> str:
    """The sha256 of a file, in hexadecimal. Raises OSError."""
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make renames and deletions in a folder durable. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk_errors_as_no_space(target: Path) -> Iterator[None]:
    """Turn a disk that is full, read-only or away into NoSpace, for whatever is read or written within the block.

    ``target`` is what it was for.
    """
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise NoSpace("disk.full", where=target) from error
        if error.errno in _AWAY:
            raise NoSpace("disk.away", where=target, why=error.strerror) from error
        raise


def is_disk_full(error: BaseException) -> bool:
    """Whether an error says that a disk, or somebody's share of it, is full."""
    return isinstance(error, OSError) and error.errno in _FULL


@contextmanager
def permission_errors_as_configuration(target: Path) -> Iterator[None]:
    """Turn a refusal of the operating system into ConfigurationError, for what is written within the block."""
    try:
        yield
    except OSError as error:
        if error.errno in _FORBIDDEN:
            raise ConfigurationError("disk.not_writable", where=target, why=error.strerror) from error
        raise


def append_text(target: Path, text: str) -> None:
    """Add ``text`` to the end of a file, which is made where it is missing. Raises as `open_replacement`."""
    with disk_errors_as_no_space(target), permission_errors_as_configuration(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as file:
            file.write(text)
