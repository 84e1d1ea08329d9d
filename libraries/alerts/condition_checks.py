"""The checks of a running system: what is wrong now, written into the book of open alerts."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from libraries.alerts.alert import Alert, AlertKind
from libraries.alerts.alert_book import AlertBook
from libraries.alerts.findings import failed_post_alerts, site_alerts, station_alerts, waiting_alerts
from libraries.backups.layout import newest_backup_begin_time
from libraries.bus import Bus
from libraries.bus.connection.topology import declared_durables, durable_of_platform, platform_of_durable
from libraries.bus.consumer.durable_work import DurableWork, work_of_durables
from libraries.bus.dead_letters import failed_posts
from libraries.bus.stream.reader import count_by_subject
from libraries.log import get_logger
from libraries.object_store.store import ObjectStore
from libraries.platform_apis.publishing_stop import PUBLISHING_STOP_KEY, PublishingStop
from schemas import subjects
from schemas.clock import utc_now
from schemas.errors import Retryable, WaggleError
from schemas.failures import Language, join_sentences

log = get_logger(__name__)

_LANGUAGES: Final[tuple[Language, Language]] = ("en", "ko")
_BEHIND: Final = 100
"""Facts that the projection may lack while it works."""
_BACKUP_AGE: Final = timedelta(days=2)
_CLOCKS: Final = timedelta(seconds=30)
_STOPS: Final[Mapping[str, AlertKind]] = {
    "publish.permission_ended": AlertKind.SIGN_IN,
    "publish.no_token": AlertKind.SIGN_IN,
    "publish.account_full": AlertKind.QUOTA,
    "publish.project_refused": AlertKind.QUOTA,
}

Check = Callable[[datetime], Awaitable[dict[AlertKind, list[Alert]]]]
"""What is wrong now, by kind; a kind with nothing in it is all right."""


@dataclass
class SystemFigures:
    """What the checks counted; None where nothing was counted yet, or this machine cannot."""

    durables: Sequence[DurableWork] = ()
    dead_letters: int | None = None
    waiting: int | None = None
    behind: int | None = None
    backup_age: timedelta | None = None
    open_alerts: Counter[AlertKind] = field(default_factory=Counter)


class ConditionChecks:
    """The checks. ``position``: reads the fact that the projection stands at, None where this machine cannot;
    ``backups``: opens the place of the backups, None where none are made; ``platforms``: those that are published to;
    ``waiting``: posts that may wait.
    """

    def __init__(
        self,
        bus: Bus,
        book: AlertBook,
        waiting: int,
        *,
        platforms: Sequence[str] = (),
        position: Callable[[], int] | None = None,
        backups: Callable[[], ObjectStore | None] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._bus, self._book, self._waiting = bus, book, waiting
        self._position, self._backups, self._clock_of_machine = position, backups, clock
        self.figures = SystemFigures()
        every = [name for stream, name in declared_durables() if stream == subjects.FACTS]
        ours = [name for name in every if not platform_of_durable(name)]  # nobody takes those of a platform that is off
        self._durables = sorted({*ours, *map(durable_of_platform, platforms)})

    async def run_all(self) -> None:
        """Run every check. One that fails changes nothing: what it looks at may be as before."""
        checks: tuple[Check, ...] = (
            self._posts, self._sites, self._stations, self._accounts, self._projection, self._backup, self._clock
        )  # fmt: skip
        for check in checks:
            now = self._clock_of_machine()
            try:
                for kind, found in (await check(now)).items():
                    await self._book.settle(kind, found, now)
            except Retryable as error:
                log.warning("a check waits for the broker", check=check.__name__.strip("_"), why=str(error))
        with suppress(Retryable):
            known = [one.open for one in await self._book.open_alerts()]
            self.figures.open_alerts = Counter(one.alert.kind for one in known if not one.over)

    async def _posts(self, _: datetime) -> dict[AlertKind, list[Alert]]:
        failed = await failed_posts(self._bus)
        found = list(failed_post_alerts(failed))
        scheduled = await count_by_subject(self._bus.client, subjects.FACTS, "sched.retry.>")
        # Films wait for their slot and the day's cap for weeks; of an account that is stopped there is another alert.
        waiting = sum(not subject.startswith("sched.retry.publish") for subject in scheduled)
        self.figures.dead_letters, self.figures.waiting = len(failed), waiting
        return {
            AlertKind.FAILED: [one for one in found if one.kind is AlertKind.FAILED],
            AlertKind.DEAD_LETTER: [one for one in found if one.kind is AlertKind.DEAD_LETTER],
            AlertKind.WAITING: list(waiting_alerts(waiting, self._waiting)),
        }

    async def _sites(self, now: datetime) -> dict[AlertKind, list[Alert]]:
        return {AlertKind.SITE: list(site_alerts(await self._bus.crawl_reports(), now))}

    async def _stations(self, _: datetime) -> dict[AlertKind, list[Alert]]:
        self.figures.durables = await work_of_durables(self._bus.client, self._durables)
        return {AlertKind.STATION: list(station_alerts(self.figures.durables))}

    async def _accounts(self, now: datetime) -> dict[AlertKind, list[Alert]]:
        found: dict[AlertKind, list[Alert]] = {kind: [] for kind in (*_STOPS.values(), AlertKind.PUBLISHING)}
        async for entry in self._bus.ledger().entries(f"{PUBLISHING_STOP_KEY}>"):
            if not entry.value:
                continue
            stop, account = entry.parsed(PublishingStop), entry.key.removeprefix(PUBLISHING_STOP_KEY)
            if stop.until is None or stop.until > now:
                kind = _STOPS.get(stop.code, AlertKind.PUBLISHING)
                text, korean = (f"{account}: {stop.sentence_in(language)}" for language in _LANGUAGES)
                found[kind].append(Alert(kind=kind, about=account, text=text, korean=korean))
        return found

    async def _projection(self, _: datetime) -> dict[AlertKind, list[Alert]]:
        if self._position is None:
            return {}
        end = (await self._bus.facts_head()).last_sequence
        try:
            stands = await asyncio.to_thread(self._position)
        except WaggleError as error:
            korean = f"{join_sentences(error.explained('ko'))} 확인: wagglebot doctor"
            away = Alert(kind=AlertKind.DATABASE, text=f"{error} See: wagglebot doctor", korean=korean)
            return {AlertKind.DATABASE: [away]}
        self.figures.behind = max(0, end - stands)
        text = f"The projection stands at fact {stands} of {end}. Is its station running? See: wagglebot status"
        korean = f"화면의 기록이 {end}건 중 {stands}건까지만 반영됐습니다. projector가 도는지 확인: wagglebot status"
        behind = [Alert(kind=AlertKind.PROJECTION, text=text, korean=korean)] if end - stands > _BEHIND else []
        return {AlertKind.DATABASE: [], AlertKind.PROJECTION: behind}

    async def _backup(self, now: datetime) -> dict[AlertKind, list[Alert]]:
        place = await asyncio.to_thread(self._backups) if self._backups is not None else None
        if place is None:
            return {}
        newest = await asyncio.to_thread(newest_backup_begin_time, place)
        self.figures.backup_age = now - newest if newest else None
        if newest is not None and now - newest < _BACKUP_AGE:
            return {AlertKind.BACKUP: []}
        when = f"The newest backup is of {newest:%Y-%m-%d}." if newest else "There is no backup yet."
        last = f"마지막 백업이 {newest:%Y-%m-%d}입니다." if newest else "아직 백업이 없습니다."
        text, korean = f"{when} Make one: wagglebot backup FOLDER", f"{last} 백업하기: wagglebot backup FOLDER"
        return {AlertKind.BACKUP: [Alert(kind=AlertKind.BACKUP, text=text, korean=korean)]}

    async def _clock(self, now: datetime) -> dict[AlertKind, list[Alert]]:
        apart = abs(await self._bus.broker_time() - now)
        seconds = round(apart.total_seconds())
        text = f"The clocks of this machine and of the broker are {seconds} s apart. Set them by NTP."
        korean = f"이 컴퓨터와 브로커의 시계가 {seconds}초 어긋납니다. NTP로 맞추세요."
        return {AlertKind.CLOCK: [Alert(kind=AlertKind.CLOCK, text=text, korean=korean)] if apart > _CLOCKS else []}
