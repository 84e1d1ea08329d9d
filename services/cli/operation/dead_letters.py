"""``wagglebot dead``: lists dead letters, retries and drops them."""

from typing import Annotated

import typer

from libraries.bus import Bus
from libraries.bus.dead_letters import DeadLetterFilter, DeadLetterKind, FailedPost, RetryOutcome, failed_posts
from schemas.errors import BadInput
from schemas.recipe import Stage
from services.bootstrap import Runtime
from services.cli.shared.bus_work import command_request, run_on_bus, user_name
from services.cli.shared.output import JsonOption, console, print_json, print_outcome, print_table
from services.commands.drop_dead_letter import DropDeadLetter, drop_dead_letter
from services.commands.retry import RetryDeadLetter, retry_dead_letter

dead = typer.Typer(help="Dead letters: work that failed for good and waits for a person.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(help="Letters, as the list names them: studio.17.")]
All = Annotated[bool, typer.Option("--all", help="Every letter that waits, or every one of a --stage, --kind, --site.")]
Stages = Annotated[list[Stage] | None, typer.Option("--stage", help="Only of this stage; may be given again.")]
Kinds = Annotated[list[DeadLetterKind] | None, typer.Option("--kind", help="Only of this kind; may be given again.")]
Sites = Annotated[list[str] | None, typer.Option("--site", help="Only posts of this site; may be given again.")]


@dead.command("list")
def list_letters(
    every: Annotated[bool, typer.Option("--all", help="Also those that were retried or dropped.")] = False,
    stage: Stages = None,
    kind: Kinds = None,
    site: Sites = None,
    json: JsonOption = False,
) -> None:
    """Print the letters with stage, attempts, reason and remedy, the oldest first."""
    which = _which(stage, kind, site)
    letters = run_on_bus("dead", lambda _, bus: failed_posts(bus, settled=every, which=which))
    if json:
        print_json([one.model_dump(mode="json") | {"kind": one.kind, "remedy": one.remedy} for one in letters])
        return
    if not letters:
        console.print("No dead letters: nothing waits for a person.")
        return
    print_table(
        "Dead letters", ["letter", "post", "stage", "attempts", "since", "reason"], [_row(one) for one in letters]
    )


@dead.command("retry")
def retry_letters(
    names: Names = None,
    every: All = False,
    stage: Stages = None,
    kind: Kinds = None,
    site: Sites = None,
    json: JsonOption = False,
) -> None:
    """Try the failed stage again, with all its attempts; the letter leaves the list."""

    async def work(_: Runtime, bus: Bus) -> dict[str, RetryOutcome]:
        chosen = await _chosen_letters(bus, names, every, which)
        return {name: await retry_dead_letter(bus, RetryDeadLetter(letter=name), user_name()) for name in chosen}

    which = _which(stage, kind, site)
    outcomes = run_on_bus("dead", work)
    if json:
        print_json(outcomes)
        return
    for name, outcome in outcomes.items():
        result = "tried again" if outcome is RetryOutcome.REQUESTED else "the post has gone on since; nothing to try"
        console.print(f"{name}: {result}")


@dead.command("drop")
def drop_letters(  # noqa: PLR0917 (every parameter is an option of the command)
    names: Names = None,
    every: All = False,
    stage: Stages = None,
    kind: Kinds = None,
    site: Sites = None,
    reason: Annotated[str, typer.Option(help="Why; it stays on record.")] = "",
    json: JsonOption = False,
) -> None:
    """Take letters off the list and do nothing else. Who and why stays on record: see list --all."""

    async def work(_: Runtime, bus: Bus) -> list[str]:
        chosen = await _chosen_letters(bus, names, every, which)
        for name in chosen:
            await drop_dead_letter(bus, command_request(DropDeadLetter, letter=name, reason=reason), user_name())
        return chosen

    which = _which(stage, kind, site)
    dropped = run_on_bus("dead", work)
    print_outcome(dropped, f"Dropped: {', '.join(dropped) or 'nothing'}", json=json)


def _which(stages: list[Stage] | None, kinds: list[DeadLetterKind] | None, sites: list[str] | None) -> DeadLetterFilter:
    return DeadLetterFilter(stages=tuple(stages or ()), kinds=tuple(kinds or ()), sites=tuple(sites or ()))


async def _chosen_letters(bus: Bus, names: list[str] | None, every: bool, which: DeadLetterFilter) -> list[str]:
    """The letters that were named, or all that are meant. Raises BadInput when it was neither or both."""
    if bool(names) == every or (names and which != DeadLetterFilter()):
        raise BadInput("cli.which_letters")
    return names or [letter.name for letter in await failed_posts(bus, which=which)]


def _row(letter: FailedPost) -> tuple[object, ...]:
    reason = " ".join(filter(None, (letter.reason, letter.remedy)))
    if letter.settled:
        reason += f" — {letter.settled.value} by {letter.by}" + (f": {letter.note}" if letter.note else "")
    since = letter.time.astimezone().strftime("%m-%d %H:%M")
    return letter.name, letter.post or "", letter.stage or "", letter.attempts or "", since, reason
