"""Print the figures of the code base as JSON: its import graph, its sizes, its tests and docstrings (make figures).

With --check it says which of the bars in pyproject.toml ([tool.figures]) are not met, with --details which modules and
folders are behind the figures of the import graph and the longest ones. Needs the extra 'dev'.
"""

import ast
import json
import statistics
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import grimp

ROOT: Final = Path(__file__).resolve().parents[1]
PROGRAM: Final = ("schemas", "libraries", "crawlers", "services")
"""What runs in production: sizes, docstrings and the ratio of tests are over these."""
PACKAGES: Final = (*PROGRAM, "testbed", "wagglebot")
"""What the import graph is over."""
DRAWINGS: Final = (
    "libraries/drawn_world/people",
    "libraries/drawn_world/animals",
    "libraries/drawn_world/scenes",
    "libraries/drawn_world/staging/scenery",
)
"""Pictures written as code, outline after outline. They are counted apart, as golden pictures hold them and not lines
of tests, and a drawing is as long as what it shows has parts. The longest module and what is
counted of functions and docstrings include them."""
DRAWING_TESTS: Final = "tests/unit/drawn_world"
FOLDER_FILES: Final = 20

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Edge = tuple[str, str]
"""Importer and imported module."""


def python_files(*folders: str, root: Path = ROOT) -> list[Path]:
    """The Python files below the folders."""
    return sorted(path for folder in folders for path in (root / folder).rglob("*.py"))


def line_count(path: Path) -> int:
    """The number of lines of a file, blank ones included."""
    return len(path.read_text(encoding="utf-8").splitlines())


def percentile(values: Iterable[int], percent: int) -> int:
    """The smallest of the values that ``percent`` % of them do not exceed (nearest rank). 0 for no values."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else 0


def function_lengths(tree: ast.Module) -> Iterator[int]:
    """The number of lines of each function, from ``def`` to its last statement, docstring included."""
    for node in ast.walk(tree):
        if isinstance(node, FunctionNode) and node.end_lineno is not None:
            yield node.end_lineno - node.lineno + 1


def docstring_presence(tree: ast.Module) -> Iterator[bool]:
    """Whether there is a docstring: of the module, then of each public class and function in it or in such a class."""
    if not tree.body:
        return
    yield ast.get_docstring(tree) is not None
    nodes: list[ast.AST] = [tree]
    while nodes:
        for node in ast.iter_child_nodes(nodes.pop()):
            if isinstance(node, ast.ClassDef | FunctionNode) and not node.name.startswith("_"):
                yield ast.get_docstring(node) is not None
                if isinstance(node, ast.ClassDef):
                    nodes.append(node)


def import_edges(graph: grimp.ImportGraph) -> list[Edge]:
    """Every direct import between modules of ours."""
    return sorted(
        (importer, name) for importer in graph.modules for name in graph.find_modules_directly_imported_by(importer)
    )


def import_cycles(arrows: Iterable[Edge]) -> list[list[str]]:
    """The groups of modules that import each other, directly or not (strongly connected components of Tarjan, 1972)."""
    targets: dict[str, list[str]] = {}
    for importer, imported in arrows:
        targets.setdefault(importer, []).append(imported)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for target in targets.get(module, ()):
            if target not in index:
                visit(target)
                low[module] = min(low[module], low[target])
            elif target in stack:
                low[module] = min(low[module], index[target])
        if low[module] == index[module]:
            group = stack[stack.index(module) :]
            del stack[-len(group) :]
            if len(group) > 1:
                found.append(sorted(group))

    for module in list(targets):
        if module not in index:
            visit(module)
    return found


def upward_imports(arrows: Iterable[Edge], layers: list[str]) -> list[Edge]:
    """The imports from a lower layer into a higher one. ``layers``: as import-linter has them, highest first."""
    height = {
        part.strip(): -row for row, layer in enumerate(layers) for part in layer.replace("|", ":").split(":") if part
    }

    def of(module: str) -> int | None:
        while module and module not in height:
            module = module.rpartition(".")[0]
        return height.get(module)

    def rises(importer: int | None, imported: int | None) -> bool:
        return importer is not None and imported is not None and imported > importer

    return [(importer, imported) for importer, imported in arrows if rises(of(importer), of(imported))]


def full_folders(root: Path = ROOT) -> list[str]:
    """The folders with more than 20 Python files."""
    counts = Counter(path.parent for path in python_files(*PACKAGES, "tests", "tools", root=root))
    return sorted(str(folder.relative_to(root)) for folder, count in counts.items() if count > FOLDER_FILES)


def measure_code_base() -> dict[str, float]:
    """All figures of the code base by name."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers: list[str] = config["tool"]["importlinter"]["contracts"][0]["layers"]
    arrows = import_edges(grimp.build_graph(*PACKAGES, cache_dir=None))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in python_files(*PROGRAM)]
    modules = [lines for path in python_files(*PROGRAM) if (lines := line_count(path))]
    drawings = [lines for path in python_files(*DRAWINGS) if (lines := line_count(path))]
    written = list((Counter(modules) - Counter(drawings)).elements())
    functions = [length for tree in trees for length in function_lengths(tree)]
    docstrings = [has for tree in trees for has in docstring_presence(tree)]
    program, tests = sum(modules), sum(map(line_count, python_files("tests")))
    ratio = (tests - sum(map(line_count, python_files(DRAWING_TESTS)))) / (program - sum(drawings))
    return {
        "import_circles": len(import_cycles(arrows)),
        "upward_imports": len(upward_imports(arrows, layers)),
        "full_folders": len(full_folders()),
        "modules": len(modules),
        "module_median": statistics.median(written),
        "module_p90": percentile(written, 90),
        "module_max": max(modules),
        "functions": len(functions),
        "function_median": statistics.median(functions),
        "function_p90": percentile(functions, 90),
        "function_max": max(functions),
        "services_lines": sum(map(line_count, python_files("services"))),
        "program_lines": program,
        "drawing_lines": sum(drawings),
        "tests_lines": tests,
        "test_ratio": round(ratio, 3),
        "test_ratio_with_drawings": round(tests / program, 3),
        "docstring_coverage": round(sum(docstrings) / len(docstrings), 3),
    }


