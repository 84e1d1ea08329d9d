"""Hours of the day as values of a choice: eight bands of three hours in Seoul, written "18-21"."""

from collections.abc import Sequence
from typing import Final

from schemas.events import PostApproved, RecordedFact
from schemas.film_proposals import Factor

_LONG: Final = 3
HOUR_BANDS: Final = tuple(f"{start:02}-{start + _LONG:02}" for start in range(0, 24, _LONG))


def hour_band(hour: int) -> str:
    """The band that an hour of the day in Seoul lies in."""
    return HOUR_BANDS[hour // _LONG]


def proposed_hour_band(facts: Sequence[RecordedFact]) -> str:
    """The band that the newest approval of a post proposed; empty where it proposed none."""
    approvals = [fact.event for fact in facts if isinstance(fact.event, PostApproved)]
    proposal = approvals[-1].proposal if approvals else None
    return proposal.values().get(Factor.HOUR, "") if proposal else ""
