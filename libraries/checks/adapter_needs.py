"""Checks of what adapters need on this machine: needs that are not met, each with what helps."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel

from libraries.extras import install_command
from schemas.adapters import Account, Adapter, Extra, ModelFiles, Need, Server
from schemas.errors import WaggleError
from schemas.failures import failure_explanation
from schemas.recipe import Recipe

_CONNECT_SECONDS: Final = 2.0
_FIND: Final = (
    "import importlib.util, json, sys; "
    "print(json.dumps([name for name in sys.argv[1:] if not importlib.util.find_spec(name)]))"
)
"""Program for another Python: which of the packages in its arguments it lacks, as a JSON list."""
Ask = Callable[[BaseModel | None, Recipe], Iterator[WaggleError]]


class UnmetNeed(NamedTuple):
    """A need that is not met, and the command or sentence that helps."""

    what: str
    cure: str


def unmet_needs(adapter: Adapter, section: BaseModel | None, python: str = sys.executable) -> list[UnmetNeed]:
    """The needs of ``adapter``, set as ``section`` says, that are not met where ``python`` runs it."""
    found = (_unmet(need, section, python) for need in adapter.needs)
    return [each for each in found if each is not None]


def server_refusals(adapter: Adapter, section: BaseModel | None, recipe: Recipe) -> list[UnmetNeed]:
    """Why servers of ``adapter`` would refuse to work by ``recipe``, each with what helps; empty where none would."""
    found: list[UnmetNeed] = []
    for need in adapter.needs:
        if isinstance(need, Server) and need.ask and getattr(section, need.setting, ""):
            module, _, name = need.ask.partition(":")
            ask: Ask = getattr(import_module(module), name)
            found += [_told(error, need.cure) for error in ask(section, recipe)]
    return found


def _told(error: WaggleError, cure: str) -> UnmetNeed:
    said = failure_explanation(error.code, error.fields, "en") or error.explained("en")
    return UnmetNeed(said.sentence.removesuffix("."), said.remedy or cure)


def _unmet(need: Need, section: BaseModel | None, python: str) -> UnmetNeed | None:
    if isinstance(need, Extra):
        missing = missing_packages(need.modules, python)
        return (
            UnmetNeed(f"no {', '.join(missing)}", need.cure or f"Run: {install_command(need.name)}.")
            if missing
            else None
        )
    value = getattr(section, need.setting, "") if need.setting else ""
    match need:
        case ModelFiles(names=names, cure=cure):
            place = Path(value)
            lacking = [path for path in ([place / name for name in names] or [place]) if not path.exists()]
            return UnmetNeed(f"{lacking[0]} is not there", cure) if lacking else None
        case Account(cure=cure):
            return None if Path(value).is_file() else UnmetNeed(f"no permission in {value}", cure)
        case Server(cure=cure):
            return None if not value or accepts_connections(str(value)) else UnmetNeed(f"{value} does not answer", cure)


def missing_packages(modules: tuple[str, ...], python: str = sys.executable) -> list[str]:
    """Those packages of ``modules`` that ``python`` lacks; all of them when it does not start."""
    packages = list(dict.fromkeys(name.split(".", maxsplit=1)[0] for name in modules))
    if python == sys.executable:
        return [name for name in packages if find_spec(name) is None]
    try:
        ran = subprocess.run(
            [python, "-c", _FIND, *packages], capture_output=True, text=True, errors="replace", check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return packages
    missing: list[str] = json.loads(ran.stdout)
    return missing


def accepts_connections(address: str) -> bool:
    """Whether something accepts connections at the host and port of a URL."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if not parts.hostname:
            return False
        with socket.create_connection((parts.hostname, port), timeout=_CONNECT_SECONDS):
            return True
    except (OSError, ValueError):
        return False
