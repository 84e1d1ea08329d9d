"""The notifier ``webhook``: alerts as POST requests, in the form that chats and push services accept."""

import asyncio
import json
from typing import Annotated, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from pydantic import Field, SecretStr

from libraries.log import get_logger
from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, SettingsSection
from schemas.errors import ConfigurationError

log = get_logger(__name__)

_PAUSES: Final = (0.0, 2.0, 10.0)
"""Seconds before each try; an alert that is not delivered is in the log."""
_TIMEOUT: Final = 10.0


class WebhookSettings(Section):
    url: Annotated[
        SecretStr, Field(description="Address that gets a POST of each alert, of a chat or a push service.")
    ] = SecretStr("")


class Webhook:
    """Sends alerts to one address: ``text`` is what Slack and Mattermost read, ``content`` what Discord does."""

    def __init__(self, settings: WebhookSettings) -> None:
        """Raises ConfigurationError without an address."""
        self._url = settings.url.get_secret_value()
        if not self._url:
            raise ConfigurationError("alert.no_webhook")

    async def notify(self, text: str) -> bool:
        """Send one alert, in three tries; a failure is logged."""
        body = json.dumps({"text": text, "content": text}, ensure_ascii=False).encode()
        why = ""
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            try:
                await asyncio.to_thread(self._post, body)
            except (URLError, OSError) as error:
                why = type(error).__name__  # the address holds a secret, and errors quote it
            else:
                return True
        log.warning("the webhook did not accept an alert", why=why)
        return False

    def _post(self, body: bytes) -> None:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        with urlopen(Request(self._url, body, headers), timeout=_TIMEOUT):  # noqa: S310 - the operator's own address
            pass


NOTIFIER = Adapter(
    kind=AdapterKind.NOTIFIER,
    name="webhook",
    version="1",
    make=Webhook,
    title_en="Webhook of a chat or push service",
    title_ko="채팅·푸시 웹훅",
    settings=SettingsSection("health", "webhook", WebhookSettings),
)
