"""Failover along a chain of adapters, with circuit breakers for those that are down."""

import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Generic, NamedTuple, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from libraries import files
from libraries.files import is_disk_full
from libraries.log import get_logger
from schemas.base import Frozen
from schemas.errors import NoSpace, Parked, ProviderDown, Retryable, WaggleError
from schemas.events import PassedOverAdapter
from schemas.failures import fields_as_json

T = TypeVar("T")

LONGEST: Final = 600.0
"""Seconds; the longest an adapter is left alone, however often it failed."""

_DETAIL: Final = 600
"""Characters of an error's own words that are kept."""

log = get_logger(__name__)


class _Rest(Frozen):
    """An adapter is left alone until ``until`` (seconds of the epoch) after ``failures`` in a row."""

    until: float
    failures: Annotated[int, Field(ge=1)]


_RESTS: Final = TypeAdapter(dict[str, _Rest])


class CircuitBreakers:
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

    def record_failure(self, name: str, wait: float = 0.0) -> float:
        """Note that an adapter is down; gives the time until which it rests: for ``wait`` seconds at least."""
        rests = self._read()
        failures = rests[name].failures + 1 if name in rests else 1
        until = self._clock() + min(LONGEST, max(wait, self._pause * 2.0 ** min(failures - 1, 30)))
        self._write(rests | {name: _Rest(until=until, failures=failures)})
        return until

    def record_success(self, name: str) -> None:
        """Note that an adapter answered: what was known of its failures is forgotten."""
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
        files.write_atomically(self._file, _RESTS.dump_json(rests))


class ServedResult(NamedTuple, Generic[T]):
    """What an adapter made, its name, and the adapters before it in the chain that did not serve.

    ``stood_in``: an adapter that is down, or broke, might have made something better another time.
    """

    made: T
    by: str
    passed_over: tuple[PassedOverAdapter, ...]
    stood_in: bool = False


def first_that_serves(
    chain: str, adapters: Mapping[str, Callable[[], T]], breaker: CircuitBreakers | None
) -> ServedResult[T]:
    """What the first adapter gives that can. ``chain`` is the setting that lists them.

    Whatever an adapter raises, the next one is asked, also after an error in the code of one that is not ours; the
    reasons are in the result. Raises NoSpace, which is no adapter's fault; when none serves and one of them is down,
    which says nothing about the post, Parked until the first may be tried again; otherwise what the last one raised.
    Without a ``breaker`` nobody rests and nothing is parked.
    """
    resting: dict[str, float] = {}
    passed: list[PassedOverAdapter] = []
    last: WaggleError | None = None
    down: ProviderDown | None = None
    for name, serve in adapters.items():
        if breaker is not None and (until := breaker.rests_until(name)) is not None:
            resting[name] = until
            passed.append(
                passed_over_record(name, Parked("chain.resting", chain=chain, names=name, until=_second(until)))
            )
            continue
        try:
            made = call_adapter(name, serve)
        except NoSpace:
            raise
        except WaggleError as error:
            last = error
            if breaker is not None and isinstance(error, ProviderDown):
                down = error
                resting[name] = breaker.record_failure(name, float(error.fields.get("wait", 0.0)))
            passed.append(passed_over_record(name, error))
            log.warning("adapter passed", adapter=name, error=str(error), rests_until=resting.get(name))
        else:
            if breaker is not None:
                breaker.record_success(name)
            return ServedResult(made, name, tuple(passed), bool(passed))
    if resting:
        raise parked_error(chain, resting, down)
    assert last is not None, "a chain names one adapter at least"
    raise last


def call_adapter(name: str, serve: Callable[[], T]) -> T:
    """What ``serve`` gives. Raises WaggleError, whatever kind of error it raises; OSError of a full disk as it is."""
    try:
        return serve()
    except WaggleError:
        raise
    except Exception as error:  # an adapter may be of another package: its mistakes must not end the chain
        if is_disk_full(error):
            raise
        log.exception("adapter broke", adapter=name)
        raise Retryable("chain.broke", name=name, error=type(error).__name__, why=str(error)[:_DETAIL]) from error


def passed_over_record(name: str, error: WaggleError) -> PassedOverAdapter:
    """What a fact says of an adapter that did not serve."""
    fields = {
        key: value[:_DETAIL] if isinstance(value, str) else value for key, value in fields_as_json(error.fields).items()
    }
    return PassedOverAdapter(name=name, code=error.code, fields=fields, detail=error.explained("en").sentence[:_DETAIL])


def parked_error(chain: str, resting: Mapping[str, float], down: ProviderDown | None) -> Parked:
    """The error by which a post waits until the first of ``resting`` may be tried again."""
    until = _second(min(resting.values()))
    names = ", ".join(resting)
    if down is None:
        return Parked("chain.resting", chain=chain, names=names, until=until)
    return Parked("chain.down", chain=chain, names=names, why=str(down.fields.get("why") or down), until=until)


def _second(until: float) -> datetime:
    """The moment in whole seconds, as a schedule has them; rounded down it would come before a rest is over."""
    return datetime.fromtimestamp(math.ceil(until), UTC)
