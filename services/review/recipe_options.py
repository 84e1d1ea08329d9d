"""What may be chosen in the app: adapters by the names of their descriptors, music and backgrounds by their files."""

from pathlib import Path
from typing import Final, Self

from libraries.checks.adapter_needs import unmet_needs
from libraries.own_assets import AssetKind
from schemas.adapters import AdapterKind, usable_adapters, usable_names
from schemas.base import Frozen
from schemas.recipe import Stage
from schemas.script import Mood
from services.config import PublishSettings, StudioSettings
from services.studio.film.user_media.own_files import bundled_asset_names, own_assets

AUTO: Final = "auto"


class AdapterTitle(Frozen):
    """What an adapter is called in Korean and in English."""

    kind: AdapterKind
    name: str
    ko: str
    en: str


class UnreadyVoice(Frozen):
    """A voice that is installed and cannot be used now. ``cure``: the command or sentence that helps.

    ``korean``: whether it speaks Korean at all.
    """

    name: str
    korean: bool
    cure: str


def unready_voices(studio: StudioSettings) -> list[UnreadyVoice]:
    """The voices that do not speak Korean or lack something on this machine. Blocking: servers are asked."""
    found = []
    for one in usable_adapters(AdapterKind.VOICE):
        korean = not one.languages or "ko" in one.languages
        lacks = unmet_needs(one, studio.settings_of_adapter(one), studio.stage_python(Stage.VOICE)) if korean else []
        if lacks or not korean:
            found.append(UnreadyVoice(name=one.name, korean=korean, cure=" ".join(each.cure for each in lacks)))
    return found


class RecipeOptions(Frozen):
    """The names that a recipe may hold, by field."""

    templates: tuple[str, ...]
    voices: tuple[str, ...]
    music: tuple[str, ...]
    backgrounds: tuple[str, ...]
    moods: tuple[Mood, ...] = tuple(Mood)

    @classmethod
    def current(cls, assets: Path) -> Self:
        """The options there are now; a file that is dropped into the folder of own assets is one at once. Blocking."""

        def usable(kind: AssetKind) -> list[str]:
            return sorted(bundled_asset_names(kind).union(own.name for own in own_assets(assets, kind) if not own.why))

        return cls(
            templates=(AUTO, *usable_names(AdapterKind.TEMPLATE)),
            voices=usable_names(AdapterKind.VOICE),
            music=(AUTO, "none", *usable("music")),
            backgrounds=(AUTO, *usable("backgrounds")),
        )


def adapter_titles(publish: PublishSettings | None = None) -> tuple[AdapterTitle, ...]:
    """The titles of every adapter that is installed, and of the platforms of the channels beside the default one."""
    found = [
        AdapterTitle(kind=kind, name=each.name, ko=each.title_ko, en=each.title_en)
        for kind in AdapterKind
        for each in usable_adapters(kind)
    ]
    platforms = {each.name: each for each in found if each.kind is AdapterKind.PLATFORM}
    for name, channel in publish.channels.items() if publish else ():
        title = channel.title or name
        found += [
            AdapterTitle(kind=one.kind, name=f"{name}@{one.name}", ko=f"{title} · {one.ko}", en=f"{title} · {one.en}")
            for one in (platforms[each] for each in channel.accounts if each in platforms)
        ]
    return tuple(found)
