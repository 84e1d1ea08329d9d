"""The runtime settings of `schemas.switches`, stored in the key-value bucket."""

from collections.abc import Callable
from typing import Final

from libraries.bus.bus import Bus
from schemas.switches import Switches

_KEY: Final = "switches"


async def switches(bus: Bus) -> Switches:
    """The settings as they are now. Raises ProviderDown."""
    return await bus.ledger().read(_KEY, Switches) or Switches()


async def switch(bus: Bus, change: Callable[[Switches], Switches]) -> Switches:
    """Change the settings; ``change`` is called again when another process changes them first.

    Raises ProviderDown, Conflict.
    """
    return await bus.ledger().update(_KEY, Switches, lambda now: change(now or Switches()))
