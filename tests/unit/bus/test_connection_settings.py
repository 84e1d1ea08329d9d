"""What a client is told of the brokers: addresses, logins, keys and certificates."""

from pathlib import Path

import pytest
from nats.js.errors import APIError

from libraries.bus.connection.errors import is_transient
from libraries.bus.connection_settings import ConnectionSettings
from schemas.errors import ConfigurationError
from services.config import Settings


def test_several_addresses_come_as_a_list_or_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGGLEBOT_NATS__URLS", "nats://a:4222, nats://b:4223")
    monkeypatch.setenv("WAGGLEBOT_NATS__REPLICAS", "3")
    nats = Settings().nats
    assert nats.addresses == ("nats://a:4222", "nats://b:4223")
    assert nats.hosts_and_ports == "a:4222, b:4223"
    assert (nats.replicas, nats.is_embedded) == (3, False)


def test_the_default_is_a_broker_of_our_own() -> None:
    assert ConnectionSettings().is_embedded
    assert ConnectionSettings().addresses == ()


def test_a_login_is_the_settings_or_that_of_the_address() -> None:
    assert ConnectionSettings(url="nats://a:b@host").login_arguments() == {"user": "a", "password": "b"}
    own = ConnectionSettings.model_validate({"url": "nats://a:b@host", "user": "me", "password": "mine"})
    assert own.login_arguments() == {"user": "me", "password": "mine"}
    assert ConnectionSettings(url="nats://host").login_arguments() == {}
    assert "b@" not in ConnectionSettings(url="nats://a:b@host").hosts_and_ports


def test_a_missing_file_of_keys_is_named(tmp_path: Path) -> None:
    for field in ("creds", "nkey"):
        with pytest.raises(ConfigurationError, match=r"no file .*nowhere|package that is not installed"):
            ConnectionSettings.model_validate({"url": "nats://host", field: tmp_path / "nowhere"}).login_arguments()


def test_certificates_that_are_none_are_named(tmp_path: Path) -> None:
    wrong = tmp_path / "ca.pem"
    wrong.write_text("no certificate")
    assert ConnectionSettings(url="nats://host").tls_context() is None
    assert ConnectionSettings(url="tls://host").tls_context() is not None
    with pytest.raises(ConfigurationError, match="cannot be used"):
        ConnectionSettings(url="tls://host", tls_ca=wrong).tls_context()
    with pytest.raises(ConfigurationError, match="cannot be used"):
        ConnectionSettings(url="tls://host", tls_ca=tmp_path / "nowhere").tls_context()


def test_errors_that_pass_by_themselves_are_told_from_others() -> None:
    def of(code: int, err_code: int) -> APIError:
        try:
            APIError.from_error({"code": code, "err_code": err_code, "description": "x"})
        except APIError as error:
            return error
        raise AssertionError

    assert all(
        is_transient(of(*pair)) for pair in ((409, 10158), (503, 10008), (500, 10009), (500, 10118), (429, 10167))
    )
    assert not any(is_transient(of(*pair)) for pair in ((400, 10071), (404, 10059), (400, 10065), (500, 10110)))
