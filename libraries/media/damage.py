"""Files of the media store: damaged ones are found by their hash and put right from a copy or set aside."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, NamedTuple

from libraries import files
from libraries.media.checksum_seal import unseal_and_check
from libraries.object_store.store import ObjectMissing, ObjectStore, fetch_object
from schemas.errors import BadInput

_FILES: Final = "[0-9a-f][0-9a-f]/*"
_RESULTS: Final = "stages/[0-9a-f][0-9a-f]/*.json"
ASIDE: Final = "damaged"
"""Folder of the store in which damaged files lie: nothing reads them, a person may look at them."""


class RepairedFiles(NamedTuple):
    """What became of damaged files: names of those taken from a backup, and of those set aside."""

    restored: tuple[str, ...]
    aside: tuple[str, ...]

    def joined(self, other: "RepairedFiles") -> "RepairedFiles":
        """The files that both restored, and those that both set aside."""
        return RepairedFiles(self.restored + other.restored, self.aside + other.aside)


def stored_files(root: Path) -> list[Path]:
    """Media files and stage results of the store at ``root``, without files that are still being written."""
    found = (path for pattern in (_FILES, _RESULTS) for path in root.glob(pattern))
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))


def path_in_store(name: str) -> str:
    """The path, below the root, of the file that facts call ``name``: a media file's key, or ``stages/`` and a key."""
    stage = name.removeprefix("stages/")
    return name if stage == name else f"stages/{stage[:2]}/{stage}.json"


def is_whole_file(path: Path) -> bool:
    """Whether a file holds what its name says: the SHA-256 of a media file, sealed JSON of a stage result.

    Raises OSError when it cannot be read.
    """
    with path.open("rb") as file:
        return content_matches_name(path.as_posix(), file)


def content_matches_name(name: str, file: BinaryIO) -> bool:
    """Whether an open file holds what its name says (`is_whole_file`), wherever it lies. Raises OSError."""
    path = PurePosixPath(name)
    if path.parent.parent.name == "stages":
        result = unseal_and_check(path.stem, file.read())
        try:
            json.loads(result or b"")
        except (ValueError, RecursionError):
            return False
        return True
    found = hashlib.sha256()
    while part := file.read(1 << 20):
        found.update(part)
    return found.hexdigest() == path.stem


def is_damaged(path: Path) -> bool:
    """Whether a file of the store is not what its name says, or cannot be read to its end; one that is gone is not."""
    try:
        return not is_whole_file(path)
    except FileNotFoundError:  # deleted meanwhile, by a withdrawal
        return False
    except OSError:  # a bad sector
        return True


def damaged_files(root: Path, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Iterator[Path]:
    """The damaged files of the store at ``root``. ``progress`` is called with how many of all were read."""
    every = stored_files(root)
    for number, path in enumerate(every, 1):
        if is_damaged(path):
            yield path
        progress(number, len(every))


def repair_files(root: Path, names: Iterable[str], copies: ObjectStore | None, folder: str = "media") -> RepairedFiles:
    """Replace each damaged or missing file by the whole copy in a ``folder`` of ``copies``, or set it aside.

    A stage whose result or file is set aside makes it again. Raises NoSpace, ConfigurationError.
    """
    restored, aside = [], []
    for name in names:
        path, copy = root / name, root / ASIDE / f"{files.PART}copy"
        if path.is_dir():
            (root / ASIDE).mkdir(exist_ok=True)
            path.rename(tempfile.mkdtemp(prefix=f"{path.name}.", dir=root / ASIDE))
        elif path.is_file():
            files.move_atomically(path, root / ASIDE / name.replace("/", "_"), mode=files.PRIVATE)
        if copies is not None and _fetched(copies, f"{folder}/{name}", copy):
            files.move_atomically(copy, path, mode=files.PRIVATE)
            restored.append(name)
        else:
            aside.append(name)
    return RepairedFiles(tuple(restored), tuple(aside))


def _fetched(copies: ObjectStore, name: str, target: Path) -> bool:
    """Fetch a whole copy; whether there was one."""
    try:
        fetch_object(copies, name, target)
    except (ObjectMissing, BadInput):
        return False
    with target.open("rb") as file:
        whole = content_matches_name(name, file)
    if not whole:
        target.unlink()
    return whole
