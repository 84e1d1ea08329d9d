"""The ONE transition table. The projector, the studio, the review app and replay all fold with it."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from schemas.base import Frozen
from schemas.errors import IllegalTransition
from schemas.events import (
    ContentFailed,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentVoiced,
    Event,
    Film,
    PostApproved,
    PostCollected,
    PostFound,
    PostGone,
    PostReopened,
    PostRetracted,
    Recorded,
)
from schemas.posts import Post
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.voice import VoiceTrack


class Status(StrEnum):
    COLLECTED = "COLLECTED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    PROCESSING = "PROCESSING"
    RENDERED = "RENDERED"
    UPLOADED = "UPLOADED"
    FAILED = "FAILED"
    RETRACTED = "RETRACTED"


S = Status
_LIVE = (S.COLLECTED, S.APPROVED, S.DECLINED, S.PROCESSING, S.RENDERED, S.UPLOADED, S.FAILED)
_AT_WORK = (S.APPROVED, S.PROCESSING)
_REMAKE = (S.APPROVED, S.PROCESSING, S.RENDERED, S.UPLOADED, S.FAILED)

TRANSITIONS: dict[tuple[Status | None, str], Status] = {
    (None, "post.collected"): S.COLLECTED,
    # A retraction is kept even of a post nobody has collected yet: it blocks the collecting.
    (None, "post.retracted"): S.RETRACTED,
    **{(s, "post.retracted"): S.RETRACTED for s in Status},
    **{(s, "content.withdrawn"): s for s in Status},
    **{(s, "content.measured"): s for s in Status},
    # What is being made of a post whose source disappeared stops; what is finished stays what it is.
    **{(s, "post.gone"): S.FAILED if s in _AT_WORK else s for s in _LIVE},
    **{(s, "post.found"): s for s in _LIVE},
    (S.COLLECTED, "post.approved"): S.APPROVED,
    (S.DECLINED, "post.approved"): S.APPROVED,
    **{(s, "post.declined"): S.DECLINED for s in (S.COLLECTED, S.APPROVED, S.PROCESSING, S.FAILED, S.RENDERED)},
    **{(s, "post.reopened"): S.COLLECTED for s in (S.DECLINED, S.APPROVED, S.PROCESSING, S.FAILED)},
    **{(s, "content.requested"): S.PROCESSING for s in _REMAKE},
    **{
        (s, f"content.{name}"): S.PROCESSING
        for s in _AT_WORK
        for name in ("started", "scripted", "script_approved", "voiced")
    },
    **{(s, "content.rendered"): S.RENDERED for s in _AT_WORK},
    **{(s, "content.released"): s for s in (S.RENDERED, S.UPLOADED)},
    **{(s, "content.uploading"): s for s in (S.RENDERED, S.UPLOADED)},
    **{(s, "content.uploaded"): S.UPLOADED for s in (S.RENDERED, S.UPLOADED)},
}
"""(status before, kind of fact) → status after. A pair that is not here is not possible.

