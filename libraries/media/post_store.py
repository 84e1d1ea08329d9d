"""A media store that notes which post it is used for, so that a withdrawal finds everything a stage stored."""

import hashlib
from pathlib import Path

from libraries.files import sha256_of_file
from libraries.media.store import MediaStore, media_ref, stage_result_name
from schemas.base import Sha256
from schemas.media import MediaKey, MediaRef
from schemas.posts import PostKey


class PostMediaStore:
    """The `MediaStore` of the stages that work on one post.

    Facts name finished media only. What a stage stored on the way, such as the segments of a film or the result of a
    stage that was killed, is noted here: before it is written, and also when it was there already, so that it stays
    when another post that shares it is withdrawn.
    """

    def __init__(self, store: MediaStore, post: PostKey) -> None:
        self._store = store
        self._post = post
        self._noted: set[str] = set()

    def put(self, data: bytes, suffix: str) -> MediaRef:
        self._note(media_ref(hashlib.sha256(data).hexdigest(), len(data), suffix).key)
        return self._store.put(data, suffix)

    def move_in(self, path: Path, suffix: str) -> MediaRef:
        digest = sha256_of_file(path)
        self._note(media_ref(digest, path.stat().st_size, suffix).key)
        return self._store.move_in(path, suffix)

    def path(self, ref: MediaRef) -> Path:
        self._note(ref.key)
        return self._store.path(ref)

    def kept_result(self, stage_key: Sha256) -> bytes | None:
        found = self._store.kept_result(stage_key)
        if found is not None:
            self._note(stage_result_name(stage_key))
        return found

    def keep_result(self, stage_key: Sha256, result: bytes) -> None:
        self._note(stage_result_name(stage_key))
        self._store.keep_result(stage_key, result)

    def delete(self, key: MediaKey) -> bool:
        return self._store.delete(key)

    def delete_result(self, stage_key: Sha256) -> bool:
        return self._store.delete_result(stage_key)

    def written_between(self, begin: float, end: float) -> tuple[list[MediaKey], list[Sha256]]:
        return self._store.written_between(begin, end)

    def delete_unfinished(self) -> int:
        return self._store.delete_unfinished()

    def note_use(self, post: PostKey, name: str) -> None:
        self._store.note_use(post, name)

    def used_by(self, post: PostKey) -> set[str]:
        return self._store.used_by(post)

    def used_by_others(self, post: PostKey, names: set[str]) -> set[str]:
        return self._store.used_by_others(post, names)

    def delete_uses(self, post: PostKey) -> None:
        self._store.delete_uses(post)

    def _note(self, name: str) -> None:
        if name not in self._noted:
            self._store.note_use(self._post, name)
            self._noted.add(name)
