"""The protocol between the studio and its stage processes: one JSON object a line, over pipes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic_core import to_json

from schemas import errors
from schemas.adapters import AdapterKind
from schemas.adapters import usable_adapters as installed_adapters
from schemas.base import Frozen
from schemas.errors import Permanent, Retryable, WaggleError
from schemas.events import Film, FilmCut, ModelUsed, PassedOverAdapter
from schemas.failures import FieldValue, fields_as_json
from schemas.pictures import Pictures
from schemas.posts import Post
from schemas.recipe import Recipe, Stage
from schemas.script import Script, ScriptReport
from schemas.voice import VoiceTrack
from services.config import MediaSettings, StudioSettings
from services.studio.adapters import chosen_adapters


class StageInputs(Frozen):
    """What decides the result of a stage; ``script``, ``voice`` and ``pictures`` as far as it needs them."""

    stage: Stage
    post: Post
    recipe: Recipe
    settings: StudioSettings
    script: Script | None = None
    voice: VoiceTrack | None = None
    pictures: Pictures | None = None


class StageJob(StageInputs):
    """A job for a stage process: one stage of one film to make, and the media store that its result goes to."""

    # An error about a line from the pipe must not show the secrets in it.
    model_config = ConfigDict(hide_input_in_errors=True)

    media: MediaSettings


class StageProgress(Frozen):
    """How far a stage is: ``percent`` from 0 to 100, and a short note for a person."""

    type: Literal["progress"] = "progress"
    percent: float
    note: str = ""


class StageResult(Frozen):
    """The result of a stage: a script, a voice, pictures or a film. The media store keeps it under the stage's key.

    ``device``: where its local models really computed, ``cpu`` or ``cuda``; empty when it has none. ``passed_over``:
    the adapters that did not serve; ``stood_in``: one of them might serve another time. ``models``: the fetched models
    that it was made with.
    """

    type: Literal["result"] = "result"
    served_by: str
    passed_over: tuple[PassedOverAdapter, ...] = ()
    models: tuple[ModelUsed, ...] = ()
    stood_in: bool = False
    seconds: Annotated[float, Field(ge=0)]
    device: str = ""
    script: Script | None = None
    report: ScriptReport | None = None
    voice: VoiceTrack | None = None
    pictures: Pictures | None = None
    film: Film | None = None
    cut: FilmCut | None = None


class ErrorFamily(StrEnum):
    """The two kinds of error: those that may pass and those that do not."""

    RETRYABLE = "retryable"
    PERMANENT = "permanent"


class StageFailure(Frozen):
    """An error of a stage: its class by name, its code with its fields, and its sentence in English."""

    type: Literal["error"] = "error"
    family: ErrorFamily
    error: str
    text: str
    code: str = ""
    fields: dict[str, FieldValue] = Field(default_factory=dict)


StageReply = StageProgress | StageResult | StageFailure
_ANSWER: TypeAdapter[StageReply] = TypeAdapter(Annotated[StageReply, Field(discriminator="type")])


def encode_job(job: StageJob) -> bytes:
    """A job as one line for the pipe to its process, with the settings of the adapters it names and of no others."""
    adapters = [each.adapter for each in chosen_adapters(job.stage, job.recipe, job.settings)]
    store = [each for each in installed_adapters(AdapterKind.MEDIA_STORE) if each.name == job.media.store]
    line = job.model_dump(mode="json", exclude={"settings", "media"})
    settings, media = job.settings.with_only_adapters(*adapters), job.media.with_only_adapters(*store)
    line |= {"settings": settings.json_with_secrets(), "media": media.json_with_secrets()}
    return to_json(line) + b"\n"


def parse_reply(line: bytes) -> StageReply:
    """The reply in one line from a stage process. Raises pydantic.ValidationError."""
    return _ANSWER.validate_json(line)


def error_as_failure(error: WaggleError) -> StageFailure:
    """An error as a message for the pipe."""
    return StageFailure(
        family=ErrorFamily.RETRYABLE if isinstance(error, Retryable) else ErrorFamily.PERMANENT,
        error=type(error).__name__,
        text=str(error),
        code=error.code,
        fields=fields_as_json(error.fields),
    )


def failure_as_error(failure: StageFailure, stage: Stage) -> WaggleError:
    """The error that a stage process raised; one of an unknown class keeps its family and its sentence."""
    known = getattr(errors, failure.error, None)
    fields: dict[str, Any] = dict(failure.fields)
    if "until" in fields:
        fields["until"] = datetime.fromisoformat(str(fields["until"]))
    if isinstance(known, type) and issubclass(known, WaggleError):
        return known(failure.code, **fields)
    why = failure.text.rstrip(".")
    if failure.family is ErrorFamily.RETRYABLE:
        return Retryable("stage.failed", stage=stage.value, why=why)
    return Permanent("stage.failed_for_good", stage=stage.value, why=why)
