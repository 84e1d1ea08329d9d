"""Routes of posts: lists and single posts from the projection, and decisions, which become facts."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import Field, field_validator

from libraries.bus import Bus
from libraries.channel.channels_section import NamedChannel, named_channels
from libraries.channel.host_verdict import needed_verdict_syllables
from libraries.channel.part_two import proposed_first_part
from libraries.channel.rules import VerdictRule
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.events.post import LONGEST_VERDICT
from schemas.failures import Language
from schemas.posts import Comment, Image, PostKey
from schemas.states import Status
from schemas.views import FilmCard, InboxCard, PostFilter, Projection
from services.commands.approval_checklist import required_checks
from services.commands.approve import ApprovePost, approve_post
from services.commands.decline import DeclinePost, decline_post
from services.commands.fact_recording import CommandOutcome
from services.commands.release import require_publication
from services.commands.reopen import ReopenPost, reopen_post
from services.commands.retry import RetryPost, retry_post
from services.commands.run_for_each_post import PostOutcome, run_for_each_post
from services.config import Settings
from services.publish.visibility import FilmOnPlatform, film_on_platforms
from services.review.auth.current_person import AnyPerson
from services.review.http_errors import checks_missing_for_approval, error_message
from services.review.i18n.failures import ExplainedFailure, explain_failure
from services.review.i18n.language import request_language
from services.review.live.early_scripts import EarlyScriptWriter
from services.review.live.sse import UpdateHub, WorkView
from services.review.routes.path_params import Key

_COMMENTS = 50


class PostPage(Frozen):
    """A whole post. ``comments``: the best ones first, at most 50."""

    card: InboxCard
    content: str
    images: tuple[Image, ...]
    comments: tuple[Comment, ...]
    reason: ExplainedFailure
    """Why it failed, if it did."""
    score_parts: dict[str, float]
    """What the score is made of, by figure, each 0 to 1."""
    checks: tuple[str, ...]
    """What must be checked before it is approved."""
    verdict: VerdictRule
    """Whether the host's own opinion is asked for."""
    verdict_syllables: int
    """Syllables that it needs to be a fifth of the film."""
    channels: tuple[NamedChannel, ...]
    """Every channel, where there are several; ``given``: it gets a film of the post where the reviewer chooses none."""
    first_part: InboxCard | None
    """The earlier post of the same author that it seems to go on with: a proposal, which the reviewer may take."""


class DecisionRequest(Frozen):
    """A decision on a post.

    ``seen``: the status the reviewer saw. ``checked``, ``edit``, ``verdict``, ``channels`` and ``part_two_of``
    belong to approvals, ``reason`` to refusals.
    """

    decision: Literal["approve", "decline", "reopen"]
    seen: Status | None = None
    reason: Annotated[str, Field(max_length=200)] = ""
    checked: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    edit: bool = False
    verdict: Annotated[str, Field(max_length=LONGEST_VERDICT)] = ""
    channels: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    part_two_of: PostKey | None = None


class BatchDecisionRequest(Frozen):
    """One decision on several posts, in this order."""

    decision: DecisionRequest
    posts: Annotated[tuple[str, ...], Field(min_length=1, max_length=100)]


class DecisionResult(Frozen):
    """What became of one decision of a batch; ``code`` and ``message`` where it was not recorded."""

    post: str
    decided: CommandOutcome | None
    code: str = ""
    message: str = ""
    checks: tuple[str, ...] = ()


class PostBeingReadRequest(Frozen):
    """The post that the person has open; None when none is any more."""

    post: Annotated[str, Field(max_length=200)] | None = None

    @field_validator("post")
    @classmethod
    def _is_a_key(cls, post: str | None) -> str | None:
        return post and str(PostKey.parse(post))


class InboxOrderView(Frozen):
    """Whether the learned order of the inbox beats the score, by how much concordance on how many held-out days."""

    on: bool
    days: int
    gain: float


class FilmView(FilmCard):
    """A film of the gallery, and who can see it where."""

    places: tuple[FilmOnPlatform, ...]


def inbox_view_routes(projection: Projection, hub: UpdateHub) -> APIRouter:
    """The routes of the inbox's list: its posts, their order, and what it can be narrowed to."""
    router = APIRouter(prefix="/api")

    @router.get("/posts")
    async def posts(wanted: Annotated[PostFilter, Query()]) -> list[InboxCard]:
        cards = await asyncio.to_thread(projection.posts, wanted, hub.inbox.worth_for(wanted.sort))
        return [hub.inbox.annotated(card) for card in cards]

    @router.get("/inbox-order")
    async def inbox_order() -> InboxOrderView:
        learned = hub.inbox.learned
        return InboxOrderView(on=learned.on, days=len(learned.days), gain=learned.gain)

    @router.get("/sites")
    async def sites() -> list[str]:
        return await asyncio.to_thread(projection.sites)

    @router.get("/counts")
    async def counts() -> dict[Status, int]:
        return await asyncio.to_thread(projection.counts_by_status)

    return router


