"""The interface of a store of objects: bytes under names, each put whole or not at all."""

import hashlib
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from typing import BinaryIO, Final, NamedTuple, Protocol

from libraries import files
from schemas.errors import BadInput, Permanent

ENCRYPTED: Final = "age-"
"""Beginning of the name of a folder of encrypted objects, where one store holds another in encrypted form."""


class ObjectMissing(Permanent):
    """There is no object of that name."""


class StoredObject(NamedTuple):
    """An object of a store. ``size`` in bytes as it lies there; ``modified``: when it was put, in Unix seconds."""

    name: str
    size: int
    modified: float


class ObjectStore(Protocol):
    """Objects under names like ``media/ab/film.mp4``. All methods block.

    Each may raise NoSpace (the store is full or its disk away), ProviderDown (it does not answer) and
    ConfigurationError (it refuses us, or is not there).
    """

    @property
    def location(self) -> str:
        """The location as a person names it: a folder, or an address that begins with ``s3://``."""
        ...

    @property
    def encrypted(self) -> bool:
        """Whether nobody reads it without a key."""
        ...

    @property
    def has_exact_sizes(self) -> bool:
        """Whether `StoredObject.size` is the size of the content."""
        ...

    def put(self, name: str, content: bytes | Path) -> None:
        """Store bytes, or a copy of a file, in place of what has that name: a reader sees the old or the new one."""
        ...

    def open_object(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The content as a file, from its beginning. Raises ObjectMissing, and BadInput when it is damaged."""
        ...

    def list_objects(self, folder: str = "") -> Iterable[StoredObject]:
        """The objects below a folder, or all of them. Changes of other processes since `top_folders` may be unseen."""
        ...

    def top_folders(self) -> set[str]:
        """The names of the folders at the top."""
        ...

    def delete(self, name: str) -> bool:
        """Delete an object; whether there was one."""
        ...

    def delete_unfinished(self, folder: str, older: float = 0) -> None:
        """Delete what killed writes left below a folder and `list_objects` does not name, if ``older`` (seconds):
        beside other writers only what nobody writes any more."""
        ...

    def writer_lock(self) -> AbstractContextManager[None]:
        """Hold the store against a second writer on this machine. Raises BadInput when there is one."""
        ...


def read_object(store: ObjectStore, name: str) -> bytes:
    """The content of a small object. Raises as `ObjectStore.open_object`."""
    with store.open_object(name) as file:
        return file.read()


def fetch_object(store: ObjectStore, name: str, target: Path, *, durable: bool = True) -> None:
    """Copy an object into a file, which appears whole or not at all; ``durable`` as in `files.open_replacement`.

    Raises OSError; as `ObjectStore.open_object`.
    """
    opened = files.open_replacement(target, mode=files.PRIVATE, durable=durable)
    with store.open_object(name) as file, opened as written:
        copyfileobj(file, written, 1 << 20)


def object_digest(store: ObjectStore, name: str) -> str:
    """The SHA-256 of an object's content. Raises as `ObjectStore.open_object`."""
    found = hashlib.sha256()
    with store.open_object(name) as file:
        while part := file.read(1 << 20):
            found.update(part)
    return found.hexdigest()


def safe_object_name(name: str) -> str:
    """The name of an object, checked not to lead out of a folder as a path. Raises BadInput."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\0" in name:
        raise BadInput("objects.name", name=name)
    return name
