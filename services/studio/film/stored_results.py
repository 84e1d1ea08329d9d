"""Results in the media store under the hash of what they were made from."""

from typing import TypeVar

from pydantic import ValidationError

from libraries.media.store import MediaMissing, MediaStore
from schemas.base import Frozen, Sha256
from schemas.media import MediaRef

CachedModel = TypeVar("CachedModel", bound=Frozen)


def is_stored(store: MediaStore, ref: MediaRef) -> bool:
    """Whether a file is still in the store, which may be cleared of what can be made again."""
    try:
        return store.path(ref).stat().st_size == ref.size
    except MediaMissing:
        return False


def recall_record(store: MediaStore, key: Sha256, kind: type[CachedModel]) -> CachedModel | None:
    """The record (a pydantic model) stored under a key; None where there is none, or one of another version."""
    found = store.kept_result(key)
    try:
        return None if found is None else kind.model_validate_json(found)
    except ValidationError:
        return None
