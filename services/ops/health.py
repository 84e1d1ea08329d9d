"""The health station: machine metrics, alerts, the daily backup."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from libraries.alerts.alert import Alert, AlertKind
from libraries.alerts.alert_book import AlertBook
from libraries.alerts.condition_checks import ConditionChecks
from libraries.alerts.machine_status import measure_machine
from libraries.alerts.storage_waits import StorageWaits
from libraries.backups.daily import BackupPlan, back_up_daily
from libraries.backups.operator_state import OperatorFolders
from libraries.bus import Bus
from libraries.log import get_logger
from libraries.maintenance.keep_days import KeepDays
from libraries.object_store.store import ObjectStore
from libraries.waiting import wait_for_stop
from schemas import subjects
from schemas.clock import utc_now
from schemas.errors import Retryable
from services.config import HealthSettings
from services.ops.alerts import Notifier, configured_notifiers, notify_all, tell_open_alerts
from services.ops.machine_limits import MACHINE_KINDS, MachineAlerts
from services.ops.metrics import Metrics
from services.ops.morning_brief import run_morning_brief
from services.ops.upkeep import check_ledger_and_backups, check_media, check_stream, delete_unneeded_media, run_daily

log = get_logger(__name__)

_BROKER: Final = {
    True: ("The broker does not answer. See: wagglebot doctor", "브로커가 응답하지 않습니다. 확인: wagglebot doctor"),
    False: ("The broker answers again.", "브로커가 다시 응답합니다."),
}
_AWAY: Final = timedelta(minutes=1)
"""How long the broker may be away before a person is told: alerts are kept in it."""


class WatchedSystem(NamedTuple):
    """What the health station looks after beside the broker.

    ``folders``: whose disks are watched; ``media``: the media store; ``homes``: whose files are backed up beside facts
    and media; ``backups``: opens the place of the backups; ``kept``: how long media are kept, for ever without;
    ``position``: reads the fact that the projection stands at; ``platforms``: those that are published to.
    """

    folders: Sequence[Path]
    media: Path
    homes: OperatorFolders | None = None
    backups: Callable[[], ObjectStore | None] | None = None
    kept: KeepDays | None = None
    position: Callable[[], int] | None = None
    platforms: Sequence[str] = ()


async def run_health(bus: Bus, settings: HealthSettings, system: WatchedSystem, stop: asyncio.Event) -> None:
    """Until ``stop``: measure the machine, count facts, alert, back up once a day.

    Raises ConfigurationError when the port of the metrics is taken, or a notifier cannot be used.
    """
    metrics, notifiers, book = Metrics(), configured_notifiers(settings), AlertBook(bus.ledger())
    note = partial(_note, book)
    checks = ConditionChecks(
        bus, book, settings.waiting_posts, platforms=system.platforms, position=system.position, backups=system.backups
    )
    with metrics.serve(settings) if settings.metrics_port else nullcontext(""):
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_look(book, metrics, settings, system.folders, notifiers, stop), name="vitals"),
                group.create_task(_watch_broker(bus, settings, notifiers, stop), name="broker"),
                group.create_task(_check(checks, metrics, settings.check_every, stop), name="checks"),
                group.create_task(_count(bus, metrics, book), name="metrics"),
                group.create_task(_hear(bus, note), name="notes"),
            ]
            for name, work in _daily(bus, book, system).items():
                tasks.append(group.create_task(run_daily(work, name, note), name=name))
            if notifiers and settings.brief_hour < 24:
                tasks.append(group.create_task(run_morning_brief(bus, settings, notifiers, note), name="brief"))
            if system.backups is not None:
                hour, days = settings.backup_hour, settings.restore_drill_days
                plan = BackupPlan(hour, settings.time_zone, settings.backup_retention, settings.backup_sign_ins, days)
                backup = back_up_daily(bus, plan, system.backups, system.media, system.homes, note)
                tasks.append(group.create_task(backup, name="backup"))
            await stop.wait()
            for task in tasks:
                task.cancel()


def _daily(bus: Bus, book: AlertBook, system: WatchedSystem) -> dict[str, Callable[[], Awaitable[None]]]:
    """The work of a day, by name."""
    report = partial(_report_damage, book)
    work: dict[str, Callable[[], Awaitable[None]]] = {
        "scrub of the stream": lambda: check_stream(bus, report),
        "scrub of journal and backups": lambda: check_ledger_and_backups(bus, system.backups, report),
        "scrub of media": lambda: check_media(system.media, report),
    }
    kept, settled = system.kept, dict[str, float]()
    if kept is not None:
        work["cleaning"] = lambda: delete_unneeded_media(bus, system.media, kept, settled)
    return work


async def _look(
    book: AlertBook,
    metrics: Metrics,
    settings: HealthSettings,
    folders: Sequence[Path],
    notifiers: Sequence[Notifier],
    stop: asyncio.Event,
) -> None:
    """Measure the machine and tell what is open."""
    limits = MachineAlerts(settings)
    while not stop.is_set():
        vitals, now = await asyncio.to_thread(measure_machine, folders), utc_now()
        metrics.set_machine_gauges(vitals)
        found = limits.alerts(vitals, now)
        try:
            for kind in MACHINE_KINDS:
                await book.settle(kind, [one for one in found if one.kind is kind], now)
            await tell_open_alerts(book, settings, notifiers, now)
        except Retryable as error:
            log.warning("alerts wait for the broker", why=str(error))
        await wait_for_stop(stop, settings.every)


async def _watch_broker(bus: Bus, settings: HealthSettings, notifiers: Sequence[Notifier], stop: asyncio.Event) -> None:
    """Tell that the broker is away, and back: it keeps the alerts, so whatever reads them only waits meanwhile."""
    heard, told = utc_now(), False
    while not stop.is_set():
        with suppress(Retryable, TimeoutError):
            async with asyncio.timeout(_AWAY.total_seconds()):
                await bus.broker_time()
            heard = utc_now()
        if told is not (away := utc_now() - heard >= _AWAY):
            told = away
            english, korean = _BROKER[away]
            log.error(english, alert=True, over=not away)
            await notify_all(notifiers, f"WaggleBot · {korean if settings.alert_language == 'ko' else english}")
        await wait_for_stop(stop, settings.every)


async def _check(checks: ConditionChecks, metrics: Metrics, every: float, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await checks.run_all()
        metrics.set_system_gauges(checks.figures)
        await wait_for_stop(stop, every)


async def _count(bus: Bus, metrics: Metrics, book: AlertBook) -> None:
    waits = StorageWaits()
    async for facts in bus.facts((await bus.facts_head()).last_sequence, follow=True):
        metrics.count_facts(facts)
        if waits.add_facts(facts):
            with suppress(Retryable):  # the next such fact tells it
                await book.settle(AlertKind.STORAGE, waits.alerts, utc_now())


async def _hear(bus: Bus, note: Callable[[str], Awaitable[None]]) -> None:
    """Take down what the other stations announce."""
    async with bus.listen(subjects.ALERT) as announced:
        async for _, text in announced:
            await note(text.decode("utf-8", "replace"))


async def _note(book: AlertBook, sentence: str) -> None:
    try:
        await book.note(Alert.note(sentence), utc_now())
    except Retryable as error:
        log.error(sentence, alert=True, told=False, why=str(error))  # noqa: TRY400 (the sentence says what happened)


async def _report_damage(book: AlertBook, about: str, found: Alert | None) -> None:
    await book.settle(AlertKind.DAMAGE, [found] if found else [], utc_now(), about=about)
