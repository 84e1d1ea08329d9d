"""The version of a stage's code: a changed line of its package makes its remembered results invalid."""

import hashlib
from functools import cache
from pathlib import Path

from schemas.base import Sha256
from schemas.recipe import Stage
from services.config import ROOT

_ASSETS = {Stage.FILM: [ROOT / "assets" / name for name in ("fonts", "music", "effects")]}

_PART = 65_536


@cache
def code_version(stage: Stage) -> Sha256:
    """sha256 over names and contents of all files the stage's result depends on, computed once a process."""
    digest = hashlib.sha256()
    for folder in (Path(__file__).parent / stage.value, *_ASSETS.get(stage, ())):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
                with path.open("rb") as file:
                    while part := file.read(_PART):  # a whole font would stay with this process as freed memory
                        digest.update(part)
    return digest.hexdigest()
