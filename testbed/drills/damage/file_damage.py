"""Ways to damage files: bits flipped, ranges and sectors zeroed, ends cut, files removed, copied, exchanged or put back
as they were before, stores written anew, rows dropped.
"""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from typing import Final, NamedTuple

from testbed.drills.damage.small_system import SmallSystem
from testbed.drills.damage.stream_rewriting import rewrite_stream_with_one_change

_TABLES: Final = ("posts", "comments", "contents", "uploads", "checkpoint")
Harm = Callable[[Path, random.Random], None]


class PlannedDamage(NamedTuple):
    """One damage to do: to which part of the system, to which files (a pattern below its folder), and how. ``seed``: of
    its dice.
    """

    part: str
    files: str
    how: str
    seed: int

    def inflict(self, system: SmallSystem) -> str:
        """Damage one of the files; gives its name below the folder of the system. Raises LookupError without any."""
        dice = random.Random(self.seed)  # noqa: S311 (it guards nothing)
        found = sorted(path for path in system.root.glob(self.files) if path.is_file() and path.stat().st_size)
        if not found:
            raise LookupError(self.files)
        chosen = dice.choice(found)
        HOWS[self.how](chosen, dice)
        return str(chosen.relative_to(system.root))


def flip_bit(file: Path, dice: random.Random) -> None:
    """Flip one bit of the file."""
    content = bytearray(file.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    file.write_bytes(content)


def zero_range(file: Path, dice: random.Random) -> None:
    """Write zeros over some bytes of the file."""
    content = bytearray(file.read_bytes())
    at, size = dice.randrange(len(content)), dice.randint(16, 600)
    content[at : at + size] = bytes(len(content[at : at + size]))
    file.write_bytes(content)


def cut_end(file: Path, dice: random.Random) -> None:
    """Cut the file off somewhere."""
    content = file.read_bytes()
    file.write_bytes(content[: dice.randrange(len(content))])


def remove_file(file: Path, _: random.Random) -> None:
    """Delete the file."""
    file.unlink()


def copy_beside(file: Path, dice: random.Random) -> None:
    """Put a copy beside the file under another name, as a careless copy of a folder leaves them."""
    number = dice.randint(2, 9)
    shutil.copy(
        file,
        file.with_name(file.name.replace("1.blk", f"{number}.blk") if file.suffix == ".blk" else f"copy-{file.name}"),
    )


def exchange_content(file: Path, dice: random.Random) -> None:
    """Write the content of another file of the same kind into it, or invented bytes where there is none."""
    others = [path for path in sorted(file.parent.parent.rglob(f"*{file.suffix}")) if path != file and path.is_file()]
    others = [path for path in others if path.read_bytes() != file.read_bytes()]
    file.write_bytes(dice.choice(others).read_bytes() if others else dice.randbytes(file.stat().st_size))


def drop_line(file: Path, dice: random.Random) -> None:
    """Delete one line of the file."""
    lines = file.read_bytes().splitlines(keepends=True)
    del lines[dice.randrange(len(lines))]
    file.write_bytes(b"".join(lines))


def remove_folder(file: Path, _: random.Random) -> None:
    """Delete the folder that the file lies in."""
    shutil.rmtree(file.parent)


def drop_row(file: Path, dice: random.Random) -> None:
    """Delete one row of a table of the database."""
    with closing(sqlite3.connect(file)) as database, database:
        table = dice.choice(_TABLES)
        database.execute(f"DELETE FROM {table} WHERE rowid = (SELECT rowid FROM {table} ORDER BY random() LIMIT 1)")  # noqa: S608


def change_post_title(file: Path, _: random.Random) -> None:
    """Change the title of one post in the database."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE posts SET title = title || '!' WHERE rowid = (SELECT max(rowid) FROM posts)")


def drop_table(file: Path, dice: random.Random) -> None:
    """Drop one table of the database."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            f"DROP TABLE {dice.choice(['posts', 'comments', 'contents', 'uploads', 'checkpoint', 'alembic_version'])}"
        )


