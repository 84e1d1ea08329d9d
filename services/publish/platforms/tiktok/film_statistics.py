"""Statistics of what a creator made public of the films in the inbox: totals until now.

Source: TikTok for Developers, "Get Post Status" (https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status)
and "Query Videos"; the former may be called 30 times a minute, and the latter 600 times.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final

from libraries.film_statistics.platform_report import FilmReport
from libraries.film_statistics.timing import StatisticsTiming
from libraries.platform_apis.answers import parse_answer
from libraries.platform_apis.http import ApiResponse, Json
from libraries.platform_apis.tiktok import (
    NO_SCOPE,
    VIDEO_QUERY,
    PublishStatus,
    QueriedVideos,
    TiktokAnswer,
    TiktokCodeKind,
    error_code_kind,
)
from schemas.errors import ConfigurationError, Permanent, ProviderDown, WaggleError
from schemas.statistics import FilmStatistics
from services.publish.limits.quota import AccountQuota
from services.publish.platforms.base import NOT_PERMITTED
from services.publish.platforms.tiktok import TiktokSettings
from services.publish.platforms.tiktok.token import VIDEO_LIST, load_tokens

TIMING: Final = StatisticsTiming()
_STATUS: Final = "v2/post/publish/status/fetch/"
_READS: Final = 2_000
"""Requests of a day that are spent on statistics."""
_HIDDEN: Final = FilmReport(visible=False)

Ask = Callable[[str, Json], Awaitable[ApiResponse]]
"""Sends a body to a path with the account's access token."""


def lacks_permission(settings: TiktokSettings) -> bool:
    """Whether the token is one without the list of videos. Raises ConfigurationError when there is none."""
    return VIDEO_LIST not in load_tokens(settings).scope.split(",")


class TiktokStatisticsReader:
    """Reads statistics of one creator's films. A refused call is never taken for the end of publishing."""

    def __init__(self, settings: TiktokSettings, quota: AccountQuota, ask: Ask) -> None:
        self._settings, self._quota, self._ask = settings, quota, ask

    async def measure(self, publish_id: str) -> FilmReport:
        """As `BaseUploader.measure`: not visible before the creator posted it and TikTok moderated it."""
        if lacks_permission(self._settings):
            raise ConfigurationError(NOT_PERMITTED, platform="tiktok", why="a permission without video.list")
        data = await self._read(_STATUS, {"publish_id": publish_id})
        posted = parse_answer(PublishStatus, data, "tiktok").public_ids if data is not None else ()
        if not posted:
            return _HIDDEN
        data = await self._read(VIDEO_QUERY, {"filters": {"video_ids": [str(posted[0])]}})
        found = parse_answer(QueriedVideos, data, "tiktok").videos if data is not None else ()
        if not found:
            return _HIDDEN
        since = None if found[0].created is None else datetime.fromtimestamp(found[0].created, UTC)
        return FilmReport(FilmStatistics(**found[0].model_dump(exclude={"created"})), visible_since=since)

    async def _read(self, path: str, body: Json) -> Json | None:
        """``data`` of the answer; None for an upload that TikTok does not know."""
        await self._quota.spend_units("reads", 1, _READS)
        answer = await self._ask(path, body)
        if answer.status != 200 and "error" not in answer.body:
            raise _error(answer.status, "")
        found = parse_answer(TiktokAnswer, answer.content or answer.body, "tiktok")
        if answer.status == 200 and found.error.code == "ok":
            return found.data
        if error_code_kind(answer.status, found.error.code) is TiktokCodeKind.UNKNOWN_UPLOAD:
            return None
        raise _error(answer.status, found.error.code)


def _error(status: int, code: str) -> WaggleError:
    """The error that a failed call means."""
    why = f"{status} {code}".strip()
    kind = error_code_kind(status, code)
    if code in NO_SCOPE or kind is TiktokCodeKind.AUTH:
        return ConfigurationError(NOT_PERMITTED, platform="tiktok", why=why)
    if kind is TiktokCodeKind.BUSY:
        return ProviderDown("publish.platform_down", platform="tiktok", why=why)
    return Permanent("insight.refused", platform="tiktok", why=why)
