"""Every command, target and setting that an error or a check tells people to use exists, with the options it names."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import metadata
from pathlib import Path

from fixtures.cli.typed_commands import PLACE, fault

from libraries.settings.environment import variable_names
from services.config import ROOT, Settings
from testbed.drills.doctor import cures

ROOMS = ("schemas", "libraries", "crawlers", "services", "wagglebot")
TARGET = re.compile(r"(?:'|`|: )make ([a-z][a-z-]+)")
EXTRA = re.compile(r"wagglebot\[([a-z,-]+)\]")
SETTING = re.compile(r"WAGGLEBOT_[A-Z_]+[A-Z]")
BESIDE = {"WAGGLEBOT_HOME", "WAGGLEBOT_RECIPE", "WAGGLEBOT_STUDIO"}
FIELD = re.compile(r"\{[^}]*\}")


@cache
def texts() -> list[tuple[str, str]]:
    """Every text in the code that names a command or a setting, the sentences of errors among them, and its file."""
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    return [(str(file.relative_to(ROOT)), text) for file in files for text in literals(file)]


def literals(file: Path) -> Iterator[str]:
    """The texts in the code of ``file``, without docstrings; values that are put into them are `PLACE`."""
    source = file.read_text("utf-8")
    if "wagglebot " not in source and "make " not in source and "WAGGLEBOT_" not in source:
        return
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else PLACE for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told | inside:
            yield node.value


def test_every_command_of_a_cure_can_be_typed() -> None:
    typed = [
        (where, command)
        for where, text in texts()
        for command in cures.commands_in(FIELD.sub(PLACE, text))
        if command.startswith("wagglebot ")
    ]
    assert len(typed) > 60
    wrong = [(where, command, why) for where, command in typed if (why := fault(command))]
    assert wrong == []


def test_every_target_extra_and_setting_of_a_cure_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    extras = set(metadata("wagglebot").get_all("Provides-Extra") or ())
    settings = {f"WAGGLEBOT_{name}" for name in variable_names(Settings, "")} | BESIDE
    wrong = []
    for where, text in texts():
        wrong += [(where, f"make {name}") for name in TARGET.findall(text) if name not in targets]
        wrong += [(where, name) for group in EXTRA.findall(text) for name in group.split(",") if name not in extras]
        wrong += [(where, name) for name in SETTING.findall(text) if not known(name, settings)]
    assert wrong == []


def known(name: str, settings: set[str]) -> bool:
    """Whether it is a setting, a section of settings, or a variable that is read beside the settings."""
    beside = "_DRILL_" in name or "_TEST_" in name
    return beside or name in settings or any(each.startswith(f"{name}_") for each in settings)


def test_every_extra_that_an_install_command_is_made_of_exists() -> None:
    asked = {
        extra
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        for extra in re.findall(r"install_command\(\"([a-z-]+)\"\)", file.read_text("utf-8"))
    }
    assert asked
    assert asked <= set(metadata("wagglebot").get_all("Provides-Extra") or ())
