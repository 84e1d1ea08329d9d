"""The facts (events) of a post: immutable, in the past tense, and complete enough to act on alone.

The subject of a fact is ``<topic>.<name>.<site>.<id>``; ``TOPIC`` and ``NAME`` are on its class. Each fact carries the
revision of the film it belongs to (0: the post itself; each remake adds 1), so a remake is never taken for a duplicate.
"""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import Field, TypeAdapter

from schemas.base import Frozen, Moment, Sha256
from schemas.failures import FieldValue
from schemas.failures.legacy import upcast
from schemas.media import MediaRef
from schemas.posts import Post, PostKey
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.voice import VoiceTrack

_SPACE = uuid.UUID("6f0d8c1e-7c1b-4a0e-9a0b-5d7e3c2f4a11")


class Event(Frozen):
    """The base of all facts. ``event_id`` is also the Nats-Msg-Id."""

    TOPIC: ClassVar[str]
    NAME: ClassVar[str]

    post_key: PostKey
    revision: Annotated[int, Field(ge=0)]
    event_id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    time: Moment = Field(default_factory=lambda: datetime.now(UTC))
    causation_id: str = ""
    """``event_id`` of the fact this one was caused by; empty for decisions of a person and for collected posts."""

    @property
    def kind(self) -> str:
        """Topic and name, for example ``post.collected``."""
        return f"{self.TOPIC}.{self.NAME}"

    @classmethod
    def caused_by(cls, cause: "Event", discriminator: str = "", **fields: Any) -> Self:
        """A fact caused by ``cause``. Its id is derived from the cause, so making it twice stores one message.

        ``discriminator`` separates several facts of one kind with the same cause.
        """
        name = f"{cause.event_id}:{cls.TOPIC}.{cls.NAME}:{discriminator}"
        fields.setdefault("revision", cause.revision)
        return cls(
            post_key=cause.post_key,
            event_id=uuid.uuid5(_SPACE, name).hex,
            causation_id=cause.event_id,
            **fields,
        )


class PostCollected(Event):
    """A post was seen for the first time."""

    TOPIC = "post"
    NAME = "collected"
    kind_: Literal["post.collected"] = Field("post.collected", alias="kind")
    post: Post


class PostApproved(Event):
    """A reviewer approved the post: a film is made of it."""

    TOPIC = "post"
    NAME = "approved"
    kind_: Literal["post.approved"] = Field("post.approved", alias="kind")
    reviewer: str
    recipe: Recipe = Recipe()
    checked: tuple[str, ...] = ()
    """Items of the checklist (`services.commands.checklist`) that the reviewer confirmed."""


class PostDeclined(Event):
    """A reviewer declined the post."""

    TOPIC = "post"
    NAME = "declined"
    kind_: Literal["post.declined"] = Field("post.declined", alias="kind")
    reviewer: str
    reason: str = ""


class PostReopened(Event):
    """A reviewer took a decision back: the post waits for one again."""

    TOPIC = "post"
    NAME = "reopened"
    kind_: Literal["post.reopened"] = Field("post.reopened", alias="kind")
    reviewer: str


class PostRetracted(Event):
    """The post was taken down at the request of somebody with a right to it. This is final."""

    TOPIC = "post"
    NAME = "retracted"
    kind_: Literal["post.retracted"] = Field("post.retracted", alias="kind")
    by: str
    reason: str


class PostGone(Event):
    """The site no longer shows the post: no film of it is made or published until it is found again."""

    TOPIC = "post"
    NAME = "gone"
    kind_: Literal["post.gone"] = Field("post.gone", alias="kind")
    reason: str
    """The site's answer, for example ``404`` or ``삭제된 게시물입니다``."""


class PostFound(Event):
    """The site shows a post again that was gone."""

    TOPIC = "post"
    NAME = "found"
    kind_: Literal["post.found"] = Field("post.found", alias="kind")


class ContentRequested(Event):
    """A film was requested, from ``from_stage`` on. A retry keeps the revision and adds 1 to ``attempt``."""

    TOPIC = "content"
    NAME = "requested"
    kind_: Literal["content.requested"] = Field("content.requested", alias="kind")
    from_stage: Stage
    recipe: Recipe
    attempt: Annotated[int, Field(ge=1)] = 1
    by: str = ""
    platform: str = ""
    """The platform, for requests to publish; empty means all of them."""
    script: Script | None = None
    """A script edited by the reviewer, in place of the post's; only for requests from the voice stage."""


class ContentStarted(Event):
    """A worker began a stage."""

    TOPIC = "content"
    NAME = "started"
    kind_: Literal["content.started"] = Field("content.started", alias="kind")
    stage: Stage
    worker: str
    delivery: Annotated[int, Field(ge=1)] = 1


class StageDone(Event):
    """The base of stage results. ``served_by`` names the adapter; ``cached``: the result was found in the store.

    ``device``: where local models computed, ``cpu`` or ``cuda``; empty without local models.
    """

    stage_key: Sha256
    served_by: str
    seconds: Annotated[float, Field(ge=0)]
    device: str = ""
    cached: bool = False


