"""Tables of the folder assets/design: palettes and emblems as data."""

import tomllib
from typing import Any

from services.config import DATA


def design_table(name: str) -> dict[str, dict[str, Any]]:
    """The tables of a TOML file by name, arrays as tuples, so that values can be hashed."""
    with (DATA / "assets/design" / f"{name}.toml").open("rb") as file:
        return {
            table: {key: _tuples(value) for key, value in rows.items()} for table, rows in tomllib.load(file).items()
        }


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
