"""Brings alerts to a person by the notifiers that the settings name."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from libraries.alerts.alert_book import AlertBook
from libraries.alerts.messages import alert_message
from libraries.alerts.quiet_hours import QuietHours
from libraries.log import get_logger
from schemas.adapters import AdapterKind, find_adapter
from services.config import HealthSettings

log = get_logger(__name__)


class Notifier(Protocol):
    """Brings messages to a person. Its adapter's ``make`` is called with its settings section, None without one."""

    async def notify(self, text: str) -> bool | None:
        """Send one message. A failure is logged and not raised; False: an alert is to be sent again later."""


def configured_notifiers(settings: HealthSettings) -> list[Notifier]:
    """The notifiers that ``health.notifiers`` names. Raises ConfigurationError for one that cannot be used."""
    chosen = [find_adapter(AdapterKind.NOTIFIER, name, setting="health.notifiers") for name in settings.notifiers]
    return [adapter.load()(settings.settings_of_adapter(adapter)) for adapter in chosen]


async def notify_all(notifiers: Sequence[Notifier], text: str) -> bool:
    """Send one message by every notifier; false where there are some and each says that it failed."""
    sent = await asyncio.gather(*(notifier.notify(text) for notifier in notifiers))
    return not sent or any(one is not False for one in sent)


async def tell_open_alerts(
    book: AlertBook, settings: HealthSettings, notifiers: Sequence[Notifier], now: datetime
) -> int:
    """Tell what began or is over and nobody was told of, unless it is quiet; gives how many messages that were.

    What no notifier could send stays untold, and what was sent by a process that ended then is sent again. Raises
    Retryable.
    """
    quiet = QuietHours.parse(settings.quiet_hours) if settings.quiet_hours else None
    if quiet is not None and quiet.contain(now.astimezone(ZoneInfo(settings.time_zone))):
        return 0
    due = await book.untold(now)
    for one in due:
        message = alert_message(one.open, settings.alert_language)
        (log.info if message.over else log.error)(message.text, alert=True, over=message.over)
        if await notify_all(notifiers, f"WaggleBot · {message}"):
            await book.mark_told(one)
    return len(due)
