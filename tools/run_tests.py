"""Run the tests that are not slow, in parts side by side: ``run_tests.py [--workers 5]``.

Each part is a pytest of its own, which collects that part alone: workers that each collect all tests spend a tenth of
the time on it.
"""

import argparse
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Final, NamedTuple

_ROOT: Final = Path(__file__).parent.parent
_FOLDERS: Final = {
    "integration: the rest": ("tests/integration",),
    "unit: the rest": ("tests/unit",),
    "browser": ("tests/browser",),
    "contracts": ("tests/contract",),
    "the rest": ("tests",),
    "texts, crawlers, sound": tuple(f"tests/unit/{name}" for name in ("crawlers", "media", "script", "sound", "voice")),
    "films": ("tests/unit/film",),
    "crawl, publish": ("tests/integration/crawl", "tests/integration/publish"),
    "bus, projector": ("tests/integration/bus", "tests/integration/projector"),
    "studio, scripts": ("tests/unit/studio", "tests/integration/script"),
    "review": ("tests/unit/review", "tests/integration/review"),
}
"""The folders of each part, without those below them that another part names; the longest part first.

A part imports what it tests anew, which takes seconds (Gradio five): few large ones cost less than many small ones.
"""


class PartOfTests(NamedTuple):
    """A group of test folders that are run by one pytest, but for those ``without``."""

    name: str
    folders: tuple[str, ...]
    without: tuple[str, ...] = ()


class PartResult(NamedTuple):
    """The outcome of one part's pytest."""

    part: PartOfTests
    status: int
    output: str
    seconds: float


def parts_of_tests() -> list[PartOfTests]:
    """The parts of all tests, the longest first."""
    every = {folder for folders in _FOLDERS.values() for folder in folders}
    return [
        PartOfTests(name, folders, tuple(sorted(other for other in every if _below(other, folders))))
        for name, folders in _FOLDERS.items()
    ]


def _below(folder: str, folders: tuple[str, ...]) -> bool:
    return folder not in folders and folder.startswith(tuple(f"{one}/" for one in folders))


def pytest_command(part: PartOfTests) -> list[str]:
    """The command line of a part's pytest."""
    without = [f"--ignore={folder}" for folder in part.without]
    return [sys.executable, "-m", "pytest", "-q", "-m", "not slow", *without, *part.folders]


def run_part(part: PartOfTests) -> PartResult:
    """Run the tests of a part."""
    began = time.monotonic()
    told = subprocess.run(
        pytest_command(part), cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return PartResult(part, told.returncode, told.stdout, time.monotonic() - began)


def main() -> int:
    """Run all parts side by side and print what failed; gives the exit status."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--workers", type=int, default=5, help="parts that run at the same time")
    workers = reader.parse_args().workers
    failed: list[str] = []
    passed, began = 0, time.monotonic()
    with ThreadPoolExecutor(workers) as threads:
        for running in as_completed([threads.submit(run_part, part) for part in parts_of_tests()]):
            ran = running.result()
            lines = ran.output.rstrip().splitlines() or ["no output"]
            skipped = [line for line in lines if line.startswith("SKIPPED")]
            shown = lines if ran.status else [*skipped, lines[-1]]
            print(f"{ran.part.name} ({ran.seconds:.0f} s)", *shown, sep="\n  ", flush=True)
            passed += sum(int(number) for number in re.findall(r"(\d+) passed", lines[-1]))
            if ran.status:  # also one that was killed, or collected nothing
                named = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
                failed += named or [f"FAILED {ran.part.name}: pytest ended with {ran.status}"]
    print(*failed, f"{len(failed)} failed, {passed} passed in {time.monotonic() - began:.0f} s", sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
