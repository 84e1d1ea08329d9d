"""Output of drills: progress lines, and the figures at the end."""

from typing import Any, Protocol

import typer

from services.cli.shared.output import errors, print_json, print_table


class DrillReport(Protocol):
    """Figures of a drill. ``passed``: every promise was kept."""

    @property
    def passed(self) -> bool:
        """Whether every promise was kept."""

    def model_dump(self) -> dict[str, Any]:
        """The figures by name, as pydantic gives them."""


def print_progress(text: str) -> None:
    """Print a line of progress to stderr, so that the figures can be piped."""
    errors.print(text, style="dim")


def print_report(name: str, figures: DrillReport, *, json: bool) -> None:
    """Print the figures; the exit status is 1 when a promise was broken."""
    if json:
        print_json(figures)
    else:
        print_table(name, ["figure", "value"], list(figures.model_dump().items()))
    if not figures.passed:
        raise typer.Exit(1)
