"""How sure a field is, and a field as it is proposed."""

from dataclasses import dataclass
from enum import StrEnum

from crawlers.sites_config.selectors import Pick


class FieldCertainty(StrEnum):
    """How sure a field is. SURE: two places agree on it, or the page names it. UNSURE: a person should look at it."""

    SURE = "sure"
    UNSURE = "unsure"
    POINTED = "pointed"
    """A person pointed at it."""


@dataclass(frozen=True, slots=True)
class ProposedField:
    """A proposed field: its pick, how sure it is, and what it reads in each row or on each page."""

    pick: Pick
    certainty: FieldCertainty
    values: tuple[str, ...] = ()


Fields = dict[str, ProposedField]
"""Proposed fields by their names in a site file."""
