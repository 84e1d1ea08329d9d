"""Run benches or drills (``bench [NAME…]``, all when none is named) and keep their figures in docs/benchmarks.md.

Each one's JSON also goes to var/figures. DRILL_MINUTES in the environment: how long the drill of the pipeline kills.
"""

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
    "bench": ["bus", "projection", "publish", "crawl", "pii", "duplicates", "film", "studio", "insight"],
    "drill": [
        *("pipeline", "disk", "deliveries", "studios", "provider"),
        *("replay", "answers", "damage", "restore", "publish", "doctor", "year"),
    ],
}
WITH = {("bench", "film"): ["--template", "all"], ("drill", "year"): ["--days", "30", "--films", "2"]}
"""Options beyond the usual."""


def run_for_figures(kind: str, name: str) -> tuple[dict[str, object], bool]:
    """Run a bench or drill; gives its figures, and whether its exit status was 0."""
    command = [str(Path(sys.executable).parent / "wagglebot"), kind, name, *WITH.get((kind, name), []), "--json"]
    if (kind, name) == ("drill", "pipeline") and (minutes := os.environ.get("DRILL_MINUTES")):
        command += ["--minutes", minutes]
    ran = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    lines = ran.stdout.strip().splitlines()
    if not lines:
        raise SystemExit(f"{kind} {name} gave no figures")
    found: dict[str, object] = json.loads(lines[-1])
    return found, ran.returncode == 0


def page_section(kind: str, name: str, found: dict[str, object]) -> str:
    """The Markdown section of a bench's or drill's figures."""
    rows = "\n".join(f"| {key} | {_shown(value)} |" for key, value in found.items())
    when = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    command = " ".join(["wagglebot", kind, name, *WITH.get((kind, name), []), "--json"])
    origin = f"`{command}` on {when}, {machine}"
    return f"## {kind} {name}\n\n{origin}\n\n| figure | value |\n|---|---|\n{rows}\n"


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def page_with_section(page: str, heading: str, text: str) -> str:
    """The page with one section added or replaced."""
    parts = [part for part in page.split("\n## ") if part.strip()]
    kept = [part for part in parts[1:] if not part.startswith(heading.removeprefix("## "))]
    return "\n## ".join([parts[0].rstrip() + "\n", *(part.rstrip() + "\n" for part in kept), text.removeprefix("## ")])


def main() -> int:
    """Run what the command line names and write its figures into the page; gives the exit status."""
    kind = sys.argv[1]
    broken = []
    for name in sys.argv[2:] or NAMES[kind]:
        sys.stdout.write(f"{kind} {name} …\n")
        found, content = run_for_figures(kind, name)
        sys.stdout.writelines(f"  {key}: {_shown(value)}\n" for key, value in found.items())
        sys.stdout.flush()
        broken += [] if content else [name]
        kept = ROOT / f"var/figures/{kind}-{name}.json"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        # Read anew each time: what is run may take hours.
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            page_with_section(page, f"## {kind} {name}\n", page_section(kind, name, found)), encoding="utf-8"
        )
    if broken:
        sys.stdout.write(f"Not as promised: {', '.join(broken)}\n")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
