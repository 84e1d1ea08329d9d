"""Daily work of the health station beside the backup: everything is read through, what nothing needs is deleted."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from libraries.alerts.alert import Alert, AlertKind
from libraries.backups.damage import find_damage_at_low_cost
from libraries.bus import Bus
from libraries.bus.stream.stream_damage import find_stream_damage
from libraries.log import get_logger
from libraries.maintenance.garbage import collect_garbage
from libraries.maintenance.keep_days import KeepDays
from libraries.maintenance.verification import find_ledger_and_backup_damage
from libraries.media.damage import is_damaged, stored_files
from libraries.media.store import LocalStore
from libraries.object_store.store import ObjectStore
from libraries.waiting import wait_for_span
from schemas.errors import ProviderDown, WaggleError

log = get_logger(__name__)

DAY: Final = timedelta(days=1)
AGAIN: Final = timedelta(hours=1)
"""After which work that failed is tried again."""
_REST: Final = 0.05
"""Seconds of rest after each media file that is read through, so that films are not slowed down."""

Note = Callable[[str], Awaitable[None]]
DamageReport = Callable[[str, Alert | None], Awaitable[None]]
"""Tells what was looked at, and that something is damaged in it; None where all is whole."""


async def run_daily(work: Callable[[], Awaitable[None]], what: str, note: Note) -> None:
    """Do ``work`` now and then once a day; after a failure an hour later, with a note unless the broker is away."""
    while True:
        try:
            await work()
        except ProviderDown as error:
            log.warning("daily work waits for the broker", what=what, why=str(error))
        except (WaggleError, OSError) as error:
            await note(f"The {what} failed. {error}")
        else:
            await wait_for_span(DAY)
            continue
        await wait_for_span(AGAIN)


async def check_stream(bus: Bus, report: DamageReport) -> None:
    """Read every fact, and report what is damaged or missing."""
    faults = (await find_stream_damage(bus.client)).faults
    found_damage = None
    if faults:
        first = faults[0]
        named = f"the first: {first.post or 'of unknown posts'}, {first.why}"
        text = f"The stream of facts is damaged in {len(faults)} places ({named}). Run: wagglebot verify"
        found_damage = _damage("stream", text, f"기록 {len(faults)}곳이 손상됐습니다. 확인: wagglebot verify")
    await report("stream", found_damage)


async def check_ledger_and_backups(
    bus: Bus, backups: Callable[[], ObjectStore | None] | None, report: DamageReport
) -> None:
    """Read the journal of uploads and the backups, and report what is damaged or missing."""
    place = await asyncio.to_thread(backups) if backups is not None else None
    found = await find_ledger_and_backup_damage(bus, place, find_damage_at_low_cost)
    found_damage = None
    if found:
        named = f"the first: {found[0].where} {found[0].name}, {found[0].why}"
        text = f"Journal or backups are damaged in {len(found)} places ({named}). Run: wagglebot verify"
        korean = f"업로드 장부나 백업 {len(found)}곳이 손상됐습니다. 확인: wagglebot verify"
        found_damage = _damage("journal and backups", text, korean)
    await report("journal and backups", found_damage)


async def check_media(root: Path, report: DamageReport) -> None:
    """Read every media file slowly, and report those that do not hold what their names say."""
    damaged: list[Path] = []
    # File by file: a thread that reads them all would hold up the end of the process until it is done.
    for path in await asyncio.to_thread(stored_files, root):
        if await asyncio.to_thread(is_damaged, path):
            damaged.append(path)
        await asyncio.sleep(_REST)
    found_damage = None
    if damaged:
        text = f"{len(damaged)} media files are damaged, the first is {damaged[0].name}. Run: wagglebot repair"
        korean = f"미디어 파일 {len(damaged)}개가 손상됐습니다. 복구: wagglebot repair"
        found_damage = _damage("media", text, korean)
    await report("media", found_damage)


def _damage(about: str, text: str, korean: str) -> Alert:
    return Alert(kind=AlertKind.DAMAGE, about=about, text=text, korean=korean)


async def delete_unneeded_media(bus: Bus, root: Path, kept: KeepDays, settled: dict[str, float]) -> None:
    """Delete what no film needs any more; ``settled`` as `collect_garbage` fills it."""
    deleted = await collect_garbage(bus, LocalStore(root), kept, settled=settled)
    log.info("media cleaned", files=len(deleted), bytes=sum(one.size for one in deleted))
