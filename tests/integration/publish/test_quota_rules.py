"""What an account has left: figures to the last unit, days to the last second, stops that are said once."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from fixtures.platform import Clock, clock

from libraries.bus import Bus
from schemas.errors import Parked
from services.publish.limits.quota import AccountQuota

__all__ = ["clock"]
MIDNIGHT_PACIFIC = datetime(2026, 11, 23, 8, tzinfo=UTC)
MIDNIGHT_SEOUL = datetime(2026, 11, 23, 15, tzinfo=UTC)


class Account:
    """One account, the alerts of it, and as many processes as wanted that share it."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        self.bus, self.clock = bus, clock
        self.alerts: list[tuple[str, str]] = []

    def quota(self, platform: str = "youtube", channel: str = "main") -> AccountQuota:
        return AccountQuota(self.bus.ledger(), platform, channel, self.clock, self.alert)

    async def alert(self, what: str, where: str) -> None:
        self.alerts.append((what, where))

    async def write(self, key: str, value: object) -> None:
        """Write an entry of the ledger as another release did."""
        entry = await self.bus.ledger().get(key)
        await self.bus.ledger().compare_and_set(
            key, json.dumps(value).encode(), expected=entry.revision if entry else 0
        )


@pytest.fixture
def account(bus: Bus, clock: Clock) -> Account:
    return Account(bus, clock)


async def test_the_last_unit_may_be_spent_and_no_more(account: Account) -> None:
    quota = account.quota()
    await quota.spend_units("units", 60, 100)
    await quota.spend_units("units", 40, 100)
    with pytest.raises(Parked) as parked:
        await quota.spend_units("units", 1, 100)
    assert parked.value.code == "publish.quota_used"
    assert parked.value.fields == {"account": "youtube.main", "bucket": "units", "until": MIDNIGHT_PACIFIC}


async def test_what_was_refused_is_not_spent(account: Account) -> None:
    quota = account.quota()
    with pytest.raises(Parked):
        await quota.spend_units("units", 101, 100)
    await quota.spend_units("units", 100, 100)


async def test_buckets_accounts_and_days_are_counted_apart(account: Account, clock: Clock) -> None:
    for quota in (account.quota(), account.quota(channel="second"), account.quota("tiktok")):
        for bucket in ("units", "uploads"):
            await quota.spend_units(bucket, 100, 100)
    clock.now = MIDNIGHT_PACIFIC - timedelta(seconds=1)
    with pytest.raises(Parked):
        await account.quota().spend_units("units", 1, 100)
    clock.now = MIDNIGHT_PACIFIC
    await account.quota().spend_units("units", 100, 100)


