"""Garbage collection of media: what a film needs stays, what nothing needs goes after its days, with its bytes told."""

import os
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.facts import FILM
from fixtures.projection import STORY, event

from libraries.bus import Bus, PostHistory
from libraries.maintenance.garbage import Garbage, collect_garbage, find_garbage
from libraries.maintenance.keep_days import KeepDays
from libraries.maintenance.verification import missing_media
from libraries.media.post_store import PostMediaStore
from libraries.media.store import LocalStore
from schemas.clock import VARIABLE, utc_now
from schemas.events import ContentReleased, Film
from schemas.posts import PostKey
from testbed.drills.damage.small_system import add_post

KEPT = KeepDays(pieces=7, films=30, declined=30)


async def told(bus: Bus, store: LocalStore, key: PostKey, kinds: list[str]) -> Film:
    """A post with the facts of these kinds, and files of its own in the store: a film, a scene, a picture."""
    mine = PostMediaStore(store, key)
    video = mine.put(f"film of {key}".encode(), "mp4")
    mine.put(f"scene of {key}".encode(), "h264")
    mine.put(b"scene that films share", "h264")
    film = FILM.model_copy(update={"video": video})
    last = 0
    for kind in kinds:
        last = await bus.publish(event(key, kind, film=film), expected=last)
    return film


async def found(bus: Bus, store: LocalStore, days: float, kept: KeepDays = KEPT) -> set[tuple[str, str]]:
    garbage = await find_garbage(bus, store, kept, datetime.now(UTC) + timedelta(days=days))
    return {(one.post, one.why) for one in garbage} | {(one.name.partition(".")[2], "suffix") for one in garbage}


async def test_scenes_go_after_a_week_and_the_film_a_month_after_its_upload(bus: Bus, tmp_path: Path) -> None:
    store, key = LocalStore(tmp_path), PostKey.of("sample", "1")
    film = await told(bus, store, key, STORY)
    assert await found(bus, store, 6.9) == set()
    assert await found(bus, store, 7.1) == {(str(key), "pieces"), ("h264", "suffix")}
    assert await found(bus, store, 30.1) == {(str(key), "uploaded"), ("h264", "suffix"), ("mp4", "suffix")}
    assert await found(bus, store, 9999, KeepDays(0, 0, 0)) == set()
    garbage = await find_garbage(bus, store, KEPT, datetime.now(UTC) + timedelta(days=8))
    assert await collect_garbage(bus, store, KEPT, datetime.now(UTC) + timedelta(days=8)) == garbage != []
    assert store.path(film.video).is_file()
    assert await found(bus, store, 8) == set()


