"""``wagglebot alerts``: what a person is told of now, and a message that tries the notifiers."""

import asyncio
from typing import Final

import typer

from libraries.alerts.alert import Alert, AlertKind, OpenAlert
from libraries.alerts.alert_book import AlertBook
from libraries.alerts.messages import alert_message
from libraries.bus import Bus
from schemas.clock import utc_now
from schemas.errors import ConfigurationError
from services.bootstrap import Runtime
from services.cli.shared.bus_work import run_on_bus
from services.cli.shared.output import JsonOption, console, load_settings, print_json, print_table
from services.ops.alerts import configured_notifiers, notify_all

alerts = typer.Typer(help="Alerts: what is wrong now, and whether they reach you.", no_args_is_help=True)

_TRIAL: Final = {"ko": "와글봇 알림이 이렇게 도착합니다.", "en": "This is how alerts of WaggleBot arrive."}


@alerts.command("list")
def list_alerts(json: JsonOption = False) -> None:
    """Print the open alerts, the oldest first, and which of them you were told of."""

    async def work(_: Runtime, bus: Bus) -> list[OpenAlert]:
        return [one.open for one in await AlertBook(bus.ledger()).open_alerts()]

    found = [one for one in run_on_bus("alerts", work) if one.alert.kind is not AlertKind.NOTE or not one.told]
    if json:
        print_json([one.model_dump(mode="json") for one in found])
    elif not found:
        console.print("No alert is open.")
    else:
        rows = [[one.alert.kind.value, one.alert.about, f"{one.since:%Y-%m-%d %H:%M}", _state(one)] for one in found]
        print_table("Open alerts", ["kind", "about", "since (UTC)", "state", "what"], [
            [*row, one.alert.text] for row, one in zip(rows, found, strict=True)
        ])  # fmt: skip


def _state(one: OpenAlert) -> str:
    if one.over:
        return "over"
    return "told" if one.told else "not told yet"


@alerts.command("test")
def send_test_message() -> None:
    """Send one message by every notifier of health.notifiers; what does not arrive is in the log."""
    settings = load_settings().health
    notifiers = configured_notifiers(settings)
    if not notifiers:
        raise ConfigurationError("alert.no_notifier")
    trial = OpenAlert(alert=Alert.note(_TRIAL[settings.alert_language]), since=utc_now())
    asyncio.run(notify_all(notifiers, f"WaggleBot · {alert_message(trial, settings.alert_language)}"))
    console.print(f"Sent by: {', '.join(settings.notifiers)}.")
