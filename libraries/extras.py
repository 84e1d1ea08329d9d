"""The optional dependencies of the program (its "extras"), and the command that installs one here."""

import json
import shlex
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple
from urllib.parse import unquote

from libraries.paths import PACKAGES, ROOT
from schemas.errors import ConfigurationError

_DISTRIBUTION: Final = "wagglebot"
_EXTRA_OF_ROOM: Final = {
    "crawlers": "collect",
    "libraries.drawing": "studio",
    "libraries.drawn_world": "studio",
    "libraries.ffmpeg": "studio",
    "libraries.gpu": "studio",
    "libraries.object_store": "backup",
    "libraries.sound": "studio",
    "libraries.storyboard": "studio",
    "libraries.vector": "studio",
    "libraries.video": "studio",
    "libraries.vision": "studio",
    "services.collect": "collect",
    "services.projector": "projector",
    "services.studio": "studio",
    "services.review": "review",
    "services.publish": "publish",
    "services.ops": "ops",
}
"""Extra that the packages imported in a room come with; the longest name wins."""


class MissingExtra(NamedTuple):
    """An extra that a package could not be imported from, and the error to raise or to print about it."""

    extra: str
    error: ConfigurationError


def installed_version() -> str:
    """The installed version of this program, such as ``0.2.0``. Raises ConfigurationError where it is not installed."""
    return _installed().version


def install_command(extra: str) -> str:
    """The shell command that adds an extra to this installation, however it was made."""
    try:
        installed = _installed()
    except ConfigurationError:
        return f"{shlex.quote(sys.executable)} -m pip install --editable {shlex.quote(f'{ROOT}[{extra}]')}"
    return _command(extra, installed.read_text("direct_url.json"), Path(sys.prefix), installed.version)


def missing_extra(error: ModuleNotFoundError) -> MissingExtra | None:
    """The extra that a failed import is about; None where the missing module belongs to none."""
    extra = _extra(error.__traceback__)
    if extra is None or error.name is None or error.name.partition(".")[0] in PACKAGES:
        return None
    package = error.name.partition(".")[0]
    command = install_command(extra)
    failure = ConfigurationError("settings.extra_missing", package=package, extra=extra, command=command)
    return MissingExtra(extra, failure)


def _installed() -> Distribution:
    try:
        return distribution(_DISTRIBUTION)
    except PackageNotFoundError as error:
        raise ConfigurationError("settings.not_installed", python=sys.executable) from error


def _command(extra: str, direct_url: str | None, prefix: Path, release: str = "0") -> str:
    """``direct_url``: text of direct_url.json (PEP 610); None where nobody knows where the package came from.

    It lies on no index: there the path of its wheel is left for a person to fill in.
    """
    what = f"wagglebot[{extra}] @ file:///path/to/wagglebot-{release}-py3-none-any.whl"
    editable = False
    if direct_url is not None:
        source = json.loads(direct_url)
        editable = bool(source.get("dir_info", {}).get("editable"))
        path = unquote(source["url"].removeprefix("file://"))
        what = f"{path}[{extra}]" if editable else f"wagglebot[{extra}] @ {source['url']}"
    if (prefix / "uv-receipt.toml").is_file():
        return f"uv tool install --force {'--editable ' if editable else ''}{shlex.quote(what)}"
    if (prefix / "pipx_metadata.json").is_file():
        return f"pipx install --force {'--editable ' if editable else ''}{shlex.quote(what)}"
    return f"{shlex.quote(sys.executable)} -m pip install {'--editable ' if editable else ''}{shlex.quote(what)}"


def _extra(traceback: TracebackType | None) -> str | None:
    """The extra of the innermost room that was importing."""
    found = None
    while traceback is not None:
        module = str(traceback.tb_frame.f_globals.get("__name__", ""))
        rooms = [room for room in _EXTRA_OF_ROOM if module == room or module.startswith(f"{room}.")]
        found = _EXTRA_OF_ROOM[max(rooms, key=len)] if rooms else found
        traceback = traceback.tb_next
    return found
