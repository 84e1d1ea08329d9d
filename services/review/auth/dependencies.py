"""Who asks, as the gate found out, and what they may do."""

from typing import Annotated

from fastapi import Depends, Request

from services.commands.review import DecisionRefused
from services.review.auth.accounts import AccountRole, Person


def _person(request: Request) -> Person:
    person: Person = request.state.person
    return person


def _operator(request: Request) -> Person:
    person = _person(request)
    if person.role is not AccountRole.OPERATOR:
        raise DecisionRefused("operators_only", 403)
    return person


Who = Annotated[Person, Depends(_person)]
"""Anybody who came in."""
Operator = Annotated[Person, Depends(_operator)]
"""Refuses reviewers with 403."""
