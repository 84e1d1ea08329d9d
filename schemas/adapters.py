"""Adapter descriptors: how a writer, voice, template, platform, site engine, notifier or media store declares itself.

An adapter is one object in an entry-point group. Settings, doctor, ``.env.example``, the review app's choices and the
tables of the docs are derived from these objects; there is no other list of adapters.

The module that holds a descriptor is imported wherever adapters are listed, also where their libraries are missing: it
imports nothing heavy, and names the class behind it as ``"package.module:Class"``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from pydantic import BaseModel

from schemas.errors import ConfigurationError


class AdapterKind(StrEnum):
    """What an adapter is; its value is its name in output and settings."""

    WRITER = "writer"
    VOICE = "voice"
    PICTURE_MAKER = "picture-maker"
    TEMPLATE = "template"
    PLATFORM = "platform"
    ENGINE = "engine"
    NOTIFIER = "notifier"
    MEDIA_STORE = "media-store"


GROUPS: Final = {
    AdapterKind.WRITER: "wagglebot.writers",
    AdapterKind.VOICE: "wagglebot.voices",
    AdapterKind.PICTURE_MAKER: "wagglebot.picture_makers",
    AdapterKind.TEMPLATE: "wagglebot.templates",
    AdapterKind.PLATFORM: "wagglebot.publishers",
    AdapterKind.ENGINE: "wagglebot.crawlers",
    AdapterKind.NOTIFIER: "wagglebot.notifiers",
    AdapterKind.MEDIA_STORE: "wagglebot.media_stores",
}
"""The entry-point group of each kind. An entry point names an `Adapter`."""

_KINDS_OF_STATION: Final = {
    "studio": (AdapterKind.WRITER, AdapterKind.VOICE, AdapterKind.PICTURE_MAKER, AdapterKind.TEMPLATE),
    "publish": (AdapterKind.PLATFORM,),
    "collect": (AdapterKind.ENGINE,),
    "health": (AdapterKind.NOTIFIER,),
    "media": (AdapterKind.MEDIA_STORE,),
}


@dataclass(frozen=True, slots=True)
class Extra:
    """Python modules that an adapter imports, and the extra of the package that installs them.

    ``cure`` is the command where installing the extra beside the others is not the way.
    """

    name: str
    modules: tuple[str, ...]
    cure: str = ""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Files that must lie in the folder (or be the file) that the adapter's setting ``setting`` names.

    ``cure`` is the command, or the sentence, that brings them. ``sha256`` by file name where a file is pinned.
    """

    setting: str
    names: tuple[str, ...] = ()
    cure: str = ""
    sha256: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Server:
    """A server that must answer at the address in the adapter's setting ``setting``; ``cure`` says how to start it.

    ``ask`` names a function, as ``"module:function"``, that asks the server whether it can do the adapter's work: given
    the adapter's settings and the recipe, it yields a `WaggleError` for everything that is wrong.
    """

    setting: str
    cure: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A permission of a platform that must have been given: the file in the setting ``setting`` holds its token."""

    setting: str
    cure: str = ""


Need = Extra | ModelFiles | Server | Account


@dataclass(frozen=True, slots=True)
class SettingsSection:
    """Where an adapter's settings stand: ``WAGGLEBOT_<STATION>__<NAME>__…``. Two adapters may share a section."""

    station: str
    name: str
    model: type[BaseModel]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """All that the program knows of an adapter without running it.

    ``version`` is raised whenever the adapter's output changes for equal input: it is part of the stage keys.
    ``make`` is the class or function behind it, called with the adapter's own arguments; as ``"module:name"`` it is
    imported only when the adapter runs. ``languages``: those it can speak or write, empty for any. ``gpu``: it may
    compute on the graphics card, so it runs under the card's lock. ``imitates_people``: its voices are made after
    recordings of real persons, which platforms must be told of. ``quotes_post``: its sentences are those of
    the post. ``parts``: further versioned parts that its output depends on, as ``"module:NAME"`` of a tuple of them,
    imported only when a key is made. ``fake``: the wire-level fake of its contract test.
    """

    kind: AdapterKind
    name: str
    version: str
    make: str | Callable[..., Any]
    title_en: str
    title_ko: str
    settings: SettingsSection | None = None
    languages: tuple[str, ...] = ()
    gpu: bool = False
    imitates_people: bool = False
    quotes_post: bool = False
    needs: tuple[Need, ...] = ()
    parts: str = ""
    fake: str = ""

    def load(self) -> Any:
        """The class or function behind the adapter. Raises ConfigurationError when its libraries are missing."""
        if not isinstance(self.make, str):
            return self.make
        module, _, name = self.make.partition(":")
        try:
            return getattr(import_module(module), name)
        except ImportError as error:
            extra = next((need.name for need in self.needs if isinstance(need, Extra)), "")
            raise ConfigurationError(
                "adapter.libraries_missing", kind=self.kind.value, name=self.name, why=str(error), extra=extra
            ) from error

    def uses_gpu(self, section: BaseModel | None) -> bool:
        """Whether it may compute on the graphics card as it is set: not when its ``device`` is ``cpu``."""
        return self.gpu and getattr(section, "device", "auto") != "cpu"


