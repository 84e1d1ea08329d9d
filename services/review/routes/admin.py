"""Routes about the program itself: settings, choices, accounts, the audit log, queues and insights."""

import asyncio
import re
from functools import partial
from typing import Any, Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, SecretStr

from libraries.accounts.accounts import AccountRole, Name, Password, Person
from libraries.accounts.audit_log import AuditEntry, AuditLog
from libraries.bus import Bus
from libraries.bus.consumer.stats import ConsumerStats, consumer_stats
from libraries.settings.sections import SectionWithAdapters
from schemas.adapters import settings_sections
from schemas.base import Frozen, Moment
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.views import FilmMeasurement, Projection
from services.commands.approve import recipe_for_approval
from services.commands.change_next_recipe import ChangeNextRecipe, change_next_recipe
from services.config import Settings
from services.review.auth.current_person import AnyPerson, Operator
from services.review.auth.entry import EntryMode, EntryPolicy
from services.review.live.activity import RecentActivity
from services.review.recipe_options import AdapterTitle, RecipeOptions, UnreadyVoice, adapter_titles, unready_voices

_SHOWN: Final = 300
_FILMS: Final = 50
_PASSWORD: Final = re.compile(r"(//[^:/@\s]+):[^@\s]*@")
_MASK: Final = "••••••"


class CurrentPerson(Frozen):
    """The person who is logged in. ``login``: there is a session to end. ``accounts``: accounts exist."""

    name: str
    role: AccountRole
    login: bool
    accounts: bool


class SettingView(Frozen):
    """A setting as the page shows it.

    ``name`` is that of its environment variable; a secret that is set is shown as dots.
    """

    name: str
    value: str


class SettingsPage(Frozen):
    """The settings page: all settings, and the choices of the next approvals.

    ``recipe`` and ``approve_script`` as the next approval takes them.
    """

    settings: tuple[SettingView, ...]
    approve_script: bool
    recipe: Recipe
    choices: RecipeOptions


class SaveAccountRequest(Frozen):
    """An account to make, or with ``replace`` one that is there and gets this password and role."""

    name: Name
    password: Password
    role: AccountRole
    replace: bool = False


class FilmFigures(Frozen):
    """The newest statistics of a film on a platform that it says, with the title of its post."""

    key: PostKey
    platform: str
    figures: dict[str, float]
    time: Moment
    title: str

    @classmethod
    def of(cls, found: FilmMeasurement, title: str) -> Self:
        said = found.statistics.model_dump(exclude={"retention", "traffic"}, exclude_none=True)
        return cls(key=found.key, platform=found.platform, figures=said, time=found.at, title=title)


class StageTimesAndTopFilms(Frozen):
    """How long stages take at present, and the most viewed films. ``measured``: at most fifty."""

    measured: tuple[FilmFigures, ...]
    seconds: dict[Stage, float]


def admin_routes(
    bus: Bus,
    projection: Projection,
    settings: Settings,
    *,
    entry: EntryPolicy,
    audit: AuditLog,
    activity: RecentActivity,
) -> APIRouter:
    """The routes about the program itself. Only an operator may change anything."""
    router = APIRouter(prefix="/api")

    @router.get("/session")
    async def session(person: AnyPerson) -> CurrentPerson:
        login = entry.mode is EntryMode.LOGIN
        return CurrentPerson(name=person.name, role=person.role, login=login, accounts=not entry.accounts.is_empty)

    @router.get("/adapters")
    async def titles() -> tuple[AdapterTitle, ...]:
        return await asyncio.to_thread(adapter_titles, settings.publish)

    @router.get("/voices/unready")
    async def unready() -> list[UnreadyVoice]:
        return await asyncio.to_thread(unready_voices, settings.studio)

    @router.get("/queues")
    async def queues() -> list[ConsumerStats]:
        return await consumer_stats(bus)

    @router.get("/insights")
    async def insights() -> StageTimesAndTopFilms:
        films = await asyncio.to_thread(projection.most_viewed, _FILMS)
        cards = await asyncio.to_thread(lambda: [projection.post(one.key) for one in films])
        return StageTimesAndTopFilms(
            measured=tuple(
                FilmFigures.of(one, card.title if card else "") for one, card in zip(films, cards, strict=True)
            ),
            seconds=activity.median_stage_seconds(),
        )

    @router.get("/settings")
    async def panel(_: Operator) -> SettingsPage:
        return await asyncio.to_thread(_settings_page, settings, await recipe_for_approval(bus, settings))

    @router.post("/settings")
    async def change(wanted: ChangeNextRecipe, operator: Operator) -> SettingsPage:
        recipe = await change_next_recipe(bus, wanted, operator.name, settings, audit)
        return await asyncio.to_thread(_settings_page, settings, recipe)

    @router.get("/audit")
    async def acts(_: Operator) -> list[AuditEntry]:
        noted = await asyncio.to_thread(audit.newest_entries)
        return sorted([*activity.newest_audit_entries(), *noted], key=lambda act: act.time, reverse=True)[:_SHOWN]

    _account_routes(router, entry, audit)
    return router


def _account_routes(router: APIRouter, entry: EntryPolicy, audit: AuditLog) -> None:
    @router.get("/people")
    async def people(_: Operator) -> list[Person]:
        return entry.accounts.list_people()

    @router.post("/people")
    async def put(wanted: SaveAccountRequest, operator: Operator) -> Person:
        made = await asyncio.to_thread(partial(entry.accounts.put_account, **dict(wanted)))
        entry.sessions.end_sessions_of_person(made.name)
        act = AuditEntry(who=operator.name, what="account", about=made.name, note=made.role.value)
        await asyncio.to_thread(audit.append, act)
        return made

    @router.post("/people/{name}/remove")
    async def remove(name: str, operator: Operator) -> Person:
        await asyncio.to_thread(entry.accounts.remove_account, name)
        entry.sessions.end_sessions_of_person(name)
        await asyncio.to_thread(audit.append, AuditEntry(who=operator.name, what="account_removed", about=name))
        return operator


def _settings_page(settings: Settings, recipe: Recipe) -> SettingsPage:
    return SettingsPage(
        settings=tuple(_setting_rows(settings, "WAGGLEBOT")),
        approve_script=recipe.approve_script,
        recipe=recipe,
        choices=RecipeOptions.current(settings.studio.assets),
    )


def _setting_rows(section: BaseModel, prefix: str) -> list[SettingView]:
    """Every setting below a section by the name of its variable, those of the installed adapters too."""
    rows: list[SettingView] = []
    for name in type(section).model_fields:
        value: Any = getattr(section, name)
        variable = f"{prefix}_{name.upper()}"
        if isinstance(value, BaseModel):
            rows += _setting_rows(value, f"{variable}_")
        elif name != "adapters":
            rows.append(SettingView(name=variable, value=_value_text(value)))
    if isinstance(section, SectionWithAdapters):
        for name, model in settings_sections(section.STATION).items():
            rows += _setting_rows(section.section_of(model), f"{prefix}_{name.upper()}_")
    return rows


def _value_text(value: object) -> str:
    if isinstance(value, SecretStr):
        return _MASK if value.get_secret_value() else ""
    if isinstance(value, dict):
        return ", ".join(f"{name}={_value_text(one)}" for name, one in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(_value_text, value))
    return _PASSWORD.sub(rf"\1:{_MASK}@", "" if value is None else str(value))
