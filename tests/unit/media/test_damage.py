"""Damage of stored files: what is found, what is put right from where, and what is set aside."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from fixtures.rows import each_row

from libraries.backups.repair import repair_backups
from libraries.media.checksum_seal import seal_with_checksum
from libraries.media.damage import (
    ASIDE,
    RepairedFiles,
    damaged_files,
    is_whole_file,
    path_in_store,
    repair_files,
    stored_files,
)
from libraries.media.store import LocalStore, stage_result_name
from libraries.object_store.folder import FolderStore

STAGE = "ab" * 32
PNG, FILM = b"a picture", b"a film" * 1000


def names(paths: Iterable[Path], root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in paths]


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """A store with a picture, a film and a stage's result, and with what is none of these."""
    made = LocalStore(tmp_path / "media")
    made.put(PNG, "png")
    made.put(FILM, "mp4")
    made.keep_result(STAGE, b'{"seconds": 3}')
    for other in ("posts/sample.1.txt", ".wagglebot-media", "ab/.part-1", f"stages/ab/.part-{STAGE}.json", "zz/x.png"):
        (made.root / other).parent.mkdir(parents=True, exist_ok=True)
        (made.root / other).write_bytes(b"no medium")
    return made


def key(data: bytes, suffix: str) -> str:
    digest = hashlib.sha256(data).hexdigest()
    return f"{digest[:2]}/{digest}.{suffix}"


def test_damage_is_found_under_every_first_letter_of_a_name(tmp_path: Path) -> None:
    made = {name[0]: name for name in (key(str(number).encode(), "png") for number in range(200))}
    assert set(made) == set("0123456789abcdef")
    for name in made.values():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"damage")
    assert sorted(names(damaged_files(tmp_path), tmp_path)) == sorted(made.values())


RESULT = path_in_store(stage_result_name(STAGE))


def test_everything_stored_is_read_and_nothing_else(store: LocalStore) -> None:
    seen: list[tuple[int, int]] = []
    assert sorted(names(stored_files(store.root), store.root)) == sorted([key(PNG, "png"), key(FILM, "mp4"), RESULT])
    assert list(damaged_files(store.root, lambda done, every: seen.append((done, every)))) == []
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert list(damaged_files(store.root / "is" / "not" / "there")) == []


