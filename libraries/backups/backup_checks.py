"""Checks of the backups for the doctor: can they be written, how old is the newest, when was it last restored."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from libraries.backups.drill.results import read_last_drills
from libraries.backups.layout import list_complete_backups, newest_backup_begin_time
from libraries.checks.finding import Check, Finding, errors_as_finding, finding_of
from libraries.checks.machine import writable_folder_check
from libraries.object_store.settings import SCHEME
from libraries.object_store.store import ObjectStore, read_object
from schemas.clock import utc_now

_OLD: Final = 2.0
"""Days after which the newest backup is old: one is made every night."""
_PROBE: Final = "wagglebot-check"


def backup_checks(place: str | None, opened: Callable[[], ObjectStore | None], var: Path, days: int) -> Iterator[Check]:
    """The checks of the backups at ``place``.

    ``opened``: the store there; ``days``: between two restore drills, 0 for none.
    """
    if place is None:
        remedy = "Set WAGGLEBOT_HEALTH__BACKUP_FOLDER to a folder on another disk, or run: wagglebot backup FOLDER"
        yield lambda: Finding(what="backups", state="warn", found="none are made by themselves", remedy=remedy)
        return
    if place.startswith(SCHEME):
        yield errors_as_finding("backup bucket", lambda: _bucket(opened()))
    else:
        yield writable_folder_check("backup folder", Path(place), "WAGGLEBOT_HEALTH__BACKUP_FOLDER")
    yield errors_as_finding("backups", lambda: _newest(opened(), place))
    if days:
        yield lambda: _drill(var, place, days)


def _bucket(store: ObjectStore | None) -> Finding:
    """An object can be written, read and deleted."""
    assert store is not None
    store.put(_PROBE, b"x")
    read_object(store, _PROBE)
    store.delete(_PROBE)
    return Finding(what="backup bucket", state="ok", found=store.location)


def _newest(store: ObjectStore | None, place: str) -> Finding:
    last = newest_backup_begin_time(store) if store is not None else None
    days = (utc_now() - last).total_seconds() / 86_400 if last else None
    found = "there is none yet" if days is None else f"the newest is {days:.1f} days old"
    if store is not None and store.encrypted:
        found += ", encrypted"
    beside = len(list_complete_backups(getattr(store, "inner", store))) if store is not None and store.encrypted else 0
    if beside:
        remedy = f"Delete them when you need them no more: the folders named by a date, and media, in {place}"
        return Finding(what="backups", state="warn", found=f"{found}; {beside} others are not", remedy=remedy)
    remedy = f"Start the health station (wagglebot run), or run: wagglebot backup {place}"
    return finding_of("backups", ok=days is not None and days <= _OLD, found=found, remedy=remedy, bad="warn")


def _drill(var: Path, place: str, days: int) -> Finding:
    drills = read_last_drills(var)
    last, exact = drills.last, drills.exact
    remedy = f"Restore it on trial: wagglebot backup try {place}"
    if last is not None and not last.is_exact:
        found = f"the backup {last.backup} did not come back exactly: {last.wrong[0]}"
        return Finding(what="restore drill", state="fail", found=found, remedy=remedy)
    age = (utc_now() - exact.begun).days if exact else None
    found = "no backup was ever restored on trial" if age is None else f"the last one, {age} days ago, was exact"
    return finding_of("restore drill", ok=age is not None and age <= 2 * days, found=found, remedy=remedy, bad="warn")
