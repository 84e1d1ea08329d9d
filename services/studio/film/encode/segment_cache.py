"""Segments made for earlier films that are still in the store: whole ones, and the tail of one."""

import shutil
from collections.abc import Sequence

from libraries.media.store import MediaStore
from schemas.base import Frozen, Sha256
from schemas.media import MediaRef
from services.studio.film.encode.segment import SegmentTask
from services.studio.film.stored_results import is_stored, recall_record


class SegmentTail(Frozen):
    """The frames of a scene in which nothing of the scene before is seen: a segment from byte ``offset`` to its end."""

    segment: MediaRef
    offset: int


def find_stored_file(store: MediaStore, key: Sha256) -> MediaRef | None:
    """The segment, or the poster, that is stored under a key; None where there is none."""
    ref = recall_record(store, key, MediaRef)
    return ref if ref is not None and is_stored(store, ref) else None


def find_tail(store: MediaStore, key: Sha256) -> SegmentTail | None:
    """The tail of a segment that is stored under a key; None where there is none."""
    found = recall_record(store, key, SegmentTail)
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
    ref = store.move_in(task.out, "h264")
    whole_key, *rest_key = keys
    store.keep_result(whole_key, ref.model_dump_json().encode())
    for key in rest_key:
        store.keep_result(key, SegmentTail(segment=ref, offset=offset).model_dump_json().encode())
    return ref
