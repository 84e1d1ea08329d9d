"""The program with its base dependencies alone: it starts, and every command names the extra it lacks."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

RUN = """
import importlib.abc, json, sys
from importlib.machinery import PathFinder

hidden, arguments = map(json.loads, sys.argv[1:])

class Hidden(importlib.abc.MetaPathFinder):
    find_distributions = staticmethod(PathFinder.find_distributions)

    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] in hidden else PathFinder.find_spec(name, path, target)

sys.meta_path[:] = [Hidden() if finder is PathFinder else finder for finder in sys.meta_path]
from services.cli import main
sys.argv = ["wagglebot", *arguments]
main()
"""


def required(distribution: str) -> Iterator[str]:
    """Names of the distributions that one needs without any extra, as indexes spell them."""
    for line in metadata.requires(distribution) or ():
        if "extra ==" not in line:
            name = re.match(r"[A-Za-z0-9._-]+", line)
            assert name
            yield spelled(name.group())


def spelled(name: str) -> str:
    return name.lower().replace("_", "-")


@cache
def beyond_the_base() -> tuple[str, ...]:
    """The importable names that only an extra, or something else in this environment, brings."""
    base, new = {"typing-extensions", "pydantic-core"}, ["wagglebot"]
    while new:
        name = new.pop()
        if name not in base:
            base.add(name)
            with suppress(metadata.PackageNotFoundError):  # of another platform
                new += required(name)
    owners = metadata.packages_distributions()
    return tuple(sorted(top for top, names in owners.items() if base.isdisjoint(map(spelled, names))))


def wagglebot(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(beyond_the_base()), json.dumps(arguments)],
        capture_output=True, text=True, check=False, cwd=home, timeout=60,
        env={"WAGGLEBOT_HOME": str(home), "PATH": "/usr/bin:/bin", "COLUMNS": "400"},
    )  # fmt: skip


def test_help_lists_every_command(tmp_path: Path) -> None:
    shown = wagglebot(tmp_path, "--help")
    assert shown.returncode == 0, shown.stderr
    assert {"demo", "doctor", "approve", "bench", "drill"} <= set(shown.stdout.split())


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        (("doctor",), "projector"),
        (("sites",), "collect"),
        (("auth", "youtube"), "publish"),
        (("bench", "film"), "studio"),
        (("assets",), "studio"),
    ],
)
@pytest.mark.slow
def test_a_command_names_the_extra_it_lacks(command: tuple[str, ...], extra: str, tmp_path: Path) -> None:
    said = wagglebot(tmp_path, *command)
    assert said.returncode == 1, said.stdout
    assert "Traceback" not in said.stderr
    assert f"[{extra}]'" in said.stderr + said.stdout
