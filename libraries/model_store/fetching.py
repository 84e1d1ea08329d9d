"""Fetching of a model: its licence, its sources one after the other, and putting it to use whole."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from libraries.model_store.catalogue import Model
from libraries.model_store.gathering import NOBODY, FetchCallbacks, gather_files, no_room_error
from libraries.model_store.installation import install_model
from libraries.model_store.records import InstalledModel, LicenceAgreement
from libraries.model_store.sources.any_source import bytes_to_receive
from libraries.model_store.sources.folder import folder_source_of_model
from libraries.model_store.sources.staging import StagingArea
from libraries.model_store.store import ModelStore
from libraries.model_store.transfer import USUAL, TransferRetryLimits
from schemas.errors import BadInput, ConfigurationError, NoSpace, ProviderDown, WaggleError
from schemas.failures import FailureExplanation, Language


class FetchOptions(NamedTuple):
    """Options of fetching a model. ``agree``: to its licence; ``folder``: it is copied from there, not fetched."""

    agree: bool = False
    folder: Path | None = None
    patience: TransferRetryLimits = USUAL
    environment: Mapping[str, str] = os.environ


_PLAIN: Final = FetchOptions()


def fetch_model(
    model: Model, store: ModelStore, wishes: FetchOptions = _PLAIN, watcher: FetchCallbacks = NOBODY
) -> InstalledModel:
    """Fetch a model, or what of it is missing or damaged; a model that is whole is left alone.

    Raises BadInput (licence, room, a source that refuses), ProviderDown (no source serves), ConfigurationError.
    """
    with store.lock_model(model.name):
        agreement = _agreed(model, store, wishes)
        chosen = [folder_source_of_model(model, wishes.folder)] if wishes.folder else list(model.sources)
        if (known := store.find_record(model.name)) and not store.damaged_files(model.name):
            return known
        failures: list[WaggleError] = []
        for number, source in enumerate(chosen, 1):
            place = StagingArea(
                store.staging_folder(model.name),
                watcher.heard,
                wishes.patience,
                number == len(chosen),
                wishes.environment,
            )
            try:
                arrived = gather_files(model, source, store, place, watcher)
            except NoSpace as error:
                raise no_room_error(model, store, bytes_to_receive(model, source)) from error
            except WaggleError as error:
                if isinstance(error, ConfigurationError) or error.code in ("models.no_room", "models.other_file_there"):
                    raise
                if len(chosen) > 1:
                    watcher.passed(error)
                failures.append(error)
                continue
            return install_model(model, source, place, store, arrived, agreement)
    if len(failures) == 1:
        raise failures[0]
    raise ProviderDown("models.not_fetched", name=model.name, why=_Reasons(tuple(failures)))


class _Reasons(NamedTuple):
    """Why no source serves, each in the language of the sentence that it becomes a part of."""

    errors: tuple[WaggleError, ...]

    def explained(self, language: Language) -> FailureExplanation:
        """All reasons in one sentence."""
        told = (error.explained(language).sentence.rstrip(".") for error in self.errors)
        return FailureExplanation("; ".join(told) or "-", "")


def _agreed(model: Model, store: ModelStore, wishes: FetchOptions) -> LicenceAgreement | None:
    """The agreement to the licence, where it asks for one. Raises BadInput when nobody agreed."""
    licence = model.licence
    known = store.find_agreement(licence)
    if known or not licence.ask:
        return known
    if wishes.agree:
        return store.record_agreement(licence)
    raise BadInput("models.licence", name=model.name, licence=licence.name, url=licence.url)
