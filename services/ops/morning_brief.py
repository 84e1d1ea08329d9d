"""The morning brief through the notifiers: once a day at a set hour, and never twice."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from libraries.backups.daily import next_time_at_hour
from libraries.bus import Bus
from libraries.channel.morning_brief import MorningBriefFold, brief_text
from libraries.log import get_logger
from libraries.waiting import wait_for_span, wait_until
from schemas.adapters import AdapterKind, usable_adapters
from schemas.clock import utc_now
from schemas.errors import Conflict, Retryable, WaggleError
from services.config import HealthSettings
from services.ops.alerts import Notifier
from services.ops.upkeep import AGAIN, Note

log = get_logger(__name__)

BRIEF_KEY: Final = "brief."
"""Beginning of the ledger's keys of briefs; the day stands behind it."""


async def run_morning_brief(bus: Bus, settings: HealthSettings, notifiers: Sequence[Notifier], note: Note) -> None:
    """Send the brief every day at its hour, until cancelled; at once where the hour of today is past and none was sent.

    The day is taken in the ledger before the brief is sent: of two stations, or after a crash, it is sent once or not
    at all. ``note`` tells why it could not be made.
    """
    zone = ZoneInfo(settings.time_zone)
    while True:
        now = utc_now().astimezone(zone)
        try:
            if now.hour >= settings.brief_hour and await claim_brief_of_day(bus, now):
                text = await morning_brief_text(bus, now, zone)
                await asyncio.gather(*(notifier.notify(text) for notifier in notifiers))
        except Retryable as error:
            log.warning("the morning brief waits for the broker", why=str(error))
            await wait_for_span(AGAIN)
            continue
        except WaggleError as error:  # as of a damaged stream: the station's other work goes on
            await note(f"The morning brief was not made. {error}")
        await wait_until(next_time_at_hour(settings.brief_hour, now))


async def claim_brief_of_day(bus: Bus, now: datetime) -> bool:
    """Take the brief of the day of ``now``; False where it is taken. Raises Retryable when the broker is away."""
    try:
        await bus.ledger().compare_and_set(f"{BRIEF_KEY}{now:%Y%m%d}", now.isoformat().encode(), expected=0)
    except Conflict:
        return False
    return True


async def morning_brief_text(bus: Bus, now: datetime, zone: ZoneInfo) -> str:
    """The text of the brief of now, from all facts."""
    fold = MorningBriefFold(now, zone)
    async for facts in bus.facts():
        for fact in facts:
            fold.add_fact(fact)
        await asyncio.sleep(0)  # a long stream must not hold up the station's other work
    return brief_text(fold.brief(), {each.name: each.title_ko for each in usable_adapters(AdapterKind.PLATFORM)})
