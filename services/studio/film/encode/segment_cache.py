"""Segments made for earlier films that are still in the store: whole ones, and the tail of one."""

import shutil
from collections.abc import Sequence
from typing import TypeVar

from pydantic import ValidationError

from schemas.base import Frozen, Sha256
from schemas.media import MediaRef
from services.media.store import MediaMissing, MediaStore
from services.studio.film.encode.segment import SegmentTask

CachedModel = TypeVar("CachedModel", bound=Frozen)


class SegmentTail(Frozen):
    """The frames of a scene in which nothing of the scene before is seen: a segment from byte ``offset`` to its end."""

    segment: MediaRef
    offset: int


def is_stored(store: MediaStore, ref: MediaRef) -> bool:
    """Whether a file is still in the store, which may be cleared of what can be made again."""
    try:
        return store.path(ref).stat().st_size == ref.size
    except MediaMissing:
        return False


def recall(store: MediaStore, key: Sha256, kind: type[CachedModel]) -> CachedModel | None:
    """The model stored under a key; None also for one that another version wrote, which is then made again."""
    found = store.recall(key)
    try:
        return None if found is None else kind.model_validate_json(found)
    except ValidationError:
        return None


def find_segment(store: MediaStore, key: Sha256) -> MediaRef | None:
    """The segment, or the poster, stored under a key."""
    ref = recall(store, key, MediaRef)
    return ref if ref is not None and is_stored(store, ref) else None


def find_rest(store: MediaStore, key: Sha256) -> SegmentTail | None:
    """The tail stored under a key."""
    found = recall(store, key, SegmentTail)
    return found if found is not None and is_stored(store, found.segment) else None


def store_segment(task: SegmentTask, keys: Sequence[Sha256], tail: SegmentTail | None, store: MediaStore) -> MediaRef:
    """Put a finished segment into the store under its key and, where it has one, that of its tail.

    Frames that the task has not made are taken from ``tail``. Raises what the store raises.
    """
    offset = task.out.stat().st_size
    source = store.path(tail.segment) if tail else task.rest
    if source is not None:
        with task.out.open("ab") as whole, source.open("rb") as part:
            part.seek(tail.offset if tail else 0)
            shutil.copyfileobj(part, whole, 1 << 20)
    ref = store.adopt(task.out, "h264")
    whole_key, *rest_key = keys
    store.remember(whole_key, ref.model_dump_json().encode())
    for key in rest_key:
        store.remember(key, SegmentTail(segment=ref, offset=offset).model_dump_json().encode())
    return ref
