"""The transition table of a post and the fold over it: facts in the order of the stream give the post's state.

There is one of it. The projector, the studio, the publishers, the review app and replay all use this module, so they
all come to the same state.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import Field

from schemas.base import Frozen
from schemas.errors import IllegalTransition
from schemas.events import (
    ContentFailed,
    ContentPictured,
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
    FilmCut,
    PartTwo,
    PostApproved,
    PostCollected,
    PostFound,
    PostGone,
    PostReopened,
    PostRetracted,
    RecordedFact,
)
from schemas.pictures import Pictures
from schemas.posts import Post
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.voice import VoiceTrack


class Status(StrEnum):
    """The status of a post in its life cycle."""

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
_FINISHED = (S.RENDERED, S.UPLOADED)
_REMAKE = (S.APPROVED, S.PROCESSING, S.RENDERED, S.UPLOADED, S.FAILED)

TRANSITIONS: dict[tuple[Status | None, str], Status] = {
    (None, "post.collected"): S.COLLECTED,
    # A post that nobody has collected yet can be retracted too: then it is never collected.
    (None, "post.retracted"): S.RETRACTED,
    **{(s, "post.retracted"): S.RETRACTED for s in Status},
    **{(s, "content.withdrawn"): s for s in Status},
    **{(s, "content.measured"): s for s in Status},
    # When a post disappears from its site, work on it stops; a finished film keeps its status.
    **{(s, "post.gone"): S.FAILED if s in _AT_WORK else s for s in _LIVE},
    **{(s, "post.found"): s for s in _LIVE},
    (S.COLLECTED, "post.approved"): S.APPROVED,
    (S.DECLINED, "post.approved"): S.APPROVED,
    **{(s, "post.declined"): S.DECLINED for s in (S.COLLECTED, S.APPROVED, S.PROCESSING, S.FAILED, S.RENDERED)},
    **{(s, "post.reopened"): S.COLLECTED for s in (S.DECLINED, S.APPROVED, S.PROCESSING, S.FAILED)},
    **{(s, "content.requested"): S.PROCESSING for s in _REMAKE},
    **{(s, f"content.{name}"): S.PROCESSING for s in _AT_WORK for name in ("started", "scripted", "script_approved")},
    (S.PROCESSING, "content.voiced"): S.PROCESSING,
    (S.PROCESSING, "content.pictured"): S.PROCESSING,
    (S.PROCESSING, "content.rendered"): S.RENDERED,
    **{(s, "content.released"): s for s in _FINISHED},
    **{(s, "content.uploading"): s for s in _FINISHED},
    **{(s, "content.uploaded"): S.UPLOADED for s in _FINISHED},
}
"""(status before, kind of fact) → status after. A fact whose pair is missing changes nothing.

