"""The parts in which the tests run side by side hold all of them, each once."""

import sys
from collections import Counter
from pathlib import Path

from services.config import ROOT

sys.path.append(str(ROOT / "tools"))
from run_tests import PartOfTests, parts_of_tests, pytest_arguments, run_parts

TESTS = ROOT / "tests"


def files(part: PartOfTests) -> set[Path]:
    root = TESTS.parent
    without = [root / folder for folder in part.without]
    found = {file for folder in part.folders for file in (root / folder).rglob("test_*.py")}
    return {file for file in found if not any(file.is_relative_to(folder) for folder in without)}


def test_every_file_of_tests_is_in_exactly_one_part() -> None:
    runs = Counter(file for part in parts_of_tests() for file in files(part))
    assert set(runs) == set(TESTS.rglob("test_*.py"))
    assert set(runs.values()) == {1}


def test_a_folder_that_a_part_names_exists() -> None:
    """One that was renamed would be left to the rest without a word, and its exclusion would mean nothing."""
    assert all(
        (TESTS.parent / folder).is_dir() for part in parts_of_tests() for folder in (*part.folders, *part.without)
    )


def test_a_part_is_given_to_pytest_without_what_others_have() -> None:
    told = pytest_arguments(PartOfTests("rest", ("tests",), ("tests/unit",)))
    assert told[-1] == "tests"
    assert "--ignore=tests/unit" in told


def test_parts_end_with_what_their_tests_say_and_one_that_dies_has_not_passed(tmp_path: Path) -> None:
    texts = {
        "good": "def test_one(): pass\n",
        "bad": "def test_one(): assert False\n",
        "dead": "import os, signal\ndef test_one(): os.kill(os.getpid(), signal.SIGKILL)\n",
    }
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "test_it.py").write_text(text)
    parts = [PartOfTests(name, (str(tmp_path / name),)) for name in texts]
    ran = {one.part.name: one for one in run_parts(parts, 2)}
    assert {name: one.status for name, one in ran.items()} == {"good": 0, "bad": 1, "dead": -9}
    assert "1 passed" in ran["good"].output
    assert "FAILED" in ran["bad"].output
