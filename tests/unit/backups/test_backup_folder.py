"""A folder of backups by what lies in it: whole and half ones, damaged lists, files that nobody lists."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures.rows import each_row

from libraries.backups.check import damage_in
from libraries.backups.folder import (
    alone,
    backups_in,
    drop_old,
    drop_unfinished,
    listed_media,
    newest,
    require_media,
    uses_in,
)
from libraries.backups.manifest import write_manifest, wrong_files
from libraries.backups.operator_state import saved_entries, verify_state
from libraries.media.store import LocalStore
from schemas.errors import BadInput

DAYS = ("2026-11-27T030000Z", "2026-11-28T030000Z", "2026-11-29T030000Z")


def backup(folder: Path, name: str, *media: bytes, manifest: bool = True) -> Path:
    """A backup that lists the files ``media``, which are put into the pool."""
    pool, path = LocalStore(folder / "media"), folder / name
    path.mkdir(parents=True)
    (path / "facts.jsonl").write_text('{"sequence":1}\n')
    (path / "media.txt").write_text("".join(f"{pool.put(data, 'png').key}\n" for data in media))
    if manifest:
        write_manifest(path)
    return path


def pooled(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in (folder / "media").rglob("*") if path.is_file()}


def test_backups_are_those_with_a_date_and_a_list_oldest_first(tmp_path: Path) -> None:
    assert (backups_in(tmp_path), newest(tmp_path)) == ([], None)
    for name in reversed(DAYS):
        backup(tmp_path, name, manifest=name != DAYS[0])  # release 0.1.0 wrote none
    for name in (f".{DAYS[0]}", f"{DAYS[0]}.damaged", "2026-11-30T030000Z", "notes", "2026-13-45T996199Z"):
        (tmp_path / name).mkdir()
    (tmp_path / "2026-13-45T996199Z" / "media.txt").touch()  # named like a date, and none
    (tmp_path / "abcd-ef-ghTijklmnZ").mkdir()
    (tmp_path / "abcd-ef-ghTijklmnZ" / "media.txt").touch()
    assert [path.name for _, path in backups_in(tmp_path)] == list(DAYS)
    assert newest(tmp_path) == datetime(2026, 11, 29, 3, tzinfo=UTC)


@each_row(
    ("file", "content", "wrong"),
    [
        ("facts.jsonl", b'{"sequence":2}\n', ["facts.jsonl"]),
        ("facts.jsonl", None, ["facts.jsonl"]),
        ("media.txt", b"", ["media.txt"]),
        ("sums.json", b"", ["sums.json"]),
        ("sums.json", b"[]", ["sums.json"]),
        ("sums.json", b"\xff\xfe", ["sums.json"]),
        ("sums.json", b'{"media.txt": 7, "gone": ""}', ["media.txt"]),
        ("sums.json", b"[" * 100_000, ["sums.json"]),
        ("more.txt", b"beside", []),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_is_not_as_it_was_written_is_named(
    tmp_path_factory: pytest.TempPathFactory, file: str, content: bytes | None, wrong: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("backups")
    path = backup(folder, DAYS[0], b"picture")
    assert (wrong_files(path), damage_in(folder)) == ([], [])
    if content is None:
        (path / file).unlink()
    else:
        (path / file).write_bytes(content)
    assert wrong_files(path) == wrong
    assert [one.name for one in damage_in(folder)] == [f"{DAYS[0]}/{name}" for name in wrong]
    if wrong:
        with pytest.raises(BadInput) as caught:
            listed_media(path)
        assert caught.value.code == "backup.damaged"


def test_files_of_the_pool_that_are_missing_or_damaged_are_named_once(tmp_path: Path) -> None:
    first = backup(tmp_path, DAYS[0], b"one", b"two")
    backup(tmp_path, DAYS[1], b"one", b"three", manifest=False)
    one, two = listed_media(first)
    (tmp_path / "media" / one).unlink()
    (tmp_path / "media" / two).write_bytes(b"twO")
    assert {wrong.name: wrong.why.split()[-1] for wrong in damage_in(tmp_path)} == {
        f"media/{one}": "missing.",
        f"media/{two}": "says.",
    }
    for names, code in (([one, two], "backup.media_missing"), ([two], "backup.media_damaged")):
        with pytest.raises(BadInput) as caught:
            require_media(first, names)
        assert caught.value.code == code
    require_media(first, [])


def test_old_backups_go_with_the_files_that_only_they_list_and_the_newest_stays(tmp_path: Path) -> None:
    for name, own in zip(DAYS, (b"first", b"second", b"third"), strict=True):
        backup(tmp_path, name, b"of all", own)
    assert drop_old(tmp_path, datetime(2026, 11, 27, 3, tzinfo=UTC)) == 0
    assert drop_old(tmp_path, datetime(2026, 11, 28, tzinfo=UTC)) == 1
    assert pooled(tmp_path) == {b"of all", b"second", b"third"}
    assert drop_old(tmp_path, datetime(2030, 1, 1, tzinfo=UTC)) == 1
    assert [path.name for _, path in backups_in(tmp_path)] == [DAYS[2]]
    assert pooled(tmp_path) == {b"of all", b"third"}
    assert drop_old(tmp_path, datetime(2030, 1, 1, tzinfo=UTC)) == 0


def test_nothing_of_the_pool_goes_while_a_list_is_damaged(tmp_path: Path) -> None:
    for name, own in zip(DAYS, (b"first", b"second", b"third"), strict=True):
        backup(tmp_path, name, own)
    (tmp_path / DAYS[1] / "media.txt").write_bytes(b"")
    assert drop_old(tmp_path, datetime(2026, 11, 28, tzinfo=UTC)) == 1
    assert pooled(tmp_path) == {b"first", b"second", b"third"}


def test_uses_of_media_are_lines_of_a_post_and_a_name(tmp_path: Path) -> None:
    path = backup(tmp_path, DAYS[0])
    assert uses_in(path) == []
    (path / "uses.txt").write_text("sample.1 ab/x.png\nsample.2 stages/cd\n")
    assert uses_in(path) == [("sample.1", "ab/x.png"), ("sample.2", "stages/cd")]


def test_one_backup_is_made_at_a_time_and_half_ones_are_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    with alone(folder):
        with pytest.raises(BadInput) as caught, alone(folder):
            pass
        assert caught.value.code == "backup.running"
    with alone(folder):
        (folder / f".{DAYS[0]}").mkdir()
        (folder / f".{DAYS[0]}" / "facts.jsonl").touch()
        backup(folder, DAYS[1])
        drop_unfinished(folder)
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {DAYS[1]}
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(BadInput) as caught, alone(file / "backups"):
        pass
    assert caught.value.code == "backup.folder_not_written"


@each_row(
    ("content", "code"),
    [
        (b"", "backup.state_damaged"),
        (b"[]", "backup.state_damaged"),
        (b'{"entries.jsonl": "00"}', "backup.state_damaged"),
        (b'{"var/gone": "00"}', "backup.state_damaged"),
        (b'{"var/\\u0000": "00"}', "backup.state_damaged"),
        (b"[" * 100_000, "backup.state_damaged"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_damaged_state_of_the_operator_is_refused_before_anything_is_put_back(
    tmp_path: Path, content: bytes, code: str
) -> None:
    folder = tmp_path / DAYS[0] / "state"
    assert (verify_state(folder), saved_entries(folder)) == ([], [])
    folder.mkdir(parents=True)
    (folder / "entries.jsonl").write_bytes(b'{"key": "a", "value": "eA=="}\n')
    (folder / "sums.json").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        verify_state(folder)
    assert caught.value.code == code
    assert saved_entries(folder) == ["a"]
    (folder / "entries.jsonl").unlink()
    (folder / "sums.json").unlink()
    folder.rmdir()
