"""Declared versions of the parts of the studio whose output is kept and found again by a key.

Keys hold versions, not hashes over code: code that is moved, renamed or commented keeps every result. What keeps the
versions true is tests/unit/studio/test_versions.py, which compares a canonical output of every part.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata

from pydantic import JsonValue

from schemas.adapters import Adapter, installed_adapters

_PATIENCE = 30.0
"""Seconds that another interpreter may take to answer."""


@dataclass(frozen=True, slots=True)
class VersionedPart:
    """A part of the studio.

    ``version`` is raised by hand whenever the output of the part changes for equal input; it is in the key of all that
    the part decides. ``packages``: those that decide pixels or samples with it; their installed versions are in the key
    too.
    """

    name: str
    version: str
    packages: tuple[str, ...] = ()

    @property
    def key_part(self) -> list[JsonValue]:
        """What the part puts into a key: its name, its version and those of its packages."""
        return [self.name, self.version, {package: _version(package) for package in self.packages}]


def adapter_version(adapter: Adapter) -> str:
    """The declared version of an adapter; that of its package where it declares none."""
    if adapter.version:
        return adapter.version
    packages = (each.package for each in installed_adapters(adapter.kind) if each.adapter is adapter)
    return next((_version(package) for package in packages), "")


def versioned_parts(adapter: Adapter) -> tuple[VersionedPart, ...]:
    """The versioned parts that an adapter names beside its own version."""
    if not adapter.parts:
        return ()
    module, _, name = adapter.parts.partition(":")
    found: tuple[VersionedPart, ...] = getattr(import_module(module), name)
    return found


def package_versions(modules: tuple[str, ...], python: str = sys.executable) -> dict[str, JsonValue]:
    """The packages behind each module, with their versions, as the interpreter ``python`` has them installed.

    Nothing is known of an interpreter that does not answer; the stage that runs in it says why.
    """
    known = _packages_by_module(python) if modules else {}
    return {module: list(known.get(module, ())) for module in modules}


@cache
def _packages_by_module(python: str) -> Mapping[str, list[str]]:
    if python == sys.executable:
        return _own_packages()
    try:
        # -P: the folder of this file is no place to import from.
        ran = subprocess.run([python, "-P", __file__], capture_output=True, check=True, timeout=_PATIENCE)
        found: dict[str, list[str]] = json.loads(ran.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}
    return found


def _own_packages() -> dict[str, list[str]]:
    by_module = metadata.packages_distributions()
    return {
        module: sorted({f"{package} {metadata.version(package)}" for package in packages})
        for module, packages in by_module.items()
    }


@cache
def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_own_packages()))
