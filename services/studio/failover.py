"""Failover along a chain of adapters, with a circuit breaker for those that are down."""

import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, TypeVar

import structlog
from pydantic import Field, TypeAdapter, ValidationError

from libraries import files
from schemas.base import Frozen
from schemas.errors import Parked, ProviderDown, Refused, WaggleError

T = TypeVar("T")

LONGEST: Final = 600.0
"""Seconds; the longest an adapter is left alone, however often it failed."""

log = structlog.get_logger(__name__)


class _Rest(Frozen):
    """An adapter is left alone until ``until`` (seconds of the epoch) after ``failures`` in a row."""

    until: float
    failures: Annotated[int, Field(ge=1)]


_RESTS: Final = TypeAdapter(dict[str, _Rest])


class Breaker:
    """Circuit breakers of the adapters of a stage, kept in a file: stage processes come and go, and there are several.

    After a failure an adapter rests for ``pause`` seconds, after another twice as long, up to `LONGEST`; then one job
    tries it. ``clock`` gives seconds of the epoch.
    """

    def __init__(self, file: Path, pause: float, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._pause = pause
        self._clock = clock

    def rests_until(self, name: str) -> float | None:
        """When an adapter may be tried again, in seconds of the epoch; None when it may be now."""
        rest = self._read().get(name)
        now = self._clock()
        if rest is None or rest.until <= now:
            return None
        # A clock that was set back must not lock an adapter out for longer than it could have earned.
        return min(rest.until, now + LONGEST)

    def failed(self, name: str) -> float:
        """Note that it is down; gives the time until which it is left alone."""
        rests = self._read()
        failures = rests[name].failures + 1 if name in rests else 1
        until = self._clock() + min(LONGEST, self._pause * 2.0 ** min(failures - 1, 30))
        self._write(rests | {name: _Rest(until=until, failures=failures)})
        return until

    def served(self, name: str) -> None:
        """Note that it answered."""
        rests = self._read()
        if rests.pop(name, None) is not None:
            self._write(rests)

    def _read(self) -> dict[str, _Rest]:
        try:
            return _RESTS.validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return {}
        except ValidationError:
            log.warning("state of the providers is unreadable and begun anew", file=str(self._file))
            return {}

    def _write(self, rests: dict[str, _Rest]) -> None:
        # Two studios may overwrite each other's word; then a provider is asked once more or once less, no harm.
        files.write(self._file, _RESTS.dump_json(rests))


def first_that_serves(chain: str, adapters: Mapping[str, Callable[[], T]], breaker: Breaker | None) -> tuple[T, str]:
    """What the first adapter gives that can, and its name. ``chain`` is the setting that lists them.

    Raises Refused as soon as one does; Parked until the first may be tried again when none serves and one of them is
    down, which says nothing about the post; otherwise what the last one raised. Without a ``breaker`` nobody rests and
    nothing is parked.
    """
    resting: dict[str, float] = {}
    last: WaggleError | None = None
    down: ProviderDown | None = None
    for name, serve in adapters.items():
        if breaker is not None and (until := breaker.rests_until(name)) is not None:
            resting[name] = until
            continue
        try:
            result = serve()
        except Refused:
            raise
        except WaggleError as error:
            last = error
            if breaker is not None and isinstance(error, ProviderDown):
                down = error
                resting[name] = breaker.failed(name)
            log.warning("adapter passed", adapter=name, error=str(error), rests_until=resting.get(name))
        else:
            if breaker is not None:
                breaker.served(name)
            return result, name
    if resting:
        # A schedule has whole seconds: rounded down it would come before the rest is over.
        until_second = datetime.fromtimestamp(math.ceil(min(resting.values())), UTC)
        names = ", ".join(resting)
        if down is None:
            raise Parked("chain.resting", chain=chain, names=names, until=until_second)
        why = str(down.fields.get("why") or down)
        raise Parked("chain.down", chain=chain, names=names, why=why, until=until_second)
    assert last is not None, "a chain names one adapter at least"
    raise last
