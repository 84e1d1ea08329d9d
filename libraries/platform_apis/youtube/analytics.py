"""Reports of the YouTube Analytics API v2 about one video of the channel; blocking, one at a time.

Days are those of the Pacific zone. A report reaches as far as all of its metrics are known, two to three days back, and
has no row for what was not viewed.

Source: Google, "YouTube Analytics API": reports.query, channel reports, metrics and dimensions
(https://developers.google.com/youtube/analytics/channel_reports, …/metrics, …/data_model).
"""

import threading
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

from google.auth.credentials import Credentials
from pydantic import Field

from libraries.platform_apis.answers import ApiAnswer, parse_answer, unexpected_answer_error
from libraries.platform_apis.youtube.api import google_api_client, unreadable_answers_as_provider_down
from schemas.statistics import Count, FilmStatistics, RetentionPoint

SCOPE: Final = "https://www.googleapis.com/auth/yt-analytics.readonly"
_PLATFORM: Final = "youtube"
_METRICS: Final = (
    *("views", "engagedViews", "averageViewDuration", "averageViewPercentage", "likes", "dislikes", "comments"),
    *("shares", "subscribersGained", "subscribersLost"),
)

Cell = str | float


class _Column(ApiAnswer):
    name: str


class _Table(ApiAnswer):
    columns: tuple[_Column, ...] = Field((), alias="columnHeaders")
    rows: tuple[tuple[Cell, ...], ...] = ()

    def named_rows(self) -> list[dict[str, Cell]]:
        """The rows by the names of the columns. Raises ProviderDown for a row of another length."""
        names = [column.name for column in self.columns]
        if any(len(row) != len(names) for row in self.rows):
            raise unexpected_answer_error(_PLATFORM, f"rows of another length than the columns {names}")
        return [dict(zip(names, row, strict=True)) for row in self.rows]


class _Figures(ApiAnswer):
    views: Count | None = None
    engaged_views: Count | None = Field(None, alias="engagedViews")
    average_view_seconds: Annotated[float, Field(ge=0)] | None = Field(None, alias="averageViewDuration")
    average_view_percentage: Annotated[float, Field(ge=0)] | None = Field(None, alias="averageViewPercentage")
    likes: Count | None = None
    dislikes: Count | None = None
    comments: Count | None = None
    shares: Count | None = None
    gained: Count | None = Field(None, alias="subscribersGained")
    lost: Count | None = Field(None, alias="subscribersLost")


class _Retention(ApiAnswer):
    place: Annotated[float, Field(ge=0, le=1)] = Field(alias="elapsedVideoTimeRatio")
    watching: Annotated[float, Field(ge=0)] = Field(alias="audienceWatchRatio")


class _Source(ApiAnswer):
    name: str = Field(alias="insightTrafficSourceType")
    views: Count


class AnalyticsApi:
    """Reports of one channel. ``endpoint`` ends with a slash.

    Every call may raise one of `errors.Raised`, and ProviderDown for an answer that is none.
    """

    def __init__(self, credentials: Credentials, endpoint: str) -> None:
        self._service = google_api_client(credentials, endpoint, "youtubeAnalytics", "v2")
        self._lock = threading.Lock()

    def has_days_until(self, day: date, today: date) -> bool:
        """Whether the channel's figures are known up to ``day``: it has views on that day or a later one."""
        return bool(self._query(("views",), day, today, dimension="day"))

    def totals(self, video: str, first: date, last: date) -> FilmStatistics:
        """The sums over some days, without retention and traffic; zero views where there is no row."""
        rows = self._query(_METRICS, first, last, video=video)
        if not rows:
            return FilmStatistics(views=0, engaged_views=0)
        found = parse_answer(_Figures, rows[0], _PLATFORM)
        net = None if found.gained is None or found.lost is None else found.gained - found.lost
        return FilmStatistics(**found.model_dump(exclude={"gained", "lost"}), subscribers_gained=net)

    def retention(self, video: str, first: date, last: date) -> tuple[RetentionPoint, ...]:
        """The retention curve over some days, from its beginning; empty for too few views."""
        rows = self._query(("audienceWatchRatio",), first, last, video=video, dimension="elapsedVideoTimeRatio")
        found = [parse_answer(_Retention, row, _PLATFORM) for row in rows]
        points = [RetentionPoint(place=one.place, watching=one.watching) for one in found]
        return tuple(sorted(points, key=lambda point: point.place))

    def traffic(self, video: str, first: date, last: date) -> dict[str, int]:
        """Views by their source over some days."""
        rows = self._query(("views",), first, last, video=video, dimension="insightTrafficSourceType")
        found = [parse_answer(_Source, row, _PLATFORM) for row in rows]
        return {one.name: one.views for one in sorted(found, key=lambda one: one.name)}

    def _query(
        self, metrics: Sequence[str], first: date, last: date, *, video: str = "", dimension: str = ""
    ) -> list[dict[str, Cell]]:
        wanted = {"filters": f"video=={video}"} if video else {}
        if dimension:
            wanted["dimensions"] = dimension
        days = {"startDate": first.isoformat(), "endDate": last.isoformat()}
        request = self._service.reports().query(ids="channel==MINE", metrics=",".join(metrics), **days, **wanted)
        with self._lock, unreadable_answers_as_provider_down():
            answer = request.execute(num_retries=0)
        return parse_answer(_Table, answer or {}, _PLATFORM).named_rows()
