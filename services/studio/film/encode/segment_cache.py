"""What was made for an earlier film and is still in the store: whole segments, and the rest of one."""

import shutil
from collections.abc import Sequence
from typing import TypeVar

from pydantic import ValidationError

from schemas.base import Frozen, Sha256
from schemas.media import MediaRef
from services.media.store import MediaMissing, MediaStore
from services.studio.film.encode.segment import SegmentTask

CachedModel = TypeVar("CachedModel", bound=Frozen)


class Rest(Frozen):
    """Frames of a scene in which nothing of the scene before is seen: a segment from byte ``offset`` to its end."""

    segment: MediaRef
    offset: int


def there(store: MediaStore, ref: MediaRef) -> bool:
    """Whether something is still in the store: it may be cleared of what can be made again."""
    try:
        return store.path(ref).stat().st_size == ref.size
    except MediaMissing:
        return False


def recalled(store: MediaStore, key: Sha256, kind: type[CachedModel]) -> CachedModel | None:
    """What is remembered under a key; None also for what another version wrote, which is made anew."""
    found = store.recall(key)
    try:
        return None if found is None else kind.model_validate_json(found)
    except ValidationError:
        return None


def segment(store: MediaStore, key: Sha256) -> MediaRef | None:
    """The segment, or the poster, of that key."""
    ref = recalled(store, key, MediaRef)
    return ref if ref is not None and there(store, ref) else None


def rest(store: MediaStore, key: Sha256) -> Rest | None:
    """The rest of that key, which lies in a segment."""
    found = recalled(store, key, Rest)
    return found if found is not None and there(store, found.segment) else None


def completed(task: SegmentTask, keys: Sequence[Sha256], found: Rest | None, store: MediaStore) -> MediaRef:
    """Put the segment that was made into the store, to be found by its key and, where it has one, that of its rest.

    What the task has not made lies in ``found``. Raises what the store raises.
    """
    offset = task.out.stat().st_size
    source = store.path(found.segment) if found else task.rest
    if source is not None:
        with task.out.open("ab") as whole, source.open("rb") as part:
            part.seek(found.offset if found else 0)
            shutil.copyfileobj(part, whole, 1 << 20)
    ref = store.adopt(task.out, "h264")
    whole_key, *rest_key = keys
    store.remember(whole_key, ref.model_dump_json().encode())
    for key in rest_key:
        store.remember(key, Rest(segment=ref, offset=offset).model_dump_json().encode())
    return ref
