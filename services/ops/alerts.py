"""The webhook notifier: posts each alert as JSON to a chat or push service."""

import asyncio
import json
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

import structlog

from schemas import subjects
from services.bus import Bus

log = structlog.get_logger(__name__)

_PAUSES: Final = (0.0, 2.0, 10.0)
"""Seconds before each try; an alert that nobody takes is in the log."""
_PATIENCE: Final = 10.0


async def forward(bus: Bus, webhook: str) -> None:
    """Post what is said on ``live.alert`` to an address, one after another, until cancelled.

    ``text`` is what Slack, Mattermost and the like read, ``content`` what Discord does.
    """
    async with bus.listen(subjects.ALERT) as heard:
        async for _, said in heard:
            sentence = f"WaggleBot: {said.decode('utf-8', 'replace')}"
            await _post(webhook, json.dumps({"text": sentence, "content": sentence}, ensure_ascii=False).encode())


async def _post(webhook: str, body: bytes) -> None:
    why = ""
    for pause in _PAUSES:
        await asyncio.sleep(pause)
        try:
            await asyncio.to_thread(_once, webhook, body)
        except (URLError, OSError) as error:
            why = type(error).__name__  # the address holds a secret, and errors quote it
        else:
            return
    log.warning("the webhook took no alert", why=why)


def _once(webhook: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    with urlopen(Request(webhook, body, headers), timeout=_PATIENCE):  # noqa: S310 - the operator's own address
        pass
