"""What a platform says of one film when it is asked for its statistics."""

from datetime import datetime
from typing import NamedTuple

from schemas.statistics import FilmStatistics


class FilmReport(NamedTuple):
    """The answer of a platform. ``statistics`` is None when it does not say them yet, which is not 0.

    ``counted_until``: the end of the time that they are of, where the platform says it. ``visible``: whether people can
    see the film, and ``visible_since`` from when on, where the platform says so.
    """

    statistics: FilmStatistics | None = None
    counted_until: datetime | None = None
    visible: bool = True
    visible_since: datetime | None = None


NOT_TOLD = FilmReport()
"""The platform says nothing of the film, or not yet."""
