"""Retries of failed stages: when they are due, and the request that starts them."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from schemas.errors import NoSpace, Parked, PieceMissing
from schemas.events import ContentFailed, ContentRequested, ContentStarted, RecordedFact
from schemas.recipe import Recipe, Stage
from schemas.states import RETRY_BY

_LONGEST_REST: Final = 3 * 3600.0


class RetryPolicy(NamedTuple):
    """Exponential pauses with full jitter. ``base`` and ``cap`` in seconds, and ``rest``: how long work waits on a full
    disk before it looks again, twice as long each time, to three hours: about fifteen looks a day.

    Source: M. Brooker, "Exponential Backoff And Jitter": the pause is uniform in [0, min(cap, base · 2^(n-1))].
    """

    max_attempts: int = 5
    base: float = 5.0
    cap: float = 600.0
    rest: float = 30.0

    def retry_at(self, event_id: str, attempt: int, now: datetime) -> datetime | None:
        """When to try again after ``attempt`` (1 = the first) failed; None when that was the last.

        The jitter follows from the fact's id, so a fact handled twice waits the same pause.
        """
        if attempt >= self.max_attempts:
            return None
        # 2^30 · base is beyond every cap; without a bound the power overflows for a runaway attempt.
        ceiling = min(self.cap, self.base * 2.0 ** min(attempt - 1, 30))
        pause = random.Random(f"{event_id}:{attempt}").uniform(0, ceiling)  # noqa: S311 (spreads load, guards nothing)
        return now + timedelta(seconds=pause)

    def disk_pause(self, waits: int) -> float:
        """Seconds until work that waited ``waits`` times for a disk looks again."""
        return min(_LONGEST_REST, self.rest * 2.0 ** min(waits, 30))


DEFAULT: Final = RetryPolicy()


def count_disk_waits(facts: Sequence[RecordedFact], stage: Stage) -> int:
    """How many times in a row, to the end of a post's history, a stage waited for a disk."""
    waits = 0
    for recorded in reversed(facts):
        if isinstance(recorded.event, ContentFailed) and recorded.event.stage is stage:
            if recorded.event.error != NoSpace.__name__:
                break
            waits += 1
        elif not isinstance(recorded.event, ContentRequested | ContentStarted):
            break
    return waits


def count_lost_inputs(facts: Sequence[RecordedFact], revision: int) -> int:
    """How many times something that a film of this revision is made from was lost, and made again.

    Each time the stage begins anew with its first attempt, so that attempts alone would never end.
    """
    events = [fact.event for fact in facts if isinstance(fact.event, ContentFailed)]
    return sum(event.error == PieceMissing.__name__ and event.revision == revision for event in events)


def retry_request(failed: ContentFailed, recipe: Recipe, platform: str) -> ContentRequested:
    """The request that retries a failure, from the stage that failed or, where its input is gone, from the one that
    makes that input. Its id follows from the failure, so asking twice gives the same fact.
    """
    waited = failed.error in (Parked.__name__, NoSpace.__name__)
    lost = failed.error == PieceMissing.__name__
    return ContentRequested.caused_by(
        failed,
        from_stage=Stage(str(failed.fields["make_from"])) if lost else failed.stage,
        recipe=recipe,
        attempt=failed.attempt if waited else failed.attempt + 1,
        by=RETRY_BY,
        platform=platform,
    )
