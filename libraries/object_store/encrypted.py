"""Objects encrypted with age (age-encryption.org/v1) in another store, with names that tell nothing.

The name of an object there is its own name with a version, encrypted by AES-SIV (RFC 5297), and the SHA-256 of its
encrypted content. The digest is authenticated with the name: objects can neither be exchanged nor renamed unnoticed,
and damage is known without the key.
"""

import base64
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, Final, NamedTuple, cast

import pyrage
from cryptography.exceptions import InvalidTag

from libraries.files import sha256_of_file
from libraries.object_store.keys import EncryptionKey
from libraries.object_store.store import ENCRYPTED, ObjectMissing, ObjectStore, StoredObject, safe_object_name
from libraries.temp_dirs import temporary_folder
from schemas.errors import BadInput, ConfigurationError

_ASIDE: Final = "damaged"
_IN_MEMORY: Final = 1 << 20
_LONGEST: Final = 120
"""Letters of one part of a path: file systems take 255 bytes."""


class _Version(NamedTuple):
    number: int
    stored: StoredObject


class EncryptedStore:
    """An `ObjectStore` whose objects lie encrypted in ``inner``. Content is decrypted into a file that nobody sees.

    An object that is put anew gets a new version first, then the old one is deleted; of two the newer counts.
    """

    def __init__(self, inner: ObjectStore, key: EncryptionKey) -> None:
        """``inner``: the store that the encrypted objects lie in."""
        self.inner = inner
        self._key = key
        self._folder = f"{ENCRYPTED}{key.name}"
        self._known: dict[str, list[_Version]] | None = None
        self.unrecognised: tuple[str, ...] = ()
        """Names in ``inner`` that this key did not give: damaged ones, or of another key."""

    encrypted = True
    has_exact_sizes = False

    @property
    def location(self) -> str:
        return self.inner.location

    def put(self, name: str, content: bytes | Path) -> None:
        safe_object_name(name)
        before = self._versions().get(name, [])
        number = before[-1].number + 1 if before else 0
        with temporary_folder("encrypt") as folder:
            file = folder / "object"
            digest = self._encrypt(content, file)
            there = self._object_name(name, number, digest)
            self.inner.put(there, file)
            stored = StoredObject(there, file.stat().st_size, file.stat().st_mtime)
        self._versions()[name] = [*before, _Version(number, stored)]
        for old in before:
            self.inner.delete(old.stored.name)
            self._versions()[name].remove(old)

    @contextmanager
    def open_object(self, name: str) -> Iterator[BinaryIO]:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as plain:
            with self._encrypted(name) as file:
                try:
                    pyrage.decrypt_io(file, cast("BinaryIO", plain), [self._key.identity])
                except (pyrage.DecryptError, OSError) as error:
                    if isinstance(error, OSError) and error.errno is not None:  # of the disk; pyrage's own has none
                        raise
                    raise BadInput("objects.damaged", name=name, where=self.location) from error
            plain.seek(0)
            yield cast("BinaryIO", plain)

    def list_objects(self, folder: str = "") -> Iterable[StoredObject]:
        if not folder:
            self._known = None
        below = f"{folder.rstrip('/')}/" if folder else ""
        newest = {name: versions[-1].stored for name, versions in self._versions().items() if versions}
        return sorted(stored._replace(name=name) for name, stored in newest.items() if name.startswith(below))

    def top_folders(self) -> set[str]:
        return {name.partition("/")[0] for name, *_ in self.list_objects() if "/" in name}

    def delete(self, name: str) -> bool:
        versions = self._versions().pop(name, [])
        deleted = [self.inner.delete(one.stored.name) for one in versions]
        return any(deleted)

    def writer_lock(self) -> AbstractContextManager[None]:
        return self.inner.writer_lock()

    def delete_unfinished(self, folder: str, older: float = 0) -> None:
        self.inner.delete_unfinished(folder, older)

    def set_aside_unrecognised(self) -> tuple[str, ...]:
        """Move the `unrecognised` objects into the folder ``damaged`` of the inner store; gives their names there."""
        for name in self.unrecognised:
            with self.inner.open_object(name) as file, tempfile.NamedTemporaryFile() as copy:
                copyfileobj(file, copy, 1 << 20)
                copy.flush()
                self.inner.put(f"{_ASIDE}/{name}", Path(copy.name))
            self.inner.delete(name)
        aside, self.unrecognised = tuple(f"{_ASIDE}/{name}" for name in self.unrecognised), ()
        return aside

    @contextmanager
    def _encrypted(self, name: str) -> Iterator[BinaryIO]:
        """The encrypted content; looked for anew where another process replaced it."""
        for again in (False, True):
            versions = self._versions().get(safe_object_name(name))
            if not versions:
                self._known = None
                if again:
                    break
                continue
            try:
                with self.inner.open_object(versions[-1].stored.name) as file:
                    yield file
                return
            except ObjectMissing:
                self._known = None
        raise ObjectMissing("objects.missing", name=name, where=self.location)

    def _versions(self) -> dict[str, list[_Version]]:
        """What lies there by name, the oldest version first. Raises ConfigurationError for a wrong key."""
        if self._known is None:
            known: dict[str, list[_Version]] = {}
            strange: list[str] = []
            for stored in self.inner.list_objects(self._folder):
                found = self._name_of(stored.name)
                if found is None:
                    strange.append(stored.name)
                else:
                    known.setdefault(found[0], []).append(_Version(found[1], stored))
            if strange and not known:
                raise ConfigurationError("backup.wrong_key", where=self.location)
            self.unrecognised = tuple(strange)
            self._known = {name: sorted(versions) for name, versions in known.items()}
        return self._known

    def _object_name(self, name: str, number: int, digest: str) -> str:
        sealed = self._key.names.encrypt(f"{number}:{name}".encode(), [digest.encode()])
        text = base64.b32encode(sealed).decode().rstrip("=").lower()
        parts = [text[:2], *(text[place : place + _LONGEST] for place in range(2, len(text), _LONGEST))]
        return f"{self._folder}/{'/'.join(parts)}.{digest}"

    def _name_of(self, there: str) -> tuple[str, int] | None:
        """Name and version of an object in the other store; None where this key did not give them."""
        text, _, digest = there.removeprefix(f"{self._folder}/").rpartition(".")
        letters = text.replace("/", "").upper()
        try:
            sealed = base64.b32decode(letters + "=" * (-len(letters) % 8))
            number, _, name = self._key.names.decrypt(sealed, [digest.encode()]).decode().partition(":")
            return name, int(number)
        except (ValueError, InvalidTag):
            return None

    def _encrypt(self, content: bytes | Path, file: Path) -> str:
        """Write the encrypted content into ``file``; gives its SHA-256."""
        if isinstance(content, Path):
            with content.open("rb") as plain, file.open("wb") as written:
                pyrage.encrypt_io(plain, written, [self._key.recipient])
        else:
            file.write_bytes(pyrage.encrypt(content, [self._key.recipient]))
        return sha256_of_file(file)
