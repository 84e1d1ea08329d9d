"""The runtime settings of `schemas.switches`, stored in the key-value bucket."""

from collections.abc import Callable
from typing import Final

from libraries.bus.bus import Bus
from schemas.switches import Switches

_KEY: Final = "switches"


async def read_switches(bus: Bus) -> Switches:
    """The runtime settings as they are now; the defaults where none was ever changed. Raises ProviderDown."""
    return await bus.ledger().read(_KEY, Switches) or Switches()


async def change_switches(bus: Bus, change: Callable[[Switches], Switches]) -> Switches:
    """Change the runtime settings and give the new ones; ``change`` is called again when another process was first.

    Raises ProviderDown, Conflict.
    """
    return await bus.ledger().update(_KEY, Switches, lambda now: change(now or Switches()))