``content.failed`` alone is not in it: where it leads follows from whether it will be tried again (see `apply`).
"""

_FAILED = f"{ContentFailed.TOPIC}.{ContentFailed.NAME}"
_REQUESTED = f"{ContentRequested.TOPIC}.{ContentRequested.NAME}"
_NOT_OF_THE_GONE = frozenset({"post.approved", "content.requested", "content.released", "content.uploading"})
"""What may not follow while a post is gone from its site; ``content.uploaded`` may: a film that is online is noted."""


class PostState(Frozen):
    """One post as all its facts say it is. ``sequence`` is that of its last fact (0: never seen)."""

    status: Status | None = None
    revision: Annotated[int, Field(ge=0)] = 0
    sequence: Annotated[int, Field(ge=0)] = 0
    last_event_id: str = ""
    post: Post | None = None
    recipe: Recipe = Recipe()
    from_stage: Stage = Stage.SCRIPT
    attempt: Annotated[int, Field(ge=1)] = 1
    stage: Stage | None = None
    script: Script | None = None
    voice: VoiceTrack | None = None
    film: Film | None = None
    uploaded: frozenset[str] = frozenset()
    """Platforms this revision was published on."""
    released: tuple[ContentReleased, ...] = ()
    """What a reviewer let go public of this revision, the newest last."""
    failure: ContentFailed | None = None
    gone: str = ""
    """What its site said when the post was no longer there; empty while it is."""

    def allows(self, kind: str) -> bool:
        """Whether a fact of this kind may follow now."""
        if self.gone and kind in _NOT_OF_THE_GONE:
            return False
        if kind == _FAILED:
            return self.status in (S.APPROVED, S.PROCESSING, S.RENDERED, S.UPLOADED)
        return (self.status, kind) in TRANSITIONS

    def require(self, event: Event) -> None:
        """Raises IllegalTransition when ``event`` may not follow now."""
        if not self.allows(event.kind):
            status = self.status.value if self.status else "unknown"
            status += f", and gone from its site ({self.gone})" if self.gone else ""
            raise IllegalTransition(post=str(event.post_key), status=status, event=event.kind)


def apply(state: PostState, recorded: Recorded) -> PostState:
    """The state after one more fact.

    A fact that may not follow, or belongs to another revision, changes nothing but the sequence: two writers may
    race, the stream keeps what both said, and every reader comes to the same conclusion.
    """
    return follow(state, recorded.event, recorded.sequence)


def follow(state: PostState, event: Event, sequence: int) -> PostState:
    """As `apply`, for who has no use for the moment of the fact."""
    changes: _Changes = {"sequence": sequence, "last_event_id": event.event_id}
    kind = event.kind
    if _of_another_revision(state, event) or not state.allows(kind):
        return state.model_copy(update=changes)
    says = _SAYS.get(type(event))
    if says is not None:
        changes |= says(state, event)
    if kind == _FAILED and isinstance(event, ContentFailed):
        parked = event.retry_at is not None or event.stage is Stage.PUBLISH
        changes["status"] = state.status if parked else Status.FAILED
    elif kind == _REQUESTED and isinstance(event, ContentRequested) and event.from_stage is Stage.PUBLISH:
        changes["status"] = state.status
    else:
        changes["status"] = TRANSITIONS[state.status, kind]
    return state.model_copy(update=changes)


_Changes = dict[str, object]
_FRESH: _Changes = {
    "from_stage": Stage.SCRIPT,
    "attempt": 1,
    "stage": None,
    "script": None,
    "voice": None,
    "film": None,
    "uploaded": frozenset(),
    "released": (),
    "failure": None,
}
"""A post nothing was made of yet."""


def _of_another_revision(state: PostState, event: Event) -> bool:
    """Approval and request may begin a new revision; everything else is about the one that is being made."""
    if event.TOPIC != "content":
        return isinstance(event, PostApproved) and event.revision <= state.revision
    if event.revision == state.revision:
        return False
    return event.revision < state.revision or not isinstance(event, ContentRequested)


def _requested(state: PostState, event: ContentRequested) -> _Changes:
    changes: _Changes = {
        "recipe": event.recipe,
        "revision": event.revision,
        "from_stage": event.from_stage,
        "attempt": event.attempt,
        "failure": None,
    }
    if event.revision > state.revision:
        # A remake starts with what its first stage may still use; nothing of the old film is taken for the new one's.
        changes |= {"film": None, "uploaded": frozenset(), "released": ()}
        if event.from_stage is not Stage.FILM:
            changes["voice"] = None
        if event.from_stage is Stage.SCRIPT:
            changes["script"] = None
    if event.script is not None and event.from_stage is Stage.VOICE:
        changes["script"] = event.script
    return changes


_SAYS: dict[type[Event], Callable[[PostState, Any], _Changes]] = {
    PostCollected: lambda _, event: {"post": event.post},
    PostApproved: lambda _, event: _FRESH | {"recipe": event.recipe, "revision": event.revision},
    PostReopened: lambda _, __: {"stage": None, "attempt": 1, "failure": None},
    # Nothing of it may stay readable.
    PostRetracted: lambda _, __: _FRESH | {"post": None, "gone": ""},
    PostGone: lambda _, event: {"gone": event.reason or "gone"},
    PostFound: lambda _, __: {"gone": ""},
    ContentRequested: _requested,
    ContentStarted: lambda _, event: {"stage": event.stage},
    ContentScripted: lambda _, event: {"script": event.script, "failure": None},
    ContentScriptApproved: lambda state, event: {
        "script": event.script,
        "recipe": event.recipe or state.recipe,
        "failure": None,
    },
    ContentVoiced: lambda _, event: {"voice": event.voice, "failure": None},
    ContentRendered: lambda _, event: {"film": event.film, "failure": None, "stage": None},
    ContentUploaded: lambda state, event: {"uploaded": state.uploaded | {event.platform}, "failure": None},
    ContentReleased: lambda state, event: {"released": (*state.released, event)},
    ContentFailed: lambda _, event: {"failure": event, "stage": event.stage},
}
"""What a fact says beyond the status. Looked up by its class: asking a model's metaclass, case after case, is slow."""


def fold(facts: Iterable[Recorded], state: PostState | None = None) -> PostState:
    """The state after all of ``facts``, which are one post's in the order of the stream."""
    current = state or PostState()
    for recorded in facts:
        current = apply(current, recorded)
    return current
