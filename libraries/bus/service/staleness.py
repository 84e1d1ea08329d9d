"""Rules for deliveries that need no work any more, decided by the history of a post."""

from libraries.bus.service.handlers import Handler
from libraries.bus.stream.history import PostHistory
from schemas.events import ContentRequested, ContentUploaded, Event, PostApproved, RecordedFact
from schemas.states import PostState, apply_fact, has_effect


def reason_to_skip(fact: Event, handler: Handler, history: PostHistory, state: PostState, platform: str = "") -> str:
    """Why ``fact`` needs no work on ``platform``; empty when it does."""
    own = history.fact_with_id(fact.event_id)
    if own is None:
        return "the post was purged"
    revised = fact.TOPIC == "content" or isinstance(fact, PostApproved)
    if revised and fact.revision < state.revision:
        return f"revision {state.revision} took its place"
    if any(_answers(recorded.event, fact, handler) for recorded in history.facts):
        return "it was answered already"
    if handler.gives and not any(state.allows_kind(kind.kind) for kind in handler.gives):
        return f"the post is {state.status.value if state.status else 'unknown'}"
    if isinstance(fact, ContentRequested) and fact.platform not in ("", platform):
        return f"it is for {fact.platform}"
    if isinstance(fact, ContentRequested):
        effective = _effective(history)
        if own not in effective:
            return "it came when it could not be followed"
        if _overtaken(fact, own, handler, history, effective):
            return "another request answered the same failure"
    return ""


def _answers(event: Event, fact: Event, handler: Handler) -> bool:
    # One fact leads to an upload per platform, and only the publisher knows which of them is its own.
    return event.causation_id == fact.event_id and type(event) in handler.gives - {ContentUploaded}


def _effective(history: PostHistory) -> list[RecordedFact]:
    """The facts that changed the post when they came."""
    state, found = PostState(), []
    for recorded in history.facts:
        if has_effect(state, recorded.event):
            found.append(recorded)
        state = apply_fact(state, recorded)
    return found


def _overtaken(
    fact: ContentRequested, own: RecordedFact, handler: Handler, history: PostHistory, effective: list[RecordedFact]
) -> bool:
    """Whether another request began the same stage between a failure and the retry of it."""
    failure = history.fact_with_id(fact.causation_id)
    if failure is None:
        return False
    between = [item.event for item in effective if failure.sequence < item.sequence < own.sequence]
    return any(
        (isinstance(event, ContentRequested) and event.from_stage is fact.from_stage) or type(event) in handler.gives
        for event in between
        if event.event_id != fact.event_id and getattr(event, "platform", "") in ("", fact.platform)
    )
