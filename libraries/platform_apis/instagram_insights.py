"""Insights of a reel, as the Instagram Platform answers them: totals until now, up to two days old.

What is not known is left out of the answer rather than 0.

Source: Meta for Developers, "Instagram Media Insights"
(https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights). The unit of
``ig_reels_avg_watch_time`` is not documented; programs that use it take it for milliseconds.
"""

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, field_validator

from libraries.platform_apis.answers import ApiAnswer
from schemas.statistics import Count, FilmStatistics

METRICS: Final = ("views", "reach", "likes", "comments", "shares", "saved", "ig_reels_avg_watch_time")
_WATCHED: Final = "ig_reels_avg_watch_time"
NO_PERMISSION: Final = frozenset({10, *range(200, 300)})
"""Codes of a permission that was not given. Source: Meta for Developers, "Handle Errors" of the Graph API."""


class _Value(ApiAnswer):
    value: Annotated[float, Field(ge=0)]


class _Metric(ApiAnswer):
    name: str
    values: tuple[_Value, ...] = ()


class ReelInsights(ApiAnswer):
    """The metrics of a reel, those that are known."""

    data: tuple[_Metric, ...] = ()

    def statistics(self) -> FilmStatistics | None:
        """The metrics as statistics of a film; None where none is known."""
        found = {metric.name: metric.values[0].value for metric in self.data if metric.values}
        counts: dict[str, Count] = {
            "saves" if name == "saved" else name: int(found[name])
            for name in METRICS
            if name in found and name != _WATCHED
        }
        seconds = found[_WATCHED] / 1000 if _WATCHED in found else None
        if not counts and seconds is None:
            return None
        return FilmStatistics(**counts, average_view_seconds=seconds)


class ReelPublicationTime(ApiAnswer):
    """When a reel became public; without ``id`` for one that is not there."""

    id: str = ""
    timestamp: datetime | None = None

    @field_validator("timestamp", mode="before")
    @classmethod
    def _parse_zone(cls, value: object) -> object:
        """Times end in ``+0000``, which ISO 8601 allows and pydantic does not read."""
        text = isinstance(value, str) and len(value) > 5 and value[-5] in "+-" and value[-4:].isdigit()
        return f"{value[:-2]}:{value[-2:]}" if text and isinstance(value, str) else value
