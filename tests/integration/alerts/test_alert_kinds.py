"""Each kind of alert comes of a real condition, reaches a real Apprise target once, and so does its end."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.facts import NOW, facts_of
from fixtures.projection import event, story

from libraries.alerts import apprise_delivery
from libraries.alerts.alert import Alert, AlertKind, OpenAlert
from libraries.alerts.alert_book import AlertBook
from libraries.alerts.condition_checks import ConditionChecks
from libraries.alerts.machine_status import DiskBytes, MachineStatus
from libraries.alerts.messages import alert_message
from libraries.alerts.storage_waits import StorageWaits
from libraries.backups.backup import back_up
from libraries.bus import Bus, MessageContext, Service
from libraries.bus.consumer.durable_work import work_of_durables
from libraries.bus.dead_letters import drop_dead_letter, failed_posts, retry_dead_letter
from libraries.graphics_card import CardStatus
from libraries.media.store import LocalStore
from libraries.object_store.folder import FolderStore
from schemas import subjects
from schemas.clock import utc_now
from schemas.crawls import CodedReason, CrawlHealth, CrawlReport
from schemas.errors import Permanent, ProviderDown
from schemas.events import ContentRequested, ContentScripted, PostApproved
from schemas.posts import PostKey
from schemas.recipe import Stage
from services.config import HealthSettings
from services.ops.alerts import configured_notifiers, tell_open_alerts
from services.ops.health import WatchedSystem, run_health
from services.ops.machine_limits import MachineAlerts
from services.ops.upkeep import check_media
from services.projector.migrate import open_upgraded_database
from services.projector.queries.position import ProjectionPosition
from services.projector.rebuild import rebuild_projection
from services.publish.limits.quota import AccountQuota
from services.publish.upload.alerts import log_stop

KEY = PostKey.of("sample", "1")
_DONE: dict[str, Any] = {"stage_key": "a" * 64, "served_by": "test", "seconds": 1}
LATER = timedelta(hours=2)
"""After this, what lasts for a while only is told too."""


class Told:
    """The health station's telling, without its waits: what a person has heard so far."""

    def __init__(self, bus: Bus, target: Any, **more: object) -> None:
        chosen = {"notifiers": ["apprise"], "apprise": {"urls": [target.url]}, "alert_language": "en"}
        self.settings = HealthSettings.model_validate(chosen | more)
        self.book, self._notifiers = AlertBook(bus.ledger()), configured_notifiers(self.settings)
        self.now, self._target = utc_now(), target

    async def tell(self, kind: AlertKind, later: timedelta = LATER) -> list[tuple[str, str]]:
        """Tell what is due now; gives what was heard of this kind: in these small systems most stations are down."""
        before = len(self._target.heard)
        await tell_open_alerts(self.book, self.settings, self._notifiers, utc_now() + later)
        title = alert_message(OpenAlert(alert=Alert(kind=kind, text=""), since=NOW), "en").title
        return [one for one in self._target.heard[before:] if one[0].endswith(title)]

    async def once_and_over(
        self, kind: AlertKind, begin: Callable[[], Awaitable[None]], end: Callable[[], Awaitable[None]]
    ) -> str:
        """Run ``begin`` twice and ``end`` twice; gives the text that was heard, once with each title."""
        await begin()
        ((title, text),) = await self.tell(kind)
        said = [one.open.alert.text_in("ko") for one in await self.book.open_alerts() if one.open.alert.kind is kind]
        assert re.search("[가-힣]{2}", said[0])
        await begin()
        assert await self.tell(kind) == []
        await end()
        ((over, ended),) = await self.tell(kind)
        assert over == title.replace("WaggleBot · ", "WaggleBot · Over: ")
        assert ended == text
        await end()
        assert await self.tell(kind) == []
        return text


def checks_of(bus: Bus, told: Told, waiting: int = 20, **more: Any) -> ConditionChecks:
    return ConditionChecks(bus, told.book, waiting, **more)


async def record(bus: Bus, *kinds: str, key: PostKey = KEY) -> None:
    for kind in kinds:
        await bus.publish(event(key, kind), expected=(await bus.post_state(key)).sequence)


