"""Digests of files that a result depends on: models, fonts, music, a creator's own media."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from schemas.base import Sha256

_WHOLE: Final = 8 * 2**20
"""Bytes up to which a file is read as a whole."""
_SAMPLE: Final = 2**20
_PART: Final = 2**16


def file_digest(path: Path) -> Sha256:
    """sha256 over a file's size and content; of more than 8 MiB over its beginning, middle and end.

    Another model has other weights all through: three samples tell them apart without reading gigabytes. A file is read
    again only when its size or its time of change is another. Raises OSError.
    """
    found = path.stat()
    return _digest(path, found.st_size, found.st_mtime_ns)


def folder_digest(folder: Path) -> Sha256:
    """The sha256 of all files in a folder, by names and digests; of a file, its own. Raises OSError."""
    if folder.is_file():
        return file_digest(folder)
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(f"{path.relative_to(folder)}\0{file_digest(path)}\0".encode())
    return whole.hexdigest()


@lru_cache(maxsize=4096)
def _digest(path: Path, size: int, _changed_ns: int) -> Sha256:
    digest = hashlib.sha256(str(size).encode())
    places = [(0, size)] if size <= _WHOLE else [(at, _SAMPLE) for at in (0, size // 2, size - _SAMPLE)]
    with path.open("rb") as file:
        for start, length in places:
            file.seek(start)
            # In small parts: a whole font would stay with this process as freed memory.
            for _ in range(0, length, _PART):
                digest.update(file.read(_PART))
    return digest.hexdigest()
