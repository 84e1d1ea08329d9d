"""The operator's side: settings and switches, accounts, the audit list, lanes and insights."""

import asyncio
import re
from typing import Any, Final

from fastapi import APIRouter
from pydantic import BaseModel, SecretStr

from schemas.base import Frozen
from schemas.recipe import Recipe, Stage
from schemas.switches import Switches
from schemas.views import Projection
from services.bus import Bus
from services.bus.consumer.stats import ConsumerStats, lanes
from services.bus.runtime_settings import switch, switches
from services.commands.review import DecisionRefused
from services.config import Settings
from services.review.auth.accounts import AccountRole, Name, Password, Person
from services.review.auth.audit_log import Act, Audit
from services.review.auth.dependencies import Operator, Who
from services.review.auth.entry import EntryMode, EntryPolicy
from services.review.live.activity import ActivityLog, Measured, SiteCount
from services.review.ports import Choices, Ports

_SHOWN: Final = 300
_FILMS: Final = 50
_PASSWORD: Final = re.compile(r"(//[^:/@\s]+):[^@\s]*@")
_MASK: Final = "••••••"


class Me(Frozen):
    """``login``: there is a session to end. ``accounts``: there are names to tell apart."""

    name: str
    role: AccountRole
    login: bool
    accounts: bool


class SettingView(Frozen):
    """``name`` is that of its environment variable; a secret that is set is shown as dots."""

    name: str
    value: str


class Panel(Frozen):
    """``recipe`` and ``approve_script`` as the next approval takes them."""

    settings: tuple[SettingView, ...]
    approve_script: bool
    recipe: Recipe
    choices: Choices


class Turn(Frozen):
    """What is changed; None leaves it."""

    approve_script: bool | None = None
    recipe: Recipe | None = None


class NewAccount(Frozen):
    name: Name
    password: Password
    role: AccountRole


class FilmFigures(Measured):
    title: str


class Insights(Frozen):
    """``measured``: at most fifty films, the most viewed first."""

    measured: tuple[FilmFigures, ...]
    sites: tuple[SiteCount, ...]
    seconds: dict[Stage, float]


def control_routes(
    bus: Bus,
    projection: Projection,
    settings: Settings,
    *,
    door: EntryPolicy,
    audit: Audit,
    chronicle: ActivityLog,
    ports: Ports,
) -> APIRouter:
    """Everything about the program itself. Writes are an operator's."""
    router = APIRouter(prefix="/api")

    @router.get("/session")
    async def session(who: Who) -> Me:
        login = door.entry is EntryMode.LOGIN
        return Me(name=who.name, role=who.role, login=login, accounts=not door.people.empty)

    @router.get("/lanes")
    async def figures() -> list[ConsumerStats]:
        return await lanes(bus)

    @router.get("/insights")
    async def insights() -> Insights:
        films = chronicle.measured()[:_FILMS]
        cards = await asyncio.to_thread(lambda: [projection.post(one.key) for one in films])
        return Insights(
            measured=tuple(
                FilmFigures(**one.model_dump(), title=card.title if card else "")
                for one, card in zip(films, cards, strict=True)
            ),
            sites=tuple(chronicle.sites()),
            seconds=chronicle.seconds(),
        )

    @router.get("/settings")
    async def panel(_: Operator) -> Panel:
        return await asyncio.to_thread(_panel, settings, await switches(bus), ports)

    @router.post("/settings")
    async def change(wanted: Turn, who: Operator) -> Panel:
        changes = {name: getattr(wanted, name) for name in wanted.model_fields_set}
        changed = await switch(bus, lambda now: now.model_copy(update=changes))
        note = ", ".join(sorted(changes))
        await asyncio.to_thread(audit.note, Act(who=who.name, what="settings", note=note))
        return await asyncio.to_thread(_panel, settings, changed, ports)

    @router.get("/audit")
    async def acts(_: Operator) -> list[Act]:
        noted = await asyncio.to_thread(audit.newest)
        return sorted([*chronicle.acts(), *noted], key=lambda act: act.time, reverse=True)[:_SHOWN]

    _people_routes(router, door, audit)
    return router


def _people_routes(router: APIRouter, door: EntryPolicy, audit: Audit) -> None:
    @router.get("/people")
    async def people(_: Operator) -> list[Person]:
        return door.people.all()

    @router.post("/people")
    async def put(wanted: NewAccount, who: Operator) -> Person:
        if door.people.empty and wanted.role is not AccountRole.OPERATOR:
            raise DecisionRefused("operator_first", 409)
        made = await asyncio.to_thread(door.people.put, wanted.name, wanted.password, wanted.role)
        door.sessions.end_all_of(made.name)
        await asyncio.to_thread(audit.note, Act(who=who.name, what="account", about=made.name, note=made.role.value))
        return made

    @router.post("/people/{name}/remove")
    async def remove(name: str, who: Operator) -> Person:
        if not await asyncio.to_thread(door.people.remove, name):
            raise DecisionRefused("last_operator", 409)
        door.sessions.end_all_of(name)
        await asyncio.to_thread(audit.note, Act(who=who.name, what="account_removed", about=name))
        return who


def _panel(settings: Settings, switched: Switches, ports: Ports) -> Panel:
    recipe = switched.recipe_for(settings.recipe, approve_script=settings.studio.script_approval)
    return Panel(
        settings=tuple(_rows(settings, "WAGGLEBOT")),
        approve_script=recipe.approve_script,
        recipe=recipe,
        choices=ports.choices(),
    )


def _rows(section: BaseModel, prefix: str) -> list[SettingView]:
    """Every setting below a section by the name of its variable."""
    rows: list[SettingView] = []
    for name in type(section).model_fields:
        value: Any = getattr(section, name)
        variable = f"{prefix}_{name.upper()}"
        if isinstance(value, BaseModel):
            rows += _rows(value, f"{variable}_")
        else:
            rows.append(SettingView(name=variable, value=_shown(value)))
    return rows


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return _MASK if value.get_secret_value() else ""
    if isinstance(value, dict):
        return ", ".join(f"{name}={_shown(one)}" for name, one in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value))
    return _PASSWORD.sub(rf"\1:{_MASK}@", "" if value is None else str(value))