def zero_sectors(file: Path, dice: random.Random) -> None:
    """Write zeros over whole sectors, as a disk loses them."""
    content = bytearray(file.read_bytes())
    size = dice.choice((512, 4096))
    at = dice.randrange(-(-len(content) // size)) * size
    content[at : at + size] = bytes(len(content[at : at + size]))
    file.write_bytes(content)


def swap_blocks(file: Path, dice: random.Random) -> None:
    """Exchange two blocks of the file, as after a write that went astray."""
    content = file.read_bytes()
    size = min(dice.choice((64, 512, 4096)), len(content) // 2)
    blocks = [content[at : at + size] for at in range(0, len(content), size)]
    one, other = sorted(dice.sample(range(len(content) // size), 2))
    blocks[one], blocks[other] = blocks[other], blocks[one]
    file.write_bytes(b"".join(blocks))


def put_older_file(file: Path, _: random.Random) -> None:
    """Put an older copy of the file in its place, as a careless restore leaves one file behind."""
    shutil.copy(_older(file), file)


def put_older_folder(file: Path, _: random.Random) -> None:
    """Put the folder that the file lies in back as it was before: an older store than everything else."""
    older = _older(file).parent
    shutil.rmtree(file.parent)
    shutil.copytree(older, file.parent)


def _older(file: Path) -> Path:
    """The older copy of a file, in the folder of the system that has one. Raises LookupError."""
    for root in file.parents:
        if (copy := root / "older" / file.relative_to(root)).is_file():
            return copy
    raise LookupError(file)


def replace_by_file_of_another_stream(file: Path, _: random.Random) -> None:
    """Put the file of this name that belongs to another stream in its place."""
    streams = next(folder for folder in file.parents if folder.name == "streams")
    inside = Path(*file.relative_to(streams).parts[1:])
    own = file.read_bytes()
    found = sorted(path for path in streams.glob(f"*/{inside}") if path != file and path.read_bytes() != own)
    if not found:
        raise LookupError(file)
    shutil.copy(max(found, key=lambda path: path.stat().st_size), file)


def replace_by_folder(file: Path, _: random.Random) -> None:
    """Put an empty folder in its place, which nobody can read as a file."""
    file.unlink()
    file.mkdir()


def remove_permissions(file: Path, _: random.Random) -> None:
    """Take all permissions from the file; to the superuser this changes nothing."""
    file.chmod(0)


HOWS: Final[dict[str, Harm]] = {
    "flip": flip_bit,
    "zero": zero_range,
    "cut": cut_end,
    "remove": remove_file,
    "double": copy_beside,
    "exchange": exchange_content,
    "drop line": drop_line,
    "remove folder": remove_folder,
    "drop row": drop_row,
    "change row": change_post_title,
    "drop table": drop_table,
    "zero sectors": zero_sectors,
    "swap blocks": swap_blocks,
    "older": put_older_file,
    "older folder": put_older_folder,
    "other stream": replace_by_file_of_another_stream,
    "folder": replace_by_folder,
    "permissions": remove_permissions,
    "rewrite": rewrite_stream_with_one_change,
}

_STORE: Final = "var/nats/jetstream/*/streams"
_ASTRAY: Final = ("zero sectors", "swap blocks", "folder", "permissions")
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
    (
        "stream",
        f"{_STORE}/WAGGLEBOT/msgs/*.blk",
        (*_ASTRAY, "older", "older folder", "other stream", "rewrite", "rewrite"),
    ),
    ("stream", f"{_STORE}/WAGGLEBOT/msgs/index.db", ("older", "other stream")),
    ("stream", f"{_STORE}/WAGGLEBOT/meta.*", (*_ASTRAY, "other stream")),
    ("ledger", f"{_STORE}/KV_UPLOADS/msgs/*.blk", (*_ASTRAY, "older", "older folder", "other stream")),
    ("database", "var/wagglebot.db", (*_ASTRAY, "older")),
    ("database", "var/wagglebot.db-wal", ("zero sectors", "swap blocks")),
    ("media", "media/??/*", _ASTRAY),
    ("media", "media/stages/*/*.json", ("zero sectors", "folder")),
    ("backup", "backups/*Z/facts.jsonl", _ASTRAY),
    ("backup", "backups/media/*/*", ("zero sectors", "folder")),
)


def planned_damages(seed: int, count: int) -> Iterator[PlannedDamage]:
    """The ``count`` damages of a drill: every place and way in turn, each round with another seed."""
    dice = random.Random(seed)  # noqa: S311 (it guards nothing)
    ways = [(part, files, how) for part, files, hows in _PLACES for how in hows]
    dice.shuffle(ways)
    return (PlannedDamage(*way, dice.randrange(1 << 30)) for way in islice(cycle(ways), count))
