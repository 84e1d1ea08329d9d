"""The limits per host that collectors share: requests a day, pauses, leases and kept robots.txt, over a real broker."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from fixtures.crawl.collect import site

from crawlers.fetch.http import HttpResponse
from crawlers.fetch.politeness_rules import parse_robots
from crawlers.sites_config.model import SiteSpec
from libraries.bus import Bus, Lease
from schemas.crawls import NO_REASON, CodedReason
from schemas.errors import Parked
from services.collect import host_limits
from services.collect.host_limits import HostLimits

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
"""18:00 in Seoul."""
HOSTS = ("board.example", "m.board.example")
BLOCKED = CodedReason.of("crawl.stopped.blocked", site="toy", url="https://board.example/", status=403)
RULES = b"User-agent: *\nDisallow: /private"


def spec(**policy: object) -> SiteSpec:
    """A site on the internet with two hosts; nothing of it is requested here."""
    content = site("http://127.0.0.1:1").model_dump() | {"base_url": f"https://{HOSTS[0]}", "hosts": HOSTS}
    return SiteSpec.model_validate(content | {"policy": {"enabled": True, "daily_requests": 100} | policy})


def limits(bus: Bus, now: datetime = NOW, **policy: object) -> HostLimits:
    return HostLimits(bus, spec(**policy), lambda: now)


def robots_answer(status: int = 200, body: bytes = RULES) -> HttpResponse:
    return HttpResponse("https://board.example/robots.txt", status, {}, body)


async def test_requests_of_all_crawls_of_a_day_count_until_midnight_of_the_site(bus: Bus) -> None:
    await limits(bus).record_requests_and_pause({HOSTS[0]: 30}, 0.0, NO_REASON)
    await limits(bus, NOW + timedelta(hours=5)).record_requests_and_pause({HOSTS[0]: 25, HOSTS[1]: 1}, 0.0, NO_REASON)
    late = limits(bus, NOW + timedelta(hours=5, minutes=59))  # 23:59 in Seoul
    assert [await late.requests_left(host) for host in HOSTS] == [45, 99]
    assert await limits(bus, NOW + timedelta(hours=6)).requests_left(HOSTS[0]) == 100
    assert await limits(bus, daily_requests=50).requests_left(HOSTS[0]) == 0
    await limits(bus, NOW + timedelta(hours=6)).record_requests_and_pause({HOSTS[0]: 5}, 0.0, NO_REASON)
    assert await limits(bus, NOW + timedelta(hours=7)).requests_left(HOSTS[0]) == 95


async def test_requests_that_are_recorded_at_once_are_all_counted(bus: Bus) -> None:
    await asyncio.gather(*(limits(bus).record_requests_and_pause({HOSTS[0]: 1}, 0.0, NO_REASON) for _ in range(5)))
    assert await limits(bus).requests_left(HOSTS[0]) == 95


async def test_a_refused_site_rests_on_all_its_hosts_for_as_long_as_it_is_asked(bus: Bus) -> None:
    await limits(bus).record_requests_and_pause({HOSTS[1]: 3}, 3_600.0, BLOCKED)
    until = NOW + timedelta(hours=1)
    with pytest.raises(Parked) as caught:
        async with limits(bus, until - timedelta(seconds=1)).reserved_hosts():
            pytest.fail("the site must not be read yet")
    assert caught.value.code == "crawl.host_rests"
    assert caught.value.fields == {"host": HOSTS[0], "until": until, "reason": "blocked"}
    async with limits(bus, until).reserved_hosts():
        assert await limits(bus).requests_left(HOSTS[1]) == 97


async def test_a_host_of_pictures_gets_no_rest(bus: Bus) -> None:
    await limits(bus).record_requests_and_pause({"images.example": 3}, 3_600.0, BLOCKED)
    other = HostLimits(bus, spec().model_copy(update={"base_url": "https://images.example", "hosts": ()}), lambda: NOW)
    async with other.reserved_hosts():
        assert await other.requests_left("images.example") == 97


async def test_a_second_collector_waits_for_the_first_or_gives_up(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_limits, "_RETRY_EVERY", 0.02)
    async with limits(bus).reserved_hosts():
        with pytest.raises(Parked) as caught:
            async with limits(bus).reserved_hosts(0.05):
                pytest.fail("the lease is held")
        assert caught.value.code == "crawl.host_taken"
        assert caught.value.fields["until"] == NOW + timedelta(minutes=1)
        waiting = asyncio.create_task(_reserve(limits(bus)))
        await asyncio.sleep(0.05)
        assert not waiting.done()
    assert await asyncio.wait_for(waiting, 60) == 100


async def _reserve(other: HostLimits) -> int:
    async with other.reserved_hosts(5.0):
        return await other.requests_left(HOSTS[0])


async def test_a_crawl_that_failed_gives_its_hosts_back(bus: Bus) -> None:
    with pytest.raises(RuntimeError, match="broken"):
        async with limits(bus).reserved_hosts():
            raise RuntimeError("broken")
    async with limits(bus).reserved_hosts():
        pass


async def test_a_lost_lease_is_reported_and_a_held_one_is_not(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_limits, "_RENEW_EVERY", 0.02)
    held: list[Lease] = []
    take = bus.take_lease

    async def noted(name: str, ttl: float) -> Lease | None:
        lease = await take(name, ttl)
        held.extend([lease] if lease else [])
        return lease

    monkeypatch.setattr(bus, "take_lease", noted)
    lost: asyncio.Queue[CodedReason] = asyncio.Queue()
    ours = limits(bus)
    ours.on_lost = lost.put_nowait
    async with ours.reserved_hosts():
        await asyncio.sleep(0.1)
        assert lost.empty()
        await held[0].release()
        assert await take(held[0].name, 60.0) is not None
        assert await asyncio.wait_for(lost.get(), 60) == CodedReason.of("crawl.stopped.lease", site="toy")


@pytest.mark.parametrize(
    ("status", "kept"), [(200, True), (404, True), (410, True), (403, False), (500, False), (301, False)]
)
async def test_answers_for_robots_that_decide_something_are_kept_for_a_day(bus: Bus, status: int, kept: bool) -> None:
    ours = limits(bus)
    ours.keep_robots_answer(f"https://{HOSTS[0]}", robots_answer(status))
    await ours.record_requests_and_pause({HOSTS[0]: 1}, 0.0, NO_REASON)
    found = await limits(bus, NOW + timedelta(hours=24)).kept_robots_answer(f"https://{HOSTS[0]}")
    assert (found is not None) is kept
    if found is not None:
        assert (found.status, found.body, found.url) == (status, RULES, "https://board.example/robots.txt")
    assert await limits(bus, NOW + timedelta(hours=24, seconds=1)).kept_robots_answer(f"https://{HOSTS[0]}") is None
    assert await limits(bus).kept_robots_answer(f"https://{HOSTS[1]}") is None


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp949"])
async def test_kept_robots_forbid_what_they_forbade_when_they_were_read(bus: Bus, codec: str) -> None:
    ours, read = limits(bus), robots_answer(body="User-agent: *\nDisallow: /글".encode(codec))
    ours.keep_robots_answer(f"https://{HOSTS[0]}", read)
    await ours.record_requests_and_pause({HOSTS[0]: 1}, 0.0, NO_REASON)
    kept = await limits(bus).kept_robots_answer(f"https://{HOSTS[0]}")
    assert kept is not None
    path = "/%B1%DB" if codec == "cp949" else "/글"
    for answer in (read, kept):
        assert not parse_robots(answer).allows(f"https://{HOSTS[0]}{path}")
        assert parse_robots(answer).allows(f"https://{HOSTS[0]}/")


@pytest.mark.parametrize(("size", "kept"), [(100_000, True), (100_001, False)])
async def test_a_huge_robots_file_is_requested_each_time(bus: Bus, size: int, kept: bool) -> None:
    ours = limits(bus)
    ours.keep_robots_answer(f"https://{HOSTS[0]}", robots_answer(body=b"#" * size))
    await ours.record_requests_and_pause({HOSTS[0]: 1}, 0.0, NO_REASON)
    assert (await limits(bus).kept_robots_answer(f"https://{HOSTS[0]}") is not None) is kept


async def test_a_record_of_the_first_release_is_read(bus: Bus) -> None:
    old = (
        b'{"host":"board.example","day":"2026-11-22","asked":7,"quiet_until":"2026-11-23T09:00:00Z",'
        b'"why":"blocked: https://board.example/ answers 403","robots":{}}'
    )
    await bus.ledger().compare_and_set(f"host.{host_limits._key(HOSTS[0])}", old, expected=0)
    assert await limits(bus).requests_left(HOSTS[0]) == 93
    with pytest.raises(Parked):
        async with limits(bus).reserved_hosts():
            pytest.fail("the site must not be read yet")
    async with limits(bus, NOW + timedelta(days=1)).reserved_hosts():
        pass
