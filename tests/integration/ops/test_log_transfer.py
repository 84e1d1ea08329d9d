"""A log exported from one broker and imported into another."""

import asyncio
import json
import random
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.facts import NOW, post
from fixtures.projection import KEYS, STORY, event, rows_of, story

from libraries.backups.fact_log import FactLine, SightingLine, read_exported_log
from libraries.backups.transfer.log_export import export_log
from libraries.backups.transfer.log_import import import_log
from libraries.bus import Bus, connect
from libraries.bus.dead_letters import failed_posts
from libraries.bus.embedded import run_embedded_server
from libraries.bus.service.retry import retry_request
from schemas.errors import BadInput
from schemas.events import (
    ContentFailed,
    ContentReleased,
    ContentRequested,
    Event,
    FailureKind,
    PostRetracted,
    RecordedFact,
)
from schemas.posts import PostKey, Sighting, Stats
from schemas.recipe import Recipe, Stage
from schemas.states import Status
from services.config import NatsSettings
from services.projector.database import create_database_engine as database
from services.projector.rebuild import rebuild_projection
from services.projector.tables import checkpoint

_MEMORY = Path("/dev/shm")


@pytest.fixture
async def other() -> AsyncIterator[Bus]:
    """A second broker, empty."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:  # noqa: ASYNC240 (a test)
        async with run_embedded_server(Path(folder)) as url:
            connected = await connect(NatsSettings(url=url), "other")
            yield connected
            await connected.close()


async def record(bus: Bus, *events: Event) -> None:
    for one in events:
        await bus.publish(one, expected=(await bus.post_state(one.post_key)).sequence)


async def a_busy_week(bus: Bus) -> None:
    """Stories of several posts, woven into each other."""
    chance = random.Random(7)
    waiting = [story(PostKey.of("sample", str(number))) for number in range(30)]
    while waiting:
        one = chance.choice(waiting)
        await record(bus, one.pop(0))
        waiting = [rest for rest in waiting if rest]
    await bus.record_sighting(
        Sighting(key=KEYS[0], stats=Stats(views=77), comments=post().comments, time=datetime.now(UTC))
    )


@pytest.mark.slow
async def test_what_is_imported_is_what_was_exported(bus: Bus, other: Bus, tmp_path: Path, sqlite_url: str) -> None:
    """Order, ids, moments, states and every row of the projection."""
    await a_busy_week(bus)
    done = await export_log(bus, tmp_path / "log", sightings=True)
    assert (done.facts, done.sightings) == (240, 1)
    assert await import_log(other, tmp_path / "log") == (240, 1, "")

    async def facts(of: Bus) -> list[RecordedFact]:
        return [fact async for batch in of.facts() for fact in batch]

    # The broker keeps nanoseconds, Python and the file microseconds.
    assert await facts(other) == await facts(bus)
    ours, theirs = sqlite_url, sqlite_url.replace("projection", "other")
    await rebuild_projection(bus, ours)
    await rebuild_projection(other, theirs)
    rows, imported = rows_of(database(ours)), rows_of(database(theirs))
    assert len(rows["posts"]) == 30
    for table in rows.keys() - {checkpoint.name}:
        assert imported[table] == rows[table], table


async def test_of_withdrawn_posts_no_sightings_are_carried(bus: Bus, other: Bus, tmp_path: Path) -> None:
    """One that a collector wrote behind the withdrawal has comments of the post."""
    await record(bus, *(event(key, "collected") for key in KEYS[:3]))
    retracted = [PostRetracted(post_key=key, revision=0, by="me", reason="asked") for key in KEYS[:2]]
    for key in KEYS[:3]:
        await bus.record_sighting(Sighting(key=key, stats=Stats(views=1), time=NOW))
    await export_log(bus, tmp_path / "before", sightings=True)
    await record(bus, *retracted)
    assert (await export_log(bus, tmp_path / "log", sightings=True)).sightings == 1
    seen = SightingLine(sighting=Sighting(key=KEYS[0], stats=Stats(views=2), time=NOW))
    behind = [FactLine(sequence=4 + place, stored=NOW, fact=one) for place, one in enumerate(retracted)]
    done = await import_log(other, tmp_path / "before", [*behind, seen])
    assert (done.sightings, [one.key async for batch in other.sightings() for _, one in batch]) == (1, [KEYS[2]])


async def test_an_imported_post_goes_on_where_it_was(bus: Bus, other: Bus, tmp_path: Path) -> None:
    """Gaps of the old stream are not kept, so sequences differ; what is expected of the next fact follows the new."""
    await record(bus, event(KEYS[0], "collected"))
    retry = ContentRequested(post_key=KEYS[0], revision=1, from_stage=Stage.FILM, recipe=Recipe(), attempt=2)
    await bus.schedule_retry(retry, NOW + timedelta(days=3650))
    await record(bus, event(KEYS[1], "collected"), event(KEYS[0], "approved"))
    await export_log(bus, tmp_path / "log", sightings=False)
    await import_log(other, tmp_path / "log")
    assert [fact.sequence for fact in await bus.facts_of_post(KEYS[0])] == [1, 4]
    assert [fact.sequence for fact in await other.facts_of_post(KEYS[0])] == [1, 3]
    await other.publish(event(KEYS[0], "scripted"), expected=3)


async def test_retries_and_letters_that_wait_are_restored(bus: Bus, other: Bus, tmp_path: Path) -> None:
    """They are no facts, but follow from one."""
    again, over = KEYS[:2]
    for key, retry_at in ((again, datetime.now(UTC) + timedelta(seconds=1)), (over, None)):
        approved = event(key, "approved")
        failed = ContentFailed.caused_by(
            approved,
            "studio",
            stage=Stage.SCRIPT,
            attempt=1,
            failure=FailureKind.RETRYABLE,
            error="ProviderDown",
            message="잠시 뒤 다시 시도합니다",
            retry_at=retry_at,
        )
        await record(bus, event(key, "collected"), approved, failed)
    await export_log(bus, tmp_path / "log", sightings=False)
    await import_log(other, tmp_path / "log")
    (letter,) = await failed_posts(other)
    assert (letter.post, letter.name, letter.open) == (over, "studio.5", True)
    async with asyncio.timeout(60):
        async for batch in other.facts(kinds=("content.requested",), follow=True):
            (request,) = batch
            break
    assert isinstance(request.event, ContentRequested)
    assert (request.event.post_key, request.event.attempt) == (again, 2)
    assert (await other.post_state(again)).status is Status.PROCESSING


TOMORROW = datetime.now(UTC) + timedelta(days=1)


def rendered(key: PostKey) -> list[Event]:
    return [event(key, kind) for kind in STORY[: STORY.index("rendered") + 1]]


def on_youtube(key: PostKey, kind: str) -> Event:
    return event(key, kind).model_copy(update={"platform": "youtube"})


def released(key: PostKey) -> Event:
    return ContentReleased(
        post_key=key, revision=1, reviewer="지기", platform="youtube", seal="f" * 64, publish_at=TOMORROW
    )


def parked(cause: Event) -> ContentFailed:
    """The publisher waits until tomorrow."""
    return ContentFailed.caused_by(
        cause,
        "publish-youtube",
        stage=Stage.PUBLISH,
        attempt=1,
        failure=FailureKind.RETRYABLE,
        error="Parked",
        message="오늘 올릴 수 있는 만큼 올렸습니다",
        retry_at=TOMORROW,
    )


async def test_a_film_that_waited_for_its_platform_goes_on_waiting(bus: Bus, other: Bus, tmp_path: Path) -> None:
    """Of a platform's durable an empty broker knows nothing: it is laid out when the publisher starts."""
    key = KEYS[0]
    made = rendered(key)
    await record(bus, *made, on_youtube(key, "uploading"), parked(made[-1]))
    await export_log(bus, tmp_path / "log", sightings=False)
    await import_log(other, tmp_path / "log")
    (request,) = await other.scheduled_retries(Stage.PUBLISH, "youtube")
    assert (request.post_key, request.platform) == (key, "youtube")


