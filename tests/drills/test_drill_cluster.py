"""A cluster of three real brokers loses members while posts are made and published."""

from pathlib import Path

import pytest

from testbed.drills.cluster.drill import drill_cluster

pytestmark = pytest.mark.slow


async def test_nothing_is_lost_doubled_stuck_or_read_late(tmp_path: Path) -> None:
    found = await drill_cluster(tmp_path, print, posts=12, kills=1, stops=1, cuts=1)
    assert (found.lost, found.duplicated, found.stuck, found.stale) == (0, 0, 0, 0), found
    assert found.faults == {"kill": 1, "freeze": 1, "cut": 1}
    assert found.posts == 12
