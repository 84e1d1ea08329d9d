"""How the figures of the code base are counted. That none is worse than its bar is looked at by `make check`."""

import ast
import sys
from pathlib import Path

from services.config import ROOT

sys.path.append(str(ROOT / "tools"))
import figures


def test_a_bar_that_is_not_met_is_named() -> None:
    bars = {"max": {"module_max": 300.0}, "min": {"test_ratio": 0.8}}
    assert figures.missed_bars({"module_max": 301, "test_ratio": 0.8}, bars) == [
        "module_max is 301, at most 300 is allowed"
    ]
    (under,) = figures.missed_bars({"module_max": 300, "test_ratio": 0.79}, bars)
    assert under == "test_ratio is 0.79, at least 0.8 is asked for"


def test_circles_are_groups_of_modules_that_import_each_other() -> None:
    arrows = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("e", "d"), ("f", "a")]
    assert sorted(figures.import_cycles(arrows)) == [["a", "b", "c"], ["d", "e"]]
    assert figures.import_cycles([("a", "b"), ("b", "c"), ("a", "c")]) == []


def test_an_upward_import_goes_from_a_lower_layer_to_a_higher_one() -> None:
    layers = ["app", "app.core : app.extra", "base | other"]
    arrows = [("base.x", "app.core.y"), ("app.core.y", "base.x"), ("app.extra", "app.core.y"), ("outside", "app")]
    assert figures.upward_imports(arrows, layers) == [("base.x", "app.core.y")]
    assert figures.upward_imports([("app.core.z", "app.main")], layers) == [("app.core.z", "app.main")]


def test_percentiles_are_by_nearest_rank() -> None:
    assert figures.percentile(range(1, 11), 90) == 9
    assert figures.percentile(range(1, 12), 90) == 10
    assert figures.percentile([7], 90) == 7
    assert figures.percentile([], 90) == 0


def test_functions_are_counted_with_their_docstrings_and_without_their_decorators() -> None:
    tree = ast.parse('@cache\ndef f():\n    """One."""\n    return 1\n\n\nasync def g(): ...\n')
    assert list(figures.function_lengths(tree)) == [3, 1]


def test_docstrings_are_asked_of_what_is_public() -> None:
    tree = ast.parse('"""M."""\nclass A:\n    def b(self): ...\n    def _c(self): ...\ndef d():\n    """D."""\n')
    assert sorted(figures.docstring_presence(tree)) == [False, False, True, True]
    assert list(figures.docstring_presence(ast.parse(""))) == []


def test_folders_with_more_than_twenty_modules_are_full(tmp_path: Path) -> None:
    for folder, count in (("schemas", 20), ("services", 21)):
        (tmp_path / folder).mkdir()
        for number in range(count):
            (tmp_path / folder / f"m{number}.py").touch()
    assert figures.full_folders(tmp_path) == ["services"]
