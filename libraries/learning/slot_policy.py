"""Other weekly times of publishing, folded over the finished films: how many would have been seen, and when."""

from collections.abc import Mapping, Sequence
from statistics import median

from schemas.base import Frozen


class FilmsUnderSlots(Frozen):
    """What weekly times would have published of the ``finished`` films, one film at each time, the oldest first.

    ``wait_days``: the median of days from a film's end to the time at which it is seen; None of no film.
    ``was_published`` and ``was_wait_days``: what was. ``left``: films that would wait still.
    """

    finished: int
    published: int
    wait_days: float | None
    left: int
    was_published: int
    was_wait_days: float | None


def films_under_slots(
    finished: Mapping[str, float], seen: Mapping[str, float], times: Sequence[float], since: float, now: float
) -> FilmsUnderSlots:
    """Fold the queue again from day ``since`` to ``now``.

    ``finished`` and ``seen``: by post, days since 1970 at which its first film was made, and was seen first; ``times``:
    days of the weekly times, in order.
    """
    queue = sorted((day, post) for post, day in finished.items() if since <= day <= now)
    waits: list[float] = []
    for time in (one for one in times if since <= one <= now):
        if len(waits) < len(queue) and queue[len(waits)][0] <= time:
            waits.append(time - queue[len(waits)][0])
    was = [max(0.0, seen[post] - day) for day, post in queue if post in seen and seen[post] <= now]
    return FilmsUnderSlots(
        finished=len(queue),
        published=len(waits),
        wait_days=_median(waits),
        left=len(queue) - len(waits),
        was_published=len(was),
        was_wait_days=_median(was),
    )


def _median(days: Sequence[float]) -> float | None:
    return round(median(days), 2) if days else None
