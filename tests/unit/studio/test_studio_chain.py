"""Which adapter serves, which one rests and for how long, and when a post is parked."""

import errno
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from libraries.failover import LONGEST, CircuitBreakers, ServedResult, first_that_serves
from schemas.errors import BadInput, ConfigurationError, NoSpace, Parked, ProviderDown, Refused, Retryable, WaggleError
from schemas.recipe import Stage
from services.studio.worker.protocol import StageFailure, error_as_failure, failure_as_error, parse_reply

NOON = 1_800_000_000.25


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


class Provider:
    """An adapter that answers with its name, or raises what it was given."""

    def __init__(self, name: str, trouble: Exception | None = None) -> None:
        self.name = name
        self.trouble = trouble
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        if self.trouble:
            raise self.trouble
        return f"by {self.name}"


def down() -> ProviderDown:
    return ProviderDown("server.unreachable", server="The remote voice", why="it answered 403")


@pytest.fixture
def clock() -> Clock:
    return Clock()


Make = Callable[[], CircuitBreakers]


@pytest.fixture
def make(tmp_path: Path, clock: Clock) -> Make:
    """Breakers over one file, as several processes have them."""
    return lambda: CircuitBreakers(tmp_path / "providers" / "voice.json", 10.0, clock)


def chain(*providers: Provider) -> dict[str, Provider]:
    return {each.name: each for each in providers}


def test_the_first_that_serves_is_taken_and_named(make: Make) -> None:
    first, second = Provider("first"), Provider("second")
    assert first_that_serves("It", chain(first, second), make()) == ServedResult("by first", "first", ())
    assert second.asked == 0


def test_one_that_is_down_is_left_alone_until_its_rest_is_over_also_by_other_processes(
    make: Make, clock: Clock
) -> None:
    remote, local = Provider("remote", down()), Provider("local")
    for _ in range(5):
        assert first_that_serves("It", chain(remote, local), make()).by == "local"
    assert remote.asked == 1
    clock.now += 10
    assert first_that_serves("It", chain(remote, local), make()).by == "local"
    assert remote.asked == 2
    clock.now += 19.9
    first_that_serves("It", chain(remote, local), make())
    assert remote.asked == 2, "the second rest is twice as long"
    clock.now += 0.2
    remote.trouble = None
    assert first_that_serves("It", chain(remote, local), make()).by == "remote"
    remote.trouble = down()
    first_that_serves("It", chain(remote, local), make())
    assert make().rests_until("remote") == clock.now + 10, "it had been well again: counting begins anew"


def test_a_rest_has_an_end_however_often_it_failed_and_wherever_the_clock_goes(make: Make, clock: Clock) -> None:
    for _ in range(100):
        make().record_failure("remote")
    assert make().rests_until("remote") == clock.now + LONGEST
    clock.now -= 86_400
    assert make().rests_until("remote") == clock.now + LONGEST


@pytest.mark.parametrize(("wait", "rest"), [(0.0, 10.0), (5.0, 10.0), (90.0, 90.0), (86_400.0, LONGEST)])
def test_a_server_is_left_alone_for_as_long_as_it_asks(make: Make, wait: float, rest: float) -> None:
    breaker = make()
    busy = ProviderDown("server.busy", server="It", status=429, why="slow down", wait=wait)
    first_that_serves("chain", {"a": Provider("a", busy), "b": Provider("b")}, breaker)
    assert breaker.rests_until("a") == pytest.approx(NOON + rest, abs=0.01)


def test_bad_input_says_nothing_about_the_provider(make: Make) -> None:
    fussy, other = Provider("fussy", BadInput("test.bad", why="b")), Provider("other")
    for _ in range(3):
        assert first_that_serves("It", chain(fussy, other), make()).by == "other"
    assert fussy.asked == 3


@pytest.mark.parametrize("last", [BadInput("test.bad", why="b"), Retryable("test.later", why="b")])
def test_when_none_serves_and_none_is_down_the_last_one_is_heard(make: Make, last: Exception) -> None:
    with pytest.raises(type(last)) as raised:
        first_that_serves("It", chain(Provider("one", Retryable("test.later", why="y")), Provider("two", last)), make())
    assert raised.value is last


