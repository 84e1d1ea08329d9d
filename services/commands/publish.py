"""Publish a finished film on a platform that does not have it yet."""

from collections.abc import Sequence

from libraries.bus import Bus
from libraries.channel.channel_platform import ChannelPlatform, platform_of_film
from schemas.adapters import AdapterKind, find_adapter
from schemas.base import Frozen
from schemas.errors import BadInput, IllegalTransition
from schemas.events import ContentRequested, Event
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState
from services.commands.fact_recording import CommandOutcome, record_fact
from services.config import PublishSettings


class PublishFilm(Frozen):
    """A request to publish a post's film on a platform of its channel, named with the channel or without."""

    post: PostKey
    platform: str


async def publish_film(bus: Bus, request: PublishFilm, who: str, settings: PublishSettings) -> CommandOutcome:
    """Record ``content.requested`` for the platform.

    Raises ConfigurationError (no such platform is installed), BadInput (``platform.not_configured``),
    ``channel.other``, IllegalTransition (``post.no_film``, ``post.already_on_platform``), and as `record_fact` does.
    """
    name = ChannelPlatform.parse(request.platform).platform
    find_adapter(AdapterKind.PLATFORM, name, setting="publish.platforms")
    if name not in {ChannelPlatform.parse(one).platform for one in settings.all_platforms}:
        raise _not_configured(request.platform, settings.all_platforms)

    def event(state: PostState) -> Event:
        platform, configured = platform_of_film(state, request.platform), settings.platforms_of(state.channel)
        if platform not in configured:
            raise _not_configured(platform, configured)
        if state.film is None:
            raise IllegalTransition("post.no_film")
        if platform in state.uploaded:
            raise IllegalTransition("post.already_on_platform", platform=platform)
        return ContentRequested(
            post_key=request.post,
            revision=state.revision,
            from_stage=Stage.PUBLISH,
            recipe=state.recipe,
            by=who,
            platform=platform,
        )

    return await record_fact(bus, request.post, event)


def _not_configured(platform: str, configured: Sequence[str]) -> BadInput:
    """The error for a platform that films are not published to here."""
    return BadInput("platform.not_configured", platform=platform, configured=", ".join(configured) or "-")
