"""The catalogue of models: what each is for, its licence, its needs, its files and where they can be had.

A model is a TOML file in ``models/`` beside this module, named for it.
"""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import JsonValue, StringConstraints, TypeAdapter, model_validator

from libraries.model_store.sources.declared_sources import (
    AddressSource,
    Bytes,
    HubSource,
    ModelFile,
    PackageIndexSource,
    RelativePath,
    Source,
)
from schemas.base import Frozen
from schemas.errors import BadInput

FOLDER: Final = Path(__file__).parent / "models"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=60)]


class ModelPurpose(StrEnum):
    """What a model does."""

    VOICE = "voice"
    WRITER = "writer"
    RECOGNISER = "recogniser"
    FACES = "faces"


class ModelLicence(Frozen):
    """The terms under which a model may be used.

    ``name``: its SPDX identifier where it has one. ``terms_en`` and ``terms_ko``: what a user has to keep, in short.
    ``ask``: the terms restrict use, so a person agrees before the model is fetched.
    """

    name: str
    url: str
    terms_en: str
    terms_ko: str
    ask: bool = False


class Model(Frozen):
    """A model that can be fetched.

    ``languages``: ISO 639-1; empty where it knows none, as a face finder. ``adapter``: the writer or voice that runs
    it. ``folder``: where it lies below the folder of models, itself where it is empty. ``memory_mb``, ``card_mb``: MiB
    of memory it needs without a graphics card, and of graphics memory with one; None where it does not run there.
    ``fits_gb``: graphics memory of the smallest card it is proposed for, 0 for the CPU; None: it is for trials.
    ``settings``: what makes WaggleBot use it, ``{folder}`` standing for its folder; ``recipe``: the choices that name
    it. ``fetched``: the authors of this entry fetched and ran it; else its figures are those of public documents.
    ``start``: the command that serves it, for a model that another program runs. ``note``: what else is to be known.
    """

    name: Name
    title: str
    purpose: ModelPurpose
    adapter: str
    licence: ModelLicence
    languages: tuple[str, ...] = ()
    folder: RelativePath | Literal[""] = ""
    memory_mb: Bytes | None = None
    card_mb: Bytes | None = None
    fits_gb: Bytes | None = None
    fetched: bool = False
    files: tuple[ModelFile, ...]
    sources: tuple[Source, ...]
    settings: dict[str, str] = {}
    recipe: dict[str, JsonValue] = {}
    start: str = ""
    origin: str
    note: str = ""

    @property
    def size(self) -> int:
        """Bytes on disk, of the files whose size is known."""
        return sum(file.size or 0 for file in self.files)

    def files_in_source(self, source: Source) -> tuple[ModelFile, ...]:
        """The files that a source of it has."""
        return source.files or self.files

    @model_validator(mode="after")
    def _sources_have_every_file(self) -> Self:
        for source in self.sources:
            files = self.files_in_source(source)
            paths = {file.path for file in files}
            if len(paths) != len(files):
                raise ValueError("a file is named twice")
            match source:
                case HubSource():
                    stray = set(source.paths) - paths
                case AddressSource():
                    stray = set(source.urls) ^ paths
                case PackageIndexSource():
                    stray = set(source.wheels) ^ paths
            if stray:
                raise ValueError(f"{source.kind} and the files differ in {', '.join(sorted(stray))}")
            if source.kind != "hub" and any(file.sha256 is None or file.size is None for file in files):
                raise ValueError("what no hub vouches for needs sizes and sha256")
        return self


@cache
def read_catalogue(folder: Path = FOLDER) -> dict[str, Model]:
    """All models by name, voices first. Raises ValidationError, TOMLDecodeError."""
    shape = TypeAdapter(Model)
    models = [
        shape.validate_python({"name": file.stem, **tomllib.loads(file.read_text(encoding="utf-8"))})
        for file in folder.glob("*.toml")
    ]
    order = list(ModelPurpose)
    models.sort(key=lambda model: (order.index(model.purpose), model.fits_gb is None, model.fits_gb or 0, model.name))
    return {model.name: model for model in models}


def find_model(name: str, folder: Path = FOLDER) -> Model:
    """The model of a name. Raises BadInput, naming those that there are."""
    models = read_catalogue(folder)
    if name not in models:
        raise BadInput("models.unknown", name=name, known=", ".join(models))
    return models[name]
