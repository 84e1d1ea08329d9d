"""``wagglebot choose``: the choices of the next approvals."""

from typing import Annotated

import typer

from schemas.recipe import Recipe
from services.cli.output import emit
from services.cli.requests import from_json, who
from services.cli.session import with_bus
from services.commands.approve import next_recipe
from services.commands.audit_log import Audit
from services.commands.choose import Choose
from services.commands.choose import choose as change


def choose(
    recipe: Annotated[str, typer.Option(help="The whole recipe of the next approvals, as JSON.")] = "",
    approve_scripts: Annotated[
        bool | None, typer.Option("--approve-scripts/--no-approve-scripts", help="Whether scripts wait for a person.")
    ] = None,
) -> None:
    """Print the choices of the next approvals, or change them while everything runs."""
    changes: dict[str, object] = {"recipe": from_json(Recipe, recipe, "The recipe")} if recipe else {}
    if approve_scripts is not None:
        changes["approve_script"] = approve_scripts
    if changes:
        emit(
            with_bus(
                "choose",
                lambda runtime, bus: change(
                    bus,
                    Choose.model_validate(changes),
                    who(),
                    runtime.settings,
                    Audit.beside(runtime.settings.nats.store_dir),
                ),
            )
        )
    else:
        emit(with_bus("choose", lambda runtime, bus: next_recipe(bus, runtime.settings)))
