"""Where the files of a model are gathered, and how the way there is watched."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from libraries.model_store.sources.any_source import AnySource
from libraries.model_store.sources.declared_sources import HubSource, ModelFile
from libraries.model_store.transfer import USUAL, Heard, TransferRetryLimits


class StagingArea(NamedTuple):
    """Where the files of a model are gathered before they are put to use, and how the way there is watched.

    ``last``: no further source is left, so that a slow one is waited for.
    """

    staging: Path
    heard: Heard
    patience: TransferRetryLimits = USUAL
    last: bool = True
    environment: Mapping[str, str] = os.environ


def staged_path(file: ModelFile, source: AnySource, place: StagingArea) -> Path:
    """Where a file is gathered: under its digest, so that another source of the same content goes on with it."""
    if file.sha256:
        return place.staging / file.sha256
    origin = f"{source.repository}@{source.revision}/{file.path}" if isinstance(source, HubSource) else file.path
    return place.staging / hashlib.sha256(origin.encode()).hexdigest()


def transfer_callback_and_limits(place: StagingArea) -> tuple[Heard, TransferRetryLimits]:
    """The callback that hears of a transfer to a place, and the patience it has, as `fetch_from_address` takes them."""
    return place.heard, place.patience
