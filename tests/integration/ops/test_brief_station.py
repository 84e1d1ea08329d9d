"""The morning brief on a real broker: sent once a day to every notifier, by however many stations."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from fixtures.doors import Doors, doors, failed, rendered

from libraries.bus import Bus
from schemas.errors import StreamDamaged
from services.config import HealthSettings
from services.ops.morning_brief import claim_brief_of_day, morning_brief_text, run_morning_brief

__all__ = ["doors"]

SEOUL = ZoneInfo("Asia/Seoul")


class Heard:
    """A notifier that keeps what it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.heard = asyncio.Event()

    async def notify(self, text: str) -> None:
        self.texts.append(text)
        self.heard.set()


async def no_alert(why: str) -> None:
    raise AssertionError(why)


async def test_a_brief_that_cannot_be_made_is_told_and_ends_nothing(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    """The station's other work, as backups, runs beside it."""

    async def damaged(*_: object) -> str:
        raise StreamDamaged("stream.damaged", stream="WAGGLEBOT", unreadable=1, sequence=6)

    told: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr("services.ops.morning_brief.morning_brief_text", damaged)
    station = asyncio.create_task(run_morning_brief(bus, HealthSettings(brief_hour=0), [Heard()], told.put))
    assert "wagglebot verify" in await asyncio.wait_for(told.get(), 20)
    assert not station.done()
    station.cancel()
    await asyncio.gather(station, return_exceptions=True)


async def test_two_stations_and_a_restart_send_one_brief(bus: Bus) -> None:
    heard = Heard()
    settings = HealthSettings(brief_hour=0)
    for _ in range(2):
        stations = [asyncio.create_task(run_morning_brief(bus, settings, [heard], no_alert)) for _ in range(2)]
        await asyncio.wait_for(heard.heard.wait(), 20)
        await asyncio.sleep(0.3)
        for station in stations:
            station.cancel()
        await asyncio.gather(*stations, return_exceptions=True)
    assert len(heard.texts) == 1
    assert heard.texts[0].startswith("와글봇 아침 브리핑")


async def test_before_its_hour_nothing_is_sent(bus: Bus) -> None:
    heard = Heard()
    later = HealthSettings(brief_hour=23, time_zone="Etc/GMT+12")
    if datetime.now(ZoneInfo("Etc/GMT+12")).hour == 23:
        later = HealthSettings(brief_hour=23, time_zone="Etc/GMT-1")
    station = asyncio.create_task(run_morning_brief(bus, later, [heard], no_alert))
    await asyncio.sleep(0.3)
    station.cancel()
    await asyncio.gather(station, return_exceptions=True)
    assert heard.texts == []


async def test_each_day_is_taken_once(bus: Bus) -> None:
    today, tomorrow = datetime(2026, 11, 30, 8, tzinfo=SEOUL), datetime(2026, 12, 1, 8, tzinfo=SEOUL)
    assert [await claim_brief_of_day(bus, day) for day in (today, today, tomorrow, today)] == [True, False, True, False]


async def test_the_command_prints_what_the_station_sends(doors: Doors) -> None:
    await doors.record(*rendered("1"), *failed("2"))
    printed = await doors.run("brief")
    assert printed.exit_code == 0
    assert "실패: 1건." in printed.stdout
    now = datetime.now(SEOUL)
    said = await morning_brief_text(doors.bus, now, SEOUL)
    assert "".join(printed.stdout.split()) == "".join(said.split())
