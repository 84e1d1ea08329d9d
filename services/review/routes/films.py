"""Routes of a finished film: what was measured of it, its history, and what may be done with it."""

from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from libraries.bus import Bus
from libraries.channel.channel_platform import PlatformName
from libraries.channel.rules import ChannelRules, broken_rules
from libraries.media.store import MediaStore
from schemas.base import Frozen, Moment, Sha256
from schemas.errors import BadInput
from schemas.events import ContentReleased, ContentRendered, Film, RecordedFact, StageDone
from schemas.failures import Language
from schemas.media import MediaKey
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import PostState, Status, fold_facts
from services.commands.approve import recipe_for_approval
from services.commands.fact_recording import CommandOutcome
from services.commands.publish import PublishFilm, publish_film
from services.commands.release import HideFilm, ReleaseFilm, hide_film, release_film, require_publication
from services.commands.remake import CutFilm, FilmStage, RemakeFilm, cut_film, remake_film
from services.commands.settle_upload import SettleUpload, settle_upload
from services.commands.withdraw import WithdrawPost, withdraw_post
from services.config import Settings
from services.publish.platforms.base import Publication
from services.publish.upload.journal import UploadJournal
from services.publish.visibility import FilmOnPlatform, film_on_platforms
from services.review.auth.current_person import AnyPerson, Operator
from services.review.i18n.failures import ExplainedFailure, explain_failure
from services.review.i18n.language import request_language
from services.review.routes.path_params import Key

_SAID: Final = ("reviewer", "by", "reason", "stage", "from_stage", "attempt", "platform", "served_by", "seconds")
_VERSIONS: Final = 6


class HistoryStep(Frozen):
    """A fact of the history. ``says``: the fields that tell one fact of its kind from another."""

    sequence: int
    time: Moment
    kind: str
    revision: int
    says: dict[str, str]


class FilmWordsForPlatform(Frozen):
    """What a platform is told about a film; ``seal`` is over film and words, and names what was approved."""

    title: str
    description: str
    seal: Sha256
    warnings: tuple[ExplainedFailure, ...]
    """Rules of the channel that the film breaks, before it is released."""


class FilmVersion(Frozen):
    """A film that was made of the post."""

    revision: int
    video: MediaKey
    thumbnail: MediaKey
    duration: float
    made: Moment


class ReleaseView(Frozen):
    """A release of a film on a platform. ``current``: it is of this film with these words, so it counts."""

    platform: str
    privacy: str
    reviewer: str
    publish_at: Moment | None
    current: bool


class FilmPage(Frozen):
    """The page of a finished film.

    ``cut``: the shorter cut. ``versions``: the newest first, at most six. ``words`` as a platform is told them.
    """

    status: Status
    revision: int
    sequence: int
    film: Film
    cut: Film | None
    recipe: Recipe
    words: FilmWordsForPlatform
    versions: tuple[FilmVersion, ...]
    history: tuple[HistoryStep, ...]
    releases: tuple[ReleaseView, ...]
    places: tuple[FilmOnPlatform, ...]
    seconds: dict[Stage, float]


class RemakeRequest(Frozen):
    """A film to be made again. ``recipe``: None takes the choices of the next approval."""

    from_stage: FilmStage
    recipe: Recipe | None = None


class ReleaseRequest(Frozen):
    """The request to release a film. ``seal``: of the words and the film that were looked at."""

    platform: PlatformName
    privacy: Literal["unlisted", "public"] = "public"
    at: Moment | None = None
    seal: Sha256


class PublishRequest(Frozen):
    platform: PlatformName


class WithdrawRequest(Frozen):
    reason: Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]


class SettleUploadRequest(Frozen):
    """An upload in doubt, and the id of the video that was found on the platform; None: it is not there."""

    upload: Annotated[str, Field(max_length=300)]
    video: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)] | None = None


class WithdrawalResult(Frozen):
    """The outcome of a withdrawal. ``unsure``: platforms that must be looked at again; ``follow_ups``: keys of posts
    whose films recall this one."""

    unsure: tuple[str, ...]
    follow_ups: tuple[str, ...]


