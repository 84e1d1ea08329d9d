"""Films made again by the command: what it announces is what is run, and the same inputs give the same bytes."""

from pathlib import Path

import pytest

from testbed.drills.replay import drill_replay


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_replay_runs_what_changed_and_nothing_else(tmp_path: Path) -> None:
    found = await drill_replay(tmp_path, lambda _: None, 3)
    same, style, anew = found.same, found.style, found.anew
    assert (same.script_runs, same.voice_runs, same.film_runs, same.hits, same.identical) == (0, 0, 0, 12, 3)
    assert (style.script_runs, style.voice_runs, style.film_runs, style.hits, style.identical) == (0, 0, 3, 9, 0)
    assert (anew.script_runs, anew.voice_runs, anew.picture_runs, anew.film_runs, anew.identical) == (3, 3, 3, 3, 3)
    assert same.ran_as_announced
    assert style.ran_as_announced
    assert found.passed
