"""The files that a stage needs of an earlier one: whether they are there and whole."""

from collections.abc import Iterable
from pathlib import Path

from libraries.media.damage import is_damaged, repair_files
from libraries.media.store import MediaMissing, MediaStore
from schemas.errors import PieceMissing
from schemas.media import MediaRef
from schemas.recipe import Stage


def require_whole_or_set_aside(store: MediaStore, root: Path, refs: Iterable[MediaRef], stage: Stage) -> None:
    """Read the files that ``stage`` made; a damaged one is set aside, so that the stage makes it again.

    ``root``: the folder of ``store``. Raises PieceMissing for the first that is missing or damaged, and NoSpace.
    """
    for ref in refs:
        try:
            if not is_damaged(store.path(ref)):
                continue
            repair_files(root, [ref.key], None)
        except MediaMissing:
            pass
        raise PieceMissing("media.piece_missing", key=ref.key, make_from=stage.value)
