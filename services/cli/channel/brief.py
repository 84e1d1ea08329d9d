"""``wagglebot brief``: the morning brief, printed."""

from zoneinfo import ZoneInfo

from libraries.bus import Bus
from services.bootstrap import Runtime
from services.cli.shared.bus_work import run_on_bus
from services.cli.shared.output import console


def brief() -> None:
    """Print the morning brief in Korean: yesterday's films, what waits, what failed, one suggestion with its reason.

    With a notifier (health.notifiers) the station 'health' sends it each day at health.brief_hour.
    """

    async def work(runtime: Runtime, bus: Bus) -> str:
        from schemas.clock import utc_now
        from services.ops.morning_brief import morning_brief_text

        return await morning_brief_text(bus, utc_now(), ZoneInfo(runtime.settings.health.time_zone))

    console.print(run_on_bus("brief", work), markup=False, highlight=False)
