"""Tables of words, phrases and colours that are data, not code: TOML files, checked as they are read."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def load_table(shape: type[T], file: Path) -> T:
    """The content of ``file``, in the order in which it is written.

    Raises ValidationError when it does not have ``shape``, TOMLDecodeError, OSError.
    """
    return TypeAdapter(shape).validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
