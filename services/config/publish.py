"""Settings of publishing. Each platform's own section is declared by its descriptor (`schemas.adapters`)."""

from typing import Annotated, ClassVar

from pydantic import Field

from libraries.channel.channels_section import ChannelsSection
from libraries.channel.rules import ChannelRules, SharedWordsRule, VerdictRule


class PublishSettings(ChannelsSection):
    STATION: ClassVar[str] = "publish"

    backlog: Annotated[
        bool, Field(description="Whether a platform that is enabled later also gets the films made before.")
    ] = False
    similarity: Annotated[
        float, Field(gt=0, le=1, description="A script that shares so much with a recent one is not published.")
    ] = 0.6
    verdict: Annotated[
        VerdictRule,
        Field(description="The host's own opinion in every film (20 % of the speech): 'required', 'asked' or 'off'."),
    ] = "asked"
    shared_words: Annotated[
        float, Field(ge=0, le=1, description="Share of a script's runs of five words that may be the post's own.")
    ] = 0.15
    shared_words_rule: Annotated[
        SharedWordsRule, Field(description="A script above it: 'refuse' its release, 'warn' before it, or 'off'.")
    ] = "warn"
    interchangeability: Annotated[
        float, Field(ge=0, le=1, description="How much alike the last 50 films of a channel may be, 0 to 1.")
    ] = 0.7

    @property
    def channel_rules(self) -> ChannelRules:
        """What is asked of every film."""
        return ChannelRules(
            verdict=self.verdict,
            shared_words=self.shared_words,
            shared_words_rule=self.shared_words_rule,
            interchangeability=self.interchangeability,
        )
