"""The wheel: it holds the code and all data, and the program runs from it in an empty folder."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from services.config import ROOT

CODE = ("schemas", "libraries", "crawlers", "services", "testbed", "wagglebot")
DATA = ("nats", "assets")
SOURCE = (*CODE, *DATA, "requirements", "tools", "pyproject.toml", "setup.py", "README.md", "LICENSE")
NEVER = shutil.ignore_patterns("__pycache__", "*.egg-info")
ABOUT = """
import json
from crawlers.sites_config.registry import site_specs
from libraries.bus.connection.topology import consumer_configs, stream_configs
from services.config import HOME, ROOT, Settings
from libraries.drawing.typography.fonts import text_coverage
print(json.dumps({"root": str(ROOT), "home": str(HOME), "media": str(Settings().media.root), "sites": len(site_specs()),
    "streams": len(stream_configs()), "durables": len(consumer_configs()), "characters": len(text_coverage())}))
"""


def files(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.relative_to(folder).parts[0] != "own"
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a freshly built wheel, as an installer lays them down. Built from a copy: a build keeps its
    intermediate files in the source, and those of an earlier one would come along."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in SOURCE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=NEVER)
        else:
            shutil.copy2(ROOT / name, source / name)
    shutil.rmtree(source / "assets/own", ignore_errors=True)  # the operator's files
    # What every installer calls; pip would start two more processes for it.
    build = f"from setuptools.build_meta import build_wheel; build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", build], check=True, cwd=source, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def run(installed: Path, cwd: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A Python of this environment that has the wheel's files in place of the checkout's, in an empty folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WAGGLEBOT_")}
    environment |= {"PYTHONPATH": str(installed), "XDG_DATA_HOME": str(cwd / "data"), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_it_holds_all_code_and_all_data(installed: Path) -> None:
    for name in CODE:
        assert files(ROOT / name) <= files(installed / name)
        assert (installed / name / "py.typed").is_file()
    for name in DATA:
        assert files(ROOT / name) == files(installed / "wagglebot/data" / name)


def test_nothing_of_it_could_hide_another_library(installed: Path) -> None:
    tops = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert tops == set(CODE)
    assert not list((ROOT / "nats").rglob("*.py"))


@pytest.mark.slow
def test_it_finds_its_data_and_keeps_its_files_elsewhere(installed: Path, tmp_path: Path) -> None:
    said = run(installed, tmp_path, "-c", ABOUT)
    assert said.returncode == 0, said.stderr
    about = json.loads(said.stdout)
    assert about["root"] == str(installed)
    assert about["home"] == str(tmp_path / "data/wagglebot")
    assert about["media"] == str(tmp_path / "data/wagglebot/media")
    assert min(about[name] for name in ("sites", "streams", "durables")) > 3
    assert about["characters"] > 11_172  # all syllables of Hangul


@pytest.mark.slow
def test_it_makes_a_film_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    before = files(installed)
    made = run(installed, tmp_path, "-c", "from services.cli import main; main()", "demo", "--posts", "1", "--json")
    assert made.returncode == 0, made.stderr
    (film,) = json.loads(made.stdout.splitlines()[-1])["films"]
    assert Path(film["path"]).is_relative_to(tmp_path / "data/wagglebot")
    assert Path(film["path"]).stat().st_size > 500_000
    assert files(installed) == before