async def test_many_processes_spend_no_unit_twice(account: Account) -> None:
    tries = [account.quota().spend_units("units", 3, 30) for _ in range(15)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 10
    assert all(outcome is None or isinstance(outcome, Parked) for outcome in outcomes)


async def test_a_day_the_platform_calls_empty_stays_so_until_its_end(account: Account, clock: Clock) -> None:
    quota = account.quota()
    await quota.spend_units("uploads", 1, 100)
    parked = await quota.mark_quota_exhausted("uploads")
    assert (parked.code, parked.fields["until"]) == ("publish.quota_empty", MIDNIGHT_PACIFIC)
    with pytest.raises(Parked):
        await account.quota().spend_units("uploads", 1, 100)
    await quota.spend_units("units", 1, 100)
    clock.now = MIDNIGHT_PACIFIC
    await quota.spend_units("uploads", 1, 100)


async def test_a_day_that_is_empty_before_anything_was_spent(account: Account) -> None:
    await account.quota().mark_quota_exhausted("uploads")
    with pytest.raises(Parked):
        await account.quota().spend_units("uploads", 1, 100)


async def test_the_cap_takes_each_film_once_until_midnight_in_seoul(account: Account, clock: Clock) -> None:
    quota = account.quota()
    for mark in ("a", "b", "a", "b"):
        await quota.reserve_upload(mark, 2)
    with pytest.raises(Parked) as parked:
        await quota.reserve_upload("c", 2)
    assert parked.value.code == "publish.daily_cap"
    assert parked.value.fields == {"account": "youtube.main", "cap": 2, "until": MIDNIGHT_SEOUL}
    await quota.reserve_upload("c", 3)
    await account.quota(channel="second").reserve_upload("c", 1)
    clock.now = MIDNIGHT_SEOUL - timedelta(seconds=1)
    with pytest.raises(Parked):
        await quota.reserve_upload("d", 3)
    clock.now = MIDNIGHT_SEOUL
    await quota.reserve_upload("d", 1)


async def test_many_processes_reserve_no_more_than_the_cap(account: Account) -> None:
    tries = [account.quota().reserve_upload(f"film {number}", 5) for number in range(12)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 5


async def test_a_stop_is_said_once_and_holds_every_process_until_somebody_resumes(account: Account) -> None:
    first, second = account.quota(), account.quota()
    await first.require_not_stopped()
    assert await first.current_stop() is None
    parked = await first.stop_publishing("publish.permission_ended", "401")
    assert (parked.code, parked.fields["platform"], parked.fields["why"]) == (
        "publish.permission_ended",
        "youtube",
        "401",
    )
    assert parked.fields["until"] == account.clock.now + timedelta(hours=1)
    assert "wagglebot auth youtube" in str(parked)
    assert (await second.stop_publishing("publish.account_full", "400")).code == "publish.permission_ended"
    with pytest.raises(Parked, match="wagglebot auth youtube"):
        await second.require_not_stopped()
    assert account.alerts == [
        (
            "publishing stopped",
            "youtube.main: The permission of the account on youtube has ended (401). Run: wagglebot auth youtube",
        )
    ]
    await second.resume_publishing()
    await first.require_not_stopped()
    await first.resume_publishing()
    await first.require_not_stopped()


async def test_a_stop_for_a_time_ends_by_itself_to_the_second(account: Account, clock: Clock) -> None:
    quota = account.quota()
    until = clock.now + timedelta(hours=24)
    parked = await quota.stop_publishing("publish.account_full", "400", until)
    assert parked.fields["until"] == until
    clock.now = until - timedelta(seconds=1)
    with pytest.raises(Parked):
        await quota.require_not_stopped()
    clock.now = until
    await quota.require_not_stopped()
    assert await quota.current_stop() is None
    await quota.stop_publishing("publish.account_full", "400", until + timedelta(hours=1))
    assert len(account.alerts) == 2


async def test_processes_that_find_out_at_once_alert_once(account: Account) -> None:
    quotas = [account.quota() for _ in range(6)]
    parked = await asyncio.gather(*(quota.stop_publishing("publish.account_full", "400") for quota in quotas))
    assert {each.code for each in parked} == {"publish.account_full"}
    assert len(account.alerts) == 1


async def test_a_stop_of_another_account_is_none_of_ours(account: Account) -> None:
    await account.quota(channel="second").stop_publishing("publish.permission_ended", "401")
    await account.quota().require_not_stopped()


async def test_a_stop_that_release_0_1_0_recorded_still_holds(account: Account) -> None:
    words = {
        "why": "The account's permission has ended.",
        "remedy": "Run: wagglebot auth tiktok",
        "until": None,
    }
    await account.write("lane.tiktok.main", words)
    quota = account.quota("tiktok")
    with pytest.raises(Parked) as parked:
        await quota.require_not_stopped()
    assert parked.value.code == "publish.stopped"
    assert parked.value.fields["why"] == f"{words['why']} {words['remedy']}"
    assert "tiktok.main" in parked.value.explained("ko").sentence
    await quota.resume_publishing()
    await quota.require_not_stopped()


async def test_figures_that_release_0_1_0_recorded_count(account: Account) -> None:
    await account.write("quota.youtube.main.units.20261122", {"used": 95, "empty": False})
    await account.write("cap.youtube.main.20261123", {"marks": ["a"]})
    with pytest.raises(Parked):
        await account.quota().spend_units("units", 6, 100)
    await account.quota().reserve_upload("a", 1)
    with pytest.raises(Parked):
        await account.quota().reserve_upload("b", 1)
