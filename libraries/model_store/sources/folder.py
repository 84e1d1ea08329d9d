"""A folder as a source, such as that of a USB stick."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from libraries import files
from libraries.model_store.catalogue import Model
from libraries.model_store.sources.declared_sources import ModelFile
from libraries.model_store.transfer import ReceivedFile
from schemas.errors import BadInput


class FolderSource(NamedTuple):
    """A folder, such as that of a USB stick, with the files of a model: as in the model, or all side by side."""

    folder: Path
    files: tuple[ModelFile, ...]
    settings: Mapping[str, str]

    def find_file(self, file: ModelFile) -> Path | None:
        """Where a file lies there."""
        candidates = (self.folder / file.path, self.folder / Path(file.path).name)
        return next((path for path in candidates if path.is_file()), None)


def folder_source_of_model(model: Model, folder: Path) -> FolderSource:
    """A folder as a source of a model: of the build whose files lie there in their sizes."""
    builds: dict[tuple[ModelFile, ...], Mapping[str, str]] = {model.files: {}}
    for each in model.sources:
        builds.setdefault(model.files_in_source(each), each.settings)
    for build, settings in builds.items():
        source = FolderSource(folder, build, settings)
        found = [(file, source.find_file(file)) for file in build]
        if all(path is not None and file.size in (None, path.stat().st_size) for file, path in found):
            return source
    return FolderSource(folder, model.files, {})


def copy_from_folder(file: ModelFile, source: FolderSource, target: Path) -> ReceivedFile:
    """Copy a file out of a folder. Raises BadInput."""
    path = source.find_file(file)
    if path is None:
        raise BadInput("models.not_in_folder", folder=source.folder, file=file.path)
    files.copy_atomically(path, target)
    found = ReceivedFile(target.stat().st_size, files.sha256_of_file(target))
    if file.sha256 not in (None, found.sha256) or file.size not in (None, found.size):
        target.unlink()
        raise BadInput("models.altered", source=source.folder, file=file.path)
    return found
