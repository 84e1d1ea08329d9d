"""The report of a simulated year: what is kept between its pieces, its figures, and whether all promises were kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from schemas.base import Frozen
from schemas.events import ContentRendered, ContentUploaded, RecordedFact
from schemas.posts import PostKey
from schemas.states import PostState, Status
from testbed.drills.year.bounds import BoundResult, check_bounds
from testbed.drills.year.machine_samples import MachineSample, WeekMaxima, weekly_maxima


class FaultOutcome(Frozen):
    """How a fault ended. ``recovered``: the day's work was done in the end."""

    day: int
    fault: str
    recovered: bool
    how: str


class YearProgress(Frozen):
    """What is kept between two pieces of a year."""

    origin: datetime
    ahead_s: float
    day: int = 0
    posts: int = 0
    crawls: int = 0
    seconds: float = 0.0
    kills: int = 0
    clean_stops: int = 0
    fallen: tuple[str, ...] = ()
    days_without_backup: tuple[int, ...] = ()
    faults: tuple[FaultOutcome, ...] = ()
    impossible: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    false_alarms: tuple[str, ...] = ()
    samples: tuple[MachineSample, ...] = ()


class YearFindings(NamedTuple):
    """What was found at the end: all facts, the states they fold to, how often the channel has each film, the dead
    letters that wait for a person, how many withdrawn posts still have notes of media, and how many films of such posts
    are on a platform still.
    """

    facts: Sequence[RecordedFact]
    states: Mapping[PostKey, PostState]
    copies: Mapping[str, int]
    letters: Sequence[str]
    came_back: int
    not_taken_down: int


class YearReport(Frozen):
    """Figures of the drill. ``bounds``: each with its figure; ``broken``: those that were not kept, and whatever else
    went wrong. ``by_hand``: faults that a person must end, as the alert says.
    """

    seconds: float
    days: int
    films: int
    crawls: int
    posts: int
    kills: int
    clean_stops: int
    fallen: int
    lost: int
    duplicated: int
    stuck: int
    dead_letters: int
    came_back: int
    not_taken_down: int
    false_alarms: int
    days_without_backup: int
    faults: tuple[FaultOutcome, ...]
    recovered_alone: int
    by_hand: int
    not_possible_here: tuple[str, ...]
    accelerated: str
    weeks: tuple[WeekMaxima, ...]
    bounds: tuple[BoundResult, ...]
    broken: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        return not self.broken


_ACCELERATED: Final = (
    "Accelerated: the clock of the stations (hours pass between crawls), the ticks of the crawl schedule and the "
    "times of retries at the broker (both sent by the drill), the dates of media files. Films are previews of a few "
    "seconds. Real: the stations as processes, the broker and its store, the database, all stages with the voice of "
    "eSpeak, uploads to a fake YouTube over its protocol, crawls over loopback, kills, backups, scrubs, cleaning. "
    "Not accelerated: the broker's own ages (dead letters, leases) and its message times."
)


def _lost(facts: Sequence[RecordedFact], states: Mapping[PostKey, PostState]) -> list[PostKey]:
    """Posts of a film that is neither rendered nor on its way any more, without a person's decision."""
    wanted = {fact.event.post_key for fact in facts if isinstance(fact.event, ContentRendered)}
    return [key for key in wanted if states[key].status is Status.COLLECTED]


def _duplicated(facts: Sequence[RecordedFact], copies: Mapping[str, int]) -> int:
    """Films twice on the channel, and uploads of one revision recorded twice."""
    uploads = Counter(
        (one.event.post_key, one.event.platform, one.event.revision)
        for one in facts
        if isinstance(one.event, ContentUploaded)
    )
    return sum(count - 1 for counts in (uploads, copies) for count in counts.values())


def year_report(progress: YearProgress, seen: YearFindings, unfinished: Sequence[PostKey]) -> YearReport:
    """The report of the drill. ``unfinished``: posts that did not come to their end."""
    kept = check_bounds(progress.samples)
    by_hand = sum(one.recovered and "by hand" in one.how for one in progress.faults)
    figures = {
        "fallen": len(progress.fallen),
        "lost": len(_lost(seen.facts, seen.states)),
        "duplicated": _duplicated(seen.facts, seen.copies),
        "stuck": len(unfinished),
        "dead_letters": len(seen.letters),
        "came_back": seen.came_back,
        "not_taken_down": seen.not_taken_down,
        "false_alarms": len(progress.false_alarms),
        "days_without_backup": len(progress.days_without_backup),
    }
    broken = [f"{one.name}: {one.figure} > {one.limit}" for one in kept if not one.kept]
    broken += [f"{name}: {figure}" for name, figure in figures.items() if figure]
    broken += [f"day {one.day}, {one.fault}: {one.how}" for one in progress.faults if not one.recovered]
    return YearReport(
        seconds=round(progress.seconds, 1),
        days=progress.day,
        films=len({fact.event.post_key for fact in seen.facts if isinstance(fact.event, ContentRendered)}),
        crawls=progress.crawls,
        posts=progress.posts,
        kills=progress.kills,
        clean_stops=progress.clean_stops,
        faults=progress.faults,
        recovered_alone=sum(one.recovered for one in progress.faults) - by_hand,
        by_hand=by_hand,
        not_possible_here=progress.impossible,
        accelerated=_ACCELERATED,
        weeks=tuple(weekly_maxima(progress.samples)),
        bounds=tuple(kept),
        broken=(*broken, *progress.fallen, *seen.letters, *progress.false_alarms),
        **figures,
    )
