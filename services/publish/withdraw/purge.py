"""Deletes the media files and stage results of a withdrawn post."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from libraries.bus import Bus
from libraries.bus.media_names import names_of_other_posts
from libraries.media.names_in_facts import names_in_fact
from libraries.media.old_files import PICTURES
from libraries.media.store import MediaStore, stage_result_name
from schemas.events import ContentFailed, ContentStarted, RecordedFact, StageDone
from schemas.posts import PostKey

_SLACK: Final = 1.0
"""Seconds by which the clocks of the broker and of the media store may differ."""
_RESULTS: Final = stage_result_name("")


async def purge_media(bus: Bus, store: MediaStore, key: PostKey, facts: Sequence[RecordedFact]) -> int:
    """Delete what the post's facts name and what its stages stored, unless another post uses it; gives the files.

    What is another post's stays even when no fact names it yet: another studio may be making its film right now.
    """
    noted = await asyncio.to_thread(store.used_by, key)
    names = noted | await asyncio.to_thread(_stored_while_working, store, facts, noted)
    for fact in facts:
        names |= names_in_fact(fact)
    names -= await names_of_other_posts(bus, names, [key])
    names -= await asyncio.to_thread(store.used_by_others, key, names)
    gone = 0
    for name in sorted(names):
        stage_key = name.removeprefix(_RESULTS)
        if stage_key != name:
            await asyncio.to_thread(store.delete_result, stage_key)
        else:
            gone += await asyncio.to_thread(store.delete, name)
    await asyncio.to_thread(store.delete_uses, key)
    return gone


def _stored_while_working(store: MediaStore, facts: Sequence[RecordedFact], noted: set[str]) -> set[str]:
    """What was stored while stages worked on the post before uses were noted, as in release 0.1.0."""
    names: set[str] = set()
    for begin, end in unrecorded_work_periods(facts, noted):
        files, results = store.written_between(begin - _SLACK, end + _SLACK)
        # A picture that no fact names may belong to a post that is being collected right now.
        names |= {file for file in files if not file.endswith(PICTURES)}
        names |= {stage_result_name(result) for result in results}
    return names


def unrecorded_work_periods(facts: Sequence[RecordedFact], noted: set[str]) -> Iterator[tuple[float, float]]:
    """Begin and end, in seconds since the epoch, of stages that worked on a post without noting what they stored.

    A stage that never ended lasts until now.
    """
    begun: float | None = None
    for fact in facts:
        moment = fact.time.timestamp()
        if isinstance(fact.event, ContentStarted):
            begun = moment if begun is None else begun
        elif isinstance(fact.event, StageDone):
            if stage_result_name(fact.event.stage_key) not in noted:
                yield min(begun or moment, moment - fact.event.seconds), moment
            begun = None
        elif isinstance(fact.event, ContentFailed) and begun is not None:
            if not noted:
                yield begun, moment
            begun = None
    if begun is not None and not noted:
        yield begun, datetime.now(UTC).timestamp()
