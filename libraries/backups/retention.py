"""Retention of backups: all of some days are kept, then the newest of each week and of each month."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from libraries.backups.deletion import delete_backup, delete_unlisted_media
from libraries.backups.layout import list_complete_backups
from libraries.object_store.store import ObjectStore


class BackupRetention(NamedTuple):
    """How long backups are kept: all of the last ``days``; one a week, one a month for as many before that."""

    days: int = 7
    weeks: int = 0
    months: int = 0


def retained_backup_times(moments: Iterable[datetime], keeping: BackupRetention, now: datetime) -> set[datetime]:
    """Those of ``moments`` whose backups are kept; the newest always is."""
    newest_first = sorted(moments, reverse=True)
    found = set(newest_first[:1]) | {moment for moment in newest_first if moment >= now - timedelta(days=keeping.days)}
    weeks: dict[tuple[int, int], datetime] = {}
    months: dict[tuple[int, int], datetime] = {}
    for moment in newest_first:
        weeks.setdefault(moment.isocalendar()[:2], moment)
        months.setdefault((moment.year, moment.month), moment)
    begin = now - timedelta(weeks=keeping.weeks)
    found |= {moment for moment in weeks.values() if moment >= begin}
    oldest = now.year * 12 + now.month - keeping.months
    return found | {moment for (year, month), moment in months.items() if year * 12 + month > oldest}


def delete_expired_backups(place: ObjectStore, keeping: BackupRetention, now: datetime) -> int:
    """Delete the backups that are not kept, then the files of the pool that no backup lists; gives how many went."""
    backups = list_complete_backups(place)
    stay = retained_backup_times((moment for moment, _ in backups), keeping, now)
    old = [name for moment, name in backups if moment not in stay]
    for name in old:
        delete_backup(place, name)
    delete_unlisted_media(place)
    return len(old)
