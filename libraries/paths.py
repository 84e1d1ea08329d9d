"""The folders of the program: its code, its read-only data, and the operator's files."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
"""Holds the packages: the checkout, or site-packages of an installed program."""

PACKAGES: Final = ("schemas", "libraries", "crawlers", "services", "testbed", "wagglebot")
"""Top-level packages of the program, all below `ROOT`."""

IN_CHECKOUT: Final = (ROOT / "pyproject.toml").is_file() and (ROOT / "nats").is_dir()


def data_folder(root: Path = ROOT, *, in_checkout: bool = IN_CHECKOUT) -> Path:
    """Holds nats/ and assets/ as they are shipped: the checkout, or the data of the installed package."""
    return root if in_checkout else root / "wagglebot" / "data"


def home_folder(
    environment: Mapping[str, str] = os.environ, *, in_checkout: bool = IN_CHECKOUT, platform: str = sys.platform
) -> Path:
    """Holds var/, media/, assets/own and .env: WAGGLEBOT_HOME, else the checkout, else the user's data folder.

    The user's data folder is ``$XDG_DATA_HOME/wagglebot`` of the XDG Base Directory Specification (``~/.local/share``
    where that is not set, and where it is not absolute, as the specification asks), on macOS
    ``~/Library/Application Support/wagglebot``.
    """
    if named := environment.get("WAGGLEBOT_HOME"):
        return Path(named).expanduser().absolute()
    if in_checkout:
        return ROOT
    if platform == "darwin":
        return Path.home() / "Library/Application Support/wagglebot"
    base = Path(environment.get("XDG_DATA_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".local/share") / "wagglebot"


DATA: Final = data_folder()
HOME: Final = home_folder()


def pythonpath_for_child(environment: Mapping[str, str] = os.environ, *, in_checkout: bool = IN_CHECKOUT) -> str:
    """PYTHONPATH of a child that runs this program's code, also by another interpreter.

    site-packages is never put there: another interpreter would take every package of this one for its own.
    """
    own = str(ROOT) if in_checkout else ""
    return os.pathsep.join(filter(None, (own, environment.get("PYTHONPATH", ""))))
