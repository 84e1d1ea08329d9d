"""Mutation testing: small faults are put into the modules with rules, and the tests must find each (make mutants).

A mutant is one module with one change: a comparison, a constant, a boolean operator, a condition, an arithmetic
operator, a returned value or a statement taken away. It runs against the tests declared for its module in `TESTS`, in a
copy of the tree, two mutants at a time. A mutant no test notices has survived; its place and change are printed.

    tools/mutants.py --sample 200 --seed 1 --json FILE       (--only schemas/ takes the modules of that prefix)
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Final, NamedTuple

from mutations import Mutant, mutants

ROOT: Final = Path(__file__).resolve().parents[1]
JOBS: Final = 2
_COMMANDS: Final = "tests/integration/commands"
_COLLECT, _SCRIPT, _STUDIO = ("tests/unit/collect/test_", "tests/unit/script/test_", "tests/unit/studio/test_")
_MODELS: Final = "tests/unit/language_models/test_"
_PUBLISH: Final = "tests/integration/publish/test_"
TESTS: Final[dict[str, tuple[str, ...]]] = {
    f"services/commands/{file.name}": (_COMMANDS,) for file in sorted((ROOT / "services/commands").glob("*.py"))
} | {
    "schemas/states.py": ("tests/unit/schemas/test_schemas_states.py", "tests/unit/schemas/test_states_search.py"),
    "libraries/channel/host_verdict.py": ("tests/unit/channel/test_host_verdict.py",),
    "libraries/channel/rules.py": (
        "tests/unit/channel/test_words_shared_with_post.py",
        "tests/unit/channel/test_channel_report.py",
    ),
    "libraries/channel/words_shared_with_post.py": ("tests/unit/channel/test_words_shared_with_post.py",),
    "libraries/texts/shared_word_runs.py": ("tests/unit/channel/test_words_shared_with_post.py",),
    "libraries/channel/distances.py": ("tests/unit/channel/test_interchangeability.py",),
    "libraries/channel/interchangeability.py": ("tests/unit/channel/test_interchangeability.py",),
    "libraries/channel/report.py": ("tests/unit/channel/test_channel_report.py",),
    "libraries/channel/morning_brief.py": ("tests/unit/channel/test_morning_brief.py",),
    "libraries/bus/service/retry.py": ("tests/unit/bus",),
    "libraries/bus/service/staleness.py": ("tests/unit/bus",),
    "libraries/bus/dead_letters.py": ("tests/unit/bus", "tests/integration/bus/test_dead_letters.py"),
    "services/projector/post_fold.py": (
        "tests/unit/projector/test_post_fold.py",
        "tests/contract/test_projector_fold.py",
    ),
    **{
        f"libraries/film_statistics/{name}.py": ("tests/unit/insight",)
        for name in ("timing", "online_film", "statistics_polling")
    },
    "services/insight/service.py": ("tests/integration/insight",),
    "services/studio/cache/stage_dependencies.py": (f"{_STUDIO}kept_results.py", f"{_STUDIO}stage_keys.py"),
    "services/studio/cache/stage_cache.py": (f"{_STUDIO}kept_results.py", f"{_STUDIO}stage_keys.py"),
    "services/publish/upload/exactly_once.py": (
        f"{_PUBLISH}exactly_once_rules.py",
        f"{_PUBLISH}publish_once.py",
        f"{_PUBLISH}publish_lost.py",
    ),
    **{
        f"libraries/texts/personal_data/{file.name}": tuple(
            f"tests/unit/texts/test_pii{name}.py" for name in ("", "_rules", "_kinds", "_tables")
        )
        for file in sorted((ROOT / "libraries/texts/personal_data").glob("*.py"))
    },
    "crawlers/score.py": (f"{_COLLECT}score_rules.py", f"{_COLLECT}collect_rules.py"),
    "libraries/film_scripts/prompt_injection.py": (f"{_SCRIPT}guard_rules.py", f"{_SCRIPT}script_guard.py"),
    "libraries/http_client/reply.py": (f"{_STUDIO}http_reply.py",),
    "libraries/language_models/completion.py": (f"{_MODELS}completion.py",),
    "services/studio/script/openai/llm_context.py": (f"{_SCRIPT}llm_context.py",),
    "libraries/language_models/request_options.py": (f"{_MODELS}request_options.py",),
    "libraries/texts/repetition.py": ("tests/unit/texts/test_repetition.py",),
    "libraries/film_scripts/pacing.py": ("tests/unit/script",),
    "services/commands/bulk_remake.py": (
        "tests/integration/projector/test_replay_posts.py",
        "tests/integration/ops/test_store_of_0_1_0.py",
    ),
    "services/commands/withdraw.py": (_COMMANDS, f"{_PUBLISH}publish_withdraw.py"),
}
"""The modules that hold rules, and the tests that must find a fault in each."""


class MutantResult(NamedTuple):
    """Whether the tests killed a mutant, and how long they ran."""

    mutant: Mutant
    killed: bool
    seconds: float


class Sandbox:
    """A copy of the tree in which one mutant at a time is tested."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
        for name in listed.stdout.split("\0"):
            if name and (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, folder / name)

    def test_mutant(self, mutant: Mutant, limit: float) -> MutantResult:
        """Run the tests of the mutant's module with the mutant in place. More than ``limit`` seconds count as found
        out.
        """
        target = self.folder / mutant.module
        kept = target.read_bytes()
        target.write_text(mutant.source, encoding="utf-8")
        began = time.monotonic()
        try:
            passed = self.tests_pass(TESTS[mutant.module], limit)
        finally:
            target.write_bytes(kept)
        return MutantResult(mutant, not passed, time.monotonic() - began)

    def tests_pass(self, tests: Sequence[str], limit: float) -> bool:
        """Whether the tests pass; False also when they take longer than ``limit`` seconds."""
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "not slow and not mariadb",
        ]
        # Before the installed program, which is the work tree's own.
        words = {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                [*command, "--hypothesis-seed=1", *tests],
                cwd=self.folder,
                env=os.environ | words,
                capture_output=True,
                check=False,
                timeout=limit,
            )
        except subprocess.TimeoutExpired:
            return False
        if done.returncode > 2:  # neither passed, failed nor broken by the mutant
            raise RuntimeError(done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:])
        return done.returncode == 0


