"""Import of a log of facts into an empty system, with the retries and dead letters that follow from it."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Final

from libraries.backups.fact_log import FactLine, LogEntry, SightingLine, read_exported_log
from libraries.backups.transfer.log_export import TransferCounts
from libraries.backups.transfer.unfinished_work import restore_unfinished_work
from libraries.bus import Bus
from libraries.bus.stream.batch_publish import BatchMessage, store_batch
from libraries.log import get_logger
from libraries.stored_messages.digest_chain import CHAIN, EXPECTED, ChainEnd
from libraries.stored_messages.stored_message import STORED
from schemas import subjects
from schemas.errors import BadInput
from schemas.events import ContentFailed, PostRetracted, encode_fact
from schemas.posts import PostKey

log = get_logger(__name__)

_BATCH: Final = 500


async def import_log(
    bus: Bus,
    file: Path,
    more: Iterable[FactLine | SightingLine] = (),
    withdrawn: Mapping[PostKey, FactLine] = MappingProxyType({}),
) -> TransferCounts:
    """Rebuild an empty system from a log: facts, sightings, waiting retries and dead letters.

    ``more``: facts behind those of the log, and newer sightings. Of ``withdrawn`` posts only the retraction is stored,
    of other retracted ones no sighting.

    The whole file is verified before the first fact is published. Raises BadInput (a damaged line, a system that holds
    facts) and ProviderDown; a system that was left half filled must be emptied before the next try.
    """
    await require_importable(bus, file)
    expected: dict[PostKey, ChainEnd] = {}
    failed: set[PostKey] = set()
    retracted: set[PostKey] = set()
    platforms: set[str] = set()
    facts = sightings = 0
    lines = _but(withdrawn, chain(read_exported_log(file), more))
    while batch := await asyncio.to_thread(_batch, lines):
        found = [line for line in batch if isinstance(line, FactLine)]
        if found:
            await _publish(bus, found, expected)
            facts += len(found)
            failed |= {line.fact.post_key for line in found if isinstance(line.fact, ContentFailed)}
            platforms |= {getattr(line.fact, "platform", "") for line in found} - {""}
        news = {line.fact.post_key for line in found if isinstance(line.fact, PostRetracted)}
        for key in news if sightings else ():  # retracted behind the log
            sightings -= await bus.empty_sighting(key)
        retracted |= news
        for line in batch:
            if isinstance(line, SightingLine) and line.sighting.key not in retracted:
                await bus.record_sighting(line.sighting)
                sightings += 1
    for key in sorted(failed, key=str):
        await restore_unfinished_work(bus, key, platforms)
    log.info("log imported", facts=facts, sightings=sightings)
    return TransferCounts(facts, sightings)


def _but(withdrawn: Mapping[PostKey, FactLine], lines: Iterable[LogEntry]) -> Iterator[LogEntry]:
    """The lines without what stands before the retractions of withdrawn posts, then retractions that were not there."""
    left = dict(withdrawn)
    for line in lines:
        if isinstance(line, FactLine) and isinstance(line.fact, PostRetracted):
            left.pop(line.fact.post_key, None)
        key = line.fact.post_key if isinstance(line, FactLine) else None
        key = line.sighting.key if isinstance(line, SightingLine) else key
        if key is None or key not in left:
            yield line
    yield from left.values()


async def require_importable(bus: Bus, file: Path) -> None:
    """Raises BadInput when a line of the log is damaged or the system holds facts already."""
    await asyncio.to_thread(_verify, file)
    if (await bus.facts_head()).last_sequence:
        raise BadInput("log.system_not_empty")


def _verify(file: Path) -> None:
    for _ in read_exported_log(file):
        pass


def _batch(lines: Iterator[object]) -> list[object]:
    return list(islice(lines, _BATCH))


async def _publish(bus: Bus, lines: list[FactLine], expected: dict[PostKey, ChainEnd]) -> None:
    """Publish one batch atomically. The first fact of each post expects the post's last sequence."""
    messages, begun = [], set()
    for line in lines:
        key = line.fact.post_key
        end = expected.get(key, ChainEnd())
        headers = {"Nats-Msg-Id": line.fact.event_id, "Nats-Expected-Stream": subjects.FACTS, CHAIN: end.digest}
        if key not in begun:
            headers[EXPECTED] = str(end.sequence)
            headers["Nats-Expected-Last-Subject-Sequence-Subject"] = subjects.post_facts_filter(key)
            begun.add(key)
        headers[STORED] = line.stored.isoformat()
        payload = encode_fact(line.fact)
        messages.append(BatchMessage(subjects.fact_subject(line.fact), payload, headers))
        expected[key] = end.with_fact(end.sequence, payload)
    last = await store_batch(bus.client, messages)
    for place, line in enumerate(lines, last - len(lines) + 1):
        expected[line.fact.post_key] = expected[line.fact.post_key]._replace(sequence=place)
