"""Alerts of publishing."""

from libraries.bus import Bus
from libraries.log import get_logger
from schemas import subjects

log = get_logger(__name__)


async def alert(bus: Bus, what: str, where: str) -> None:
    """Alert a person: in the log, and to whoever listens for alerts."""
    log.error(what, alert=True, where=where)
    await bus.broadcast(subjects.ALERT, f"{what}: {where}".encode())


async def log_stop(what: str, where: str) -> None:
    """Log that publishing to an account stopped: the stop stands in the ledger, where the health station finds it."""
    log.error(what, alert=True, where=where)
