"""Retries films that wait for a platform, without waiting for their time."""

from datetime import timedelta

from libraries.bus import Bus
from schemas.recipe import Stage


async def retry_waiting_films(bus: Bus, platform: str) -> int:
    """Reschedule every film that waits for ``platform`` to one second from now; gives how many those are."""
    waiting = await bus.scheduled_retries(Stage.PUBLISH, platform)
    soon = await bus.broker_time() + timedelta(seconds=1)
    for request in waiting:
        await bus.schedule_retry(request, soon)
    return len(waiting)
