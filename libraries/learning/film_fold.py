"""Films as the learner sees them, folded from facts: approvals, uploads, releases and readings.

A pure fold: facts of the same order give the same films, whether they came one by one or all at once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import log1p
from typing import Final, NamedTuple

from libraries.learning.films import SEOUL, LearnerFilm, epoch_day_in_seoul
from libraries.learning.hour_bands import hour_band
from libraries.learning.recipes import arms_of_recipe
from schemas.events import (
    ContentMeasured,
    ContentReleased,
    ContentRequested,
    ContentScriptApproved,
    ContentUploaded,
    Event,
    PostApproved,
    PostRetracted,
    RecordedFact,
)
from schemas.film_proposals import ChosenBy, Factor, FilmProposal
from schemas.posts import PostKey
from schemas.recipe import Recipe
from schemas.statistics import FilmAge

KINDS: Final = (
    "post.approved",
    "post.retracted",
    "content.requested",
    "content.script_approved",
    "content.released",
    "content.uploaded",
    "content.measured",
)
"""The kinds of facts that are read."""


class _Reading(NamedTuple):
    """What is kept of a measurement: a retention curve of each age of each film would fill the memory."""

    views: int | None
    engaged_views: int | None


_UNKNOWN: Final = _Reading(None, None)


@dataclass
class _Film:
    """One revision of a post's film."""

    recipe: Recipe
    proposal: FilmProposal | None = None
    seen_from: dict[str, datetime] = field(default_factory=dict)
    """By platform."""
    readings: dict[str, dict[FilmAge, _Reading]] = field(default_factory=dict)


class FilmFold:
    """The films of a channel so far. ``until``: sequence of the last fact that was folded; ``news`` grows with each
    film that has its first figures on a platform, and with each that was taken back."""

    def __init__(self) -> None:
        self.until = self.news = 0
        self._films: dict[tuple[PostKey, int], _Film] = {}

    def add_facts(self, facts: Iterable[RecordedFact]) -> None:
        """Fold further facts, in the order of the stream; one that was folded already changes nothing."""
        for fact in facts:
            if fact.sequence > self.until:
                self._apply(fact.event)
                self.until = fact.sequence

    def _apply(self, event: Event) -> None:
        place = (event.post_key, event.revision)
        film = self._films.get(place)
        match event:
            case PostApproved():  # Of two approvals of one revision the first holds, as in schemas.states.
                self._films.setdefault(place, _Film(event.recipe, event.proposal))
            case ContentRequested():
                self._films.setdefault(place, _Film(event.recipe))
            case PostRetracted():
                self._films = {key: one for key, one in self._films.items() if key[0] != event.post_key}
                self.news += 1
            case ContentScriptApproved(recipe=Recipe() as recipe) if film:
                film.recipe = recipe
            case ContentUploaded() if film:
                film.seen_from.setdefault(event.platform, event.time)
            case ContentReleased(privacy="unlisted" | "public") if film:
                film.seen_from[event.platform] = event.publish_at or event.time
            case ContentMeasured(age=FilmAge() as age) if film:
                reading = _Reading(event.statistics.views, event.statistics.engaged_views)
                by_age = film.readings.setdefault(event.platform, {})
                self.news += reading != _UNKNOWN and all(one == _UNKNOWN for one in by_age.values())
                by_age[age] = reading
            case _:
                pass

    def films(self) -> list[LearnerFilm]:
        """Every film on every platform that it was uploaded to, measured or not yet, in order of time."""
        engaged = self._platforms_with_engaged_views()
        found = []
        for (key, revision), film in self._films.items():
            for platform, moment in film.seen_from.items():
                by_age = film.readings.get(platform, {})
                outcomes = {age: _outcome(one, platform in engaged) for age, one in by_age.items()}
                readings = {age: value for age, value in outcomes.items() if value is not None}
                found.append(_measured(f"{key}:{revision}", film, platform, moment, readings))
        return sorted(found, key=lambda one: (one.day, one.name, one.platform))

    def _platforms_with_engaged_views(self) -> set[str]:
        """Platforms most of whose readings say how many viewers stayed: there that is what counts."""
        said: Counter[str] = Counter()
        for film in self._films.values():
            for platform, by_age in film.readings.items():
                said[platform] += sum(1 if one.engaged_views is not None else -1 for one in by_age.values())
        return {platform for platform, balance in said.items() if balance > 0}


def _outcome(reading: _Reading, engaged: bool) -> float | None:
    """The natural logarithm of 1 + views; None where the platform does not say them."""
    views = reading.engaged_views if engaged else reading.views
    return None if views is None else log1p(views)


def _measured(
    name: str, film: _Film, platform: str, moment: datetime, readings: Mapping[FilmAge, float]
) -> LearnerFilm:
    """A film with its choices as they were made. What was changed after the draw is not drawn."""
    arms = arms_of_recipe(film.recipe) | {Factor.HOUR.value: hour_band(moment.astimezone(SEOUL).hour)}
    choices = film.proposal.arms if film.proposal else ()
    by_chance = [one for one in choices if one.by is ChosenBy.LEARNER]
    drawn = {one.factor: one.chances for one in by_chance if arms.get(one.factor) == one.value}
    return LearnerFilm(
        name=name,
        day=epoch_day_in_seoul(moment),
        platform=platform,
        arms=arms,
        readings=readings,
        drawn=frozenset(drawn),
        chances=drawn,
    )
