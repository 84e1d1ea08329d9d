"""Statistics of an account's reels: totals until now, two requests for each reel."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from libraries.film_statistics.platform_report import NOT_TOLD, FilmReport
from libraries.film_statistics.timing import StatisticsTiming
from libraries.platform_apis.answers import A, parse_answer
from libraries.platform_apis.http import send_request
from libraries.platform_apis.instagram import InstagramErrorAnswer, InstagramErrorKind, MetaError
from libraries.platform_apis.instagram_insights import METRICS, NO_PERMISSION, ReelInsights, ReelPublicationTime
from schemas.errors import ConfigurationError, Parked, Permanent, ProviderDown, WaggleError
from services.publish.limits.quota import AccountQuota
from services.publish.platforms.base import NOT_PERMITTED
from services.publish.platforms.instagram import InstagramSettings
from services.publish.platforms.instagram.token import INSIGHTS, load_page_token

TIMING: Final = StatisticsTiming()
_READS: Final = 2_000
"""Requests of a day that are spent on statistics: far below what the platform allows an account that has viewers."""


def lacks_permission(settings: InstagramSettings) -> bool:
    """Whether the token is one without insights. Raises ConfigurationError when there is none."""
    return INSIGHTS not in load_page_token(settings).scope.split(",")


class InstagramStatisticsReader:
    """Reads statistics of one account's reels. A refused call is never taken for the end of publishing."""

    def __init__(self, settings: InstagramSettings, quota: AccountQuota, now: Callable[[], datetime]) -> None:
        self._settings, self._quota, self._now = settings, quota, now

    async def measure(self, remote_id: str) -> FilmReport:
        """As `BaseUploader.measure`: what is not in the answer is not known yet."""
        if lacks_permission(self._settings):
            raise ConfigurationError(NOT_PERMITTED, platform="instagram", why="a permission without insights")
        reel = await self._read(ReelPublicationTime, remote_id, {"fields": "id,timestamp"})
        if not reel.id:
            return NOT_TOLD
        told = await self._read(ReelInsights, f"{remote_id}/insights", {"metric": ",".join(METRICS)})
        return FilmReport(told.statistics(), visible_since=reel.timestamp)

    async def _read(self, model: type[A], path: str, fields: dict[str, str]) -> A:
        """The answer; one without fields for an object that is not there."""
        await self._quota.spend_units("reads", 1, _READS)
        token = load_page_token(self._settings).access_token.get_secret_value()
        headers = {"Authorization": f"Bearer {token}"}
        answer = await send_request("GET", f"{self._settings.endpoint}{path}?{urlencode(fields)}", headers)
        if answer.status == 200:
            return parse_answer(model, answer.content, "instagram")
        error = parse_answer(InstagramErrorAnswer, answer.body, "instagram").error
        if error.kind(answer.status) is InstagramErrorKind.ABSENT:
            return parse_answer(model, {}, "instagram")
        raise self._error(answer.status, error)

    def _error(self, status: int, error: MetaError) -> WaggleError:
        """The error that a failed call means."""
        why = f"{status} {error.code}/{error.detail}"
        kind = error.kind(status)
        if error.code in NO_PERMISSION or kind is InstagramErrorKind.AUTH:
            return ConfigurationError(NOT_PERMITTED, platform="instagram", why=why)
        if kind is InstagramErrorKind.SLOW_DOWN:
            until = self._now() + timedelta(hours=1)
            return Parked("publish.too_many_calls", platform="instagram", why=why, until=until)
        if kind is InstagramErrorKind.BUSY:
            return ProviderDown("publish.platform_down", platform="instagram", why=why)
        return Permanent("insight.refused", platform="instagram", why=why)
