"""Alerts of publishing."""

import structlog

from schemas import subjects
from services.bus import Bus

log = structlog.get_logger(__name__)


async def alert(bus: Bus, what: str, where: str) -> None:
    """Alert a person: in the log, and to whoever listens for alerts."""
    log.error(what, alert=True, where=where)
    await bus.announce(subjects.ALERT, f"{what}: {where}".encode())
