"""Notifiers and media stores are chosen by settings and made by their descriptors."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from libraries.alerts.webhook import Webhook, WebhookSettings
from libraries.media.store import LocalStore, open_media_store
from schemas.errors import ConfigurationError
from services.config import HealthSettings, MediaSettings, Settings
from services.ops.alerts import configured_notifiers

ADDRESS = "https://chat.example/hook/secret"


def test_without_settings_nobody_is_notified() -> None:
    assert configured_notifiers(HealthSettings()) == []


def test_the_webhook_is_made_with_its_own_section(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGGLEBOT_HEALTH__NOTIFIERS", '["webhook"]')
    monkeypatch.setenv("WAGGLEBOT_HEALTH__WEBHOOK__URL", ADDRESS)
    settings = Settings(_env_file=None).health
    assert settings.section_of(WebhookSettings).url.get_secret_value() == ADDRESS
    assert [type(notifier) for notifier in configured_notifiers(settings)] == [Webhook]


def test_the_setting_of_the_first_release_still_chooses_the_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGGLEBOT_HEALTH__ALERT_WEBHOOK", ADDRESS)
    settings = Settings(_env_file=None).health
    assert settings.notifiers == ("webhook",)
    assert settings.section_of(WebhookSettings).url == SecretStr(ADDRESS)
    assert len(configured_notifiers(settings)) == 1


def test_both_ways_together_choose_it_once_and_the_section_wins() -> None:
    given = {"alert_webhook": "https://old.example/", "webhook": {"url": ADDRESS}, "notifiers": ["webhook"]}
    settings = HealthSettings.model_validate(given)
    assert settings.notifiers == ("webhook",)
    assert settings.section_of(WebhookSettings).url.get_secret_value() == ADDRESS


def test_a_webhook_without_an_address_and_an_unknown_notifier_are_refused() -> None:
    with pytest.raises(ConfigurationError) as caught:
        configured_notifiers(HealthSettings(notifiers=("webhook",)))
    assert caught.value.code == "alert.no_webhook"
    with pytest.raises(ConfigurationError, match=r"health\.notifiers.*pigeon") as unknown:
        configured_notifiers(HealthSettings(notifiers=("pigeon",)))
    assert unknown.value.code == "adapter.unknown"


def test_a_misspelt_section_is_refused() -> None:
    with pytest.raises(ValidationError, match="webhok"):
        HealthSettings.model_validate({"webhok": {"url": ADDRESS}})


def test_the_media_store_is_a_local_folder_unless_another_is_named(tmp_path: Path) -> None:
    store = open_media_store(MediaSettings(root=tmp_path))
    assert isinstance(store, LocalStore)
    assert store.path(store.put(b"x", "txt")).is_relative_to(tmp_path)
    with pytest.raises(ConfigurationError, match=r"media\.store.*cloud"):
        open_media_store(MediaSettings(root=tmp_path, store="cloud"))
