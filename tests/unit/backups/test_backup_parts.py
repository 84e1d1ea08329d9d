"""Parts of a backup: seals, the manifest, the list of withdrawn posts, the folder, repair in both directions."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from libraries.backups.damage import find_backup_damage
from libraries.backups.deletion import delete_unfinished_backups
from libraries.backups.fact_log import FactLine
from libraries.backups.layout import LIST, POOL, STAMP, UNFINISHED, list_complete_backups, newest_backup_begin_time
from libraries.backups.manifest import MANIFEST, files_unlike_manifest, write_manifest
from libraries.backups.repair import repair_backups
from libraries.backups.retention import BackupRetention, delete_expired_backups
from libraries.backups.withdrawn_list import add_to_withdrawn_list, read_withdrawn_lists
from libraries.files import PART
from libraries.media.checksum_seal import seal_with_checksum, unseal_and_check
from libraries.media.damage import damaged_files, is_whole_file, repair_files
from libraries.media.store import LocalStore
from libraries.object_store.folder import FolderStore
from schemas.errors import BadInput
from schemas.events import PostRetracted
from schemas.posts import PostKey

KEY = "ab" * 32
DAY = datetime(2026, 11, 1, tzinfo=UTC)


def a_backup(folder: Path, moment: datetime, *media: str) -> Path:
    made = folder / moment.strftime(STAMP)
    made.mkdir(parents=True)
    (made / "facts.jsonl").write_text("{}\n")
    (made / LIST).write_text("".join(f"{name}\n" for name in media))
    write_manifest(made)
    return made


def test_every_changed_bit_of_a_sealed_result_is_known(tmp_path: Path) -> None:
    data = b'{"stage":"script","post":7}'
    kept = seal_with_checksum(KEY, data)
    assert unseal_and_check(KEY, kept) == data
    assert unseal_and_check("cd" * 32, kept) is None
    file = tmp_path / "stages" / "ab" / f"{KEY}.json"
    file.parent.mkdir(parents=True)
    passed = []
    for place in range(len(kept)):
        for bit in range(8):
            changed = bytearray(kept)
            changed[place] ^= 1 << bit
            file.write_bytes(changed)
            if is_whole_file(file):
                passed.append((place, bit))
    assert passed == []
    cut = [length for length in range(len(data)) if unseal_and_check(KEY, kept[:length]) == data]
    assert cut == []
    file.write_bytes(data)  # as release 0.1.0 kept it
    assert is_whole_file(file)


def test_a_damaged_result_is_made_again(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.keep_result(KEY, b'{"a":1}')
    assert store.kept_result(KEY) == b'{"a":1}'
    file = tmp_path / "stages" / "ab" / f"{KEY}.json"
    file.write_bytes(file.read_bytes().replace(b"1", b"2", 1))
    assert store.kept_result(KEY) is None
    assert list(damaged_files(tmp_path)) == [file]


def test_the_manifest_knows_changed_lost_and_exchanged_files_and_its_own_damage(tmp_path: Path) -> None:
    made = a_backup(tmp_path, DAY, "aa/x")
    (made / "state").mkdir()
    (made / "state" / "entries.jsonl").write_text("{}\n")
    write_manifest(made)
    assert files_unlike_manifest(made) == []
    (made / LIST).write_text("")
    (made / "state" / "entries.jsonl").unlink()
    assert files_unlike_manifest(made) == [LIST, "state/entries.jsonl"]
    (made / MANIFEST).write_text("{")
    assert files_unlike_manifest(made) == [MANIFEST]
    (made / MANIFEST).unlink()
    assert files_unlike_manifest(made) == [MANIFEST]
    old = tmp_path / "of 0.1.0"
    old.mkdir()
    assert files_unlike_manifest(old) == []


def test_a_withdrawn_post_stands_once_in_the_list_and_damage_is_named(tmp_path: Path) -> None:
    one, other = PostKey.of("sample", "1"), PostKey.of("sample", "2")
    lines = [
        FactLine(sequence=place, stored=DAY, fact=PostRetracted(post_key=key, revision=0, by="지기", reason="요청"))
        for place, key in enumerate((one, other), 1)
    ]
    add_to_withdrawn_list(FolderStore(tmp_path), lines[:1])
    add_to_withdrawn_list(FolderStore(tmp_path), lines)
    assert read_withdrawn_lists(FolderStore(tmp_path), FolderStore(tmp_path / "nowhere")) == {
        one: lines[0],
        other: lines[1],
    }
    file = tmp_path / "withdrawn.jsonl"
    assert len(file.read_bytes().splitlines()) == 2
    changed = bytearray(file.read_bytes())
    changed[-10] ^= 1
    file.write_bytes(changed)
    with pytest.raises(BadInput, match="Line 2"):
        read_withdrawn_lists(FolderStore(tmp_path))
    assert [one.name for one in find_backup_damage(FolderStore(tmp_path))] == ["withdrawn.jsonl"]


def test_unfinished_and_old_backups_go_and_a_damaged_list_keeps_the_pool(tmp_path: Path) -> None:
    pool = LocalStore(tmp_path / POOL)
    first, second = pool.put(b"first", "mp4"), pool.put(b"second", "mp4")
    (tmp_path / ".2026-11-01T000000Z").mkdir()
    old = a_backup(tmp_path, DAY, first.key)
    late = a_backup(tmp_path, DAY + timedelta(days=9), second.key)
    (tmp_path / "2026-12-01T000000Z").mkdir()
    assert [name for _, name in list_complete_backups(FolderStore(tmp_path))] == [old.name, late.name]
    delete_unfinished_backups(FolderStore(tmp_path))
    left = {".2026-11-01T000000Z", "2026-12-01T000000Z"}  # also one that was killed before it wrote its mark
    assert not left & {path.name for path in tmp_path.iterdir()}
    for marked in (True, False):  # killed while it wrote a file, or its mark
        half = tmp_path / "2026-12-02T000000Z"
        (half / "state").mkdir(parents=True)
        (half / "state" / f"{PART}x").write_bytes(b"half")
        (half / UNFINISHED).write_bytes(b"") if marked else (half / f"{PART}y").touch()
        delete_unfinished_backups(FolderStore(tmp_path))
        assert not half.exists()
    new, dead = (tmp_path / POOL / "ab" / f"{PART}{name}" for name in ("new", "dead"))
    for part in (new, dead):
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(b"half")
    os.utime(dead, (0, 0))
    (late / LIST).write_text("")
    assert delete_expired_backups(FolderStore(tmp_path), BackupRetention(days=8), DAY + timedelta(days=9)) == 1
    assert newest_backup_begin_time(FolderStore(tmp_path)) == DAY + timedelta(days=9)
    assert pool.path(first).is_file()
    assert (new.exists(), dead.exists()) == (True, True), "what is damaged is looked at as it was left"
    (late / LIST).write_text(f"{second.key}\n")
    delete_expired_backups(FolderStore(tmp_path), BackupRetention(days=8), DAY + timedelta(days=9))
    assert {path.name for path in (tmp_path / POOL).glob("??/*")} == {Path(second.key).name, new.name}


def test_one_backup_is_made_at_a_time(tmp_path: Path) -> None:
    place = FolderStore(tmp_path)
    with place.writer_lock(), pytest.raises(BadInput, match="already"), place.writer_lock():
        pass


def test_media_and_backups_are_put_right_from_each_other(tmp_path: Path) -> None:
    store, pool = LocalStore(tmp_path / "media"), LocalStore(tmp_path / "backup" / POOL)
    film, picture, lost = (store.put(what, "mp4") for what in (b"film", b"picture", b"lost"))
    for what in (b"film", b"picture"):
        pool.put(what, "mp4")
    made = a_backup(tmp_path / "backup", DAY, film.key, picture.key)
    store.path(film).unlink()
    store.path(lost).write_bytes(b"xxxx")
    pool.path(picture).write_bytes(b"PICTURE")
    assert repair_files(store.root, [film.key, lost.key], FolderStore(tmp_path / "backup")) == (
        (film.key,),
        (lost.key,),
    )
    wrong = [one.name for one in find_backup_damage(FolderStore(tmp_path / "backup"))]
    assert wrong == [f"media/{picture.key}"]
    assert repair_backups(FolderStore(tmp_path / "backup"), store.root, wrong) == ((f"media/{picture.key}",), ())
    assert find_backup_damage(FolderStore(tmp_path / "backup")) == []
    (made / "facts.jsonl").write_text("")
    wrong = [one.name for one in find_backup_damage(FolderStore(tmp_path / "backup"))]
    assert repair_backups(FolderStore(tmp_path / "backup"), store.root, wrong) == ((), (made.name,))
    assert find_backup_damage(FolderStore(tmp_path / "backup")) == []
