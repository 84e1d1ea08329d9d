"""Salvage of a damaged broker: facts that are newer than a backup and can still be read, and entries of the ledger."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import NamedTuple

from pydantic import ValidationError

from libraries.backups.fact_log import FactLine, SightingLine
from libraries.bus import Bus
from libraries.bus.connection.client import BrokerClient
from libraries.bus.kv.bucket import Bucket, BucketEntry
from libraries.bus.stream.fact_messages import read_fact_messages
from libraries.stored_messages.digest_chain import ChainEnd
from libraries.stored_messages.stored_message import StoredMessage
from schemas.errors import BadInput, ConfigurationError, StreamDamaged
from schemas.events import PostRetracted, decode_fact
from schemas.posts import PostKey


class SalvagedData(NamedTuple):
    """What can still be read. ``ledger``: identity of that of the ``entries``.

    ``left_out``: posts with facts that were not taken, since one before them is lost.
    """

    facts: tuple[FactLine, ...] = ()
    sightings: tuple[SightingLine, ...] = ()
    entries: tuple[BucketEntry, ...] = ()
    ledger: str = ""
    left_out: tuple[str, ...] = ()


async def salvage_broker_data(
    client: BrokerClient, kept: Mapping[int, FactLine], withdrawn: Collection[PostKey] = ()
) -> SalvagedData:
    """Read facts behind those of a backup, sightings and the whole ledger; what cannot be read is passed over.

    ``kept``: the facts of the backup by their sequence in this broker's stream, from which those of ``withdrawn`` posts
    may have been taken out. Raises ProviderDown, and BadInput when
    the stream holds another fact in the place of one of them.
    """
    ends = {str(line.fact.post_key): ChainEnd(sequence) for sequence, line in sorted(kept.items())}
    end = max(kept, default=0)
    facts: list[FactLine] = []
    left_out: set[str] = set()
    with suppress(StreamDamaged, ConfigurationError):  # what cannot be read is lost; a stream that is gone has nothing
        async for batch in read_fact_messages(client, batch=500):
            for stored in batch:
                fact = _fact(stored)
                if stored.sequence <= end:
                    _require_same(kept, stored.sequence, fact, withdrawn)
                    continue
                post = stored.subject.split(".", 2)[2]
                if fact is not None and isinstance(fact.fact, PostRetracted):
                    facts.append(fact)  # whatever is lost before it: the post must not come back
                    left_out.discard(post)
                elif (before := ends.get(post, ChainEnd())).sequence not in kept and before.differs_before(stored):
                    facts = [one for one in facts if str(one.fact.post_key) != post]
                    left_out.add(post)
                elif fact is None or post in left_out or before.missing_sequence_before(stored) is not None:
                    left_out.add(post)
                else:
                    facts.append(fact)
                ends[post] = ends.get(post, ChainEnd()).with_stored(stored)
    entries: dict[str, BucketEntry] = {}
    ledger = ""
    with suppress(StreamDamaged, ConfigurationError):
        ledger = (await Bucket(client).head()).identity
        async for entry in Bucket(client).entries():
            entries[entry.key] = entry
    seen: list[SightingLine] = []
    with suppress(StreamDamaged, ConfigurationError):
        async for sightings in Bus(client).sightings():
            seen += [SightingLine(sighting=sighting) for _, sighting in sightings]
    return SalvagedData(tuple(facts), tuple(seen), tuple(entries.values()), ledger, tuple(sorted(left_out)))


def _fact(stored: StoredMessage) -> FactLine | None:
    try:
        return FactLine(sequence=stored.sequence, stored=stored.time, fact=decode_fact(stored.payload))
    except ValidationError:
        return None


def _require_same(
    kept: Mapping[int, FactLine], sequence: int, found: FactLine | None, withdrawn: Collection[PostKey]
) -> None:
    if found is None or (sequence not in kept and found.fact.post_key in withdrawn):
        return
    if sequence not in kept or kept[sequence].fact.event_id != found.fact.event_id:
        raise BadInput("restore.other_stream", sequence=sequence)
