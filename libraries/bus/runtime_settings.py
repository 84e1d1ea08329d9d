"""Reading and changing of the run-time settings (`schemas.runtime_settings`), which the key-value bucket holds."""

from collections.abc import Callable
from typing import Final

from libraries.bus.bus import Bus
from schemas.runtime_settings import RuntimeSettings

_KEY: Final = "switches"


async def read_runtime_settings(bus: Bus) -> RuntimeSettings:
    """The run-time settings as they are now; the defaults where none was ever changed. Raises ProviderDown."""
    return await bus.ledger().get_parsed(_KEY, RuntimeSettings) or RuntimeSettings()


async def change_runtime_settings(bus: Bus, change: Callable[[RuntimeSettings], RuntimeSettings]) -> RuntimeSettings:
    """Change the run-time settings and give the new ones; ``change`` is called again when another was first.

    Raises ProviderDown, Conflict.
    """
    return await bus.ledger().update(_KEY, RuntimeSettings, lambda now: change(now or RuntimeSettings()))
