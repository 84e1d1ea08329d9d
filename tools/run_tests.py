"""Run the tests that are not slow, in parts side by side: ``run_tests.py [--workers 5]``.

Each part is a process of its own, which collects that part alone: workers that each collect all tests spend a tenth of
the time on it. What most tests import is imported once, before the processes of the parts are forked: that is another
tenth.
"""

import argparse
import gc
import os
import pkgutil
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Final, NamedTuple

import pytest

_ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT))

from libraries.processes import end_with_parent  # noqa: E402

_PROGRAM: Final = ("schemas", "libraries", "crawlers", "services", "testbed")
_NOT_IMPORTED: Final = ("__main__", "migrations")
"""Parts of names of modules that do something when they are imported."""
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
    processor_seconds: float


class _RunningPart(NamedTuple):
    """A part whose tests are running, and the file that takes their output."""

    part: PartOfTests
    output: IO[bytes]
    began: float


def parts_of_tests() -> list[PartOfTests]:
    """The parts of all tests, the longest first."""
    every = {folder for folders in _FOLDERS.values() for folder in folders}
    return [
        PartOfTests(name, folders, tuple(sorted(other for other in every if _below(other, folders))))
        for name, folders in _FOLDERS.items()
    ]


def _below(folder: str, folders: tuple[str, ...]) -> bool:
    return folder not in folders and folder.startswith(tuple(f"{one}/" for one in folders))


def pytest_arguments(part: PartOfTests) -> list[str]:
    """The arguments of a part's pytest."""
    without = [f"--ignore={folder}" for folder in part.without]
    # What the program imports itself, such as anyio, holds assertions of its own that nobody looks at.
    quiet = ("-W", "ignore:Module already imported so cannot be rewritten")
    return ["-q", "-m", "not slow", *quiet, *without, *part.folders]


def import_program() -> None:
    """Import the whole program; modules whose packages are not installed are left out."""
    gc.disable()
    for top in _PROGRAM:
        for module in pkgutil.walk_packages(import_module(top).__path__, f"{top}."):
            if not any(part in module.name.split(".") for part in _NOT_IMPORTED):
                with suppress(ImportError):
                    import_module(module.name)
    gc.freeze()
    gc.enable()


def start_part(part: PartOfTests, output: IO[bytes]) -> int:
    """Run the tests of a part in a forked process that writes to ``output``; gives its id."""
    parent = os.getpid()
    if process := os.fork():
        return process
    status = 3
    try:
        end_with_parent(parent)
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
        sys.stdout, sys.stderr = (os.fdopen(stream, "w", closefd=False) for stream in (1, 2))
        status = int(pytest.main(pytest_arguments(part)))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def run_parts(parts: list[PartOfTests], workers: int) -> Iterator[PartResult]:
    """Run all parts, ``workers`` at a time; gives each result as it comes."""
    waiting = list(parts)
    running: dict[int, _RunningPart] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            file = tempfile.TemporaryFile()  # noqa: SIM115 (closed when its part has ended)
            part = waiting.pop(0)
            running[start_part(part, file)] = _RunningPart(part, file, time.monotonic())
        process, status, used = os.wait4(-1, 0)
        ended = running.pop(process)
        with ended.output as output:
            output.seek(0)
            told = output.read().decode(errors="replace")
        code, spent = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
        yield PartResult(ended.part, code, told, time.monotonic() - ended.began, spent)


def main() -> int:
    """Run all parts side by side and print what failed; gives the exit status."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--workers", type=int, default=5, help="parts that run at the same time")
    workers = reader.parse_args().workers
    failed: list[str] = []
    passed, began = 0, time.monotonic()
    os.chdir(_ROOT)
    import_program()
    for ran in run_parts(parts_of_tests(), workers):
        lines = ran.output.rstrip().splitlines() or ["no output"]
        skipped = [line for line in lines if line.startswith("SKIPPED")]
        shown = lines if ran.status else [*skipped, lines[-1]]
        title = f"{ran.part.name} ({ran.seconds:.0f} s, {ran.processor_seconds:.0f} s of a processor)"
        print(title, *shown, sep="\n  ", flush=True)
        passed += sum(int(number) for number in re.findall(r"(\d+) passed", lines[-1]))
        if ran.status:  # also one that was killed, or collected nothing
            named = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
            failed += named or [f"FAILED {ran.part.name}: pytest ended with {ran.status}"]
    print(*failed, f"{len(failed)} failed, {passed} passed in {time.monotonic() - began:.0f} s", sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
