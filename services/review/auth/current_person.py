"""The person a request comes from, as the access middleware found out, and what they may do."""

from typing import Annotated

from fastapi import Depends, Request

from libraries.accounts.accounts import AccountRole, Person
from schemas.errors import Permanent


def _person(request: Request) -> Person:
    person: Person = request.state.person
    return person


def _operator(request: Request) -> Person:
    person = _person(request)
    if person.role is not AccountRole.OPERATOR:
        raise Permanent("review.operators_only")
    return person


AnyPerson = Annotated[Person, Depends(_person)]
"""Anybody who is logged in, or needs no login."""
Operator = Annotated[Person, Depends(_operator)]
"""An operator. Others get Permanent (``review.operators_only``)."""
