"""Alerts reach a person's chat, also when it is away for a moment."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from libraries.bus import Bus
from schemas import subjects
from services.config import HealthSettings
from services.ops import alerts, webhook
from services.ops.webhook import WebhookSettings
from services.publish.upload.alerts import alert


class Chat(HTTPServer):
    """Takes messages; refuses the first ``refuse`` of them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.refuse = 0
        self.heard: list[dict[str, Any]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Chat

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused, self.server.refuse = self.server.refuse > 0, self.server.refuse - 1
        if not refused:
            self.server.heard.append(body)
        self.send_response(503 if refused else 204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Quiet."""


@pytest.fixture
def chat() -> Iterator[Chat]:
    server = Chat()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


async def test_an_alert_is_posted_and_a_refused_one_again(
    bus: Bus, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_PAUSES", (0.0, 0.05, 0.05))
    chat.refuse = 2
    address = f"http://127.0.0.1:{chat.server_address[1]}/hook/secret"
    settings = HealthSettings.model_validate({"alert_webhook": address})
    forwarding = asyncio.create_task(alerts.forward_alerts(bus, alerts.configured_notifiers(settings)))
    async with bus.listen(subjects.ALERT) as heard:
        while not chat.heard:
            await alert(bus, "publishing lane stopped", "youtube.main: Run: wagglebot auth youtube")
            await asyncio.wait_for(anext(heard), 60)
            for _ in range(40):
                await asyncio.sleep(0.01)
    forwarding.cancel()
    sentence = "WaggleBot: publishing lane stopped: youtube.main: Run: wagglebot auth youtube"
    assert chat.heard[0] == {"text": sentence, "content": sentence}
    assert chat.refuse < 0


async def test_an_address_that_nobody_answers_holds_nothing_up_and_is_not_told(
    bus: Bus,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(webhook, "_PAUSES", (0.0,))
    settings = WebhookSettings(url=SecretStr("http://127.0.0.1:1/hook/canary-secret"))
    await webhook.Webhook(settings).notify("canary")
    printed = capfd.readouterr()
    told = printed.out + printed.err + caplog.text  # where logs go depends on what this process configured before
    assert "the webhook did not accept an alert" in told
    assert "canary-secret" not in told
