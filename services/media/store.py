"""The content-addressed media store."""

import hashlib
import time
from pathlib import Path
from typing import Final, Protocol

from schemas.base import Sha256
from schemas.errors import Permanent
from schemas.media import MediaKey, MediaRef
from schemas.posts import PostKey
from services import files

_LONGEST_WRITE: Final = 3600.0
"""Seconds without a byte after which nobody writes a file any more."""


class MediaMissing(Permanent):
    """Media file {key} is not in the store at {root}. Restore it from a backup, or remake the stage that made it."""


class MediaStore(Protocol):
    """Where pictures, sound and films lie. Content decides the name, so nothing is ever overwritten."""

    def put(self, data: bytes, suffix: str) -> MediaRef:
        """Store bytes. ``suffix`` without dot (``png``). Raises NoSpace when the disk is full."""
        ...

    def adopt(self, path: Path, suffix: str) -> MediaRef:
        """Move a finished file of ours into the store. Raises NoSpace."""
        ...

    def path(self, ref: MediaRef) -> Path:
        """Local path of a stored file. Raises MediaMissing."""
        ...

    def recall(self, stage_key: Sha256) -> bytes | None:
        """The result remembered under a stage key, if there is one."""
        ...

    def remember(self, stage_key: Sha256, result: bytes) -> None:
        """Keep a stage's result (JSON) under its key. Raises NoSpace."""
        ...

    def forget(self, key: MediaKey) -> bool:
        """Delete a file for ever; whether there was one."""
        ...

    def forget_result(self, stage_key: Sha256) -> bool:
        """Delete what was remembered under a stage key; whether there was something."""
        ...

    def made_within(self, begin: float, end: float) -> tuple[list[MediaKey], list[Sha256]]:
        """Files and stage keys written between two times, in seconds since the epoch."""
        ...

    def note_use(self, post: PostKey, name: str) -> None:
        """Note that a post uses a file (its key) or a stage result (`result_name`). Raises NoSpace."""
        ...

    def used_by(self, post: PostKey) -> set[str]:
        """The names noted for a post; empty for one that nothing was noted for."""
        ...

    def used_by_others(self, post: PostKey, names: set[str]) -> set[str]:
        """Those of ``names`` that are noted for another post too."""
        ...

    def forget_uses(self, post: PostKey) -> None:
        """Delete what was noted for a post."""
        ...

    def sweep(self) -> int:
        """Clear away what killed processes left half-written; how many files there were."""
        ...


class LocalStore:
    """A MediaStore in a folder: write a temporary file, fsync, rename."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes, suffix: str) -> MediaRef:
        digest = hashlib.sha256(data).hexdigest()
        ref = media_ref(digest, len(data), suffix)
        target = self.root / ref.key
        if not target.exists():
            files.write(target, data, mode=files.PRIVATE)
        return ref

    def adopt(self, path: Path, suffix: str) -> MediaRef:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        ref = media_ref(digest, path.stat().st_size, suffix)
        target = self.root / ref.key
        if target.is_file() and target.stat().st_size == ref.size:
            target.touch()  # It was made now, too: `made_within` goes by that.
            path.unlink()
            return ref
        files.move(path, target, mode=files.PRIVATE)
        return ref

    def path(self, ref: MediaRef) -> Path:
        path = self.root / ref.key
        if not path.is_file():
            raise MediaMissing(key=ref.key, root=self.root)
        return path

    def recall(self, stage_key: Sha256) -> bytes | None:
        try:
            return self._result(stage_key).read_bytes()
        except FileNotFoundError:
            return None

    def remember(self, stage_key: Sha256, result: bytes) -> None:
        files.write(self._result(stage_key), result, mode=files.PRIVATE)

    def forget(self, key: MediaKey) -> bool:
        return _delete(self.root / key)

    def forget_result(self, stage_key: Sha256) -> bool:
        return _delete(self._result(stage_key))

    def made_within(self, begin: float, end: float) -> tuple[list[MediaKey], list[Sha256]]:
        fresh = [
            path
            for pattern in ("[0-9a-f][0-9a-f]/*", "stages/[0-9a-f][0-9a-f]/*.json")
            for path in self.root.glob(pattern)
            if not path.name.startswith(".") and begin <= path.stat().st_mtime <= end
        ]
        stages = [path.stem for path in fresh if path.parent.parent.name == "stages"]
        keys = [f"{path.parent.name}/{path.name}" for path in fresh if path.parent.parent.name != "stages"]
        return keys, stages

    def sweep(self) -> int:
        dead = [
            path
            for pattern in (f"*/{files.PART}*", f"stages/*/{files.PART}*")
            for path in self.root.glob(pattern)
            if time.time() - path.stat().st_mtime > _LONGEST_WRITE
        ]
        return sum(_delete(path) for path in dead)

    def note_use(self, post: PostKey, name: str) -> None:
        file = self._uses(post)
        with files.full_disk_means(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as uses:
                uses.write(f"{name}\n")

    def used_by(self, post: PostKey) -> set[str]:
        try:
            return set(self._uses(post).read_text(encoding="utf-8").split())
        except FileNotFoundError:
            return set()

    def used_by_others(self, post: PostKey, names: set[str]) -> set[str]:
        mine = self._uses(post)
        found: set[str] = set()
        for file in mine.parent.glob("*.txt"):
            if file != mine:
                found |= names.intersection(file.read_text(encoding="utf-8").split())
        return found

    def forget_uses(self, post: PostKey) -> None:
        _delete(self._uses(post))

    def _uses(self, post: PostKey) -> Path:
        return self.root / "posts" / f"{post}.txt"

    def _result(self, stage_key: Sha256) -> Path:
        return self.root / "stages" / stage_key[:2] / f"{stage_key}.json"


def result_name(stage_key: Sha256) -> str:
    """The name under which a stage result is noted for a post."""
    return f"stages/{stage_key}"


def media_ref(digest: Sha256, size: int, suffix: str) -> MediaRef:
    """The reference of a file of that sha256, size in bytes and suffix."""
    return MediaRef(key=f"{digest[:2]}/{digest}.{suffix}", sha256=digest, size=size)


def _delete(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    files.sync_folder(path.parent)
    return True