def post_view_routes(bus: Bus, projection: Projection, hub: UpdateHub, settings: Settings) -> APIRouter:
    """The routes that show a post, work and films, and record nothing."""
    router = APIRouter(prefix="/api")

    @router.get("/posts/{key}")
    async def post(key: Key) -> PostPage:
        card = await asyncio.to_thread(projection.post, key)
        state = await bus.post_state(key)
        if card is None or state.post is None:
            raise BadInput("post.unknown", post=str(key))
        return PostPage(
            card=hub.inbox.annotated(card),
            content=state.post.content,
            images=state.post.images,
            comments=state.post.best_comments[:_COMMENTS],
            reason=explain_failure(*(state.failure.code_and_fields if state.failure else ("", {}))),
            score_parts=state.post.score_parts,
            checks=required_checks(state.post),
            verdict=settings.publish.verdict,
            verdict_syllables=needed_verdict_syllables(settings.recipe.script.seconds),
            channels=named_channels(settings.publish, settings.publish.channels_for(state.post)),
            first_part=await proposed_first_part(bus, projection, state.post),
        )

    @router.get("/work")
    async def work() -> list[WorkView]:
        return hub.work_views(await asyncio.to_thread(projection.work_items))

    @router.get("/films")
    async def films(
        limit: Annotated[int, Query(ge=1, le=100)] = 24,
        offset: Annotated[int, Query(ge=0, lt=2**31)] = 0,
        channel: Annotated[str, Query(max_length=24)] = "",
    ) -> list[FilmView]:
        only = settings.publish.known_channel(channel) if channel else None
        cards = await asyncio.to_thread(projection.films, limit, offset, only)
        return list(await asyncio.gather(*(_film_view(bus, settings, card) for card in cards)))

    @router.get("/channels")
    async def channels() -> tuple[NamedChannel, ...]:
        return named_channels(settings.publish)

    @router.post("/reading", status_code=202)
    async def reading(wanted: PostBeingReadRequest, person: AnyPerson) -> PostBeingReadRequest:
        hub.announce_post_being_read(person.name, PostKey.parse(wanted.post) if wanted.post else None)
        return wanted

    @router.get("/updates")
    async def updates(person: AnyPerson) -> StreamingResponse:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(hub.event_stream(person.name), media_type="text/event-stream", headers=headers)

    return router


async def _film_view(bus: Bus, settings: Settings, card: FilmCard) -> FilmView:
    state, now = await bus.post_state(card.key), datetime.now(UTC)
    current = state.film is not None and state.film.video.key == card.video
    words = require_publication(state) if current else None
    places = await film_on_platforms(bus, settings.publish, state, words, now) if words else ()
    return FilmView(**dict(card), places=places)


def decision_routes(bus: Bus, settings: Settings, early_scripts: EarlyScriptWriter) -> APIRouter:
    """The routes of decisions: every one becomes a fact with the reviewer's name."""
    router = APIRouter(prefix="/api")

    def decide(key: PostKey, wanted: DecisionRequest, who: str) -> Awaitable[CommandOutcome]:
        match wanted.decision:
            case "approve":
                given = wanted.model_dump(include={"seen", "checked", "edit", "verdict", "channels", "part_two_of"})
                return approve_post(bus, ApprovePost(post=key, **given), who, settings)
            case "decline":
                return decline_post(bus, DeclinePost(post=key, seen=wanted.seen, reason=wanted.reason), who)
            case "reopen":
                return reopen_post(bus, ReopenPost(post=key, seen=wanted.seen), who)

    @router.post("/posts/{key}/decision")
    async def decision(key: Key, wanted: DecisionRequest, person: AnyPerson) -> CommandOutcome:
        outcome = await decide(key, wanted, person.name)
        if wanted.edit and outcome.status is Status.APPROVED:
            early_scripts.ask_for(key)
        return outcome

    @router.post("/decisions")
    async def batch(wanted: BatchDecisionRequest, person: AnyPerson, request: Request) -> list[DecisionResult]:
        items = await run_for_each_post(wanted.posts, lambda key: decide(key, wanted.decision, person.name))
        return [_result(item, request_language(request.headers.get("accept-language"))) for item in items]

    @router.post("/posts/{key}/retry")
    async def retried(key: Key, person: AnyPerson) -> CommandOutcome:
        return await retry_post(bus, RetryPost(post=key), person.name)

    return router


def _result(item: PostOutcome, language: Language) -> DecisionResult:
    error = item.refusal
    if error is None:
        return DecisionResult(post=item.post, decided=item.outcome)
    message, checks = error_message(error, language), tuple(checks_missing_for_approval(error))
    return DecisionResult(post=item.post, decided=None, code=error.code, message=message, checks=checks)
