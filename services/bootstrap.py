"""The composition root: settings, broker, media store and stations are put together here."""

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import SecretStr

from libraries.bus import Bus, connect
from libraries.bus.accounts.account_files import connection_user
from libraries.bus.connection_settings import OPERATOR
from libraries.bus.embedded import accounts_dir, run_embedded_server, running_server_address
from libraries.log import get_logger
from libraries.media.store import MEDIA_STORE, MediaStore, open_media_store
from libraries.media.store_mark import mark_store_folder
from libraries.settings.salt import load_or_make_salt
from libraries.waiting import retry_until_it_works, wait_for_stop
from schemas.errors import BadInput, ProviderDown
from services.config import HOME, NatsSettings, Settings

if TYPE_CHECKING:
    from libraries.backups.operator_state import OperatorFolders
    from schemas.crawls import CrawlReport, PostPresenceCheck
    from services.projector.queries.position import ProjectionPosition
    from services.publish.platforms.base import BaseUploader

log = get_logger(__name__)

_SOON = 2.0
"""Seconds a person waits to hear that there is no broker."""
_STARTING = 15.0
"""Seconds for a broker that is started together with its stations."""
_ANEW = 2.0
"""Seconds before a station that lost the broker begins anew."""
ALIVE: Final = Path(tempfile.gettempdir()) / f"wagglebot-alive-{os.getuid()}"
"""Sign of life of a container's stations; not in ``var``, which containers share."""
_ALIVE_EVERY = 20.0
"""Seconds between two signs of life."""

Announce = Callable[[str], None]
"""Called with a short sentence about what became ready."""


class Runtime(NamedTuple):
    """What a process works with: settings, a broker that runs, a media store."""

    settings: Settings
    nats: NatsSettings
    store: MediaStore

    @property
    def operator_folders(self) -> "OperatorFolders":
        """Where the operator's files lie, for backups."""
        from libraries.backups.operator_state import OperatorFolders

        return OperatorFolders(self.settings.nats.store_dir.parent, HOME / "sites")

    @asynccontextmanager
    async def open_bus(self, name: str, *, first: float = _SOON) -> AsyncIterator[Bus]:
        """A connection of its own for ``name``, closed at the end.

        Raises ProviderDown when the broker does not answer within ``first`` seconds.
        """
        lock_folder, ours = self.settings.nats.store_dir.parent / "hands", self.settings.nats.is_embedded
        if ours and connection_user(name) != OPERATOR:  # a station has no right to create or change what all share
            await (await connect(self.nats, OPERATOR, first=first, change_topology=True)).close()
            ours = False
        bus = await connect(self.nats, name, first=first, lock_folder=lock_folder, change_topology=ours)
        try:
            yield bus
        finally:
            await bus.close()


Runner = Callable[[Runtime, Bus, asyncio.Event, Announce], Awaitable[None]]


def _with_salt(settings: Settings) -> Settings:
    """With the salt of this installation where none is set: the same author keeps the same pseudonym."""
    if settings.collect.author_salt.get_secret_value():
        return settings
    salt = load_or_make_salt(settings.nats.store_dir.parent / "author.salt")
    collect = settings.collect.model_copy(update={"author_salt": SecretStr(salt)})
    return settings.model_copy(update={"collect": collect})


async def wait_until_media_mounted(settings: Settings, stop: asyncio.Event) -> None:
    """Wait for the disk of the media, which may be mounted after stations were started; no longer than until ``stop``.

    Raises ConfigurationError.
    """
    if settings.media.store == MEDIA_STORE.name:
        note = settings.nats.store_dir.parent / "media.root"
        await retry_until_it_works(lambda: mark_store_folder(settings.media.root, note), stop, "media")


@asynccontextmanager
async def open_runtime(settings: Settings) -> AsyncIterator[Runtime]:
    """A running broker (ours, another process's of ours, or the configured one) and the media store."""
    settings = await asyncio.to_thread(_with_salt, settings)
    if settings.media.store == MEDIA_STORE.name:
        await asyncio.to_thread(mark_store_folder, settings.media.root, settings.nats.store_dir.parent / "media.root")
    store = open_media_store(settings.media)
    if not settings.nats.is_embedded:
        yield Runtime(settings, settings.nats, store)
        return
    folder = settings.nats.store_dir
    running, lanes = running_server_address(folder), settings.publish.all_platforms
    async with nullcontext(running) if running else run_embedded_server(folder, lanes=lanes) as url:
        accounts = accounts_dir(folder) if accounts_dir(folder).is_dir() else None  # none in one of release 0.1.0
        yield Runtime(settings, settings.nats.model_copy(update={"url": url, "accounts": accounts}), store)


