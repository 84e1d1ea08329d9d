"""Publish a finished film on a platform that does not have it yet."""

from libraries.bus import Bus
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
    """A request to publish a post's film on a platform, by its name."""

    post: PostKey
    platform: str


async def publish_film(bus: Bus, request: PublishFilm, who: str, settings: PublishSettings) -> CommandOutcome:
    """Record ``content.requested`` for the platform.

    Raises ConfigurationError (no such platform is installed), BadInput (``platform.not_configured``),
    IllegalTransition (``post.no_film``, ``post.already_on_platform``), and as `record_fact` does.
    """
    platform = request.platform
    find_adapter(AdapterKind.PLATFORM, platform, setting="publish.platforms")
    if platform not in settings.platforms:
        raise BadInput("platform.not_configured", platform=platform, configured=", ".join(settings.platforms) or "-")

    def event(state: PostState) -> Event:
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
