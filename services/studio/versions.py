"""The version of a stage's code: a changed line of its package makes its remembered results invalid."""

import hashlib
from functools import cache
from pathlib import Path

from schemas.base import Sha256
from schemas.recipe import Stage


@cache
def code_version(stage: Stage) -> Sha256:
    """sha256 over names and contents of all files of the stage's package, computed once a process."""
    folder = Path(__file__).parent / stage.value
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
