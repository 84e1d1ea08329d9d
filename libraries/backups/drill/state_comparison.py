"""Comparison of a restored state with its backup: entries of the journal, files of the operator, media."""

from collections.abc import Mapping
from pathlib import Path

from libraries.backups.folder import STATE
from libraries.backups.manifest import sha256_of
from libraries.backups.operator_state import OperatorFolders, state_file_target, verify_state
from libraries.bus import Bus
from libraries.media.damage import is_whole


async def differing_ledger_entries(bus: Bus, entries: Mapping[str, object]) -> list[str]:
    """Entries of the journal that are not as in the backup."""
    kept = {entry.key: entry.value async for entry in bus.ledger().entries()}
    other = sorted(key for key, value in entries.items() if kept.get(key) != value)
    return [f"entry {key} of the journal is not as it was" for key in other]


def differing_operator_files(backup: Path, homes: OperatorFolders) -> list[str]:
    """Files of the operator that are not as in the backup."""
    wrong = []
    for name in verify_state(backup / STATE):
        target = state_file_target(homes, name)
        if target is not None and not (target.is_file() and sha256_of(target) == sha256_of(backup / STATE / name)):
            wrong.append(f"{name} is not as it was")
    return wrong


def missing_or_damaged_media(root: Path, names: set[str]) -> list[str]:
    """Media files below ``root`` that are missing or are not what their names say."""
    return [
        f"{name} is not as it was" for name in sorted(names) if not ((root / name).is_file() and is_whole(root / name))
    ]
