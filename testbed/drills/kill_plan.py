"""The plan of the drill of the pipeline: which process is killed, how often, and in which order. Pure."""

import random
from typing import Final, NamedTuple

STEPS: Final = tuple(
    f"{stage}:{name}"
    for stage in ("script", "voice", "picture", "film")
    for name in ("started", "remembered", "recorded")
)
"""Named steps of the studio (`libraries.bus.service.failpoints`)."""
PUBLISH_STEPS: Final = ("publish:started", "publish:recorded")
_TURNS: Final = 2
"""How often each step is killed at."""
_INSTANTS: Final = {"studio": 50, "projector": 50, "broker": 20, "database": 10}
"""Kills at random instants."""


class PlannedKill(NamedTuple):
    """One kill of a process; with a ``step`` the process kills itself there."""

    victim: str
    step: str = ""


def kill_plan(seed: int, *, database: bool) -> list[PlannedKill]:
    """All kills of a drill: at every named step twice, and every victim at random instants, in any order.

    A studio is killed at a random instant before it is killed at a step, for that takes one started for it.
    """
    dice = random.Random(seed)  # noqa: S311 (it guards nothing)
    at_steps = [PlannedKill("studio", step) for step in STEPS] + [
        PlannedKill("publish", step) for step in PUBLISH_STEPS
    ]
    plan = at_steps * _TURNS
    counts = _INSTANTS | {"studio": _INSTANTS["studio"] - len(STEPS) * _TURNS}
    plan += [
        PlannedKill(victim)
        for victim, count in counts.items()
        for _ in range(count)
        if database or victim != "database"
    ]
    first = [
        PlannedKill("studio", "voice:remembered"),
        PlannedKill("broker"),
        PlannedKill("projector"),
        PlannedKill("publish", "publish:started"),
    ]
    for strike in first:
        plan.remove(strike)
    dice.shuffle(plan)
    return first + plan
