"""Run benches or drills (``bench [NAME…]``, all when none is named) and keep their figures in docs/benchmarks.md."""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/benchmarks.md"
NAMES = {
    "bench": ["bus", "projection", "publish", "crawl", "pii", "duplicates", "film", "studio"],
    "drill": ["pipeline", "publish"],
}


def figures(kind: str, name: str) -> dict[str, object]:
    """The JSON object that is the last line a bench prints."""
    command = [str(Path(sys.executable).parent / "wagglebot"), kind, name, "--json"]
    ran = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, object] = json.loads(ran.stdout.strip().splitlines()[-1])
    return found


def section(kind: str, name: str, found: dict[str, object]) -> str:
    rows = "\n".join(f"| {key} | {_shown(value)} |" for key, value in found.items())
    when = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    said = f"`wagglebot {kind} {name} --json` on {when}, {machine}"
    return f"## {kind} {name}\n\n{said}\n\n| figure | value |\n|---|---|\n{rows}\n"


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def keep(page: str, heading: str, text: str) -> str:
    """The page with one section put in or replaced."""
    parts = [part for part in page.split("\n## ") if part.strip()]
    kept = [part for part in parts[1:] if not part.startswith(heading.removeprefix("## "))]
    return "\n## ".join([parts[0].rstrip() + "\n", *(part.rstrip() + "\n" for part in kept), text.removeprefix("## ")])


def main() -> int:
    kind = sys.argv[1]
    page = PAGE.read_text(encoding="utf-8")
    for name in sys.argv[2:] or NAMES[kind]:
        sys.stdout.write(f"{kind} {name} …\n")
        page = keep(page, f"## {kind} {name}\n", section(kind, name, figures(kind, name)))
        PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
