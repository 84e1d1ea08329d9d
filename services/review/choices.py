"""What may be chosen in the app: adapters by the names of their descriptors, music and backgrounds by their files."""

from pathlib import Path
from typing import Final

from libraries.own_assets import AssetKind
from schemas.adapters import AdapterKind, adapters, names
from schemas.base import Frozen
from schemas.script import Mood
from services.studio.film.user_media.probe import builtin_names, own_assets

AUTO: Final = "auto"


class AdapterTitle(Frozen):
    """What an adapter is called in Korean and in English."""

    kind: AdapterKind
    name: str
    ko: str
    en: str


class Choices(Frozen):
    """Names that a recipe may hold."""

    templates: tuple[str, ...]
    voices: tuple[str, ...]
    music: tuple[str, ...]
    backgrounds: tuple[str, ...]
    moods: tuple[Mood, ...] = tuple(Mood)


def choices(assets: Path) -> Choices:
    """The choices there are now: a file that is dropped into the folder of own assets is offered at once. Blocking."""

    def usable(kind: AssetKind) -> list[str]:
        return sorted(builtin_names(kind).union(own.name for own in own_assets(assets, kind) if not own.why))

    return Choices(
        templates=(AUTO, *names(AdapterKind.TEMPLATE)),
        voices=names(AdapterKind.VOICE),
        music=(AUTO, "none", *usable("music")),
        backgrounds=(AUTO, *usable("backgrounds")),
    )


def titles() -> tuple[AdapterTitle, ...]:
    """The titles of every adapter that is installed."""
    return tuple(
        AdapterTitle(kind=kind, name=each.name, ko=each.title_ko, en=each.title_en)
        for kind in AdapterKind
        for each in adapters(kind)
    )