def test_when_none_serves_because_one_is_down_it_is_parked_until_that_may_be_asked_again(
    make: Make, clock: Clock
) -> None:
    remote, fussy = (
        Provider("remote", down()),
        Provider("fussy", BadInput("test.bad", why="b")),
    )
    with pytest.raises(Parked, match=r"recipe\.voice\.chain: remote does not answer \(it answered 403\)") as parked:
        first_that_serves("recipe.voice.chain", chain(remote, fussy), make())
    assert parked.value.code == "chain.down"
    clock.now += 1
    with pytest.raises(Parked, match="remote did not answer a moment ago") as parked:
        first_that_serves("recipe.voice.chain", chain(remote), make())
    # Whole seconds, and never before the rest is over.
    assert parked.value.fields["until"] == datetime.fromtimestamp(1_800_000_011, UTC)
    assert remote.asked == 1


@pytest.mark.parametrize(
    "trouble",
    [Refused("test.refused", why="c"), ConfigurationError("test.off", why="c"), KeyError("a bug"), MemoryError()],
)
def test_whatever_one_raises_the_next_is_asked_and_the_reason_kept(make: Make, trouble: Exception) -> None:
    served = first_that_serves("It", chain(Provider("one", trouble), Provider("two")), make())
    assert (served.made, served.by, [each.name for each in served.passed_over]) == ("by two", "two", ["one"])
    kept = served.passed_over[0]
    if isinstance(trouble, WaggleError):
        assert (kept.code, kept.fields) == (trouble.code, {"why": "c"})
    else:
        assert (kept.code, kept.fields["error"]) == ("chain.broke", type(trouble).__name__)
    assert kept.detail
    with pytest.raises(type(trouble) if isinstance(trouble, WaggleError) else Retryable) as raised:
        first_that_serves("It", chain(Provider("one", trouble)), make())
    assert raised.value.code == kept.code


def test_one_that_rests_is_passed_over_with_its_time(make: Make) -> None:
    remote, local = Provider("remote", down()), Provider("local")
    reasons = [first_that_serves("It", chain(remote, local), make()).passed_over for _ in range(2)]
    assert [[(each.name, each.code) for each in passed] for passed in reasons] == [
        [("remote", "server.unreachable")],
        [("remote", "chain.resting")],
    ]
    assert reasons[1][0].fields["until"] == "2027-01-15T08:00:11+00:00"
    assert "did not answer a moment ago" in reasons[1][0].detail


@pytest.mark.parametrize("full", [NoSpace("disk.full", where="/m"), OSError(errno.ENOSPC, "No space left on device")])
def test_a_full_disk_is_no_adapter_s_fault(make: Make, full: Exception) -> None:
    other = Provider("other")
    with pytest.raises(type(full)):
        first_that_serves("It", chain(Provider("one", full), other), make())
    assert other.asked == 0


def test_a_long_reason_is_cut(make: Make) -> None:
    talks = Provider("talks", BadInput("test.bad", why="가" * 5000))
    kept = first_that_serves("It", chain(talks, Provider("two")), make()).passed_over[0]
    assert (len(str(kept.fields["why"])), len(kept.detail)) == (600, 600)


def test_without_a_breaker_nothing_is_parked() -> None:
    with pytest.raises(ProviderDown):
        first_that_serves("It", chain(Provider("remote", down())), None)


def test_an_unreadable_state_is_begun_anew(make: Make, tmp_path: Path) -> None:
    make().record_failure("remote")
    (tmp_path / "providers" / "voice.json").write_text('{"remote": {"until": "soon"')
    assert make().rests_until("remote") is None
    make().record_failure("remote")
    assert make().rests_until("remote") is not None


def test_the_time_of_a_parked_post_survives_the_pipe() -> None:
    until = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    answer = parse_reply(error_as_failure(Parked("test.parked", until=until)).model_dump_json().encode())
    assert isinstance(answer, StageFailure)
    back = failure_as_error(answer, Stage.VOICE)
    assert isinstance(back, Parked)
    assert back.fields["until"] == until
