"""The drill of fetching models, in its short form."""

from pathlib import Path

import pytest

from testbed.drills.models.drill import drill_models


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_an_interrupted_model_comes_whole_and_refusals_are_sentences(tmp_path: Path) -> None:
    report = await drill_models(tmp_path, lambda _line: None, interruptions=6, megabytes=8.0, seed=3)
    assert report.passed, report.wrong
    assert set(report.refusals) >= {"gated", "gone", "altered", "busy", "disk", "licence"}
    assert all(text.endswith(".") for text in report.refusals.values())
