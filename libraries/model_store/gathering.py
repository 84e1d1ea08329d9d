"""Gathering of a model's files from one source, as far as the disk has room, and who is told how it goes."""

import shutil
from collections.abc import Callable
from typing import Final, NamedTuple

from libraries import files
from libraries.model_store.catalogue import Model
from libraries.model_store.sources.any_source import AnySource, bytes_to_receive, files_from_source, source_label
from libraries.model_store.sources.declared_sources import ModelFile
from libraries.model_store.sources.file_fetching import fetch_file
from libraries.model_store.sources.staging import StagingArea
from libraries.model_store.store import ModelStore
from libraries.model_store.transfer import ReceivedFile
from schemas.errors import BadInput, WaggleError

_SPARE: Final = 64 * 2**20
"""Bytes that stay free on the disk."""


class FetchCallbacks(NamedTuple):
    """Callbacks of a fetch, which tell how it goes.

    ``begin``: the source, the bytes of it, and those of them that are here already. ``heard``: bytes as they arrive.
    ``passed``: why a source is given up.
    """

    begin: Callable[[str, int, int], None]
    heard: Callable[[int], None]
    passed: Callable[[WaggleError], None]


NOBODY = FetchCallbacks(lambda _source, _bytes, _there: None, lambda _bytes: None, lambda _error: None)


def gather_files(
    model: Model, source: AnySource, store: ModelStore, place: StagingArea, watcher: FetchCallbacks
) -> dict[ModelFile, ReceivedFile]:
    """Every file of a model from one source, gathered and proven. Raises what `fetch_file` raises."""
    place.staging.mkdir(parents=True, exist_ok=True)
    wanted = files_from_source(model, source)
    arrived: dict[ModelFile, ReceivedFile] = {}
    known = {file.sha256 for each in model.sources for file in model.files_in_source(each)}
    for file in wanted:
        in_place = store.model_folder(model) / file.path
        if file.sha256 and in_place.is_file():
            found = ReceivedFile(in_place.stat().st_size, files.sha256_of_file(in_place))
            if found.sha256 == file.sha256:
                arrived[file] = found
            elif store.find_record(model.name) is None and found.sha256 not in known:
                raise BadInput("models.other_file_there", file=in_place, name=model.name)
    missing = [file for file in wanted if file not in arrived]
    if missing:
        _check_room(model, source, store, place)
        there = sum(path.stat().st_size for path in place.staging.glob("*") if path.suffix != ".tag")
        watcher.begin(source_label(source, place.environment), bytes_to_receive(model, source), there)
    for file in missing:
        arrived[file] = fetch_file(file, source, place)
    return arrived


def _check_room(model: Model, source: AnySource, store: ModelStore, place: StagingArea) -> None:
    """Raise BadInput when the disk has no room for what is still to come."""
    wanted = sum(file.size or 0 for file in files_from_source(model, source))
    received = bytes_to_receive(model, source)
    needed = max(wanted, received) if received in (0, wanted) else wanted + received
    there = sum(path.stat().st_size for path in place.staging.iterdir())
    if shutil.disk_usage(place.staging).free < needed - there + _SPARE:
        raise no_room_error(model, store, needed - there)


def no_room_error(model: Model, store: ModelStore, needed: int) -> BadInput:
    """The error for a disk without room; ``needed`` in bytes, beside those that stay free."""
    free = shutil.disk_usage(store.root).free
    return BadInput(
        "models.no_room",
        name=model.name,
        folder=store.root,
        needed_mb=(needed + _SPARE) >> 20,
        free_mb=free >> 20,
    )
