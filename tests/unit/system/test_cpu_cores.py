"""The cores that this process may use."""

import os
from pathlib import Path

from fixtures.rows import each_row

from libraries.cpu_cores import usable_cores

ALL = len(os.sched_getaffinity(0))


@each_row(
    "said, expected",
    [
        ("max 100000", ALL),
        ("100000 100000", 1),
        ("50000 100000", 1),
        (f"{ALL + 5}00000 100000", ALL),
        ("", ALL),
    ],
)
def test_a_quota_takes_cores_away(tmp_path: Path, said: str, expected: int) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(said, encoding="ascii")
    assert usable_cores(file) == expected
    assert usable_cores(tmp_path / "none") == ALL
