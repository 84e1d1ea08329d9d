"""Proposals: each factor's value is drawn by its chance to be the best one (Thompson 1933, posterior sampling).

The chances are counted over seeded draws of the posterior and mixed with a floor, and the value is then drawn from
these very chances. So the propensity that is kept is exact, not an estimate: given the films, the allowed values and
the seed of the draws, the proposal is a draw from known numbers. Late readings need no care (Chapelle and Li 2011):
the posterior holds what is known so far, and chances stay spread until it is known.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from libraries.learning.effect_model import Posterior, allowed_and_seen_arms, learn_effects
from libraries.learning.films import LearnerFilm
from libraries.learning.learner_memory import USUAL_MEMORY, LearnerMemory
from schemas.film_proposals import ArmChoice, ChosenBy, FilmProposal

VERSION: Final = "1"
"""Of the learner: raise it whenever the same films give other chances. It goes into the digest of what was learned."""
FLOOR: Final = 0.08
"""Share of the draws that is spread evenly, so that every allowed value is still tried and can be asked about."""
_DRAWS: Final = 1000
_BOLDNESS: Final = 0.7
"""Draws are spread by so much of what is believed: with few films that wins more than it loses (Chapelle and Li 2011,
on reshaping of the posterior)."""


def arm_chances(
    posterior: Posterior, allowed: Mapping[str, Sequence[str]], seed: int, floor: float = FLOOR
) -> dict[str, dict[str, float]]:
    """For each factor the chance of each allowed value: how often it is the best in the draws, with the floor."""
    drawn = posterior.draw_effects(_DRAWS, np.random.default_rng(seed))
    drawn = posterior.mean + _BOLDNESS * (drawn - posterior.mean)
    place = {arm: column for column, arm in enumerate(posterior.arms)}
    chances: dict[str, dict[str, float]] = {}
    for factor, values in sorted(allowed.items()):
        columns = [place[factor, value] for value in values]
        best = np.bincount(drawn[:, columns].argmax(axis=1), minlength=len(values)) / _DRAWS
        chances[factor] = {
            value: float((1 - floor) * share + floor / len(values)) for value, share in zip(values, best, strict=True)
        }
    return chances


class LearnedChances(NamedTuple):
    """The chance of each allowed value of each factor at day ``day``. ``digest``: of everything they are made of."""

    chances: dict[str, dict[str, float]]
    day: float
    half_life: float
    digest: str

    def propose(self, seed: int, until: int = 0) -> FilmProposal:
        """The proposal for a film, drawn by ``seed``. ``until``: sequence of the last fact that was learned from."""
        rng = np.random.default_rng([seed, int(self.digest[8:16], 16)])
        chosen = []
        for factor, shares in self.chances.items():
            value = _draw_value(shares, float(rng.random()))
            by = ChosenBy.LEARNER
            chosen.append(ArmChoice(factor=factor, value=value, propensity=shares[value], by=by, chances=shares))
        return FilmProposal(
            arms=tuple(chosen), seed=seed, until=until, day=self.day, half_life=self.half_life, model=self.digest
        )


def learn_chances(
    films: Sequence[LearnerFilm],
    allowed: Mapping[str, Sequence[str]],
    now: float,
    memory: LearnerMemory = USUAL_MEMORY,
) -> LearnedChances:
    """The chances of the next film's choices at day ``now``: the same films give the same chances."""
    values = {factor: tuple(sorted(set(given))) for factor, given in sorted(allowed.items()) if given}
    digest = chances_digest(films, values, now, memory)
    posterior = learn_effects(films, allowed_and_seen_arms(values, films), now, memory)
    return LearnedChances(arm_chances(posterior, values, int(digest[:8], 16)), now, memory.half_life, digest)


def chances_digest(
    films: Sequence[LearnerFilm], allowed: Mapping[str, Sequence[str]], now: float, memory: LearnerMemory
) -> str:
    """The sha256 over everything that chances are made of."""
    seen = sorted(
        [film.name, film.platform, film.day, sorted(film.arms.items()), sorted(film.readings.items())] for film in films
    )
    what = [VERSION, seen, sorted((factor, list(given)) for factor, given in allowed.items()), now, *memory]
    return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()


def _draw_value(chances: Mapping[str, float], point: float) -> str:
    """The value in whose part of the line from 0 to 1 the point lies."""
    ends = np.cumsum(list(chances.values()))
    return list(chances)[min(int(np.searchsorted(ends, point, side="right")), len(chances) - 1)]


def draw_proposal_again(proposal: FilmProposal, films: Sequence[LearnerFilm]) -> FilmProposal:
    """The proposal as it is drawn from ``films``, folded from the facts up to its ``until``: the same, but for what a
    person chose instead."""
    allowed = {one.factor: tuple(one.chances) for one in proposal.arms}
    learned = learn_chances(films, allowed, proposal.day, LearnerMemory(half_life=proposal.half_life))
    return learned.propose(proposal.seed, proposal.until)
