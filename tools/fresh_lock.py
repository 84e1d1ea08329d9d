"""Resolve pyproject.toml into requirements/*.txt, or (--check) say that a lock misses a direct dependency."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {"base": "all", "dev": "dev"}
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--python-version",
    "3.11",
    "--no-emit-index-url",
    "--no-emit-find-links",
]
OPTIONS += ["--no-header", "--no-annotate", "--quiet"]


def resolve() -> None:
    """Needs uv. What is locked stays where it is unless pyproject.toml asks for more."""
    for lock, extra in LOCKS.items():
        target = f"requirements/{lock}.txt"
        sources = ["pyproject.toml", "requirements/build.in"]
        subprocess.run(
            ["uv", "pip", "compile", *sources, "--extra", extra, *OPTIONS, "-o", target], cwd=ROOT, check=True
        )


def missing() -> list[str]:
    """Direct dependencies that a lock does not hold, and lines that name a download address."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    found: list[str] = []
    for lock, last in (("base", False), ("dev", True)):
        text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
        wanted = [*project["dependencies"]]
        for name, extra in extras.items():
            wanted += [] if name == "all" or (name == "dev" and not last) else extra
        for requirement in wanted:
            match = re.match(r"[A-Za-z0-9._-]+", requirement)
            name = match.group(0).lower().replace("_", "-") if match else requirement
            if name != "wagglebot" and f"\n{name}==" not in f"\n{text}":
                found.append(f"requirements/{lock}.txt lacks {name}")
        if re.search(r"https?://|--index-url|--find-links", text):
            found.append(f"requirements/{lock}.txt names an address")
    return found


def main() -> int:
    if "--check" not in sys.argv:
        resolve()
        return 0
    problems = missing()
    for problem in problems:
        sys.stderr.write(f"{problem}. Run: make lock\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
