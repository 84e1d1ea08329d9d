"""Who can see a film: the journal of uploads and the releases say it, not that an upload was recorded."""

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from fixtures.facts import FILM, SCRIPT, post
from fixtures.rows import each_row

from libraries.bus import Bus
from schemas.events import ContentReleased, Film
from schemas.states import PostState, Status
from services.commands.release import require_publication
from services.config import PublishSettings
from services.publish.upload.journal import UploadJournal, UploadRecord, UploadState
from services.publish.visibility import FilmOnPlatform, Visibility, film_on_platforms

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
_NUMBERS = itertools.count(1)
TOMORROW, YESTERDAY = NOW + timedelta(days=1), NOW - timedelta(days=1)


Row = tuple[str, Mapping[str, Any] | None, bool, tuple[datetime | None, ...], str]


def state_of(row: Row, film: Film, seal: str = "") -> PostState:
    """A film that was uploaded, if it was, and released so often. ``seal``: of other words than it has."""
    _, _, there, releases, _ = row
    uploaded = frozenset({row[0]} if there else ())
    fields: dict[str, Any] = {"status": Status.UPLOADED, "revision": 1, "post": post(), "script": SCRIPT}
    state = PostState(**fields, film=film, uploaded=uploaded)
    named: dict[str, Any] = {"post_key": post().key, "revision": 1, "reviewer": "kim", "platform": row[0]}
    seal = seal or require_publication(state).seal
    released = tuple(ContentReleased(**named, seal=seal, publish_at=at) for at in releases)
    return state.model_copy(update={"released": released})


@each_row(
    "row",
    [
        ("youtube", None, False, (), "waiting"),
        ("youtube", {"state": UploadState.OPEN}, False, (), "uploading"),
        ("youtube", {"state": UploadState.SENT}, False, (), "uploading"),
        ("youtube", {"state": UploadState.SETTLING}, False, (), "uploading"),
        ("youtube", {"state": UploadState.DONE}, True, (), "private"),
        ("youtube", {"state": UploadState.DONE}, True, (TOMORROW,), "scheduled"),
        ("youtube", {"state": UploadState.DONE}, True, (TOMORROW, YESTERDAY), "due"),
        ("youtube", {"state": UploadState.DONE}, True, (None,), "due"),
        ("youtube", {"state": UploadState.DONE, "privacy": "public"}, True, (None,), "public"),
        ("youtube", {"state": UploadState.DONE, "privacy": "unlisted"}, True, (None,), "unlisted"),
        ("youtube", {"state": UploadState.DOUBT, "reason": "lost"}, False, (), "doubt"),
        ("youtube", {"state": UploadState.WITHDRAWN}, True, (None,), "withdrawn"),
        ("youtube", None, True, (), "private"),
        ("tiktok", None, False, (TOMORROW,), "scheduled"),
        ("export", {"state": UploadState.DONE}, True, (), "stored"),
        ("export", {"state": UploadState.OPEN}, False, (), "uploading"),
        ("gone-plug-in", None, True, (), "private"),
    ],
)
async def test_visibility(bus: Bus, row: Row) -> None:
    platform, journal, _, _, expected = row
    # Every row is of a film of its own: an entry of the journal is by the hash of the film.
    digest = f"{next(_NUMBERS):064x}"
    film = FILM.model_copy(update={"video": FILM.video.model_copy(update={"sha256": digest})})
    if journal is not None:
        entry: dict[str, Any] = {"platform": platform, "channel": "main", "post_key": post().key, "revision": 1}
        await UploadJournal(bus.ledger()).write(UploadRecord(**entry, video_sha256=digest, **journal), 0)
    found = await _found(bus, state_of(row, film), platform)
    assert found.visibility is Visibility(expected)
    assert found.shows is (platform != "export")
    assert (found.at == TOMORROW) is (expected == "scheduled")


async def test_a_release_of_other_words_shows_nothing(bus: Bus) -> None:
    row: Row = ("youtube", None, True, (None,), "")
    assert (await _found(bus, state_of(row, FILM, seal="0" * 64), "youtube")).visibility is Visibility.PRIVATE


async def test_a_release_that_was_taken_back_is_private(bus: Bus) -> None:
    row: Row = ("youtube", None, True, (TOMORROW,), "")
    state = state_of(row, FILM)
    hidden = state.released[0].model_copy(update={"privacy": "private", "publish_at": None})
    taken_back = state.model_copy(update={"released": (*state.released, hidden)})
    assert (await _found(bus, taken_back, "youtube")).visibility is Visibility.PRIVATE


async def _found(bus: Bus, state: PostState, platform: str) -> FilmOnPlatform:
    settings = PublishSettings(platforms=("export", "youtube", "tiktok"))
    found = await film_on_platforms(bus, settings, state, require_publication(state), NOW)
    return next(one for one in found if one.platform == platform)