``content.failed`` is not in the table: its status also depends on the stage and on ``retry_at`` (see `apply_event`).
"""

RETRY_BY: Final = "retry"
"""``by`` of a request that the program scheduled itself, after a failure that is tried again."""

_FAILED = ContentFailed.kind
_REFUSED_WHILE_GONE = frozenset({"post.approved", "content.requested", "content.released", "content.uploading"})
"""Kinds refused while the post is gone from its site. ``content.uploaded`` is accepted: the film is online already."""


class PostState(Frozen):
    """The state of one post after all its facts. ``sequence`` is that of the last one; 0 before the first."""

    status: Status | None = None
    revision: Annotated[int, Field(ge=0)] = 0
    sequence: Annotated[int, Field(ge=0)] = 0
    post: Post | None = None
    recipe: Recipe = Recipe()
    from_stage: Stage = Stage.SCRIPT
    attempt: Annotated[int, Field(ge=1)] = 1
    stage: Stage | None = None
    verdict: str = ""
    """The host's own opinion, as it was given with the approval."""
    part_two: PartTwo | None = None
    """The first part that the film goes on with, as it was approved."""
    channel: str = ""
    """The channel that the film is made for, as the approval says; empty: the default one."""
    script: Script | None = None
    voice: VoiceTrack | None = None
    voice_by: str = ""
    """Name of the adapter that spoke ``voice``."""
    pictures: Pictures | None = None
    """None for a film that is made without the stage, as those before 0.2.0 were."""
    film: Film | None = None
    cut: FilmCut | None = None
    """The shorter cut of ``film``, where there is one."""
    uploaded: frozenset[str] = frozenset()
    """Platforms this revision was published on."""
    released: tuple[ContentReleased, ...] = ()
    """Releases of this revision by reviewers, the newest last."""
    failure: ContentFailed | None = None
    gone: str = ""
    """The answer of the site when the post was no longer there; empty while it is there."""

    @property
    def script_waits(self) -> bool:
        """Whether a script waits for a person, where its recipe asks for one: written, and nothing begun with it.

        ``stage`` is that of the last film where the script was found and not written anew.
        """
        written = self.from_stage is Stage.SCRIPT and self.script is not None
        return self.status is Status.PROCESSING and written and self.stage is not Stage.VOICE and self.voice is None

    def allows_kind(self, kind: str) -> bool:
        """Whether some fact of this kind may follow now. `allows_fact` also looks at what the fact says."""
        if self.gone and kind in _REFUSED_WHILE_GONE:
            return False
        if kind == "content.voiced" and self.script is None:
            return False
        if kind in ("content.pictured", "content.rendered") and self.voice is None:
            return False
        if kind == _FAILED:
            return self.status in _AT_WORK or self.status in _FINISHED
        return (self.status, kind) in TRANSITIONS

    def allows_fact(self, event: Event) -> bool:
        """Whether this very fact may follow now. Its revision is compared in `apply_event`."""
        guard = _GUARDS.get(type(event))
        return self.allows_kind(event.kind) and (guard is None or guard(self, event))

    def require_allowed(self, event: Event) -> None:
        """Raises IllegalTransition when ``event`` may not follow now."""
        if not self.allows_fact(event):
            post, status = str(event.post_key), self.status.value if self.status else "unknown"
            if self.gone:
                raise IllegalTransition("post.gone", post=post, status=status, reason=self.gone, event=event.kind)
            if isinstance(event, ContentRequested) and (missing := _missing(self, event)):
                stage, code = event.from_stage.value, "post.nothing_to_begin_with"
                raise IllegalTransition(code, post=post, status=status, missing=missing, stage=stage)
            raise IllegalTransition("post.not_possible", post=post, status=status, event=event.kind)


def apply_fact(state: PostState, recorded: RecordedFact) -> PostState:
    """The state after one more fact.

    A fact that may not follow, or belongs to another revision, changes nothing but the sequence. Two writers may race:
    the stream keeps both facts, and every reader draws the same conclusion from them.
    """
    return apply_event(state, recorded.event, recorded.sequence)


def apply_event(state: PostState, event: Event, sequence: int) -> PostState:
    """The state after one more event, for callers without a `RecordedFact`."""
    if not has_effect(state, event):
        return state.model_copy(update={"sequence": sequence})
    changes: _Changes = {"sequence": sequence, "status": TRANSITIONS.get((state.status, event.kind), state.status)}
    effect = _EFFECTS.get(type(event))
    if effect is not None:
        changes |= effect(state, event)
    return state.model_copy(update=changes)


def has_effect(state: PostState, event: Event) -> bool:
    """Whether a fact changes more than the sequence: it belongs to the right revision and may follow now."""
    return not _of_another_revision(state, event) and state.allows_fact(event)


_Changes = dict[str, object]
_FRESH: _Changes = {
    "from_stage": Stage.SCRIPT,
    "attempt": 1,
    "stage": None,
    "script": None,
    "voice": None,
    "voice_by": "",
    "pictures": None,
    "film": None,
    "cut": None,
    "uploaded": frozenset(),
    "released": (),
    "failure": None,
}
"""The fields of a post of which nothing was made yet."""


def _of_another_revision(state: PostState, event: Event) -> bool:
    """Whether a fact is about another film than the current one. Approvals and requests may begin a new revision."""
    if event.TOPIC != "content":
        return type(event) is PostApproved and event.revision <= state.revision
    if event.revision == state.revision:
        return False
    return event.revision < state.revision or type(event) is not ContentRequested


