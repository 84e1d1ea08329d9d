"""What goes wrong without a day standing still: false alarms, and withdrawn films that are on a platform still.

The drill damages one film, which it names; what else stations told a person of damage is not true.
"""

import json
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final

from libraries.bus import Bus
from services.publish.upload.journal import UploadJournal, UploadState

_OF_DAMAGE: Final = ("damaged", "cannot be restored", "not what was folded")


def false_alarms(logs: Path, since: datetime, planted: Collection[str] = ()) -> list[str]:
    """What the stations alerted of after ``since`` that speaks of damage, by their rotated log files in ``logs``; not
    of the ``planted`` names.
    """
    found = []
    for file in sorted(logs.glob("*.jsonl*")):
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            entry = json.loads(line) if line.startswith("{") and line.endswith("}") else {}
            sentence = str(entry.get("event", ""))
            if entry.get("alert") is not True or not any(word in sentence for word in _OF_DAMAGE):
                continue
            if any(name in sentence for name in planted):
                continue
            if datetime.fromisoformat(entry["timestamp"]) >= since:
                found.append(sentence)
    return found


async def films_not_taken_down(bus: Bus) -> list[str]:
    """Entries of the journal of films that were withdrawn, and that a platform has still. Raises ProviderDown."""
    return [
        record.key
        async for _, record in UploadJournal(bus.ledger()).entries()
        if record.state is UploadState.WITHDRAWN and record.remote_id and not record.taken_down
    ]
