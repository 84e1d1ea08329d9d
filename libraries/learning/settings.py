"""Settings of learning: what may be learned, and how long it is remembered."""

from typing import Annotated

from pydantic import Field, field_validator

from libraries.learning.learner_memory import LearnerMemory
from libraries.learning.recipes import canonical_value
from libraries.settings.sections import Section
from schemas.film_proposals import Factor


class LearningSettings(Section):
    """What an operator allows to be learned; nothing by default."""

    allow: Annotated[
        dict[str, tuple[str, ...]],
        Field(
            description="Values that may be proposed, by choice (template, opening, closing, captions, narrator, "
            "seconds, hour), as JSON: {'template': ['card', 'post']}; a choice that is not named is not learned."
        ),
    ] = {}  # noqa: RUF012 (copied by pydantic)
    films: Annotated[
        int, Field(ge=1, description="Films that must have been measured before anything is proposed.")
    ] = 20
    half_life_days: Annotated[float, Field(ge=7, description="Days after which a film counts half.")] = 90.0

    @field_validator("allow")
    @classmethod
    def _known_choices(cls, given: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for factor, values in given.items():
            if factor not in set(Factor):
                raise ValueError(f"{factor!r} is none of {', '.join(Factor)}")
            given[factor] = tuple(sorted({canonical_value(factor, value) for value in values}))
            if len(given[factor]) < 2:
                raise ValueError(f"{factor} needs two values or more to learn which is better")
        return given

    @property
    def memory(self) -> LearnerMemory:
        """How the past counts."""
        return LearnerMemory(half_life=self.half_life_days)
