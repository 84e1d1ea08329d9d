"""Fetching of a model: its licence, the room it needs, its sources one after the other, and putting it to use whole."""

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from libraries import files
from libraries.model_store import sources
from libraries.model_store.catalogue import HubSource, Model, ModelFile
from libraries.model_store.sources import AnySource, Place
from libraries.model_store.store import Agreement, Installed, InstalledFile, Store
from libraries.model_store.transfer import USUAL, Arrived, Patience
from schemas.errors import BadInput, ConfigurationError, NoSpace, ProviderDown, WaggleError
from schemas.failures import Explained, Language

_SPARE: Final = 64 * 2**20
"""Bytes that stay free on the disk."""


class Watcher(NamedTuple):
    """Who is told how it goes.

    ``begin``: the source, the bytes of it, and those of them that are here already. ``heard``: bytes as they arrive.
    ``passed``: why a source is given up.
    """

    begin: Callable[[str, int, int], None]
    heard: Callable[[int], None]
    passed: Callable[[WaggleError], None]


NOBODY = Watcher(lambda _source, _bytes, _there: None, lambda _bytes: None, lambda _error: None)


class Wishes(NamedTuple):
    """How a model is fetched. ``agree``: its licence is agreed to; ``folder``: it is copied from there, not fetched."""

    agree: bool = False
    folder: Path | None = None
    patience: Patience = USUAL
    environment: Mapping[str, str] = os.environ


_PLAIN: Final = Wishes()


def get(model: Model, store: Store, wishes: Wishes = _PLAIN, watcher: Watcher = NOBODY) -> Installed:
    """Fetch a model, or what of it is missing or damaged; a model that is whole is left alone.

    Raises BadInput (licence, room, a source that refuses), ProviderDown (no source serves), ConfigurationError.
    """
    with store.locked(model.name):
        agreement = _agreed(model, store, wishes)
        chosen = [sources.in_folder(model, wishes.folder)] if wishes.folder else list(model.sources)
        if (known := store.installed(model.name)) and not store.damage(model.name):
            return known
        failures: list[WaggleError] = []
        for number, source in enumerate(chosen, 1):
            place = Place(
                store.staging(model.name), watcher.heard, wishes.patience, number == len(chosen), wishes.environment
            )
            try:
                arrived = _gathered(model, source, store, place, watcher)
            except NoSpace as error:
                raise _no_room(model, store, sources.to_receive(model, source)) from error
            except WaggleError as error:
                if isinstance(error, ConfigurationError) or error.code in ("models.no_room", "models.other_file_there"):
                    raise
                if len(chosen) > 1:
                    watcher.passed(error)
                failures.append(error)
                continue
            return _put_to_use(model, source, place, store, arrived, agreement)
    if len(failures) == 1:
        raise failures[0]
    raise ProviderDown("models.not_fetched", name=model.name, why=_Reasons(tuple(failures)))


class _Reasons(NamedTuple):
    """Why no source serves, each in the language of the sentence that it becomes a part of."""

    errors: tuple[WaggleError, ...]

    def explained(self, language: Language) -> Explained:
        """All reasons in one sentence."""
        told = (error.explained(language).sentence.rstrip(".") for error in self.errors)
        return Explained("; ".join(told) or "-", "")


def _agreed(model: Model, store: Store, wishes: Wishes) -> Agreement | None:
    """The agreement to the licence, where it asks for one. Raises BadInput when nobody agreed."""
    licence = model.licence
    known = store.agreement(licence)
    if known or not licence.ask:
        return known
    if wishes.agree:
        return store.agree(licence)
    raise BadInput("models.licence", name=model.name, licence=licence.name, url=licence.url)


def _gathered(
    model: Model, source: AnySource, store: Store, place: Place, watcher: Watcher
) -> dict[ModelFile, Arrived]:
    """Every file of a model from one source, gathered and proven. Raises what `sources.fetch_file` raises."""
    place.staging.mkdir(parents=True, exist_ok=True)
    wanted = sources.files_of(model, source)
    arrived: dict[ModelFile, Arrived] = {}
    known = {file.sha256 for each in model.sources for file in model.files_of(each)}
    for file in wanted:
        in_place = store.folder(model) / file.path
        if file.sha256 and in_place.is_file():
            found = Arrived(in_place.stat().st_size, files.sha256(in_place))
            if found.sha256 == file.sha256:
                arrived[file] = found
            elif store.installed(model.name) is None and found.sha256 not in known:
                raise BadInput("models.other_file_there", file=in_place, name=model.name)
    missing = [file for file in wanted if file not in arrived]
    if missing:
        _check_room(model, source, store, place)
        there = sum(path.stat().st_size for path in place.staging.glob("*") if path.suffix != ".tag")
        watcher.begin(sources.label(source, place.environment), sources.to_receive(model, source), there)
    for file in missing:
        arrived[file] = sources.fetch_file(file, source, place)
    return arrived


def _check_room(model: Model, source: AnySource, store: Store, place: Place) -> None:
    """Raise BadInput when the disk has no room for what is still to come."""
    wanted = sum(file.size or 0 for file in sources.files_of(model, source))
    received = sources.to_receive(model, source)
    needed = max(wanted, received) if received in (0, wanted) else wanted + received
    there = sum(path.stat().st_size for path in place.staging.iterdir())
    if shutil.disk_usage(place.staging).free < needed - there + _SPARE:
        raise _no_room(model, store, needed - there)


def _no_room(model: Model, store: Store, needed: int) -> BadInput:
    free = shutil.disk_usage(store.root).free
    return BadInput(
        "models.no_room",
        name=model.name,
        folder=store.root,
        needed_mb=(needed + _SPARE) >> 20,
        free_mb=free >> 20,
    )


def _put_to_use(
    model: Model,
    source: AnySource,
    place: Place,
    store: Store,
    arrived: Mapping[ModelFile, Arrived],
    agreement: Agreement | None,
) -> Installed:
    """Move gathered files to their places, and record them last: a model without a record is not whole."""
    gathered = {file: sources.staged(file, source, place) for file in arrived}
    for number, (file, path) in enumerate(gathered.items(), 1):
        if path.is_file():  # two files may have the same content
            put = files.copy if path in list(gathered.values())[number:] else files.move
            put(path, store.folder(model) / file.path)
    folder = str(store.folder(model))
    installed = Installed(
        name=model.name,
        source=sources.label(source, place.environment),
        revision=source.revision if isinstance(source, HubSource) else "",
        files=tuple(
            InstalledFile(path=str(Path(model.folder) / file.path), size=each.size, sha256=each.sha256)
            for file, each in arrived.items()
        ),
        licence=model.licence.name,
        agreement=agreement,
        settings={
            name: value.replace("{folder}", folder) for name, value in {**model.settings, **source.settings}.items()
        },
        fetched_at=datetime.now(UTC),
    )
    store.record(installed)
    shutil.rmtree(place.staging, ignore_errors=True)
    return installed
