"""Resolve pyproject.toml into requirements/*.txt, or (--check) say that a lock misses a direct dependency."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    "base": ["all"],
    "dev": ["dev"],
    "local-cpu": ["all", "local-cpu"],
    "local-gpu": ["all", "local-gpu"],
    "optimum": ["optimum"],
    "convert": ["convert"],
}
ALONE = ("optimum", "convert")
"""Environments that hold none of the stations. torch is left out of their locks: which build of it fits, CPU or one of
several for CUDA, only the machine knows.
"""
WITHOUT_TORCH = ["--override", "requirements/no-torch.in", "--no-emit-package", "torch"]
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--python-version",
    "3.11",
    "--no-emit-index-url",
    "--no-emit-find-links",
]
OPTIONS += ["--no-header", "--no-annotate", "--quiet"]


def resolve_locks() -> None:
    """Write the locks anew with uv; what is locked stays where it is unless pyproject.toml asks for more."""
    for lock, chosen in LOCKS.items():
        target = f"requirements/{lock}.txt"
        sources = ["pyproject.toml", "requirements/build.in"]
        extras = [word for extra in chosen for word in ("--extra", extra)]
        options = [*OPTIONS, *(WITHOUT_TORCH if lock in ALONE else ())]
        subprocess.run(["uv", "pip", "compile", *sources, *extras, *options, "-o", target], cwd=ROOT, check=True)


def lock_complaints() -> list[str]:
    """A sentence for each direct dependency that a lock lacks and each line of one that names a download address."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    found: list[str] = []
    stations = [name for name in extras if name not in ("all", "dev", "testing", "local-cpu", "local-gpu", *ALONE)]
    for lock, chosen in LOCKS.items():
        text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
        own = [name for name in chosen if name != "all"]
        held = own if lock in ALONE else [*stations, *own]
        for requirement in [*project["dependencies"], *(line for name in held for line in extras[name])]:
            match = re.match(r"[A-Za-z0-9._-]+", requirement)
            name = match.group(0).lower().replace("_", "-") if match else requirement
            if name != "wagglebot" and not re.search(rf"(?m)^{re.escape(name)}(\[[a-z,]+\])?==", text):
                found.append(f"requirements/{lock}.txt lacks {name}")
        if re.search(r"https?://|--index-url|--find-links", text):
            found.append(f"requirements/{lock}.txt names an address")
    return found


def main() -> int:
    """Write the locks, or with --check name what they lack; gives the exit status."""
    if "--check" not in sys.argv:
        resolve_locks()
        return 0
    problems = lock_complaints()
    for problem in problems:
        sys.stderr.write(f"{problem}. Run: make lock\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
