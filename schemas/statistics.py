"""Statistics of a published film as its platform reported them, at fixed ages of the film."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from schemas.base import Frozen

Count = Annotated[int, Field(ge=0)]


class FilmAge(StrEnum):
    """Ages at which a published film is measured, counted from its upload (its release, where it was private)."""

    HOUR = "1h"
    DAY = "1d"
    THREE_DAYS = "3d"
    WEEK = "7d"
    FOUR_WEEKS = "28d"

    @property
    def span(self) -> timedelta:
        """The age as a span of time."""
        return _SPANS[self]


_SPANS: Final[Mapping[FilmAge, timedelta]] = {
    FilmAge.HOUR: timedelta(hours=1),
    FilmAge.DAY: timedelta(days=1),
    FilmAge.THREE_DAYS: timedelta(days=3),
    FilmAge.WEEK: timedelta(days=7),
    FilmAge.FOUR_WEEKS: timedelta(days=28),
}


class RetentionPoint(Frozen):
    """How many of the views still watched at a place of the film; over 1 where viewers watched a place twice."""

    place: Annotated[float, Field(ge=0, le=1)]
    """Share of the film's length."""
    watching: Annotated[float, Field(ge=0)]
    """Views of this place over views of the film."""


class FilmStatistics(Frozen):
    """Statistics of one film on one platform, counted from its upload. None: the platform does not say it."""

    views: Count | None = None
    engaged_views: Count | None = None
    """Views in which the viewer stayed; platforms count a Short as viewed from its first frame."""
    average_view_seconds: Annotated[float, Field(ge=0)] | None = None
    average_view_percentage: Annotated[float, Field(ge=0)] | None = None
    """Mean share of the film that was watched, in percent; over 100 where films are watched twice."""
    likes: Count | None = None
    dislikes: Count | None = None
    comments: Count | None = None
    shares: Count | None = None
    saves: Count | None = None
    reach: Count | None = None
    """Accounts that saw the film."""
    subscribers_gained: int | None = None
    """Subscribers gained less those lost by this film."""
    retention: tuple[RetentionPoint, ...] = ()
    """By place, from the beginning of the film."""
    traffic: Mapping[str, Count] = Field(default_factory=dict)
    """Views by their source, in the platform's own names."""
