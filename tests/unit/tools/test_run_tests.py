"""The parts in which the tests run side by side hold all of them, each once."""

import sys
from collections import Counter
from pathlib import Path

from services.config import ROOT

sys.path.append(str(ROOT / "tools"))
from run_tests import PartOfTests, parts_of_tests, pytest_command

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
    told = pytest_command(PartOfTests("rest", ("tests",), ("tests/unit",)))
    assert told[-1] == "tests"
    assert "--ignore=tests/unit" in told
