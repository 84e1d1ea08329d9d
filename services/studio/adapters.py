"""The writers, voices and makers of pictures that a recipe names, each with its settings."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, JsonValue

from libraries.model_store.store import ModelStore
from schemas.adapters import Adapter, AdapterKind, ModelFiles, find_adapter, usable_adapters
from schemas.events import ModelUsed
from schemas.recipe import Recipe, Stage
from services.config import StudioSettings

KINDS: Final[Mapping[Stage, AdapterKind]] = MappingProxyType(
    {Stage.SCRIPT: AdapterKind.WRITER, Stage.VOICE: AdapterKind.VOICE, Stage.PICTURE: AdapterKind.PICTURE_MAKER}
)
"""The stages whose work an adapter does, and the kind of that adapter."""

INDIFFERENT: Final = frozenset({"api_key", "timeout", "release", "reserve_mb", "device", "folder", "poll", "contact"})
"""Settings that change how long a result takes, where it is made or who asks for it, not what it is."""


class ChosenAdapter(NamedTuple):
    """An adapter that the recipe names, with its section of the settings; None when it has none."""

    adapter: Adapter
    section: BaseModel | None

    def instantiate(self) -> Any:
        """The adapter's object, made with its settings. Raises ConfigurationError when its libraries are missing."""
        factory = self.adapter.load()
        return factory() if self.section is None else factory(self.section)

    @property
    def decisive_settings(self) -> dict[str, JsonValue] | None:
        """The settings of the adapter that decide what a result is; None for an adapter without settings."""
        return self.section.model_dump(mode="json", exclude=set(INDIFFERENT)) if self.section else None

    @property
    def uses_gpu(self) -> bool:
        """Whether the adapter may compute on the graphics card with these settings."""
        return self.adapter.uses_gpu(self.section)


def adapter_names_in_recipe(stage: Stage, recipe: Recipe) -> tuple[str, ...]:
    """The names of the adapters that ``recipe`` has for a stage, in their order; none for a stage without adapters."""
    named: Mapping[Stage, tuple[str, ...]] = {
        Stage.SCRIPT: recipe.script.chain,
        Stage.VOICE: recipe.voice.chain,
        Stage.PICTURE: recipe.picture.chain,
    }
    return named.get(stage, ())


def chosen_adapters(stage: Stage, recipe: Recipe, settings: StudioSettings) -> list[ChosenAdapter]:
    """The adapters that ``recipe`` names for a stage, in its order, without those that are not installed."""
    if stage not in KINDS:
        return []
    there = {adapter.name: adapter for adapter in usable_adapters(KINDS[stage])}
    found = [there[name] for name in adapter_names_in_recipe(stage, recipe) if name in there]
    return [ChosenAdapter(each, settings.settings_of_adapter(each)) for each in found]


def model_folder(chosen: ChosenAdapter) -> Path | None:
    """The folder of the adapter's model; None when it has no model of its own."""
    for need in chosen.adapter.needs:
        if isinstance(need, ModelFiles):
            return Path(getattr(chosen.section, need.setting))
    return None


def models_used(stage: Stage, served_by: str, recipe: Recipe, settings: StudioSettings) -> tuple[ModelUsed, ...]:
    """The fetched models that a result of a stage was made with: of its adapter, of a film what finds faces."""
    places = [model_folder(each) for each in chosen_adapters(stage, recipe, settings) if each.adapter.name == served_by]
    if stage is Stage.FILM and recipe.film.blur != "none":
        places.append(settings.faces)
    store = ModelStore()
    return tuple(model for place in places if place is not None for model in store.models_in_folder(place))


def require_usable_adapters(
    kind: AdapterKind, names: tuple[str, ...], settings: StudioSettings, *, setting: str
) -> list[ChosenAdapter]:
    """The adapters called ``names``. Raises ConfigurationError naming ``setting`` when one cannot be used."""
    found = [find_adapter(kind, name, setting=setting) for name in names]
    return [ChosenAdapter(adapter, settings.settings_of_adapter(adapter)) for adapter in found]
