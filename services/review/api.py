"""The app's data: read from the projection, written as facts."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import StreamingResponse

from schemas.base import Frozen
from schemas.posts import Comment, Image, PostKey
from schemas.states import Status
from schemas.views import FilmCard, PostCard, PostFilter, Projection
from services.bus import Bus
from services.config import Settings
from services.review.decisions import Decided, Decision, Refused, decide, retry
from services.review.news import Hub, WorkView

REVIEWER = "reviewer"
"""Who decided, as long as there is one password and no accounts."""
_COMMENTS = 50


class PostPage(Frozen):
    """A whole post. ``comments``: the best ones first, at most 50."""

    card: PostCard
    content: str
    images: tuple[Image, ...]
    comments: tuple[Comment, ...]
    reason: str
    """Why it failed, if it did."""


class Site(Frozen):
    site: str


def post_key(key: str) -> PostKey:
    """The key of the path. Raises 404."""
    try:
        return PostKey.parse(key)
    except ValueError as error:
        raise HTTPException(404) from error


Key = Annotated[PostKey, Depends(post_key)]


def read_routes(bus: Bus, projection: Projection, hub: Hub) -> APIRouter:
    """Everything that changes nothing."""
    router = APIRouter(prefix="/api")

    @router.get("/posts")
    async def posts(wanted: Annotated[PostFilter, Query()]) -> list[PostCard]:
        return await asyncio.to_thread(projection.posts, wanted)

    @router.get("/posts/{key}")
    async def post(key: Key) -> PostPage:
        card = await asyncio.to_thread(projection.post, key)
        state = await bus.state(key)
        if card is None or state.post is None:
            raise Refused("unknown_post", 404)
        return PostPage(
            card=card,
            content=state.post.content,
            images=state.post.images,
            comments=state.post.best_comments[:_COMMENTS],
            reason=state.failure.message if state.failure else "",
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
    """Everything that records a fact or starts a crawl."""
    router = APIRouter(prefix="/api")

    @router.post("/posts/{key}/decision")
    async def decision(key: Key, wanted: Decision) -> Decided:
        return await decide(bus, key, wanted, REVIEWER, settings.recipe)

    @router.post("/posts/{key}/retry")
    async def again(key: Key) -> Decided:
        return await retry(bus, key, REVIEWER)

    @router.get("/crawl")
    async def crawled() -> tuple[str, ...]:
        return settings.collect.sites

    @router.post("/crawl", status_code=202)
    async def crawl(wanted: Site) -> Site:
        if wanted.site not in settings.collect.sites:
            raise Refused("unknown_site", 404)
        await bus.crawl_now(wanted.site)
        return wanted

    return router
