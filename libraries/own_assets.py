"""The creator's own assets: music, backgrounds (pictures, videos), effects and pictures, found by their file names.

A mood in the name of a file or of a folder above it (``sadness-piano.mp3``, ``backgrounds/공포/forest.mp4``) lets
``auto`` choose it; without one it is taken only where a recipe names it. An effect replaces ours of the same name.
A picture is shown at lines that have one of the words in its name (``pictures/회사/복도-밤.jpg``).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from libraries.paths import DATA
from schemas.base import nfc_text
from schemas.script import Mood

AssetKind = Literal["music", "backgrounds", "effects", "pictures"]
KINDS: Final[tuple[AssetKind, ...]] = ("music", "backgrounds", "effects", "pictures")
_SOUNDS: Final = (".mp3", ".m4a", ".aac", ".ogg", ".opus", ".flac", ".wav")
PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif")
SUFFIXES: Final[dict[AssetKind, tuple[str, ...]]] = {
    "music": _SOUNDS,
    "backgrounds": (*PICTURES, ".mp4", ".mov", ".m4v", ".mkv", ".webm"),
    "effects": _SOUNDS,
    "pictures": PICTURES,
}
_MOST_FILES: Final = 2000
"""Files that are looked at; a folder with more is not one of assets."""
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


class UserAsset(NamedTuple):
    """A file of the creator's. ``name`` is what recipes call it: its file name without suffix, composed (NFC).

    ``words``: those in its name and in the names of its folders. ``why`` says why it cannot be used; empty when it can.
    """

    kind: AssetKind
    name: str
    path: Path
    moods: frozenset[Mood]
    words: frozenset[str] = frozenset()
    why: str = ""


@cache
def replaceable_effect_names() -> frozenset[str]:
    """The names of our effects, each of which a file of that name replaces."""
    return frozenset(path.stem for path in (DATA / "assets/effects").glob("*.ogg"))


def find_assets(root: Path, kind: AssetKind, ours: frozenset[str] = frozenset()) -> list[UserAsset]:
    """All files of a kind, those that can be used first; ``ours`` are names that are taken. No file is opened."""
    found: dict[str, UserAsset] = {}
    unusable: list[UserAsset] = []
    folder = root.absolute() / kind  # of a relative one, decoders would take what stands before a colon for a protocol
    for path in _files(folder):
        # macOS writes the letters of Korean names as their parts (NFD).
        parts = [nfc_text(part) for part in (*path.relative_to(folder).parts[:-1], path.stem)]
        words = frozenset(word for part in parts for word in _WORD.findall(part.lower().replace("_", " ")))
        moods = frozenset(_MOODS[word] for word in words if word in _MOODS)
        asset = UserAsset(kind, parts[-1], path, moods, frozenset(word for word in words if word not in _MOODS))
        why = _why_unusable(asset, found, ours)
        if why:
            unusable.append(asset._replace(why=why))
        else:
            found[asset.name] = asset
    return [*found.values(), *unusable]


def _why_unusable(asset: UserAsset, found: dict[str, UserAsset], ours: frozenset[str]) -> str:
    if not asset.path.name.isprintable():
        return "its name holds characters that cannot be written; rename it"
    if asset.path.suffix.lower() not in SUFFIXES[asset.kind]:
        return f"it is none of {', '.join(SUFFIXES[asset.kind])}; convert it"
    if not asset.path.is_file():
        return "it is no file"
    if asset.kind == "effects" and asset.name not in replaceable_effect_names():
        return f"it replaces none of ours, which are {', '.join(sorted(replaceable_effect_names()))}; rename it"
    if asset.name in ours or asset.name in ("auto", "none"):
        return "its name belongs to one of ours; rename it"
    return f"its name is that of {found[asset.name].path.name} too; rename one of them" if asset.name in found else ""


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        there = (path for path in folder.rglob("*") if not path.is_dir() and not path.name.startswith("."))
        yield from sorted(path for path, _ in zip(there, range(_MOST_FILES), strict=False))


def choose_asset(assets: Sequence[UserAsset], choice: str, mood: Mood, seed: int) -> UserAsset | None:
    """The asset that a recipe means: by its name, or with ``auto`` one of the mood by the seed.

    None when one of ours is meant.
    """
    usable = [asset for asset in assets if not asset.why]
    if choice != "auto":
        return next((asset for asset in usable if asset.name == choice), None)
    fitting = [asset for asset in usable if mood in asset.moods]
    return fitting[seed % len(fitting)] if fitting else None


def possible_assets(root: Path, kind: AssetKind, choice: str) -> list[UserAsset]:
    """The assets that a choice may lead to, whatever the mood. Effects are no choice: any of them may be heard."""
    usable = [asset for asset in find_assets(root, kind) if not asset.why]
    if kind == "effects":
        return usable
    if choice == "auto":
        return [asset for asset in usable if asset.moods]
    return [asset for asset in usable if asset.name == choice]
