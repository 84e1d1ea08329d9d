"""The pages of the documentation name files, settings and targets that exist, and commands that can be typed."""

import re
from collections.abc import Iterator
from pathlib import Path

from fixtures.cli.typed_commands import fault
from fixtures.rows import each_row

from services.config import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOPS = "schemas|libraries|crawlers|services|testbed|wagglebot|examples|nats|tests|tools|docs|requirements|assets"
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
PATH = re.compile(rf"`((?:{TOPS})/[A-Za-z0-9_./-]*)`")
COMMAND = re.compile(r"(?:^|[\s'/(])(wagglebot [a-z][^`]*)$")
TARGET = re.compile(r"^make ([a-z-]+)(?=\s|$)", re.MULTILINE)
SETTING = re.compile(r"WAGGLEBOT_[A-Z_]+[A-Z]")
OF_EXAMPLES = ("wagglebot auth megaphone",)
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
    return "\n".join((*blocks(page), *inline(page)))


def blocks(page: Path) -> list[str]:
    """The blocks of code of a page."""
    return re.findall(r"```\w*\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


def inline(page: Path) -> list[str]:
    """The code within its sentences, a line each."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    return [" ".join(each.split()) for each in re.findall(r"`([^`]+)`", text)]


def commands(page: Path) -> Iterator[tuple[str, bool]]:
    """The commands of a page; True: to be typed as it stands, where a sentence may name one without its arguments."""
    lines = "\n".join(blocks(page)).replace("\\\n", " ").splitlines()
    for line, whole in (*((line, True) for line in lines), *((line, False) for line in inline(page))):
        if (found := COMMAND.search(line)) and not line.lstrip().startswith("#"):
            yield found[1], whole


@each_row("page", pages(history=True), ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@each_row("page", pages(history=False), ids=name)
def test_every_path_exists(page: Path) -> None:
    paths = [path for path in PATH.findall(page.read_text("utf-8")) if not path.startswith(THE_OPERATORS)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@each_row("page", pages(history=False), ids=name)
def test_every_command_can_be_typed_as_it_stands(page: Path) -> None:
    wrong = [
        (command, why)
        for command, whole in commands(page)
        if not command.startswith(OF_EXAMPLES) and (why := fault(command, whole=whole))
    ]
    assert wrong == []


def test_the_pages_have_commands_enough_to_be_tried() -> None:
    assert sum(1 for page in pages(history=False) for _ in commands(page)) > 200


@each_row("command, why", [
    ("wagglebot approv sample.1", "there is no command 'approv'"),
    ("wagglebot approve|declin sample.1", "there is no command 'declin'"),
    ("wagglebot doctor --loud", "No such option: --loud"),
    ("wagglebot demo --posts", "Option '--posts' requires an argument."),
    ("wagglebot remake", "post is missing"),
    ("wagglebot models get a b", "'b' is one argument too many"),
    ("wagglebot replay posts --from-stage nothing", "from_stage cannot be 'nothing'"),
])  # fmt: skip
def test_what_cannot_be_typed_is_found(command: str, why: str) -> None:
    assert fault(command) == why


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

    def listed(page: Path) -> list[str]:
        return re.findall(r"^wagglebot ([a-z|]+)", page.read_text("utf-8"), re.MULTILINE)

    def links(page: Path) -> set[str]:
        return set(LINK.findall(page.read_text("utf-8"))) - {"README.md", "README.ko.md"}

    assert listed(english) == listed(korean)
    assert links(english) == links(korean)
