"""The recipes of CONTRIBUTING.md, each worked through, and what each costs in files."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import adapter_tables
import pytest
import settings_example
from fixtures.plugins import EXAMPLES, installed, lay_out

from crawlers.sites_config import registry
from schemas.adapters import AdapterKind, find_adapter
from services.config import ROOT, Settings
from services.studio.film.templates.registry import template_named, template_names

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PLUGINS = {
    "plain-engine": (AdapterKind.ENGINE, "plain"),
    "tone-voice": (AdapterKind.VOICE, "tone"),
    "chalk-template": (AdapterKind.TEMPLATE, "chalk"),
    "megaphone-platform": (AdapterKind.PLATFORM, "megaphone"),
}
LIMITS = {"engine": 2, "voice": 3, "template": 4, "platform": 4, "fact": 5, "setting of a stage": 2}
"""The most files that adding one may touch."""


def table() -> dict[str, tuple[int | None, int]]:
    """What CONTRIBUTING.md says that each costs: files as a package, files in this repository."""
    rows = re.findall(r"^\| ([a-z ]+) \| (?:(\d) files?|–) \| (\d) files? \|$", CONTRIBUTING, re.MULTILINE)
    return {what: (int(package) if package else None, int(here)) for what, package, here in rows}


def own_files(folder: str, name: str) -> int:
    """Files of an adapter of this repository, with the line in pyproject.toml as one more."""
    place = ROOT / folder / name
    files = [place.with_suffix(".py")] if place.with_suffix(".py").is_file() else list(place.glob("*.py"))
    return len(files) + 1


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every example in it, as ``pip install --target`` would fill it."""
    folder = tmp_path_factory.mktemp("site-packages")
    for example in PLUGINS:
        lay_out(example, folder)
    return folder


@pytest.fixture
def here(tmp_path: Path) -> Iterator[None]:
    """Every example installed in this process."""
    template_named.cache_clear()
    with ExitStack() as stack:
        for example in PLUGINS:
            stack.enter_context(installed(example, tmp_path / example))
        yield
    template_named.cache_clear()


