"""The switches of `schemas.switches` in the ledger."""

from collections.abc import Callable
from typing import Final

from schemas.errors import Conflict
from schemas.switches import Switches
from services.bus.bus import Bus

_KEY: Final = "switches"
_TRIES: Final = 8


async def switches(bus: Bus) -> Switches:
    """As they stand. Raises ProviderDown."""
    entry = await bus.ledger().get(_KEY)
    return Switches() if entry is None else Switches.model_validate_json(entry.value)


async def switch(bus: Bus, change: Callable[[Switches], Switches]) -> Switches:
    """Change them; asked again when another changes them meanwhile. Raises ProviderDown, Conflict after 8 tries."""
    ledger = bus.ledger()
    for _ in range(_TRIES):
        entry = await ledger.get(_KEY)
        changed = change(Switches() if entry is None else Switches.model_validate_json(entry.value))
        try:
            await ledger.put(_KEY, changed.model_dump_json().encode(), expected=entry.revision if entry else 0)
        except Conflict:
            continue
        return changed
    raise Conflict(post="The switches", sequence=0)