@contextmanager
def stop_on_signals() -> Iterator[asyncio.Event]:
    """An event that Ctrl-C and SIGTERM set; a second Ctrl-C is the usual KeyboardInterrupt."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked)
    try:
        yield stop
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def crawl_named_site(place: Runtime, bus: Bus, site: str, pages: int) -> "CrawlReport":
    """Crawl a site now, named by its code or a site file. Raises BadInput for a site nobody knows."""
    from crawlers.crawl_interface import CrawlLimits
    from crawlers.sites_config.lookup import find_site
    from services.collect.crawl import crawl_once

    limits = CrawlLimits.of_manual_crawl(pages)
    return await crawl_once(bus, place.store, find_site(site), place.settings.collect, limits=limits)


def post_presence_checker(place: Runtime, bus: Bus) -> "PostPresenceCheck":
    """The check whether a post is still on its site, as is made before it is published."""
    from services.collect.post_presence import PostPresenceChecker

    return PostPresenceChecker(bus, place.settings.collect)


def uploaders(place: Runtime, bus: Bus, platforms: Sequence[str] = ()) -> "list[BaseUploader]":
    """The uploaders of ``platforms``, or of those that the settings name. Raises ConfigurationError."""
    from services.publish import registry

    settings = place.settings
    return registry.uploaders(bus, place.store, settings.media.root / "export", settings.publish, platforms)


async def run_stations(place: Runtime, names: Sequence[str], stop: asyncio.Event, announce: Announce) -> None:
    """Run stations in this process until ``stop``. The first that fails ends the others, and is raised."""
    for name in names:
        if name not in _RUNNERS:
            raise BadInput("settings.unknown_station", station=name, known=", ".join(STATIONS))
    async with asyncio.TaskGroup() as group:
        for name in names:
            group.create_task(_station(place, name, _RUNNERS[name], stop, announce), name=name)
        group.create_task(_touch_repeatedly(ALIVE, stop))


async def _touch_repeatedly(file: Path, stop: asyncio.Event) -> None:
    """Touch ``file`` while the event loop turns: what a container's health check looks at."""
    while not stop.is_set():
        try:
            await asyncio.to_thread(_touch, file)
        except OSError as error:  # the stations work on; whoever looks at the file sees that it is old
            log.warning("no sign of life can be written", file=str(file), why=error.strerror)
        await wait_for_stop(stop, _ALIVE_EVERY)


def _touch(file: Path) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)  # anybody may write beside it
    try:
        os.utime(handle)
    finally:
        os.close(handle)


async def _station(place: Runtime, name: str, runner: Runner, stop: asyncio.Event, announce: Announce) -> None:
    """One station. It begins anew when the broker was away for longer than its calls are patient.

    Raises ProviderDown when the broker does not answer at the first start, and what else ends the station.
    """
    first = True
    try:
        while not stop.is_set():
            try:
                async with place.open_bus(name, first=_STARTING) as bus:
                    first = False
                    await runner(place, bus, stop, announce)
                    return
            except (ProviderDown, ExceptionGroup) as error:
                if first or not _is_away(error):
                    raise
                log.warning("the station begins anew", station=name, why=_error_text(error))
            await wait_for_stop(stop, _ANEW)
    finally:
        stop.set()


def _is_away(error: Exception) -> bool:
    """Whether an error, with all that it holds, says that a server is away."""
    if isinstance(error, ExceptionGroup):
        return all(map(_is_away, error.exceptions))
    return isinstance(error, ProviderDown)


def _error_text(error: Exception) -> str:
    return _error_text(error.exceptions[0]) if isinstance(error, ExceptionGroup) else str(error)


async def _projector(place: Runtime, bus: Bus, stop: asyncio.Event, announce: Announce) -> None:
    from libraries.bus.service.lost_workers import record_failures_of_lost_workers
    from services.projector.service import run_projector

    announce(f"projector: {place.settings.store.url.split('@')[-1]}")
    async with asyncio.TaskGroup() as group:
        group.create_task(run_projector(bus, place.settings.store.url, stop), name="projector")
        group.create_task(record_failures_of_lost_workers(bus, stop), name="backstop")


