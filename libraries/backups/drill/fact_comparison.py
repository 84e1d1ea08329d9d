"""Comparison of restored facts with those of the backup and of the running system."""

import asyncio
from pathlib import Path
from typing import NamedTuple, Self

from libraries.backups.contents import exported_log_path
from libraries.backups.fact_log import FactLine, read_exported_log
from libraries.bus import Bus
from libraries.stored_messages.digest_chain import fact_digest
from schemas.events import Event, PostRetracted, encode_fact


class _Fact(NamedTuple):
    """What is compared of a fact: its digest, its post, and whether it is a retraction."""

    digest: str
    post: str
    retracts: bool

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(fact_digest(encode_fact(event)), str(event.post_key), isinstance(event, PostRetracted))


async def fact_differences(bus: Bus, backup: Path, withdrawn: set[str], living: Bus | None) -> list[str]:
    """A phrase for each fact that the restored system lacks or has otherwise, or that only one of backup and
    running system has."""
    logged, end = await asyncio.to_thread(_logged, backup)
    wanted = {key: fact for key, fact in logged.items() if fact.post not in withdrawn}
    found = await _facts(bus)
    wrong = [f"fact {key} is missing" for key in sorted(wanted.keys() - found.keys())]
    wrong += [f"fact {key} is another" for key in wanted.keys() & found.keys() if wanted[key] != found[key]]
    more = sorted(key for key in found.keys() - wanted.keys() if found[key].post not in withdrawn)
    wrong += [f"fact {key} is not in the backup" for key in more]
    if living is None:
        return wrong
    now = await _facts(living, end)
    gone = withdrawn | {fact.post for fact in now.values() if fact.retracts}
    lost = sorted(key for key in wanted.keys() - now.keys() if wanted[key].post not in gone)
    wrong += [f"fact {key} is not in the running system" for key in lost]
    more = sorted(key for key in now.keys() - wanted.keys() if now[key].post not in gone)
    return wrong + [f"fact {key} is only in the running system" for key in more]


def _logged(backup: Path) -> tuple[dict[str, _Fact], int]:
    """The facts of a backup by their ids, and the last sequence."""
    found: dict[str, _Fact] = {}
    end = 0
    for line in read_exported_log(exported_log_path(backup)):
        if isinstance(line, FactLine):
            found[line.fact.event_id] = _Fact.of(line.fact)
            end = max(end, line.sequence)
    return found, end


async def _facts(bus: Bus, end: int = 0) -> dict[str, _Fact]:
    """The facts of a stream by their ids, up to a sequence, and every retraction."""
    return {
        fact.event.event_id: _Fact.of(fact.event)
        async for batch in bus.facts()
        for fact in batch
        if not end or fact.sequence <= end or isinstance(fact.event, PostRetracted)
    }
