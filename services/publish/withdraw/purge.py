"""What a withdrawn post leaves on the disk, and taking it away."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from schemas.events import ContentFailed, ContentStarted, Recorded, StageDone
from schemas.posts import PostKey
from services.bus import Bus
from services.media.store import MediaStore

_PICTURES: Final = (".jpg", ".webp")
"""A picture that no fact names may belong to a post that is being collected right now."""
_SLACK: Final = 1.0
"""Seconds by which the clocks of the broker and of the media store may differ."""


async def purge_media(bus: Bus, store: MediaStore, key: PostKey, facts: Sequence[Recorded]) -> int:
    """Files that no other post uses; gives how many went.

    The pieces a stage left behind stand in no fact: they are what was written while it worked on this post.
    """
    mine: set[str] = set()
    stages: set[str] = set()
    for fact in facts:
        mine |= references(fact.event.model_dump(mode="json"))
        if isinstance(fact.event, StageDone):
            stages.add(fact.event.stage_key)
    for begin, end in worked(facts):
        pieces = await asyncio.to_thread(store.made_within, begin - _SLACK, end + _SLACK)
        mine |= {piece for piece in pieces[0] if not piece.endswith(_PICTURES)}
        stages |= set(pieces[1])
    async for batch in bus.facts():
        for fact in batch:
            if fact.event.post_key != key:
                mine -= references(fact.event.model_dump(mode="json"))
                if isinstance(fact.event, StageDone):
                    stages.discard(fact.event.stage_key)
    gone = [await asyncio.to_thread(store.forget, each) for each in sorted(mine)]
    for stage in stages:
        await asyncio.to_thread(store.forget_result, stage)
    return sum(gone)


def worked(facts: Sequence[Recorded]) -> Iterator[tuple[float, float]]:
    """From when until when stages worked on a post, in seconds since the epoch: also one that never ended."""
    begun: float | None = None
    for fact in facts:
        moment = fact.time.timestamp()
        if isinstance(fact.event, ContentStarted):
            begun = moment if begun is None else begun
        elif isinstance(fact.event, StageDone):
            yield min(begun or moment, moment - fact.event.seconds), moment
            begun = None
        elif isinstance(fact.event, ContentFailed) and begun is not None:
            yield begun, moment
            begun = None
    if begun is not None:
        yield begun, datetime.now(UTC).timestamp()


def references(value: Any) -> set[str]:
    """Keys of all media that a fact names, wherever in it."""
    found: set[str] = set()
    if isinstance(value, Mapping):
        if isinstance(value.get("key"), str) and "sha256" in value:
            found.add(value["key"])
        for inner in value.values():
            found |= references(inner)
    elif isinstance(value, list):
        for inner in value:
            found |= references(inner)
    return found
