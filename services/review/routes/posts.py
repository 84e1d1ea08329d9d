"""The app's data: read from the projection, written as facts."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from schemas.base import Frozen
from schemas.posts import Comment, Image, PostKey
from schemas.recipe import Recipe
from schemas.states import Status
from schemas.views import FilmCard, InboxCard, PostFilter, Projection
from services.bus import Bus
from services.bus.runtime_settings import switches
from services.commands.checklist import demands
from services.commands.review import DecisionOutcome, DecisionRefused, DecisionRequest, decide, retry
from services.config import Settings
from services.review.auth.dependencies import Who
from services.review.i18n.errors import Explained, explain
from services.review.i18n.messages import language_of, sentence
from services.review.live.sse import Hub, WorkView
from services.review.routes.path_params import Key

_COMMENTS = 50


class PostPage(Frozen):
    """A whole post. ``comments``: the best ones first, at most 50."""

    card: InboxCard
    content: str
    images: tuple[Image, ...]
    comments: tuple[Comment, ...]
    reason: Explained
    """Why it failed, if it did."""
    score_parts: dict[str, float]
    """What the score is made of, by figure, each 0 to 1."""
    demands: tuple[str, ...]
    """What must be looked at by itself before it is approved."""


class BatchDecision(Frozen):
    """One decision on several posts, in this order."""

    decision: DecisionRequest
    posts: Annotated[tuple[str, ...], Field(min_length=1, max_length=100)]


class DecisionResult(Frozen):
    """What became of one decision of a batch; ``code`` and ``message`` where it was not recorded."""

    post: str
    decided: DecisionOutcome | None
    code: str = ""
    message: str = ""
    demands: tuple[str, ...] = ()


def read_routes(bus: Bus, projection: Projection, hub: Hub) -> APIRouter:
    """Everything that changes nothing."""
    router = APIRouter(prefix="/api")

    @router.get("/posts")
    async def posts(wanted: Annotated[PostFilter, Query()]) -> list[InboxCard]:
        return await asyncio.to_thread(projection.posts, wanted)

    @router.get("/posts/{key}")
    async def post(key: Key) -> PostPage:
        card = await asyncio.to_thread(projection.post, key)
        state = await bus.state(key)
        if card is None or state.post is None:
            raise DecisionRefused("unknown_post", 404)
        return PostPage(
            card=card,
            content=state.post.content,
            images=state.post.images,
            comments=state.post.best_comments[:_COMMENTS],
            reason=explain(state.failure.message, state.failure.error) if state.failure else explain(""),
            score_parts=state.post.score_parts,
            demands=demands(state.post),
        )

    @router.get("/sites")
    async def sites() -> list[str]:
        return await asyncio.to_thread(projection.sites)

    @router.get("/counts")
    async def counts() -> dict[Status, int]:
        return await asyncio.to_thread(projection.counts)

    @router.get("/work")
    async def work() -> list[WorkView]:
        return hub.work(await asyncio.to_thread(projection.at_work))

    @router.get("/films")
    async def films(
        limit: Annotated[int, Query(ge=1, le=100)] = 24, offset: Annotated[int, Query(ge=0)] = 0
    ) -> list[FilmCard]:
        return await asyncio.to_thread(projection.films, limit, offset)

    @router.get("/news")
    async def news() -> StreamingResponse:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(hub.stream(), media_type="text/event-stream", headers=headers)

    return router


def write_routes(bus: Bus, settings: Settings) -> APIRouter:
    """Decisions: every one a fact with the reviewer's name."""
    router = APIRouter(prefix="/api")

    async def recipe() -> Recipe:
        switched = await switches(bus)
        return switched.recipe_for(settings.recipe, approve_script=settings.studio.script_approval)

    @router.post("/posts/{key}/decision")
    async def decision(key: Key, wanted: DecisionRequest, who: Who) -> DecisionOutcome:
        return await decide(bus, key, wanted, who.name, recipe)

    @router.post("/decisions")
    async def batch(wanted: BatchDecision, who: Who, request: Request) -> list[DecisionResult]:
        """Stops asking a broker that does not answer: the rest is not saved either."""
        language = language_of(request.headers.get("accept-language"))
        answers: list[DecisionResult] = []
        gone: DecisionRefused | None = None
        for name in wanted.posts:
            try:
                if gone is not None:
                    raise gone
                decided = await decide(bus, _key(name), wanted.decision, who.name, recipe)
                answers.append(DecisionResult(post=name, decided=decided))
            except DecisionRefused as refused:
                gone = refused if refused.http == 503 else None
                said = sentence(refused.code, language)
                more = refused.demands
                answers.append(DecisionResult(post=name, decided=None, code=refused.code, message=said, demands=more))
        return answers

    @router.post("/posts/{key}/retry")
    async def again(key: Key, who: Who) -> DecisionOutcome:
        return await retry(bus, key, who.name)

    return router


def _key(name: str) -> PostKey:
    try:
        return PostKey.parse(name)
    except ValueError as error:
        raise DecisionRefused("unknown_post", 404) from error
