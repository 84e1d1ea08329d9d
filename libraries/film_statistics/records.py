"""The rows that the figures of the review app are counted over: posts and what became of them, films and what was
made of them and brought, stages that failed.

Times are UTC in the text form of the databases, ``2026-11-01 09:00:00.000000``; days are whole days since 1970 in
Seoul.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from schemas.statistics import FilmAge

NAME_LENGTH: Final = 64
REASON_LENGTH: Final = 200
"""Longest texts of a row; longer ones are cut."""
AGES: Final = tuple(age.value for age in FilmAge)


class ComparedChoices(NamedTuple):
    """The choices of a recipe that films are compared by."""

    template: str
    theme: str
    opening: str
    narrator: str


@dataclass(slots=True)
class PostOutcome:
    """What became of a post: when it was collected, how it was decided, and when its first film was published.

    ``decision``: ``approved``, ``declined`` or empty; a decision that was taken back is none. ``waited``: seconds from
    its collection (or from being taken back) to the decision.
    """

    post_key: str
    sequence: int
    site: str
    score: float | None
    band: int | None
    """Tenths of the score that the post was collected with, 9 for the highest."""
    collected_day: int
    waiting_since: str
    decision: str = ""
    reviewer: str = ""
    reason: str = ""
    decided_day: int | None = None
    waited: float | None = None
    published_at: str | None = None


@dataclass(slots=True)
class FilmRecord:
    """A film: its choices, the seconds of its stages, and how often it was watched at each age.

    One without ``platform`` is the film as it is made; each platform that it is uploaded to has one more. Seconds of a
    stage are None where its result was found in the store.
    """

    post_key: str
    revision: int
    platform: str
    sequence: int
    site: str
    band: int | None
    collected_day: int
    made_day: int
    """The day it was asked for."""
    reviewer: str
    verdict: bool
    """Whether the host's own opinion is in it."""
    template: str = ""
    theme: str = ""
    opening: str = ""
    narrator: str = ""
    writer: str = ""
    voice: str = ""
    mood: str = ""
    length: int | None = None
    """Whole tens of seconds: 30 for 30 to 40."""
    script_seconds: float | None = None
    voice_seconds: float | None = None
    picture_seconds: float | None = None
    film_seconds: float | None = None
    results: int = 0
    """Stage results, made or found."""
    reused: int = 0
    """Stage results that were found in the store."""
    seen_at: str | None = None
    seen_day: int | None = None
    hour: int | None = None
    """Hour of the day in Seoul from which it could be seen."""
    views_1h: int | None = None
    views_1d: int | None = None
    views_3d: int | None = None
    views_7d: int | None = None
    views_28d: int | None = None
    engaged_1h: int | None = None
    engaged_1d: int | None = None
    engaged_3d: int | None = None
    engaged_7d: int | None = None
    engaged_28d: int | None = None


class StageFailure(NamedTuple):
    """A stage of a film that failed. ``last``: nothing tries it again by itself."""

    post_key: str
    sequence: int
    revision: int
    stage: str
    code: str
    day: int
    last: bool
