"""The conversation about a recognised site: what was read is shown, and a person corrects it by examples."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from crawlers.recognition.correction_by_examples import correct_by_examples
from crawlers.recognition.reading_tables import reading_tables
from crawlers.recognition.site_explorer import ExploredSite
from schemas.errors import BadInput

ASKED: Final = "Anything wrong? Point at it (author=홍길동), or press Enter to write the file"
Draw = Callable[[str, Sequence[str], Sequence[Sequence[object]]], None]
"""Draws a table: its title, its columns and its rows."""


def parse_examples(arguments: Sequence[str]) -> dict[str, str]:
    """``--author 홍길동 --likes=12`` as texts by what they are. Raises BadInput (``site.example_unknown``)."""
    found: dict[str, str] = {}
    waiting = list(arguments)
    while waiting:
        name, equals, text = waiting.pop(0).partition("=")
        if not name.startswith("--") or not (equals or waiting):
            raise BadInput("site.example_unknown", name=name, known="--author 홍길동")
        found[name.removeprefix("--")] = text if equals else waiting.pop(0)
    return found


def print_reading(explored: ExploredSite, draw: Draw, say: Callable[[str], None], now: datetime) -> None:
    """Prints what was read of a site as tables, and says what of it is unsure."""
    proposal = explored.proposal
    say(f"{proposal.list_page.url}: {proposal.software or 'recognised by structure'}, engine {proposal.engine}.")
    for table in reading_tables(proposal, now):
        draw(table.title, table.column_headings(), table.rows)
    if proposal.unsure_fields():
        say(f"Unsure: {', '.join(proposal.unsure_fields())}.")
    for name, reason in proposal.doubts.items():
        say(f"{name}: {reason}")


def ask_for_corrections(
    explored: ExploredSite, ask: Callable[[], object], draw: Draw, say: Callable[[str], None]
) -> None:
    """Shows what is read, and takes examples such as ``author=홍길동`` until an empty line."""
    now = datetime.now(UTC)
    print_reading(explored, draw, say, now)
    while explored.found is not None and (line := str(ask()).strip()):
        name, _, text = line.partition("=")
        try:
            correct_by_examples(explored, {name.strip(): text.strip()})
        except BadInput as error:
            say(str(error))
            continue
        print_reading(explored, draw, say, now)
