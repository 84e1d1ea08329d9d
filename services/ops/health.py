"""The health station: machine metrics, alerts, the daily backup."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from libraries.backups.daily import BackupPlan, back_up_daily
from libraries.backups.operator_state import OperatorFolders
from libraries.bus import Bus
from libraries.log import get_logger
from libraries.object_store.store import ObjectStore
from libraries.waiting import wait_for_stop
from schemas import subjects
from services.config import HealthSettings
from services.ops.alerts import configured_notifiers, forward_alerts
from services.ops.failure_alerts import FailureAlerts
from services.ops.garbage import KeepDays
from services.ops.machine import MachineAlerts, measure_machine
from services.ops.metrics import Metrics
from services.ops.morning_brief import run_morning_brief
from services.ops.upkeep import check_ledger_and_backups, check_media, check_stream, delete_unneeded_media, run_daily

log = get_logger(__name__)


async def run_health(
    bus: Bus,
    settings: HealthSettings,
    folders: Sequence[Path],
    media: Path,
    stop: asyncio.Event,
    *,
    homes: OperatorFolders | None = None,
    backups: Callable[[], ObjectStore | None] | None = None,
    kept: KeepDays | None = None,
) -> None:
    """Until ``stop``: measure the machine, count facts, back up once a day. ``folders``: whose disks are watched;
    ``homes``: whose files are backed up beside facts and media; ``backups``: opens the place of the backups; ``kept``:
    how long media are kept, for ever without.

    Raises ConfigurationError when the port of the metrics is taken, or a notifier cannot be used.
    """
    metrics, alerted = Metrics(), configured_notifiers(settings)
    with metrics.serve(settings) if settings.metrics_port else nullcontext(""):
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_look(bus, metrics, settings, folders, stop), name="vitals"),
                group.create_task(_count(bus, metrics), name="metrics"),
            ]
            for name, work in _daily(bus, media, kept, backups).items():
                tasks.append(group.create_task(run_daily(work, name, partial(_alert, bus)), name=name))
            if alerted:
                tasks.append(group.create_task(forward_alerts(bus, alerted), name="alerts"))
            if alerted and settings.brief_hour < 24:
                brief = run_morning_brief(bus, settings, alerted, partial(_alert, bus))
                tasks.append(group.create_task(brief, name="brief"))
            if backups is not None:
                hour, days = settings.backup_hour, settings.restore_drill_days
                plan = BackupPlan(hour, settings.time_zone, settings.backup_retention, settings.backup_sign_ins, days)
                backup = back_up_daily(bus, plan, backups, media, homes, partial(_alert, bus))
                tasks.append(group.create_task(backup, name="backup"))
            await stop.wait()
            for task in tasks:
                task.cancel()


def _daily(
    bus: Bus, media: Path, kept: KeepDays | None, backups: Callable[[], ObjectStore | None] | None
) -> dict[str, Callable[[], Awaitable[None]]]:
    """The work of a day, by name."""
    alert = partial(_alert, bus)
    work: dict[str, Callable[[], Awaitable[None]]] = {
        "scrub of the stream": lambda: check_stream(bus, alert),
        "scrub of journal and backups": lambda: check_ledger_and_backups(bus, backups, alert),
        "scrub of media": lambda: check_media(media, alert),
    }
    settled: dict[str, float] = {}
    return work | ({"cleaning": lambda: delete_unneeded_media(bus, media, kept, settled)} if kept is not None else {})


async def _look(
    bus: Bus, metrics: Metrics, settings: HealthSettings, folders: Sequence[Path], stop: asyncio.Event
) -> None:
    limits = MachineAlerts(settings)
    while not stop.is_set():
        vitals = await asyncio.to_thread(measure_machine, folders)
        metrics.set_machine_gauges(vitals)
        for sentence in limits.alert_sentences(vitals):
            await _alert(bus, sentence)
        await wait_for_stop(stop, settings.every)


async def _count(bus: Bus, metrics: Metrics) -> None:
    failures = FailureAlerts()
    async for facts in bus.facts((await bus.facts_head()).last_sequence, follow=True):
        metrics.count_facts(facts)
        for sentence in failures.alert_sentences(facts):
            await _alert(bus, sentence)


async def _alert(bus: Bus, sentence: str) -> None:
    log.error(sentence, alert=True)
    await bus.broadcast(subjects.ALERT, sentence.encode())