async def test_an_uploaded_film_goes_on_waiting_for_the_moment_of_its_release(
    bus: Bus, other: Bus, tmp_path: Path
) -> None:
    """Not one that was uploaded after it had waited, nor one whose release was put forward and is done."""
    waits, done, put_forward = KEYS[:3]
    release = released(waits)
    await record(bus, *rendered(waits), on_youtube(waits, "uploaded"), release, parked(release))
    made = rendered(done)
    await record(bus, *made, parked(made[-1]), on_youtube(done, "uploaded"))
    first, second = released(put_forward), released(put_forward)
    fired = retry_request(parked(second), Recipe(), "youtube")
    await record(bus, *rendered(put_forward), on_youtube(put_forward, "uploaded"), first, parked(first))
    await record(bus, second, parked(second), fired)
    await export_log(bus, tmp_path / "log", sightings=False)
    await import_log(other, tmp_path / "log")
    (request,) = await other.scheduled_retries(Stage.PUBLISH, "youtube")
    assert (request.post_key, request.platform) == (waits, "youtube")


async def test_a_system_in_use_is_refused_and_left_alone(bus: Bus, other: Bus, tmp_path: Path) -> None:
    await record(bus, *story(KEYS[0]))
    await export_log(bus, tmp_path / "log", sightings=False)
    await record(other, event(KEYS[1], "collected"))
    with pytest.raises(BadInput, match="holds facts already"):
        await import_log(other, tmp_path / "log")
    assert (await other.facts_head()).last_sequence == 1


