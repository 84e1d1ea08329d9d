"""What was made for an earlier film and is still in the store: whole segments, and the rest of one."""

import shutil
from collections.abc import Sequence

from schemas.base import Frozen, Sha256
from schemas.media import MediaRef
from services.media.store import MediaMissing, MediaStore
from services.studio.film.segment import SegmentTask


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


def segment(store: MediaStore, key: Sha256) -> MediaRef | None:
    """The segment, or the poster, of that key."""
    remembered = store.recall(key)
    if remembered is None:
        return None
    ref = MediaRef.model_validate_json(remembered)
    return ref if there(store, ref) else None


def rest(store: MediaStore, key: Sha256) -> Rest | None:
    """The rest of that key, which lies in a segment."""
    remembered = store.recall(key)
    if remembered is None:
        return None
    found = Rest.model_validate_json(remembered)
    return found if there(store, found.segment) else None


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