async def work(bus: Bus, answer: Exception | None) -> None:
    """A studio that writes one script, or fails so."""
    service = Service("studio", durable="studio")
    stop = asyncio.Event()

    @service.on(stage=Stage.SCRIPT)
    async def write(fact: PostApproved | ContentRequested, _work: MessageContext) -> ContentScripted:
        if answer is not None:
            raise answer
        return ContentScripted.caused_by(fact, **_DONE, script=event(KEY, "scripted").script)  # type: ignore[attr-defined]

    running = asyncio.create_task(service.run(bus, stop))
    wanted = "content.failed" if answer else "content.scripted"
    async with asyncio.timeout(60):
        async for facts in bus.facts(follow=True):
            if any(fact.event.kind == wanted for fact in facts):
                break
        while any((one.in_work, one.pending) != (0, 0) for one in await work_of_durables(bus.client, ["studio"])):  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # it still does what follows the fact
    stop.set()
    await running


async def test_posts_that_were_given_up_and_their_retry(bus: Bus, target: Any) -> None:
    told = Told(bus, target)
    await record(bus, "collected", "approved")
    await work(bus, Permanent("script.nothing_to_say", post="sample.1"))

    async def end() -> None:
        for letter in await failed_posts(bus):
            await retry_dead_letter(bus, letter.name, "지기")
        await checks_of(bus, told).run_all()

    text = await told.once_and_over(AlertKind.FAILED, checks_of(bus, told).run_all, end)
    assert text.startswith("sample.1 was given up at script: ")
    assert text.endswith("See: wagglebot dead list")


async def test_a_message_that_nobody_can_read(bus: Bus, target: Any) -> None:
    told = Told(bus, target)
    await bus.add_dead_letter("studio", 17, "post.approved.sample.1", b"{", "no fact")

    async def end() -> None:
        for letter in await failed_posts(bus):
            await drop_dead_letter(bus, letter.name, "지기", "")
        await checks_of(bus, told).run_all()

    assert "A message of studio was given up" in await told.once_and_over(
        AlertKind.DEAD_LETTER, checks_of(bus, told).run_all, end
    )


async def test_more_posts_wait_than_usual(bus: Bus, target: Any) -> None:
    told = Told(bus, target)
    await record(bus, "collected", "approved")
    await work(bus, ProviderDown("writer.no_answer", provider="x", why="y"))
    few, many = checks_of(bus, told, waiting=1), checks_of(bus, told, waiting=0)
    assert "1 posts wait to be tried again" in await told.once_and_over(AlertKind.WAITING, many.run_all, few.run_all)


async def test_uploads_that_wait_for_their_slot_are_no_backlog(bus: Bus, target: Any) -> None:
    told = Told(bus, target)
    await record(bus, "collected", "approved", "scripted", "voiced", "rendered")
    again = event(KEY, "requested", from_stage=Stage.PUBLISH)
    assert isinstance(again, ContentRequested)
    await bus.schedule_retry(again, utc_now() + timedelta(days=9))
    await checks_of(bus, told, waiting=0).run_all()
    assert await told.tell(AlertKind.WAITING) == []


async def test_a_platform_that_is_off_is_no_station_that_is_down(bus: Bus, target: Any) -> None:
    told = Told(bus, target)
    await record(bus, "collected", "approved", "scripted", "voiced", "rendered")
    await checks_of(bus, told).run_all()
    off = [text for _, text in await told.tell(AlertKind.STATION)]
    assert not any("'publish'" in text for text in off)
    await checks_of(bus, told, platforms=["export"]).run_all()
    assert any("'publish'" in text for _, text in await told.tell(AlertKind.STATION))


async def test_work_that_no_station_takes(bus: Bus, target: Any) -> None:
    told = Told(bus, target)
    await record(bus, "collected", "approved")

    async def end() -> None:
        if (await bus.post_state(KEY)).script is None:
            await work(bus, None)
        await checks_of(bus, told).run_all()

    text = await told.once_and_over(AlertKind.STATION, checks_of(bus, told).run_all, end)
    assert text.endswith("no station 'studio' takes them. Run: wagglebot run studio")


