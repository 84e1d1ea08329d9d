"""The content-addressed media store: its interface, and the store in a local folder."""

import hashlib
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from libraries import files
from libraries.log import get_logger
from libraries.media.checksum_seal import seal_with_checksum, unseal_and_check
from libraries.media.noted_uses import NotedUses
from libraries.media.store_mark import MARK, unmounted_error
from schemas.adapters import Adapter, AdapterKind, find_adapter
from schemas.base import Sha256
from schemas.errors import Permanent
from schemas.media import MediaKey, MediaRef
from schemas.posts import PostKey

log = get_logger(__name__)

_LONGEST_WRITE: Final = 3600.0
"""Seconds since its last change after which an unfinished file is abandoned."""

_NAME: Final = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}\.\w{1,16}|stages/[0-9a-f]{64}")
"""What facts and notes call a media file or a stage result."""


class MediaMissing(Permanent):
    """A media file is not in the store."""


class MediaStore(Protocol):
    """Stores pictures, sound and films under names derived from their content, so no file is ever overwritten."""

    def put(self, data: bytes, suffix: str) -> MediaRef:
        """Store bytes. ``suffix`` without dot (``png``). Raises NoSpace when the disk is full."""
        ...

    def move_in(self, path: Path, suffix: str) -> MediaRef:
        """Move a finished file of ours into the store. Raises NoSpace."""
        ...

    def path(self, ref: MediaRef) -> Path:
        """Local path of a stored file. Raises MediaMissing."""
        ...

    def kept_result(self, stage_key: Sha256) -> bytes | None:
        """The result that was kept under a stage key; None without one, or when it is damaged."""
        ...

    def keep_result(self, stage_key: Sha256, result: bytes) -> None:
        """Keep a stage's result (JSON) under its key. Raises NoSpace."""
        ...

    def delete(self, key: MediaKey) -> bool:
        """Delete a file; whether there was one. Raises NoSpace (the disk is read-only or away), ConfigurationError."""
        ...

    def delete_result(self, stage_key: Sha256) -> bool:
        """Delete the result under a stage key; whether there was one. Raises as `delete`."""
        ...

    def written_between(self, begin: float, end: float) -> tuple[list[MediaKey], list[Sha256]]:
        """Files and stage keys written between two times, in seconds since the epoch."""
        ...

    def note_use(self, post: PostKey, name: str) -> None:
        """Note that a post uses a file (its key) or a stage result (`stage_result_name`). Raises NoSpace."""
        ...

    def used_by(self, post: PostKey) -> set[str]:
        """The names noted for a post; empty for one that nothing was noted for."""
        ...

    def used_by_others(self, post: PostKey, names: set[str]) -> set[str]:
        """Those of ``names`` that are noted for another post too."""
        ...

    def delete_uses(self, post: PostKey) -> None:
        """Delete what was noted for a post."""
        ...

    def delete_unfinished(self) -> int:
        """Delete unfinished files that killed processes left; returns how many."""
        ...


