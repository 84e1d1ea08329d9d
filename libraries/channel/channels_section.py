"""The settings of all channels: their platforms, weekly times, and the settings of each one's accounts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError, field_validator

from libraries.channel.channel_platform import DEFAULT, ChannelName, ChannelPlatform, token_file_of_channel
from libraries.channel.channel_settings import ChannelSettings, channels_for, recipe_of_channel
from libraries.channel.films_of_post import channel_of_further_film
from libraries.settings.sections import SectionWithAdapters
from libraries.texts.language import language_of_text
from schemas.adapters import Adapter, AdapterKind, find_adapter
from schemas.base import Frozen
from schemas.errors import ConfigurationError
from schemas.posts import Post
from schemas.recipe import Recipe


class ChannelsSection(SectionWithAdapters):
    """Platforms and weekly times of the default channel, and the other channels by name."""

    platforms: Annotated[tuple[str, ...], Field(description="Where finished films go.")] = ("export",)
    slots: Annotated[
        dict[str, tuple[str, ...]],
        Field(description="Weekly times in Seoul for `release --slot`, by platform: {'youtube': ['mon-fri 18:30']}."),
    ] = {}  # noqa: RUF012 (copied by pydantic)
    channels: Annotated[
        dict[ChannelName, ChannelSettings],
        Field(description="Channels beside the default one, by name, as JSON: see docs/channel.md."),
    ] = {}  # noqa: RUF012 (copied by pydantic)

    @field_validator("channels")
    @classmethod
    def _free_names(cls, given: dict[str, ChannelSettings]) -> dict[str, ChannelSettings]:
        if DEFAULT in given:
            raise ValueError(f"{DEFAULT!r} is the default channel: its settings are those of publish itself")
        return given

    def known_channel(self, name: str) -> str:
        """The channel of that name; empty for the default one. Raises ConfigurationError (``channel.unknown``)."""
        if name not in (*self.channels, DEFAULT):
            raise ConfigurationError("channel.unknown", channel=name, known=", ".join((DEFAULT, *self.channels)))
        return "" if name == DEFAULT else name

    def channels_for(self, post: Post | None, named: Sequence[str] = ()) -> tuple[str, ...]:
        """The channels that films of ``post`` are made for: those named, else those that take posts like it.

        A post that stands for a channel's further film is that channel's alone. Raises ConfigurationError
        (``channel.unknown``).
        """
        own = channel_of_further_film(post) if post is not None else None
        if own is not None or named or post is None or not self.channels:
            return tuple(dict.fromkeys(map(self.known_channel, (own,) if own else named))) or ("",)
        language = language_of_text(f"{post.title}\n{post.content}")
        return channels_for(self.channels, post.key.site, language)

    def recipe_for_channel(self, channel: str, recipe: Recipe) -> Recipe:
        """``recipe`` with the channel's own choices."""
        return recipe_of_channel(recipe, self.channels[channel].recipe) if channel else recipe

    def platforms_of(self, channel: str) -> tuple[str, ...]:
        """The platforms of a channel, as ``youtube`` or ``cats@youtube``; none of a channel that is not set up."""
        if not channel:
            return self.platforms
        return self.channels[channel].platforms(channel) if channel in self.channels else ()

    @property
    def all_platforms(self) -> tuple[str, ...]:
        """The platforms of every channel."""
        return (*self.platforms, *(name for channel in self.channels for name in self.platforms_of(channel)))

    def slots_of(self, platform: str) -> tuple[str, ...]:
        """The weekly times of a channel's platform."""
        name, channel = ChannelPlatform.parse(platform)
        slots = self.channels[channel].slots if channel in self.channels else {} if channel else self.slots
        return slots.get(name, ())

    def account_settings(self, platform: str) -> tuple[Adapter, BaseModel | None]:
        """The adapter of a channel's platform, and its settings for that channel's account.

        Raises ConfigurationError (``channel.unknown``, ``channel.account_setting``, no such platform).
        """
        name, channel = ChannelPlatform.parse(platform)
        adapter = find_adapter(AdapterKind.PLATFORM, name, setting="publish.platforms")
        section = self.settings_of_adapter(adapter)
        if not channel:
            return adapter, section
        self.known_channel(channel)
        given = self.channels[channel].accounts.get(name, {})
        model = type(section) if section is not None else BaseModel
        for unknown in given.keys() - model.model_fields.keys():
            raise _account_setting_error(platform, unknown, "there is no such setting")
        if section is None:
            return adapter, None
        try:
            return adapter, model.model_validate(section.model_dump() | _own(section, channel) | given)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise _account_setting_error(platform, ".".join(map(str, first["loc"])), first["msg"]) from error


def _own(section: BaseModel, channel: str) -> dict[str, Any]:
    """What a channel's account has of its own without being told: its name in our records, the file of its sign-in."""
    own: dict[str, Any] = {"channel": channel} if "channel" in type(section).model_fields else {}
    token = getattr(section, "token_file", None)
    return own | {"token_file": token_file_of_channel(token, channel)} if isinstance(token, Path) else own


def _account_setting_error(platform: str, setting: str, why: str) -> ConfigurationError:
    name, channel = ChannelPlatform.parse(platform)
    return ConfigurationError("channel.account_setting", channel=channel, platform=name, setting=setting, why=why)


class NamedChannel(Frozen):
    """A channel as a person names it; the default one has no title. ``given``: it gets a film of the post shown."""

    name: str
    title: str
    given: bool = False


def named_channels(section: ChannelsSection, given: Sequence[str] = ()) -> tuple[NamedChannel, ...]:
    """Every channel, the default one first; none where there is no other."""
    titles = {DEFAULT: ""} | {name: channel.title or name for name, channel in section.channels.items()}
    found = (
        NamedChannel(name=name, title=title, given=section.known_channel(name) in given)
        for name, title in titles.items()
    )
    return tuple(found) if section.channels else ()
