"""What failed for good and waits for a person, and what is parked."""

import asyncio
from typing import Annotated

from fastapi import APIRouter
from pydantic import StringConstraints

from schemas.base import Frozen, Moment
from schemas.errors import BadInput
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import Status
from schemas.views import Projection, WorkItem
from services.bus import Bus
from services.bus.dead_letters import FailedPost, RetryOutcome, drop, failures, retry
from services.commands.review import DecisionRefused
from services.review.auth.accounts import Person
from services.review.auth.dependencies import Who
from services.review.i18n.errors import Explained, explain


class FailureView(Frozen):
    """A failure as the page shows it. ``name``: of its dead letter; empty for a failed post whose letter is gone.

    ``key``: of its post; None where the message was none of our facts. ``open``: trying again would do something.
    """

    name: str
    key: PostKey | None
    title: str
    stage: Stage | None
    attempts: int
    told: Explained
    time: Moment
    open: bool


class Drop(Frozen):
    reason: Annotated[str, StringConstraints(max_length=200)] = ""


class Retried(Frozen):
    outcome: RetryOutcome


def failure_routes(bus: Bus, projection: Projection) -> APIRouter:
    """``/api/failures``: letters by their names."""
    router = APIRouter(prefix="/api/failures")

    @router.get("")
    async def listed() -> list[FailureView]:
        letters = [_of_letter(one) for one in await failures(bus)]
        known = {view.key for view in letters}
        items = await asyncio.to_thread(projection.at_work)
        failed = [item for item in items if item.status is Status.FAILED and item.key not in known]
        return sorted([*letters, *map(_of_post, failed)], key=lambda view: view.time, reverse=True)

    @router.post("/{name}/retry")
    async def again(name: str, who: Who) -> Retried:
        try:
            return Retried(outcome=await retry(bus, name, who.name))
        except BadInput as error:
            raise DecisionRefused("no_letter", 409) from error

    @router.post("/{name}/drop")
    async def dropped(name: str, wanted: Drop, who: Who) -> Person:
        try:
            await drop(bus, name, who.name, wanted.reason)
        except BadInput as error:
            raise DecisionRefused("no_letter", 409) from error
        return who

    return router


def _of_letter(letter: FailedPost) -> FailureView:
    return FailureView(
        name=letter.name,
        key=letter.post,
        title=letter.title,
        stage=letter.stage,
        attempts=letter.attempts,
        told=explain(letter.reason, letter.error),
        time=letter.time,
        open=letter.open,
    )


def _of_post(item: WorkItem) -> FailureView:
    return FailureView(
        name="",
        key=item.key,
        title=item.title,
        stage=item.stage,
        attempts=item.attempt,
        told=explain(item.message),
        time=item.since,
        open=True,
    )
