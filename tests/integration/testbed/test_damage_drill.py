"""The drills of damage and of restores, small: every promise holds, and the figures add up."""

from pathlib import Path

import pytest

from testbed.drills.damage.drill import drill_damage
from testbed.drills.restores.drill import RestoreDrillOptions, drill_restores


def silent(_: str) -> None: ...


@pytest.mark.slow
async def test_of_some_damages_none_is_silent_and_every_cure_helps(tmp_path: Path) -> None:
    found = await drill_damage(tmp_path, silent, count=5, seed=743, posts=3)
    assert found.broken == ()
    assert found.passed
    assert found.damages == 5
    assert found.noticed >= 3


@pytest.mark.slow
@pytest.mark.timeout(1800)
async def test_of_two_hundred_damages_none_is_silent_and_every_cure_helps(tmp_path: Path) -> None:
    found = await drill_damage(tmp_path, silent, count=212, seed=7)
    assert found.broken == ()
    assert found.passed
    assert set(found.by_part) == {"stream", "ledger", "database", "media", "backup"}


@pytest.mark.slow
async def test_a_killed_backup_is_no_backup_and_a_withdrawn_post_stays_away(tmp_path: Path) -> None:
    found = await drill_restores(tmp_path, silent, RestoreDrillOptions(2, 1, withdrawn_every=2))
    assert found.broken == ()
    assert found.passed
    assert (found.backups, found.withdrawn) == (3, 1)


@pytest.mark.slow
@pytest.mark.timeout(1800)
async def test_fifty_backups_restore_exactly(tmp_path: Path) -> None:
    found = await drill_restores(tmp_path, silent, RestoreDrillOptions(50, 1))
    assert found.broken == ()
    assert found.passed
    assert found.killed > 5
    assert found.withdrawn > 5
