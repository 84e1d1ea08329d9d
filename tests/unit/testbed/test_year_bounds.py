"""The drill of a year sees leaks, losses and doubles: bounds that are broken are named, and days follow the clock."""

import asyncio
import json
import os
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.facts import FILM, facts_of, post
from fixtures.projection import STORY, event
from fixtures.rows import each_row

from libraries.bus import Bus
from libraries.waiting import wait_for_span, wait_until
from schemas.clock import clock_offset, is_clock_moved, utc_now
from schemas.events import ContentRequested, ContentUploaded, PostCollected, RecordedFact
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from testbed.drills.pipeline_report import states_by_post
from testbed.drills.year.alarms import false_alarms
from testbed.drills.year.board import running_year_board
from testbed.drills.year.bounds import BOUNDS, check_bounds
from testbed.drills.year.clock import YearClock, send_due_retries
from testbed.drills.year.faults import FAULTS, faults_by_day
from testbed.drills.year.machine import environment_variables_set
from testbed.drills.year.machine_samples import MachineSample, weekly_maxima
from testbed.drills.year.report import FaultOutcome, YearFindings, YearProgress, year_report

MB = 1_000_000
KINDS = ("media", "stage results", "notes of uses", "exported films", "broker", "database", "backups", "logs")


def sample(day: int, **changes: object) -> MachineSample:
    """A machine on which ten films a day are made, and those of the last month are kept."""
    kept = min(day, 31) * 10
    disk = dict.fromkeys(KINDS, MB) | {"left-over temporary files": 0, "media": 2 * MB * kept, "backups": 2 * MB * kept}
    disk |= {"exported films": 10 * day * MB, "notes of uses": 2_000 * 14 * day}
    given = {
        "day": day,
        "films": 10 * day,
        "posts": 14 * day,
        "crawls": 24 * day,
        "disk": disk,
        "files": {"stage results": 10 * kept, "exported films": 50 * day},
        "memory": {"studio": 400 * MB},
        "descriptors": {"studio": 20},
        "backups": min(day, 8),
        "stream_messages": 180 * day,
        "stream_bytes": 300_000 * day,
        "ledger_keys": 40 * day,
    }
    return MachineSample.model_validate(given | changes)


YEAR = [sample(day) for day in range(1, 366)]


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[YearClock]:
    made = YearClock(tmp_path / "clock")
    with environment_variables_set(made.environment):
        yield made


def test_a_machine_that_keeps_what_it_should_is_within_every_bound() -> None:
    assert [one for one in check_bounds(YEAR) if not one.kept] == []
    assert [one for one in check_bounds(YEAR[:5]) if not one.kept] == []
    assert len({bound.name for bound in BOUNDS}) == len(BOUNDS)


@each_row(
    "name, changes",
    [
        ("media store, MB", {"disk": YEAR[-1].disk | {"media": 7_300 * MB}}),
        ("stage results, files", {"files": YEAR[-1].files | {"stage results": 36_500}}),
        ("notes of uses, KB a film", {"disk": YEAR[-1].disk | {"notes of uses": 50 * MB}}),
        ("exported films, folders a film", {"files": YEAR[-1].files | {"exported films": 20_000}}),
        ("backups kept", {"backups": 12}),
        ("backups, MB", {"disk": YEAR[-1].disk | {"backups": 9_000 * MB}}),
        ("facts a film", {"stream_messages": 3650 * 40}),
        ("stream, KB a film", {"stream_bytes": 3650 * 90_000}),
        ("broker, MB", {"disk": YEAR[-1].disk | {"broker": 900 * MB}}),
        ("database, KB a post", {"disk": YEAR[-1].disk | {"database": 900 * MB}}),
        ("entries of the ledger a day", {"ledger_keys": 30_000}),
        ("logs, MB a station", {"disk": YEAR[-1].disk | {"logs": 700 * MB}}),
        ("memory of a station, MB", {"memory": {"studio": 950 * MB}}),
        ("open files of a station", {"descriptors": {"studio": 300}}),
    ],
)
def test_what_grows_beyond_its_bound_is_named(name: str, changes: dict[str, object]) -> None:
    broken = [one.name for one in check_bounds([*YEAR[:-1], sample(365, **changes)]) if not one.kept]
    assert broken == [name]


