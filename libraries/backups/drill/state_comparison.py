"""Comparison of a restored state with its backup: entries of the journal, files of the operator, media."""

from collections.abc import Mapping
from pathlib import Path

from libraries.backups.layout import STATE
from libraries.backups.operator_state import OperatorFolders, state_file_target, verified_state_files
from libraries.bus import Bus
from libraries.files import sha256_of_file
from libraries.media.damage import is_whole_file


async def ledger_entry_differences(bus: Bus, entries: Mapping[str, object]) -> list[str]:
    """A phrase for each entry of the journal that is not as in the backup."""
    kept = {entry.key: entry.value async for entry in bus.ledger().entries()}
    other = sorted(key for key, value in entries.items() if kept.get(key) != value)
    return [f"entry {key} of the journal is not as it was" for key in other]


def operator_file_differences(backup: Path, homes: OperatorFolders) -> list[str]:
    """A phrase for each file of the operator that is not as in the backup."""
    wrong = []
    for name in verified_state_files(backup / STATE):
        target = state_file_target(homes, name)
        if target is not None and not (
            target.is_file() and sha256_of_file(target) == sha256_of_file(backup / STATE / name)
        ):
            wrong.append(f"{name} is not as it was")
    return wrong


def media_file_differences(root: Path, names: set[str]) -> list[str]:
    """A phrase for each media file below ``root`` that is missing or is not what its name says."""
    return [
        f"{name} is not as it was"
        for name in sorted(names)
        if not ((root / name).is_file() and is_whole_file(root / name))
    ]
