"""A folder of backups by what lies in it: whole and half ones, damaged lists, files that nobody lists."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.rows import each_row

from libraries.backups.contents import listed_media, read_media_uses
from libraries.backups.damage import find_backup_damage
from libraries.backups.deletion import delete_unfinished_backups
from libraries.backups.layout import list_complete_backups, newest_backup_begin_time
from libraries.backups.manifest import files_unlike_manifest, write_manifest
from libraries.backups.media_pool import restore_media_from_pool
from libraries.backups.operator_state import saved_ledger_keys, verified_state_files
from libraries.backups.retention import BackupRetention, delete_expired_backups, retained_backup_times
from libraries.media.store import LocalStore
from libraries.object_store.folder import FolderStore
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


def drop_before(folder: Path, oldest: datetime) -> int:
    return delete_expired_backups(FolderStore(folder), BackupRetention(days=7), oldest + timedelta(days=7))


def pooled(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in (folder / "media").rglob("*") if path.is_file()}


def test_backups_are_those_with_a_date_and_a_list_oldest_first(tmp_path: Path) -> None:
    assert (list_complete_backups(FolderStore(tmp_path)), newest_backup_begin_time(FolderStore(tmp_path))) == (
        [],
        None,
    )
    for name in reversed(DAYS):
        backup(tmp_path, name, manifest=name != DAYS[0])  # release 0.1.0 wrote none
    for name in (f".{DAYS[0]}", f"{DAYS[0]}.damaged", "2026-11-30T030000Z", "notes", "2026-13-45T996199Z"):
        (tmp_path / name).mkdir()
    (tmp_path / "2026-13-45T996199Z" / "media.txt").touch()  # named like a date, and none
    (tmp_path / "abcd-ef-ghTijklmnZ").mkdir()
    (tmp_path / "abcd-ef-ghTijklmnZ" / "media.txt").touch()
    assert [name for _, name in list_complete_backups(FolderStore(tmp_path))] == list(DAYS)
    assert newest_backup_begin_time(FolderStore(tmp_path)) == datetime(2026, 11, 29, 3, tzinfo=UTC)


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
    assert (files_unlike_manifest(path), find_backup_damage(FolderStore(folder))) == ([], [])
    if content is None:
        (path / file).unlink()
    else:
        (path / file).write_bytes(content)
    assert files_unlike_manifest(path) == wrong
    assert [one.name for one in find_backup_damage(FolderStore(folder))] == [f"{DAYS[0]}/{name}" for name in wrong]
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
    assert {wrong.name: wrong.why.split()[-1] for wrong in find_backup_damage(FolderStore(tmp_path))} == {
        f"media/{one}": "missing.",
        f"media/{two}": "says.",
    }
    for names, code in (([one, two], "backup.media_missing"), ([two], "backup.media_damaged")):
        with pytest.raises(BadInput) as caught:
            restore_media_from_pool(FolderStore(tmp_path), first.name, tmp_path / "restored", names)
        assert caught.value.code == code
        assert not (tmp_path / "restored").is_dir() or not any((tmp_path / "restored").iterdir())
    assert restore_media_from_pool(FolderStore(tmp_path), first.name, tmp_path / "restored", []) == 0


@pytest.mark.parametrize(("durable", "flushed"), [(True, 4), (False, 0)])
def test_only_what_is_to_stay_is_flushed_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durable: bool, flushed: int
) -> None:
    """A trial of thousands of files is thrown away: flushing them took minutes, and wore the disk each week."""
    made = backup(tmp_path, DAYS[0], b"one", b"two")
    flush, counted = os.fsync, 0

    def flushing(handle: int) -> None:
        nonlocal counted
        counted += 1
        flush(handle)

    monkeypatch.setattr(os, "fsync", flushing)
    names, root = listed_media(made), tmp_path / "restored"
    assert restore_media_from_pool(FolderStore(tmp_path), made.name, root, names, durable=durable) == len(names) == 2
    assert all((root / name).read_bytes() == (tmp_path / "media" / name).read_bytes() for name in names)
    assert counted == flushed  # each file once, and the folder that it was moved into


def test_old_backups_go_with_the_files_that_only_they_list_and_the_newest_stays(tmp_path: Path) -> None:
    for name, own in zip(DAYS, (b"first", b"second", b"third"), strict=True):
        backup(tmp_path, name, b"of all", own)
    assert drop_before(tmp_path, datetime(2026, 11, 27, 3, tzinfo=UTC)) == 0
    assert drop_before(tmp_path, datetime(2026, 11, 28, tzinfo=UTC)) == 1
    assert pooled(tmp_path) == {b"of all", b"second", b"third"}
    assert drop_before(tmp_path, datetime(2030, 1, 1, tzinfo=UTC)) == 1
    assert [name for _, name in list_complete_backups(FolderStore(tmp_path))] == [DAYS[2]]
    assert pooled(tmp_path) == {b"of all", b"third"}
    assert drop_before(tmp_path, datetime(2030, 1, 1, tzinfo=UTC)) == 0


def test_nothing_of_the_pool_goes_while_a_list_is_damaged(tmp_path: Path) -> None:
    for name, own in zip(DAYS, (b"first", b"second", b"third"), strict=True):
        backup(tmp_path, name, own)
    (tmp_path / DAYS[1] / "media.txt").write_bytes(b"")
    assert drop_before(tmp_path, datetime(2026, 11, 28, tzinfo=UTC)) == 1
    assert pooled(tmp_path) == {b"first", b"second", b"third"}


def test_uses_of_media_are_lines_of_a_post_and_a_name(tmp_path: Path) -> None:
    path = backup(tmp_path, DAYS[0])
    assert read_media_uses(path) == []
    (path / "uses.txt").write_text("sample.1 ab/x.png\nsample.2 stages/cd\n")
    assert read_media_uses(path) == [("sample.1", "ab/x.png"), ("sample.2", "stages/cd")]


def test_half_backups_are_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    with FolderStore(folder).writer_lock():
        (folder / f".{DAYS[0]}").mkdir()
        (folder / f".{DAYS[0]}" / "facts.jsonl").touch()
        backup(folder, DAYS[1])
        delete_unfinished_backups(FolderStore(folder))
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {DAYS[1]}
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(BadInput) as caught, FolderStore(file / "backups").writer_lock():
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
    assert (verified_state_files(folder), saved_ledger_keys(folder)) == ([], [])
    folder.mkdir(parents=True)
    (folder / "entries.jsonl").write_bytes(b'{"key": "a", "value": "eA=="}\n')
    (folder / "sums.json").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        verified_state_files(folder)
    assert caught.value.code == code
    assert saved_ledger_keys(folder) == ["a"]
    (folder / "entries.jsonl").unlink()
    (folder / "sums.json").unlink()
    folder.rmdir()


def test_after_the_days_one_backup_of_each_week_and_month_is_kept() -> None:
    now = datetime(2026, 11, 29, 4, tzinfo=UTC)
    every = [now - timedelta(days=day) for day in range(400)]
    assert retained_backup_times([], BackupRetention(), now) == set()
    assert retained_backup_times(every[50:], BackupRetention(), now) == {every[50]}
    assert retained_backup_times(every, BackupRetention(), now) == set(every[:8])
    weeks = sorted(retained_backup_times(every, BackupRetention(7, weeks=4), now) - set(every[:8]))
    assert [moment.isoweekday() for moment in weeks] == [7, 7, 7]  # the newest of each is that of Sunday
    months = sorted(retained_backup_times(every, BackupRetention(7, months=12), now) - set(every[:8]))
    assert [(moment.month, (moment + timedelta(days=1)).day) for moment in months] == [
        (month, 1) for month in (12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    ]


def test_an_unfinished_backup_is_refused_by_name_too(tmp_path: Path) -> None:
    path = backup(tmp_path, DAYS[0], b"picture")
    assert len(listed_media(path)) == 1
    (path / "unfinished").touch()
    with pytest.raises(BadInput) as caught:
        listed_media(path)
    assert caught.value.code == "backup.unfinished"
