"""Messages that come twice, in any order, and decisions that come at any moment."""

from pathlib import Path

import pytest

from libraries.bus import Bus
from testbed.drills.message_deliveries import (
    decide_during_work,
    redeliver_between_stops,
    redeliver_finished_work,
    redeliver_to_real_stations,
)


async def test_everything_again_in_any_order_changes_nothing(bus: Bus) -> None:
    found = await redeliver_finished_work(bus)
    assert (found.changed, found.ran_again) == (0, 0)
    assert found.delivered_again == 3 * 3 * found.posts


async def test_half_done_work_in_any_order_comes_to_the_same_end(bus: Bus) -> None:
    found = await redeliver_between_stops(bus)
    assert (found.results_too_many, found.unfinished) == (0, 0)
    assert found.delivered_again > found.posts


async def test_a_retraction_at_any_moment_wins_and_a_decline_holds_unless_overtaken(bus: Bus) -> None:
    found = await decide_during_work(bus)
    assert (found.retractions_lost, found.readable, found.declines_lost, found.others_unfinished) == (0, 0, 0, 0)
    assert found.retracted == found.declined == 8
    assert found.in_mid_work, "no decision met a post at work: the drill shows nothing"


@pytest.mark.slow
async def test_the_real_stations_do_nothing_for_what_comes_again(tmp_path: Path) -> None:
    found = await redeliver_to_real_stations(tmp_path)
    assert (found.changed, found.ran_again) == (0, 0)
    # Of the studio the approval and three results of each post, of the publisher the film.
    assert found.delivered_again == 5 * found.posts
