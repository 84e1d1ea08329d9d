"""The models that are proposed for a machine, and how long it takes to have them."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from libraries.model_store.catalogue import Model, ModelPurpose
from libraries.setup.machine import Machine

_LANGUAGE: Final = "ko"
_SPARE_MEMORY: Final = 1500
"""MiB that stay for the other stations while a writer computes."""
_SPARE_DISK: Final = 3000
"""MiB that stay free for films."""
_FAST, _SLOW = 100, 10
"""Megabits a second of the two connections whose times are told."""


class ModelPlan(NamedTuple):
    """The proposed models, by what they are for; None where none fits the machine."""

    writer: Model | None
    voice: Model | None
    faces: Model | None

    @property
    def models(self) -> list[Model]:
        """The proposed models, the smallest first, so that something works early."""
        return sorted((each for each in self if each is not None), key=lambda model: model.size)

    def download_megabytes(self, there: Iterable[str] = ()) -> float:
        """10^6 bytes to fetch, without the models named in ``there``."""
        skipped = set(there)
        return sum(model.size for model in self.models if model.name not in skipped) / 1e6


def propose_models(machine: Machine, models: Iterable[Model]) -> ModelPlan:
    """For Korean posts: the largest writer that fits the card, else that for the processor; voice and face finder."""
    fitting = [model for model in models if model.fits_gb is not None and not model.start and _has_room(model, machine)]
    korean = [model for model in fitting if _LANGUAGE in model.languages]
    writers = [model for model in korean if model.purpose is ModelPurpose.WRITER and _computes(model, machine)]
    voices = [model for model in korean if model.purpose is ModelPurpose.VOICE and model.fits_gb == 0]
    finders = [model for model in fitting if model.purpose is ModelPurpose.FACES]
    return ModelPlan(
        writer=max(writers, key=lambda model: (model.fits_gb or 0, model.size), default=None),
        voice=max(voices, key=lambda model: model.size, default=None),
        faces=finders[0] if finders else None,
    )


def _has_room(model: Model, machine: Machine) -> bool:
    return model.size / 2**20 + _SPARE_DISK <= machine.disk_mb


def _computes(writer: Model, machine: Machine) -> bool:
    """Whether the machine runs a writer at a bearable pace: on its card, or one that is made for the processor."""
    if writer.fits_gb and machine.card is not None and machine.writer_on_card:
        # A card of 12 GB has 12,288 MiB or a little less, and its desktop takes some.
        return (writer.card_mb or 0) * 1.1 <= machine.card.total_mb
    return writer.fits_gb == 0 and (writer.memory_mb or 0) + _SPARE_MEMORY <= machine.memory_mb


def download_time_text(megabytes: float) -> str:
    """How long a download takes, for a person, on a fast and on a slow line."""
    return f"{_told(megabytes * 8 / _FAST)} at {_FAST} Mbit/s, {_told(megabytes * 8 / _SLOW)} at {_SLOW}"


def _told(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"