class ContentScripted(StageDone):
    """The script was written."""

    TOPIC = "content"
    NAME = "scripted"
    kind_: Literal["content.scripted"] = Field("content.scripted", alias="kind")
    script: Script


class ContentScriptApproved(Event):
    """A reviewer approved the script, perhaps with changes; the voice stage may begin."""

    TOPIC = "content"
    NAME = "script_approved"
    kind_: Literal["content.script_approved"] = Field("content.script_approved", alias="kind")
    reviewer: str
    script: Script
    recipe: Recipe | None = None
    """New choices for the stages still to come; None keeps those of the approval."""


class ContentVoiced(StageDone):
    """The narration was spoken."""

    TOPIC = "content"
    NAME = "voiced"
    kind_: Literal["content.voiced"] = Field("content.voiced", alias="kind")
    voice: VoiceTrack


class Film(Frozen):
    """A finished film and its side files. ``duration`` in seconds, ``checks`` the measured values of quality control.

    ``captions`` are in SubRip form, ``styled_captions`` in ASS with word times, which older films do not have.
    """

    video: MediaRef
    thumbnail: MediaRef
    captions: MediaRef
    styled_captions: MediaRef | None = None
    duration: Annotated[float, Field(gt=0)]
    width: int
    height: int
    fps: int
    encoder: str
    checks: dict[str, float | str | bool] = Field(default_factory=dict)


class ContentRendered(StageDone):
    """The film was rendered and passed quality control."""

    TOPIC = "content"
    NAME = "rendered"
    kind_: Literal["content.rendered"] = Field("content.rendered", alias="kind")
    film: Film


class ContentReleased(Event):
    """A reviewer released one film with its metadata to the public on a platform.

    ``seal`` is the sha256 over film and metadata: anything changed afterwards is not released.
    """

    TOPIC = "content"
    NAME = "released"
    kind_: Literal["content.released"] = Field("content.released", alias="kind")
    reviewer: str
    platform: str
    seal: Sha256
    privacy: Literal["unlisted", "public"] = "public"
    publish_at: Moment | None = None


class ContentUploading(Event):
    """An upload is about to begin; recorded before the first byte is sent."""

    TOPIC = "content"
    NAME = "uploading"
    kind_: Literal["content.uploading"] = Field("content.uploading", alias="kind")
    platform: str
    video_sha256: Sha256


class ContentUploaded(Event):
    """The film is on a platform."""

    TOPIC = "content"
    NAME = "uploaded"
    kind_: Literal["content.uploaded"] = Field("content.uploaded", alias="kind")
    platform: str
    remote_id: str
    url: str
    video_sha256: Sha256


class ContentWithdrawn(Event):
    """A film was taken off a platform."""

    TOPIC = "content"
    NAME = "withdrawn"
    kind_: Literal["content.withdrawn"] = Field("content.withdrawn", alias="kind")
    platform: str
    remote_id: str
    reason: str


class ContentMeasured(Event):
    """Statistics of a published film, as its platform reported them."""

    TOPIC = "content"
    NAME = "measured"
    kind_: Literal["content.measured"] = Field("content.measured", alias="kind")
    platform: str
    remote_id: str
    figures: dict[str, float]


class FailureKind(StrEnum):
    """Whether another attempt can help."""

    RETRYABLE = "retryable"
    PERMANENT = "permanent"


class ContentFailed(Event):
    """A stage failed. With ``retry_at`` it is tried again then; without, it waits for a person (dead letter).

    ``error`` is the name of the error's class and ``message`` its English sentence. ``code`` and ``fields`` say the
    same for every language (`schemas.failures`); facts of release 0.1.0 have neither, see `cause`.
    """

    TOPIC = "content"
    NAME = "failed"
    kind_: Literal["content.failed"] = Field("content.failed", alias="kind")
    stage: Stage
    attempt: Annotated[int, Field(ge=1)]
    failure: FailureKind
    error: str
    message: str
    code: str = ""
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    retry_at: Moment | None = None

    @property
    def cause(self) -> tuple[str, dict[str, FieldValue]]:
        """Failure code and its fields, also of a fact that release 0.1.0 recorded."""
        return (self.code, self.fields) if self.code else upcast(self.error, self.message)


AnyEvent = Annotated[
    PostCollected
    | PostApproved
    | PostDeclined
    | PostReopened
    | PostRetracted
    | PostGone
    | PostFound
    | ContentRequested
    | ContentStarted
    | ContentScripted
    | ContentScriptApproved
    | ContentVoiced
    | ContentRendered
    | ContentReleased
    | ContentUploading
    | ContentUploaded
    | ContentWithdrawn
    | ContentMeasured
    | ContentFailed,
    Field(discriminator="kind_"),
]

_ANY: TypeAdapter[Event] = TypeAdapter(AnyEvent)


def encode(event: Event) -> bytes:
    """A fact as JSON."""
    return event.model_dump_json(by_alias=True).encode()


def decode(payload: bytes) -> Event:
    """The fact in ``payload``. Raises pydantic.ValidationError when it is not a fact."""
    return _ANY.validate_json(payload)


class Recorded(NamedTuple):
    """A stored fact: its ``sequence`` in the stream and the ``time`` the broker stored it."""

    sequence: int
    time: datetime
    event: Event
