"""The newest facts: what people did lately, which scripts wait, and how long stages take at present.

It follows the stream from some way back and keeps a bounded part of it in memory. Figures over a time are counted in
the projection (`schemas.insights`).
"""

from collections import deque
from collections.abc import Callable
from statistics import median
from typing import Final

from libraries.accounts.audit_log import AuditEntry
from libraries.bus import Bus
from schemas.events import (
    ContentPictured,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentVoiced,
    Event,
    PostApproved,
    PostDeclined,
    PostReopened,
    PostRetracted,
    RecordedFact,
)
from schemas.posts import PostKey
from schemas.recipe import Stage

_BACK: Final = 50_000
"""Facts that are read at the start, counted from the end of the stream."""
_ACTS: Final = 500
_TIMES: Final = 20
_KINDS: Final = (
    "post.approved",
    "post.declined",
    "post.reopened",
    "post.retracted",
    "content.requested",
    "content.script_approved",
    "content.released",
    "content.scripted",
    "content.voiced",
    "content.pictured",
    "content.rendered",
)


class RecentActivity:
    """Statistics of the newest facts, kept up to date while it follows the stream.

    ``always``: every script waits for a person, whatever its post's own recipe says.
    """

    def __init__(self, bus: Bus, *, always: bool = False) -> None:
        self._bus = bus
        self._always = always
        self.on_waiting: Callable[[PostKey], None] = lambda _: None
        """Called with each post whose script waits from now on, or no longer."""
        self._asks: set[PostKey] = set()
        self._waiting: set[PostKey] = set()
        self._at = -1
        self._acts: deque[AuditEntry] = deque(maxlen=_ACTS)
        self._times: dict[Stage, deque[float]] = {stage: deque(maxlen=_TIMES) for stage in Stage}

    async def follow_facts(self) -> None:
        """Read facts until cancelled. Raises ProviderDown when the broker is away; then call it again."""
        if self._at < 0:
            self._at = max(0, (await self._bus.facts_head()).last_sequence - _BACK)
        async for batch in self._bus.facts(self._at, kinds=_KINDS, follow=True, batch=200):
            for recorded in batch:
                self._add_fact(recorded)
                self._at = recorded.sequence

    def script_waits(self, key: PostKey) -> bool:
        """Whether a post's script is written and waits for a person."""
        return key in self._waiting

    def newest_audit_entries(self) -> list[AuditEntry]:
        """What people did to posts, the newest first."""
        return list(reversed(self._acts))

    def median_stage_seconds(self) -> dict[Stage, float]:
        """How long each stage takes: the median of its last twenty results that were made and not found."""
        return {stage: median(times) for stage, times in self._times.items() if times}

    def _add_fact(self, recorded: RecordedFact) -> None:
        event = recorded.event
        self._note_waiting(event)
        match event:
            case ContentScripted() | ContentVoiced() | ContentPictured() | ContentRendered():
                if not event.cached:
                    self._times[_STAGE_OF[type(event)]].append(event.seconds)
            case _:
                if (act := _act(recorded)) is not None:
                    self._acts.append(act)

    def _note_waiting(self, event: Event) -> None:
        """A script waits from when it is written until anything else becomes of its post."""
        key = event.post_key
        if isinstance(event, ContentScripted):
            if self._always or key in self._asks:
                self._waiting.add(key)
                self.on_waiting(key)
            return
        if key in self._waiting:
            self._waiting.discard(key)
            self.on_waiting(key)
        if isinstance(event, PostApproved | ContentRequested) and event.recipe.approve_script:
            self._asks.add(key)
        else:
            self._asks.discard(key)


_STAGE_OF: Final[dict[type, Stage]] = {
    ContentScripted: Stage.SCRIPT,
    ContentVoiced: Stage.VOICE,
    ContentPictured: Stage.PICTURE,
    ContentRendered: Stage.FILM,
}


def _act(recorded: RecordedFact) -> AuditEntry | None:
    """The act that a fact records, if a person did it."""
    event, note = recorded.event, ""
    match event:
        case PostApproved() | PostReopened() | ContentScriptApproved():
            who = event.reviewer
        case PostDeclined():
            who, note = event.reviewer, event.reason
        case PostRetracted():
            who, note = event.by, event.reason
        case ContentReleased():
            who, note = event.reviewer, event.platform
        case ContentRequested():
            who, note = event.by, event.from_stage.value
        case _:
            return None
    about = str(event.post_key)
    return AuditEntry(who=who, what=event.NAME, about=about, note=note, time=recorded.time) if who else None
