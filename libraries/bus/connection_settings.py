"""The settings of a connection to the broker: addresses, user, password and certificates."""

import shlex
import ssl
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from libraries.settings.sections import Section
from schemas.errors import ConfigurationError

EMBEDDED: Final = "embedded"
OPERATOR: Final = "wagglebot"
"""The user of the command line and of installations without accounts; it may do everything."""


class ConnectionSettings(Section):
    """Settings of a connection: addresses of a broker or of a cluster of them, and the client's credentials."""

    url: Annotated[str, Field(description="Address of the broker; 'embedded' starts one of our own.")] = EMBEDDED
    urls: Annotated[
        tuple[str, ...], Field(description="Addresses of the brokers of a cluster, with commas; used instead of url.")
    ] = ()
    user: Annotated[str, Field(description="User name at the broker, if it asks for one.")] = ""
    password: Annotated[SecretStr, Field(description="Password at the broker.")] = SecretStr("")
    accounts: Annotated[
        Path | None,
        Field(
            description="Folder with the passwords of the stations' users (wagglebot accounts); replaces the password."
        ),
    ] = None
    creds: Annotated[
        Path | None, Field(description="Credentials file (.creds, JWT and key) used instead of user and password.")
    ] = None
    nkey: Annotated[Path | None, Field(description="File of an NKey seed used instead of user and password.")] = None
    tls_ca: Annotated[
        Path | None, Field(description="Certificates (PEM) that the broker's is checked against; empty: the system's.")
    ] = None
    tls_cert: Annotated[Path | None, Field(description="Our own certificate (PEM), where the broker asks for one.")] = (
        None
    )
    tls_key: Annotated[Path | None, Field(description="Private key (PEM) of our certificate.")] = None
    replicas: Annotated[
        int, Field(ge=1, le=5, description="Brokers that keep each message; 3 in a cluster of three.")
    ] = 1

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address, of a cluster in the order given. Empty for a broker of our own that does not run yet."""
        return self.urls or ((self.url,) if self.url != EMBEDDED else ())

    @property
    def is_embedded(self) -> bool:
        """Whether this machine starts a broker of its own."""
        return not self.addresses

    @property
    def hosts_and_ports(self) -> str:
        """Hosts and ports of all addresses as text, without passwords."""
        return ", ".join(map(_host_and_port, self.addresses))

    def for_user(self, user: str) -> Self:
        """These settings with another user; unchanged where the broker has no accounts."""
        return self.model_copy(update={"user": user}) if self.accounts else self

    @property
    def inbox_prefix(self) -> str:
        """The prefix of the subjects that answers come on: with accounts each user has its own."""
        return f"_INBOX_{self.user or OPERATOR}" if self.accounts else "_INBOX"

    def login_arguments(self) -> dict[str, str]:
        """User and password, keys or credentials, as arguments of the NATS client. Raises ConfigurationError."""
        if file := self.creds or self.nkey:
            _require_nkeys()
            if not file.is_file():
                raise ConfigurationError("broker.file_missing", file=file)
            return {"user_credentials" if self.creds else "nkeys_seed": str(file)}
        user, password = self.name_and_password()
        return {"user": user, "password": password} if user else {}

    def name_and_password(self) -> tuple[str, str]:
        """User and password: the settings', else those in the first address; empty without."""
        if self.accounts:
            user = self.user or OPERATOR
            return user, read_user_password(self.accounts, user)
        first = urlsplit(self.addresses[0]) if self.addresses else urlsplit("")
        return self.user or first.username or "", self.password.get_secret_value() or first.password or ""

    def tls_context(self) -> ssl.SSLContext | None:
        """The TLS context of connections; None where no address and no setting asks for TLS.

        Raises ConfigurationError for files that cannot be read or do not belong together.
        """
        if not (self.tls_ca or self.tls_cert or any(one.startswith("tls:") for one in self.addresses)):
            return None
        try:
            context = ssl.create_default_context(cafile=self.tls_ca)
            if self.tls_cert:
                context.load_cert_chain(self.tls_cert, self.tls_key)
        except OSError as error:  # ssl.SSLError is one
            raise ConfigurationError("broker.tls_files", why=error) from error
        return context


def read_user_password(accounts: Path, user: str) -> str:
    """The password of a user. Raises ConfigurationError when its file is missing or may not be read."""
    file = accounts / user
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError("accounts.no_password", user=user, file=file, why=error.strerror) from error


def _require_nkeys() -> None:
    if find_spec("nkeys") is None:
        # It is in no extra: its package of signatures would be in every lock, for the few who use keys.
        command = f"{shlex.quote(sys.executable)} -m pip install nkeys"
        raise ConfigurationError("broker.nkeys_missing", command=command)


def _host_and_port(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 4222}"
