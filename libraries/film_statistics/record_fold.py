"""The fold of a post's facts into the rows that figures are counted over (`libraries.film_statistics.records`).

A row holds all that the next fact of its post is folded onto, so facts give the same rows whether they come one by one
or all at once.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import isfinite
from operator import attrgetter
from typing import Any, ClassVar, Final, NamedTuple

from libraries.film_statistics.records import (
    NAME_LENGTH,
    REASON_LENGTH,
    ComparedChoices,
    FilmRecord,
    PostOutcome,
    StageFailure,
)
from schemas.events import (
    ContentFailed,
    ContentMeasured,
    ContentPictured,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostReopened,
    PostRetracted,
)
from schemas.statistics import FilmAge

_SEOUL: Final = timedelta(hours=9)  # no summer time since 1988
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 (the databases' text has no zone)
_LARGEST: Final = 2**63 - 1
_BANDS: Final = 10

Film = tuple[int, str]
"""Revision and platform."""
CarriedParts = Callable[[Event], tuple[ComparedChoices | None, str]]
"""Gives the choices of the recipe that a fact carries, and the mood of its script; None and empty without."""


class PostRecords:
    """The rows of one post. ``written`` and ``outcome_written``: which of them were changed by added facts."""

    def __init__(self, outcome: PostOutcome | None = None, films: Iterable[FilmRecord] = ()) -> None:
        self.outcome = outcome
        self.films: dict[Film, FilmRecord] = {(film.revision, film.platform): film for film in films}
        self.written: set[Film] = set()
        self.outcome_written = False
        self.failures: list[StageFailure] = []

    def add_fact(self, sequence: int, at: str, event: Event, carried: CarriedParts) -> None:
        """Fold one more fact. ``at``: when it was stored."""
        handler = self._HANDLERS.get(type(event))
        if handler is not None and (self.outcome is not None or type(event) is PostCollected):
            handler(self, _Added(sequence, at, event, carried))

    def _film(self, added: "_Added", platform: str = "") -> FilmRecord | None:
        """The record that a fact is about, marked as changed."""
        place = (added.event.revision, platform)
        film = self.films.get(place)
        if film is not None:
            film.sequence = added.sequence
            self.written.add(place)
        return film

    def _collected(self, added: "_Added") -> None:
        if self.outcome is not None:
            return
        self.outcome_written = True
        score = float(added.event.post.score)
        known = score if isfinite(score) else None
        self.outcome = PostOutcome(
            post_key=str(self.post_key_text(added.event)),
            sequence=added.sequence,
            site=added.event.post_key.site[:NAME_LENGTH],
            score=known,
            band=None if known is None else min(_BANDS - 1, max(0, int(max(-1.0, min(known, 2.0)) * _BANDS))),
            collected_day=_day(added.at),
            waiting_since=added.at,
        )

    @staticmethod
    def post_key_text(event: Event) -> str:
        """The key of a fact's post as text, whichever decoder read it."""
        return f"{event.post_key.site}.{event.post_key.id}"

    def _decided(self, added: "_Added", decision: str, reason: str = "") -> PostOutcome:
        outcome = self.outcome
        assert outcome is not None
        outcome.sequence, self.outcome_written = added.sequence, True
        outcome.decision, outcome.reason = decision, reason[:REASON_LENGTH]
        outcome.reviewer = added.event.reviewer[:NAME_LENGTH]
        outcome.decided_day = _day(added.at)
        outcome.waited = max(0.0, (_moment(added.at) - _moment(outcome.waiting_since)).total_seconds())
        return outcome

    def _approved(self, added: "_Added") -> None:
        outcome = self._decided(added, "approved")
        if (added.event.revision, "") not in self.films:  # of two approvals of one revision the first holds
            self._begin(added, outcome, outcome.reviewer, bool(added.event.verdict))

    def _declined(self, added: "_Added") -> None:
        self._decided(added, "declined", added.event.reason)

    def _reopened(self, added: "_Added") -> None:
        outcome = self._decided(added, "")
        outcome.waiting_since, outcome.reviewer = added.at, ""
        outcome.decided_day = outcome.waited = None

    def _begin(self, added: "_Added", outcome: PostOutcome, reviewer: str, verdict: bool) -> None:
        film = FilmRecord(
            post_key=outcome.post_key,
            revision=added.event.revision,
            platform="",
            sequence=added.sequence,
            site=outcome.site,
            band=outcome.band,
            collected_day=outcome.collected_day,
            made_day=_day(added.at),
            reviewer=reviewer,
            verdict=verdict,
        )
        self._put(_chosen(film, added))

    def _put(self, film: FilmRecord) -> None:
        place = (film.revision, film.platform)
        self.films[place] = film
        self.written.add(place)

    def _requested(self, added: "_Added") -> None:
        """A new revision begins with what the one before was made of: a remake makes only some stages anew."""
        assert self.outcome is not None
        if self._film(added) is not None:
            return
        before = [film for (revision, platform), film in self.films.items() if not platform]
        if not before:
            self._begin(added, self.outcome, self.outcome.reviewer, verdict=False)
            return
        last = max(before, key=lambda film: film.revision)
        again = _copy(last)
        again.revision, again.sequence, again.made_day = added.event.revision, added.sequence, _day(added.at)
        again.script_seconds = again.voice_seconds = again.picture_seconds = again.film_seconds = None
        again.results = again.reused = 0
        self._put(_chosen(again, added))

    def _stage_done(self, added: "_Added") -> FilmRecord | None:
        film = self._film(added)
        if film is not None:
            film.results += 1
            film.reused += bool(added.event.cached)
            if not added.event.cached:
                name = f"{added.event.STAGE.value}_seconds"
                setattr(film, name, (getattr(film, name) or 0.0) + float(added.event.seconds))
        return film

    def _scripted(self, added: "_Added") -> None:
        if film := self._stage_done(added):
            film.writer, film.mood = added.event.served_by[:NAME_LENGTH], added.carried(added.event)[1][:NAME_LENGTH]

    def _script_approved(self, added: "_Added") -> None:
        if film := self._film(added):
            _chosen(film, added).mood = added.carried(added.event)[1][:NAME_LENGTH]

    def _voiced(self, added: "_Added") -> None:
        if film := self._stage_done(added):
            film.voice = added.event.served_by[:NAME_LENGTH]

    def _rendered(self, added: "_Added") -> None:
        if film := self._stage_done(added):
            film.length = min(int(added.event.film.duration), 1_000_000) // 10 * 10
            if (traits := added.event.film.traits) is not None:
                film.template, film.theme = traits.template[:NAME_LENGTH], traits.theme[:NAME_LENGTH]
                film.opening = traits.opening[:NAME_LENGTH]

    def _uploaded(self, added: "_Added") -> None:
        made, platform = self.films.get((added.event.revision, "")), added.event.platform[:NAME_LENGTH]
        assert self.outcome is not None
        if self.outcome.published_at is None:
            self.outcome.published_at, self.outcome.sequence = added.at, added.sequence
            self.outcome_written = True
        film = self._film(added, platform)
        if film is None and made is not None:
            film = _copy(made)
            film.platform, film.sequence = platform, added.sequence
            self._put(film)
        if film is not None:
            _seen_from(film, added.at)

    def _released(self, added: "_Added") -> None:
        if added.event.privacy != "private" and (film := self._film(added, added.event.platform[:NAME_LENGTH])):
            _seen_from(film, _text(added.event.publish_at) or added.at)

    def _measured(self, added: "_Added") -> None:
        if added.event.age is None:  # a fact of release 0.1.0
            return
        if film := self._film(added, added.event.platform[:NAME_LENGTH]):
            age, told = FilmAge(added.event.age).value, added.event.statistics
            for name, value in (("views", told.views), ("engaged", told.engaged_views)):
                setattr(film, f"{name}_{age}", None if value is None else min(value, _LARGEST))

    def _retracted(self, _: "_Added") -> None:
        """Nothing of the post is kept; the projector deletes its rows."""
        self.outcome, self.outcome_written = None, False
        self.films.clear()
        self.written.clear()
        self.failures.clear()

    def _failed(self, added: "_Added") -> None:
        event = added.event
        self.failures.append(
            StageFailure(
                post_key=self.post_key_text(event),
                sequence=added.sequence,
                revision=event.revision,
                stage=event.stage.value,
                code=event.code_and_fields[0][:NAME_LENGTH],
                day=_day(added.at),
                last=event.retry_at is None,
            )
        )

    _HANDLERS: ClassVar[dict[type, Callable[["PostRecords", "_Added"], object]]] = {
        PostCollected: _collected,
        PostApproved: _approved,
        PostDeclined: _declined,
        PostReopened: _reopened,
        PostRetracted: _retracted,
        ContentRequested: _requested,
        ContentScripted: _scripted,
        ContentScriptApproved: _script_approved,
        ContentVoiced: _voiced,
        ContentPictured: _stage_done,
        ContentRendered: _rendered,
        ContentUploaded: _uploaded,
        ContentReleased: _released,
        ContentMeasured: _measured,
        ContentFailed: _failed,
    }