def wagglebot(site: Path, home: Path, *arguments: str, **settings: str) -> Any:
    """The JSON that a command prints in a process that has the plug-ins."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WAGGLEBOT_")}
    environment |= {"PYTHONPATH": str(site), "WAGGLEBOT_HOME": str(home), **settings}
    json_option = () if "speak" in arguments else ("--json",)  # it prints nothing else
    command = [sys.executable, "-c", "from services.cli import main; main()", *arguments, *json_option]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=100)
    assert ran.stdout, ran.stderr
    return json.loads(ran.stdout)


def test_the_table_says_what_the_examples_cost() -> None:
    costs = table()
    for example, (kind, _) in PLUGINS.items():
        files = [path for path in (EXAMPLES / example).rglob("*") if path.is_file() and path.suffix in (".py", ".toml")]
        assert costs[kind.value][0] == len(files), example
    assert costs["site"] == (1, 1)


def test_the_table_says_what_the_simplest_of_ours_cost() -> None:
    costs = table()
    assert costs["engine"][1] == own_files("crawlers/engines", "lemmy")
    assert costs["voice"][1] == own_files("services/studio/voice", "gpt_sovits")
    assert costs["template"][1] == own_files("services/studio/film/templates", "card")
    assert costs["platform"][1] == own_files("services/publish/platforms", "export")


def test_nothing_costs_more_than_it_may() -> None:
    costs = table()
    assert {what: most for what, most in LIMITS.items() if max(filter(None, costs[what])) > most} == {}


def test_the_voice_of_the_guide_is_the_example_and_shorter_than_twenty_lines() -> None:
    blocks = re.findall(r"`(examples/[\w./-]+)`:\n\n```\w+\n(.*?)```", CONTRIBUTING, re.DOTALL)
    assert [path for path, _ in blocks] == ["examples/tone-voice/tone_voice.py", "examples/tone-voice/pyproject.toml"]
    for path, text in blocks:
        assert (ROOT / path).read_text("utf-8") == text
    assert len([line for line in blocks[0][1].splitlines() if line]) < 20


def test_plug_ins_are_listed_with_their_packages(site: Path, tmp_path: Path) -> None:
    found = {(each["kind"], each["name"]): each for each in wagglebot(site, tmp_path, "adapters")}
    for kind, name in PLUGINS.values():
        assert found[kind.value, name]["fault"] == ""
        assert found[kind.value, name]["package"] != "wagglebot"


@pytest.mark.slow
def test_the_doctor_checks_those_in_use(site: Path, tmp_path: Path) -> None:
    recipe = {"voice": {"chain": ["tone"]}, "film": {"template": "chalk"}}
    findings = wagglebot(
        *(site, tmp_path, "doctor"),
        WAGGLEBOT_RECIPE=json.dumps(recipe),
        WAGGLEBOT_PUBLISH__PLATFORMS='["megaphone"]',
        WAGGLEBOT_PUBLISH__MEGAPHONE__TOKEN_FILE=str(tmp_path / "none"),
    )
    states = {each["what"]: each for each in findings}
    assert states["voice tone"]["state"] == states["template chalk"]["state"] == "ok"
    assert states["platform megaphone"]["state"] == "fail"
    assert "wagglebot auth megaphone" in states["platform megaphone"]["remedy"]


@pytest.mark.usefixtures("here")
def test_settings_docs_and_choices_have_them() -> None:
    example = "\n".join(settings_example.example_lines(Settings, "WAGGLEBOT_", ""))
    assert "# Folder that plays the account.\n#WAGGLEBOT_PUBLISH__MEGAPHONE__FOLDER=megaphone" in example
    page = adapter_tables.adapter_tables(adapter_tables.every_installed_adapter())
    for _, name in PLUGINS.values():
        assert f"| `{name}` |" in page
    assert "chalk" in template_names()


@pytest.mark.usefixtures("here")
def test_a_site_file_is_read_by_the_engine_it_names() -> None:
    spec = registry.site_spec(str(EXAMPLES / "site/my-board.yaml"))
    listing = registry.make_engine(spec).listing(b'{"posts": [{"id": 7, "title": "x"}]}', spec.base_url)
    assert [post.url for post in listing.posts] == ["https://board.example/post/7"]


FACT = """
from schemas.base import Token
from schemas.events import PostCollected, PostPinned, RecordedFact, decode_fact, encode_fact
from schemas.posts import Post, PostKey
from schemas.states import Status, fold_facts
from datetime import UTC, datetime
from services.projector.fact_decoder import DecodedFact

