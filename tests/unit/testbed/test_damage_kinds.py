"""The kinds of damage: each changes what it says it changes, and nothing else."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from testbed.drills.damage.file_damage import HOWS, planned_damages, put_older_file, put_older_folder
from testbed.drills.damage.small_system import SmallSystem

NO_FILE = {"drop row", "change row", "drop table", "older", "older folder", "other stream", "permissions", "rewrite"}
"""Kinds that need more than a file, or leave its bytes as they are."""


@pytest.fixture
def system(tmp_path: Path) -> SmallSystem:
    """Files of two streams, of now and of before."""
    for root, letter in ((tmp_path, b"n"), (tmp_path / "older", b"o")):
        for name in ("ONE", "TWO"):
            msgs = root / "var/nats/jetstream/x/streams" / name / "msgs"
            msgs.mkdir(parents=True)
            (msgs / "1.blk").write_bytes(letter + name.encode() + random.Random(name).randbytes(10_000))
    return SmallSystem(tmp_path)


def block(system: SmallSystem, name: str = "ONE") -> Path:
    return system.nats_folder / "jetstream/x/streams" / name / "msgs/1.blk"


@pytest.mark.parametrize("how", sorted(HOWS.keys() - NO_FILE))
def test_a_file_is_not_what_it_was(system: SmallSystem, how: str) -> None:
    for seed in range(5):
        file = block(system)
        before, others = file.read_bytes(), block(system, "TWO").read_bytes()
        HOWS[how](file, random.Random(seed))
        if how in {"remove", "remove folder", "folder"}:
            assert not file.is_file()
            return
        if how == "double":
            assert len(list(file.parent.iterdir())) >= 2
            continue
        assert file.read_bytes() != before
        assert block(system, "TWO").read_bytes() == others
        if how in {"flip", "zero", "swap blocks", "zero sectors"}:
            assert len(file.read_bytes()) == len(before)
        file.write_bytes(before)


def test_older_copies_come_from_the_same_place(system: SmallSystem) -> None:
    file = block(system)
    (file.parent / "2.blk").write_bytes(b"newer")
    put_older_file(file, random.Random())
    assert file.read_bytes().startswith(b"oONE")
    assert (file.parent / "2.blk").exists()
    put_older_folder(file, random.Random())
    assert [path.name for path in file.parent.iterdir()] == ["1.blk"]
    with pytest.raises(LookupError):
        put_older_file(system.root / "var" / "none", random.Random())


def test_a_file_of_another_stream_takes_its_place(system: SmallSystem) -> None:
    HOWS["other stream"](block(system), random.Random())
    assert block(system).read_bytes() == block(system, "TWO").read_bytes()
    with pytest.raises(LookupError):
        HOWS["other stream"](block(system), random.Random())


def test_rows_are_changed_and_dropped(tmp_path: Path) -> None:
    file = tmp_path / "p.db"
    for how in ("change row", "drop row", "drop table"):
        file.unlink(missing_ok=True)
        with closing(sqlite3.connect(file)) as database, database:
            for table in ("posts", "comments", "contents", "uploads", "checkpoint", "alembic_version"):
                database.execute(f"CREATE TABLE {table} (title)")
                database.execute(f"INSERT INTO {table} VALUES ('a')")
            before = "\n".join(database.iterdump())
        HOWS[how](file, random.Random(3))
        with closing(sqlite3.connect(file)) as database:
            assert "\n".join(database.iterdump()) != before


def test_every_place_and_kind_comes_before_one_comes_again() -> None:
    ways = [(one.part, one.files, one.how) for one in planned_damages(5, 400)]
    assert {how for _, _, how in ways} == HOWS.keys()
    assert len(set(ways)) < len(ways)
    assert [one.seed for one in planned_damages(5, 9)] == [one.seed for one in planned_damages(5, 9)]
    assert [one.seed for one in planned_damages(5, 9)] != [one.seed for one in planned_damages(6, 9)]
