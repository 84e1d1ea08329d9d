"""Verification of a whole system: stream, ledger, projection, media files and backups, compared with each other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from libraries.backups.damage import DamagedFile, find_backup_damage
from libraries.backups.layout import POOL
from libraries.backups.record_mismatches import find_record_mismatches
from libraries.backups.repair import repair_backups
from libraries.backups.withdrawn_list import WITHDRAWN_LIST, repair_withdrawn_list, retractions_in_stream
from libraries.bus import Bus, PostHistory
from libraries.bus.stream.stream_damage import find_stream_damage
from libraries.maintenance.garbage import deletion_rule_of
from libraries.maintenance.keep_days import KeepDays
from libraries.media.damage import RepairedFiles, damaged_files, path_in_store, repair_files, stored_files
from libraries.media.names_in_facts import names_in_fact
from libraries.media.store import LocalStore
from libraries.object_store.store import ObjectStore
from libraries.waiting import run_in_daemon_thread
from schemas.clock import utc_now
from schemas.errors import StreamDamaged
from schemas.posts import PostKey
from schemas.states import Status


class DamageFinding(NamedTuple):
    """Something damaged or missing. ``where``: a key of `CURES`; ``what`` as in `StreamFault`."""

    where: str
    what: str
    name: str
    why: str


CURES: Final[Mapping[str, str]] = {
    "media": "wagglebot repair",
    "backup": "wagglebot repair, then: wagglebot backup FOLDER",
    "projection": "wagglebot replay projection",
    "database": "stop it, move the database file away, then: wagglebot replay projection",
    "stream": "stop it, move var/nats away, then: wagglebot restore BACKUP --with THE_MOVED_FOLDER",
    "sightings": "wagglebot run: the next crawls write them anew",
    "ledger": "stop it, move var/nats away, then: wagglebot restore BACKUP --with THE_MOVED_FOLDER",
}
"""What helps, by where something is damaged. A damaged stream or ledger comes before the projection."""


_WHERE: Final[Mapping[str, str]] = {"ahead": "stream", "changed": "stream", "ledger": "ledger"}
"""What is damaged, by what a comparison with the projection found."""


class VerificationReport(NamedTuple):
    """What a verification read, and what of it is damaged."""

    facts: int
    posts: int
    files: int
    findings: tuple[DamageFinding, ...]


async def verify_system(
    bus: Bus,
    compare: Callable[[], Awaitable[Iterable[tuple[str, str, str]]]],
    media: Path,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    *,
    backups: ObjectStore | None = None,
    kept: KeepDays | None = None,
) -> VerificationReport:
    """Read every fact, entry and media file and the ``backups``, and compare them. Changes nothing.

    ``compare`` says what is wrong with the rows of posts (``ahead`` or else, post, why); it is asked when the stream is
    whole. ``progress`` is called with the number of media files read and of all; ``kept``: what `wagglebot gc` may have
    deleted.

    Raises ProviderDown, ConfigurationError.
    """
    read_through = await find_stream_damage(bus.client)
    findings = [DamageFinding("stream", fault.what, fault.post, fault.why) for fault in read_through.faults]
    if not findings:
        for what, post, why in await compare():
            # A rebuild in a damaged SQLite file would leave the damage beside the new tables.
            rows = "projection" if post or what != "damaged" else "database"
            findings.append(DamageFinding(_WHERE.get(what, rows), what, post, why))
    findings += await find_ledger_and_backup_damage(bus, backups)
    damaged = await asyncio.to_thread(lambda: list(damaged_files(media, progress)))
    why = "Its content is not what its name says."
    findings += [DamageFinding("media", "damaged", str(path.relative_to(media)), why) for path in damaged]
    findings += [
        DamageFinding("media", "missing", name, f"{post} needs it.")
        async for name, post in missing_media(bus, media, kept)
    ]
    files = await asyncio.to_thread(lambda: len(stored_files(media)))
    return VerificationReport(read_through.facts, len(read_through.ends), files, tuple(findings))


async def repair_media_and_backups(
    bus: Bus, media: Path, backups: ObjectStore | None, kept: KeepDays, *, dry_run: bool = False
) -> RepairedFiles:
    """Put media and backups right from each other; what has no whole copy is set aside, to be made again.

    With ``dry_run`` all that is damaged is named and nothing changed. Raises ProviderDown, NoSpace, ConfigurationError.
    """
    wrong = [one.name for one in await asyncio.to_thread(find_backup_damage, backups)] if backups is not None else []
    damaged = [str(path.relative_to(media)) for path in await asyncio.to_thread(lambda: list(damaged_files(media)))]
    missing = missing_media(bus, media, kept)
    if dry_run:
        return RepairedFiles((), (*damaged, *[name async for name, _ in missing], *wrong))
    done = RepairedFiles((), ())
    # Of a post that is withdrawn meanwhile nothing comes back: posts are looked up one by one, damage once more.
    async for name, _ in missing:
        done = done.joined(await asyncio.to_thread(repair_files, media, [name], backups, POOL))
    still = (name for name in damaged if (media / name).exists())
    done = done.joined(await asyncio.to_thread(repair_files, media, still, backups, POOL))
    if backups is None:
        return done
    done = done.joined(await run_in_daemon_thread(partial(repair_backups, backups, media, wrong)))
    if WITHDRAWN_LIST in wrong:
        await asyncio.to_thread(repair_withdrawn_list, backups, await retractions_in_stream(bus))
        done = done.joined(RepairedFiles((WITHDRAWN_LIST,), ()))
    return done


async def missing_media(bus: Bus, media: Path, kept: KeepDays | None = None) -> AsyncIterator[tuple[str, str]]:
    """Names of media and results that are not in the store although a post needs them, each with the post."""
    store, absent = LocalStore(media), set[PostKey]()
    with suppress(StreamDamaged):  # the scrub says it
        async for batch in bus.facts():
            gone = (one for one in batch if not all((media / path_in_store(n)).is_file() for n in names_in_fact(one)))
            absent |= {fact.event.post_key for fact in gone}
    for key in sorted(absent, key=str):
        try:
            history = await bus.post_history(key)
        except StreamDamaged:
            continue
        names = _needed_media(history, kept)
        if not _was_cleaned(history, kept):
            names |= {name for name in store.used_by(key) if name.startswith("stages/")}
        for name in map(path_in_store, sorted(names)):
            if not (media / name).is_file():
                yield name, str(key)


def _needed_media(history: PostHistory, kept: KeepDays | None) -> frozenset[str]:
    """Names of the media that a post must have: its own pictures, and what its newest film is made of."""
    state = history.state()
    wanted = deletion_rule_of(history, kept, utc_now()) if kept else None
    if state.status is Status.RETRACTED or (wanted and wanted.why in {"uploaded", "declined"}):
        return wanted.needed if wanted else frozenset()
    facts = [fact for fact in history.facts if fact.event.revision in {0, state.revision}]
    return frozenset(name for fact in facts for name in names_in_fact(fact) if not name.startswith("stages/"))


def _was_cleaned(history: PostHistory, kept: KeepDays | None) -> bool:
    """Whether `wagglebot gc` may have deleted something of the post by now: also before a fact that came later."""
    ends = [*(fact.event.time for fact in history.facts[1:]), utc_now()]
    parts = (history._replace(facts=history.facts[:count]) for count in range(1, len(ends) + 1))
    return bool(kept and any(deletion_rule_of(part, kept, end).why for part, end in zip(parts, ends, strict=True)))


async def find_ledger_and_backup_damage(
    bus: Bus, backups: ObjectStore | None, damage: Callable[[ObjectStore], list[DamagedFile]] = find_backup_damage
) -> list[DamageFinding]:
    """What is wrong with the ledger, the sightings and the ``backups``, and what of them the stream lacks."""
    found: list[DamageFinding] = []
    for what, read in (("ledger", bus.ledger().entries()), ("sightings", bus.sightings())):
        try:
            async for _ in read:
                pass
        except StreamDamaged as error:
            found.append(DamageFinding(what, "unreadable", error.fields["stream"], str(error)))
    if not found:
        found += [DamageFinding(*lack) for lack in await find_record_mismatches(bus, backups)]
    if backups is not None:
        wrong = await run_in_daemon_thread(partial(damage, backups))
        found += [DamageFinding("backup", "damaged", *one) for one in wrong]
    return found
