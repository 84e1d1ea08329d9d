"""Fixtures of every test. Those of one part lie in ``fixtures/``."""

import gc
import logging
import os
from collections import Counter
from collections.abc import Iterator

import hypothesis
import pytest

from libraries.cycle_collection import collect_cycles_seldom
from services.config import Settings

pytest_plugins = [
    "wagglebot.testing.bus",
    *(f"fixtures.{name}" for name in ("rewritten", "database", "browser", "review", "crawl.small_pictures", "s3")),
]

# On a shared machine the wall clock says nothing about a test; what must be quick is measured in its own CPU time.
hypothesis.settings.register_profile("shared", deadline=None, max_examples=30)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=500)  # `make test-slow`
hypothesis.settings.load_profile("shared")

# The brokers of the tests are small and many: they collect garbage when they have grown, not at every doubling.
os.environ.setdefault("GOGC", "off")
os.environ.setdefault("GOMEMLIMIT", "300MiB")

gc.disable()  # until all is imported; see `pytest_collection_finish`

for name in [name for name in os.environ if name.startswith("WAGGLEBOT_")]:
    del os.environ[name]
# Nor is what a checkout was set to a matter of the tests: `wagglebot setup` writes a recipe into its .env.
Settings.model_config["env_file"] = None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test with ``quick_cases(count)`` the cases after the first ``count`` are marked as slow."""
    seen: Counter[str] = Counter()
    for item in items:
        if (quick := item.get_closest_marker("quick_cases")) is not None:
            name = item.nodeid.partition("[")[0]
            seen[name] += 1
            if seen[name] > quick.args[0]:
                item.add_marker("slow")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: without it, collecting garbage takes a tenth of the time.

    Nor need garbage be looked for at every 700th object, as Python does for programs that may be large.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    collect_cycles_seldom()


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """A test that configures logging leaves nothing of it behind: its streams are closed when it ends."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
