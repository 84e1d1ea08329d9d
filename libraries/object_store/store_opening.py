"""Opening of a store by what a person calls it: a folder or an address of S3, encrypted or not."""

import os
from pathlib import Path
from typing import NamedTuple

from pydantic import SecretStr

from libraries.object_store.folder import FolderStore
from libraries.object_store.settings import SCHEME, S3Settings
from libraries.object_store.store import ENCRYPTED, ObjectStore, object_digest
from schemas.errors import ConfigurationError


class EncryptionSecret(NamedTuple):
    """What a store is encrypted with: a key file, or else a passphrase; neither for a plain one."""

    key_file: Path | None = None
    passphrase: SecretStr = SecretStr("")

    def __bool__(self) -> bool:
        return self.key_file is not None or bool(self.passphrase.get_secret_value())


def open_unencrypted_store(place: str | Path, s3: S3Settings | None = None) -> ObjectStore:
    """The store at a place as it lies there. Raises ConfigurationError."""
    if not str(place).startswith(SCHEME):
        return FolderStore(Path(place))
    from libraries.object_store.s3 import S3BucketStore

    return S3BucketStore(str(place), s3 or S3Settings())


def open_object_store(
    place: str | Path, s3: S3Settings | None = None, secret: EncryptionSecret | None = None
) -> ObjectStore:
    """The store at a place, encrypted where a secret is given. One place knows one key.

    Raises ConfigurationError: what lies there was encrypted and no key is given, or another; ProviderDown, NoSpace.
    """
    inner = open_unencrypted_store(place, s3)
    there = {name.removeprefix(ENCRYPTED) for name in inner.top_folders() if name.startswith(ENCRYPTED)}
    if not secret:
        if there:
            raise ConfigurationError("backup.key_needed", where=inner.location)
        return inner
    from libraries.object_store.encrypted import EncryptedStore
    from libraries.object_store.keys import SALT_BYTES, key_from_passphrase, read_key_file

    if secret.key_file is not None:
        key = read_key_file(secret.key_file)
    else:
        salted = [name.removeprefix("p") for name in there if name.startswith("p")]
        salt = bytes.fromhex(min(salted)) if salted else os.urandom(SALT_BYTES)
        key = key_from_passphrase(secret.passphrase.get_secret_value(), salt)
    if there and key.name not in there:
        raise ConfigurationError("backup.wrong_key", where=inner.location)
    store = EncryptedStore(inner, key)
    if there:
        store.list_objects()  # a passphrase shows only here whether it is the right one
    return store


def damaged_encrypted_objects(store: ObjectStore) -> list[str]:
    """Those of the encrypted objects in a plain store that are not what was written; needs no key."""
    folders = sorted(name for name in store.top_folders() if name.startswith(ENCRYPTED))
    names = [stored.name for folder in folders for stored in store.list_objects(folder)]
    return [name for name in names if object_digest(store, name) != name.rpartition(".")[2]]
