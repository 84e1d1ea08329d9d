"""What commands print, for people and for machines, and the settings they read."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

from libraries.korean.decoding import decode_korean
from schemas.errors import BadInput, ConfigurationError, WaggleError
from schemas.failures import Language, failure_explanation, join_sentences
from schemas.posts import PostKey
from services.config import Settings
from services.logs import configure_logging

_WIDE = None if sys.stdout.isatty() else 10_000
"""Columns of a line that goes into a file or another program: enough for any row, so that no path is broken."""
console = Console(width=_WIDE, soft_wrap=True, markup=False, emoji=False, highlight=False)
"""stdout: text is printed as it is, and a long line is broken by the terminal, if at all, so that it can be copied."""
errors = Console(stderr=True, soft_wrap=True, markup=False, emoji=False, highlight=False)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]

Model = TypeVar("Model", bound=BaseModel)


def print_error(sentence: str) -> None:
    """Print on stderr what went wrong."""
    errors.print(Text("✗ ", style="bold red") + Text(sentence))


def message_language() -> Language:
    """The language of error messages, as set; English where the settings cannot be read."""
    try:
        return Settings.load().language
    except ConfigurationError:
        return "en"


def error_text(error: WaggleError) -> str:
    """What happened and what helps. A command is not tried again by itself, so nothing is promised."""
    parts = failure_explanation(error.code, error.fields, message_language())
    return str(error) if parts is None else join_sentences(parts)


def load_settings(*, talkative: bool = False) -> Settings:
    """Settings from environment and .env; logging as they say when ``talkative``, warnings only otherwise.

    Raises ConfigurationError naming the variable that is wrong.
    """
    loaded = Settings.load()
    configure_logging(loaded.log if talkative else loaded.log.model_copy(update={"level": "WARNING"}))
    return loaded


def print_json(value: Any) -> None:
    """One JSON document on stdout."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", by_alias=True)
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def print_outcome(value: Any, sentence: str, *, json: bool) -> None:
    """The outcome of a command: for machines as JSON, for people in a sentence."""
    if json:
        print_json(value)
    else:
        console.print(sentence)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A titled table on the terminal. Title and cells are text, never markup: they may come from the web. None is –."""
    drawn = Table(header_style="bold")
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        shown = ["–" if cell is None else cell for cell in row]
        drawn.add_row(*[cell if isinstance(cell, Text) else Text(str(cell)) for cell in shown])
    console.print(Text(title, style="italic"))
    console.print(drawn, soft_wrap=False)


def parse_post_key(text: str) -> PostKey:
    """The key a person typed. Raises BadInput."""
    try:
        return PostKey.parse(text)
    except ValueError as error:
        raise BadInput("cli.not_a_post_key", text=text) from error


def read_input(source: str) -> str:
    """The text of a file, or of standard input for ``-``, in UTF-8, marked UTF-16 or EUC-KR. Raises BadInput."""
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return decode_korean(data).replace("\r\n", "\n")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadInput("cli.file_unreadable", file=source, why=why) from error