async def _collect(place: Runtime, bus: Bus, stop: asyncio.Event, announce: Announce) -> None:
    from services.collect.service import Collector

    announce(f"collect: {', '.join(place.settings.collect.sites)}")
    await Collector(bus, place.store, place.settings.collect).run(stop)


async def _studio(place: Runtime, bus: Bus, stop: asyncio.Event, announce: Announce) -> None:
    from services.studio.service import build_studio_service

    announce("studio: waiting for approved posts")
    await build_studio_service(place.store, place.settings).run(bus, stop)


async def _publish(place: Runtime, bus: Bus, stop: asyncio.Event, announce: Announce) -> None:
    from services.commands.withdraw import save_withdrawn_posts
    from services.publish.service import run_publish

    announce(f"publish: {', '.join(place.settings.publish.all_platforms)}")
    watching = post_presence_checker(place, bus)
    noting = partial(save_withdrawn_posts, bus, place.settings)
    ours = uploaders(place, bus)
    await run_publish(bus, place.store, ours, place.settings.publish, watching, stop, withdrawn=noting)


async def _insight(place: Runtime, bus: Bus, stop: asyncio.Event, announce: Announce) -> None:
    from services.insight.service import run_insight
    from services.projector.queries.projection_queries import SqlProjection
    from services.publish.registry import measured_platforms

    platforms = measured_platforms(uploaders(place, bus))
    announce(f"insight: {', '.join(one.name for one in platforms) or 'no platform that says how films are watched'}")
    projection = await retry_until_it_works(lambda: SqlProjection.open(place.settings.store.url), stop, "insight")
    if projection is None:
        return
    try:
        await run_insight(bus, projection, platforms, place.settings.insight, stop)
    finally:
        projection.close()


async def _review(place: Runtime, bus: Bus, stop: asyncio.Event, announce: Announce) -> None:
    from services.projector.queries.projection_queries import SqlProjection
    from services.studio.preview import PreviewMaker

    # Importing the app takes seconds (gradio); the other stations of this process go on meanwhile.
    app_module, server = [await asyncio.to_thread(import_module, f"services.review.{n}") for n in ("app", "server")]
    projection = await retry_until_it_works(lambda: SqlProjection.open(place.settings.store.url), stop, "review")
    if projection is None:
        return
    previews = PreviewMaker(place.store, place.settings)
    try:
        app = await asyncio.to_thread(app_module.create_app, bus, projection, place.store, place.settings, previews)
        await server.run_review(app, place.settings, stop, lambda text: announce(f"review: {text}"))
    finally:
        await previews.close()
        projection.close()


async def _health(place: Runtime, bus: Bus, stop: asyncio.Event, announce: Announce) -> None:
    from services.ops.health import WatchedSystem, run_health

    if place.settings.health.metrics_port:
        announce(f"health: http://{place.settings.health.metrics_host}:{place.settings.health.metrics_port}/metrics")
    media = place.settings.media
    folders = (media.root, place.settings.nats.store_dir)
    backups = place.settings.backup_store if place.settings.health.backup_folder else None
    position = _projection_position(place.settings.store.url)
    system = WatchedSystem(
        folders,
        media.root,
        homes=place.operator_folders,
        backups=backups,
        kept=media.keep_days,
        position=position.read if position else None,
        platforms=place.settings.publish.all_platforms,
    )
    try:
        await run_health(bus, place.settings.health, system, stop)
    finally:
        if position is not None:
            position.close()


def _projection_position(url: str) -> "ProjectionPosition | None":
    """What reads where the projection stands; None on a machine without the libraries of databases."""
    try:
        position = import_module("services.projector.queries.position")
    except ModuleNotFoundError as error:
        log.info("the projection is not watched from here", missing=error.name)
        return None
    made: ProjectionPosition = position.ProjectionPosition(url)
    return made


_RUNNERS: Final[dict[str, Runner]] = {
    "projector": _projector,
    "collect": _collect,
    "studio": _studio,
    "publish": _publish,
    "insight": _insight,
    "review": _review,
    "health": _health,
}
"""Each imports its station's code when it is run, so an image needs only what its stations need."""

STATIONS: Final = tuple(_RUNNERS)
