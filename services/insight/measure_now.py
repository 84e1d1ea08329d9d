"""Measure films now, for a person to see. Nothing is recorded: measurements on record are of fixed ages."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import Field

from libraries.bus import Bus
from libraries.film_statistics.online_film import online_film
from libraries.film_statistics.platform_report import NOT_TOLD, FilmReport
from libraries.film_statistics.statistics_polling import MeasuredPlatform
from libraries.film_statistics.timing import LONGEST_WAIT, last_midnight
from schemas.base import Frozen, Moment
from schemas.errors import BadInput, WaggleError
from schemas.events import ContentUploaded
from schemas.failures import FieldValue
from schemas.posts import PostKey
from schemas.statistics import FilmStatistics


class FilmStats(Frozen):
    """What a platform says of a film now. ``totals`` until now; ``by_date`` of whole days until ``counted_until``.

    ``code`` and ``fields``: why it says nothing, as a failure code; ``why`` is its English sentence.
    """

    post: PostKey
    platform: str
    remote_id: str
    visible_since: Moment | None = None
    visible: bool = True
    totals: FilmStatistics | None = None
    by_date: FilmStatistics | None = None
    counted_until: Moment | None = None
    code: str = ""
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    why: str = ""


async def measure_post(bus: Bus, key: PostKey, platforms: Sequence[MeasuredPlatform], now: datetime) -> list[FilmStats]:
    """What the platforms say of every film of a post. Raises BadInput for a post without a film on one of them."""
    history = await bus.facts_of_post(key)
    uploads = [fact.event for fact in history if isinstance(fact.event, ContentUploaded)]
    found: list[FilmStats] = []
    for platform in platforms:
        for remote_id in dict.fromkeys(one.remote_id for one in uploads if one.platform == platform.name):
            online = online_film(history, platform.name, remote_id)
            if online is not None:
                since = online.visible_since or online.uploaded_at
                found.append(await measure_film(key, remote_id, platform, since, now))
    if not found:
        raise BadInput("insight.nothing_online", post=key)
    return found


async def measure_recent_films(bus: Bus, platforms: Sequence[MeasuredPlatform], now: datetime) -> list[FilmStats]:
    """What the platforms say of every film that was uploaded within the last weeks: those that are still measured."""
    keys: dict[PostKey, None] = {}
    async for batch in bus.facts(kinds=("content.uploaded",)):
        recent = (fact for fact in batch if fact.time >= now - LONGEST_WAIT)
        keys |= {fact.event.post_key: None for fact in recent}
    found: list[FilmStats] = []
    for key in keys:
        with suppress(BadInput):  # on no such platform, or taken back
            found += await measure_post(bus, key, platforms, now)
    return found


async def measure_film(
    key: PostKey, remote_id: str, platform: MeasuredPlatform, since: datetime, now: datetime
) -> FilmStats:
    """What a platform says of one film that people see since a moment."""
    film = FilmStats(post=key, platform=platform.name, remote_id=remote_id, visible_since=since)
    try:
        report = await platform.measure(remote_id, since, None)
        since = max(since, report.visible_since or since)
        film = film.model_copy(update={"totals": report.statistics, "visible": report.visible, "visible_since": since})
        if report.visible:
            dated = await _by_date(remote_id, platform, since, now)
            film = film.model_copy(update={"by_date": dated.statistics, "counted_until": dated.counted_until})
    except WaggleError as error:
        fields = {name: value if isinstance(value, int | float) else str(value) for name, value in error.fields.items()}
        film = film.model_copy(update={"code": error.code, "fields": fields, "why": str(error)})
    return film


async def _by_date(remote_id: str, platform: MeasuredPlatform, since: datetime, now: datetime) -> FilmReport:
    """Figures of the whole days that are known by now; nothing for a film that is too young."""
    if platform.timing.by_date_from is None:
        return NOT_TOLD
    until = last_midnight(now - platform.timing.delay, ZoneInfo(platform.timing.zone))
    return await platform.measure(remote_id, since, until) if until > since else NOT_TOLD
