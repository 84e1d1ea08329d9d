"""Every planted fault is found by the doctor, and gone when its cure was typed."""

from pathlib import Path

import pytest

from testbed.drills.doctor.drill import drill_doctor


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_every_planted_fault_is_found_and_cured_by_what_is_printed(tmp_path: Path) -> None:
    found = await drill_doctor(tmp_path, lambda _: None)
    assert found.wrong == ()
    assert found.cured == found.found == found.planted >= 40
    assert found.typed + found.edited + found.by_hand == found.cured
