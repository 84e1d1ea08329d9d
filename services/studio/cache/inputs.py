"""What a stage's result depends on beside its recipe: the settings and the model files of the adapter chosen first."""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from schemas.recipe import FilmChoice, Recipe, Stage
from services.config import StudioSettings
from services.studio.adapters import chain, chosen
from services.studio.user_assets import AssetKind, candidates

_INDIFFERENT: Final = {"api_key", "timeout", "release", "reserve_mb", "device", "folder"}
"""Settings that change how long a result takes or where it is made, not what it is."""
_WHOLE: Final = 8 * 2**20
_SAMPLE: Final = 2**20


def identity(stage: Stage, recipe: Recipe, settings: StudioSettings) -> str:
    """JSON of what the first adapter of the stage's chain is set to; a model's folder counts by what lies in it.

    Only the first counts: what a stand-in makes is not remembered.
    """
    if stage is Stage.FILM:
        return _own(recipe.film, settings.assets) + _network(recipe.film, settings.faces)
    names = chain(stage, recipe)[:1]
    first = next((each for each in chosen(stage, recipe, settings) if each.adapter.name in names), None)
    if first is None or first.section is None:
        return ""
    said = first.section.model_dump(mode="json", exclude=_INDIFFERENT)
    folder = getattr(first.section, "folder", None)
    if isinstance(folder, Path):
        said["model"] = manifest(folder)
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def _own(film: FilmChoice, root: Path) -> str:
    """Of the creator's own files those that the recipe may come to, by name and content; empty when it is none."""
    kinds: tuple[tuple[AssetKind, str], ...] = (
        ("music", film.music),
        ("backgrounds", film.background),
        ("effects", ""),
    )
    found = [own for kind, choice in kinds for own in candidates(root, kind, choice)]
    states = [(own, own.path.stat()) for own in found]
    told = [(own.kind, own.name, content_of(own.path, s.st_size, s.st_mtime_ns)) for own, s in states]
    return json.dumps(told, ensure_ascii=False) if told else ""


def _network(film: FilmChoice, path: Path) -> str:
    """Of the network that finds faces, where films ask for it; empty without one."""
    if film.blur == "none" or not path.is_file():
        return ""
    state = path.stat()
    return content_of(path, state.st_size, state.st_mtime_ns)


def manifest(folder: Path) -> str:
    """sha256 over names, sizes and contents of a model's files; of a large file its beginning, middle and end.

    Another model has other weights all through: three samples tell them apart without reading gigabytes each time.
    """
    digest = hashlib.sha256()
    for name, state in _files(folder):
        digest.update(f"{name}\0{state}\0".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found = path.stat()
            yield str(path.relative_to(folder)), content_of(path, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=4096)
def content_of(path: Path, size: int, _changed: int) -> str:
    """sha256 over size and content, of a large file its beginning, middle and end.

    ``_changed`` (ns) makes a file that was written again a new entry of the cache.
    """
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        if size <= _WHOLE:
            digest.update(file.read())
        else:
            for at in (0, size // 2, size - _SAMPLE):
                file.seek(at)
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()