def run_mutants(chosen: Sequence[Mutant]) -> list[MutantResult]:
    """Run the tests on each mutant, after they have passed without one. Prints a line for each survivor."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        free: SimpleQueue[Sandbox] = SimpleQueue()
        for number in range(JOBS):
            free.put(Sandbox(Path(folder) / str(number)))
        limits: dict[tuple[str, ...], float] = {}

        @contextmanager
        def borrowed() -> Iterator[Sandbox]:
            sandbox = free.get()
            try:
                yield sandbox
            finally:
                free.put(sandbox)

        def measure(tests: tuple[str, ...]) -> None:
            began = time.monotonic()
            with borrowed() as sandbox:
                if not sandbox.tests_pass(tests, 900):
                    raise SystemExit(f"These tests fail without a mutant: {' '.join(tests)}")
            limits[tests] = 30 + 4 * (time.monotonic() - began)

        def test(mutant: Mutant) -> MutantResult:
            with borrowed() as sandbox:
                result = sandbox.test_mutant(mutant, limits[TESTS[mutant.module]])
            if not result.killed:
                print(f"survived  {mutant.module}:{mutant.line}  {mutant.change}", flush=True)
            return result

        with ThreadPoolExecutor(JOBS) as threads:
            list(threads.map(measure, {TESTS[mutant.module] for mutant in chosen}))
            return list(threads.map(test, chosen))


def print_report(results: Sequence[MutantResult], file: Path | None) -> None:
    """Print how many mutants were killed by module; with ``file`` write it there as JSON."""
    modules = sorted({result.mutant.module for result in results})
    table = {one: [result.killed for result in results if result.mutant.module == one] for one in modules}
    for module, killed in table.items():
        print(f"{sum(killed):4} of {len(killed):4}  {sum(killed) / len(killed):5.0%}  {module}")
    total = [result.killed for result in results]
    print(f"{sum(total):4} of {len(total):4}  {sum(total) / len(total):5.0%}  killed")
    if file is not None:
        survivors = [result.mutant._asdict() for result in results if not result.killed]
        report = {
            "killed": sum(total),
            "tested": len(total),
            "modules": {module: {"killed": sum(killed), "tested": len(killed)} for module, killed in table.items()},
            "survivors": [{name: one[name] for name in ("module", "line", "change")} for one in survivors],
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Test the mutants that the command line asks for and print the report."""
    parser = argparse.ArgumentParser(description="Mutation testing of the modules that hold rules.")
    parser.add_argument("--sample", type=int, default=200, help="how many mutants to test; 0 is all of them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only modules whose path begins so")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found = [
        mutant
        for module in TESTS
        if module.startswith(asked.only)
        for mutant in mutants(module, (ROOT / module).read_text(encoding="utf-8"))
    ]
    seeded = random.Random(asked.seed)  # noqa: S311 (chooses a sample)
    chosen = seeded.sample(found, min(asked.sample or len(found), len(found)))
    print(f"{len(chosen)} of {len(found)} mutants, seed {asked.seed}", flush=True)
    print_report(run_mutants(sorted(chosen, key=lambda one: (one.module, one.line))), asked.json)


if __name__ == "__main__":
    main()