def test_a_leak_of_memory_or_of_files_is_seen_before_it_is_large() -> None:
    leaking = [
        sample(day, memory={"studio": (400 + day) * MB}, descriptors={"studio": 20 + day // 3}) for day in range(1, 101)
    ]
    broken = [one.name for one in check_bounds(leaking) if not one.kept]
    assert broken == ["growth of a station's memory, MB", "growth of a station's open files"]


def test_a_week_has_the_largest_figures_of_its_days() -> None:
    found = weekly_maxima([sample(day) for day in range(1, 16)])
    assert [one.week for one in found] == [1, 2, 3]
    assert (found[1].films, found[1].disk_mb["media"], found[1].stream_messages) == (140, 280.0, 180 * 14)


@each_row("days", [12, 90, 365])
def test_every_fault_comes_once_and_none_on_the_first_day(days: int) -> None:
    planned = faults_by_day(days)
    assert sorted(planned.values()) == sorted(FAULTS)
    assert min(planned) >= 2
    assert max(planned) <= days


def test_losses_doubles_and_faults_that_stay_break_the_report() -> None:
    key = PostKey.of("sample", "1")
    facts = facts_of([event(key, kind, film=FILM) for kind in STORY])
    last = facts[-1]
    doubled = [*facts, RecordedFact(last.sequence + 1, last.time, last.event)]
    progress = YearProgress(origin=datetime.now(UTC), ahead_s=0, day=1, samples=(sample(1),))
    good = YearFindings(facts, states_by_post(facts), {"a" * 64: 1}, (), 0, 0)
    assert year_report(progress, good, ()).passed
    assert isinstance(last.event, ContentUploaded)
    assert year_report(progress, good._replace(facts=doubled), ()).broken == ("duplicated: 1",)
    assert year_report(progress, good._replace(copies={"a" * 64: 2}), ()).broken == ("duplicated: 1",)
    assert year_report(progress, good, (key,)).broken == ("stuck: 1",)
    stays = FaultOutcome(day=1, fault="the disk is full", recovered=False, how="it stays full")
    assert year_report(progress.model_copy(update={"faults": (stays,)}), good, ()).broken[0].endswith("it stays full")
    assert year_report(progress, good._replace(not_taken_down=2), ()).broken == ("not_taken_down: 2",)
    alarmed = progress.model_copy(update={"false_alarms": ("day 3: The stream is damaged",)})
    assert year_report(alarmed, good, ()).broken == ("false_alarms: 1", "day 3: The stream is damaged")


def test_alarms_of_damage_are_found_in_the_logs_and_others_are_left_to_the_faults(tmp_path: Path) -> None:
    begun = datetime(2026, 11, 30, 18, tzinfo=UTC)
    lines = [
        {"event": "Journal or backups are damaged in 1 places.", "alert": True, "timestamp": "2026-11-30T18:37:27Z"},
        {
            "event": "The media store is not there: its mark is missing.",
            "alert": True,
            "timestamp": "2026-11-30T18:37:28Z",
        },
        {"event": "3 media files are damaged", "alert": True, "timestamp": "2026-11-30T17:59:59Z"},
        {"event": "a damaged note is left out", "timestamp": "2026-11-30T18:37:29Z"},
    ]
    half = '{"event": "damaged", "alert": tr'
    (tmp_path / "health.jsonl").write_text("\n".join([*map(json.dumps, lines[:1]), half]))
    (tmp_path / "health.jsonl.1").write_text("\n".join(map(json.dumps, lines[1:])))
    assert false_alarms(tmp_path, begun) == ["Journal or backups are damaged in 1 places."]
    assert false_alarms(tmp_path, begun, ["ab/cd.mp4"]) == ["Journal or backups are damaged in 1 places."]
    assert false_alarms(tmp_path, begun, ["in 1 places"]) == []


def test_the_clock_moves_for_whoever_has_its_variable_and_stays_where_it_was(clock: YearClock, tmp_path: Path) -> None:
    assert is_clock_moved()
    assert clock_offset() == timedelta()
    clock.move_by(timedelta(days=3))
    assert timedelta(days=2.9) < utc_now() - datetime.now(UTC) < timedelta(days=3.1)
    clock.move_ahead_to(datetime.now(UTC))  # is past: the clock is not set back
    assert clock_offset() == timedelta(days=3)
    YearClock(tmp_path / "clock")
    assert clock_offset() == timedelta(days=3)
    made = PostCollected(post_key=post("1").key, revision=0, post=post("1"))
    assert made.time - datetime.now(UTC) > timedelta(days=2.9)


async def test_a_wait_of_a_day_ends_when_the_clock_has_moved_by_a_day(clock: YearClock) -> None:
    waiting = asyncio.create_task(wait_for_span(timedelta(days=1)))
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.move_by(timedelta(days=1))
    await asyncio.wait_for(waiting, 60)


async def test_a_time_that_is_past_is_not_waited_for() -> None:
    assert not is_clock_moved()
    begun = time.monotonic()
    await wait_until(utc_now() - timedelta(seconds=5))
    assert time.monotonic() - begun < 30


async def test_a_retry_is_sent_when_its_time_has_come_on_the_clock_of_the_drill(bus: Bus, clock: YearClock) -> None:
    key = post("1").key
    await bus.publish(PostCollected(post_key=key, revision=0, post=post("1")), expected=0)
    later = ContentRequested(post_key=key, revision=1, from_stage=Stage.SCRIPT, recipe=Recipe(), by="drill")
    await bus.schedule_retry(later, utc_now() + timedelta(days=30))
    assert await send_due_retries(bus) == 0
    clock.move_by(timedelta(days=31))
    assert await send_due_retries(bus) == 1
    async with asyncio.timeout(60):
        while len(await bus.facts_of_post(key)) < 2:  # noqa: ASYNC110 (the broker sends it within a second)
            await asyncio.sleep(0.1)
    assert (await bus.facts_of_post(key))[-1].event.kind == "content.requested"


def test_the_board_shows_its_newest_posts_and_another_page_when_it_was_rebuilt() -> None:
    with running_year_board(seed=1) as board:
        board.add_posts(1, 140, datetime.now(UTC))
        assert len(board.posts) == 120
        page = asked(board.url)
        assert page.count("<li data-id=") == 30
        assert 'data-id="140"' in page
        assert "140번째" in asked(f"{board.url}/140")
        board.rebuilt = True
        assert "<li" not in asked(board.url)


def asked(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        text: str = answer.read().decode()
    return text


def test_the_environment_is_as_before_when_the_drill_is_over() -> None:
    before = dict(os.environ)
    with environment_variables_set({"WAGGLEBOT_DRILL_CLOCK": "/nowhere"}):
        assert is_clock_moved()
    assert dict(os.environ) == before
    assert json.loads(sample(1).model_dump_json())["day"] == 1
