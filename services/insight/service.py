"""The insight station: asks the platforms how films are watched at fixed ages, and records what they say."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from libraries.bus import Bus, Lease
from libraries.film_statistics.online_film import online_film
from libraries.film_statistics.platform_report import FilmReport
from libraries.film_statistics.statistics_polling import DueAge, FilmPolling, MeasuredPlatform
from libraries.film_statistics.timing import AgeStep
from libraries.log import get_logger
from libraries.waiting import wait_for_stop
from schemas import subjects
from schemas.clock import utc_now
from schemas.errors import (
    ConfigurationError,
    Conflict,
    IllegalTransition,
    Parked,
    Permanent,
    Retryable,
    StreamDamaged,
    WaggleError,
)
from schemas.events import ContentMeasured
from schemas.states import PostState, Status
from schemas.statistics import FilmStatistics
from schemas.views import Projection, UnmeasuredFilm
from services.config import InsightSettings

log = get_logger(__name__)

_LEASE: Final = "insight"
_LEASE_SECONDS: Final = 180.0
_WINDOW: Final = timedelta(days=60)
"""How long ago films were uploaded that are looked at; once a day those of ``_WIDE`` are too."""
_WIDE: Final = timedelta(days=400)
_UNPERMITTED: Final = timedelta(minutes=10)
"""How often it is looked whether a person gave permission."""
_NOTHING: Final = FilmReport(FilmStatistics())


class FilmMeasurer:
    """Measures films on some platforms. Of several processes one is at work at a time, by a lease.

    Each measurement is caused by the fact of the film's upload, with the age in its id: it is stored once, whoever asks
    and however often.
    """

    def __init__(
        self,
        bus: Bus,
        projection: Projection,
        platforms: Sequence[MeasuredPlatform],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._bus, self._projection, self._now = bus, projection, now
        self._platforms = {platform.name: platform for platform in platforms}
        self._watches: dict[tuple[str, str], FilmPolling] = {}
        self._lease: Lease | None = None
        self._wide: datetime | None = None
        self._told: dict[str, datetime] = {}

    async def measure_due_films(self, stop: asyncio.Event | None = None) -> int:
        """Ask for every age that is due; gives how many measurements were recorded.

        Raises ProviderDown when broker or database are away.
        """
        if not self._platforms or not await self._is_ours():
            return 0
        now = self._now()
        wide = self._wide is None or now >= self._wide + timedelta(days=1)
        since = now - (_WIDE if wide else _WINDOW)
        films = await asyncio.to_thread(self._projection.unmeasured_films, list(self._platforms), since)
        self._wide = now if wide else self._wide
        found = {(film.platform, film.remote_id) for film in films}
        if wide:
            self._watches = {place: watch for place, watch in self._watches.items() if place in found}
        shares = [[film for film in films if film.platform == name] for name in self._platforms]
        counts = await asyncio.gather(*(self._measure_films(share, stop) for share in shares), return_exceptions=True)
        for failed in (one for one in counts if isinstance(one, BaseException)):
            raise failed  # only now, when no other platform is still asked
        return sum(one for one in counts if isinstance(one, int))

    async def release_lease(self) -> None:
        """Let another process measure at once."""
        if self._lease is not None:
            with suppress(Retryable):  # it ends by itself
                await self._lease.release()

    async def _is_ours(self) -> bool:
        """Whether this process is the one that measures."""
        if self._lease is None or not await self._lease.renew():
            self._lease = await self._bus.take_lease(_LEASE, _LEASE_SECONDS, release_on_death=True)
        return self._lease is not None

    async def _measure_films(self, films: Sequence[UnmeasuredFilm], stop: asyncio.Event | None) -> int:
        """Measure the films of one platform, one after another; what fails of one does not hold up the others."""
        recorded = 0
        for film in films:
            platform = self._platforms[film.platform]
            watch = self._watches.setdefault((film.platform, film.remote_id), FilmPolling(platform))
            if not watch.has_work(film.measured, self._now()):
                continue  # before the lease is renewed: of months of films few are due in any minute
            if (stop is not None and stop.is_set()) or not await self._is_ours():
                break
            try:
                recorded += await self._measure_film(film, platform, watch)
            except (Conflict, IllegalTransition, StreamDamaged) as error:  # of this post alone
                log.warning("not measured", post=str(film.key), platform=film.platform, why=str(error))
                watch.rest_for_minutes(self._now())
        return recorded

    async def _measure_film(self, film: UnmeasuredFilm, platform: MeasuredPlatform, watch: FilmPolling) -> int:
        """Ask for every age of a film that is due; gives how many were recorded."""
        recorded = 0
        if watch.uploaded is None:
            await self._begin(film, watch)
        for due in list(watch.due_ages(film.measured, self._now())):
            report = await self._report(film, platform, watch, due)
            if report is not None:
                recorded += await self._record(film, watch, due, report)
            if watch.is_asleep(self._now()):
                break
        return recorded

    async def _begin(self, film: UnmeasuredFilm, watch: FilmPolling) -> None:
        """Read in the facts since when the film is seen."""
        online = online_film(await self._bus.facts_of_post(film.key), film.platform, film.remote_id)
        if online is None:
            watch.rest_for_minutes(self._now())
        else:
            watch.note_upload(online.uploaded, online.uploaded_at, online.visible_since, self._now())

    async def _report(
        self, film: UnmeasuredFilm, platform: MeasuredPlatform, watch: FilmPolling, due: DueAge
    ) -> FilmReport | None:
        """What is to be recorded of an age; None when it is asked for again later."""
        if due.step is AgeStep.GIVE_UP:
            return _NOTHING
        assert watch.visible_since is not None
        try:
            report = await platform.measure(film.remote_id, watch.visible_since, due.until)
        except (Retryable, Permanent) as error:
            await self._put_off(film, watch, due, error)
            return None
        counts = watch.take_report(due, report, self._now())
        if counts and report.statistics is not None:
            return report
        if due.step is AgeStep.ASK_ONCE and (counts or not report.visible):
            return _NOTHING
        watch.put_off_age(due.age, self._now())
        return None

    async def _put_off(self, film: UnmeasuredFilm, watch: FilmPolling, due: DueAge, error: WaggleError) -> None:
        now = self._now()
        log.warning("not measured", post=str(film.key), platform=film.platform, age=due.age.value, why=str(error))
        if isinstance(error, Parked):
            watch.put_off_age(due.age, now, error.fields["until"])
        elif isinstance(error, ConfigurationError):
            watch.put_off_age(due.age, now, now + _UNPERMITTED)
            await self._tell(film.platform, error)
        else:
            watch.put_off_age(due.age, now)

    async def _tell(self, platform: str, error: ConfigurationError) -> None:
        """Alert a person, once a day for each platform."""
        if platform not in self._told or self._now() >= self._told[platform] + timedelta(days=1):
            self._told[platform] = self._now()
            await self._bus.broadcast(subjects.ALERT, f"films are not measured: {error}".encode())

    async def _record(self, film: UnmeasuredFilm, watch: FilmPolling, due: DueAge, report: FilmReport) -> bool:
        """Record a measurement, unless the post was taken back meanwhile; gives whether it is on record."""
        assert watch.uploaded is not None
        assert report.statistics is not None
        measured = ContentMeasured.caused_by(
            watch.uploaded,
            due.age.value,
            platform=film.platform,
            remote_id=film.remote_id,
            age=due.age,
            statistics=report.statistics,
            counted_until=report.counted_until,
            time=self._now(),
        )

        def decision(state: PostState) -> ContentMeasured | None:
            return None if state.status is Status.RETRACTED else measured

        stored = await self._bus.publish_decision(film.key, decision)
        watch.recorded.add(due.age)
        return stored is not None


async def run_insight(
    bus: Bus,
    projection: Projection,
    platforms: Sequence[MeasuredPlatform],
    settings: InsightSettings,
    stop: asyncio.Event,
) -> None:
    """Look every so often for films that are due, until ``stop``; what is away is waited for."""
    measurer = FilmMeasurer(bus, projection, platforms)
    while not stop.is_set():
        try:
            await measurer.measure_due_films(stop)
        except Retryable as error:
            log.warning("waits", who="insight", why=str(error))
        await wait_for_stop(stop, settings.every)
    await measurer.release_lease()
