"""Export of the log of facts."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from libraries.backups.fact_log import FactLine, LogHeader, LogWriter, SightingLine
from libraries.bus import Bus
from schemas.events import PostRetracted, RecordedFact
from schemas.posts import PostKey


class TransferCounts(NamedTuple):
    """How much was transferred. ``digest``: the chained sha256 of the last line."""

    facts: int
    sightings: int
    digest: str = ""


async def export_log(bus: Bus, file: Path, *, sightings: bool) -> TransferCounts:
    """Export every fact, and with ``sightings`` the newest counts of every post that was not withdrawn.

    Raises NoSpace, BadInput.
    """
    head = await bus.facts_head()
    with LogWriter(file) as writer:
        writer.write_entry(LogHeader(stream=head.identity))
        retracted: set[PostKey] = set()
        async for batch in bus.facts():
            await asyncio.to_thread(_write_facts, writer, batch)
            retracted |= {fact.event.post_key for fact in batch if isinstance(fact.event, PostRetracted)}
        if sightings:
            async for seen in bus.sightings():
                for sighting in (one for _, one in seen if one.key not in retracted):
                    writer.write_entry(SightingLine(sighting=sighting))
        # Read before the footer is written, which counts as neither.
        facts, seen_posts = writer.facts, writer.sightings
        return TransferCounts(facts, seen_posts, await asyncio.to_thread(writer.write_footer))


def _write_facts(writer: LogWriter, batch: Iterable[RecordedFact]) -> None:
    for recorded in batch:
        line = {"sequence": recorded.sequence, "stored": recorded.time, "fact": recorded.event}
        writer.write_entry(FactLine.model_validate(line))
