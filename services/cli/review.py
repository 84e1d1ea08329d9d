"""What the review app can do, from the command line: decide, edit, remake, publish, switch sites, set choices."""

import getpass
from collections.abc import Awaitable, Callable, Sequence
from json import JSONDecodeError, loads
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import ValidationError

from crawlers.sites_config import registry
from schemas.errors import BadInput
from schemas.events import (
    ContentRequested,
    ContentScriptApproved,
    Event,
    PostApproved,
    PostDeclined,
    PostReopened,
)
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.states import PostState, Status
from schemas.switches import Switches
from services.bus import Bus
from services.bus.runtime_settings import switch, switches
from services.cli.output import JsonOption, console, emit, post_key
from services.cli.session import with_bus
from services.commands.checklist import demands
from services.config import Settings

T = TypeVar("T")
Posts = Annotated[list[str], typer.Argument(help="Keys of posts: sample.12.")]
PostName = Annotated[str, typer.Argument(help="Key of the post: sample.12.")]
site = typer.Typer(help="Switch sites on and off while everything runs.", no_args_is_help=True)


def approve(
    posts: Posts,
    edit: Annotated[bool, typer.Option("--edit", help="The script waits for a person before it is spoken.")] = False,
    checked: Annotated[list[str] | None, typer.Option(help="What you looked at: pii, copy, policy.")] = None,
    json: JsonOption = False,
) -> None:
    """Have films made of posts, with the choices that are set now."""

    async def recipe(bus: Bus, loaded: Settings) -> Recipe:
        chosen = (await switches(bus)).recipe_for(loaded.recipe, approve_script=loaded.studio.script_approval)
        return chosen.model_copy(update={"approve_script": True}) if edit else chosen

    async def work(bus: Bus, loaded: Settings) -> list[str]:
        chosen = await recipe(bus, loaded)

        def event(key: PostKey, state: PostState) -> Event:
            _require_checked(key, state, checked or ())
            return PostApproved(
                post_key=key,
                revision=state.revision + 1,
                reviewer=getpass.getuser(),
                recipe=chosen.of(str(key)),
                checked=tuple(checked or ()),
            )

        return await _each(bus, posts, event)

    _said("Approved", _run(work), json)


def decline(
    posts: Posts, reason: Annotated[str, typer.Option(help="Why; it stays on record.")] = "", json: JsonOption = False
) -> None:
    """Have no films made of posts."""

    def event(key: PostKey, state: PostState) -> Event:
        return PostDeclined(post_key=key, revision=state.revision, reviewer=getpass.getuser(), reason=reason)

    _said("Declined", _run(lambda bus, _: _each(bus, posts, event)), json)


def reopen(posts: Posts, json: JsonOption = False) -> None:
    """Take decisions back: the posts wait to be decided again."""

    def event(key: PostKey, state: PostState) -> Event:
        return PostReopened(post_key=key, revision=state.revision, reviewer=getpass.getuser())

    _said("Reopened", _run(lambda bus, _: _each(bus, posts, event)), json)


def edit(
    post: PostName,
    script: Annotated[str, typer.Option(help="File with the script as JSON; without one it is printed.")] = "",
) -> None:
    """Print a post's script, or record another: it is approved if it waits, else the film is made again with it."""
    key = post_key(post)

    async def work(bus: Bus, _: Settings) -> str:
        state = await bus.state(key)
        if state.script is None:
            raise BadInput(what=f"Post {key}", why="it has no script yet", remedy="Approve it first.")
        if not script:
            emit(state.script)
            return ""
        words = _script(Path(script))
        await bus.decide(key, lambda now: _edited(key, now, words))
        return "Script recorded; its film is made."

    if said := _run(work):
        console.print(said)


def remake(
    post: PostName,
    stage: Annotated[Stage, typer.Option("--from-stage", help="Where to begin: script, voice or film.")] = Stage.FILM,
    recipe: Annotated[str, typer.Option(help="The whole recipe as JSON; without one the last is kept.")] = "",
) -> None:
    """Make a post's film again, as a new revision."""
    key = post_key(post)
    chosen = _parsed(Recipe, recipe, "The recipe") if recipe else None

    def event(_key: PostKey, state: PostState) -> Event:
        return ContentRequested(
            post_key=key,
            revision=state.revision + 1,
            from_stage=stage,
            recipe=chosen or state.recipe,
            by=getpass.getuser(),
        )

    if stage is Stage.PUBLISH:
        raise BadInput(what="--from-stage publish", why="it makes no film", remedy="See: wagglebot publish.")
    _said("Remade", _run(lambda bus, _: _each(bus, [post], event)), False)


