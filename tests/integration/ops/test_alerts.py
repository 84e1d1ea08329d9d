"""Alerts reach a person's chat, also when it is away for a moment."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from libraries.alerts import webhook
from libraries.alerts.webhook import WebhookSettings
from services.config import HealthSettings
from services.ops import alerts


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


async def test_a_message_is_posted_and_a_refused_one_again(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "_PAUSES", (0.0, 0.05, 0.05))
    chat.refuse = 2
    address = f"http://127.0.0.1:{chat.server_address[1]}/hook/secret"
    (notifier,) = alerts.configured_notifiers(HealthSettings.model_validate({"alert_webhook": address}))
    sentence = "WaggleBot · 알림\npublishing lane stopped: youtube.main: Run: wagglebot auth youtube"
    await notifier.notify(sentence)
    assert chat.heard == [{"text": sentence, "content": sentence}]
    assert chat.refuse < 0


async def test_an_address_that_nobody_answers_holds_nothing_up_and_is_not_told(
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
