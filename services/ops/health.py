"""The health station: machine metrics, alerts, the daily backup."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from libraries.backups.folder import newest
from libraries.backups.operator_state import Homes
from libraries.bus import Bus
from libraries.log import get_logger
from libraries.waiting import passed, stopped_within, until
from schemas import subjects
from schemas.clock import utc_now
from schemas.errors import BadInput, NoSpace, ProviderDown, StreamDamaged
from services.config import HealthSettings
from services.ops.alerts import forward, notifiers
from services.ops.backup import back_up
from services.ops.daily import AGAIN, DAY, clean, every_day, scrub_media, scrub_others, scrub_stream
from services.ops.failure_alerts import FailureAlerts
from services.ops.garbage import Kept
from services.ops.machine import AlertLimits, look
from services.ops.metrics import Metrics

log = get_logger(__name__)


async def run_health(
    bus: Bus,
    settings: HealthSettings,
    folders: Sequence[Path],
    media: Path,
    stop: asyncio.Event,
    *,
    homes: Homes | None = None,
    kept: Kept | None = None,
) -> None:
    """Until ``stop``: measure the machine, count facts, back up once a day. ``folders``: whose disks are watched;
    ``homes``: whose files are backed up beside facts and media; ``kept``: how long media are kept, for ever without.

    Raises ConfigurationError when the port of the metrics is taken, or a notifier cannot be used.
    """
    metrics, alerted = Metrics(), notifiers(settings)
    with metrics.served(settings) if settings.metrics_port else nullcontext(""):
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_look(bus, metrics, settings, folders, stop), name="vitals"),
                group.create_task(_count(bus, metrics), name="metrics"),
            ]
            for name, work in _daily(bus, media, kept, settings.backup_folder).items():
                tasks.append(group.create_task(every_day(work, name, partial(_alert, bus)), name=name))
            if alerted:
                tasks.append(group.create_task(forward(bus, alerted), name="alerts"))
            if settings.backup_folder is not None:
                tasks.append(
                    group.create_task(_back_up(bus, settings, settings.backup_folder, media, homes), name="backup")
                )
            await stop.wait()
            for task in tasks:
                task.cancel()


def _daily(bus: Bus, media: Path, kept: Kept | None, backups: Path | None) -> dict[str, Callable[[], Awaitable[None]]]:
    """The work of a day, by name."""
    alert = partial(_alert, bus)
    work: dict[str, Callable[[], Awaitable[None]]] = {
        "scrub of the stream": lambda: scrub_stream(bus, alert),
        "scrub of journal and backups": lambda: scrub_others(bus, backups, alert),
        "scrub of media": lambda: scrub_media(media, alert),
    }
    return work | ({"cleaning": lambda: clean(bus, media, kept)} if kept is not None else {})


async def _look(
    bus: Bus, metrics: Metrics, settings: HealthSettings, folders: Sequence[Path], stop: asyncio.Event
) -> None:
    limits = AlertLimits(settings)
    while not stop.is_set():
        vitals = await asyncio.to_thread(look, folders)
        metrics.show(vitals)
        for sentence in limits.passed(vitals):
            await _alert(bus, sentence)
        await stopped_within(stop, settings.every)


async def _count(bus: Bus, metrics: Metrics) -> None:
    failures = FailureAlerts()
    async for facts in bus.facts((await bus.head()).last_sequence, follow=True):
        metrics.count(facts)
        for sentence in failures.sentences(facts):
            await _alert(bus, sentence)


async def _back_up(bus: Bus, settings: HealthSettings, folder: Path, media: Path, homes: Homes | None) -> None:
    """Back up every day at the configured hour; at once when the last backup is older than a day."""
    zone = ZoneInfo(settings.time_zone)
    while True:
        now = utc_now().astimezone(zone)
        last = await asyncio.to_thread(newest, folder)
        due = now if last is None or now - last > DAY else next_at(settings.backup_hour, now)
        await until(due)
        try:
            done = await back_up(bus, media, folder, homes, keep=settings.backup_keep)
            log.info("backed up", folder=str(done.folder), facts=done.facts, files=done.files, fresh=done.copied)
            if done.damaged:
                first, damaged = done.damaged[0], len(done.damaged)
                await _alert(bus, f"{damaged} media files are damaged, the first is {first}. Run: wagglebot repair")
        except (NoSpace, ProviderDown, BadInput, StreamDamaged) as error:
            await _alert(bus, f"The backup failed. {error}")
            await passed(AGAIN)


def next_at(hour: int, now: datetime) -> datetime:
    """The next full ``hour`` after ``now``, in the time zone of ``now``; given in UTC."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    due = today if today > now else today + DAY
    return due.astimezone(UTC)


async def _alert(bus: Bus, sentence: str) -> None:
    log.error(sentence, alert=True)
    await bus.announce(subjects.ALERT, sentence.encode())
