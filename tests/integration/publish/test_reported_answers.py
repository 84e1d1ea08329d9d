"""What the platforms are known to answer: no film is lost, doubled or polled for ever."""

from pathlib import Path

import pytest

from libraries.bus import Bus
from testbed.drills.publish.platform_answers import MOST_LOOKS, PlatformAnswersReport, try_platform_answers
from testbed.fake_platforms.platform import PlannedReply
from testbed.fake_platforms.reported_answers import ODD, REPORTED, ReportedAnswer

FINE = PlatformAnswersReport(answers=1, documented=1, right=1, lost=0, doubled=0, endless=0, most_looks=1, wrong=())


@pytest.mark.slow
async def test_every_answer_means_what_it_says_and_loses_nothing(bus: Bus, tmp_path: Path) -> None:
    found = await try_platform_answers(bus, tmp_path, REPORTED)
    assert "\n".join(found.wrong) == ""
    assert (found.lost, found.doubled, found.endless) == (0, 0, 0)
    assert 0 < found.most_looks <= MOST_LOOKS
    assert found.passed
    assert found.documented >= 60


async def test_a_wrong_meaning_and_an_answer_nobody_asks_for_are_noticed(bus: Bus, tmp_path: Path) -> None:
    call, title = "POST /upload/youtube/v3/videos", {"error": {"errors": [{"reason": "invalidTitle"}]}}
    rows = [
        ReportedAnswer("youtube", call, PlannedReply(400, title, times=0), "passes", ODD),
        ReportedAnswer("tiktok", "POST /nowhere", PlannedReply(500), "passes", ODD),
        ReportedAnswer("instagram", "POST /USER/media", PlannedReply(500, b"", times=0), "passes", ODD),
    ]
    found = await try_platform_answers(bus, tmp_path, rows)
    assert (found.answers, found.right, found.lost) == (3, 0, 2)
    assert not found.passed
    assert "fails publish.answer_refused, and no film is there, not passes" in found.wrong[0]
    assert "nobody asked for it" in found.wrong[1]
    assert ": lost" in found.wrong[2]


def test_the_drill_is_passed_only_when_all_is_right() -> None:
    assert FINE.passed
    for broken in ({"right": 0}, {"lost": 1}, {"doubled": 1}, {"endless": 1}):
        assert not FINE.model_copy(update=broken).passed


def test_sources_are_named_for_all_three_platforms() -> None:
    named = [row for row in REPORTED if row.source != ODD]
    assert {row.platform for row in named} == {"youtube", "tiktok", "instagram"}
    assert all("." in row.source for row in named)