@dataclass(frozen=True, slots=True)
class InstalledAdapter:
    """An adapter and the distribution it came with; ``adapter`` is None when ``fault`` says why it cannot be used."""

    kind: AdapterKind
    name: str
    package: str
    adapter: Adapter | None = None
    fault: str = ""


@cache
def installed_adapters(kind: AdapterKind) -> tuple[InstalledAdapter, ...]:
    """Every adapter of a kind, ours first, then by name. One that cannot be imported is listed with its fault."""
    found = {point.name: _read(kind, point) for point in entry_points(group=GROUPS[kind])}
    return tuple(sorted(found.values(), key=lambda each: (each.package != "wagglebot", each.name)))


def usable_adapters(kind: AdapterKind) -> tuple[Adapter, ...]:
    """The adapters of a kind that can be used."""
    return tuple(each.adapter for each in installed_adapters(kind) if each.adapter is not None)


def usable_names(kind: AdapterKind) -> tuple[str, ...]:
    """The names of the adapters of a kind that can be used."""
    return tuple(each.name for each in usable_adapters(kind))


def find_adapter(kind: AdapterKind, name: str, *, setting: str) -> Adapter:
    """The adapter of that name. Raises ConfigurationError naming ``setting``, and the choices there are."""
    for each in installed_adapters(kind):
        if each.name == name and each.adapter is not None:
            return each.adapter
        if each.name == name:
            raise ConfigurationError("adapter.broken", setting=setting, name=name, package=each.package, why=each.fault)
    known = ", ".join(usable_names(kind)) or "-"
    raise ConfigurationError("adapter.unknown", setting=setting, kind=kind.value, name=name, known=known)


def settings_sections(station: str) -> dict[str, type[BaseModel]]:
    """The settings sections that a station's adapters declare, by their names there."""
    # Only these kinds: importing all adapters would slow down the start of every command.
    kinds = _KINDS_OF_STATION.get(station, ())
    declared = [each.settings for kind in kinds for each in usable_adapters(kind) if each.settings is not None]
    return {section.name: section.model for section in declared if section.station == station}


def _read(kind: AdapterKind, point: EntryPoint) -> InstalledAdapter:
    package = point.dist.name if point.dist is not None else "?"
    try:
        loaded = point.load()
    except Exception as error:  # noqa: BLE001 - another package's code runs at import; whatever it raises is its fault
        return InstalledAdapter(kind, point.name, package, fault=f"{type(error).__name__}: {error}")
    if not isinstance(loaded, Adapter) or loaded.kind is not kind or loaded.name != point.name:
        return InstalledAdapter(
            kind, point.name, package, fault=f"its entry point names no {kind.value} called {point.name}"
        )
    return InstalledAdapter(kind, point.name, package, adapter=loaded)
