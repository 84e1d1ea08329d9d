"""Publish to a platform again after its account was stopped, for example for a missing permission."""

from libraries.bus import Bus
from services.publish.limits.quota import AccountQuota
from services.publish.upload.retry_now import retry_waiting_films


async def resume_publishing(bus: Bus, quota: AccountQuota, platform: str) -> int:
    """Take the stop away and have what waits for the platform go on; gives how many films that are."""
    await quota.resume_publishing()
    return await retry_waiting_films(bus, platform)