async def test_posts_whose_files_went_are_not_looked_up_again(
    bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A station that ran for a year has thousands of them, and would ask the broker for each on every day."""
    store, key = LocalStore(tmp_path), PostKey.of("sample", "1")
    await told(bus, store, key, STORY)
    looked_up: list[PostKey] = []

    def noted(key: PostKey) -> Awaitable[PostHistory]:
        looked_up.append(key)
        return Bus.post_history(bus, key)

    monkeypatch.setattr(bus, "post_history", noted)
    now = datetime.now(UTC)
    assert await find_garbage(bus, store, KEPT, now + timedelta(days=6)) == []
    assert looked_up == []
    await collect_garbage(bus, store, KEPT, now + timedelta(days=31))
    assert set(looked_up) == {key}
    looked_up.clear()
    assert await find_garbage(bus, store, KEPT, now + timedelta(days=99)) == []
    assert looked_up == []


async def test_results_of_stages_go_with_what_they_name(bus: Bus, tmp_path: Path) -> None:
    """Every line that is spoken and every scene leaves one; those that a fact of the living revision names stay."""
    store, key = LocalStore(tmp_path), PostKey.of("sample", "1")
    await told(bus, store, key, STORY)
    mine, part, named = PostMediaStore(store, key), "7" * 64, "e" * 64
    mine.keep_result(part, b"{}")
    mine.keep_result(named, b"{}")
    later = datetime.now(UTC) + timedelta(days=8)
    deleted = {one.name for one in await collect_garbage(bus, store, KEPT, later)}
    assert (f"stages/{part}" in deleted, f"stages/{named}" in deleted) == (True, False)
    assert (store.kept_result(part), store.kept_result(named)) == (None, b"{}")
    await collect_garbage(bus, store, KEPT, datetime.now(UTC) + timedelta(days=31))
    assert store.kept_result(named) is None


async def test_a_film_that_was_never_uploaded_stays(bus: Bus, tmp_path: Path) -> None:
    store, key = LocalStore(tmp_path), PostKey.of("sample", "1")
    await told(bus, store, key, STORY[:-2])
    assert await found(bus, store, 365) == {(str(key), "pieces"), ("h264", "suffix")}


async def test_posts_at_work_lose_nothing_and_declined_ones_all_but_their_pictures(bus: Bus, tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    working, declined = PostKey.of("sample", "1"), PostKey.of("sample", "2")
    await told(bus, store, working, STORY[:4])
    await told(bus, store, declined, [*STORY[:4], "declined"])
    assert await found(bus, store, 29) == set()
    # The scene that both share stays for the one that is at work.
    garbage = await find_garbage(bus, store, KEPT, datetime.now(UTC) + timedelta(days=31))
    assert {(one.post, one.why) for one in garbage} == {(str(declined), "declined")}
    assert len(garbage) == 2


async def test_a_file_that_was_just_touched_stays(bus: Bus, tmp_path: Path) -> None:
    store, key = LocalStore(tmp_path), PostKey.of("sample", "1")
    await told(bus, store, key, STORY)
    later = datetime.now(UTC) + timedelta(days=8)
    shared = store.put(b"scene that films share", "h264")
    scene = store.path(shared)
    os.utime(scene, (later.timestamp(), later.timestamp()))
    garbage: list[Garbage] = await find_garbage(bus, store, KEPT, later)
    assert len(garbage) == 1
    assert garbage[0].name != shared.key


async def test_a_post_that_a_preview_works_on_loses_nothing(bus: Bus, tmp_path: Path) -> None:
    """A preview is no fact: that it works is known from what it notes in the store."""
    store, key = LocalStore(tmp_path), PostKey.of("sample", "1")
    await told(bus, store, key, STORY[:1])
    (tmp_path / "posts" / "a copy of somebody.txt").touch()
    later = datetime.now(UTC) + timedelta(days=8)
    assert len(await found(bus, store, 8)) > 0
    notes = tmp_path / "posts" / f"{key}.txt"
    os.utime(notes, (later.timestamp() - 600, later.timestamp() - 600))
    assert await found(bus, store, 8) == set()
    assert len(await found(bus, store, 9.1)) > 0


async def test_a_film_that_another_platform_still_waits_for_stays(bus: Bus, tmp_path: Path) -> None:
    store, key = LocalStore(tmp_path), PostKey.of("sample", "1")
    film = await told(bus, store, key, STORY)
    release = ContentReleased(
        post_key=key,
        revision=1,
        platform="tiktok",
        privacy="public",
        seal="a" * 64,
        publish_at=datetime.now(UTC) + timedelta(days=60),
        reviewer="me",
    )
    await bus.publish(release, expected=(await bus.post_state(key)).sequence)
    assert await found(bus, store, 31) == {(str(key), "pieces"), ("h264", "suffix")}
    await collect_garbage(bus, store, KEPT, datetime.now(UTC) + timedelta(days=31))
    assert store.path(film.video).is_file()


async def test_what_was_cleaned_is_not_missing(bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes go on naming results that were cleaned, also after a film that was made anew is measured."""
    store, clock = LocalStore(tmp_path / "media"), tmp_path / "clock"
    (tmp_path / "media").mkdir()
    monkeypatch.setenv(VARIABLE, str(clock))
    clock.write_text("0")
    uploaded, remade = await add_post(bus, store, 1), await add_post(bus, store, 2)
    for kind in ("requested", "rendered", "uploaded"):
        film = FILM.model_copy(update={"video": store.put(b"another film", "mp4")})
        film = film.model_copy(update={"thumbnail": film.video, "captions": film.video})
        last = (await bus.post_history(remade)).sequence
        await bus.publish(event(remade, kind, 2, from_stage="film", film=film), expected=last)
    PostMediaStore(store, remade).keep_result("7" * 64, b"{}")
    assert [one async for one in missing_media(bus, store.root, KEPT)] == []
    clock.write_text(str(8 * 86_400))
    deleted = {one.name for one in await collect_garbage(bus, store, KEPT)}
    assert f"stages/{'7' * 64}" in deleted
    last = (await bus.post_history(remade)).sequence
    await bus.publish(event(remade, "measured", 2, time=utc_now()), expected=last)
    assert [one async for one in missing_media(bus, store.root, KEPT)] == []
    clock.write_text(str(39 * 86_400))
    assert {one.post for one in await collect_garbage(bus, store, KEPT)} == {str(uploaded), str(remade)}
    assert [one async for one in missing_media(bus, store.root, KEPT)] == []
