"""A simulated audience: a stated model of how often the films of a channel are watched.

Log views of a film at 28 days = level of the channel + drift + weekday + hour + effects of its choices + noise. Noise
is normal with now and then a hit, as the views of real channels have: most films near each other, a few far above.
Films grow from age to age by amounts that differ from film to film, and the platform tells its figures days late. The
figures are assumptions of ours; only the delay of 48 to 72 hours is documented by a platform.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from libraries.learning.films import LearnerFilm
from schemas.film_proposals import FilmProposal
from schemas.statistics import FilmAge

FILMS_A_DAY: Final = 2
_LEVEL, _LEVELS = 7.0, 1.0
"""Log views of a film: about 1,100, and the standard deviation between channels."""
_NOISE: Final = 0.9
"""Standard deviation between films: two in three lie between 0.4 and 2.5 times the usual views."""
_HITS, _HIT = 0.05, 1.5
"""Share of films that are hits, and by how much more they are seen in the mean (exponential, in logs)."""
_WEEKDAYS, _HOURS = 0.2, 0.15
"""Standard deviations between weekdays and between hours of the day."""
_DRIFT: Final = 0.05
"""Standard deviation of the change from day to day, a random walk."""
_GROWTH: Final = ((2.0, 0.7), (0.8, 0.4), (0.35, 0.25), (0.3, 0.2))
"""Mean and standard deviation of the growth from each age to the next."""
_DELAY: Final = 2.5
"""Days until the platform tells the figures of a time."""
_AGES: Final = tuple(FilmAge)
SLOTS: Final = (0.5, 0.8)
"""Times of day at which films are published, as shares of a day."""

Effects = Mapping[str, Mapping[str, float]]
"""By how much each value of each factor raises log views."""


class _Shown(NamedTuple):
    film: LearnerFilm
    logs: dict[FilmAge, float]


class SimulatedChannel:
    """A channel with its audience. ``effects``: of its films' choices."""

    def __init__(self, effects: Effects, seed: int) -> None:
        self.effects = effects
        self._rng = np.random.default_rng([seed, 22])
        self._level = self._rng.normal(_LEVEL, _LEVELS)
        self._weekdays = self._rng.normal(0, _WEEKDAYS, size=7)
        self._hours = self._rng.normal(0, _HOURS, size=len(SLOTS))
        self._drift: list[float] = [0.0]
        self._shown: list[_Shown] = []

    def publish(self, day: int, slot: int, proposal: FilmProposal) -> LearnerFilm:
        """Publish a film made as proposed; its figures become known with time."""
        arms = {one.factor: one.value for one in proposal.arms}
        film = LearnerFilm(
            name=f"film.{day}.{slot}",
            day=day + SLOTS[slot],
            platform="youtube",
            arms=arms,
            readings={},
            drawn=frozenset(arms),
            chances={one.factor: one.chances for one in proposal.arms},
        )
        self._shown.append(_Shown(film, self._logs(film, slot)))
        return film

    def measured_films(self, now: float) -> list[LearnerFilm]:
        """Every film with the figures that the platform has told at day ``now``."""
        return [one.film._replace(readings=_told(one, now)) for one in self._shown]

    def effect_of(self, arms: Mapping[str, str]) -> float:
        """By how much choices raise log views, in truth."""
        return sum(of_values.get(arms[factor], 0.0) for factor, of_values in self.effects.items() if factor in arms)

    def _logs(self, film: LearnerFilm, slot: int) -> dict[FilmAge, float]:
        day = int(film.day)
        while len(self._drift) <= day:
            self._drift.append(self._drift[-1] + self._rng.normal(0, _DRIFT))
        noise = self._rng.normal(0, _NOISE) + (self._rng.random() < _HITS) * self._rng.exponential(_HIT)
        at = self._level + self._drift[day] + self._weekdays[film.weekday] + self._hours[slot]
        at += self.effect_of(film.arms) + noise
        logs = {_AGES[-1]: float(at)}
        for age, (mean, deviation) in zip(_AGES[-2::-1], _GROWTH[::-1], strict=True):
            at -= max(0.02, self._rng.normal(mean, deviation))
            logs[age] = float(at)
        return logs


def _told(shown: _Shown, now: float) -> dict[FilmAge, float]:
    age = now - shown.film.day - _DELAY
    return {at: log for at, log in shown.logs.items() if at.span.total_seconds() / 86_400 <= age}
