"""The media store: content decides the name, and a file that exists is whole."""

import hashlib
import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from libraries.media.store import LocalStore, MediaMissing
from libraries.media.store_mark import MARK, mark_store_folder
from schemas.errors import ConfigurationError, NoSpace
from schemas.posts import PostKey


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "media")


@contextmanager
def small_files() -> Iterator[None]:
    """No file of this process may grow beyond a kilobyte: what a full disk looks like without a disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_content_decides_the_name(store: LocalStore) -> None:
    reference = store.put(b"picture", "png")
    assert reference.sha256 == hashlib.sha256(b"picture").hexdigest()
    assert reference.size == 7
    assert store.path(reference).read_bytes() == b"picture"
    assert store.put(b"picture", "png") == reference
    assert files(store.root) == [reference.key]


def test_an_adopted_file_moves_into_the_store(store: LocalStore, tmp_path: Path) -> None:
    made = tmp_path / "made.mp4"
    made.write_bytes(b"film" * 1000)
    reference = store.move_in(made, "mp4")
    assert not made.exists()
    assert store.path(reference).read_bytes() == b"film" * 1000
    assert files(store.root) == [reference.key]


def test_a_file_from_another_file_system_is_adopted_whole(store: LocalStore) -> None:
    made = Path("/dev/shm") / f"wagglebot-test-{os.getpid()}"
    if not made.parent.is_dir() or made.parent.stat().st_dev == store.root.parent.stat().st_dev:
        pytest.skip("no second file system here")
    made.write_bytes(b"film" * 1000)
    reference = store.move_in(made, "mp4")
    assert not made.exists()
    assert files(store.root) == [reference.key]


def test_a_missing_file_is_named(store: LocalStore) -> None:
    reference = store.put(b"gone", "wav")
    store.path(reference).unlink()
    with pytest.raises(MediaMissing, match=reference.key):
        store.path(reference)


def test_a_remembered_result_is_recalled_and_replaced(store: LocalStore) -> None:
    key = "e" * 64
    assert store.kept_result(key) is None
    store.keep_result(key, b"{}")
    store.keep_result(key, b'{"better": 1}')
    assert store.kept_result(key) == b'{"better": 1}'


def test_a_disk_that_fills_while_adopting_keeps_the_original_and_nothing_else(store: LocalStore) -> None:
    made = Path("/dev/shm") / f"wagglebot-full-{os.getpid()}"
    if not made.parent.is_dir() or made.parent.stat().st_dev == store.root.parent.stat().st_dev:
        pytest.skip("no second file system here")
    made.write_bytes(b"film" * 1000)
    with small_files(), pytest.raises(NoSpace):
        store.move_in(made, "mp4")
    assert files(store.root) == []
    assert made.stat().st_size == 4000
    made.unlink()


def test_a_full_disk_is_retryable_and_leaves_nothing_half_written(store: LocalStore) -> None:
    with small_files(), pytest.raises(NoSpace, match="Free some space"):
        store.put(b"x" * 4096, "png")
    assert files(store.root) == []
    assert store.put(b"small", "png").size == 5


def test_what_a_killed_writer_left_is_cleared_away_once_nobody_can_be_at_it(store: LocalStore) -> None:
    reference = store.put(b"picture", "png")
    folder = (store.root / reference.key).parent
    for name, age in (("fresh", 60), ("dead", 7200)):
        part = folder / f".part-{name}"
        part.write_bytes(b"half")
        os.utime(part, times=(time.time() - age,) * 2)
    assert store.delete_unfinished() == 1
    assert files(store.root) == sorted([f"{folder.name}/.part-fresh", reference.key])


def test_a_store_whose_disk_is_away_takes_nothing_and_gives_nothing(tmp_path: Path) -> None:
    root, note = tmp_path / "media", tmp_path / "note"
    mark_store_folder(root, note)
    mark_store_folder(root, note)
    store = LocalStore(root)
    ref = store.put(b"a", "png")
    away = root.rename(tmp_path / "away")
    root.mkdir()  # the mount point of the disk
    for work in (
        lambda: store.put(b"b", "png"),
        lambda: store.path(ref),
        lambda: store.keep_result("a" * 64, b"{}"),
        lambda: store.kept_result("a" * 64),
        lambda: store.delete(ref.key),
        lambda: store.delete_result("a" * 64),
        lambda: store.used_by(PostKey.of("sample", "1")),
        lambda: store.note_use(PostKey.of("sample", "1"), ref.key),
        lambda: mark_store_folder(root, note),
    ):
        with pytest.raises(NoSpace, match=r"mark \.wagglebot-media is missing"):
            work()
    assert list(root.iterdir()) == []
    root.rmdir()
    away.rename(root)
    assert store.path(ref).read_bytes() == b"a"
    mark_store_folder(tmp_path / "other", note)
    assert (tmp_path / "other" / MARK).is_file()


def test_a_note_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    mark_store_folder(tmp_path / "media", tmp_path / "file" / "note")
    assert (tmp_path / "media" / MARK).is_file()


def test_what_is_put_again_is_as_new(store: LocalStore) -> None:
    reference = store.put(b"picture", "png")
    os.utime(store.path(reference), (1.0, 1.0))
    store.put(b"picture", "png")
    assert time.time() - store.path(reference).stat().st_mtime < 60


def test_a_file_that_may_not_be_deleted_is_an_error_of_ours(store: LocalStore) -> None:
    reference = store.put(b"picture", "png")
    place = store.path(reference)
    place.unlink()
    place.mkdir()
    with pytest.raises(ConfigurationError, match=place.name):
        store.delete(reference.key)