async def test_a_site_that_is_not_read_well(bus: Bus, target: Any) -> None:
    told = Told(bus, target)

    async def crawled(health: CrawlHealth) -> None:
        why = CodedReason.of("crawl.earlier_release", why="nothing listed")
        await bus.report_crawl(CrawlReport(site="sample", started=utc_now(), seconds=1, health=health, why=why))
        await checks_of(bus, told).run_all()

    text = await told.once_and_over(
        AlertKind.SITE, lambda: crawled(CrawlHealth.UNHEALTHY), lambda: crawled(CrawlHealth.HEALTHY)
    )
    assert "wagglebot sites mend sample" in text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("publish.account_full", AlertKind.QUOTA),
        ("publish.permission_ended", AlertKind.SIGN_IN),
        ("publish.account_banned", AlertKind.PUBLISHING),
    ],
)
async def test_an_account_that_is_stopped(bus: Bus, target: Any, code: str, kind: AlertKind) -> None:
    told = Told(bus, target)
    quota = AccountQuota(bus.ledger(), "youtube", "main", utc_now, log_stop)

    async def begin() -> None:
        await quota.stop_publishing(code, "403")
        await checks_of(bus, told).run_all()

    async def end() -> None:
        await quota.resume_publishing()
        await checks_of(bus, told).run_all()

    assert (await told.once_and_over(kind, begin, end)).startswith("youtube.main: ")


async def test_a_database_that_is_away_and_a_projection_that_stays_behind(
    bus: Bus, target: Any, tmp_path: Path
) -> None:
    told, url = Told(bus, target), f"sqlite:///{tmp_path}/facts.db"
    await asyncio.to_thread(lambda: open_upgraded_database(url).dispose())
    (tmp_path / "damaged.db").write_bytes(b"SQLite format 3\x00" + bytes(4000))
    here, away = ProjectionPosition(url), ProjectionPosition(f"sqlite:///{tmp_path}/damaged.db")
    good, bad = checks_of(bus, told, position=here.read), checks_of(bus, told, position=away.read)
    assert "See: wagglebot doctor" in await told.once_and_over(AlertKind.DATABASE, bad.run_all, good.run_all)
    for number in range(13):
        for fact in story(key := PostKey.of("sample", str(number))):
            await bus.publish(fact, expected=(await bus.post_state(key)).sequence)

    async def end() -> None:
        await rebuild_projection(bus, url)
        await good.run_all()

    assert "The projection stands at fact 0 of 104" in await told.once_and_over(AlertKind.PROJECTION, good.run_all, end)
    here.close()


async def test_no_recent_backup(bus: Bus, target: Any, tmp_path: Path) -> None:
    told, place = Told(bus, target), FolderStore(tmp_path / "backup")
    checks = checks_of(bus, told, backups=lambda: place)

    async def end() -> None:
        await back_up(bus, LocalStore(tmp_path / "media").root, place)
        await checks.run_all()

    assert "There is no backup yet" in await told.once_and_over(AlertKind.BACKUP, checks.run_all, end)
    old = checks_of(bus, told, backups=lambda: place, clock=lambda: utc_now() + timedelta(days=3))
    await old.run_all()
    assert any("The newest backup is of " in text for _, text in await told.tell(AlertKind.BACKUP, timedelta(days=4)))


async def test_clocks_that_differ(bus: Bus, target: Any) -> None:
    told = Told(bus, target)
    ahead = checks_of(bus, told, clock=lambda: utc_now() + timedelta(minutes=5))
    assert "300 s apart" in await told.once_and_over(AlertKind.CLOCK, ahead.run_all, checks_of(bus, told).run_all)


async def test_damaged_media(bus: Bus, target: Any, tmp_path: Path) -> None:
    told, store = Told(bus, target), LocalStore(tmp_path)
    path = store.path(store.put(b"film", "mp4"))

    async def look(content: bytes) -> None:
        path.write_bytes(content)
        await check_media(tmp_path, report)

    async def report(about: str, found: Alert | None) -> None:
        await told.book.settle(AlertKind.DAMAGE, [found] if found else [], utc_now(), about=about)

    assert "1 media files are damaged" in await told.once_and_over(
        AlertKind.DAMAGE, lambda: look(b"film?"), lambda: look(b"film")
    )


