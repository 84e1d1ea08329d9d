"""``wagglebot adapters``: the installed adapters, what each needs, and what of that is missing."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from libraries.checks.adapter_needs import UnmetNeed, server_refusals, unmet_needs
from libraries.checks.finding import Finding
from libraries.settings.sections import SectionWithAdapters
from schemas.adapters import (
    Account,
    Adapter,
    AdapterKind,
    Extra,
    InstalledAdapter,
    Need,
    Server,
    installed_adapters,
    usable_names,
)
from schemas.recipe import Stage
from services.cli.shared.output import JsonOption, load_settings, print_json, print_table
from services.config import Settings

_STAGES = {
    AdapterKind.WRITER: Stage.SCRIPT,
    AdapterKind.VOICE: Stage.VOICE,
    AdapterKind.PICTURE_MAKER: Stage.PICTURE,
    AdapterKind.TEMPLATE: Stage.FILM,
}
"""The stage whose Python runs an adapter; the others run in ours."""

_CHOSEN_BY = {
    AdapterKind.WRITER: "WAGGLEBOT_RECIPE, script.chain",
    AdapterKind.VOICE: "WAGGLEBOT_RECIPE, voice.chain",
    AdapterKind.PICTURE_MAKER: "WAGGLEBOT_RECIPE, picture.chain",
    AdapterKind.TEMPLATE: "WAGGLEBOT_RECIPE, film.template, or WAGGLEBOT_LEARNING__ALLOW",
    AdapterKind.PLATFORM: "WAGGLEBOT_PUBLISH__PLATFORMS",
    AdapterKind.MEDIA_STORE: "WAGGLEBOT_MEDIA__STORE",
    AdapterKind.NOTIFIER: "WAGGLEBOT_HEALTH__NOTIFIERS",
}
"""The setting that chooses an adapter of each kind that the doctor looks at."""


class ExaminedAdapter(NamedTuple):
    """An installed adapter, and what of its needs is not met."""

    found: InstalledAdapter
    unmet: tuple[UnmetNeed, ...]


def adapters(json: JsonOption = False) -> None:
    """Every writer, voice, template, platform, site engine, notifier and media store that is installed."""
    states = list(examine_adapters(load_settings()))
    if json:
        print_json([_state_json(state) for state in states])
    else:
        columns = ["kind", "name", "version", "languages", "gpu", "needs", "package", ""]
        print_table("Adapters", columns, [_row(state) for state in states])


def examine_adapters(loaded: Settings, kinds: Iterable[AdapterKind] = AdapterKind) -> Iterator[ExaminedAdapter]:
    """Every installed adapter of ``kinds``, checked as ``loaded`` sets it."""
    for kind in kinds:
        python = loaded.studio.stage_python(_STAGES[kind].value) if kind in _STAGES else loaded.studio.stage_python("")
        for each in installed_adapters(kind):
            lacks = unmet_needs(each.adapter, _settings_section(each.adapter, loaded), python) if each.adapter else []
            yield ExaminedAdapter(each, tuple(lacks))


def adapter_findings(loaded: Settings) -> list[Finding]:
    """What the doctor finds of adapters: those in use, which must be ready, and the others that are not, with needs."""
    used = _in_use(loaded)
    states = {name: _asked_server(state, loaded) if name in used else state for name, state in _states(loaded)}
    shown = {name: state for name, state in states.items() if name in used or state.unmet or state.found.fault}
    missing = sorted(used - states.keys() - {(AdapterKind.TEMPLATE, "auto")})
    return [
        *(_finding(state, used=name in used) for name, state in shown.items()),
        *(_not_installed(kind, name) for kind, name in missing),
    ]


def _states(loaded: Settings) -> Iterator[tuple[tuple[AdapterKind, str], ExaminedAdapter]]:
    for state in examine_adapters(loaded):
        yield (state.found.kind, state.found.name), state


def _asked_server(state: ExaminedAdapter, loaded: Settings) -> ExaminedAdapter:
    """``state`` with what the adapter's server says of itself, where nothing else is missing."""
    adapter = state.found.adapter
    if adapter is None or state.unmet:
        return state
    return state._replace(unmet=tuple(server_refusals(adapter, _settings_section(adapter, loaded), loaded.recipe)))


def _not_installed(kind: AdapterKind, name: str) -> Finding:
    remedy = f"Choose one of: {', '.join(usable_names(kind))}. It is named in {_CHOSEN_BY[kind]}."
    return Finding(what=f"{kind} {name}", state="fail", found="not installed", remedy=remedy)


def _in_use(loaded: Settings) -> set[tuple[AdapterKind, str]]:
    recipe = loaded.recipe
    named = {
        AdapterKind.WRITER: recipe.script.chain,
        AdapterKind.VOICE: recipe.voice.chain,
        AdapterKind.PICTURE_MAKER: recipe.picture.chain,
        AdapterKind.TEMPLATE: (recipe.film.template, *loaded.learning.allow.get("template", ())),
        AdapterKind.PLATFORM: loaded.publish.platforms,
        AdapterKind.MEDIA_STORE: (loaded.media.store,),
        AdapterKind.NOTIFIER: loaded.health.notifiers,
    }
    return {(kind, name) for kind, chosen in named.items() for name in chosen}


def _finding(state: ExaminedAdapter, *, used: bool) -> Finding:
    found, lacks = state
    what = f"{found.kind} {found.name}"
    if found.fault:
        remedy = f"Mend or remove the package {found.package}."
        return Finding(what=what, state="fail" if used else "warn", found=found.fault, remedy=remedy)
    if not lacks:
        return Finding(what=what, state="ok", found="in use")
    summary = ("" if used else "not set up: ") + "; ".join(lack.what for lack in lacks)
    remedy = " ".join(dict.fromkeys(lack.cure for lack in lacks if lack.cure))
    return Finding(what=what, state="fail" if used else "ok", found=summary, remedy=remedy)


def _settings_section(adapter: Adapter, loaded: Settings) -> Any:
    station = getattr(loaded, adapter.settings.station, None) if adapter.settings else None
    return station.settings_of_adapter(adapter) if isinstance(station, SectionWithAdapters) else None


def _state_json(state: ExaminedAdapter) -> dict[str, Any]:
    found, adapter = state.found, state.found.adapter
    return {
        "kind": found.kind.value,
        "name": found.name,
        "version": adapter.version if adapter else None,
        "languages": list(adapter.languages) if adapter else [],
        "gpu": adapter.gpu if adapter else False,
        "needs": [_need_text(need) for need in adapter.needs] if adapter else [],
        "unmet": [lack._asdict() for lack in state.unmet],
        "title": {"en": adapter.title_en, "ko": adapter.title_ko} if adapter else {},
        "package": found.package,
        "fault": found.fault,
    }


def _row(state: ExaminedAdapter) -> list[str]:
    found, adapter = state.found, state.found.adapter
    if adapter is None:
        return [found.kind, found.name, "", "", "", "", found.package, found.fault]
    lacks = "; ".join(lack.what for lack in state.unmet)
    needs = ", ".join(_need_text(need) for need in adapter.needs)
    languages = ", ".join(adapter.languages) or "any"
    return [
        *(found.kind, found.name, adapter.version, languages, "yes" if adapter.gpu else "", needs, found.package),
        lacks or "ready",
    ]


def _need_text(need: Need) -> str:
    match need:
        case Extra(name=name):
            return f"extra {name}"
        case Server(setting=setting):
            return f"server at {setting}" if setting else "internet"
        case Account(setting=setting):
            return f"permission in {setting}"
        case _:
            return f"files at {need.setting}"
