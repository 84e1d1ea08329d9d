"""The media store against a model, and what it gives to whoever cleans up."""

import hashlib
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pydantic import ValidationError

from libraries.media.store import LocalStore, MediaMissing
from schemas.media import MediaRef

CONTENT = st.binary(max_size=8)
KEYS = st.sampled_from([letter * 64 for letter in "abc0"])
SUFFIXES = st.sampled_from(["png", "mp4", "json"])


class StoreMachine(RuleBasedStateMachine):
    """Any sequence of calls leaves just the files and results that a dictionary would hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.store = LocalStore(Path(self.folder.name) / "media")
        self.files: dict[str, bytes] = {}
        self.results: dict[str, bytes] = {}
        self.refs: dict[str, MediaRef] = {}

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(data=CONTENT, suffix=SUFFIXES)
    def put(self, data: bytes, suffix: str) -> None:
        self._stored(self.store.put(data, suffix), data, suffix)

    @rule(data=CONTENT, suffix=SUFFIXES)
    def adopt(self, data: bytes, suffix: str) -> None:
        made = Path(self.folder.name) / "made"
        made.write_bytes(data)
        self._stored(self.store.move_in(made, suffix), data, suffix)
        assert not made.exists()

    def _stored(self, ref: MediaRef, data: bytes, suffix: str) -> None:
        digest = hashlib.sha256(data).hexdigest()
        assert ref == MediaRef(key=f"{digest[:2]}/{digest}.{suffix}", sha256=digest, size=len(data))
        self.files[ref.key], self.refs[ref.key] = data, ref

    @rule(data=CONTENT, suffix=SUFFIXES)
    def forget(self, data: bytes, suffix: str) -> None:
        digest = hashlib.sha256(data).hexdigest()
        key = f"{digest[:2]}/{digest}.{suffix}"
        assert self.store.delete(key) == (self.files.pop(key, None) is not None)

    @rule(key=KEYS, result=CONTENT)
    def remember(self, key: str, result: bytes) -> None:
        self.store.keep_result(key, result)
        self.results[key] = result

    @rule(key=KEYS)
    def recall(self, key: str) -> None:
        assert self.store.kept_result(key) == self.results.get(key)

    @rule(key=KEYS)
    def forget_result(self, key: str) -> None:
        assert self.store.delete_result(key) == (self.results.pop(key, None) is not None)

    @rule()
    def sweep(self) -> None:
        assert self.store.delete_unfinished() == 0

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        for key, ref in self.refs.items():
            if key in self.files:
                assert self.store.path(ref).read_bytes() == self.files[key]
            else:
                with pytest.raises(MediaMissing) as caught:
                    self.store.path(ref)
                assert caught.value.fields == {"key": key, "root": self.store.root}
        root = self.store.root
        found = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()} if root.exists() else set()
        assert found == set(self.files) | {f"stages/{key[:2]}/{key}.json" for key in self.results}

    @invariant()
    def lists_what_was_written(self) -> None:
        now = time.time()
        keys, stages = self.store.written_between(now - 3_600, now + 3_600)
        assert (sorted(keys), sorted(stages)) == (sorted(self.files), sorted(self.results))


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "media")


@pytest.mark.parametrize("suffix", ["", "../x", "a/b", ".png", "PNG", "waytoolong"])
def test_a_suffix_that_is_none_is_refused_before_anything_is_written(store: LocalStore, suffix: str) -> None:
    with pytest.raises(ValidationError):
        store.put(b"x", suffix)
    assert not store.root.exists()


def test_files_are_listed_by_the_time_of_their_last_write(store: LocalStore) -> None:
    one, other = store.put(b"1", "png"), store.put(b"2", "png")
    store.keep_result("a" * 64, b"{}")
    for path, at in ((store.path(one), 100.0), (store.path(other), 200.0)):
        os.utime(path, (at, at))
    os.utime(next(store.root.glob("stages/*/*.json")), (150.0, 150.0))
    assert store.written_between(100.0, 150.0) == ([one.key], ["a" * 64])
    assert store.written_between(100.5, 199.5) == ([], ["a" * 64])
    assert store.written_between(200.0, 200.0) == ([other.key], [])
    assert store.written_between(201.0, 300.0) == ([], [])


def test_adopting_what_is_there_already_counts_as_a_write(store: LocalStore, tmp_path: Path) -> None:
    ref = store.put(b"film", "mp4")
    os.utime(store.path(ref), (100.0, 100.0))
    again = tmp_path / "again"
    again.write_bytes(b"film")
    assert store.move_in(again, "mp4") == ref
    assert store.path(ref).stat().st_mtime > 100.0


def test_a_damaged_file_of_another_size_is_replaced_by_an_adopted_one(store: LocalStore, tmp_path: Path) -> None:
    ref = store.put(b"film", "mp4")
    store.path(ref).write_bytes(b"fi")
    again = tmp_path / "again"
    again.write_bytes(b"film")
    store.move_in(again, "mp4")
    assert store.path(ref).read_bytes() == b"film"


@pytest.mark.parametrize(("age", "swept"), [(3_590, 0), (3_610, 1)])
def test_an_unfinished_file_is_abandoned_after_an_hour(store: LocalStore, age: int, swept: int) -> None:
    for folder in ("ab", "stages/ab"):
        (store.root / folder).mkdir(parents=True)
        part = store.root / folder / ".part-x"
        part.write_bytes(b"half")
        os.utime(part, (time.time() - age,) * 2)
    assert store.delete_unfinished() == swept * 2
