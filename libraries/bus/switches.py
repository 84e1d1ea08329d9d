"""Reading and changing of the switches (`schemas.runtime_settings`), which are stored in the key-value bucket."""

from collections.abc import Callable
from typing import Final

from libraries.bus.bus import Bus
from schemas.runtime_settings import RuntimeSettings

_KEY: Final = "switches"


async def read_switches(bus: Bus) -> RuntimeSettings:
    """The switches as they are now; the defaults where none was ever changed. Raises ProviderDown."""
    return await bus.ledger().read_model(_KEY, RuntimeSettings) or RuntimeSettings()


async def change_switches(bus: Bus, change: Callable[[RuntimeSettings], RuntimeSettings]) -> RuntimeSettings:
    """Change the switches and give the new ones; ``change`` is called again when another process was first.

    Raises ProviderDown, Conflict.
    """
    return await bus.ledger().update(_KEY, RuntimeSettings, lambda now: change(now or RuntimeSettings()))
