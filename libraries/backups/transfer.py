"""Export and import of the log of facts: the same facts in the same order, with waiting retries and dead letters."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from libraries.backups.fact_log import FactLine, LogEntry, LogHeader, LogWriter, SightingLine, read_log
from libraries.bus import Bus
from libraries.bus.connection.topology import consumer_configs
from libraries.bus.dead_letters import stands
from libraries.bus.service.lost_workers import failure_of, platform_of
from libraries.bus.service.retry import retry_request
from libraries.bus.stream.batch_publish import Message, store_batch
from libraries.bus.stream.chain import CHAIN, EXPECTED, ChainEnd
from libraries.bus.stream.history import PostHistory
from libraries.bus.stream.stored_message import STORED
from libraries.log import get_logger
from schemas import subjects
from schemas.errors import BadInput
from schemas.events import ContentFailed, ContentRequested, PostRetracted, Recorded, encode
from schemas.posts import PostKey
from schemas.recipe import Stage

log = get_logger(__name__)

_BATCH: Final = 500


class Transferred(NamedTuple):
    """How much was transferred. ``digest``: the chained sha256 of the last line."""

    facts: int
    sightings: int
    digest: str = ""


async def export_log(bus: Bus, file: Path, *, sightings: bool) -> Transferred:
    """Export every fact, and with ``sightings`` the newest counts of every post. Raises NoSpace, BadInput."""
    head = await bus.head()
    with LogWriter(file) as writer:
        writer.write(LogHeader(stream=head.identity))
        async for batch in bus.facts():
            await asyncio.to_thread(_write_facts, writer, batch)
        if sightings:
            async for seen in bus.sightings():
                for _, sighting in seen:
                    writer.write(SightingLine(sighting=sighting))
        # Read before the footer is written, which counts as neither.
        facts, seen_posts = writer.facts, writer.sightings
        return Transferred(facts, seen_posts, await asyncio.to_thread(writer.finish))


def _write_facts(writer: LogWriter, batch: Iterable[Recorded]) -> None:
    for recorded in batch:
        line = {"sequence": recorded.sequence, "stored": recorded.time, "fact": recorded.event}
        writer.write(FactLine.model_validate(line))


async def import_log(
    bus: Bus,
    file: Path,
    more: Iterable[FactLine | SightingLine] = (),
    withdrawn: Mapping[PostKey, FactLine] = MappingProxyType({}),
) -> Transferred:
    """Rebuild an empty system from a log: facts, sightings, waiting retries and dead letters.

    ``more``: facts behind those of the log, and newer sightings. Of ``withdrawn`` posts only the retraction is stored.

    The whole file is verified before the first fact is published. Raises BadInput (a damaged line, a system that holds
    facts) and ProviderDown; a system that was left half filled must be emptied before the next try.
    """
    await require_importable(bus, file)
    expected: dict[PostKey, ChainEnd] = {}
    failed: set[PostKey] = set()
    facts = sightings = 0
    lines = _but(withdrawn, chain(read_log(file), more))
    while batch := await asyncio.to_thread(_batch, lines):
        found = [line for line in batch if isinstance(line, FactLine)]
        if found:
            await _publish(bus, found, expected)
            facts += len(found)
            failed |= {line.fact.post_key for line in found if isinstance(line.fact, ContentFailed)}
        for line in batch:
            if isinstance(line, SightingLine):
                await bus.record_sighting(line.sighting)
                sightings += 1
    for key in sorted(failed, key=str):
        await _restore(bus, key)
    log.info("log imported", facts=facts, sightings=sightings)
    return Transferred(facts, sightings)


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
    if (await bus.head()).last_sequence:
        raise BadInput("log.system_not_empty")


def _verify(file: Path) -> None:
    for _ in read_log(file):
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
            headers["Nats-Expected-Last-Subject-Sequence-Subject"] = subjects.post_filter(key)
            begun.add(key)
        headers[STORED] = line.stored.isoformat()
        payload = encode(line.fact)
        messages.append(Message(subjects.subject(line.fact), payload, headers))
        expected[key] = end.then(end.sequence, payload)
    last = await store_batch(bus.client, messages)
    for place, line in enumerate(lines, last - len(lines) + 1):
        expected[line.fact.post_key] = expected[line.fact.post_key]._replace(sequence=place)


async def _restore(bus: Bus, key: PostKey) -> None:
    """Restore what is not a fact but follows from one: scheduled retries and dead letters."""
    history = await bus.load(key)
    state = history.state()
    for recorded in history.facts:
        failed = recorded.event
        if not isinstance(failed, ContentFailed) or failed.revision < state.revision:
            continue
        origin = next((one for one in history.facts if one.event.event_id == failed.causation_id), None)
        durable = _durable(origin, failed)
        if origin is None or not durable:
            log.warning("failure of an unknown service", post=str(key), sequence=recorded.sequence)
        elif failed.retry_at is None and stands(state, failed):
            reason = f"{failed.error}: {failed.message}"
            subject = subjects.subject(origin.event)
            await bus.add_dead_letter(durable, origin.sequence, subject, encode(origin.event), reason)
        elif failed.retry_at is not None and (request := _waiting(history, failed, platform_of(durable))):
            await bus.schedule_retry(request, failed.retry_at)


def _waiting(history: PostHistory, failed: ContentFailed, platform: str) -> ContentRequested | None:
    """The retry that was still scheduled; None where it has fired, or the work was done without it."""
    state = history.state()
    request = retry_request(failed, state.recipe, platform)
    done = platform in state.uploaded if failed.stage is Stage.PUBLISH else state.failure != failed
    return None if done or history.find(request.event_id) else request


def _durable(origin: Recorded | None, failed: ContentFailed) -> str:
    """The durable whose service failed: a failure's id is derived from its cause and that name."""
    if origin is None:
        return ""
    names = [entry["config"]["durable_name"] for entry in consumer_configs()]
    made = {name: failure_of(origin.event, name, "") for name in names}
    return next((name for name, one in made.items() if one is not None and one.event_id == failed.event_id), "")
