"""Garbage collection beside what changes meanwhile, of posts that are no more, and after years."""

import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.facts import post
from fixtures.projection import STORY, event

from libraries.bus import Bus, PostHistory
from libraries.maintenance.garbage import Garbage, collect_garbage
from libraries.maintenance.keep_days import KeepDays
from libraries.media.post_store import PostMediaStore
from libraries.media.store import LocalStore
from schemas.events import Event, PostApproved
from schemas.posts import Image, PostKey

KEPT = KeepDays(pieces=7, films=30, declined=30)
KEY, OTHER = PostKey.of("sample", "1"), PostKey.of("sample", "2")


async def record(bus: Bus, *events: Event) -> None:
    for one in events:
        await bus.publish(one, expected=(await bus.post_history(one.post_key)).sequence)


def with_picture(store: LocalStore, key: PostKey) -> Event:
    """A collected post with a picture that its collector noted."""
    picture = PostMediaStore(store, key).put(f"picture of {key}".encode(), "webp")
    image = Image(media=picture, width=10, height=10, source_url="https://waggle.example/1.webp")
    return event(key, "collected", post=post(key.id).model_copy(update={"images": (image,)}))


async def collected(bus: Bus, store: LocalStore, days: float, settled: dict[str, float] | None = None) -> list[Garbage]:
    return await collect_garbage(bus, store, KEPT, datetime.now(UTC) + timedelta(days=days), settled)


def stored(store: LocalStore) -> set[str]:
    return {str(path.relative_to(store.root)) for path in store.root.rglob("*") if path.is_file()}


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


def on_look_up(bus: Bus, monkeypatch: pytest.MonkeyPatch, then: Callable[[PostKey], Awaitable[object]]) -> None:
    """Do something behind each look-up of a post's history."""
    look_up = bus.post_history

    async def noted(key: PostKey) -> PostHistory:
        history = await look_up(key)
        await then(key)
        return history

    monkeypatch.setattr(bus, "post_history", noted)


async def test_a_film_post_of_which_only_its_pictures_are_left_is_not_looked_up_again(
    bus: Bus, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await record(bus, with_picture(store, KEY), *(event(KEY, kind) for kind in STORY[1:]))
    PostMediaStore(store, KEY).put(b"scene", "h264")
    await record(bus, with_picture(store, OTHER))  # never filmed: its pictures are all that it notes
    settled: dict[str, float] = {}
    looked_up: list[PostKey] = []

    async def note(key: PostKey) -> None:
        looked_up.append(key)

    on_look_up(bus, monkeypatch, note)
    assert [one.why for one in await collected(bus, store, 31, settled)] == ["uploaded"]
    assert set(looked_up) == {KEY}
    looked_up.clear()
    assert await collected(bus, store, 32, settled) == []
    assert looked_up == []
    PostMediaStore(store, KEY).put(b"scene of a preview", "h264")
    assert len(await collected(bus, store, 62, settled)) == 1
    assert set(looked_up) == {KEY}


async def test_notes_are_read_for_all_posts_together(
    bus: Bus, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        key = PostKey.of("sample", str(number))
        PostMediaStore(store, key).put(b"scene of %d" % number, "h264")
        await record(bus, event(key, "collected"))
    read: list[Path] = []
    read_text = Path.read_text

    def counted(path: Path, encoding: str | None = None, errors: str | None = None) -> str:
        read.append(path)
        return read_text(path, encoding=encoding, errors=errors)

    monkeypatch.setattr(Path, "read_text", counted)
    assert len(await collected(bus, store, 8)) == 9
    # Which are old, what each post with something old names, and who else uses that.
    assert len(read) == 3 * 9


@pytest.mark.parametrize("what", ["approval", "preview", "use by another"])
async def test_what_begins_while_it_cleans_keeps_its_files(
    bus: Bus, store: LocalStore, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    piece = PostMediaStore(store, KEY).put(b"scene of a preview", "h264")
    await record(bus, event(KEY, "collected"))
    begun: list[str] = []

    async def begin(key: PostKey) -> None:
        begun.append(what)
        if what == "approval" and len(begun) == 1:
            await record(bus, PostApproved(post_key=key, revision=1, reviewer="kim"))
        elif what != "approval" and len(begun) == 2:
            PostMediaStore(store, OTHER if what == "use by another" else key).path(piece)

    on_look_up(bus, monkeypatch, begin)
    assert await collected(bus, store, 8) == []
    assert store.path(piece).is_file()


async def test_what_a_preview_stored_behind_a_withdrawal_goes_at_once_with_its_notes(
    bus: Bus, store: LocalStore
) -> None:
    old = with_picture(store, OTHER)
    (store.root / "posts" / f"{OTHER}.txt").unlink()  # as collected by release 0.1.0
    picture = next(iter(stored(store)))
    await record(bus, old, event(KEY, "collected"), event(KEY, "retracted"))
    preview = PostMediaStore(store, KEY)
    preview.put(f"picture of {OTHER}".encode(), "webp")
    preview.put(b"voice of the post", "wav")
    preview.keep_result("7" * 64, b"{}")
    shared = preview.put(b"scene that films share", "h264")
    PostMediaStore(store, OTHER).path(shared)
    deleted = await collected(bus, store, 0)
    assert {(one.post, one.why, one.name.rpartition(".")[2][:7]) for one in deleted} == {
        (str(KEY), "withdrawn", "wav"),
        (str(KEY), "withdrawn", "stages/"),
    }
    assert stored(store) == {picture, shared.key, f"posts/{OTHER}.txt"}


async def test_pictures_of_a_post_that_was_not_collected_in_the_end_go(bus: Bus, store: LocalStore) -> None:
    with_picture(store, KEY)
    await record(bus, with_picture(store, OTHER))
    PostMediaStore(store, KEY).put(f"picture of {OTHER}".encode(), "webp")
    assert await collected(bus, store, 6) == []
    assert [(one.post, one.why) for one in await collected(bus, store, 8)] == [(str(KEY), "uncollected")]
    assert len(stored(store)) == 2
    assert not (store.root / "posts" / f"{KEY}.txt").exists()


async def test_where_the_stream_is_younger_nothing_counts_as_not_collected(bus: Bus, store: LocalStore) -> None:
    """A broker whose folder was lost is empty until a backup is restored."""
    with_picture(store, KEY)
    begun = datetime.fromisoformat((await bus.facts_head()).identity).timestamp()
    os.utime(store.root / "posts" / f"{KEY}.txt", (begun - 60, begun - 60))
    assert await collected(bus, store, 365) == []
    assert len(stored(store)) == 2