@pytest.mark.parametrize("kind", [AlertKind.DISK, AlertKind.MEMORY, AlertKind.CARD, AlertKind.DISK_FORECAST])
async def test_limits_of_the_machine(bus: Bus, target: Any, kind: AlertKind) -> None:
    told, limits, at = Told(bus, target), MachineAlerts(HealthSettings()), iter(range(1000))

    async def look(*, bad: bool) -> None:
        for hour in (next(at) for _ in range(26 if kind is AlertKind.DISK_FORECAST else 1)):
            now, used = NOW + timedelta(hours=hour), 100 + hour * (bad and kind is AlertKind.DISK_FORECAST)
            status = MachineStatus(
                cpu=1,
                memory=99 if bad and kind is AlertKind.MEMORY else 10,
                disks={"/media": 95 if bad and kind is AlertKind.DISK else 10},
                disk_bytes={"/media": DiskBytes(used, 100)},
                card=CardStatus(90 if bad and kind is AlertKind.CARD else 40, 1, 2),
            )
            found = limits.alerts(status, now)
        await told.book.settle(kind, [one for one in found if one.kind is kind], utc_now())

    await told.once_and_over(kind, lambda: look(bad=True), lambda: look(bad=False))


def test_after_a_restart_the_first_stage_that_is_done_ends_the_wait_for_a_disk() -> None:
    waits = StorageWaits()
    assert not waits.add_facts(facts_of([event(KEY, "approved"), event(KEY, "started")]))
    assert waits.add_facts(facts_of([event(KEY, "scripted")]))
    assert waits.alerts == []
    assert not waits.add_facts(facts_of([event(KEY, "voiced")])), "once is enough"


async def test_work_that_waits_for_a_disk(bus: Bus, target: Any) -> None:
    told, waits = Told(bus, target), StorageWaits()

    async def hear(kind: str) -> None:
        fact = event(KEY, kind, error="NoSpace", code="disk.full", message="The disk is full.")
        sequence = await bus.publish(fact, expected=(await bus.post_state(KEY)).sequence)
        facts = [one async for batch in bus.facts(sequence - 1) for one in batch]
        if waits.add_facts(facts):
            await told.book.settle(AlertKind.STORAGE, waits.alerts, utc_now())

    await record(bus, "collected", "approved", "scripted")
    text = await told.once_and_over(AlertKind.STORAGE, lambda: hear("failed"), lambda: hear("voiced"))
    assert text == "Work waits for a disk. The disk is full."


async def test_the_station_tells_all_of_it_by_itself(bus: Bus, target: Any, tmp_path: Path) -> None:
    """What other stations announce, and a disk beyond its limit, each once; also after a restart of the station."""
    settings = Told(bus, target, every=0.05, check_every=0.1, disk_percent=0.001, brief_hour=24).settings
    for _ in range(2):
        stop = asyncio.Event()
        running = asyncio.create_task(run_health(bus, settings, WatchedSystem([tmp_path], tmp_path), stop))
        async with asyncio.timeout(60):
            while not any("upload in doubt" in text for _, text in target.heard):
                await bus.broadcast(subjects.ALERT, b"upload in doubt: sample.1 on youtube")
                await asyncio.sleep(0.05)
        await bus.broadcast(subjects.ALERT, b"upload in doubt: sample.1 on youtube")
        await asyncio.sleep(0.5)
        stop.set()
        await running
    assert sorted(title for title, _ in target.heard) == ["WaggleBot · A disk is nearly full", "WaggleBot · Note"]


async def test_a_target_that_refuses_is_tried_again_and_named_without_its_secret(
    bus: Bus, target: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(apprise_delivery, "_PAUSES", (0.0, 0.01, 0.01))
    target.refuse = 2
    told = Told(bus, target)
    await told.book.note(Alert.note("하나"), utc_now())
    assert [text for _, text in await told.tell(AlertKind.NOTE)] == ["하나"]
    target.refuse = 3
    await told.book.note(Alert.note("둘"), utc_now())
    assert await told.tell(AlertKind.NOTE) == []
    assert "secret-path" not in capfd.readouterr().out


def test_every_kind_has_words() -> None:
    for kind in AlertKind:
        one = OpenAlert(alert=Alert(kind=kind, text="t"), since=datetime.now().astimezone())
        assert alert_message(one, "ko").title != alert_message(one, "en").title
