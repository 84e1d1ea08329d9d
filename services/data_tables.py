"""Tables of words, phrases and colours that are data of a package: TOML files beside its code."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def load_table(shape: type[T], module: str, name: str) -> T:
    """The table in the file ``name`` beside ``module`` (its ``__file__``), in the order in which it is written.

    Raises ValidationError when it does not have ``shape``, TOMLDecodeError, OSError.
    """
    return TypeAdapter(shape).validate_python(tomllib.loads(Path(module).with_name(name).read_text(encoding="utf-8")))
