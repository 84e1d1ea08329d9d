"""The pages of the documentation name files, commands, settings and targets that exist."""

import re
from pathlib import Path
from typing import Any

import typer
from fixtures.rows import each_row
from typer.core import TyperGroup

from services.cli.app import app
from services.config import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOPS = "schemas|libraries|crawlers|services|testbed|wagglebot|examples|nats|tests|tools|docs|requirements|assets"
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
PATH = re.compile(rf"`((?:{TOPS})/[A-Za-z0-9_./-]*)`")
COMMAND = re.compile(r"(?:^|[`\s(])wagglebot ((?:[a-z|·-]+(?![\w:/]) ?)+)", re.MULTILINE)
TARGET = re.compile(r"^make ([a-z-]+)(?=\s|$)", re.MULTILINE)
SETTING = re.compile(r"WAGGLEBOT_[A-Z_]+[A-Z]")
OF_EXAMPLES = ("auth megaphone",)
"""Commands that come with a plug-in of the examples."""
THE_OPERATORS = ("assets/own",)
"""Folders that are there once somebody puts files into them."""


def pages(*, history: bool) -> list[Path]:
    """All pages; without ``history`` not those that tell of how things were."""
    told = ("CHANGELOG.md", "benchmarks.md")
    return [page for page in PAGES if history or (page.name not in told and "decisions" not in page.parts)]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def code(page: Path) -> str:
    """What stands between backticks, inline or in a block."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return "\n".join((*blocks, *inline))


@each_row("page", pages(history=True), ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@each_row("page", pages(history=False), ids=name)
def test_every_path_exists(page: Path) -> None:
    paths = [path for path in PATH.findall(page.read_text("utf-8")) if not path.startswith(THE_OPERATORS)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@each_row("page", pages(history=False), ids=name)
def test_every_command_exists(page: Path) -> None:
    root = typer.main.get_command(app)
    named = [words for words in COMMAND.findall(code(page)) if not words.startswith("-")]
    assert [words for words in named if words not in OF_EXAMPLES and not known(root, words.split())] == []


def known(command: Any, words: list[str]) -> bool:
    """Whether each of ``a|b`` is a command, and the next word one of that where it has commands of its own."""
    if not words or not isinstance(command, TyperGroup):
        return True
    found = [command.get_command(typer.Context(command), name) for name in re.split(r"[|·]", words[0])]
    return all(each is not None and known(each, words[1:]) for each in found)


@each_row("page", pages(history=False), ids=name)
def test_every_target_of_make_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(TARGET.findall(code(page))) <= targets


@each_row("page", pages(history=False), ids=name)
def test_every_setting_exists(page: Path) -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    more = {"WAGGLEBOT_HOME", "WAGGLEBOT_DRILL_KILL", "WAGGLEBOT_RECIPE"}
    named = set(SETTING.findall(page.read_text("utf-8"))) - more
    assert {setting for setting in named if f"#{setting}" not in example} == set()


def test_the_two_readmes_name_the_same_commands_and_pages() -> None:
    english, korean = (ROOT / "README.md", ROOT / "README.ko.md")

    def commands(page: Path) -> list[str]:
        return re.findall(r"^wagglebot ([a-z|]+)", page.read_text("utf-8"), re.MULTILINE)

    def links(page: Path) -> set[str]:
        return set(LINK.findall(page.read_text("utf-8"))) - {"README.md", "README.ko.md"}

    assert commands(english) == commands(korean)
    assert links(english) == links(korean)
