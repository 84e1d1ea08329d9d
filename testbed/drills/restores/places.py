"""Where the backups of the drill lie: a folder or a bucket, encrypted or not."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from libraries.backups.layout import backup_begin_time, list_complete_backups
from libraries.object_store.keys import make_key_file
from libraries.object_store.settings import S3Settings
from libraries.object_store.store import ObjectStore, read_object
from libraries.object_store.store_opening import EncryptionSecret, open_object_store, open_unencrypted_store
from schemas.base import Frozen
from testbed.fake_servers.s3 import S3Server, running_s3


class BackupPlace(Frozen):
    """The place where a drill's backups lie, as its processes are told it."""

    place: str
    endpoint: str = ""
    key_file: Path | None = None

    def undecrypted_store(self) -> ObjectStore:
        """The store of the backups, with objects as they lie there."""
        return open_unencrypted_store(self.place, self._s3())

    def decrypted_store(self) -> ObjectStore:
        """The store of the backups, whose objects are decrypted where a key is named."""
        return open_object_store(self.place, self._s3(), EncryptionSecret(self.key_file))

    def _s3(self) -> S3Settings | None:
        return S3Server(self.endpoint).client_settings() if self.endpoint else None


@contextmanager
def backup_place(folder: Path, *, s3: bool, encrypted: bool) -> Iterator[BackupPlace]:
    """The place for backups while the block runs: in ``folder``, or a bucket of a server on loopback."""
    key = folder / "key.txt"
    if encrypted:
        make_key_file(key)
    with running_s3() if s3 else nullcontext() as server:
        where = (
            BackupPlace(place=str(folder / "backups"))
            if server is None
            else BackupPlace(place=f"{server.make_bucket()}/drill", endpoint=server.endpoint)
        )
        yield where.model_copy(update={"key_file": key if encrypted else None})


def unfinished_backups(place: ObjectStore) -> int:
    """The number of backups that were begun and never finished."""
    whole = {name for _, name in list_complete_backups(place)}
    return len({name for name in place.top_folders() if backup_begin_time(name.lstrip(".")) and name not in whole})


def objects_naming_posts(place: ObjectStore) -> int:
    """Objects whose name or content, as it lies there, names a post of the drill."""
    return sum(
        "sample" in stored.name or b"sample" in read_object(place, stored.name) for stored in place.list_objects()
    )
