"""The command tree, and the place where an error becomes a sentence and an exit code."""

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.metadata import entry_points
from io import TextIOWrapper
from typing import Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

from libraries.cycle_collection import collect_cycles_seldom
from libraries.extras import MissingExtra, install_command, installed_version, missing_extra
from schemas.errors import WaggleError
from services.cli.shared.output import error_text, print_error

_COMMANDS: Final = (
    "demo:demo",
    "run:run",
    "run:crawl",
    "sites:sites",
    "read_only_commands:events",
    "read_only_commands:status",
    "stage:script",
    "beats:beats",
    "pictures:storyboard",
    "stage:speak",
    "stage:film",
    "stage:inspect",
    "stage:normalize",
    "read_only_commands:doctor",
    "adapters:adapters",
    "assets:assets",
    "pictures:pictures",
    "backups.restore_and_repair:export_log",
    "backups.restore_and_repair:import_log",
    "backups.backup_commands:backup",
    "backups.restore_and_repair:restore",
    "backups.restore_and_repair:verify",
    "backups.restore_and_repair:repair",
    "backups.restore_and_repair:gc",
    "review:approve",
    "review:decline",
    "review:reopen",
    "review:retry",
    "review:edit",
    "recording_and_verdict:record",
    "recording_and_verdict:verdict",
    "review:remake",
    "review:cut",
    "review:choose",
    "channel.learning:learned",
    "channel.learning:whatif",
    "publishing:publish",
    "publishing:release",
    "publishing:hide",
    "publishing:withdraw",
    "publishing:auth",
    "publishing:uploads",
    "channel.film_statistics:measure",
    "channel.check:channel",
    "channel.brief:brief",
    "channel.dossier:dossier",
    "models:models",
    "setup.command:setup",
    "replays:replay",
    "operation.dead_letters:dead",
    "operation.alerts:alerts",
    "operation.topology:topology",
    "operation.broker_accounts:accounts",
    "sites:site",
)
"""Module of services.cli and the function or Typer group in it, in the order of the help text. Its name is the command,
with a hyphen for each underscore."""


def _load_own_command(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(f"services.cli.{module}"), name)


_LOADERS: Final[dict[str, Callable[[], Any]]] = {
    **{place.partition(":")[2].replace("_", "-"): partial(_load_own_command, place) for place in _COMMANDS},
    **{point.name: point.load for point in sorted(entry_points(group="wagglebot.commands"), key=lambda it: it.name)},
}


def _load_command(name: str) -> Any:
    """The command as Typer wants it; where its extra is missing, one that says so when it is called."""
    alone = typer.Typer(callback=lambda: None)
    try:
        command = _LOADERS[name]()
    except ModuleNotFoundError as error:
        missing = missing_extra(error)
        if missing is None:
            raise
        _add_unavailable(alone, name, missing)
    else:
        if isinstance(command, typer.Typer):
            alone.add_typer(command, name=name)
        else:
            alone.command(name)(command)
    group = get_command(alone)
    assert isinstance(group, TyperGroup)
    return group.commands[name]


def _add_unavailable(alone: typer.Typer, name: str, missing: MissingExtra) -> None:
    def unavailable() -> NoReturn:
        raise missing.error

    settings = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
    alone.command(name, help=f"Needs the extra '{missing.extra}', which is not installed.", context_settings=settings)(
        unavailable
    )


class _Commands(TyperGroup):
    """The group of all commands. Each is imported when it is asked for, so that one starts without the others."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the base class names it
        return list(_LOADERS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        # Of a name that is none, all are loaded: Typer then looks for one that is nearly it.
        for name in (cmd_name,) if cmd_name in _LOADERS else _LOADERS:
            if name not in self.commands:
                self.add_command(_load_command(name), name)
        return super().get_command(ctx, cmd_name)


app = typer.Typer(
    cls=_Commands,
    help="Popular community posts in, reviewed and published vertical shorts out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wagglebot {installed_version()}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version, and exit.")
    ] = False,
) -> None:
    """The options that stand before a command."""


def main() -> None:
    """Entry point of ``wagglebot``. Exit codes: 0 done, 1 an error that was named, 2 wrong usage, 130 Ctrl-C."""
    collect_cycles_seldom()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Where the locale has no Korean letters, escapes of them are better than no words at all.
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except (WaggleError, ModuleNotFoundError) as error:
        sentence = _error_sentence(error)
        if sentence is None:
            raise
        print_error(sentence)
        sys.exit(1)
    except ExceptionGroup as group:
        sentences = [_error_sentence(leaf) for leaf in _leaf_errors(group)]
        if None in sentences:
            raise
        for sentence in dict.fromkeys(sentences):
            print_error(str(sentence))
        sys.exit(1)
    except KeyboardInterrupt:
        print_error("Stopped.")
        sys.exit(130)


def _error_sentence(error: BaseException) -> str | None:
    """What is said about an error that was foreseen; None for any other."""
    if isinstance(error, ModuleNotFoundError) and (missing := missing_extra(error)):
        return error_text(missing.error)
    if not isinstance(error, WaggleError):
        return None
    if error.code == "adapter.libraries_missing" and (extra := error.fields.get("extra")):
        return f"{error_text(error)} Run: {install_command(str(extra))}"
    return error_text(error)


def _leaf_errors(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    """The errors of a group, without the groups between."""
    found: list[BaseException] = []
    for error in group.exceptions:
        found.extend(_leaf_errors(error) if isinstance(error, BaseExceptionGroup) else [error])
    return found
