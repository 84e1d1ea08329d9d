"""A finished film: what was measured of it, how it came about, and what may be done with it."""

from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter
from pydantic import StringConstraints

from schemas.base import Frozen, Moment, Sha256, Token
from schemas.errors import IllegalTransition
from schemas.events import ContentReleased, ContentRendered, ContentRequested, Film, Recorded
from schemas.media import MediaKey
from schemas.recipe import Recipe, Stage
from schemas.states import PostState, Status, fold
from services.bus import Bus
from services.commands.review import DecisionOutcome, DecisionRefused, record
from services.config import Settings
from services.review.auth.dependencies import Operator, Who
from services.review.ports import Ports, Words
from services.review.routes.path_params import Key

_GISTS: Final = ("reviewer", "by", "reason", "stage", "from_stage", "attempt", "platform", "served_by", "seconds")
_VERSIONS: Final = 6


class HistoryStep(Frozen):
    """A fact of the history. ``says``: the few fields that tell one of its kind from another."""

    sequence: int
    time: Moment
    kind: str
    revision: int
    says: dict[str, str]


class Version(Frozen):
    """A film that was made of the post."""

    revision: int
    video: MediaKey
    thumbnail: MediaKey
    duration: float
    made: Moment


class Release(Frozen):
    """``current``: it is of this film with these words, so it counts."""

    platform: str
    privacy: str
    reviewer: str
    publish_at: Moment | None
    current: bool


class FilmRoom(Frozen):
    """``versions``: the newest first, at most six. ``words`` as a platform is told them."""

    status: Status
    revision: int
    sequence: int
    film: Film
    recipe: Recipe
    words: Words
    versions: tuple[Version, ...]
    history: tuple[HistoryStep, ...]
    releases: tuple[Release, ...]
    uploaded: tuple[str, ...]
    platforms: tuple[str, ...]
    seconds: dict[Stage, float]


class RemakeRequest(Frozen):
    from_stage: Literal[Stage.SCRIPT, Stage.VOICE, Stage.FILM]
    recipe: Recipe


class Let(Frozen):
    """``seal``: of the words and the film that were looked at."""

    platform: Token
    privacy: Literal["unlisted", "public"] = "public"
    at: datetime | None = None
    seal: Sha256


class Publish(Frozen):
    platform: Token


class TakeBack(Frozen):
    reason: Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]


class TakenBack(Frozen):
    """``unsure``: platforms that must be looked at again."""

    unsure: tuple[str, ...]


def film_routes(bus: Bus, ports: Ports, settings: Settings) -> APIRouter:
    """``/api/posts/{key}/film`` and the deeds of the gallery."""
    router = APIRouter(prefix="/api/posts/{key}")

    @router.get("/film")
    async def room(key: Key) -> FilmRoom:
        facts = await bus.history(key)
        state = fold(facts)
        if state.film is None or state.status is None:
            raise DecisionRefused("no_film", 404)
        words = ports.desk.words(state, key)
        return FilmRoom(
            status=state.status,
            revision=state.revision,
            sequence=state.sequence,
            film=state.film,
            recipe=state.recipe,
            words=words,
            versions=_versions(facts),
            history=tuple(map(_step, facts)),
            releases=tuple(_release(one, words.seal) for one in reversed(state.released)),
            uploaded=tuple(sorted(state.uploaded)),
            platforms=settings.publish.platforms,
            seconds=_seconds(facts, state.revision),
        )

    @router.post("/remake")
    async def remake(key: Key, wanted: RemakeRequest, who: Who) -> DecisionOutcome:
        def event(state: PostState) -> ContentRequested:
            return ContentRequested(
                post_key=key,
                revision=state.revision + 1,
                from_stage=wanted.from_stage,
                recipe=wanted.recipe,
                by=who.name,
            )

        return await record(bus, key, event)

    @router.post("/publish")
    async def publish(key: Key, wanted: Publish, who: Operator) -> DecisionOutcome:
        def event(state: PostState) -> ContentRequested:
            if wanted.platform not in settings.publish.platforms or wanted.platform in state.uploaded:
                raise DecisionRefused("nothing_to_publish", 409, state)
            return ContentRequested(
                post_key=key,
                revision=state.revision,
                from_stage=Stage.PUBLISH,
                recipe=state.recipe,
                by=who.name,
                platform=wanted.platform,
            )

        return await record(bus, key, event)

    @router.post("/release")
    async def release(key: Key, wanted: Let, who: Operator) -> Let:
        try:
            await ports.desk.release(
                key,
                platform=wanted.platform,
                reviewer=who.name,
                privacy=wanted.privacy,
                at=wanted.at,
                seal=wanted.seal,
            )
        except IllegalTransition as error:
            raise DecisionRefused("film_changed", 409, await bus.state(key)) from error
        return wanted

    @router.post("/withdraw")
    async def withdraw(key: Key, wanted: TakeBack, who: Operator) -> TakenBack:
        return TakenBack(unsure=await ports.desk.withdraw(key, reason=wanted.reason, by=who.name))

    return router


def _versions(facts: list[Recorded]) -> tuple[Version, ...]:
    made = [(one.time, one.event) for one in facts if isinstance(one.event, ContentRendered)]
    return tuple(
        Version(
            revision=event.revision,
            video=event.film.video.key,
            thumbnail=event.film.thumbnail.key,
            duration=event.film.duration,
            made=time,
        )
        for time, event in list(reversed(made))[:_VERSIONS]
    )


def _step(recorded: Recorded) -> HistoryStep:
    event = recorded.event
    found = {name: getattr(event, name, None) for name in _GISTS}
    says = {name: f"{value:.1f}" if isinstance(value, float) else str(value) for name, value in found.items() if value}
    return HistoryStep(
        sequence=recorded.sequence, time=recorded.time, kind=event.kind, revision=event.revision, says=says
    )


def _release(event: ContentReleased, seal: str) -> Release:
    return Release(
        platform=event.platform,
        privacy=event.privacy,
        reviewer=event.reviewer,
        publish_at=event.publish_at,
        current=event.seal == seal,
    )


def _seconds(facts: list[Recorded], revision: int) -> dict[Stage, float]:
    """How long each stage of this revision took."""
    stages = {"content.scripted": Stage.SCRIPT, "content.voiced": Stage.VOICE, "content.rendered": Stage.FILM}
    return {
        stages[one.event.kind]: getattr(one.event, "seconds", 0.0)
        for one in facts
        if one.event.kind in stages and one.event.revision == revision
    }
