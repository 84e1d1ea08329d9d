"""Which backups are kept: all of some days, then the newest of each week and of each month."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from libraries.backups.dropping import drop_backup, drop_unlisted
from libraries.backups.folder import backups_in
from libraries.object_store.store import ObjectStore


class Keeping(NamedTuple):
    """How long backups are kept: all of the last ``days``; one a week, one a month for as many before that."""

    days: int = 7
    weeks: int = 0
    months: int = 0


def kept_moments(moments: Iterable[datetime], keeping: Keeping, now: datetime) -> set[datetime]:
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


def drop_old(place: ObjectStore, keeping: Keeping, now: datetime) -> int:
    """Delete the backups that are not kept, then the files of the pool that no backup lists; gives how many went."""
    backups = backups_in(place)
    stay = kept_moments((moment for moment, _ in backups), keeping, now)
    old = [name for moment, name in backups if moment not in stay]
    for name in old:
        drop_backup(place, name)
    drop_unlisted(place)
    return len(old)
