"""Comparison of facts, journal of uploads and newest backup: what one of them has and another one lost."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple

from libraries.backups.contents import exported_log_path
from libraries.backups.fact_log import FactLine, read_exported_log
from libraries.backups.layout import STATE, fetched_backup, list_complete_backups
from libraries.backups.operator_state import saved_ledger_keys, verified_state_files
from libraries.bus import Bus
from libraries.object_store.store import ObjectMissing, ObjectStore
from libraries.stored_messages.digest_chain import fact_digest
from schemas.errors import BadInput, StreamDamaged
from schemas.events import ContentUploaded, ContentUploading, Event, PostRetracted, encode_fact
from schemas.posts import PostKey

_ONLINE: Final = frozenset({"sent", "done"})
"""States of a journal entry whose film the platform has."""


class RecordMismatch(NamedTuple):
    """A record of the stream or of the ledger (``where``) that does not match what another place knows.

    ``what``: ``missing``, ``changed`` or ``older``; ``name`` of the post, entry or film.
    """

    where: str
    what: str
    name: str
    why: str


class _Facts:
    """What is compared of the facts: films by platform and sha256, posts that were retracted, digests by event id."""

    def __init__(self) -> None:
        self.begun: set[tuple[str, str]] = set()
        self.uploaded: dict[tuple[str, str], str] = {}
        self.retracted: set[str] = set()
        self.digests: dict[str, str] = {}

    def add(self, event: Event) -> None:
        self.digests[event.event_id] = fact_digest(encode_fact(event))
        if isinstance(event, PostRetracted):
            self.retracted.add(str(event.post_key))
        elif isinstance(event, ContentUploading | ContentUploaded):
            film = (event.platform, event.video_sha256)
            self.begun.add(film)
            if isinstance(event, ContentUploaded) and event.video_sha256:
                self.uploaded[film] = str(event.post_key)


class _Entry(NamedTuple):
    """An entry of the journal: platform and film, its post and its state."""

    film: tuple[str, str]
    post: str
    state: str


async def find_record_mismatches(bus: Bus, backups: ObjectStore | None) -> list[RecordMismatch]:
    """What the stream lacks of the newest whole backup and of the journal, and the ledger of the backup and the facts.

    Raises ProviderDown, StreamDamaged (the ledger cannot be read).
    """
    # All of them are written to meanwhile. So what one must have of another is read there first: of the backup that is
    # the newest by now and of the journal by now the facts must know all, and the journal after that all of the facts.
    names = await asyncio.to_thread(list_complete_backups, backups) if backups is not None else []
    before = _journal_in({entry.key: entry.value async for entry in bus.ledger().entries()})
    facts = _Facts()
    with suppress(StreamDamaged):  # what can be read was given before
        async for batch in bus.facts():
            for fact in batch:
                facts.add(fact.event)
    after = {entry.key: entry.value async for entry in bus.ledger().entries()}
    found = [*_unjournaled(facts, _journal_in(after)), *_unrecorded(facts, before)]
    if backups is not None:
        found += await asyncio.to_thread(_of_backup, facts, after.keys(), backups, names)
    return found


def _journal_in(ledger: Mapping[str, bytes]) -> list[_Entry]:
    return [entry for key, value in ledger.items() if (entry := _journaled(key, value))]


def _journaled(key: str, value: bytes) -> _Entry | None:
    words = key.split(".")
    if words[0] != "upload" or len(words) < 4:
        return None
    try:
        record = json.loads(value)
        post = PostKey.model_validate(record["post_key"])
        return _Entry((words[1], words[-1]), str(post), str(record["state"]))
    except (ValueError, KeyError, TypeError):
        return _Entry((words[1], words[-1]), "", "unreadable")


def _unjournaled(facts: _Facts, journal: Iterable[_Entry]) -> Iterable[RecordMismatch]:
    """Films that facts say were uploaded, and the journal does not know, or knows as they were before that."""
    states = {entry.film: entry.state for entry in journal}
    for (platform, sha256), post in facts.uploaded.items():
        state = states.get((platform, sha256))
        if state is None:
            yield RecordMismatch(
                "ledger", "missing", sha256, f"{post} was uploaded to {platform}; the journal does not know it."
            )
        elif state in {"open", "unreadable"}:
            yield RecordMismatch(
                "ledger", "older", sha256, f"{post} was uploaded to {platform}; the journal says: {state}."
            )


def _unrecorded(facts: _Facts, journal: Iterable[_Entry]) -> Iterable[RecordMismatch]:
    """Posts whose film a platform has as the journal says, and no fact speaks of that upload."""
    for film, post, state in journal:
        if state in _ONLINE and film not in facts.begun and post not in facts.retracted:
            yield RecordMismatch("stream", "missing", post, f"The journal knows its upload to {film[0]}; no fact does.")


def _of_backup(
    facts: _Facts, keys: Iterable[str], backups: ObjectStore, names: Sequence[tuple[datetime, str]]
) -> list[RecordMismatch]:
    """What the newest whole of the backups ``names`` has, and stream or ledger not: only withdrawals delete, and only
    facts.
    """
    for _, name in reversed(names):
        # A backup that is damaged, or was old and is deleted meanwhile, says nothing.
        with suppress(BadInput, ObjectMissing), fetched_backup(backups, name) as backup:
            verified_state_files(backup / STATE)
            lost = sorted(set(saved_ledger_keys(backup / STATE)) - set(keys))
            found = [RecordMismatch("ledger", "missing", key, f"The backup {name} has it.") for key in lost]
            for line in (line for line in read_exported_log(exported_log_path(backup)) if isinstance(line, FactLine)):
                post, digest = str(line.fact.post_key), facts.digests.get(line.fact.event_id)
                if post not in facts.retracted and digest != fact_digest(encode_fact(line.fact)):
                    what, verb = ("missing", "is gone") if digest is None else ("changed", "is another now")
                    why = f"Its fact {line.sequence} in the backup {name} {verb}."
                    found.append(RecordMismatch("stream", what, post, why))
            return found
    return []
