"""What was proposed for a film and what was chosen: values of factors with the chance that each had."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Frozen, Sha256

Chance = Annotated[float, Field(ge=0, le=1)]


class Factor(StrEnum):
    """Choices of a film that can be learned."""

    TEMPLATE = "template"
    OPENING = "opening"
    """How the first line is shown: the style of the hook."""
    CLOSING = "closing"
    CAPTIONS = "captions"
    NARRATOR = "narrator"
    SECONDS = "seconds"
    """The target length of the film."""
    HOUR = "hour"
    """Hours of the day in Seoul at which the film is seen first, as "18-21"; `release --slot` goes by it."""


class ChosenBy(StrEnum):
    """Who chose a value."""

    LEARNER = "learner"
    """It was drawn by the chances that are kept with it."""
    PERSON = "person"
    """A person overrode the proposal; the chance of that is 1."""


class ArmChoice(Frozen):
    """The value of one factor, and the chance (propensity) with which it was chosen.

    ``chances``: of all values that were allowed; ``proposed``: what the learner drew where a person chose otherwise.
    """

    factor: str
    value: str
    propensity: Chance
    by: ChosenBy
    chances: Mapping[str, Chance] = Field(default_factory=dict)
    proposed: str = ""


class FilmProposal(Frozen):
    """What was proposed for a film and what of it was taken: enough to draw it anew from the facts before it.

    ``until``: sequence of the last fact that was known; ``day``: the time of the proposal in days since 1970 in Seoul;
    ``half_life``: of the memory in days;
    ``model``: sha256 over films, allowed values, memory and version of the learner.
    """

    arms: tuple[ArmChoice, ...]
    seed: Annotated[int, Field(ge=0)]
    until: Annotated[int, Field(ge=0)]
    day: float
    half_life: Annotated[float, Field(gt=0)] = 90.0
    model: Sha256

    def with_overrides(self, chosen: Mapping[str, str]) -> "FilmProposal":
        """The proposal with a person's own values in place of those drawn; what was drawn is kept beside them."""
        return self.model_copy(
            update={"arms": tuple(_overridden(one, chosen.get(one.factor, "")) for one in self.arms)}
        )

    def values(self) -> dict[str, str]:
        """The value of each factor."""
        return {one.factor: one.value for one in self.arms}


def _overridden(drawn: ArmChoice, value: str) -> ArmChoice:
    if not value:
        return drawn
    changes = {"value": value, "propensity": 1.0, "by": ChosenBy.PERSON, "proposed": drawn.value}
    return drawn.model_copy(update=changes)
