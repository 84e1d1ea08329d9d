"""Rows as CSV text for spreadsheets (RFC 4180)."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from pydantic import BaseModel

_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Letters with which spreadsheets take a cell for a formula (OWASP, CSV Injection, owasp.org/www-community/attacks)."""
_MARK: Final = "\ufeff"
"""Byte order mark: without it Excel takes Korean text for another encoding."""


def csv_text(kind: type[BaseModel], rows: Iterable[BaseModel]) -> str:
    """The rows of one kind under the names of its fields; a text that would be a formula gets an apostrophe."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    names = list(kind.model_fields)
    table.writerow(names)
    for row in rows:
        table.writerow([_cell(getattr(row, name)) for name in names])
    return _MARK + out.getvalue()


def _cell(value: object) -> object:
    """A number as it is, a text that no spreadsheet computes."""
    if isinstance(value, str) and value.startswith(_BEGINS_FORMULA):
        return "'" + value
    return "" if value is None else value
