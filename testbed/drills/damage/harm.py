"""Damage of files: bits flipped, ranges zeroed, ends cut, files removed, doubled or exchanged, rows dropped."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from typing import Final, NamedTuple

from testbed.drills.damage.system import SmallSystem

_TABLES: Final = ("posts", "comments", "contents", "uploads", "checkpoint")
Harm = Callable[[Path, random.Random], None]


class Damage(NamedTuple):
    """One damage: what part of the system, which files (a pattern below its folder), and how. ``seed``: of its dice."""

    part: str
    files: str
    how: str
    seed: int

    def strike(self, system: SmallSystem) -> str:
        """Damage one of the files; gives its name below the folder of the system. Raises LookupError without any."""
        dice = random.Random(self.seed)  # noqa: S311 (it guards nothing)
        found = sorted(path for path in system.root.glob(self.files) if path.is_file() and path.stat().st_size)
        if not found:
            raise LookupError(self.files)
        chosen = dice.choice(found)
        HOWS[self.how](chosen, dice)
        return str(chosen.relative_to(system.root))


def flip(file: Path, dice: random.Random) -> None:
    content = bytearray(file.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    file.write_bytes(content)


def zero(file: Path, dice: random.Random) -> None:
    content = bytearray(file.read_bytes())
    at, size = dice.randrange(len(content)), dice.randint(16, 600)
    content[at : at + size] = bytes(len(content[at : at + size]))
    file.write_bytes(content)


def cut(file: Path, dice: random.Random) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: dice.randrange(len(content))])


def remove(file: Path, _: random.Random) -> None:
    file.unlink()


def double(file: Path, dice: random.Random) -> None:
    """A copy beside it under another name, as a careless copy of a folder leaves them."""
    number = dice.randint(2, 9)
    shutil.copy(
        file,
        file.with_name(file.name.replace("1.blk", f"{number}.blk") if file.suffix == ".blk" else f"copy-{file.name}"),
    )


def exchange(file: Path, dice: random.Random) -> None:
    """The content of another file of the same kind, or invented bytes where there is none."""
    others = [path for path in sorted(file.parent.parent.rglob(f"*{file.suffix}")) if path != file and path.is_file()]
    others = [path for path in others if path.read_bytes() != file.read_bytes()]
    file.write_bytes(dice.choice(others).read_bytes() if others else dice.randbytes(file.stat().st_size))


def drop_line(file: Path, dice: random.Random) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    del lines[dice.randrange(len(lines))]
    file.write_bytes(b"".join(lines))


def remove_folder(file: Path, _: random.Random) -> None:
    """The folder that the file lies in."""
    shutil.rmtree(file.parent)


def drop_row(file: Path, dice: random.Random) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        table = dice.choice(_TABLES)
        database.execute(f"DELETE FROM {table} WHERE rowid = (SELECT rowid FROM {table} ORDER BY random() LIMIT 1)")  # noqa: S608


def change_row(file: Path, _: random.Random) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE posts SET title = title || '!' WHERE rowid = (SELECT max(rowid) FROM posts)")


def drop_table(file: Path, dice: random.Random) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            f"DROP TABLE {dice.choice(['posts', 'comments', 'contents', 'uploads', 'checkpoint', 'alembic_version'])}"
        )


HOWS: Final[dict[str, Harm]] = {
    "flip": flip,
    "zero": zero,
    "cut": cut,
    "remove": remove,
    "double": double,
    "exchange": exchange,
    "drop line": drop_line,
    "remove folder": remove_folder,
    "drop row": drop_row,
    "change row": change_row,
    "drop table": drop_table,
}

_STORE: Final = "var/nats/jetstream/*/streams"
_BYTES: Final = ("flip", "zero", "cut", "remove")
_PLACES: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("stream", f"{_STORE}/WAGGLEBOT/msgs/*.blk", (*_BYTES, "flip", "zero", "double", "exchange", "remove folder")),
    ("stream", f"{_STORE}/WAGGLEBOT/msgs/index.db", (*_BYTES, "exchange")),
    ("stream", f"{_STORE}/WAGGLEBOT/meta.*", (*_BYTES, "exchange", "remove folder")),
    ("stream", f"{_STORE}/WAGGLEBOT/obs/*/*", ("flip", "cut", "remove")),
    ("ledger", f"{_STORE}/KV_UPLOADS/msgs/*.blk", (*_BYTES, "flip", "zero", "remove folder")),
    ("ledger", f"{_STORE}/KV_UPLOADS/msgs/index.db", ("flip", "remove")),
    ("ledger", f"{_STORE}/KV_UPLOADS/meta.*", ("flip", "remove", "remove folder")),
    ("database", "var/wagglebot.db", (*_BYTES, "flip", "zero", "exchange", "drop row", "change row", "drop table")),
    ("database", "var/wagglebot.db-wal", _BYTES),
    ("media", "media/??/*", (*_BYTES, "double", "exchange")),
    ("media", "media/stages/*/*.json", (*_BYTES, "flip", "exchange")),
    ("backup", "backups/*Z/facts.jsonl", (*_BYTES, "drop line", "exchange")),
    ("backup", "backups/*Z/media.txt", (*_BYTES, "drop line")),
    ("backup", "backups/*Z/*.json", _BYTES),
    ("backup", "backups/media/*/*", (*_BYTES, "double")),
    ("backup", "backups/media/stages/*/*", ("flip", "remove")),
    ("backup", "backups/*Z/state/*", (*_BYTES, "remove folder")),
    ("backup", "backups/*Z/state/*/*", ("flip", "remove")),
)


def plan(seed: int, count: int) -> Iterator[Damage]:
    """``count`` damages: every place and way in turn, each round with other dice."""
    dice = random.Random(seed)  # noqa: S311 (it guards nothing)
    ways = [(part, files, how) for part, files, hows in _PLACES for how in hows]
    dice.shuffle(ways)
    return (Damage(*way, dice.randrange(1 << 30)) for way in islice(cycle(ways), count))
