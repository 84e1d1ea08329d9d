"""The benchmark of masking, on the lines of personal_data.toml."""

import re
import time
from functools import cache
from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from libraries.texts.personal_data import mask_personal_data

LINES: Final = Path(__file__).with_name("personal_data.toml")
HARMLESS: Final = "harmless"
_MARKED: Final = re.compile(r"\{([^}]+)\}")
_PASSES: Final = 3


@cache
def labelled_lines() -> dict[str, dict[str, tuple[str, ...]]]:
    """The lines of personal_data.toml: by part, ``tuned`` or ``apart``, and in it by kind, or ``harmless``."""
    return load_table(dict[str, dict[str, tuple[str, ...]]], LINES)


def bench_pii() -> dict[str, float]:
    """How well personal data is masked, over all lines and over those kept apart while the rules were written.

    ``recall``: share of the personal lines whose datum is gone; ``false``: share of the harmless ones changed;
    ``recall_apart`` and ``false_apart``: of the lines kept apart; ``us_per_line``: microseconds of the processor.
    """
    every = [
        line_without_label_braces(line) for part in labelled_lines().values() for kind in part.values() for line in kind
    ]
    start = time.process_time()
    for _ in range(_PASSES):
        for line in every:
            mask_personal_data(line)
    taken = (time.process_time() - start) / _PASSES / len(every)
    recall, false = _rates(*labelled_lines())
    recall_apart, false_apart = _rates("apart")
    return {
        "lines": len(every),
        "recall": recall,
        "false": false,
        "recall_apart": recall_apart,
        "false_apart": false_apart,
        "us_per_line": round(taken * 1e6, 1),
    }


def missed_lines(*parts: str) -> list[str]:
    """The lines with personal data in which some of it is left after masking."""
    return [
        line
        for part in parts
        for kind, those in labelled_lines()[part].items()
        if kind != HARMLESS
        for line in those
        if not _is_masked(line)
    ]


def wrongly_masked_lines(*parts: str) -> list[str]:
    """The harmless lines that masking changes."""
    return [
        line for part in parts for line in labelled_lines()[part][HARMLESS] if mask_personal_data(line).text != line
    ]


def line_without_label_braces(line: str) -> str:
    """The line without the braces that mark its personal data."""
    return _MARKED.sub(r"\1", line)


def _rates(*parts: str) -> tuple[float, float]:
    personal = sum(len(those) for part in parts for kind, those in labelled_lines()[part].items() if kind != HARMLESS)
    harmless = sum(len(labelled_lines()[part][HARMLESS]) for part in parts)
    return 1 - len(missed_lines(*parts)) / personal, len(wrongly_masked_lines(*parts)) / harmless


def _is_masked(line: str) -> bool:
    """Whether the datum is masked: at most its first or last three characters are left."""
    datum = _MARKED.findall(line)[0]
    left = mask_personal_data(line_without_label_braces(line)).text
    return not any(datum[at : at + 4] in left for at in range(max(1, len(datum) - 3)))