key = PostKey.of("sample", "1")
post = Post(key=key, origin_id="1", site_name="a", url="https://a.example/1", title="t", content="c")
facts = [PostCollected(post_key=key, revision=0, post=post), PostPinned(post_key=key, revision=0, reviewer="kim")]
assert [decode_fact(encode_fact(fact)) for fact in facts] == facts
state = fold_facts([RecordedFact(n, datetime.now(UTC), fact) for n, fact in enumerate(facts, 1)])
assert (state.status, state.sequence) == (Status.COLLECTED, 2)
read = DecodedFact.from_payload(2, "2026-01-01", encode_fact(facts[1]))
assert (read.event.kind, read.event.reviewer) == ("post.pinned", "kim")
"""


def test_a_fact_is_added_by_its_class_and_its_transitions(tmp_path: Path) -> None:
    """The recipe's code is put into a copy of the repository; bus, fold and projection then know the fact."""
    for folder in ("schemas", "services", "crawlers"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "sites", "static")
        )
    recipe = CONTRIBUTING.partition("### A fact")[2]
    blocks = re.findall(r"   ```python\n(.*?)   ```", recipe, re.DOTALL)
    declared, transition = (re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in blocks)
    insert(tmp_path / "schemas/events/__init__.py", before="AnyEvent = ", text=f"{declared}\n\n")
    insert(tmp_path / "schemas/events/__init__.py", before="    | PostApproved\n", text="    | PostPinned\n")
    insert(tmp_path / "schemas/states.py", before='    (S.COLLECTED, "post.approved")', text=transition)
    ran = subprocess.run(
        [sys.executable, "-c", FACT], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def insert(file: Path, *, before: str, text: str) -> None:
    whole = file.read_text("utf-8")
    assert whole.count(before) == 1, f"{file.name} has no single {before!r}"
    file.write_text(whole.replace(before, text + before), "utf-8")


def test_a_built_voice_speaks(tmp_path: Path) -> None:
    """The commands of the guide: built and installed by pip as any package, found and heard."""
    source = shutil.copytree(EXAMPLES / "tone-voice", tmp_path / "source")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--target", str(tmp_path / "site")]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, source], check=True, cwd=tmp_path)
    recipe = '{"voice": {"chain": ["tone"], "speed": 1.0}}'
    sheet = wagglebot(tmp_path / "site", tmp_path, "speak", "안녕하세요 여러분", WAGGLEBOT_RECIPE=recipe)
    assert sheet["voice"]["duration"] == pytest.approx(9 * 0.15, abs=0.3)
    assert (tmp_path / "media" / sheet["voice"]["audio"]["key"]).stat().st_size > 10_000


def test_a_setting_of_a_stage_is_declared_in_one_place_and_read_in_one(tmp_path: Path) -> None:
    """The example voice is given one: nothing but its own module changes, and the stage that speaks obeys it."""
    module = lay_out("tone-voice", tmp_path / "site") / "tone_voice.py"
    declared = """
class ToneSettings(Section):
    seconds: float = Field(0.15, description="Length of a beep.")


class ToneVoice:
    def __init__(self, settings: ToneSettings) -> None:
        self.seconds = settings.seconds
"""
    text = module.read_text("utf-8")
    for before, after in (
        ("import numpy as np\n", "import numpy as np\nfrom pydantic import Field\n"),
        ("BadInput\n", "BadInput, Section, SettingsSection\n"),
        ("\nclass ToneVoice:\n", declared),
        ("0.15 / speed", "self.seconds / speed"),
        ('version="1", ', 'version="1", settings=SettingsSection("studio", "tone", ToneSettings), '),
    ):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    module.write_text(text, "utf-8")

    def seconds(**settings: str) -> float:
        recipe = '{"voice": {"chain": ["tone"], "speed": 1.0}}'
        sheet = wagglebot(
            tmp_path / "site", tmp_path, "speak", "안녕하세요 여러분", WAGGLEBOT_RECIPE=recipe, **settings
        )
        return float(sheet["voice"]["duration"])

    assert seconds(WAGGLEBOT_STUDIO__TONE__SECONDS="0.45") > 2 * seconds()


@pytest.mark.slow
def test_plug_ins_make_and_publish_a_film(site: Path, tmp_path: Path) -> None:
    recipe = {"voice": {"chain": ["tone"]}, "film": {"template": "chalk", "quality": "preview"}}
    made = wagglebot(
        *(site, tmp_path, "demo", "--posts", "1"),
        WAGGLEBOT_RECIPE=json.dumps(recipe),
        WAGGLEBOT_PUBLISH__PLATFORMS='["export", "megaphone"]',
        WAGGLEBOT_PUBLISH__MEGAPHONE__FOLDER=str(tmp_path / "megaphone"),
    )
    (film,) = made["films"]
    assert film["status"] == "UPLOADED"
    assert Path(film["path"]).is_file()


def test_the_examples_are_named_in_the_guide() -> None:
    for example in PLUGINS:
        assert f"examples/{example}" in CONTRIBUTING
    assert find_adapter(AdapterKind.VOICE, "espeak", setting="recipe.voice.chain")
