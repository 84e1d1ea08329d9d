"""Routes of the failures that wait for a person, and of what else is wrong."""

import asyncio
from typing import Annotated

from fastapi import APIRouter
from pydantic import StringConstraints

from libraries.accounts.accounts import Person
from libraries.alerts.alert_book import AlertBook
from libraries.alerts.shown_alert import ShownAlert, is_shown, shown_alert
from libraries.bus import Bus
from libraries.bus.dead_letters import FailedPost, RetryOutcome, failed_posts
from schemas.base import Frozen, Moment
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import Status
from schemas.views import Projection, WorkItem
from services.commands.drop_dead_letter import DropDeadLetter, drop_dead_letter
from services.commands.retry import RetryDeadLetter, retry_dead_letter
from services.review.auth.current_person import AnyPerson
from services.review.i18n.failures import ExplainedFailure, explain_failure


class FailureView(Frozen):
    """A failure as the page shows it. ``name``: of its dead letter; empty for a failed post whose letter is gone.

    ``key``: of its post; None where the message was none of our facts. ``open``: trying again would do something.
    """

    name: str
    key: PostKey | None
    title: str
    stage: Stage | None
    attempts: int
    explained: ExplainedFailure
    time: Moment
    open: bool


class DropRequest(Frozen):
    """Why a letter is dropped; it stays on record."""

    reason: Annotated[str, StringConstraints(max_length=200)] = ""


class RetryResult(Frozen):
    outcome: RetryOutcome


def alert_routes(bus: Bus) -> APIRouter:
    """``/api/alerts``: what the health station found wrong and is not over. Posts that were given up are failures."""
    router = APIRouter(prefix="/api/alerts")

    @router.get("")
    async def listed() -> list[ShownAlert]:
        return [shown_alert(one.open) for one in await AlertBook(bus.ledger()).open_alerts() if is_shown(one.open)]

    return router


def failure_routes(bus: Bus, projection: Projection) -> APIRouter:
    """``/api/failures``: dead letters by their names, and failed posts whose letter is gone."""
    router = APIRouter(prefix="/api/failures")

    @router.get("")
    async def listed() -> list[FailureView]:
        letters = [_of_letter(one) for one in await failed_posts(bus)]
        known = {view.key for view in letters}
        items = await asyncio.to_thread(projection.work_items)
        failed = [item for item in items if item.status is Status.FAILED and item.key not in known]
        return sorted([*letters, *map(_of_post, failed)], key=lambda view: view.time, reverse=True)

    @router.post("/{name}/retry")
    async def retried(name: str, person: AnyPerson) -> RetryResult:
        return RetryResult(outcome=await retry_dead_letter(bus, RetryDeadLetter(letter=name), person.name))

    @router.post("/{name}/drop")
    async def dropped(name: str, wanted: DropRequest, person: AnyPerson) -> Person:
        await drop_dead_letter(bus, DropDeadLetter(letter=name, reason=wanted.reason), person.name)
        return person

    return router


def _of_letter(letter: FailedPost) -> FailureView:
    code, fields = letter.code, letter.fields
    if letter.post is None:
        code, fields = "letter.unreadable", {"name": letter.name}
    return FailureView(
        name=letter.name,
        key=letter.post,
        title=letter.title,
        stage=letter.stage,
        attempts=letter.attempts,
        explained=explain_failure(code, fields, letter.reason),
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
        explained=explain_failure(item.code, item.fields, item.message),
        time=item.since,
        open=True,
    )
