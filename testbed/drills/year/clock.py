"""The clock of a simulated year, and the broker's schedules, which are brought forward to it."""

import base64
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from nats.js.errors import NotFoundError

from libraries import files
from libraries.bus import Bus
from schemas import clock, subjects
from schemas.clock import utc_now

_SCHEDULE: Final = "Nats-Schedule"
_TARGET: Final = "Nats-Schedule-Target"
_AT: Final = "@at "
_RETRIES: Final = "sched.retry.>"


class YearClock:
    """The clock of all processes whose environment has `environment`; it stands in ``file`` and is kept there."""

    def __init__(self, file: Path) -> None:
        self._file = file
        if not file.exists():
            self._write(timedelta())

    @property
    def environment(self) -> dict[str, str]:
        """The variable that leads a process to this clock, for its environment."""
        return {clock.VARIABLE: str(self._file)}

    def move_by(self, span: timedelta) -> datetime:
        """Move the clock by ``span``, also back; gives the new time."""
        self._write(clock.clock_offset() + span)
        return utc_now()

    def move_ahead_to(self, moment: datetime) -> None:
        """Move the clock ahead to ``moment``; nothing where it is past."""
        self.move_by(max(timedelta(), moment - utc_now()))

    def _write(self, ahead: timedelta) -> None:
        files.write_atomically(self._file, f"{ahead.total_seconds():.3f}".encode("ascii"))


async def send_due_retries(bus: Bus) -> int:
    """Have the broker send the retries whose time has come by the clock of the drill; gives how many.

    The broker goes by the machine's clock and would send them in weeks.
    """
    state = await bus.client.call_api(f"STREAM.INFO.{subjects.FACTS}", {"subjects_filter": _RETRIES})
    due = 0
    for subject in state["state"].get("subjects") or {}:
        try:
            found = await bus.client.call_api(f"STREAM.MSG.GET.{subjects.FACTS}", {"last_by_subj": subject})
        except NotFoundError:  # sent just now
            continue
        headers = _headers(base64.b64decode(found["message"].get("hdrs", "")))
        at = datetime.fromisoformat(headers.get(_SCHEDULE, "").removeprefix(_AT) or "9999-01-01T00:00:00Z")
        by_the_broker = await bus.broker_time()
        if by_the_broker < at <= utc_now():
            now = f"{_AT}{by_the_broker:%Y-%m-%dT%H:%M:%SZ}"
            moved = {_SCHEDULE: now, _TARGET: headers[_TARGET]}
            await bus.client.store_message(subject, base64.b64decode(found["message"]["data"]), moved)
            due += 1
    return due


def _headers(raw: bytes) -> dict[str, str]:
    """The headers of a stored message: a status line, then one ``name: value`` a line."""
    lines = raw.decode("utf-8", "replace").split("\r\n")[1:]
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
