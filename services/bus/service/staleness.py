"""Which deliveries need no work any more: pure rules over the history of a post."""

from schemas.events import ContentRequested, ContentUploaded, Event, PostApproved, Recorded
from schemas.states import PostState
from services.bus.bus import PostHistory
from services.bus.service.handlers import Handler


def reason_to_skip(fact: Event, handler: Handler, history: PostHistory, state: PostState, platform: str = "") -> str:
    """Why ``fact`` needs no work on ``platform``; empty when it does."""
    own = history.find(fact.event_id)
    if own is None:
        return "the post was purged"
    revised = fact.TOPIC == "content" or isinstance(fact, PostApproved)
    if revised and fact.revision < state.revision:
        return f"revision {state.revision} took its place"
    if fact.TOPIC == "content" and fact.revision > state.revision:
        return f"the post is at revision {state.revision}"
    if any(_answers(recorded.event, fact, handler) for recorded in history.facts):
        return "it was answered already"
    if handler.gives and not any(state.allows(f"{kind.TOPIC}.{kind.NAME}") for kind in handler.gives):
        return f"the post is {state.status.value if state.status else 'unknown'}"
    if isinstance(fact, ContentRequested) and fact.platform not in ("", platform):
        return f"it is for {fact.platform}"
    if isinstance(fact, ContentRequested) and _overtaken(fact, own, handler, history):
        return "the failure it answers was taken up by another"
    return ""


def _answers(event: Event, fact: Event, handler: Handler) -> bool:
    # One fact leads to an upload per platform, and only the publisher knows which of them is its own.
    return event.causation_id == fact.event_id and type(event) in handler.gives - {ContentUploaded}


def _overtaken(fact: ContentRequested, own: Recorded, handler: Handler, history: PostHistory) -> bool:
    """Whether another request began the same stage between a failure and its scheduled retry."""
    failure = history.find(fact.causation_id)
    if failure is None:
        return False
    between = [item.event for item in history.facts if failure.sequence < item.sequence < own.sequence]
    return any(
        (isinstance(event, ContentRequested) and event.from_stage is fact.from_stage) or type(event) in handler.gives
        for event in between
        if event.event_id != fact.event_id and getattr(event, "platform", "") in ("", fact.platform)
    )
