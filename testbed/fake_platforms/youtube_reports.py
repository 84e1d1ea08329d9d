"""Statistics of the fake YouTube: counts of videos.list, and reports of the Analytics API.

Reports reach as far as days are known, and have no row where nothing was watched. Answers are those of reports.query as
documented (https://developers.google.com/youtube/analytics/reference/reports/query).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from testbed.fake_platforms.audience import ViewingFigures, viewing_figures
from testbed.fake_platforms.platform import ErrorResponse, Json
from testbed.fake_platforms.youtube import Video, YoutubePlatform

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
_FIGURES: Final[Mapping[str, Callable[[ViewingFigures], float]]] = {
    "views": lambda seen: seen.views,
    "engagedViews": lambda seen: seen.engaged,
    "averageViewDuration": lambda seen: round(seen.seconds),
    "averageViewPercentage": lambda seen: round(seen.percentage, 2),
    "likes": lambda seen: seen.likes,
    "dislikes": lambda seen: seen.dislikes,
    "comments": lambda seen: seen.comments,
    "shares": lambda seen: seen.shares,
    "subscribersGained": lambda seen: seen.gained,
    "subscribersLost": lambda seen: seen.lost,
}


def public_video_parts(platform: YoutubePlatform, video: Video) -> Json:
    """``statistics`` and the moment of publication of a video resource; counts are strings, as on the real one."""
    seen = platform.viewing_figures_until_now(video)
    since = video.published or platform.wall()
    counts = {"viewCount": str(seen.views), "likeCount": str(seen.likes), "commentCount": str(seen.comments)}
    snippet = {**video.resource.get("snippet", {}), "publishedAt": f"{since:%Y-%m-%dT%H:%M:%SZ}"}
    return {"statistics": counts, "snippet": snippet}


def analytics_report(platform: YoutubePlatform, query: Mapping[str, str], access: str) -> Json:
    """The answer to reports.query. Raises ErrorResponse for what a token may not see, and for other queries."""
    if access not in platform.report_access:
        raise ErrorResponse(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
    with platform.lock:
        if platform.reports_left == 0:
            raise ErrorResponse(429, "rateLimitExceeded", "Quota exceeded for quota metric 'Queries' per day")
        platform.reports_left = None if platform.reports_left is None else platform.reports_left - 1
    videos = _videos(platform, query)
    first, last = date.fromisoformat(query["startDate"]), date.fromisoformat(query["endDate"])
    days = [day for day in _days(first, last) if _end(day) + platform.report_lag <= platform.wall()]
    metrics, dimension = query["metrics"].split(","), query.get("dimensions", "")
    rows = _rows(videos, days, metrics, dimension, 0 if query.get("filters") else platform.other_views)
    names = [*([dimension] if dimension else []), *metrics]
    kinds = ["DIMENSION" if name == dimension else "METRIC" for name in names]
    headers = [{"name": name, "columnType": kind} for name, kind in zip(names, kinds, strict=True)]
    return {"kind": "youtubeAnalytics#resultTable", "columnHeaders": headers, "rows": rows}


def _videos(platform: YoutubePlatform, query: Mapping[str, str]) -> list[Video]:
    if query.get("ids") != "channel==MINE":
        raise ErrorResponse(400, "badRequest", "ids")
    name, _, wanted = query.get("filters", "").partition("==")
    if name not in ("", "video"):
        raise ErrorResponse(400, "badRequest", "The query is not supported.")
    return [video for video in platform.existing_films() if not wanted or video.id == wanted]


def _rows(
    videos: list[Video], days: list[date], metrics: list[str], dimension: str, others: int
) -> list[list[str | float]]:
    """``others``: views a day of films that are not ours."""
    if not days:
        return []
    match dimension, metrics:
        case "day", ["views"]:
            by_day = [(day, others + sum(seen.views for seen in _seen(videos, day, day))) for day in days]
            return [[day.isoformat(), views] for day, views in by_day if views]
        case "", _ if len(videos) == 1 and set(metrics) <= set(_FIGURES):
            return [
                [_FIGURES[name](seen) for name in metrics] for seen in _seen(videos, days[0], days[-1]) if seen.views
            ]
        case "elapsedVideoTimeRatio", ["audienceWatchRatio"] if len(videos) == 1:
            seen = [one for one in _seen(videos, days[0], days[-1]) if one.views]
            return [[place / 100, watching] for one in seen for place, watching in enumerate(one.places, 1)]
        case "insightTrafficSourceType", ["views"]:
            views = sum(one.views for one in _seen(videos, days[0], days[-1]))
            found = {"SHORTS": views * 4 // 5, "YT_SEARCH": views // 10}
            return [[name, count] for name, count in found.items() if count]
        case _:
            raise ErrorResponse(400, "badRequest", "The query is not supported.")


def _seen(videos: list[Video], first: date, last: date) -> Iterator[ViewingFigures]:
    begin, end = _begin(first), _end(last)
    for video in videos:
        if video.published is not None:
            yield viewing_figures(video.sha256, video.published, max(begin, video.published), end)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), PACIFIC)


def _end(day: date) -> datetime:
    return _begin(day + timedelta(days=1))
