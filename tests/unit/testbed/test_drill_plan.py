"""The plan of a drill has every kill that was promised."""

from collections import Counter

import pytest

from libraries.bus.service.failpoints import VARIABLE, kill_at_fail_point
from schemas.recipe import Stage
from testbed.drills.kill_plan import PUBLISH_STEPS, STEPS, PlannedKill, kill_plan


@pytest.mark.parametrize("database", [True, False])
def test_every_victim_and_every_step_has_its_turns(database: bool) -> None:
    plan = kill_plan(1, database=database)
    victims = Counter(strike.victim for strike in plan)
    expected = {"studio": 50, "projector": 50, "broker": 20, "publish": 4}
    assert victims == expected | ({"database": 10} if database else {})
    steps = Counter(strike.step for strike in plan if strike.step)
    assert steps == dict.fromkeys((*STEPS, *PUBLISH_STEPS), 2)


def test_the_first_strikes_show_some_of_each_whatever_the_seed() -> None:
    for seed in range(5):
        assert [one.victim for one in kill_plan(seed, database=True)][:4] == [
            "studio",
            "broker",
            "projector",
            "publish",
        ]
    assert kill_plan(1, database=True) == kill_plan(1, database=True) != kill_plan(2, database=True)


def test_a_step_of_another_stage_ends_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "film:started")
    kill_at_fail_point(Stage.VOICE, "started")
    kill_at_fail_point(Stage.FILM, "recorded")
    assert PlannedKill("studio", "film:started") in kill_plan(0, database=False)
