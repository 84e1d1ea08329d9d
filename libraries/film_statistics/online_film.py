"""Films on platforms as the facts of their post tell them: since when people see a film, and what caused it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from schemas.events import ContentReleased, ContentUploaded, ContentWithdrawn, PostRetracted, RecordedFact


class OnlineFilm(NamedTuple):
    """A film on a platform. ``visible_since``: by our own facts; None while nobody released it."""

    uploaded: ContentUploaded
    uploaded_at: datetime
    visible_since: datetime | None


def online_film(history: Iterable[RecordedFact], platform: str, remote_id: str) -> OnlineFilm | None:
    """The film with this id; None where it was never uploaded, or was withdrawn.

    It is seen from its upload on, or later from its release on; a release for a time to come counts from then on. Of
    several releases the last one counts that was recorded before the film could be seen; one as private cancels it.
    """
    found: RecordedFact | None = None
    releases: list[tuple[datetime, ContentReleased]] = []
    for fact in history:
        event = fact.event
        if isinstance(event, PostRetracted):
            return None
        if isinstance(event, ContentWithdrawn) and (event.platform, event.remote_id) == (platform, remote_id):
            found = None
        if isinstance(event, ContentUploaded) and (event.platform, event.remote_id) == (platform, remote_id):
            found = fact
        if isinstance(event, ContentReleased) and event.platform == platform:
            releases.append((fact.time, event))
    if found is None or not isinstance(found.event, ContentUploaded):
        return None
    shown: datetime | None = None
    for at, release in releases:
        if release.revision == found.event.revision and (shown is None or at < shown):
            shown = None if release.privacy == "private" else max(at, found.time, release.publish_at or at)
    return OnlineFilm(found.event, found.time, shown)
