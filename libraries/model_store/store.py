"""The models that are on this machine: which, from where, under which licence, and whether they are still whole."""

import fcntl
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

from libraries import files
from libraries.model_store.catalogue import Model, ModelLicence
from libraries.model_store.records import InstalledFile, InstalledModel, LicenceAgreement
from libraries.paths import HOME
from schemas.errors import BadInput
from schemas.events import ModelUsed

ROOT: Final = HOME / "var/models"
"""The folder of models."""

State = Literal["missing", "partial", "whole", "damaged"]


class ModelStore:
    """A folder of models. Records, agreements and what is on its way lie in its hidden folders."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self._records = root / ".installed"
        self._agreements = root / ".licences.json"

    def model_folder(self, model: Model) -> Path:
        """Where the files of a model lie."""
        return self.root / model.folder

    def staging_folder(self, name: str) -> Path:
        """Where the files of a model are gathered before they are put to use."""
        return self.root / ".fetching" / name

    def find_record(self, name: str) -> InstalledModel | None:
        """The record of a model; None where it was not fetched."""
        try:
            return InstalledModel.model_validate_json((self._records / f"{name}.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def record_model(self, installed: InstalledModel) -> None:
        """Keep the record of a model, whose files are in place. Raises NoSpace, ConfigurationError."""
        files.write_atomically(self._records / f"{installed.name}.json", installed.model_dump_json().encode())

    def models_in_folder(self, place: Path) -> tuple[ModelUsed, ...]:
        """The fetched models whose files lie in a folder, or are the file that it is."""
        names = sorted(record.stem for record in self._records.glob("*.json"))
        found = [each for each in map(self.find_record, names) if each is not None]
        there = place.absolute()
        return tuple(
            ModelUsed(
                name=each.name,
                source=each.source,
                revision=each.revision,
                licence=each.licence,
                agreed_by=each.agreement.by if each.agreement else "",
                agreed_at=each.agreement.at if each.agreement else None,
            )
            for each in found
            if any((self.root / file.path).absolute().is_relative_to(there) for file in each.files)
        )

    def model_state(self, name: str) -> State:
        """The state of a model by the sizes of its files; `damaged_files` reads them."""
        installed = self.find_record(name)
        if installed is None:
            return "partial" if self.staging_folder(name).is_dir() else "missing"
        return "whole" if all(self._size(file) == file.size for file in installed.files) else "damaged"

    def damaged_files(self, name: str) -> list[str]:
        """The files of a model that are not as they were fetched. Raises BadInput where it was not, OSError."""
        installed = self.find_record(name)
        if installed is None:
            raise BadInput("models.not_there", name=name)
        return [
            file.path
            for file in installed.files
            if self._size(file) != file.size or files.sha256_of_file(self.root / file.path) != file.sha256
        ]

    def remove_model(self, name: str) -> int:
        """Delete a model and what was on its way; gives the bytes freed. Raises BadInput where there is nothing."""
        installed = self.find_record(name)
        staging = self.staging_folder(name)
        gone = sorted(staging.iterdir()) if staging.is_dir() else []
        if installed is None and not gone:
            raise BadInput("models.not_there", name=name)
        freed = 0
        (self._records / f"{name}.json").unlink(missing_ok=True)
        for path in (*(self.root / file.path for file in (installed.files if installed else ())), *gone):
            if path.is_file():
                freed += path.stat().st_size
                path.unlink()
            self._prune(path.parent)
        return freed

    def find_agreement(self, licence: ModelLicence) -> LicenceAgreement | None:
        """Who agreed to a licence on this machine, and when."""
        return self._agreed().get(licence.url)

    def record_agreement(self, licence: ModelLicence) -> LicenceAgreement:
        """Keep that the user of this machine agrees to a licence. Raises NoSpace, ConfigurationError."""
        made = LicenceAgreement(licence=licence.name, url=licence.url, by=getpass.getuser(), at=datetime.now(UTC))
        kept = {**self._agreed(), licence.url: made}
        files.write_atomically(self._agreements, TypeAdapter(dict[str, LicenceAgreement]).dump_json(kept))
        return made

    @contextmanager
    def lock_model(self, name: str) -> Iterator[None]:
        """Hold the lock of a model against other commands; waits for them. A process that dies gives the lock back."""
        lock = self.root / ".locks" / f"{name}.lock"
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _agreed(self) -> dict[str, LicenceAgreement]:
        try:
            return TypeAdapter(dict[str, LicenceAgreement]).validate_json(self._agreements.read_bytes())
        except (FileNotFoundError, ValidationError):
            return {}

    def _size(self, file: InstalledFile) -> int | None:
        path = self.root / file.path
        return path.stat().st_size if path.is_file() else None

    def _prune(self, folder: Path) -> None:
        """Delete folders of a model that became empty."""
        while folder != self.root and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
