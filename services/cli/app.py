"""The command tree, and the one place where an error becomes a sentence and an exit code."""

import sys

import typer

from schemas.errors import WaggleError
from services import plugins
from services.cli import (
    adapters,
    assets,
    backup,
    dead,
    demo,
    inspect,
    models,
    normalize,
    publishing,
    replays,
    review,
    run,
    sites,
    stage,
)
from services.cli.output import complain

app = typer.Typer(
    help="Popular community posts in, reviewed and published vertical shorts out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(demo.demo)
app.command()(run.run)
app.command()(run.crawl)
app.command()(sites.sites)
app.command()(inspect.events)
app.command()(inspect.status)
app.command()(stage.script)
app.command()(stage.speak)
app.command()(stage.film)
app.command()(stage.inspect)
app.command()(normalize.normalize)
app.command()(inspect.doctor)
app.command()(adapters.adapters)
app.command()(assets.assets)
app.command("export-log")(backup.export_log)
app.command("import-log")(backup.import_log)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(review.approve)
app.command()(review.decline)
app.command()(review.reopen)
app.command()(review.edit)
app.command()(review.remake)
app.command()(review.publish)
app.command()(review.choose)
app.command()(publishing.release)
app.command()(publishing.withdraw)
app.add_typer(publishing.auth, name="auth")
app.add_typer(publishing.uploads, name="uploads")
app.add_typer(models.models, name="models")
app.add_typer(replays.replay, name="replay")
app.add_typer(dead.dead, name="dead")
app.add_typer(review.site, name="site")
for _name, _command in plugins.every("wagglebot.commands").items():
    if isinstance(_command, typer.Typer):
        app.add_typer(_command, name=_name)
    else:
        app.command(_name)(_command)


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
