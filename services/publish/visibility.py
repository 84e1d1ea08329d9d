"""Who can see a film on each platform, by the journal of uploads and the releases on record."""

from datetime import datetime
from enum import StrEnum

from libraries.bus import Bus
from libraries.channel.channel_platform import DEFAULT, ChannelPlatform
from schemas.adapters import AdapterKind, find_adapter
from schemas.base import Frozen, Moment
from schemas.errors import ConfigurationError
from schemas.events import Film
from schemas.states import PostState
from services.config import PublishSettings
from services.publish.platforms.base import BaseUploader, Publication
from services.publish.registry import channel_of_platform
from services.publish.upload.journal import UploadJournal, UploadRecord, UploadState, upload_key
from services.publish.upload.release_checks import matching_release


class Visibility(StrEnum):
    """Who can see a film on a platform, if anybody."""

    WAITING = "waiting"
    """Nothing of it is there yet."""
    UPLOADING = "uploading"
    STORED = "stored"
    """It lies in a folder, where nobody is shown anything."""
    PRIVATE = "private"
    SCHEDULED = "scheduled"
    """Released for a moment to come, and not seen before."""
    DUE = "due"
    """Released, and not seen yet: the lane of the platform shows it as soon as it can."""
    UNLISTED = "unlisted"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"
    DOUBT = "doubt"
    """Only a person can find out whether it is there."""


class FilmOnPlatform(Frozen):
    """A film on a platform. ``shows``: people see films there. ``at``: when it is to be seen.

    ``upload``: the key of its upload, and ``reason`` why that is in doubt.
    """

    platform: str
    visibility: Visibility
    shows: bool
    at: Moment | None = None
    url: str = ""
    upload: str = ""
    reason: str = ""


async def film_on_platforms(
    bus: Bus, settings: PublishSettings, state: PostState, words: Publication, now: datetime
) -> tuple[FilmOnPlatform, ...]:
    """Where a film stands on every platform of its channel, and where else it is. ``words``: what these are told."""
    journal, found = UploadJournal(bus.ledger()), []
    for platform in dict.fromkeys((*settings.platforms_of(state.channel), *sorted(state.uploaded))):
        shows, channel, film = _audience_channel_and_film(settings, platform, words)
        entry = await journal.load(upload_key(platform, channel, film.video.sha256))
        record = entry.record if entry else None
        release = matching_release(state, platform, words)
        seen, at = Visibility.PRIVATE, None
        if not shows:
            seen = Visibility.STORED
        elif release is not None and release.privacy != "private":
            at = release.publish_at if release.publish_at is not None and release.publish_at > now else None
            seen = Visibility.SCHEDULED if at else Visibility.DUE
        there = platform in state.uploaded
        found.append(
            FilmOnPlatform(
                platform=platform,
                visibility=_visibility(record, seen) if record else (seen if there or release else Visibility.WAITING),
                shows=shows,
                at=at,
                url=record.url if record else "",
                upload=record.key if record else "",
                reason=record.reason if record else "",
            )
        )
    return tuple(found)


def _visibility(record: UploadRecord, seen: Visibility) -> Visibility:
    """``seen``: of a film that is there and hidden as long as the journal knows."""
    match record.state:
        case UploadState.DOUBT:
            return Visibility.DOUBT
        case UploadState.WITHDRAWN:
            return Visibility.WITHDRAWN
        case UploadState.DONE:
            return seen if record.privacy == "private" else Visibility(record.privacy)
        case _:
            return Visibility.UPLOADING


def _audience_channel_and_film(settings: PublishSettings, platform: str, words: Publication) -> tuple[bool, str, Film]:
    """Whether people see what is on a platform, our account there, and the film in the length that it is given; of a
    platform that is gone what is usual."""
    try:
        name, _ = ChannelPlatform.parse(platform)
        uploader: type[BaseUploader] = find_adapter(AdapterKind.PLATFORM, name, setting="publish.platforms").load()
        film = words.for_platform(uploader.capabilities).film
        return uploader.seen_by_people, channel_of_platform(settings, platform), film
    except ConfigurationError:
        return True, ChannelPlatform.parse(platform).channel or DEFAULT, words.film
