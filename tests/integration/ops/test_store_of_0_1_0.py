"""What release 0.1.0 stored: read, folded to the same rows, its films found, and made again where a version is newer.

``tests/data/store-0.1.0`` holds the exported log of a small installation of that release (two demo films, decisions, an
edited script, a remake, a withdrawal, failures of both kinds, a post that is gone) and the rows its projector made.
"""

import asyncio
import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from fixtures.projection import rows_of

from libraries.backups.fact_log import FactLine, read_exported_log
from libraries.backups.transfer.log_import import import_log
from libraries.bus import Bus
from libraries.media.store import LocalStore, MediaMissing
from schemas.events import ContentFailed, ContentRequested, FailureKind
from schemas.media import MediaRef
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import PostState, Status
from services.cli import replays
from services.commands.bulk_remake import (
    PlannedRemake,
    RemakeCandidate,
    RemakeFilter,
    count_runs_and_hits,
    find_posts_to_remake,
    plan_remakes,
)
from services.config import StudioSettings
from services.projector.database import create_database_engine
from services.projector.rebuild import rebuild_projection
from services.studio.cache.stage_cache import result_key
from services.studio.worker.protocol import StageInputs, StageResult

STORE: Final = Path(__file__).parents[2] / "data/store-0.1.0"
KINDS: Final = {
    *("post.collected", "post.approved", "post.declined", "post.reopened", "post.gone", "post.found", "post.retracted"),
    *("content.requested", "content.started", "content.scripted", "content.script_approved", "content.voiced"),
    *("content.rendered", "content.released", "content.uploading", "content.uploaded", "content.withdrawn"),
    "content.failed",
}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exported log as a file."""
    file = tmp_path_factory.mktemp("store") / "facts.jsonl"
    file.write_bytes(gzip.decompress((STORE / "facts.jsonl.gz").read_bytes()))
    return file


@pytest.fixture
async def imported(bus: Bus, log: Path, monkeypatch: pytest.MonkeyPatch) -> Bus:
    """A broker that holds the facts of 0.1.0. A retry that was due then waits, so that it adds no fact to them."""
    plain = bus.schedule_retry

    async def far_off(event: ContentRequested, at: datetime) -> None:
        await plain(event, at.replace(year=2099))

    monkeypatch.setattr(bus, "schedule_retry", far_off)
    assert (await import_log(bus, log))[:2] == (90, 1)
    return bus


def placed(store: LocalStore, ref: MediaRef) -> Path:
    """A file of the right name and size, without content."""
    path = store.root / ref.key
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(ref.size)
    return path


def films(found: dict[PostKey, RemakeCandidate]) -> Iterator[MediaRef]:
    for post in found.values():
        assert post.state.film is not None
        yield post.state.film.video


_NEW_OF_LINES = ',"continues":null,"person":"","pause_after":0.0,"speed":1.0,"emphasis":[],"recording":null'


def plainly(value: Any) -> Any:
    """As the kept rows have it: without the fields that are empty in facts of 0.1.0."""
    if isinstance(value, str):
        return value.replace(',"code":"","fields":{}', "").replace(_NEW_OF_LINES, "")
    return value.isoformat() if isinstance(value, datetime) else value


def test_every_kind_of_fact_of_0_1_0_is_read(log: Path) -> None:
    facts = [entry.fact for entry in read_exported_log(log) if isinstance(entry, FactLine)]
    assert {fact.kind for fact in facts} == KINDS
    failures = [fact for fact in facts if isinstance(fact, ContentFailed)]
    assert {failed.failure for failed in failures} == {FailureKind.PERMANENT, FailureKind.RETRYABLE}
    assert "studio.ffmpeg: /nowhere/ffmpeg does not exist" in failures[0].message


async def test_the_log_of_0_1_0_folds_to_the_same_rows(imported: Bus, sqlite_url: str) -> None:
    """Columns that are new since then have no counterpart; every row and every column of then is as it was."""
    await rebuild_projection(imported, sqlite_url)
    rows = rows_of(create_database_engine(sqlite_url))
    of_then: dict[str, list[dict[str, Any]]] = json.loads(gzip.decompress((STORE / "rows.json.gz").read_bytes()))
    assert {name: len(table) for name, table in of_then.items()} == {
        "comments": 374,
        "contents": 6,
        "posts": 36,
        "uploads": 4,
    }
    for name, table in of_then.items():
        now = [{column: plainly(value) for column, value in row.items()} for row in rows[name]]
        assert [{column: row[column] for column in old} for row, old in zip(now, table, strict=True)] == table, name


async def test_films_of_0_1_0_are_found_where_their_facts_say(imported: Bus, tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    found = await find_posts_to_remake(imported, RemakeFilter())
    assert {str(key): post.state.status for key, post in found.items()} == {
        "sample.1001": Status.UPLOADED,
        "sample.1002": Status.UPLOADED,
        "sample.1006": Status.UPLOADED,
    }
    for video in films(found):
        with pytest.raises(MediaMissing):
            store.path(video)
        file = placed(store, video)
        assert store.path(video) == file


async def test_films_of_0_1_0_are_made_again_and_the_plan_says_so(imported: Bus, tmp_path: Path) -> None:
    """Their stage keys were hashes over files: none is looked for today."""
    store = LocalStore(tmp_path)
    found = await find_posts_to_remake(imported, RemakeFilter())
    for post in found.values():
        assert set(post.made) == {Stage.SCRIPT, Stage.VOICE, Stage.FILM}
        for key in post.made.values():
            store.keep_result(key, b"a result that release 0.1.0 remembered")
    for stage in (Stage.SCRIPT, Stage.VOICE, Stage.FILM):
        remakes = await asyncio.to_thread(plan_remakes, store, StudioSettings(), found, stage, {})
        assert [(one.outdated, one.hits) for one in remakes] == [(True, ())] * 3
    changed = await asyncio.to_thread(
        plan_remakes, store, StudioSettings(), found, Stage.FILM, {"film": {"theme": "cream"}}
    )
    assert [one.outdated for one in changed] == [False] * 3, "they are made again because another theme was asked for"


def test_the_command_says_how_many_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    def announced(*outdated: bool) -> str:
        key, state, recipe = PostKey.of("sample", "1"), PostState(), Recipe()
        remakes = [PlannedRemake(key, state, Stage.FILM, recipe, (Stage.FILM,), (), one) for one in outdated]
        replays._print_plan(remakes, count_runs_and_hits(remakes), json=False)
        return " ".join(capsys.readouterr().out.split())

    assert (
        "2 of 3 were made by an older version of WaggleBot, or with other settings, models or assets: "
        "what was kept of them is not used, they are made again."
    ) in announced(True, False, True)
    assert "older" not in announced(False)


async def test_a_film_of_this_version_is_not_said_to_be_older(imported: Bus, tmp_path: Path) -> None:
    """With its results it is found again; without them it is made again, but not for its age."""
    store, settings = LocalStore(tmp_path), StudioSettings()
    found = await find_posts_to_remake(imported, RemakeFilter(ids=(PostKey.of("sample", "1001"),)))
    ((key, post),) = found.items()
    state = post.state
    assert state.post is not None
    inputs = StageInputs(
        stage=Stage.FILM,
        post=state.post,
        recipe=state.recipe,
        settings=settings,
        script=state.script,
        voice=state.voice,
    )
    of_today = {key: post._replace(made={**post.made, Stage.FILM: result_key(inputs)})}
    (lost,) = await asyncio.to_thread(plan_remakes, store, settings, of_today, Stage.FILM, {})
    assert (lost.outdated, lost.runs) == (False, (Stage.FILM,))
    assert state.film is not None
    made = StageResult(film=state.film, served_by="libx264", seconds=1)
    store.keep_result(result_key(inputs), made.model_dump_json().encode())
    for media in (state.film.video, state.film.thumbnail, state.film.captions, state.film.styled_captions):
        assert media is not None
        placed(store, media)
    (kept,) = await asyncio.to_thread(plan_remakes, store, settings, of_today, Stage.FILM, {})
    assert (kept.outdated, kept.runs, kept.hits) == (False, (), (Stage.FILM,))
