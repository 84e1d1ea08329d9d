"""Two studios that both believe a message is theirs give one result."""

from pathlib import Path

import pytest

from schemas.recipe import Stage
from testbed.drills.stopped_studio import drill_stopped_studio


@pytest.mark.slow
async def test_a_studio_that_sleeps_past_its_time_and_wakes_up_changes_nothing(tmp_path: Path) -> None:
    found = await drill_stopped_studio(tmp_path, lambda _: None, (Stage.FILM,))
    assert (found.rendered, found.both_at_work) == (1, 1)
    assert (found.results_too_many, found.after_waking, found.fallen) == (0, 0, 0)