@pytest.mark.parametrize(
    ("damage", "line", "code"),
    [
        (lambda lines: [*lines[:3], lines[3].replace("지기", "딴이"), *lines[4:]], 4, "log.line_checksum"),
        (lambda lines: [*lines[:3], *lines[4:]], 4, "log.line_checksum"),
        (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], 3, "log.line_checksum"),
        (lambda lines: lines[:-1], 9, "log.cut_off"),
        (lambda lines: [*lines[:5], lines[5][:40]], 6, "log.line_checksum"),
        (lambda lines: [*lines, lines[-1]], 11, "log.after_end"),
        (lambda lines: lines[1:], 1, "log.line_checksum"),
        (lambda _: [], 0, "log.cut_off"),
    ],
    ids=["changed", "left out", "swapped", "no end", "half a line", "two ends", "no head", "empty"],
)
@pytest.mark.quick_cases(4)
async def test_a_damaged_file_is_refused_by_line_before_anything_is_imported(
    bus: Bus, other: Bus, tmp_path: Path, damage: object, line: int, code: str
) -> None:
    assert callable(damage)
    await record(bus, event(KEYS[0], "collected"), event(KEYS[0], "approved"), event(KEYS[0], "declined"))
    await record(bus, *(event(PostKey.of("x", str(n)), "collected") for n in range(5)))
    file = tmp_path / "log"
    await export_log(bus, file, sightings=False)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(lines) == 10
    file.write_text("".join(damage(lines)), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        await import_log(other, file)
    assert (refused.value.code, refused.value.fields["line"]) == (code, line)
    assert (await other.facts_head()).last_sequence == 0


async def test_a_file_of_another_kind_is_refused(other: Bus, tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_text(json.dumps({"log": "wagglebot"}) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="Line 1 of"):
        await import_log(other, file)
    with pytest.raises(BadInput, match="cannot be read"):
        await import_log(other, tmp_path / "absent")


def names_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def test_an_export_that_fails_leaves_no_file(bus: Bus, tmp_path: Path) -> None:
    await record(bus, *story(KEYS[0]))
    with pytest.raises(BadInput, match="cannot be written"):
        await export_log(bus, tmp_path / "absent" / "log", sightings=False)
    await export_log(bus, tmp_path / "log", sightings=False)
    assert names_in(tmp_path) == ["log"]
    assert len(list(read_exported_log(tmp_path / "log"))) == 10