def film_routes(bus: Bus, store: MediaStore, settings: Settings) -> APIRouter:
    """``/api/posts/{key}/film``, and what may be done with a film."""
    router = APIRouter(prefix="/api/posts/{key}")

    @router.get("/film")
    async def page(key: Key, request: Request) -> FilmPage:
        language = request_language(request.headers.get("accept-language"))
        return await _film_page(bus, settings, key, language)

    @router.post("/remake")
    async def remade(key: Key, wanted: RemakeRequest, person: AnyPerson) -> CommandOutcome:
        recipe = wanted.recipe or (await recipe_for_approval(bus, settings)).with_seed_of(str(key))
        request = RemakeFilm(post=key, from_stage=wanted.from_stage, recipe=recipe)
        return await remake_film(bus, request, person.name)

    @router.post("/cut")
    async def cut(key: Key, person: AnyPerson) -> CommandOutcome:
        return await cut_film(bus, CutFilm(post=key), person.name)

    @router.post("/publish")
    async def published(key: Key, wanted: PublishRequest, operator: Operator) -> CommandOutcome:
        return await publish_film(bus, PublishFilm(post=key, platform=wanted.platform), operator.name, settings.publish)

    @router.post("/release")
    async def released(key: Key, wanted: ReleaseRequest, operator: Operator) -> ReleaseRequest:
        request = ReleaseFilm(
            post=key, platform=wanted.platform, privacy=wanted.privacy, at=wanted.at, seal=wanted.seal
        )
        await release_film(bus, request, operator.name, settings.publish.channel_rules)
        return wanted

    @router.post("/hide")
    async def hidden(key: Key, wanted: PublishRequest, operator: Operator) -> PublishRequest:
        await hide_film(bus, HideFilm(post=key, platform=wanted.platform), operator.name)
        return wanted

    @router.post("/settle")
    async def settled(key: Key, wanted: SettleUploadRequest, operator: Operator) -> SettleUploadRequest:
        if wanted.upload not in {entry.record.key for entry in await UploadJournal(bus.ledger()).entries_of_post(key)}:
            raise BadInput("upload.not_in_doubt", upload=wanted.upload)
        await settle_upload(bus, SettleUpload(upload=wanted.upload, video=wanted.video), operator.name)
        return wanted

    @router.post("/withdraw")
    async def withdrawn(key: Key, wanted: WithdrawRequest, operator: Operator) -> WithdrawalResult:
        request = WithdrawPost(named=str(key), reason=wanted.reason)
        outcome = await withdraw_post(bus, request, operator.name, settings, store)
        return WithdrawalResult(unsure=outcome.unsure, follow_ups=outcome.follow_ups)

    return router


async def _film_page(bus: Bus, settings: Settings, key: PostKey, language: Language) -> FilmPage:
    facts = await bus.facts_of_post(key)
    state = fold_facts(facts)
    if state.film is None or state.status is None:
        raise BadInput("post.no_film")
    publication = require_publication(state)
    return FilmPage(
        status=state.status,
        revision=state.revision,
        sequence=state.sequence,
        film=state.film,
        cut=state.cut.film if state.cut else None,
        recipe=state.recipe,
        words=_words(publication, state, settings.publish.channel_rules),
        versions=_versions(facts),
        history=tuple(_step(fact, language) for fact in facts),
        releases=tuple(_release(one, publication.seal) for one in reversed(state.released)),
        places=await film_on_platforms(bus, settings.publish, state, publication, datetime.now(UTC)),
        seconds=_seconds(facts, state.revision),
    )


def _words(told: Publication, state: PostState, rules: ChannelRules) -> FilmWordsForPlatform:
    assert state.script is not None
    assert state.post is not None
    broken = broken_rules(state.script, state.post, rules)
    return FilmWordsForPlatform(
        title=told.title,
        description=told.description,
        seal=told.seal,
        warnings=tuple(explain_failure(one.error.code, one.error.fields) for one in broken),
    )


def _versions(facts: list[RecordedFact]) -> tuple[FilmVersion, ...]:
    made = [(one.time, one.event) for one in facts if isinstance(one.event, ContentRendered)]
    return tuple(
        FilmVersion(
            revision=event.revision,
            video=event.film.video.key,
            thumbnail=event.film.thumbnail.key,
            duration=event.film.duration,
            made=time,
        )
        for time, event in list(reversed(made))[:_VERSIONS]
    )


def _step(recorded: RecordedFact, language: Language) -> HistoryStep:
    event = recorded.event
    found = {name: getattr(event, name, None) for name in _SAID}
    says = {name: f"{value:.1f}" if isinstance(value, float) else str(value) for name, value in found.items() if value}
    if isinstance(event, StageDone) and event.passed_over:
        says["passed_over"] = " · ".join(one.sentence(language) for one in event.passed_over)
    return HistoryStep(
        sequence=recorded.sequence, time=recorded.time, kind=event.kind, revision=event.revision, says=says
    )


def _release(event: ContentReleased, seal: str) -> ReleaseView:
    return ReleaseView(
        platform=event.platform,
        privacy=event.privacy,
        reviewer=event.reviewer,
        publish_at=event.publish_at,
        current=event.seal == seal,
    )


def _seconds(facts: list[RecordedFact], revision: int) -> dict[Stage, float]:
    """How long each stage of this revision took."""
    return {
        one.event.STAGE: one.event.seconds
        for one in facts
        if isinstance(one.event, StageDone) and one.event.revision == revision
    }