def missed_bars(figures: Mapping[str, float], bars: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A sentence for each bar that is not met. ``bars``: ``{"max": {name: limit}, "min": {name: limit}}``."""
    over = [
        f"{name} is {figures[name]:g}, at most {limit:g} is allowed"
        for name, limit in bars["max"].items()
        if figures[name] > limit
    ]
    under = [
        f"{name} is {figures[name]:g}, at least {limit:g} is asked for"
        for name, limit in bars["min"].items()
        if figures[name] < limit
    ]
    return over + under


def declared_bars() -> dict[str, dict[str, float]]:
    """The limits of figures that pyproject.toml declares, by ``max`` and ``min``."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    limits: dict[str, dict[str, float]] = config["tool"]["figures"]
    return limits


def figure_details() -> dict[str, list[Any]]:
    """The lists of names behind the figures."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    arrows = import_edges(grimp.build_graph(*PACKAGES, cache_dir=None))
    longest = sorted(((line_count(path), str(path.relative_to(ROOT))) for path in python_files(*PROGRAM)), reverse=True)
    return {
        "import_circles": import_cycles(arrows),
        "upward_imports": upward_imports(arrows, config["tool"]["importlinter"]["contracts"][0]["layers"]),
        "full_folders": full_folders(),
        "longest_modules": longest[:10],
    }


def main() -> int:
    """Print the figures; gives exit status 1 with --check when a bar is not met."""
    figures = measure_code_base()
    if "--details" in sys.argv:
        sys.stdout.write(json.dumps(figure_details(), indent=1) + "\n")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    failed = missed_bars(figures, declared_bars()) if "--check" in sys.argv else []
    sys.stderr.writelines(f"{sentence}\n" for sentence in failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
