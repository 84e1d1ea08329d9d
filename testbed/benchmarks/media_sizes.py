"""How much disk the media of a film take, by kind, now and after weeks of the policy that deletes unneeded media."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Final

from libraries.bus import Bus
from libraries.maintenance.garbage import find_garbage
from libraries.maintenance.keep_days import KeepDays
from libraries.media.store import LocalStore
from schemas.clock import utc_now
from schemas.errors import BadInput

_KINDS: Final = {
    "mp4": "film",
    "jpg": "thumbnail",
    "srt": "captions",
    "ass": "captions",
    "wav": "sound",
    "aac": "sound",
    "flac": "sound",
    "webp": "picture",
    "png": "picture",
    "json": "stage result",
}
_OTHER: Final = "piece"
"""Scenes as they were encoded, and what else films are joined from."""


async def bench_media_sizes(bus: Bus, store: LocalStore, kept: KeepDays) -> dict[str, float | str]:
    """Megabytes that a film takes, by kind, now and a day after pieces and films are old; nothing is deleted.

    Raises BadInput without a film.
    """
    events = [fact.event async for batch in bus.facts(kinds=("content.rendered",)) for fact in batch]
    made = {event.post_key for event in events}
    if not made:
        raise BadInput("bench.no_film")
    figures: dict[str, float | str] = {"films": len(made)}
    sizes = _sizes(store.root)
    for days in (0, kept.pieces + 1, kept.films + 1):
        garbage = await find_garbage(bus, store, kept, utc_now() + timedelta(days=days))
        gone = {one.name for one in garbage}
        left: Counter[str] = Counter()
        for name, size in sizes.items():
            if name not in gone:
                left[_kind(name)] += size
        for kind in sorted({*_KINDS.values(), _OTHER}):
            figures[f"day_{days}_{kind.replace(' ', '_')}_mb"] = left[kind] / 1e6 / len(made)
        figures[f"day_{days}_mb"] = sum(left.values()) / 1e6 / len(made)
    exported = sum(path.stat().st_size for path in (store.root / "export").rglob("*") if path.is_file())
    figures["exported_mb"] = exported / 1e6 / len(made)
    return figures


def _sizes(root: Path) -> dict[str, int]:
    """The size of every file of the store, by the name that facts and notes call it."""
    media = {f"{path.parent.name}/{path.name}": path for path in root.glob("[0-9a-f][0-9a-f]/*")}
    results = {f"stages/{path.stem}": path for path in root.glob("stages/[0-9a-f][0-9a-f]/*.json")}
    return {name: path.stat().st_size for name, path in (media | results).items()}


def _kind(name: str) -> str:
    return "stage result" if name.startswith("stages/") else _KINDS.get(name.rpartition(".")[2], _OTHER)
