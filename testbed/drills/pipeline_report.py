"""The report of the drill of the pipeline: what the facts in the stream say at its end."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.base import Frozen
from schemas.events import ContentRendered, ContentStarted, ContentUploaded, PostApproved, RecordedFact
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState, Status, apply_fact


class RecordedKill(NamedTuple):
    """One kill that was made in the drill.

    ``sequence``: the last fact when it was dead; ``seconds`` from then until the victim's work went on; ``step``:
    where it was killed, empty for a random instant.
    """

    victim: str
    sequence: int
    seconds: float
    step: str = ""


class PipelineReport(Frozen):
    """The report of the drill of the pipeline.

    ``repeated``: stages begun again for one film; ``repeated_per_kill``: the most that one kill cost;
    ``repeated_without_kill``: those that no kill explains. ``projection_differs``: posts whose rows are not the fold of
    their facts. ``fallen``: processes that ended without being killed. Recovery in seconds, None where nothing was
    killed; by victim as p50 and p95.
    """

    seconds: float
    kills: int
    kills_by_victim: dict[str, int]
    kills_by_step: dict[str, int]
    approved: int
    rendered: int
    lost: int
    duplicated: int
    stuck: int
    repeated: int
    repeated_per_kill: int
    repeated_without_kill: int
    projection_differs: int
    fallen: int
    recovery_p50_s: float | None
    recovery_p95_s: float | None
    recovery_by_victim: dict[str, tuple[float | None, float | None]]

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        broken = self.lost + self.duplicated + self.stuck + self.projection_differs + self.fallen
        broken += self.repeated_without_kill
        return not broken and self.rendered == self.approved and self.repeated_per_kill <= 1


def states_by_post(facts: Iterable[RecordedFact]) -> dict[PostKey, PostState]:
    """The state of every post, folded from its facts."""
    states: dict[PostKey, PostState] = {}
    for fact in facts:
        key = fact.event.post_key
        states[key] = apply_fact(states.get(key, PostState()), fact)
    return states


def posts_rendered_once(facts: Sequence[RecordedFact]) -> set[PostKey]:
    """The posts that have exactly one rendered film."""
    counts = Counter(fact.event.post_key for fact in facts if isinstance(fact.event, ContentRendered))
    return {key for key, count in counts.items() if count == 1}


def count_duplicate_facts(facts: Sequence[RecordedFact]) -> int:
    """The number of facts too many: a second film of a post, a second upload to a platform, an event stored twice."""
    films = Counter(fact.event.post_key for fact in facts if isinstance(fact.event, ContentRendered))
    uploads = Counter(
        (e.post_key, e.platform) for e in (fact.event for fact in facts) if isinstance(e, ContentUploaded)
    )
    events = Counter(fact.event.event_id for fact in facts)
    return sum(count - 1 for counts in (films, uploads, events) for count in counts.values())


def count_lost_approvals(acknowledged: Iterable[PostKey], facts: Sequence[RecordedFact]) -> int:
    """The number of approvals that the broker acknowledged and has lost."""
    kept = {fact.event.post_key for fact in facts if isinstance(fact.event, PostApproved)}
    return len(set(acknowledged) - kept)


def count_stuck_posts(states: dict[PostKey, PostState]) -> int:
    """The number of approved posts that did not get to the end."""
    return sum(state.status is not Status.UPLOADED for state in states.values() if state.revision)


def count_repeated_stages_by_kill(facts: Sequence[RecordedFact], kills: Sequence[RecordedKill]) -> list[int]:
    """How many stages were begun again for one film, put down to the kills: to none of them, to the first, the second…

    Each repetition is put down to a kill after the stage was begun last, to one that has cost least so far: a stage
    that was killed several times waits a while, and other kills may come before it is begun again.
    """
    per_kill = [0] * (len(kills) + 1)
    begun: dict[tuple[PostKey, int, Stage], int] = {}
    for fact in facts:
        event = fact.event
        if isinstance(event, ContentStarted):
            what = (event.post_key, event.revision, event.stage)
            if (last := begun.get(what)) is not None:
                between = [n for n, kill in enumerate(kills, 1) if last <= kill.sequence < fact.sequence]
                per_kill[min(between, key=per_kill.__getitem__, default=0)] += 1
            begun[what] = fact.sequence
    return per_kill


def recovery_times(kills: Sequence[RecordedKill]) -> dict[str, tuple[float | None, float | None]]:
    """Median and 95th percentile of the recovery time of each victim, in seconds."""
    times: dict[str, list[float]] = {}
    for kill in kills:
        times.setdefault(kill.victim, []).append(kill.seconds)
    return {victim: (percentile(found, 0.5), percentile(found, 0.95)) for victim, found in times.items()}


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that a ``share`` of the values do not exceed (nearest rank); None without values."""
    ordered = sorted(values)
    return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 2) if ordered else None
