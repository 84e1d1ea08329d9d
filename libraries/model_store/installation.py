"""Putting a model to use: its gathered files are moved to their places, and then recorded."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from libraries import files
from libraries.model_store.catalogue import Model
from libraries.model_store.records import InstalledFile, InstalledModel, LicenceAgreement
from libraries.model_store.sources.any_source import AnySource, source_label
from libraries.model_store.sources.declared_sources import HubSource, ModelFile
from libraries.model_store.sources.staging import StagingArea, staged_path
from libraries.model_store.store import ModelStore
from libraries.model_store.transfer import ReceivedFile


def install_model(
    model: Model,
    source: AnySource,
    place: StagingArea,
    store: ModelStore,
    arrived: Mapping[ModelFile, ReceivedFile],
    agreement: LicenceAgreement | None,
) -> InstalledModel:
    """Move gathered files to their places, and record them last: a model without a record is not whole."""
    gathered = {file: staged_path(file, source, place) for file in arrived}
    for number, (file, path) in enumerate(gathered.items(), 1):
        if path.is_file():  # two files may have the same content
            put = files.copy_atomically if path in list(gathered.values())[number:] else files.move_atomically
            put(path, store.model_folder(model) / file.path)
    folder = str(store.model_folder(model))
    installed = InstalledModel(
        name=model.name,
        source=source_label(source, place.environment),
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
    store.record_model(installed)
    shutil.rmtree(place.staging, ignore_errors=True)
    return installed
