"""The settings of one channel beside the default one, and the rule by which posts are given to channels."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator

from libraries.channel.channel_platform import ChannelPlatform
from libraries.settings.sections import Section
from schemas.base import Token
from schemas.recipe import Recipe


class ChannelSettings(Section):
    """A channel: whose posts it gets, where its films go, and what is its own in them.

    ``recipe`` holds those choices alone that differ from the recipe of all channels, by stage: the channel's identity.
    """

    title: Annotated[str, Field(max_length=40, description="Name as people say it.")] = ""
    sites: Annotated[tuple[str, ...], Field(description="Codes of the sites whose posts it gets; empty: any.")] = ()
    languages: Annotated[tuple[str, ...], Field(description="Languages of those posts, as ko; empty: any.")] = ()
    accounts: Annotated[
        dict[Token, dict[str, Any]],
        Field(description="Its platforms, each with what differs from the platform's own settings."),
    ] = {"export": {}}  # noqa: RUF012 (copied by pydantic)
    slots: Annotated[
        dict[str, tuple[str, ...]], Field(description="Weekly times in Seoul for `release --slot`, by platform.")
    ] = {}  # noqa: RUF012 (copied by pydantic)
    recipe: Annotated[dict[str, Any], Field(description="Choices that differ from the recipe.")] = {}  # noqa: RUF012

    @field_validator("recipe")
    @classmethod
    def _readable_recipe(cls, given: dict[str, Any]) -> dict[str, Any]:
        try:
            recipe_of_channel(Recipe(), given)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise ValueError(f"{where}: {first['msg']}") from error
        return given

    def takes(self, site: str, language: str) -> bool:
        """Whether posts of a site in a language are this channel's by themselves."""
        chosen = bool(self.sites or self.languages)
        return chosen and site in (self.sites or (site,)) and language in (self.languages or (language,))

    def platforms(self, name: str) -> tuple[str, ...]:
        """Its platforms, where ``name`` is the channel's: ``cats@youtube``."""
        return tuple(str(ChannelPlatform(platform, name)) for platform in self.accounts)


def channels_for(channels: Mapping[str, ChannelSettings], site: str, language: str) -> tuple[str, ...]:
    """The channels that posts of a site in a language are given to; the default one (empty name) where no other is."""
    return tuple(name for name, channel in channels.items() if channel.takes(site, language)) or ("",)


def recipe_of_channel(recipe: Recipe, own: Mapping[str, Any]) -> Recipe:
    """``recipe`` with a channel's own choices. Raises ValidationError."""
    return Recipe.model_validate(_merged(recipe.model_dump(mode="json"), own)) if own else recipe


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with the values of ``own``, level by level."""
    found = dict(base)
    for name, value in own.items():
        inner = found.get(name)
        both = isinstance(value, Mapping) and isinstance(inner, Mapping)
        found[name] = _merged(inner, value) if both and isinstance(inner, Mapping) else value
    return found