def _may_request(state: PostState, event: ContentRequested) -> bool:
    """Whether a request finds what its first stage works on."""
    same = event.revision == state.revision
    finished = state.status in _FINISHED
    if event.from_stage is Stage.PUBLISH:
        return same and finished
    if same and finished:
        # A finished film is only made again as a new revision; this is a retry that was scheduled before it succeeded.
        return False
    if event.by == RETRY_BY and same and (state.failure is None or state.failure.event_id != event.causation_id):
        # Another request has begun the stage since that failure, and its outcome counts.
        return False
    return not _missing(state, event)


def _missing(state: PostState, event: ContentRequested) -> str:
    """What a request needs for its first stage and the post does not have: ``script``, ``voice``, or nothing."""
    if event.from_stage is Stage.VOICE and state.script is None and event.script is None:
        return "script"
    return "voice" if event.from_stage in (Stage.PICTURE, Stage.FILM) and state.voice is None else ""


def _may_fail(state: PostState, event: ContentFailed) -> bool:
    """Publishing fails of a finished film, every other stage of one that is being made."""
    return (event.stage is Stage.PUBLISH) == (state.status in _FINISHED)


_GUARDS: dict[type[Event], Callable[[PostState, Any], bool]] = {
    ContentRequested: _may_request,
    ContentFailed: _may_fail,
}
"""Conditions on what a fact says, beyond its kind."""


def _requested(state: PostState, event: ContentRequested) -> _Changes:
    changes: _Changes = {
        "recipe": event.recipe,
        "revision": event.revision,
        "from_stage": event.from_stage,
        "attempt": event.attempt,
        "failure": None,
    }
    if event.from_stage is Stage.PUBLISH:
        return changes | {"status": state.status}
    if event.revision > state.revision:
        # A remake keeps the results of the stages before its first one, and nothing of the old film.
        changes |= {"film": None, "cut": None, "uploaded": frozenset(), "released": ()}
        if event.from_stage is not Stage.FILM:
            changes["pictures"] = None
        if event.from_stage not in (Stage.PICTURE, Stage.FILM):
            changes |= {"voice": None, "voice_by": ""}
        if event.from_stage is Stage.SCRIPT:
            changes["script"] = None
    if event.script is not None and event.from_stage is Stage.VOICE:
        changes["script"] = event.script
    return changes


def _failed(state: PostState, event: ContentFailed) -> _Changes:
    """A failure that is tried again keeps the status, and so does one of publishing: the film itself is there."""
    kept = event.retry_at is not None or event.stage is Stage.PUBLISH
    return {"failure": event, "stage": event.stage, "status": state.status if kept else Status.FAILED}


_EFFECTS: dict[type[Event], Callable[[PostState, Any], _Changes]] = {
    PostCollected: lambda _, event: {"post": event.post},
    PostApproved: lambda _, event: (
        _FRESH
        | {
            "recipe": event.recipe,
            "revision": event.revision,
            "verdict": event.verdict,
            "part_two": event.part_two,
            "channel": event.channel,
        }
    ),
    PostReopened: lambda _, __: {"stage": None, "attempt": 1, "failure": None},
    # Nothing of a retracted post may stay readable.
    PostRetracted: lambda _, __: (
        _FRESH | {"post": None, "recipe": Recipe(), "verdict": "", "part_two": None, "channel": "", "gone": ""}
    ),
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
    ContentVoiced: lambda _, event: {
        "voice": event.voice,
        "voice_by": event.served_by,
        "pictures": None,
        "failure": None,
    },
    ContentPictured: lambda _, event: {"pictures": event.pictures, "failure": None},
    ContentRendered: lambda _, event: {"film": event.film, "cut": event.cut, "failure": None, "stage": None},
    ContentUploaded: lambda state, event: {"uploaded": state.uploaded | {event.platform}, "failure": None},
    ContentReleased: lambda state, event: {"released": (*state.released, event)},
    ContentFailed: _failed,
}
"""What a fact changes beyond the status. A dictionary by class is faster than isinstance, case after case."""


def fold_facts(facts: Iterable[RecordedFact], state: PostState | None = None) -> PostState:
    """The state after all of ``facts``, which are one post's in the order of the stream."""
    current = state or PostState()
    for recorded in facts:
        current = apply_fact(current, recorded)
    return current
