"""Kinds of values that several settings share, checked when they are read."""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator

_FIELD: Final = re.compile(r"[0-9A-Za-z*?/,\-]+")


def _cron(text: str) -> str:
    fields = text.split()
    if len(fields) != 6 or not all(map(_FIELD.fullmatch, fields)):
        raise ValueError(f"{text!r} is no cron line of six fields, seconds first, like '0 0 * * * *'")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone; write it like Asia/Seoul") from error
    return name


def require_usable_folder(path: Path) -> Path:
    """A folder, or a path where one can be made. Raises ValueError."""
    try:
        is_other = path.exists() and not path.is_dir()
    except OSError as error:  # below a folder that is closed to us, or a name too long
        raise ValueError(f"{path}: {error.strerror}") from error
    if is_other:
        raise ValueError(f"{path} is a file, not a folder")
    return path


def _network(text: str) -> str:
    try:
        ip_network(text, strict=False)
    except ValueError as error:
        raise ValueError(f"{text!r} is no address or network; write it like 10.0.0.1 or 10.0.0.0/8") from error
    return text


Cron = Annotated[str, AfterValidator(_cron)]
"""Six fields, seconds first, as the broker's schedules take them."""
Zone = Annotated[str, AfterValidator(_zone)]
"""A time zone of the IANA database."""
Folder = Annotated[Path, AfterValidator(require_usable_folder)]
"""A folder, or a path where one can be made."""
Network = Annotated[str, AfterValidator(_network)]
"""An IP address, or a network like 10.0.0.0/8."""
