"""Statistics of the channel's films: totals until now by the Data API, figures by date by the Analytics API."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from libraries.film_statistics.platform_report import NOT_TOLD, FilmReport
from libraries.film_statistics.timing import StatisticsTiming
from libraries.platform_apis.youtube.analytics import SCOPE, AnalyticsApi
from libraries.platform_apis.youtube.answers import PublicVideo
from libraries.platform_apis.youtube.api import DataApi
from libraries.platform_apis.youtube.errors import Raised, YoutubeErrorKind, api_failure
from schemas.errors import ConfigurationError, Permanent, ProviderDown, WaggleError
from schemas.statistics import FilmAge, FilmStatistics
from services.publish.limits.quota import PACIFIC, AccountQuota
from services.publish.platforms.base import NOT_PERMITTED
from services.publish.platforms.youtube import YoutubeSettings
from services.publish.platforms.youtube.oauth import channel_credentials, load_token

TIMING: Final = StatisticsTiming(by_date_from=FilmAge.DAY, delay=timedelta(days=3), zone=PACIFIC.key)
"""Reports are two to three days behind, and count days of the Pacific zone."""
_SURE: Final = timedelta(days=9)
"""Age of a day from which on no figures of it means that nobody watched."""
_REPORTS: Final = "reports"
T = TypeVar("T")


def lacks_permission(settings: YoutubeSettings) -> bool:
    """Whether the token is one without reports. Raises ConfigurationError when there is none."""
    return SCOPE not in load_token(settings).scope.split()


class YoutubeStatisticsReader:
    """Reads statistics of one channel's films.

    A refused call is never taken for the end of publishing: whoever publishes finds that out. Of the units of a day
    that all calls share, half are left to uploads.
    """

    def __init__(self, settings: YoutubeSettings, quota: AccountQuota, units: str, now: Callable[[], datetime]) -> None:
        self._settings, self._quota, self._units, self._now = settings, quota, units, now
        self._videos: DataApi | None = None
        self._reports: AnalyticsApi | None = None

    async def measure(self, remote_id: str, published: datetime, until: datetime | None) -> FilmReport:
        """As `BaseUploader.measure`; ``until`` is a midnight of the Pacific zone."""
        video = await self._call(lambda: self._data_api().video_counts(remote_id), self._units)
        if video is None:
            return NOT_TOLD
        report = FilmReport(visible=video.is_visible, visible_since=video.snippet.at)
        if not video.is_visible:
            return report
        if until is None:
            return report._replace(statistics=FilmStatistics(**video.counts.model_dump()))
        told = await self._figures_by_date(remote_id, video, published, until)
        return report._replace(statistics=told, counted_until=until if told else None)

    async def _figures_by_date(
        self, remote_id: str, video: PublicVideo, published: datetime, until: datetime
    ) -> FilmStatistics | None:
        """Figures of the days from the publication to the last one before ``until``; None while they are not known."""
        first, last = _day(published), _day(until - timedelta(seconds=1))
        if video.counts.views == 0:
            return FilmStatistics(views=0, engaged_views=0)  # none until now, so none by then
        if lacks_permission(self._settings):
            raise ConfigurationError(NOT_PERMITTED, platform="youtube", why="a permission without reports")
        today = _day(self._now())
        known = await self._call(lambda: self._analytics().has_days_until(last, today), _REPORTS)
        if not known and self._now() < until + _SURE:
            return None
        told = await self._call(lambda: self._analytics().totals(remote_id, first, last), _REPORTS)
        curve = await self._call(lambda: self._analytics().retention(remote_id, first, last), _REPORTS)
        sources = await self._call(lambda: self._analytics().traffic(remote_id, first, last), _REPORTS)
        return told.model_copy(update={"retention": curve, "traffic": sources})

    async def _call(self, call: Callable[[], T], bucket: str) -> T:
        """Call an API if the day's quota allows it. Raises as `BaseUploader.measure` does."""
        limit = self._settings.reports_per_day if bucket == _REPORTS else self._settings.units_per_day // 2
        await self._quota.spend_units(bucket, 1, limit)
        try:
            return await asyncio.to_thread(call)
        except Raised as error:
            raise await self._error(error, bucket) from error

    async def _error(self, error: Exception, bucket: str) -> WaggleError:
        """The error that a failed call means."""
        failure = api_failure(error)
        match failure.kind:
            case YoutubeErrorKind.AUTH | YoutubeErrorKind.NO_CHANNEL:
                self._videos = self._reports = None
                return ConfigurationError(NOT_PERMITTED, platform="youtube", why=failure.why)
            case YoutubeErrorKind.DAY:
                return await self._quota.mark_quota_exhausted(bucket)
            case YoutubeErrorKind.REFUSED if bucket == _REPORTS and failure.status == 403:
                return ConfigurationError(NOT_PERMITTED, platform="youtube", why=failure.why)
            case YoutubeErrorKind.REFUSED | YoutubeErrorKind.BANNED | YoutubeErrorKind.PROJECT:
                return Permanent("insight.refused", platform="youtube", why=failure.why)
            case _:
                return ProviderDown("publish.platform_down", platform="youtube", why=failure.why)

    def _data_api(self) -> DataApi:
        if self._videos is None:
            self._videos = DataApi(channel_credentials(self._settings), self._settings.endpoint, 0)
        return self._videos

    def _analytics(self) -> AnalyticsApi:
        if self._reports is None:
            credentials = channel_credentials(self._settings, (SCOPE,))
            self._reports = AnalyticsApi(credentials, self._settings.analytics_endpoint)
        return self._reports


def _day(moment: datetime) -> date:
    return moment.astimezone(PACIFIC).date()
