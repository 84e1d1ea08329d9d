"""Where the broker is and who asks."""

from typing import Protocol

from pydantic import SecretStr


class BrokerAddress(Protocol):
    """The settings that a connection needs."""

    @property
    def url(self) -> str:
        """Address of the broker, ``nats://host:port``."""

    @property
    def user(self) -> str:
        """User name; empty where the broker asks for none."""

    @property
    def password(self) -> SecretStr:
        """Password of the user."""
