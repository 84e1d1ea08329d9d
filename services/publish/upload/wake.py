"""Films that wait for a platform are made to look again at once."""

from datetime import timedelta

from schemas.recipe import Stage
from services.bus import Bus


async def wake(bus: Bus, platform: str) -> int:
    """Have every film that waits for ``platform`` look at once whether it is time; gives how many that are."""
    waiting = await bus.waiting(Stage.PUBLISH, platform)
    soon = await bus.time() + timedelta(seconds=1)
    for request in waiting:
        await bus.schedule_retry(request, soon)
    return len(waiting)
