"""The notifier ``webhook``: messages reach a person's chat, also when it is away for a moment."""

from typing import Any

import pytest
from pydantic import SecretStr

from libraries.alerts import webhook
from libraries.alerts.webhook import WebhookSettings
from services.config import HealthSettings
from services.ops import alerts


async def test_a_message_is_posted_and_a_refused_one_again(target: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "_PAUSES", (0.0, 0.05, 0.05))
    target.refuse = 2
    address = f"http://127.0.0.1:{target.server_address[1]}/hook/secret"
    (notifier,) = alerts.configured_notifiers(HealthSettings.model_validate({"alert_webhook": address}))
    sentence = "WaggleBot · 알림\npublishing lane stopped: youtube.main: Run: wagglebot auth youtube"
    await notifier.notify(sentence)
    assert target.bodies == [{"text": sentence, "content": sentence}]
    assert target.refuse < 0


async def test_an_address_that_nobody_answers_holds_nothing_up_and_is_not_told(
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
