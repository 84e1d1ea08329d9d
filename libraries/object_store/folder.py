"""Objects as files of a folder."""

import fcntl
import math
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from libraries import files
from libraries.object_store.store import ObjectMissing, StoredObject, safe_object_name
from schemas.errors import BadInput

_LOCK = ".lock"


class FolderStore:
    """An `ObjectStore` in a folder: written beside, synced and renamed. Only its owner may read the files."""

    def __init__(self, root: Path) -> None:
        self.root = root

    encrypted = False
    has_exact_sizes = True

    @property
    def location(self) -> str:
        return str(self.root)

    def put(self, name: str, content: bytes | Path) -> None:
        target = self.root / safe_object_name(name)
        if target.is_dir():  # nothing of ours: it stays beside what belongs there
            target.rename(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
        if isinstance(content, Path):
            files.copy_atomically(content, target, mode=files.PRIVATE)
        else:
            files.write_atomically(target, content, mode=files.PRIVATE)

    @contextmanager
    def open_object(self, name: str) -> Iterator[BinaryIO]:
        path = self.root / safe_object_name(name)
        try:
            file = path.open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise ObjectMissing("objects.missing", name=name, where=self.location) from error
        with file:
            yield file

    def list_objects(self, folder: str = "") -> Iterable[StoredObject]:
        found = []
        for path in (self.root / folder if folder else self.root).rglob("*"):
            name = path.relative_to(self.root).as_posix()
            if path.name.startswith(files.PART) or name == _LOCK:
                continue
            with suppress(FileNotFoundError):  # deleted meanwhile
                if path.is_file():
                    stat = path.stat()
                    found.append(StoredObject(name, stat.st_size, stat.st_mtime))
        return sorted(found)

    def top_folders(self) -> set[str]:
        return {path.name for path in self.root.iterdir() if path.is_dir()} if self.root.is_dir() else set()

    def delete(self, name: str) -> bool:
        path = self.root / safe_object_name(name)
        with files.disk_errors_as_no_space(path), files.permission_errors_as_configuration(path):
            try:
                path.unlink()
            except FileNotFoundError:
                return False
            files.sync_folder(path.parent)
            for folder in path.parents:
                if folder == self.root or any(folder.iterdir()):
                    break
                folder.rmdir()
        return True

    def delete_unfinished(self, folder: str, older: float = 0) -> None:
        before = time.time() - older if older else math.inf
        for path in sorted((self.root / folder).rglob("*"), reverse=True):  # what is in a folder before the folder
            with suppress(FileNotFoundError):  # written to its end meanwhile
                if path.stat().st_mtime >= before:
                    continue
                if path.name.startswith(files.PART):
                    path.unlink()
                elif path.is_dir() and not any(path.iterdir()):
                    path.rmdir()

    @contextmanager
    def writer_lock(self) -> Iterator[None]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / _LOCK).open("wb")
        except OSError as error:
            raise BadInput("backup.folder_not_written", folder=self.location, why=error.strerror) from error
        with lock, hold_file_lock(lock, self.location):
            yield


@contextmanager
def hold_file_lock(lock: BinaryIO, where: str) -> Iterator[None]:
    """Hold an open file against other processes; the lock ends with the process. Raises BadInput when it is held."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BadInput("backup.running", folder=where) from error
    yield
