"""The facts (events) of a post: immutable, in the past tense, and complete enough to act on alone.

The subject of a fact is ``<topic>.<name>.<site>.<id>``; ``TOPIC`` and ``NAME`` are on its class. Each fact carries the
revision of the film it belongs to (0: the post itself; each remake adds 1), so a remake is never taken for a duplicate.
"""

from datetime import datetime
from typing import Annotated, NamedTuple

from pydantic import Field, TypeAdapter

from schemas.events.base import Event
from schemas.events.content import (
    ContentFailed,
    ContentMeasured,
    ContentPictured,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentUploading,
    ContentVoiced,
    ContentWithdrawn,
    FailureKind,
    Film,
    FilmCut,
    ModelUsed,
    PassedOverAdapter,
    StageDone,
)
from schemas.events.post import (
    PartTwo,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostFound,
    PostGone,
    PostReopened,
    PostRetracted,
)

__all__ = [
    "AnyEvent",
    "ContentFailed",
    "ContentMeasured",
    "ContentPictured",
    "ContentReleased",
    "ContentRendered",
    "ContentRequested",
    "ContentScriptApproved",
    "ContentScripted",
    "ContentStarted",
    "ContentUploaded",
    "ContentUploading",
    "ContentVoiced",
    "ContentWithdrawn",
    "Event",
    "FailureKind",
    "Film",
    "FilmCut",
    "ModelUsed",
    "PartTwo",
    "PassedOverAdapter",
    "PostApproved",
    "PostCollected",
    "PostDeclined",
    "PostFound",
    "PostGone",
    "PostReopened",
    "PostRetracted",
    "RecordedFact",
    "StageDone",
    "decode_fact",
    "encode_fact",
]

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
    | ContentPictured
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


def encode_fact(event: Event) -> bytes:
    """A fact as JSON."""
    return event.model_dump_json(by_alias=True).encode()


def decode_fact(payload: bytes) -> Event:
    """The fact in ``payload``. Raises pydantic.ValidationError when it is not a fact."""
    return _ANY.validate_json(payload)


class RecordedFact(NamedTuple):
    """A stored fact: its ``sequence`` in the stream and the ``time`` the broker stored it.

    ``digest``: of its payload (`libraries.stored_messages.digest_chain.fact_digest`); empty where it was not read.
    """

    sequence: int
    time: datetime
    event: Event
    digest: str = ""