def publish(post: PostName, platform: Annotated[str, typer.Option(help="Where to.")]) -> None:
    """Bring a finished film to a platform that does not have it yet."""

    def event(key: PostKey, state: PostState) -> Event:
        if platform in state.uploaded:
            raise BadInput(what=f"Post {key}", why=f"it is on {platform} already", remedy="There is nothing to do.")
        return ContentRequested(
            post_key=key,
            revision=state.revision,
            from_stage=Stage.PUBLISH,
            recipe=state.recipe,
            by=getpass.getuser(),
            platform=platform,
        )

    _said("Requested", _run(lambda bus, _: _each(bus, [post], event)), False)


@site.command("on")
def on(code: Annotated[str, typer.Argument(help="Code of a site.")]) -> None:
    """Crawl a site from now on. What its policy closes stays closed."""
    spec = registry.site(code)
    if not spec.policy.enabled:
        remedy = "Note your permission in its file: operator_permission: {ref, date}."
        raise BadInput(what=f"Site {code}", why=spec.policy.reason, remedy=remedy)

    async def work(bus: Bus, loaded: Settings) -> None:
        await switch(bus, lambda now: _turned(now, code, on=True))
        await bus.schedule_crawl(code, loaded.collect.cron, loaded.collect.time_zone)
        await bus.crawl_now(code)

    _run(work)
    console.print(f"{code} is on and is crawled now.", highlight=False)


@site.command("off")
def off(code: Annotated[str, typer.Argument(help="Code of a site.")]) -> None:
    """Crawl a site no more."""
    _run(lambda bus, _: switch(bus, lambda now: _turned(now, code, on=False)))
    console.print(f"{code} is off.", highlight=False)


def choose(
    recipe: Annotated[str, typer.Option(help="The whole recipe of the next approvals, as JSON.")] = "",
    approve_scripts: Annotated[
        bool | None, typer.Option("--approve-scripts/--no-approve-scripts", help="Whether scripts wait for a person.")
    ] = None,
) -> None:
    """Print the choices of the next approvals, or change them while everything runs."""
    changes: dict[str, object] = {"recipe": _parsed(Recipe, recipe, "The recipe")} if recipe else {}
    if approve_scripts is not None:
        changes["approve_script"] = approve_scripts

    async def work(bus: Bus, loaded: Settings) -> Recipe:
        now = await (switch(bus, lambda one: one.model_copy(update=changes)) if changes else switches(bus))
        return now.recipe_for(loaded.recipe, approve_script=loaded.studio.script_approval)

    emit(_run(work))


def _require_checked(key: PostKey, state: PostState, checked: Sequence[str]) -> None:
    """Raises BadInput, as the app asks for a tick each."""
    missing = [one for one in demands(state.post) if one not in checked] if state.post else []
    if missing:
        remedy = f"Look at it, then say so: {' '.join(f'--checked {one}' for one in missing)}."
        raise BadInput(what=f"Post {key}", why=f"it asks to be looked at first ({', '.join(missing)})", remedy=remedy)


def _turned(now: Switches, code: str, *, on: bool) -> Switches:
    return now.model_copy(update={"sites": now.sites | {code: on}})


def _edited(key: PostKey, state: PostState, words: Script) -> Event:
    if state.status is Status.PROCESSING and state.stage is Stage.SCRIPT and state.voice is None:
        return ContentScriptApproved(post_key=key, revision=state.revision, reviewer=getpass.getuser(), script=words)
    return ContentRequested(
        post_key=key,
        revision=state.revision + 1,
        from_stage=Stage.VOICE,
        recipe=state.recipe,
        by=getpass.getuser(),
        script=words,
    )


def _script(file: Path) -> Script:
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise BadInput(what=str(file), why=f"it cannot be read ({error.strerror})", remedy="Name a file.") from error
    return _parsed(Script, text, str(file))


M = TypeVar("M", Recipe, Script)


def _parsed(model: type[M], text: str, what: str) -> M:
    try:
        return model.model_validate(loads(text))
    except (JSONDecodeError, ValidationError) as error:
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise BadInput(what=what, why=first, remedy="Print the present one, change it, give it back.") from error


async def _each(bus: Bus, posts: list[str], event: Callable[[PostKey, PostState], Event]) -> list[str]:
    """One fact for each post, in order. Raises IllegalTransition at the first that may not have it."""
    done = []
    for key in map(post_key, posts):

        def decision(state: PostState, key: PostKey = key) -> Event:
            return event(key, state)

        await bus.decide(key, decision)
        done.append(str(key))
    return done


def _said(what: str, posts: list[str], json: bool) -> None:
    if json:
        emit(posts)
    else:
        console.print(f"{what}: {', '.join(posts)}", highlight=False)


def _run(work: Callable[[Bus, Settings], Awaitable[T]]) -> T:
    return with_bus("review", lambda runtime, bus: work(bus, runtime.settings))