class _Added(NamedTuple):
    """A fact that is folded. ``event`` is read by its fields alone: the projector's decoder leaves some out."""

    sequence: int
    at: str
    event: Any
    carried: CarriedParts


_fields: Final = attrgetter(*FilmRecord.__slots__)


def _copy(film: FilmRecord) -> FilmRecord:
    """A copy of a record; `dataclasses.replace` takes five times as long, a tenth of a rebuild of the projection."""
    return FilmRecord(*_fields(film))


def _chosen(film: FilmRecord, added: _Added) -> FilmRecord:
    """The record with the choices of the recipe that a fact carries, if it does."""
    recipe, _ = added.carried(added.event)
    if recipe is not None:
        film.template, film.theme = recipe.template[:NAME_LENGTH], recipe.theme[:NAME_LENGTH]
        film.opening, film.narrator = recipe.opening[:NAME_LENGTH], recipe.narrator[:NAME_LENGTH]
    return film


def _seen_from(film: FilmRecord, at: str) -> None:
    local = _moment(at) + _SEOUL
    film.seen_at, film.seen_day, film.hour = at, (local - _EPOCH).days, local.hour


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _text(moment: datetime | str | None) -> str | None:
    """A moment, or its ISO 8601 text, in the databases' text form."""
    if moment is None:
        return None
    whole = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return whole.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _day(at: str) -> int:
    return _day_of_hour(at[:13])


@lru_cache(maxsize=1024)
def _day_of_hour(at: str) -> int:
    return (_moment(at) + _SEOUL - _EPOCH).days
