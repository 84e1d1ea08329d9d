"""Writing of variables into a ``.env`` file, whose other lines stay as they are."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from libraries import files

_LINE: Final = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=")


def set_variables(file: Path, values: Mapping[str, str]) -> None:
    """Give variables their values in ``file``, which is made where it is missing; only its owner may read it then.

    Raises ValueError for a value that a line cannot hold, NoSpace, ConfigurationError (no right to write there).
    """
    for value in values.values():
        if "'" in value or not value.isprintable():
            raise ValueError(f"{value!r} cannot stand in a line of {file}")
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        lines = []
    kept = [line for line in lines if (named := _LINE.match(line)) is None or named[1].upper() not in values]
    mode = file.stat().st_mode & 0o777 if file.exists() else files.PRIVATE
    files.write(
        file, "\n".join([*kept, *(f"{name}='{value}'" for name, value in values.items()), ""]).encode(), mode=mode
    )
