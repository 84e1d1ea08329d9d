"""The media store of one post: what it stores and reads is noted, and everything else is the store's."""

from pathlib import Path

import pytest

from libraries.backups.media_pool import write_media_uses
from libraries.media.post_store import PostMediaStore
from libraries.media.store import LocalStore, MediaMissing, media_ref, stage_result_name
from schemas.posts import PostKey

ONE, TWO = PostKey.of("sample", "1"), PostKey.of("sample", "2")
KEY = "a" * 64


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "media")


def test_what_is_stored_is_the_stores_and_noted(store: LocalStore, tmp_path: Path) -> None:
    own = PostMediaStore(store, ONE)
    put = own.put(b"narration", "wav")
    film = tmp_path / "film.mp4"
    film.write_bytes(b"a film")
    adopted = own.move_in(film, "mp4")
    own.keep_result(KEY, b"{}")
    assert store.path(put).read_bytes() == b"narration"
    assert store.path(adopted).read_bytes() == b"a film"
    assert own.kept_result(KEY) == store.kept_result(KEY) == b"{}"
    assert store.used_by(ONE) == {put.key, adopted.key, stage_result_name(KEY)}
    assert store.used_by(TWO) == set()


def test_what_was_there_already_is_noted_when_it_is_read(store: LocalStore) -> None:
    ref = store.put(b"shared", "wav")
    store.keep_result(KEY, b"{}")
    own = PostMediaStore(store, ONE)
    assert own.path(ref) == store.path(ref)
    assert own.kept_result(KEY) == b"{}"
    assert own.kept_result("b" * 64) is None
    assert store.used_by(ONE) == {ref.key, stage_result_name(KEY)}


def test_what_cannot_be_written_is_noted_before(store: LocalStore, tmp_path: Path) -> None:
    """A stage that dies in the middle of a write leaves nothing that is not noted."""
    own = PostMediaStore(store, ONE)
    ref = media_ref("0" * 64, 1, "mp4")
    with pytest.raises(MediaMissing):
        own.path(ref)
    with pytest.raises(FileNotFoundError):
        own.move_in(tmp_path / "none", "mp4")
    assert store.used_by(ONE) == {ref.key}


def test_a_name_is_noted_once(store: LocalStore) -> None:
    own = PostMediaStore(store, ONE)
    for _ in range(3):
        own.put(b"narration", "wav")
    file = store.root / "posts" / "sample.1.txt"
    assert len(file.read_text().splitlines()) == 1
    PostMediaStore(store, ONE).put(b"narration", "wav")  # another process notes it again, which changes nothing
    assert len(store.used_by(ONE)) == 1


def test_what_two_posts_use_is_named_for_both(store: LocalStore) -> None:
    one, two = PostMediaStore(store, ONE), PostMediaStore(store, TWO)
    shared, own = one.put(b"shared", "wav"), one.put(b"own", "wav")
    two.put(b"shared", "wav")
    other = two.put(b"other", "wav")
    mine = store.used_by(ONE)
    assert store.used_by_others(ONE, mine) == {shared.key}
    assert store.used_by_others(TWO, store.used_by(TWO)) == {shared.key}
    assert store.used_by_others(ONE, {own.key}) == set()
    store.delete_uses(ONE)
    assert store.used_by(ONE) == set()
    assert store.used_by(TWO) == {shared.key, other.key}
    store.delete_uses(ONE)


def test_everything_else_is_left_to_the_store(store: LocalStore) -> None:
    own = PostMediaStore(store, ONE)
    ref = own.put(b"narration", "wav")
    own.keep_result(KEY, b"{}")
    files, results = own.written_between(0, 2e9)
    assert (files, results) == ([ref.key], [KEY])
    own.note_use(TWO, ref.key)
    assert own.used_by_others(ONE, own.used_by(ONE)) == {ref.key}
    own.delete_uses(TWO)
    assert own.used_by(TWO) == set()
    assert own.delete(ref.key)
    assert not own.delete(ref.key)
    assert own.delete_result(KEY)
    assert own.delete_unfinished() == 0


def test_a_damaged_note_is_left_out_and_the_others_are_kept(store: LocalStore, tmp_path: Path) -> None:
    """One flipped bit ended the daily backup, and every withdrawal."""
    first, second = (PostMediaStore(store, ONE).put(content, "png") for content in (b"a", b"b"))
    PostMediaStore(store, TWO).put(b"b", "png")
    notes = store.root / "posts" / f"{ONE}.txt"
    content = bytearray(notes.read_bytes())
    content[3] ^= 0x80
    notes.write_bytes(bytes(content) + b"/etc/passwd\n../../x.png\n")
    assert store.used_by(ONE) == {second.key}
    assert store.used_by_others(TWO, {first.key, second.key}) == {second.key}
    write_media_uses(store.root, tmp_path / "uses.txt")
    assert (tmp_path / "uses.txt").read_text() == f"{ONE} {second.key}\n{TWO} {second.key}\n"


def test_a_use_that_is_noted_while_notes_are_read_counts(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A station of some years has so many notes that reading them takes seconds."""
    shared = PostMediaStore(store, ONE).put(b"picture", "webp")
    PostMediaStore(store, TWO).put(b"another picture", "webp")
    read_text, read = Path.read_text, 0

    def note_behind(path: Path, encoding: str | None = None, errors: str | None = None) -> str:
        nonlocal read
        text, read = read_text(path, encoding=encoding, errors=errors), read + path.stem.endswith(".2")
        if read == 1:
            store.note_use(TWO, shared.key)
        return text

    monkeypatch.setattr(Path, "read_text", note_behind)
    assert store.used_by_others(ONE, {shared.key}) == {shared.key}
