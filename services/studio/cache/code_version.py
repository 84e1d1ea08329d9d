"""The declared version of a stage's code: raised when its output changes, and part of every stage key."""

import hashlib
from functools import cache
from types import MappingProxyType
from typing import Final

from schemas.base import Sha256
from schemas.recipe import Stage
from services.config import DATA

VERSIONS: Final = MappingProxyType({Stage.SCRIPT: "1", Stage.VOICE: "1", Stage.FILM: "1"})

_ASSETS = {Stage.FILM: [DATA / "assets" / name for name in ("fonts", "music", "effects")]}

_PART = 65_536


@cache
def code_version(stage: Stage) -> Sha256:
    """sha256 over the stage's declared version and the assets its result depends on, computed once a process."""
    digest = hashlib.sha256(VERSIONS[stage].encode())
    for folder in _ASSETS.get(stage, ()):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
                with path.open("rb") as file:
                    while part := file.read(_PART):  # a whole font would stay with this process as freed memory
                        digest.update(part)
    return digest.hexdigest()
