#!/usr/bin/env python3
"""Record the versions that code declares and the outputs they stand for, in tests/golden/versions.json.

Run it after a version was raised because an output changed. It refuses an output that changed without a new version
and a new version without a changed output, unless other packages are installed than at the last record.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fixtures.studio.canonical import OUTPUTS  # noqa: E402
from fixtures.studio.versions import FILE, Record, faults, outdated, read, recorded_now  # noqa: E402


def main() -> int:
    """Write the record; gives exit status 1 where outputs changed without a new version."""
    now = recorded_now(OUTPUTS)
    before = read() if FILE.exists() else Record(packages={}, versions={}, digests={})
    wrong = faults(before, now, OUTPUTS)
    if wrong:
        sys.stderr.write("".join(f"{each}\n" for each in wrong))
        return 1
    changes = outdated(before, now)
    FILE.write_text(now.model_dump_json(indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE.relative_to(ROOT)}: {len(now.digests)} outputs, {len(changes)} changes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
