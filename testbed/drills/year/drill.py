"""The drill of a year: days of work in seconds each, with restarts, rotations and faults; bounds and outcome."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from libraries import files
from libraries.backups.layout import newest_backup_begin_time
from libraries.object_store.folder import FolderStore
from schemas import subjects
from schemas.clock import clock_offset, utc_now
from schemas.errors import Permanent, ProviderDown, WaggleError
from schemas.events import ContentRendered, RecordedFact
from schemas.posts import PostKey
from schemas.recipe import Recipe, VoiceChoice
from schemas.states import PostState, Status, apply_fact
from services.commands.approval_checklist import required_checks
from services.commands.approve import ApprovePost, approve_post
from services.commands.decline import DeclinePost, decline_post
from services.commands.remake import RemakeFilm, remake_film
from services.commands.resume_publishing import resume_publishing
from services.config import PublishSettings
from services.publish.registry import quota_of_platform
from testbed.drills.pipeline import CHEAP
from testbed.drills.year.alarms import false_alarms, films_not_taken_down
from testbed.drills.year.board import CODE
from testbed.drills.year.clock import send_due_retries
from testbed.drills.year.faults import FAULTS, FaultNotPossible, faults_by_day
from testbed.drills.year.machine import STATIONS, DailyPlan, YearMachine, date_media_files, running_machine
from testbed.drills.year.machine_samples import measure_machine
from testbed.drills.year.report import FaultOutcome, YearFindings, YearProgress, YearReport, year_report

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_WORK_BEGINS: Final = 9
"""The hour of the day in which films are approved."""
_PATIENCE: Final = 240.0
"""Seconds (of the machine) without any new fact after which a day stands still."""
_A_DAY_OF_UPLOADS: Final = 45.0
"""Seconds (of the machine) in which the films of a day that waited for its quota are uploaded."""
_WEEK, _MONTH = 7, 30
_PLAIN: Final = CHEAP.model_copy(update={"film": CHEAP.film.model_copy(update={"template": "post"})})
"""Films whose grounds do not move: half the work, of which a year has 3,650."""
_BY_SPEECH: Final = _PLAIN.model_copy(update={"voice": VoiceChoice(chain=("openai-speech",), speed=2.0)})
Say = Callable[[str], None]


class YearDrill:
    """Plays days on a machine; see `play_days`."""

    def __init__(self, machine: YearMachine, progress: YearProgress, state: Path, say: Say) -> None:
        self._machine = machine
        self._backups = FolderStore(machine.backups)
        self._progress = progress
        self._state = state
        self._say = say
        self._facts: list[RecordedFact] = []
        self._folded: dict[PostKey, PostState] = {}
        self._looked_for_alarms = datetime.now(UTC)

    async def play_days(self, days: int, of: int) -> YearReport:
        """Play ``days`` more days of a year of ``of`` days, and look at all that happened since its first day."""
        began, before = time.monotonic(), self._progress.seconds
        await self._everybody()
        schedules = asyncio.create_task(self._schedules())
        try:
            planned = faults_by_day(of)
            for day in range(self._progress.day + 1, self._progress.day + days + 1):
                await self._day(day, planned.get(day, ""))
                if schedules.done():
                    schedules.result()  # raises what ended it
                self._keep(seconds=before + time.monotonic() - began)
            await self._everywhere()
        finally:
            schedules.cancel()
            await asyncio.wait((schedules,))
            await self._machine.stations.close()
        return await self._report()

    async def _everybody(self) -> None:
        for name in STATIONS:
            await self._machine.stations.start(name)

    async def _schedules(self) -> None:
        while True:
            with suppress(ProviderDown):
                await send_due_retries(self._machine.bus)
            await asyncio.sleep(1)

    async def _day(self, day: int, fault: str) -> None:
        """A day of work, ended when everything of it is done."""
        machine, begin = self._machine, self._progress.origin + day * _DAY
        machine.clock.move_ahead_to(begin)
        machine.board.add_posts(self._progress.posts + 1, machine.plan.new_posts, utc_now())
        self._keep(day=day, posts=self._progress.posts + machine.plan.new_posts)
        await self._restarts(day)
        befalling: asyncio.Task[None] | None = None
        for hour in range(24):
            machine.clock.move_ahead_to(begin + hour * _HOUR)
            if hour == _WORK_BEGINS:
                await self._work(day, fault)
                befalling = asyncio.create_task(self._befall(day, fault)) if fault else None
            if self._progress.crawls * 24 < (24 * (day - 1) + hour + 1) * machine.plan.crawls:
                await self._crawl()
        if befalling is not None:
            await befalling
        await self._done(day)
        await self._backed_up(day)
        await asyncio.to_thread(date_media_files, machine)
        sample = await measure_machine(
            machine, day, len(await self._films()), self._progress.posts, self._progress.crawls
        )
        since, self._looked_for_alarms = self._looked_for_alarms, datetime.now(UTC)
        alarms = [f"day {day}: {alarm}" for alarm in await asyncio.to_thread(self._false_alarms, since)]
        self._keep(
            samples=(*self._progress.samples, sample),
            fallen=tuple(machine.stations.falls),
            false_alarms=(*self._progress.false_alarms, *alarms),
        )
        self._say(
            f"day {day}: {sample.films} films, {sample.crawls} crawls, media {sample.disk['media'] / 1e6:.1f} MB, "
            f"stream {sample.stream_messages} messages, memory "
            + " ".join(f"{name} {size / 1e6:.0f}" for name, size in sample.memory.items())
        )

    def _false_alarms(self, since: datetime) -> list[str]:
        planted = self._machine.planted_damage
        names = planted.read_text(encoding="utf-8").split() if planted.is_file() else []
        return false_alarms(self._machine.logs, since, names)

    async def _restarts(self, day: int) -> None:
        """One station is killed or stopped each day; every week what stations printed is cut off; every month
        all are stopped together, and the channel gives another permission in place of the old one.
        """
        stations, names, monthly = self._machine.stations, STATIONS, day % _MONTH == 0
        one = names[day // 2 % len(names)]
        killed, stopped = ({one}, set[str]()) if day % 2 else (set[str](), {one})
        if monthly:
            killed, stopped = set[str](), set(names)
        if day > 1:
            for name in killed:
                await stations.kill(name)
            for name in stopped:
                await stations.stop(name)
            if monthly:
                await asyncio.to_thread(self._machine.rotate_token)
            for name in (*killed, *stopped):
                await stations.start(name)
            kills, stops = self._progress.kills + len(killed), self._progress.clean_stops + len(stopped)
            self._keep(kills=kills, clean_stops=stops)
        if day % _WEEK == 0:
            for printed in (self._machine.folder / "tmp").glob("*.log"):
                os.truncate(printed, 0)

    async def _work(self, day: int, fault: str) -> None:
        """The decisions of a reviewer: films approved, the rest declined; every week a remake, monthly a withdrawal."""
        machine = self._machine
        recipe = _BY_SPEECH if fault == "a provider is down" else _PLAIN
        waiting = await self._in(Status.COLLECTED)
        for key, state in waiting[: machine.plan.films]:
            request = ApprovePost(post=key, checked=required_checks(state.post))
            await approve_post(machine.bus, request, "drill", machine.approval_settings(recipe))
        for key, _ in waiting[machine.plan.films :]:
            await decline_post(machine.bus, DeclinePost(post=key, reason="not today"), "drill")
        uploaded = await self._in(Status.UPLOADED)
        if day % _WEEK == 3 and uploaded:
            other = Recipe.model_validate(_PLAIN.model_dump() | {"film": _PLAIN.film.model_dump() | {"theme": "cream"}})
            await remake_film(machine.bus, RemakeFilm(post=uploaded[-1][0], recipe=other), "drill")
        if day % _MONTH == 5 and uploaded:
            gone = str(uploaded[0][0])
            self._keep(withdrawn=(*self._progress.withdrawn, gone))
            with suppress(
                Permanent
            ):  # a platform does not answer now: it goes on by itself, and is looked at in the end
                await machine.stations.run_command("withdraw", gone, "--reason", "asked for", "--json")

    async def _befall(self, day: int, fault: str) -> None:
        self._say(f"day {day}: {fault}")
        try:
            how, recovered = await FAULTS[fault](self._machine), True
        except FaultNotPossible as error:
            self._keep(impossible=(*self._progress.impossible, f"{fault}: {error}"))
            return
        except WaggleError as error:
            how, recovered = str(error), False
        outcome = FaultOutcome(day=day, fault=fault, recovered=recovered, how=how)
        self._keep(faults=(*self._progress.faults, outcome))

    async def _crawl(self) -> None:
        """One tick, as the broker's schedule gives it, and the wait until its crawl is over. A tick that was skipped,
        because posts are looked up on the site just now, is sent again.
        """
        bus, before = self._machine.bus, await self._last_crawl()
        async with asyncio.timeout(_PATIENCE):
            while await self._last_crawl() == before:
                await bus.client.store_message(subjects.crawl_due_subject(CODE), b"", {})
                while await self._ticks_left():  # noqa: ASYNC110 (nobody tells)
                    await asyncio.sleep(0.02)
                await self._machine.stations.restart_fallen()
        self._keep(crawls=self._progress.crawls + 1)

    async def _last_crawl(self) -> datetime | None:
        report = (await self._machine.bus.crawl_reports()).get(CODE)
        return report.started if report else None

    async def _ticks_left(self) -> int:
        info = await self._machine.bus.client.call_api(f"CONSUMER.INFO.{subjects.CRAWL}.collect")
        return int(info["num_pending"]) + int(info["num_ack_pending"])

    async def _done(self, day: int) -> None:
        """Wait until every approved post is where it is to be; films over the day's quota wait for the next day."""
        last, since = 0, time.monotonic()
        while unfinished := await self._unfinished():
            head = (await self._machine.bus.facts_head()).last_sequence
            if head != last:
                last, since = head, time.monotonic()
            if time.monotonic() - since > _PATIENCE:
                self._say(f"day {day}: stands still, {len(unfinished)} posts: {', '.join(map(str, unfinished[:5]))}")
                return
            await self._machine.stations.restart_fallen()
            if time.monotonic() - since > 20:
                self._machine.clock.move_by(_HOUR)  # what waits for a later hour of the day
            await asyncio.sleep(0.3)

    async def _everywhere(self) -> None:
        """Let days pass, until every film is on every platform; what is not then is counted as stuck."""
        for _ in range(_WEEK):
            if not await self._not_uploaded():
                return
            self._machine.clock.move_by(_DAY)
            since = time.monotonic()
            while await self._not_uploaded() and time.monotonic() - since < _A_DAY_OF_UPLOADS:  # noqa: ASYNC110
                await asyncio.sleep(0.5)

    async def _not_uploaded(self) -> list[PostKey]:
        """Posts whose newest film some platform does not have."""
        states = (await self._states()).items()
        done = [(key, state) for key, state in states if state.status is Status.UPLOADED]
        return [key for key, state in done if not state.uploaded >= {"export", "youtube"}]

    async def _backed_up(self, day: int) -> None:
        """Wait for the backup of the day. One that waits an hour after a failure is given that hour."""
        since = time.monotonic()
        while (
            last := await asyncio.to_thread(newest_backup_begin_time, self._backups)
        ) is None or utc_now() - last > 1.2 * _DAY:
            if time.monotonic() - since > _PATIENCE:
                self._keep(days_without_backup=(*self._progress.days_without_backup, day))
                return
            await asyncio.sleep(0.3)

    async def _states(self) -> dict[PostKey, PostState]:
        last = self._facts[-1].sequence if self._facts else 0
        new = [fact async for batch in self._machine.bus.facts(last) for fact in batch]
        self._facts += new
        for fact in new:  # only these: after months, all facts of the year take a second to fold
            key = fact.event.post_key
            self._folded[key] = apply_fact(self._folded.get(key, PostState()), fact)
        return self._folded

    async def _in(self, status: Status) -> list[tuple[PostKey, PostState]]:
        return [(key, state) for key, state in (await self._states()).items() if state.status is status]

    async def _films(self) -> set[PostKey]:
        await self._states()
        return {fact.event.post_key for fact in self._facts if isinstance(fact.event, ContentRendered)}

    async def _unfinished(self) -> list[PostKey]:
        """Posts on their way. A film that only waits for a platform's next day is not among them."""
        over = (Status.UPLOADED, Status.COLLECTED, Status.DECLINED, Status.RETRACTED)
        return [key for key, state in (await self._states()).items() if state.status not in over]

    def _keep(self, **changes: object) -> None:
        self._progress = self._progress.model_copy(update=changes | {"ahead_s": clock_offset().total_seconds()})
        files.write_atomically(self._state, self._progress.model_dump_json().encode())

    async def _report(self) -> YearReport:
        states = await self._states()
        gone = sum((self._machine.media / "posts" / f"{key}.txt").exists() for key in self._progress.withdrawn)
        letters = [f"{one.subject}: {one.reason}" for one in await self._machine.bus.dead_letters()]
        up = await films_not_taken_down(self._machine.bus)
        copies = self._machine.channel.copies()
        seen = YearFindings(tuple(self._facts), states, copies, tuple(letters), gone, len(up))
        unfinished = {*await self._unfinished(), *await self._not_uploaded()}
        return year_report(self._progress, seen, sorted(unfinished, key=str))


async def drill_year(folder: Path, say: Say, *, days: int, plan: DailyPlan, of: int = 0) -> YearReport:
    """Play ``days`` days, the first of which follow those that were played over ``folder`` before.

    ``of``: how many days the whole year has, over which the faults are spread; ``days`` when it is 0.
    Raises ConfigurationError, ProviderDown.
    """
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    state = folder / "progress.json"
    async with running_machine(folder, plan) as machine:
        if state.is_file():
            progress = YearProgress.model_validate_json(state.read_bytes())
            machine.stations.falls = list(progress.fallen)
            await resume_publishing(
                machine.bus, quota_of_platform(machine.bus, PublishSettings(), "youtube"), "youtube"
            )
            machine.board.add_posts(
                1, progress.posts, progress.origin + progress.day * _DAY
            )  # the board is new, its posts not
        else:
            progress = YearProgress(origin=datetime.now(UTC), ahead_s=0)
        drill = YearDrill(machine, progress, state, say)
        return await drill.play_days(days, of or days)
