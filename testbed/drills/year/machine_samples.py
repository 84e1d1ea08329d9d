"""What is measured of the machine at the end of each simulated day, and by week."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

from libraries.backups.layout import list_complete_backups
from libraries.bus import Bus
from libraries.object_store.folder import FolderStore
from schemas import subjects
from schemas.base import Frozen
from testbed.drills.year.machine import YearMachine

_WEEK: Final = 7
_MB: Final = 1_000_000


class MachineSample(Frozen):
    """What was measured at the end of a day. ``disk`` in bytes by kind; ``memory`` in bytes (resident set)
    and ``descriptors`` (open files) by station, child processes included; ``films``, ``posts``, ``crawls``: so far.
    """

    day: int
    films: int
    posts: int
    crawls: int
    disk: dict[str, int]
    files: dict[str, int]
    memory: dict[str, int]
    descriptors: dict[str, int]
    backups: int
    stream_messages: int
    stream_bytes: int
    ledger_keys: int


class WeekMaxima(Frozen):
    """The largest figures of a week, in MB where nothing else is said."""

    week: int
    films: int
    disk_mb: dict[str, float]
    memory_mb: dict[str, float]
    descriptors: dict[str, int]
    stream_messages: int
    stream_mb: float
    ledger_keys: int


async def measure_machine(machine: YearMachine, day: int, films: int, posts: int, crawls: int) -> MachineSample:
    """Measure the machine as it is now. The stations must run."""
    places = files_by_kind(machine)
    stations = {name: _family(pid) for name, pid in machine.stations.process_ids().items()}
    facts = await _state(machine.bus, subjects.FACTS)
    return MachineSample(
        day=day,
        films=films,
        posts=posts,
        crawls=crawls,
        disk={name: sum(map(_size, found)) for name, found in places.items()},
        files={name: len(found) for name, found in places.items()},
        memory={name: sum(map(_resident, family)) for name, family in stations.items()},
        descriptors={name: sum(map(_open_files, family)) for name, family in stations.items()},
        backups=len(list(list_complete_backups(FolderStore(machine.backups)))),
        stream_messages=facts["messages"],
        stream_bytes=facts["bytes"],
        ledger_keys=(await _state(machine.bus, "KV_UPLOADS"))["messages"],
    )


def files_by_kind(machine: YearMachine) -> dict[str, list[Path]]:
    """The files of the machine by what they are; backups share files, which are counted once."""
    media = machine.media
    return {
        "media": _below(media, lambda path: len(path.parts) == 2 and len(path.parts[0]) == 2),
        "stage results": _below(media / "stages"),
        "notes of uses": _below(media / "posts"),
        "exported films": _below(media / "export"),
        "broker": _below(machine.home / "var" / "nats"),
        "database": sorted(machine.database.parent.glob(f"{machine.database.name}*")),
        "backups": _once(_below(machine.backups)),
        "logs": _below(machine.logs),
        "left-over temporary files": _below(machine.folder / "tmp", lambda path: path.suffix != ".log"),
    }


def weekly_maxima(samples: Sequence[MachineSample]) -> list[WeekMaxima]:
    """The largest figures of each week."""
    by_week: dict[int, list[MachineSample]] = {}
    for sample in samples:
        by_week.setdefault((sample.day - 1) // _WEEK + 1, []).append(sample)
    return [
        WeekMaxima(
            week=number,
            films=max(one.films for one in those),
            disk_mb={name: round(value / _MB, 2) for name, value in _most(one.disk for one in those).items()},
            memory_mb={name: round(value / _MB, 1) for name, value in _most(one.memory for one in those).items()},
            descriptors=_most(one.descriptors for one in those),
            stream_messages=max(one.stream_messages for one in those),
            stream_mb=round(max(one.stream_bytes for one in those) / _MB, 2),
            ledger_keys=max(one.ledger_keys for one in those),
        )
        for number, those in sorted(by_week.items())
    ]


def _most(tables: Iterable[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for table in tables:
        for name, value in table.items():
            found[name] = max(value, found.get(name, 0))
    return found


async def _state(bus: Bus, stream: str) -> dict[str, int]:
    state: dict[str, int] = (await bus.client.call_api(f"STREAM.INFO.{stream}"))["state"]
    return state


def _below(folder: Path, wanted: Callable[[Path], bool] = lambda _: True) -> list[Path]:
    found = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return [path for path in found if wanted(path.relative_to(folder))]


def _once(paths: Iterable[Path]) -> list[Path]:
    """One path of each file that has several names."""
    by_number: dict[int, Path] = {}
    for path in paths:
        with suppress(FileNotFoundError):
            by_number[path.stat().st_ino] = path
    return list(by_number.values())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # a station deleted it meanwhile
        return 0


def _family(pid: int) -> list[psutil.Process]:
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _open_files(process: psutil.Process) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{process.pid}/fd").iterdir())
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return 0
