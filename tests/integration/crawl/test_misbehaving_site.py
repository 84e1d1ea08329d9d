"""A site that goes wrong in every way we know: each is called what it is, and no wrong data is kept without a word."""

from pathlib import Path

from testbed.misbehaving_site.drill import MODES, crawl_in_all_modes


async def test_every_mode_is_named_and_nothing_wrong_is_kept_in_silence(tmp_path: Path) -> None:
    found = await crawl_in_all_modes(tmp_path)
    assert len({outcome.mode for outcome in found}) == len(MODES) >= 60
    assert {outcome.mode: outcome.wrong for outcome in found if outcome.wrong} == {}
    assert {outcome.mode: outcome.silent for outcome in found if outcome.silent} == {}
