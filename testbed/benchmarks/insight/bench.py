"""The bench of learning: how well it finds what is there, and that it finds nothing where nothing is.

Over `CHANNELS` simulated channels each; `testbed.benchmarks.insight.audience` and `…inbox` state the model. Seeds are
none that the tests use.
"""

import time
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Final

from testbed.benchmarks.insight.choice_learning import (
    PolicyEffectCheck,
    best_template_share,
    check_policy_effect,
    first_day_with_declared_difference,
    planted_effects,
)
from testbed.benchmarks.insight.dashboard import FILMS, bench_dashboard
from testbed.benchmarks.insight.inbox_learning import NOTHING, ONLY_SCORE, SOMETHING, SimulatedInboxDays, simulate_inbox

CHANNELS: Final = 200
_FIRST_SEED: Final = 1_000_000
_LAST_DAYS: Final = 14
_TWICE: Final = 0.693
"""A choice that is seen twice as often."""

Report = Callable[[str], None]


def bench_insight(report: Report, channels: int = CHANNELS, films: int = FILMS) -> dict[str, float]:
    """``best_arm_share``: the planted best template's share of the last of eight weeks; ``aa_declared``: the share of
    channels with equal choices where a difference is declared on any day; ``twice_declared``: the same where one is
    seen twice as often; ``whatif_coverage``: how often the truth lies in the interval of an answer, of as many answers;
    ``order_gain``: concordance of the learned order over the score's in the last two weeks, where there is something
    to learn; ``order_off_when_nothing``: share of inboxes in which it was off on every day, where there is nothing.
    ``dashboard_ms``: the insights page's slowest query over a year of ``films`` films, 95th percentile."""
    began = time.process_time()
    seeds = range(_FIRST_SEED, _FIRST_SEED + channels)
    report(f"a planted best choice in {channels} channels")
    shares = [best_template_share(seed) for seed in seeds]
    report(f"equal choices in {channels} channels, looked at every day")
    declared = [first_day_with_declared_difference(seed, {}) is not None for seed in seeds]
    twice = [
        first_day_with_declared_difference(seed, planted_effects(seed, _TWICE)) is not None
        for seed in seeds[: channels // 4]
    ]
    report(f"{channels} answers of other policies")
    answers, asked = _answers(channels)
    report(f"the order of {channels} inboxes with something to learn, and of {channels} without")
    learning = [simulate_inbox(SOMETHING, seed) for seed in seeds]
    without = [simulate_inbox(NOTHING if seed % 2 else ONLY_SCORE, seed) for seed in seeds]
    figures = bench_dashboard(report, films)
    return {
        "channels": channels,
        "best_arm_share": round(fmean(shares), 4),
        "best_arm_share_lowest_tenth": round(sorted(shares)[channels // 10], 4),
        "aa_declared": round(fmean(declared), 4),
        "twice_declared": round(fmean(twice), 4),
        "whatif_coverage": round(fmean(one.covers for one in answers), 4),
        "whatif_answered": round(len(answers) / asked, 4),
        "whatif_width": round(fmean(one.width for one in answers), 4),
        "order_gain": round(fmean(map(_last_gain, learning)), 4),
        "order_on_when_something": round(fmean(bool(one.on) and one.days[-1].day in one.on for one in learning), 4),
        "order_off_when_nothing": round(fmean(not one.on for one in without), 4),
        **figures,
        "seconds": round(time.process_time() - began, 1),
    }


def _answers(wanted: int) -> tuple[Sequence[PolicyEffectCheck], int]:
    """So many answers, and how many policies were asked for them: what too few films drew is not answered."""
    found: list[PolicyEffectCheck] = []
    seed = _FIRST_SEED
    while len(found) < wanted:
        answer = check_policy_effect(seed)
        if answer is not None and answer.enough:
            found.append(answer)
        seed += 1
    return found, seed - _FIRST_SEED


def _last_gain(inbox: SimulatedInboxDays) -> float:
    return fmean(one.learned - one.base for one in inbox.days[-_LAST_DAYS:])
