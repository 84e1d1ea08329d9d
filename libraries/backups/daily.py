"""The daily backup, and now and then the restore of it into an empty place."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from libraries.backups.backup import back_up
from libraries.backups.drill.restore_drill import run_restore_drill
from libraries.backups.drill.results import read_last_drills, save_drill_result
from libraries.backups.layout import newest_backup_begin_time
from libraries.backups.operator_state import OperatorFolders
from libraries.backups.retention import BackupRetention
from libraries.bus import Bus
from libraries.log import get_logger
from libraries.object_store.store import ObjectStore
from libraries.waiting import wait_for_span, wait_until
from schemas.clock import utc_now
from schemas.errors import WaggleError

log = get_logger(__name__)

_DAY: Final = timedelta(days=1)
_AGAIN: Final = timedelta(hours=1)
"""After which a backup that failed is tried again."""

Alert = Callable[[str], Awaitable[None]]


class BackupPlan(NamedTuple):
    """When backups are made, what is in them and how long they are kept.

    ``hour`` of the day in ``zone``; ``drill_days``: between two restores on trial, 0 for none.
    """

    hour: int
    zone: str
    keeping: BackupRetention
    sign_ins: bool
    drill_days: int


async def back_up_daily(
    bus: Bus,
    plan: BackupPlan,
    opened: Callable[[], ObjectStore | None],
    media: Path,
    homes: OperatorFolders | None,
    alert: Alert,
) -> None:
    """Back up every day at the hour of the plan, at once when the last backup is older than a day.

    ``opened`` opens the place of the backups. Whatever fails is an alert, and tried again after an hour.
    """
    zone = ZoneInfo(plan.zone)
    while True:
        try:
            place = await asyncio.to_thread(opened)
            if place is None:
                return
            now = utc_now().astimezone(zone)
            last = await asyncio.to_thread(newest_backup_begin_time, place)
            due = now if last is None or now - last > _DAY else next_time_at_hour(plan.hour, now)
            await wait_until(due)
            done = await back_up(bus, media, place, homes, keeping=plan.keeping, sign_ins=plan.sign_ins)
            log.info("backed up", name=done.name, facts=done.facts, files=done.files, fresh=done.copied)
            if done.damaged:
                first, damaged = done.damaged[0], len(done.damaged)
                await alert(f"{damaged} media files are damaged, the first is {first}. Run: wagglebot repair")
            if homes is not None and plan.drill_days:
                await run_restore_drill_if_due(bus, place, homes.var, plan.drill_days, alert)
        except (WaggleError, OSError) as error:
            await alert(f"The backup failed. {error}")
            await wait_for_span(_AGAIN)


async def run_restore_drill_if_due(bus: Bus, place: ObjectStore, var: Path, days: int, alert: Alert) -> None:
    """Restore the newest backup on trial when the last exact drill is ``days`` old; alert when it is not exact."""
    exact = read_last_drills(var).exact
    # The daily backup does not begin at the same second every day.
    if exact is not None and utc_now() - exact.begun < timedelta(days=days) - _DAY / 2:
        return
    try:
        done = await run_restore_drill(place, bus)
    except WaggleError as error:
        await alert(f"The newest backup could not be restored on trial. {error}")
        return
    await asyncio.to_thread(save_drill_result, var, done)
    log.info("restore drill", backup=done.backup, exact=done.is_exact, seconds=done.seconds, facts=done.facts)
    if not done.is_exact:
        more = f" ({len(done.wrong) - 1} more)" if len(done.wrong) > 1 else ""
        await alert(f"The backup {done.backup} cannot be restored exactly: {done.wrong[0]}{more}. Make another one.")


def next_time_at_hour(hour: int, now: datetime) -> datetime:
    """The next time after ``now`` at which the clock shows ``hour`` in the time zone of ``now``; given in UTC."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    due = today if today > now else today + _DAY
    return due.astimezone(UTC)
