"""Release a film, so that others than ourselves may see it, with exactly the words that were approved; or hide it."""

from datetime import datetime, timedelta
from typing import Final, Literal

from libraries.bus import Bus
from libraries.channel.channel_platform import ChannelPlatform, PlatformName, platform_of_film
from libraries.channel.rules import ChannelRules, require_channel_rules
from schemas.adapters import AdapterKind, find_adapter
from schemas.base import Frozen, Moment
from schemas.clock import utc_now
from schemas.errors import BadInput, IllegalTransition
from schemas.events import ContentReleased, Event
from schemas.posts import PostKey
from schemas.states import PostState
from services.commands.fact_recording import record_fact
from services.config import PublishSettings
from services.publish.limits.quota import SEOUL
from services.publish.limits.slots import reserve_slot
from services.publish.metadata.publication import publication_of
from services.publish.platforms.base import BaseUploader, Publication
from services.publish.upload.release_checks import matching_release

_SLACK: Final = timedelta(minutes=1)
"""How late a request may come: the time between choosing "now" and the command."""
_FARTHEST: Final = timedelta(days=3653)
"""Of our own making: the platforms are not told the time, because films wait here. It catches mistyped years."""


class ReleaseFilm(Frozen):
    """A request to let a film be seen on a platform of its channel, named with the channel or without.

    ``at``: not before this moment. ``seal``: of the film and the words the person looked at; anything else is
    refused, and an empty one takes what there is.
    """

    post: PostKey
    platform: PlatformName
    privacy: Literal["unlisted", "public"] = "public"
    at: Moment | None = None
    seal: str = ""


async def release_film(bus: Bus, request: ReleaseFilm, who: str, rules: ChannelRules | None = None) -> Publication:
    """Record ``content.released``; gives what was approved.

    ``rules``: the channel's, which the lane asks once more before anybody sees the film; None leaves them to it.
    Raises BadInput (``publish.release_past``, ``publish.release_far``), IllegalTransition (``post.no_film``,
    ``post.film_changed``, ``channel.…``), and as `record_fact` does.
    """
    if request.at is not None:
        require_plausible_release_time(request.post, request.at, utc_now())
    approved: list[Publication] = []

    def event(state: PostState) -> Event:
        words = require_publication(state)
        if request.seal and words.seal != request.seal:
            raise IllegalTransition("post.film_changed")
        _require_rules(state, rules)
        approved.append(words)
        return ContentReleased(
            post_key=request.post,
            revision=state.revision,
            reviewer=who,
            platform=platform_of_film(state, request.platform),
            seal=words.seal,
            privacy=request.privacy,
            publish_at=request.at,
        )

    await record_fact(bus, request.post, event)
    return approved[-1]


class HideFilm(Frozen):
    """A request to have a film seen by nobody on a platform. It stays there and can be released again."""

    post: PostKey
    platform: PlatformName


async def hide_film(bus: Bus, request: HideFilm, who: str) -> None:
    """Record ``content.released`` as private; a release for a moment to come is cancelled by that.

    Raises BadInput (``publish.cannot_hide``), IllegalTransition (``publish.not_shown``, ``post.no_film``),
    ConfigurationError (no such platform), and as `record_fact` does.
    """
    name = ChannelPlatform.parse(request.platform).platform
    platform: type[BaseUploader] = find_adapter(AdapterKind.PLATFORM, name, setting="publish.platforms").load()
    if not (platform.seen_by_people and platform.capabilities.keeps_private):
        raise BadInput("publish.cannot_hide", platform=request.platform)

    def event(state: PostState) -> Event:
        words = require_publication(state)
        shown_on = platform_of_film(state, request.platform)
        release = matching_release(state, shown_on, words)
        if release is None or release.privacy == "private":
            raise IllegalTransition("publish.not_shown", post=str(request.post), platform=shown_on)
        return ContentReleased(
            post_key=request.post,
            revision=state.revision,
            reviewer=who,
            platform=shown_on,
            seal=words.seal,
            privacy="private",
        )

    await record_fact(bus, request.post, event)


async def release_at_next_slot(bus: Bus, request: ReleaseFilm, who: str, settings: PublishSettings) -> Moment:
    """As `release_film`, at the next weekly time of the platform that is free; gives that time.

    Raises BadInput when there is no free time, ConfigurationError, and as `release_film` does.
    """
    state = await bus.post_state(request.post)
    seal = request.seal or require_publication(state).seal
    _require_rules(state, settings.channel_rules)  # before a slot is taken that another film could have
    at = await reserve_slot(bus, settings, platform_of_film(state, request.platform), request.post, seal)
    await release_film(bus, request.model_copy(update={"at": at, "seal": seal}), who, settings.channel_rules)
    return at


def _require_rules(state: PostState, rules: ChannelRules | None) -> None:
    if rules is not None and state.script is not None and state.post is not None:
        require_channel_rules(state.script, state.post, rules)


def require_plausible_release_time(post: PostKey, at: datetime, now: datetime) -> None:
    """Raises BadInput for a time that is past, which would show the film at once, or that lies too far ahead."""
    moment = f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M} KST"
    if at < now - _SLACK:
        raise BadInput("publish.release_past", post=post, moment=moment)
    if at > now + _FARTHEST:
        raise BadInput("publish.release_far", post=post, moment=moment)


def require_publication(state: PostState) -> Publication:
    """The film and the words that a platform is given. Raises IllegalTransition (``post.no_film``)."""
    words = publication_of(state)
    if words is None:
        raise IllegalTransition("post.no_film")
    return words
