"""How sure a field is, and a field as it is proposed."""

from dataclasses import dataclass
from enum import StrEnum

from crawlers.sites_config.selectors import Pick


class FieldCertainty(StrEnum):
    """SURE: two places agree on it, or the page names it. UNSURE: the likeliest one, to be looked at by a person."""

    SURE = "sure"
    UNSURE = "unsure"
    POINTED = "pointed"
    """A person pointed at it."""


@dataclass(frozen=True, slots=True)
class ProposedField:
    """A field's pick, how sure it is, and what it reads in each row or on each page, where it reads anything."""

    pick: Pick
    certainty: FieldCertainty
    values: tuple[str, ...] = ()


Fields = dict[str, ProposedField]
"""Proposed fields by their names in a site file."""
