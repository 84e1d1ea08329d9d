"""The program with its base dependencies alone: it starts, and every command names the extra it lacks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import importlib.abc, importlib.metadata as metadata, json, re, sys
from importlib.machinery import PathFinder

def closure(name, found):
    if name in found:
        return found
    found.add(name)
    for line in metadata.requires(name) or ():
        if "extra ==" not in line:
            closure(re.match(r"[A-Za-z0-9._-]+", line).group(0).lower().replace("_", "-"), found)
    return found

class Hidden(importlib.abc.MetaPathFinder):
    find_distributions = staticmethod(PathFinder.find_distributions)

    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] in hidden else PathFinder.find_spec(name, path, target)

def installed(name):
    return name.lower().replace("_", "-")

def base_closure():
    found = set()
    for line in metadata.requires("wagglebot"):
        if "extra ==" not in line:
            name = installed(re.match(r"[A-Za-z0-9._-]+", line).group(0))
            try:
                closure(name, found)
            except metadata.PackageNotFoundError:
                pass
    return found | {"wagglebot", "typing-extensions", "pydantic-core"}

base = base_closure()
owners = metadata.packages_distributions()
hidden = {top for top, names in owners.items() if not {installed(name) for name in names} & base}
sys.meta_path[:] = [Hidden() if finder is PathFinder else finder for finder in sys.meta_path]
from services.cli import main
sys.argv = ["wagglebot", *json.loads(sys.argv[1])]
main()
"""


def wagglebot(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(arguments)],
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
def test_a_command_names_the_extra_it_lacks(command: tuple[str, ...], extra: str, tmp_path: Path) -> None:
    said = wagglebot(tmp_path, *command)
    assert said.returncode == 1, said.stdout
    assert "Traceback" not in said.stderr
    assert f"[{extra}]'" in said.stderr + said.stdout
