"""The notifier ``apprise`` itself; its descriptor is `libraries.alerts.apprise_notifier`."""

import asyncio
from typing import Final

from apprise import Apprise
from pydantic import SecretStr

from libraries.alerts.apprise_notifier import AppriseSettings
from libraries.log import get_logger
from schemas.errors import ConfigurationError

log = get_logger(__name__)

_PAUSES: Final = (0.0, 2.0, 10.0)
"""Seconds before each try of an address that did not take a message."""


class AppriseNotifier:
    """Sends messages to each address; one that refuses them does not hinder the others."""

    def __init__(self, settings: AppriseSettings) -> None:
        """Raises ConfigurationError without an address, or with one that Apprise does not know."""
        if not settings.urls:
            raise ConfigurationError("alert.no_address")
        self._targets = [_target(number, url) for number, url in enumerate(settings.urls, 1)]

    async def notify(self, text: str) -> bool:
        """Send one message, its first line as the title, in three tries an address; false where none accepted it."""
        title, _, body = text.partition("\n")
        return any(await asyncio.gather(*(self._send(*target, title, body) for target in self._targets)))

    async def _send(self, name: str, target: Apprise, title: str, body: str) -> bool:
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            if await asyncio.to_thread(target.notify, body=body or title, title=title if body else ""):
                return True
        log.warning("an address did not accept a message", address=name)
        return False


def _target(number: int, url: SecretStr) -> tuple[str, Apprise]:
    """The name of an address, without what it holds of secrets, and the object that sends."""
    target = Apprise()
    if not target.add(url.get_secret_value()):
        raise ConfigurationError("alert.unknown_address", number=number)
    return f"{number} ({url.get_secret_value().partition(':')[0]})", target
