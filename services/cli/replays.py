"""``wagglebot replay``: films or the projection made again from the facts."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from libraries.bus import Bus
from schemas.errors import BadInput
from schemas.events import StageDone
from schemas.posts import PostKey
from schemas.states import PostState, Status, apply_fact
from services.bootstrap import Runtime
from services.cli.shared.bus_work import FromStage, run_on_bus
from services.cli.shared.output import JsonOption, console, parse_post_key, print_json, print_outcome, print_table
from services.cli.shared.progress import ProgressDisplay

if TYPE_CHECKING:
    from services.commands.bulk_remake import Overrides, PlannedRemake, RemakeFilter
    from services.commands.remake import FilmStage

_OUTDATED: Final = (
    "{outdated} of {posts} were made by an older version of WaggleBot, or with other settings, models or assets: "
    "what was kept of them is not used, they are made again."
)
replay = typer.Typer(help="Make things again from the facts.", no_args_is_help=True)


@replay.command("projection")
def replay_projection(json: JsonOption = False) -> None:
    """Fold the whole stream into fresh tables and put them in the place of the old ones; the app stays up."""
    from services.projector.rebuild import rebuild_projection

    folded = run_on_bus("replay", lambda runtime, bus: rebuild_projection(bus, runtime.settings.store.url))
    print_outcome({"facts": folded}, f"The projection was rebuilt from {folded} facts.", json=json)


@replay.command("until")
def project_until_fact(
    sequence: Annotated[int, typer.Argument(help="The last fact to take in; `wagglebot events POST` shows them.")],
    into: Annotated[str, typer.Option(help="Address of an empty database: sqlite:////tmp/then.db, for example.")],
    json: JsonOption = False,
) -> None:
    """Project the facts up to a moment into a database of its own; nothing else is touched."""
    from services.projector.point_in_time import project_until_sequence
    from services.projector.queries.projection_queries import SqlProjection

    facts = run_on_bus("replay", lambda _, bus: project_until_sequence(bus, into, sequence))
    shown = SqlProjection.open(into)
    try:
        counts = {status.value: number for status, number in shown.counts_by_status().items()}
    finally:
        shown.close()
    if json:
        print_json({"facts": facts, "until": sequence, "posts": counts})
    else:
        print_table(f"Posts after fact {sequence}", ["status", "posts"], list(counts.items()))
        console.print(f"{facts} facts are projected into {into.split('@')[-1]}.")


@replay.command("posts")
def remake_posts(  # noqa: PLR0913, PLR0917 (every parameter is an option of the command)
    from_stage: Annotated[
        FromStage | None, typer.Option("--from-stage", help="The first stage to do again; --dry-run alone needs none.")
    ] = None,
    since: Annotated[datetime | None, typer.Option(help="Collected at or after this moment (local time).")] = None,
    until_time: Annotated[
        datetime | None, typer.Option("--until-time", help="Collected before this moment (local time).")
    ] = None,
    site: Annotated[list[str] | None, typer.Option(help="Only of this site; may be given again.")] = None,
    status: Annotated[
        list[Status] | None, typer.Option(help="Only in this state; without it, those that are finished.")
    ] = None,
    id: Annotated[list[str] | None, typer.Option("--id", help="Only this post (site.id); may be given again.")] = None,
    recipe: Annotated[
        Path | None, typer.Option(help="JSON with the choices to change; the others stay as each post has them.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would cost; ask for nothing.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Follow the remakes until they are done.")] = False,
    json: JsonOption = False,
) -> None:
    """Ask for new revisions of finished films; a stage whose result is kept is not run again."""
    from services.commands.bulk_remake import FINISHED, REMADE, RemakeFilter, read_recipe_overrides

    if from_stage is None and not dry_run:
        raise BadInput("cli.stage_missing")
    if status and (wrong := [one.value for one in status if one not in REMADE]):
        raise BadInput("cli.status_without_film", status=wrong[0], known=", ".join(REMADE))
    wanted = RemakeFilter(
        since=_local_moment(since),
        until=_local_moment(until_time),
        sites=tuple(site or ()),
        statuses=tuple(status or (REMADE if id else FINISHED)),
        ids=tuple(parse_post_key(one) for one in id or ()),
    )
    overrides = read_recipe_overrides(recipe) if recipe else {}
    stage = (from_stage or FromStage.SCRIPT).film_stage
    work = partial(_request, wanted=wanted, stage=stage, overrides=overrides, wait=wait, dry_run=dry_run, json=json)
    outcome = run_on_bus("replay", work)
    if outcome is None:
        return
    print_outcome(outcome, ", ".join(f"{name}: {value}" for name, value in outcome.items()), json=json)


async def _request(
    runtime: Runtime,
    bus: Bus,
    *,
    wanted: "RemakeFilter",
    stage: "FilmStage",
    overrides: "Overrides",
    wait: bool,
    dry_run: bool,
    json: bool,
) -> dict[str, Any] | None:
    """What was requested, and with ``wait`` what became of it; None after a dry run."""
    from services.commands.bulk_remake import count_runs_and_hits, find_posts_to_remake, plan_remakes, request_remake

    found = await find_posts_to_remake(bus, wanted)
    remakes = await asyncio.to_thread(plan_remakes, runtime.store, runtime.settings.studio, found, stage, overrides)
    _print_plan(remakes, count_runs_and_hits(remakes), json=json)
    if dry_run:
        return None
    head = (await bus.facts_head()).last_sequence
    asked = [one for one in remakes if await request_remake(bus, one, "replay") is not None]
    outcome: dict[str, Any] = {"requested": len(asked), "overtaken": len(remakes) - len(asked)}
    if wait:
        outcome |= await _follow_remakes(bus, asked, head, quiet=json)
    return outcome


def _print_plan(remakes: Sequence["PlannedRemake"], stages: dict[str, dict[str, int]], *, json: bool) -> None:
    """Before anything starts: what it will cost."""
    outdated = sum(one.outdated for one in remakes)
    if json:
        print_json({"posts": len(remakes), "stages": stages, "outdated": outdated})
        return
    title = f"{len(remakes)} posts to make again"
    print_table(
        title, ["stage", "will run", "found again"], [(name, n["runs"], n["hits"]) for name, n in stages.items()]
    )
    if outdated:
        console.print(_OUTDATED.format(outdated=outdated, posts=len(remakes)))


async def _follow_remakes(bus: Bus, asked: Sequence["PlannedRemake"], head: int, *, quiet: bool) -> dict[str, Any]:
    """Show the remakes until each is rendered, failed or given up; says what was run and what was found again."""
    states: dict[PostKey, PostState] = {one.key: one.state for one in asked}
    runs = dict.fromkeys((stage.value for stage in FromStage), 0)
    hits = dict(runs)
    progress = ProgressDisplay(states, quiet=quiet)
    with progress:
        if asked:
            async for batch in bus.facts(head, follow=True):
                for fact in (one for one in batch if one.event.post_key in states):
                    progress.show_fact(fact)
                    states[fact.event.post_key] = apply_fact(states[fact.event.post_key], fact)
                    if isinstance(fact.event, StageDone):
                        (hits if fact.event.cached else runs)[fact.event.STAGE.value] += 1
                if all(_ended(states[one.key], one) for one in asked):
                    break
    failed = sum(state.status is Status.FAILED for state in states.values())
    return {"runs": runs, "hits": hits, "failed": failed}


def _ended(state: PostState, asked: "PlannedRemake") -> bool:
    over = state.status in (Status.RENDERED, Status.UPLOADED, Status.FAILED, Status.DECLINED, Status.RETRACTED)
    return over and (state.revision >= asked.revision or state.status in (Status.DECLINED, Status.RETRACTED))


def _local_moment(typed: datetime | None) -> datetime | None:
    """What was typed without a zone is meant in the zone of this machine."""
    return typed.astimezone(UTC) if typed else None
