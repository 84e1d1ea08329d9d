"""Names of channels, and of a platform as one channel publishes to it: ``youtube``, or ``cats@youtube``.

The default channel has an empty name: its platforms are written as in every fact before there were several channels.
"""

from pathlib import Path
from typing import Annotated, Final, NamedTuple, Protocol, Self

from pydantic import StringConstraints

from schemas.errors import BadInput
from schemas.states import PostState

DEFAULT: Final = "main"
"""What the default channel is called where a person names one; facts and ledger leave it out."""

ChannelName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,23}$")]
"""The name of a channel in settings, facts and keys of the ledger."""

PlatformName = Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9-]{0,23}@)?[A-Za-z0-9_-]{1,39}$")]
"""A platform as a channel publishes to it, as text."""


class ChannelPlatform(NamedTuple):
    """A platform as one channel publishes to it. ``channel`` is empty for the default channel."""

    platform: str
    channel: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """``youtube`` or ``cats@youtube``."""
        channel, _, platform = text.rpartition("@")
        return cls(platform, channel)

    def __str__(self) -> str:
        return f"{self.channel}@{self.platform}" if self.channel else self.platform


def account_key(platform: str, account: str) -> str:
    """The part of a key of the ledger that names an account: ``youtube.main``.

    ``platform``: as a channel publishes to it; ``account``: the account's name in our records, which is the channel's
    where that has a name.
    """
    return f"{ChannelPlatform.parse(platform).platform}.{account}"


def token_file_of_channel(token_file: Path, channel: str) -> Path:
    """Where the sign-in of a channel's account lies beside that of the default one."""
    return token_file.with_name(f"{channel}-{token_file.name}")


class SignedInAccount(Protocol):
    """Settings of an account that is signed in at a platform."""

    @property
    def channel(self) -> str: ...
    @property
    def token_file(self) -> Path: ...


def platform_of_sign_in(platform: str, account: SignedInAccount) -> str:
    """What ``wagglebot auth`` is asked for where an account must be signed in: ``youtube``, or ``cats@youtube``."""
    own = account.token_file.name.startswith(f"{account.channel}-{platform}-")
    return str(ChannelPlatform(platform, account.channel if own else ""))


def platform_of_film(state: PostState, named: str) -> str:
    """The platform as the film's channel publishes to it, by its full name or by the platform's alone.

    Raises BadInput (``channel.other``) for a platform of another channel.
    """
    name, channel = ChannelPlatform.parse(named)
    if channel and channel != state.channel:
        raise BadInput("channel.other", platform=named, channel=state.channel or DEFAULT)
    return str(ChannelPlatform(name, state.channel))
