"""The book of open alerts over a real ledger: begin and end take turns, whatever happens between."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from libraries.alerts.alert import Alert, AlertKind
from libraries.alerts.alert_book import AlertBook, alert_key
from libraries.bus import Bus
from services.config import HealthSettings
from services.ops.alerts import tell_open_alerts

NOON = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
"""Noon in Seoul."""


class Listener:
    """A notifier that keeps what it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def notify(self, text: str) -> None:
        self.heard.append(text)


def quota(name: str, text: str = "It is used up.") -> Alert:
    return Alert(kind=AlertKind.QUOTA, about=name, text=text)


@pytest.mark.parametrize("seed", range(4))
async def test_begin_and_end_take_turns_across_restarts_and_two_processes(bus: Bus, seed: int) -> None:
    dice, person = random.Random(seed), Listener()
    now, wrong = NOON, set[str]()
    for step in range(60):
        now += timedelta(minutes=1)
        book = AlertBook(bus.ledger())  # a new process each time: nothing is in memory
        wrong ^= {dice.choice("abc")}
        await book.settle(AlertKind.QUOTA, [quota(name, f"{name} {step}") for name in sorted(wrong)], now)
        if dice.random() < 0.6:
            told = Listener()
            await tell_open_alerts(book, HealthSettings(alert_language="en"), [told], now)
            person.heard += told.heard
            state: dict[str, bool] = {}
            for message in person.heard:
                title, _, text = message.partition("\n")
                state.setdefault(text[0], False)
                assert state[text[0]] is title.startswith("WaggleBot · Over"), "begin and end take turns"
                state[text[0]] = not state[text[0]]
            assert {name for name, begun in state.items() if begun} == wrong, "what a person believes is what is so"


async def test_what_comes_and_goes_within_its_span_is_told_to_nobody(bus: Bus) -> None:
    book, person = AlertBook(bus.ledger()), Listener()
    down = Alert(kind=AlertKind.STATION, about="studio", text="No station takes them.")
    await book.settle(AlertKind.STATION, [down], NOON)
    await tell_open_alerts(book, HealthSettings(), [person], NOON + timedelta(minutes=2))
    await book.settle(AlertKind.STATION, [], NOON + timedelta(minutes=2))
    await tell_open_alerts(book, HealthSettings(), [person], NOON + timedelta(minutes=9))
    assert person.heard == []
    assert await book.open_alerts() == []


async def test_quiet_hours_hold_back_what_is_still_so_in_the_morning(bus: Bus) -> None:
    book, person, settings = AlertBook(bus.ledger()), Listener(), HealthSettings(quiet_hours="23-8")
    night = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)  # two o'clock in Seoul
    await book.settle(AlertKind.QUOTA, [quota("stays"), quota("goes")], night)
    assert await tell_open_alerts(book, settings, [person], night) == 0
    await book.settle(AlertKind.QUOTA, [quota("stays")], night + timedelta(hours=1))
    assert await tell_open_alerts(book, settings, [person], night + timedelta(hours=5, minutes=59)) == 0
    assert await tell_open_alerts(book, settings, [person], night + timedelta(hours=6)) == 1
    assert [one.open.alert.about for one in await book.open_alerts()] == ["stays"]


async def test_an_end_during_quiet_hours_is_told_in_the_morning(bus: Bus) -> None:
    book, person, settings = AlertBook(bus.ledger()), Listener(), HealthSettings(quiet_hours="23-8")
    await book.settle(AlertKind.QUOTA, [quota("a")], NOON)
    await tell_open_alerts(book, settings, [person], NOON)
    await book.settle(AlertKind.QUOTA, [], NOON + timedelta(hours=14))
    await tell_open_alerts(book, settings, [person], NOON + timedelta(hours=14))
    assert len(person.heard) == 1
    await tell_open_alerts(book, settings, [person], NOON + timedelta(hours=20))
    assert "해제" in person.heard[1]


async def test_a_note_is_told_again_after_a_day_and_not_before(bus: Bus) -> None:
    book, person = AlertBook(bus.ledger()), Listener()
    for hour in (0, 1, 23, 25, 26):
        now = NOON + timedelta(hours=hour)
        await tell_open_alerts(book, HealthSettings(), [person], now)
        await book.note(Alert.note("upload in doubt: sample.1"), now)
        await tell_open_alerts(book, HealthSettings(), [person], now)
    assert len(person.heard) == 2


async def test_an_entry_that_cannot_be_read_stops_nothing(bus: Bus) -> None:
    book, person = AlertBook(bus.ledger()), Listener()
    await bus.ledger().compare_and_set(alert_key(quota("a")), b"\xff{", expected=0)
    await book.settle(AlertKind.QUOTA, [quota("a"), quota("b")], NOON)
    assert await tell_open_alerts(book, HealthSettings(), [person], NOON) == 2


async def test_one_thing_of_a_kind_is_settled_alone(bus: Bus) -> None:
    book = AlertBook(bus.ledger())
    for about in ("stream", "media"):
        await book.settle(AlertKind.DAMAGE, [Alert(kind=AlertKind.DAMAGE, about=about, text="x")], NOON, about=about)
    await book.settle(AlertKind.DAMAGE, [], NOON, about="media")
    assert [one.open.alert.about for one in await book.open_alerts()] == ["stream"]