class LocalStore:
    """A MediaStore in a folder: write a temporary file, fsync, rename.

    Where the folder bore the `MARK` of `mark_store_folder` when the store was opened, it must keep it: without it
    every method raises NoSpace, since the disk of the folder is gone and what lies in its place is not the store.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._marked = (root / MARK).is_file()

    def _require_mounted(self) -> None:
        if self._marked and not (self.root / MARK).is_file():
            raise unmounted_error(self.root)

    def put(self, data: bytes, suffix: str) -> MediaRef:
        digest = hashlib.sha256(data).hexdigest()
        ref = media_ref(digest, len(data), suffix)
        target = self.root / ref.key
        self._require_mounted()
        if target.exists():
            _touch(target)
        else:
            files.write_atomically(target, data, mode=files.PRIVATE)
        return ref

    def move_in(self, path: Path, suffix: str) -> MediaRef:
        digest = files.sha256_of_file(path)
        ref = media_ref(digest, path.stat().st_size, suffix)
        target = self.root / ref.key
        self._require_mounted()
        if target.is_file() and target.stat().st_size == ref.size:
            _touch(target)
            path.unlink()
            return ref
        files.move_atomically(path, target, mode=files.PRIVATE)
        return ref

    def path(self, ref: MediaRef) -> Path:
        path = self.root / ref.key
        if not path.is_file():
            self._require_mounted()
            raise MediaMissing("media.missing", key=ref.key, root=self.root)
        return path

    def kept_result(self, stage_key: Sha256) -> bytes | None:
        try:
            kept = self._result(stage_key).read_bytes()
        except FileNotFoundError:
            self._require_mounted()
            return None
        result = unseal_and_check(stage_key, kept)
        if result is None:
            log.warning("a damaged stage result is made again", stage_key=stage_key)
        return result

    def keep_result(self, stage_key: Sha256, result: bytes) -> None:
        self._require_mounted()
        files.write_atomically(self._result(stage_key), seal_with_checksum(stage_key, result), mode=files.PRIVATE)

    def delete(self, key: MediaKey) -> bool:
        return self._forget(self.root / key)

    def delete_result(self, stage_key: Sha256) -> bool:
        return self._forget(self._result(stage_key))

    def _forget(self, path: Path) -> bool:
        deleted = _delete(path)
        if not deleted:
            self._require_mounted()  # on a disk that is away it would be forgotten by nobody
        return deleted

    def written_between(self, begin: float, end: float) -> tuple[list[MediaKey], list[Sha256]]:
        fresh = [
            path
            for pattern in ("[0-9a-f][0-9a-f]/*", "stages/[0-9a-f][0-9a-f]/*.json")
            for path in self.root.glob(pattern)
            if not path.name.startswith(".") and begin <= path.stat().st_mtime <= end
        ]
        stages = [path.stem for path in fresh if path.parent.parent.name == "stages"]
        keys = [f"{path.parent.name}/{path.name}" for path in fresh if path.parent.parent.name != "stages"]
        return keys, stages

    def delete_unfinished(self) -> int:
        abandoned = [
            path
            for pattern in (f"*/{files.PART}*", f"stages/*/{files.PART}*")
            for path in self.root.glob(pattern)
            if time.time() - path.stat().st_mtime > _LONGEST_WRITE
        ]
        return sum(_delete(path) for path in abandoned)

    def note_use(self, post: PostKey, name: str) -> None:
        self.note_uses(post, (name,))

    def note_uses(self, post: PostKey, names: Iterable[str]) -> None:
        """Note that a post uses all these."""
        self._require_mounted()
        files.append_text(self._uses(post), "".join(f"{name}\n" for name in names))

    def used_by(self, post: PostKey) -> set[str]:
        try:
            return read_noted_names(self._uses(post))
        except FileNotFoundError:
            self._require_mounted()
            return set()

    def last_noted_at(self, post: PostKey) -> float:
        """When a use was last noted for a post, in seconds since the epoch; 0 where none was."""
        try:
            return self._uses(post).stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def used_by_others(self, post: PostKey, names: set[str]) -> set[str]:
        uses = NotedUses(self._uses(post).parent, names)
        uses.refresh()  # reading all takes seconds, and a collector may note a use of what is about to be deleted
        return uses.by_others(post, names)

    def delete_uses(self, post: PostKey) -> None:
        _delete(self._uses(post))

    def _uses(self, post: PostKey) -> Path:
        return self.root / "posts" / f"{post}.txt"

    def _result(self, stage_key: Sha256) -> Path:
        return self.root / "stages" / stage_key[:2] / f"{stage_key}.json"


def read_noted_names(file: Path) -> set[str]:
    """The names in a file of notes; a line that was cut off or damaged is left out. Raises OSError."""
    lines = file.read_text(encoding="utf-8", errors="replace").split()
    found = set(filter(_NAME.fullmatch, lines))
    if len(found) < len(set(lines)):
        log.warning("a damaged note of what a post uses is left out", file=str(file))
    return found


def stage_result_name(stage_key: Sha256) -> str:
    """The name under which a stage result is noted for a post."""
    return f"stages/{stage_key}"


def media_ref(digest: Sha256, size: int, suffix: str) -> MediaRef:
    """The reference of a file of that sha256, size in bytes and suffix."""
    return MediaRef(key=f"{digest[:2]}/{digest}.{suffix}", sha256=digest, size=size)


def _touch(path: Path) -> None:
    """Set the time of the last write, by which `written_between` and the garbage collection go."""
    with suppress(OSError):  # of another user, or on a disk that is read-only now: the file is there, that counts
        path.touch()


def _delete(path: Path) -> bool:
    with files.disk_errors_as_no_space(path), files.permission_errors_as_configuration(path):
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        files.sync_folder(path.parent)
    return True


class MediaStoreSettings(Protocol):
    """Where media lie: the name of a store that is installed, and its folder."""

    @property
    def store(self) -> str: ...
    @property
    def root(self) -> Path: ...


def open_media_store(settings: MediaStoreSettings) -> MediaStore:
    """The media store that ``media.store`` names, made with all settings of ``media``.

    Raises ConfigurationError when there is none of that name.
    """
    store: MediaStore = find_adapter(AdapterKind.MEDIA_STORE, settings.store, setting="media.store").load()(settings)
    return store


def _local(settings: MediaStoreSettings) -> LocalStore:
    return LocalStore(settings.root)


MEDIA_STORE = Adapter(
    kind=AdapterKind.MEDIA_STORE, name="local", version="1", make=_local, title_en="Local folder", title_ko="로컬 폴더"
)
