"""Writing of variables into a ``.env`` file, whose other lines stay as they are."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from libraries import files

_LINE: Final = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=")


def write_env_file_variables(file: Path, values: Mapping[str, str], check: Callable[[], object] = lambda: None) -> None:
    """Give variables their values in ``file``, which is made where it is missing; only its owner may read it then.

    ``check`` reads the settings: what it raises is raised, with the file as it was, since wrong settings stop every
    command. Raises ValueError for a value that a line cannot hold, NoSpace, ConfigurationError (no right to write).
    """
    for value in values.values():
        if "'" in value or not value.isprintable():
            raise ValueError(f"{value!r} cannot stand in a line of {file}")
    before = file.read_bytes() if file.exists() else None
    lines = (before or b"").decode("utf-8").splitlines()
    kept = [line for line in lines if (named := _LINE.match(line)) is None or named[1].upper() not in values]
    mode = file.stat().st_mode & 0o777 if file.exists() else files.PRIVATE
    written = [*kept, *(f"{name}='{value}'" for name, value in values.items()), ""]
    files.write_atomically(file, "\n".join(written).encode(), mode=mode)
    try:
        check()
    except BaseException:
        if before is None:
            file.unlink()
        else:
            files.write_atomically(file, before, mode=mode)
        raise
