"""Commands of a reviewer: decide on posts, try again what failed, edit scripts, make films again, choose recipes."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from libraries.accounts.audit_log import AuditLog
from libraries.bus import Bus
from schemas.errors import BadInput
from schemas.posts import PostKey
from schemas.recipe import Recipe
from schemas.script import Script
from services.bootstrap import Runtime
from services.cli.shared.bus_work import FromStage, command_request, model_from_json, print_batch, run_on_bus, user_name
from services.cli.shared.output import JsonOption, console, parse_post_key, print_json, read_input
from services.commands.approve import ApprovePost, approve_post, recipe_for_approval
from services.commands.change_next_recipe import ChangeNextRecipe, change_next_recipe
from services.commands.decline import DeclinePost, decline_post
from services.commands.edit_script import EditScript, edit_script
from services.commands.fact_recording import CommandOutcome
from services.commands.remake import CutFilm, RemakeFilm, cut_film, remake_film
from services.commands.reopen import ReopenPost, reopen_post
from services.commands.retry import RetryPost, retry_post
from services.commands.run_for_each_post import run_for_each_post

Posts = Annotated[list[str], typer.Argument(help="Keys of posts: sample.12.")]
PostName = Annotated[str, typer.Argument(help="Key of the post: sample.12.")]

Command = Callable[[Runtime, Bus, PostKey], Awaitable[CommandOutcome]]


def approve(  # noqa: PLR0917 (every parameter is an option of the command)
    posts: Posts,
    edit: Annotated[bool, typer.Option("--edit", help="The script waits for a person before it is spoken.")] = False,
    checked: Annotated[list[str] | None, typer.Option(help="What you checked: pii, copy, policy.")] = None,
    choice: Annotated[
        list[str] | None, typer.Option(help="Your own choice, as template=card; may be given again.")
    ] = None,
    verdict: Annotated[str, typer.Option(help="Your own opinion, which is spoken where the story turns.")] = "",
    part_two_of: Annotated[
        str, typer.Option(help="Key of the first part by the same author; the film begins with a recall of it.")
    ] = "",
    channel: Annotated[
        list[str] | None,
        typer.Option(help="Channel with a film of its own; may be given again. main: the default one; else by site."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Have films made of posts, with the choices that are set now."""
    own = dict(one.partition("=")[::2] for one in choice or ())

    def command(runtime: Runtime, bus: Bus, key: PostKey) -> Awaitable[CommandOutcome]:
        given = {
            "edit": edit,
            "checked": tuple(checked or ()),
            "choices": own,
            "verdict": verdict,
            "channels": tuple(channel or ()),
            "part_two_of": parse_post_key(part_two_of) if part_two_of else None,
        }
        wanted = command_request(ApprovePost, post=key, **given)
        return approve_post(bus, wanted, user_name(), runtime.settings)

    _for_each(posts, command, "Approved", json=json)


def decline(
    posts: Posts, reason: Annotated[str, typer.Option(help="Why; it stays on record.")] = "", json: JsonOption = False
) -> None:
    """Have no films made of posts."""

    def command(_: Runtime, bus: Bus, key: PostKey) -> Awaitable[CommandOutcome]:
        return decline_post(bus, command_request(DeclinePost, post=key, reason=reason), user_name())

    _for_each(posts, command, "Declined", json=json)


def reopen(posts: Posts, json: JsonOption = False) -> None:
    """Take decisions back: the posts wait to be decided again."""
    _for_each(posts, lambda _, bus, key: reopen_post(bus, ReopenPost(post=key), user_name()), "Reopened", json=json)


def retry(posts: Posts, json: JsonOption = False) -> None:
    """Try the failed stage of posts again, with all its attempts."""
    _for_each(posts, lambda _, bus, key: retry_post(bus, RetryPost(post=key), user_name()), "Tried again", json=json)


def edit(
    post: PostName,
    script: Annotated[
        Path | None, typer.Option(help="File with the script as JSON; without one it is printed.")
    ] = None,
) -> None:
    """Print a post's script, or record another: it is approved if it waits, else the film is made again with it."""
    key = parse_post_key(post)
    words = model_from_json(Script, read_input(str(script)), str(script)) if script else None

    async def work(_: Runtime, bus: Bus) -> None:
        if words is not None:
            await edit_script(bus, EditScript(post=key, script=words), user_name())
            return
        state = await bus.post_state(key)
        if state.script is None:
            raise BadInput("post.no_script")
        print_json(state.script)

    run_on_bus("edit", work)
    if words is not None:
        console.print("Script recorded; its film is made.")


def remake(
    post: PostName,
    from_stage: Annotated[FromStage, typer.Option(help="The first stage to do again.")] = FromStage.FILM,
    recipe: Annotated[str, typer.Option(help="The whole recipe as JSON; without one the last is kept.")] = "",
) -> None:
    """Make a post's film again, as a new revision."""
    chosen = model_from_json(Recipe, recipe, "The recipe") if recipe else None
    wanted = RemakeFilm(post=parse_post_key(post), from_stage=from_stage.film_stage, recipe=chosen)
    run_on_bus("remake", lambda _, bus: remake_film(bus, wanted, user_name()))
    console.print(f"Asked for a new film: {post}")


def cut(
    post: PostName,
    seconds: Annotated[float, typer.Option(help="Length of the whole film, with --rewrite: 61 to 75.")] = 68.0,
    most: Annotated[float, typer.Option(help="Seconds that the cut may take: 38 to 58.")] = 57.0,
    rewrite: Annotated[bool, typer.Option("--rewrite", help="Have a script of that length written anew.")] = False,
) -> None:
    """Have a shorter cut made beside a film: its scenes are taken from the store.

    Platforms that pay for films of a minute and more (TikTok) get the whole film, the others the cut.
    """
    lengths = {"seconds": seconds, "cut": {"seconds": most}, "rewrite": rewrite}
    wanted = command_request(CutFilm, post=parse_post_key(post), **lengths)
    run_on_bus("cut", lambda _, bus: cut_film(bus, wanted, user_name()))
    console.print(f"Asked for a film and its cut: {post}")


def _for_each(posts: list[str], command: Command, done: str, *, json: bool) -> None:
    """Run a command on each post, and print what became of it. Exits with 1 when one was refused."""
    items = run_on_bus("review", lambda runtime, bus: run_for_each_post(posts, lambda key: command(runtime, bus, key)))
    if not print_batch(done, items, json=json):
        raise typer.Exit(1)


def choose(
    recipe: Annotated[str, typer.Option(help="The whole recipe of the next approvals, as JSON.")] = "",
    approve_scripts: Annotated[
        bool | None, typer.Option("--approve-scripts/--no-approve-scripts", help="Whether scripts wait for a person.")
    ] = None,
) -> None:
    """Print the choices of the next approvals, or change them while everything runs."""
    changes: dict[str, object] = {"recipe": model_from_json(Recipe, recipe, "The recipe")} if recipe else {}
    if approve_scripts is not None:
        changes["approve_script"] = approve_scripts
    if changes:
        print_json(
            run_on_bus(
                "choose",
                lambda runtime, bus: change_next_recipe(
                    bus,
                    ChangeNextRecipe.model_validate(changes),
                    user_name(),
                    runtime.settings,
                    AuditLog.for_store_folder(runtime.settings.nats.store_dir),
                ),
            )
        )
    else:
        print_json(run_on_bus("choose", lambda runtime, bus: recipe_for_approval(bus, runtime.settings)))
