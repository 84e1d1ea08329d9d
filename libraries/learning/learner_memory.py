"""How long a channel's learner remembers, and how large it expects effects to be."""

from typing import Final, NamedTuple

EFFECT: Final = 0.5
"""Expected standard deviation of the effects of choices on log views, in that of films."""


class LearnerMemory(NamedTuple):
    """How the past counts for the learner. A film ``half_life`` days old counts half; ``effect``: expected size of
    effects."""

    half_life: float = 90.0
    effect: float = EFFECT


USUAL_MEMORY: Final = LearnerMemory()
