"""What a creator drops into the assets folder: music, pictures and videos for the background, effects; by file name.

A mood in the name of a file or of a folder above it (``sadness-piano.mp3``, ``backgrounds/공포/forest.mp4``) lets
``auto`` choose it; without one it is taken only where a recipe names it. An effect stands for ours of the same name.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from schemas.script import Mood
from services.config import DATA

AssetKind = Literal["music", "backgrounds", "effects"]
KINDS: Final[tuple[AssetKind, ...]] = ("music", "backgrounds", "effects")
_SOUNDS: Final = (".mp3", ".m4a", ".aac", ".ogg", ".opus", ".flac", ".wav")
SUFFIXES: Final[dict[AssetKind, tuple[str, ...]]] = {
    "music": _SOUNDS,
    "backgrounds": (".jpg", ".jpeg", ".png", ".webp", ".mp4", ".mov", ".m4v", ".mkv", ".webm"),
    "effects": _SOUNDS,
}
_MOST: Final = 2000
"""Files looked at; a folder with more is not one of assets."""
_WORD: Final = re.compile(r"[^\W_]+")
_MOODS: Final = {mood.value: mood for mood in Mood} | {
    "유머": Mood.HUMOR,
    "감동": Mood.TOUCHING,
    "분노": Mood.ANGER,
    "슬픔": Mood.SADNESS,
    "공포": Mood.HORROR,
    "정보": Mood.INFO,
    "논란": Mood.CONTROVERSY,
    "일상": Mood.DAILY,
    "충격": Mood.SHOCK,
}


class Own(NamedTuple):
    """A file by the name a recipe has for it, which is its own without suffix. ``why`` says why it is never taken."""

    kind: AssetKind
    name: str
    path: Path
    moods: frozenset[Mood]
    why: str = ""


@cache
def replaceable() -> frozenset[str]:
    """The names of our effects, each of which a file of that name may stand for."""
    return frozenset(path.stem for path in (DATA / "assets/effects").glob("*.ogg"))


def dropped(root: Path, kind: AssetKind, ours: frozenset[str] = frozenset()) -> list[Own]:
    """All files of a kind, by name; ``ours`` are names that are taken. Nothing is opened."""
    found: dict[str, Own] = {}
    rest: list[Own] = []
    for path in _files(root / kind):
        parts = (*path.relative_to(root / kind).parts[:-1], path.stem)
        moods = frozenset(_MOODS[word] for part in parts for word in _WORD.findall(part.lower()) if word in _MOODS)
        own = Own(kind, path.stem, path, moods)
        why = _refused(own, found, ours)
        if why:
            rest.append(own._replace(why=why))
        else:
            found[own.name] = own
    return [*found.values(), *rest]


def _refused(own: Own, found: dict[str, Own], ours: frozenset[str]) -> str:
    if not own.path.name.isprintable():
        return "its name holds characters that cannot be written; rename it"
    if own.path.suffix.lower() not in SUFFIXES[own.kind]:
        return f"it is none of {', '.join(SUFFIXES[own.kind])}; convert it"
    if not own.path.is_file():
        return "it is no file"
    if own.kind == "effects" and own.name not in replaceable():
        return f"it stands for none of ours, which are {', '.join(sorted(replaceable()))}; rename it"
    if own.name in ours or own.name in ("auto", "none"):
        return "its name belongs to one of ours; rename it"
    return f"its name is that of {found[own.name].path.name} too; rename one of them" if own.name in found else ""


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        there = (path for path in folder.rglob("*") if not path.is_dir() and not path.name.startswith("."))
        yield from sorted(path for path, _ in zip(there, range(_MOST), strict=False))


def chosen(owned: list[Own], choice: str, mood: Mood, seed: int) -> Own | None:
    """The one a recipe means: by its name, or among those of the mood by the seed; None when one of ours serves."""
    usable = [own for own in owned if not own.why]
    if choice != "auto":
        return next((own for own in usable if own.name == choice), None)
    fitting = [own for own in usable if mood in own.moods]
    return fitting[seed % len(fitting)] if fitting else None


def candidates(root: Path, kind: AssetKind, choice: str) -> list[Own]:
    """Those that a choice may come to, whatever the mood; effects are no choice, any of them may be heard."""
    usable = [own for own in dropped(root, kind) if not own.why]
    if kind == "effects":
        return usable
    return [own for own in usable if own.moods] if choice == "auto" else [own for own in usable if own.name == choice]
