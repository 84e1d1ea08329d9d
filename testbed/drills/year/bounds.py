"""The bounds that a machine must keep for a year, each with its reason."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from schemas.base import Frozen
from testbed.drills.year.machine_samples import MachineSample

_MB: Final = 1_000_000
_KB: Final = 1_000
_FILMS_DAYS: Final = 30
"""`media.keep_films_days`, the longest time that files of a film are kept."""
_BACKUPS: Final = 8
"""`health.backup_keep` days, and the newest."""
_FIRST_WEEKS: Final = 14
"""Days in which a process gets everything that it keeps in memory: libraries, caches, statements."""

Figure = Callable[[Sequence[MachineSample]], float]


class YearBound(NamedTuple):
    """A bound: what ``figure`` gives of the samples of all days must not be more than ``limit`` gives."""

    name: str
    figure: Figure
    limit: Figure
    why: str


class BoundResult(Frozen):
    """The outcome of one bound: its figure, its limit, and whether it was kept."""

    name: str
    figure: float
    limit: float
    kept: bool
    why: str


def check_bounds(samples: Sequence[MachineSample]) -> list[BoundResult]:
    """Compare every bound with the samples, which come in the order of days."""
    return [
        BoundResult(
            name=bound.name,
            figure=round(figure := bound.figure(samples), 2),
            limit=round(limit := bound.limit(samples), 2),
            kept=figure <= limit,
            why=bound.why,
        )
        for bound in BOUNDS
    ]


def _always(limit: float) -> Figure:
    return lambda _: limit


def _films_of(samples: Sequence[MachineSample], days: int) -> int:
    """The most films that were made within ``days`` days."""
    made = {sample.day: sample.films for sample in samples}
    return max(sample.films - made.get(sample.day - days, 0) for sample in samples)


def _film(samples: Sequence[MachineSample]) -> float:
    """Megabytes of a film, by those that were exported."""
    last = samples[-1]
    return last.disk["exported films"] / _MB / max(1, last.films)


def _largest(kind: str) -> Figure:
    return lambda samples: max(sample.disk[kind] for sample in samples) / _MB


def _growth(of: Callable[[MachineSample], dict[str, int]]) -> Figure:
    """The most that one station has more on the last days than it had at most in the first weeks."""

    def grown(samples: Sequence[MachineSample]) -> float:
        first = [sample for sample in samples if sample.day <= _FIRST_WEEKS]
        last = samples[-1:] if len(samples) <= _FIRST_WEEKS else samples[-7:]
        names = {name for sample in samples for name in of(sample)}
        return max(
            min(of(one).get(name, 0) for one in last) - max(of(one).get(name, 0) for one in first) for name in names
        )

    return grown


def _most(of: Callable[[MachineSample], dict[str, int]]) -> Figure:
    return lambda samples: max(value for sample in samples for value in of(sample).values())


BOUNDS: Final = (
    YearBound(
        "media store, MB",
        _largest("media"),
        lambda samples: 5 + 3 * _film(samples) * _films_of(samples, _FILMS_DAYS + 2),
        "a film, its pieces and its sound are three times the film at most; they go 30 days after the upload, with a "
        "day of cleaning before and after",
    ),
    YearBound(
        "stage results, files",
        lambda samples: max(sample.files["stage results"] for sample in samples),
        lambda samples: 10 + 30 * _films_of(samples, _FILMS_DAYS + 2),
        "four stages, each line that is spoken and each scene; they go with the film",
    ),
    YearBound(
        "notes of uses, KB a film",
        lambda samples: max(one.disk["notes of uses"] / _KB / max(1, one.posts) for one in samples),
        _always(4),
        "some twenty names of 70 bytes for each revision; they are what a withdrawal goes by, and stay",
    ),
    YearBound(
        "exported films, folders a film",
        lambda samples: max(one.files["exported films"] / 5 / max(1, one.films) for one in samples),
        _always(1),
        "one copy of each film, of five files: the operator's own, never deleted by the program",
    ),
    YearBound(
        "backups kept",
        lambda samples: max(sample.backups for sample in samples),
        _always(_BACKUPS),
        "seven days, and the newest",
    ),
    YearBound(
        "backups, MB",
        _largest("backups"),
        lambda samples: (
            10
            + 3 * _film(samples) * _films_of(samples, _FILMS_DAYS + _BACKUPS + 2)
            + _BACKUPS * max(one.stream_bytes for one in samples) / _MB
        ),
        "each file once for as long as a kept backup names it, and in each backup the exported facts",
    ),
    YearBound(
        "facts a film",
        lambda samples: max(sample.stream_messages / max(1, sample.films) for sample in samples[-1:]),
        _always(32),
        "four stages begin and end, two platforms too, a third wait or are made again, a third more posts than films",
    ),
    YearBound(
        "stream, KB a film",
        lambda samples: max(sample.stream_bytes / _KB / max(1, sample.films) for sample in samples[-1:]),
        _always(80),
        "a fact is 1 to 4 KB",
    ),
    YearBound(
        "broker, MB",
        _largest("broker"),
        lambda samples: 80 + 3 * max(sample.stream_bytes for sample in samples) / _MB,
        "its streams, blocks that are half empty, three logs of 10 MB",
    ),
    YearBound(
        "database, KB a post",
        lambda samples: max(sample.disk["database"] / _KB / max(1, sample.posts) for sample in samples[-1:]),
        lambda samples: 40 + 8_000 / max(1, samples[-1].posts),
        "the rows of a post and its film; an empty database and its write-ahead log are 8 MB at most",
    ),
    YearBound(
        "entries of the ledger a day",
        lambda samples: max(sample.ledger_keys / sample.day for sample in samples[-1:]),
        lambda samples: 20 + 4 * samples[-1].films / samples[-1].day,
        "uploads of each film to two platforms and their marks; quota, cap and hosts of each day",
    ),
    YearBound(
        "logs, MB a station",
        lambda samples: max(sample.disk["logs"] for sample in samples) / _MB / 6,
        _always(60),
        "six files of 10 MB",
    ),
    YearBound(
        "left-over temporary files, MB",
        lambda samples: min(sample.disk["left-over temporary files"] for sample in samples[-7:]) / _MB,
        _always(50),
        "killed stages leave theirs; the next start of the studio deletes them",
    ),
    YearBound(
        "memory of a station, MB",
        lambda samples: _most(lambda sample: sample.memory)(samples) / _MB,
        _always(900),
        "the studio with its stage process on the processor; docs/operate.md asks for 3 GB in all",
    ),
    YearBound(
        "growth of a station's memory, MB",
        lambda samples: _growth(lambda sample: sample.memory)(samples) / _MB,
        _always(60),
        "the collector remembers 50,000 posts (20 MB); nothing else grows with the days",
    ),
    YearBound(
        "open files of a station",
        _most(lambda sample: sample.descriptors),
        _always(256),
        "a run of all stations has about 200",
    ),
    YearBound(
        "growth of a station's open files",
        _growth(lambda sample: sample.descriptors),
        _always(8),
        "a leak of one a day would be seen within two weeks",
    ),
)
