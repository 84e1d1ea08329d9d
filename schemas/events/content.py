"""Facts about the film of a post: its stages, its releases and uploads, and failures."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from schemas.base import Frozen, Moment, Sha256
from schemas.events.base import Event
from schemas.events.film_traits import FilmTraits
from schemas.failures import FieldValue, Language, failure_explanation
from schemas.failures.legacy import upcast
from schemas.media import MediaRef
from schemas.pictures import Pictures
from schemas.recipe import Recipe, Stage
from schemas.script import Script, ScriptReport
from schemas.statistics import FilmAge, FilmStatistics
from schemas.voice import VoiceTrack


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


class PassedOverAdapter(Frozen):
    """An adapter of a chain that did not serve, and why.

    ``code`` and ``fields`` say why in every language (`schemas.failures`); ``detail`` is the English sentence, for a
    code that is not known here, as of a plug-in.
    """

    name: str
    code: str
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    detail: str = ""

    def sentence(self, language: Language) -> str:
        """Its name and the reason, in ``language``."""
        known = failure_explanation(self.code, self.fields, language)
        return f"{self.name}: {known.sentence if known else self.detail or self.code}"


class ModelUsed(Frozen):
    """A model of the catalogue that a result was made with, and the licence it is under.

    ``source``: where it came from; ``revision``: that of a model hub. ``agreed_by`` agreed to the licence at
    ``agreed_at``, where it asks for that.
    """

    name: str
    source: str
    revision: str = ""
    licence: str
    agreed_by: str = ""
    agreed_at: Moment | None = None

    @override
    def __str__(self) -> str:
        agreed = f", agreed to by {self.agreed_by} on {self.agreed_at:%Y-%m-%d}" if self.agreed_at else ""
        return f"{self.name} ({self.licence}{agreed})"


class StageDone(Event):
    """The base of stage results. ``served_by`` names the adapter; ``cached``: the result was found in the store.

    ``device``: where local models computed, ``cpu`` or ``cuda``; empty without local models. ``passed_over``: the
    adapters before it in the chain, none of which served; facts of release 0.1.0 do not say.
    """

    STAGE: ClassVar[Stage]
    """The stage whose result it is."""
    stage_key: Sha256
    served_by: str
    seconds: Annotated[float, Field(ge=0)]
    device: str = ""
    cached: bool = False
    passed_over: tuple[PassedOverAdapter, ...] = ()
    models: tuple[ModelUsed, ...] = ()
    """Models that `wagglebot models get` fetched; facts of releases before 0.2.0 do not say."""


class ContentScripted(StageDone):
    """The script was written."""

    TOPIC = "content"
    NAME = "scripted"
    STAGE = Stage.SCRIPT
    kind_: Literal["content.scripted"] = Field("content.scripted", alias="kind")
    script: Script
    report: ScriptReport | None = None
    """The examination of the script; None in facts of releases before 0.2.0."""


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
    STAGE = Stage.VOICE
    kind_: Literal["content.voiced"] = Field("content.voiced", alias="kind")
    voice: VoiceTrack


class ContentPictured(StageDone):
    """The pictures were chosen and made. ``served_by`` names their makers; films before 0.2.0 have no such fact."""

    TOPIC = "content"
    NAME = "pictured"
    STAGE = Stage.PICTURE
    kind_: Literal["content.pictured"] = Field("content.pictured", alias="kind")
    pictures: Pictures


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
    traits: FilmTraits | None = None
    """What films of a channel are compared by; None in facts of films made before it was measured."""


class FilmCut(Frozen):
    """A shorter film of the same scenes. ``lines``: indexes of the lines of the script that it keeps, in their order.

    ``voice``: the narration of these lines, cut out of the film's own; its lines are counted from 0.
    """

    film: Film
    lines: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1)]
    voice: VoiceTrack


class ContentRendered(StageDone):
    """The film was rendered and passed quality control."""

    TOPIC = "content"
    NAME = "rendered"
    STAGE = Stage.FILM
    kind_: Literal["content.rendered"] = Field("content.rendered", alias="kind")
    film: Film
    cut: FilmCut | None = None
    """The shorter cut, where the recipe asks for one and the film is longer; None in facts of releases before 0.2.0."""


class ContentReleased(Event):
    """A reviewer released one film with its metadata to the public on a platform, or hid it again (``private``).

    ``seal`` is the sha256 over film and metadata: anything changed afterwards is not released. The last one counts.
    """

    TOPIC = "content"
    NAME = "released"
    kind_: Literal["content.released"] = Field("content.released", alias="kind")
    reviewer: str
    platform: str
    seal: Sha256
    privacy: Literal["private", "unlisted", "public"] = "public"
    publish_at: Moment | None = None


class ContentUploading(Event):
    """An upload is about to begin; recorded before the first byte is sent."""

    TOPIC = "content"
    NAME = "uploading"
    kind_: Literal["content.uploading"] = Field("content.uploading", alias="kind")
    platform: str
    video_sha256: Sha256


class ContentUploaded(Event):
    """The film is on a platform. ``skipped``: steps that the platform refused, without which it is there."""

    TOPIC = "content"
    NAME = "uploaded"
    kind_: Literal["content.uploaded"] = Field("content.uploaded", alias="kind")
    platform: str
    remote_id: str
    url: str
    video_sha256: Sha256
    skipped: tuple[str, ...] = ()


class ContentWithdrawn(Event):
    """A film was taken off a platform."""

    TOPIC = "content"
    NAME = "withdrawn"
    kind_: Literal["content.withdrawn"] = Field("content.withdrawn", alias="kind")
    platform: str
    remote_id: str
    reason: str


class ContentMeasured(Event):
    """Statistics of a published film at one of the fixed ages, as its platform reported them.

    ``counted_until``: the end of the time that the figures are of, where the platform says it. ``figures``: names and
    values of a fact of release 0.1.0, which has neither ``age`` nor ``statistics``.
    """

    TOPIC = "content"
    NAME = "measured"
    kind_: Literal["content.measured"] = Field("content.measured", alias="kind")
    platform: str
    remote_id: str
    age: FilmAge | None = None
    statistics: FilmStatistics = FilmStatistics()
    counted_until: Moment | None = None
    figures: dict[str, float] = Field(default_factory=dict)


class FailureKind(StrEnum):
    """Whether another attempt can help."""

    RETRYABLE = "retryable"
    PERMANENT = "permanent"


class ContentFailed(Event):
    """A stage failed. With ``retry_at`` it is tried again then; without, it waits for a person (dead letter).

    ``error`` is the name of the error's class and ``message`` its English sentence. ``code`` and ``fields`` say the
    same for every language (`schemas.failures`); facts of release 0.1.0 have neither, see `code_and_fields`.
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
    def code_and_fields(self) -> tuple[str, dict[str, FieldValue]]:
        """Failure code and its fields, also of a fact that release 0.1.0 recorded."""
        return (self.code, self.fields) if self.code else upcast(self.error, self.message)
