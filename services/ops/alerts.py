"""Forwards alerts to the notifiers that the settings name."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from libraries.bus import Bus
from schemas import subjects
from schemas.adapters import AdapterKind, find_adapter
from services.config import HealthSettings


class Notifier(Protocol):
    """Brings alerts to a person. Its adapter's ``make`` is called with its settings section, None without one."""

    async def notify(self, text: str) -> None:
        """Send one alert. A failure is logged and not raised."""


def configured_notifiers(settings: HealthSettings) -> list[Notifier]:
    """The notifiers that ``health.notifiers`` names. Raises ConfigurationError for one that cannot be used."""
    chosen = [find_adapter(AdapterKind.NOTIFIER, name, setting="health.notifiers") for name in settings.notifiers]
    return [adapter.load()(settings.settings_of_adapter(adapter)) for adapter in chosen]


async def forward_alerts(bus: Bus, notifiers: Sequence[Notifier]) -> None:
    """Send each alert on ``live.alert`` to all notifiers, one alert after the other, until cancelled."""
    async with bus.listen(subjects.ALERT) as alerts:
        async for _, alert in alerts:
            text = f"WaggleBot: {alert.decode('utf-8', 'replace')}"
            await asyncio.gather(*(notifier.notify(text) for notifier in notifiers))
