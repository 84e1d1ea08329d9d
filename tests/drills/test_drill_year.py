"""Some days on one machine, in two pieces, with faults: everything is done in the end, within its bounds."""

from pathlib import Path

import pytest

from testbed.drills.year.drill import drill_year
from testbed.drills.year.machine import DailyPlan


@pytest.mark.slow
async def test_days_in_two_pieces_end_with_everything_done(tmp_path: Path) -> None:
    plan = DailyPlan(films=1, crawls=2, seed=3)
    first = await drill_year(tmp_path, lambda _: None, days=2, plan=plan, of=12)
    assert (first.days, first.broken) == (2, ())
    both = await drill_year(tmp_path, lambda _: None, days=2, plan=plan, of=12)
    assert (both.days, both.broken) == (4, ())
    assert both.films >= 4
    assert len(both.faults) + len(both.not_possible_here) == 3
