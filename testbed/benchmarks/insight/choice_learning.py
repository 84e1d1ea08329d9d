"""What learning makes of choices: the share of a planted best one, false winners, and asking another policy."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from libraries.learning.films import LearnerFilm
from libraries.learning.knowledge import ERROR, signs_of_credible_differences
from libraries.learning.proposals import learn_chances
from libraries.learning.whatif import ArmPolicy, evaluate_policy, logged_choices
from testbed.benchmarks.insight.audience import FILMS_A_DAY, Effects, SimulatedChannel

DAYS: Final = 56
TEMPLATES: Final = ("battle", "card", "chat", "post")
OPENINGS: Final = ("crack", "lamp", "record")
ALLOWED: Final = {"template": TEMPLATES, "opening": OPENINGS}
PLANTED: Final = 0.405
"""The best template is seen 1.5 times as often as the others."""


class ChannelDay(NamedTuple):
    """A day of a simulated channel: what was known in its morning, and the films that were then made."""

    day: int
    known: Sequence[LearnerFilm]
    made: tuple[LearnerFilm, ...]


def simulated_days(channel: SimulatedChannel, seed: int, days: int = DAYS) -> Iterator[ChannelDay]:
    """Days of a channel that takes every proposal."""
    for day in range(days):
        known = channel.measured_films(day)
        learned = learn_chances(known, ALLOWED, day)
        seeds = [seed * 10_000 + day * FILMS_A_DAY + slot for slot in range(FILMS_A_DAY)]
        made = tuple(channel.publish(day, slot, learned.propose(one)) for slot, one in enumerate(seeds))
        yield ChannelDay(day, known, made)


def planted_effects(seed: int, effect: float = PLANTED) -> Effects:
    """Effects with one best template; which one goes by the seed."""
    return {"template": {TEMPLATES[seed % len(TEMPLATES)]: effect}}


def best_template_share(seed: int, effect: float = PLANTED) -> float:
    """The planted best template's share of the films of the last of eight weeks."""
    effects = planted_effects(seed, effect)
    (best,) = effects["template"]
    last = [day for day in simulated_days(SimulatedChannel(effects, seed), seed) if day.day >= DAYS - 7]
    films = [film for day in last for film in day.made]
    return sum(film.arms["template"] == best for film in films) / len(films)


def first_day_with_declared_difference(seed: int, effects: Effects, days: int = DAYS) -> int | None:
    """The first day on which any difference is declared to somebody who looks every morning; None: on none of them."""
    error = ERROR / sum(map(len, ALLOWED.values()))
    for day in simulated_days(SimulatedChannel(effects, seed), seed, days):
        if any(signs_of_credible_differences(day.known, factor, day.day, error) for factor in ALLOWED):
            return day.day
    return None


class PolicyEffectCheck(NamedTuple):
    """What another policy would have brought, held against the truth. ``covers``: it lies within the interval."""

    truth: float
    covers: bool
    width: float
    enough: bool


def check_policy_effect(seed: int, effect: float = PLANTED) -> PolicyEffectCheck | None:
    """Ask eight weeks of a channel what a policy of its own would have brought: its truth is known here."""
    effects = {**planted_effects(seed, effect), "opening": {"lamp": 0.2}}
    channel = SimulatedChannel(effects, seed)
    for _ in simulated_days(channel, seed):
        pass
    policy = policy_to_check(seed)
    logged = logged_choices(channel.measured_films(DAYS + 30), tuple(policy), DAYS + 30)
    found = evaluate_policy(logged, policy, seed)
    if found is None:
        return None
    wanted = 0.0
    for factor, chances in policy.items():
        wanted += sum(effects[factor].get(value, 0.0) * chance for value, chance in chances.items())
    done = sum(channel.effect_of({factor: one.arms[factor] for factor in policy}) for one in logged) / len(logged)
    truth = wanted - done
    return PolicyEffectCheck(truth, found.low <= truth <= found.high, found.high - found.low, found.has_enough_films)


def policy_to_check(seed: int) -> ArmPolicy:
    """In turn: one template always, two in turn, all alike, and a template with an opening."""
    template = TEMPLATES[seed // 4 % len(TEMPLATES)]
    other = TEMPLATES[(seed // 4 + 1) % len(TEMPLATES)]
    policies: tuple[ArmPolicy, ...] = (
        {"template": {template: 1.0}},
        {"template": {template: 0.5, other: 0.5}},
        {"template": dict.fromkeys(TEMPLATES, 0.25)},
        {"template": {template: 1.0}, "opening": {"lamp": 0.5, "crack": 0.5}},
    )
    return policies[seed % len(policies)]