@each_row(
    ("name", "content", "whole"),
    [
        (key(PNG, "png"), PNG, True),
        (key(PNG, "anything"), PNG, True),
        (key(PNG, "png"), PNG[:-1], False),
        (key(PNG, "png"), PNG + b"\0", False),
        (key(PNG, "png"), b"", False),
        (key(b"", "png"), b"", True),
        (RESULT, seal_with_checksum(STAGE, b'{"seconds": 3}'), True),
        (RESULT, seal_with_checksum(STAGE, b"[" + b"1," * 50_000 + b"1]"), True),
        (RESULT, b'{"seconds": 3}', True),  # as release 0.1.0 kept it
        (RESULT, b'{"seconds": 3', False),
        (RESULT, seal_with_checksum(STAGE, b'{"seconds": 3}')[:-1], False),
        (RESULT, seal_with_checksum(STAGE, b'{"seconds": 3}').replace(b"3", b"4", 1), False),
        (RESULT, seal_with_checksum("cd" * 32, b'{"seconds": 3}'), False),
        (RESULT, seal_with_checksum(STAGE, b"\xff\xfe\x00"), False),
        (RESULT, b"", False),
        (RESULT, b"[" * 100_000, False),
        (RESULT, b"\0" * 4096, False),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_file_is_whole_when_it_holds_what_its_name_says(
    tmp_path: Path, name: str, content: bytes, whole: bool
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    assert is_whole_file(path) is whole
    assert names(damaged_files(tmp_path), tmp_path) == ([] if whole else [name])
    path.unlink()


def test_a_file_that_cannot_be_read_is_damaged_and_one_that_is_gone_is_not(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable, _, gone = stored_files(store.root)
    original = Path.open

    def opened(path: Path, *arguments: Any, **named: Any) -> Any:
        if path == unreadable:
            raise OSError(5, "Input/output error")
        return original(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", opened)
    found = damaged_files(store.root, lambda _done, _all: gone.unlink(missing_ok=True))
    assert list(found) == [unreadable]
    assert not gone.exists()


def test_a_damaged_file_comes_from_the_pool_or_is_set_aside(store: LocalStore, tmp_path: Path) -> None:
    pool = LocalStore(tmp_path / "pool")
    pool.put(PNG, "png")
    pool.put(FILM, "mp4")
    (pool.root / key(FILM, "mp4")).write_bytes(b"damaged too")
    lost = pool.put(b"only in the pool", "wav").key
    for name in (key(PNG, "png"), key(FILM, "mp4"), RESULT):
        (store.root / name).write_bytes(b"damage")
    damaged = names(damaged_files(store.root), store.root)
    done = repair_files(store.root, [*damaged, lost], FolderStore(tmp_path), "pool")
    assert set(done.restored) == {key(PNG, "png"), lost}
    assert set(done.aside) == {key(FILM, "mp4"), RESULT}
    assert (store.root / key(PNG, "png")).read_bytes() == PNG
    assert (store.root / lost).read_bytes() == b"only in the pool"
    assert (store.root / lost).stat().st_mode & 0o077 == 0
    aside = [path for path in (store.root / ASIDE).iterdir() if path.is_file()]
    assert len(aside) == 3
    assert {path.read_bytes() for path in aside} == {b"damage"}
    assert list(damaged_files(store.root)) == []
    assert store.kept_result(STAGE) is None


def test_without_a_pool_everything_damaged_is_set_aside(store: LocalStore) -> None:
    name = key(PNG, "png")
    (store.root / name).write_bytes(b"damage")
    assert repair_files(store.root, [name], None) == RepairedFiles((), (name,))
    assert not (store.root / name).exists()
    assert repair_files(store.root, [], None) == RepairedFiles((), ())


def test_a_folder_in_the_place_of_a_file_is_set_aside_too(store: LocalStore, tmp_path: Path) -> None:
    pool = LocalStore(tmp_path / "pool")
    name = pool.put(PNG, "png").key
    for _ in range(2):
        (store.root / name).unlink(missing_ok=True)
        (store.root / name / "inside").mkdir(parents=True)
        assert repair_files(store.root, [name], FolderStore(tmp_path), "pool") == RepairedFiles((name,), ())
        assert (store.root / name).read_bytes() == PNG
    assert len(list((store.root / ASIDE).iterdir())) == 2


def test_a_folder_in_the_place_of_a_copy_makes_room(store: LocalStore, tmp_path: Path) -> None:
    name = key(PNG, "png")
    (tmp_path / "copies" / "media" / name / "inside").mkdir(parents=True)
    place = FolderStore(tmp_path / "copies")
    assert repair_backups(place, store.root, [f"media/{name}"]) == RepairedFiles((f"media/{name}",), ())
    with place.open_object(f"media/{name}") as file:
        assert file.read() == PNG


@each_row(
    ("there", "wrong", "done"),
    [
        ({key(PNG, "png"): b"damage"}, f"media/{key(PNG, 'png')}", (1, 0)),
        ({}, f"media/{key(FILM, 'mp4')}", (1, 0)),
        ({}, f"media/{key(b'nowhere', 'png')}", (0, 0)),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_pool_is_put_right_from_the_store(
    store: LocalStore, tmp_path: Path, there: Mapping[str, bytes], wrong: str, done: tuple[int, int]
) -> None:
    backups = tmp_path / "backups"
    for name, content in there.items():
        (backups / "media" / name).parent.mkdir(parents=True, exist_ok=True)
        (backups / "media" / name).write_bytes(content)
    result = repair_backups(FolderStore(backups), store.root, [wrong])
    assert (len(result.restored), len(result.aside)) == done
    if done[0]:
        assert is_whole_file(backups / wrong)


def test_a_damaged_file_of_the_store_never_replaces_one_of_the_pool(store: LocalStore, tmp_path: Path) -> None:
    name = key(PNG, "png")
    (store.root / name).write_bytes(b"damage")
    backups = tmp_path / "backups"
    (backups / "media" / name).parent.mkdir(parents=True)
    (backups / "media" / name).write_bytes(b"another damage")
    assert repair_backups(FolderStore(backups), store.root, [f"media/{name}"]) == RepairedFiles((), ())
    assert (backups / "media" / name).read_bytes() == b"another damage"


def test_a_damaged_backup_is_set_aside_once_and_keeps_what_it_holds(store: LocalStore, tmp_path: Path) -> None:
    backup = tmp_path / "2026-11-29T000000Z"
    backup.mkdir()
    (backup / "facts.jsonl").write_bytes(b"half a line")
    (backup / "sums.json").write_bytes(b"{")
    wrong = [f"{backup.name}/facts.jsonl", f"{backup.name}/media.txt", "gone/facts.jsonl"]
    assert repair_backups(FolderStore(tmp_path), store.root, wrong) == RepairedFiles((), (backup.name,))
    aside = [path for path in tmp_path.iterdir() if path.name.endswith(ASIDE)]
    assert [(path / "facts.jsonl").read_bytes() for path in aside] == [b"half a line"]
    assert not backup.exists()
