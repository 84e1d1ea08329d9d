"""The command tree, and the one place where an error becomes a sentence and an exit code."""

import sys

import typer

from schemas.errors import WaggleError
from services.cli import (
    assets,
    benches,
    dead,
    demo,
    desk,
    drills,
    logfile,
    look,
    models,
    pipeline,
    publishing,
    reading,
    replays,
    sites,
    stages,
)
from services.cli.output import complain

app = typer.Typer(
    help="Popular community posts in, reviewed and published vertical shorts out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(demo.demo)
app.command()(pipeline.run)
app.command()(pipeline.crawl)
app.command()(sites.sites)
app.command()(look.events)
app.command()(look.status)
app.command()(stages.script)
app.command()(stages.speak)
app.command()(stages.film)
app.command()(stages.inspect)
app.command()(reading.normalize)
app.command()(look.doctor)
app.command()(assets.assets)
app.command()(benches.bench)
app.command("export-log")(logfile.export_log)
app.command("import-log")(logfile.import_log)
app.command()(logfile.backup)
app.command()(logfile.restore)
app.command()(desk.approve)
app.command()(desk.decline)
app.command()(desk.reopen)
app.command()(desk.edit)
app.command()(desk.remake)
app.command()(desk.publish)
app.command()(desk.choose)
app.command()(publishing.release)
app.command()(publishing.withdraw)
app.add_typer(publishing.auth, name="auth")
app.add_typer(publishing.uploads, name="uploads")
app.add_typer(drills.drill, name="drill")
app.add_typer(models.models, name="models")
app.add_typer(replays.replay, name="replay")
app.add_typer(dead.dead, name="dead")
app.add_typer(desk.site, name="site")


def main() -> None:
    """Entry point of ``wagglebot``. Exit codes: 0 done, 1 an error that was named, 2 wrong usage, 130 Ctrl-C."""
    try:
        app()
    except WaggleError as error:
        complain(str(error))
        sys.exit(1)
    except ExceptionGroup as group:
        named, others = group.split(WaggleError)
        if others is not None:
            raise
        assert named is not None
        for leaf in _leaves(named):
            complain(str(leaf))
        sys.exit(1)
    except KeyboardInterrupt:
        complain("Stopped.")
        sys.exit(130)


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    """The errors of a group, without the groups between."""
    found: list[BaseException] = []
    for error in group.exceptions:
        found.extend(_leaves(error) if isinstance(error, BaseExceptionGroup) else [error])
    return found
