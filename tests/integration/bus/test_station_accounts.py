"""Each station's user can do its own work at a real broker, and nothing else."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from fixtures.facts import post
from nats.aio.client import Client

from libraries.bus import Bus, connect
from libraries.bus.accounts import account_files, reload
from libraries.bus.connection_settings import OPERATOR
from libraries.bus.consumer.pull_subscription import PullSubscription
from libraries.bus.embedded import accounts_dir, run_embedded_server
from libraries.bus.stream.stream_damage import find_stream_damage
from schemas.errors import ConfigurationError
from schemas.events import AnyEvent, PostApproved, PostCollected, encode_fact
from schemas.posts import PostKey
from services.config import NatsSettings

KEY = PostKey.of("sample", "1")
PLATFORM = "export"
FACTS = tuple(f"{kind.TOPIC}.{kind.NAME}" for kind in get_args(get_args(AnyEvent)[0]))
OWN = {
    "collect": {"post.collected", "post.gone", "post.found"},
    "studio": {f"content.{name}" for name in ("started", "scripted", "voiced", "pictured", "rendered", "failed")},
    "publish": {f"content.{name}" for name in ("started", "uploading", "uploaded", "withdrawn", "failed")}
    | {"post.gone", "post.found"},
    "insight": {"content.measured"},
    "projector": {"content.failed"},
    "review": {f"post.{name}" for name in ("collected", "approved", "declined", "reopened", "retracted")}
    | {f"content.{name}" for name in ("requested", "scripted", "script_approved", "released", "withdrawn")},
    "health": set(),
}
LANE = "cats@youtube"
"""A platform as another channel publishes to it."""
DURABLES = {
    "WAGGLEBOT.studio": "studio",
    f"WAGGLEBOT.publish-{PLATFORM}": "publish",
    f"WAGGLEBOT.publish-{LANE}": "publish",
    "CRAWL.collect": "collect",
    "ADVISORIES.backstop": "projector",
}
STREAMS = ("WAGGLEBOT", "STATS", "CRAWL", "DEAD", "ADVISORIES", "LEASES", "KV_UPLOADS")
OPERATORS = (
    *("STREAM.CREATE", "STREAM.UPDATE", "STREAM.DELETE", "STREAM.MSG.DELETE", "STREAM.SNAPSHOT", "STREAM.RESTORE"),
    *("STREAM.LEADER.STEPDOWN", "STREAM.PEER.REMOVE", "CONSUMER.LIST"),
)
"""Calls of the JetStream API that take a stream and are nobody's but the operator's."""
OF_DURABLES = ("CREATE", "DURABLE.CREATE", "DELETE", "MSG.NEXT", "PAUSE", "RESET", "UNPIN", "LEADER.STEPDOWN")


@pytest.fixture
async def broker(tmp_path: Path) -> AsyncIterator[NatsSettings]:
    async with run_embedded_server(tmp_path, lanes=(LANE,)) as url:
        settings = NatsSettings(url=url, accounts=accounts_dir(tmp_path), store_dir=tmp_path)
        first = await connect(settings, "operator", change_topology=True)
        await first.close()
        yield settings


def attempts() -> dict[str, set[str]]:
    """Every subject there is to try, and the stations that may publish on it."""
    tried = {f"{kind}.sample.1": {user for user, own in OWN.items() if kind in own} for kind in FACTS}
    tried |= {
        "stats.seen.sample.1": {"collect", "review"},
        "stats.crawl.sample": {"collect"},
        "sched.crawl.sample": {"collect", "review"},
        "crawl.due.sample": {"collect", "review"},
        "sched.retry.film.sample.1": {"studio", "projector", "review"},
        f"sched.retry.publish-{PLATFORM}.sample.1": {"publish", "projector", "review"},
        f"sched.retry.publish-{LANE}.sample.1": {"publish", "projector", "review"},
        "dead.studio.1": {"studio", "projector", "review"},
        f"dead.publish-{PLATFORM}.1": {"publish", "projector", "review"},
        "lease.crawl.sample": {"collect"},
        "lease.host.x": {"collect", "publish"},
        "lease.upload.a.b.c": {"publish", "review"},
        "$KV.UPLOADS.switches": {"review"},
        "$KV.UPLOADS.upload.a.b.c": {"publish", "review"},
        "$KV.UPLOADS.host.x": {"collect", "publish", "review"},
        "live.projected": {"projector"},
        "live.tick.sample.1": {"studio", "publish"},
        "lease.insight": {"insight"},
        "$KV.UPLOADS.quota.youtube.main.units.20261130": {"publish", "insight", "review"},
        "$KV.UPLOADS.brief.20261130": {"publish", "review", "health"},
        "live.alert": {"studio", "publish", "insight", "review", "health"},
        "$JS.API.STREAM.NAMES": set(),
        "$JS.API.STREAM.LIST": set(),
        "$JS.API.META.LEADER.STEPDOWN": set(),
        "$JS.API.ACCOUNT.PURGE.$G": set(),
        "$SYS.REQ.SERVER.PING": set(),
    }
    for stream in STREAMS:
        tried |= {f"$JS.API.{verb}.{stream}": set() for verb in OPERATORS}
        tried |= {f"$JS.API.DIRECT.GET.{stream}": set(), f"$JS.API.CONSUMER.CREATE.{stream}": set()}
        purging = {"review"} if stream == "WAGGLEBOT" else set()
        tried[f"$JS.API.STREAM.PURGE.{stream}"] = purging
    for durable, owner in DURABLES.items():
        tried |= {f"$JS.API.CONSUMER.{verb}.{durable}": set() for verb in OF_DURABLES}
        tried |= {f"$JS.API.CONSUMER.{verb}.{durable}": {owner} for verb in ("DURABLE.CREATE", "MSG.NEXT")}
        tried[f"$JS.ACK.{durable}.1.1.1.1.0"] = {owner}
        tried[f"$JS.API.CONSUMER.CREATE.{durable}.post.collected.a.b"] = set()
    return tried


async def refused(settings: NatsSettings, user: str, tried: list[str]) -> set[str]:
    """The subjects that the broker does not let the user publish on."""
    said: list[str] = []
    end = asyncio.Event()

    async def heard(error: Exception) -> None:
        said.append(str(error))
        if "$sys.end" in said[-1]:
            end.set()

    client = Client()
    address = settings.for_user(user)
    _, password = address.name_and_password()
    await client.connect(list(address.addresses), error_cb=heard, user=user, password=password)
    for subject in tried:
        await client.publish(subject, b"{}")
    await client.publish("$SYS.END" if user != OPERATOR else "end", b"")
    await client.flush()
    if user != OPERATOR:  # the answers come in order
        await asyncio.wait_for(end.wait(), 60)
    await client.close()
    found = {match[1] for text in said if (match := re.search(r'publish to "([^"]+)"', text))}
    return {subject for subject in tried if subject.lower() in found}


async def test_only_what_is_a_stations_own_succeeds(broker: NatsSettings, capsys: pytest.CaptureFixture[str]) -> None:
    tried = attempts()
    wrong = []
    for user in OWN:
        no = await refused(broker, user, list(tried))
        differ = [one for one in tried if (one in no) == (user in tried[one])]
        wrong += [f"{user} {'may not' if one in no else 'may'}: {one}" for one in differ]
        with capsys.disabled():
            print(f"\n{user:>10}: {len(tried)} tried, {len(tried) - len(no)} its own, {len(no)} refused", end="")
    assert wrong == []
    assert await refused(broker, "wagglebot", list(tried)) == set()


async def test_answers_and_news_are_heard_by_whom_they_are_for(broker: NatsSettings) -> None:
    subjects = [f"_INBOX_{user}.x" for user in OWN] + ["_INBOX.>", ">", "live.tick.a.b", "post.retracted.a.b", "post.>"]
    hears = {"studio": {"post.retracted.a.b"}, "publish": {"post.retracted.a.b"}}
    hears |= {"review": {"live.tick.a.b"}, "health": {"live.tick.a.b"}}
    for user in OWN:
        said: list[str] = []
        end = asyncio.Event()

        async def heard(error: Exception, said: list[str] = said, end: asyncio.Event = end) -> None:
            said.append(str(error))
            if "nobodys.end" in said[-1]:
                end.set()

        client, address = Client(), broker.for_user(user)
        _, password = address.name_and_password()
        await client.connect(list(address.addresses), error_cb=heard, user=user, password=password)
        for subject in (*subjects, "nobodys.end"):
            await client.subscribe(subject)
        await client.flush()
        await asyncio.wait_for(end.wait(), 60)
        await client.close()
        no = {match[1] for text in said if (match := re.search(r'subscription to "([^"]+)"', text))}
        assert {one for one in subjects if one.lower() not in no} == {f"_INBOX_{user}.x"} | hears.get(user, set())


async def test_what_is_not_permitted_is_said_at_once(broker: NatsSettings) -> None:
    bus = await connect(broker, "collect")
    collected = await bus.publish(PostCollected(post_key=KEY, revision=0, post=post("1")), expected=0)
    async with asyncio.timeout(30):  # and not after the minute that an absent broker is waited for
        with pytest.raises(ConfigurationError, match=r"does not permit post\.approved\.sample\.1 to the user collect"):
            await bus.publish(PostApproved(post_key=KEY, revision=1, reviewer="me"), expected=collected)
        with pytest.raises(ConfigurationError, match="does not permit"):
            await bus.purge_post(KEY, 1)
    assert [fact.event.kind for fact in await bus.facts_of_post(KEY)] == ["post.collected"]
    await bus.close()


async def approval_by(bus: Bus, way: str) -> None:
    """One of the ways round the permissions by which a collector could have an approval stored."""
    approval = encode_fact(PostApproved(post_key=KEY, revision=1, reviewer="nobody"))
    target, nc = f"post.approved.{KEY}", bus.client.nc
    soon = (datetime.now(UTC) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    schedule = {"Nats-Schedule": f"@at {soon}", "Nats-Schedule-Target": target}
    await nc.request("stats.seen.sample.1", approval)
    last = json.dumps({"last_by_subj": "stats.seen.sample.1"}).encode()
    match way:
        case "a schedule in its own subject":
            await nc.request("post.found.sample.1", approval, headers=schedule)
            await asyncio.sleep(2.2)  # the broker stores it when its second comes
        case "the answer to a direct get":
            await nc.publish("$JS.API.DIRECT.GET.STATS", last, reply=target)
        case "the answer to a get":
            await nc.publish("$JS.API.STREAM.MSG.GET.STATS", last, reply=target)
        case "an acknowledgement":
            await nc.publish("stats.seen.sample.1", approval, reply=target)
        case "a pull request":
            await nc.request("$JS.API.CONSUMER.CREATE.STATS.mine", _consumer("mine"))
            await nc.publish("$JS.API.CONSUMER.MSG.NEXT.STATS.mine", b"1", reply=target)
        case "a consumer that pushes":
            await nc.request("$JS.API.CONSUMER.CREATE.STATS.mine", _consumer("mine", deliver_subject=target))
    await nc.flush()


def _consumer(name: str, **more: str) -> bytes:
    return json.dumps({"stream_name": "STATS", "config": {"name": name, "ack_policy": "none", **more}}).encode()


async def test_no_way_round_the_permissions_leads_to_an_approval(broker: NatsSettings) -> None:
    collect, operator = await connect(broker, "collect"), await connect(broker, "operator")
    await collect.publish(PostCollected(post_key=KEY, revision=0, post=post("1")), expected=0)
    for way in (
        "a schedule in its own subject",
        "the answer to a direct get",
        "the answer to a get",
        "an acknowledgement",
        "a pull request",
        "a consumer that pushes",
    ):
        await approval_by(collect, way)
        state = await operator.post_state(KEY)
        assert state.revision == 0, way
        assert await operator.newest_fact("post.approved") is None, way
        raw = [fact async for batch in operator.raw_facts(batch=10) for fact in batch]
        forged = [words for subject, _, _, words in raw if subject.startswith(b"post.approved") and b"nobody" in words]
        assert forged == [], way
    # What was stored all the same is named, and does not stop the post.
    assert {fault.what for fault in (await find_stream_damage(operator.client)).faults} == {"foreign"}
    after = (await operator.post_history(KEY)).sequence
    await operator.publish(PostApproved(post_key=KEY, revision=1, reviewer="me"), expected=after)
    assert (await operator.post_state(KEY)).revision == 1
    await collect.close()
    await operator.close()


async def test_a_new_password_needs_no_new_start(broker: NatsSettings, tmp_path: Path) -> None:
    bus = await connect(broker, "collect", patience=60)
    old = (accounts_dir(tmp_path) / "collect").read_text()
    assert account_files.rotate_passwords(accounts_dir(tmp_path), ["collect"]) == ["collect"]
    assert reload.reload_embedded_broker_accounts(tmp_path)
    async with asyncio.timeout(60):
        while bus.client.losses == 0:  # noqa: ASYNC110 (the broker disconnects it when it has read the file)
            await asyncio.sleep(0.02)
        assert await bus.publish(PostCollected(post_key=KEY, revision=0, post=post("1")), expected=0) == 1
    with pytest.raises(ConfigurationError, match="refused"):
        await connect(NatsSettings(url=f"nats://collect:{old}@{broker.hosts_and_ports}"), "x")
    await bus.close()


async def test_a_station_asks_for_each_message_once(broker: NatsSettings) -> None:
    operator, studio = await connect(broker, "operator"), await connect(broker, "studio")
    collected = await operator.publish(PostCollected(post_key=KEY, revision=0, post=post("1")), expected=0)
    await operator.publish(PostApproved(post_key=KEY, revision=1, reviewer="me"), expected=collected)
    async with asyncio.timeout(60), PullSubscription(studio.client, "WAGGLEBOT", "studio", window=1) as pull:
        [message] = await pull.next_messages(1)
        assert message.subject == "post.approved.sample.1"
        assert (await operator.client.call_api("CONSUMER.INFO.WAGGLEBOT.studio"))["num_waiting"] == 0
        await message.ack_sync(timeout=30)
        assert (await operator.client.call_api("CONSUMER.INFO.WAGGLEBOT.studio"))["num_ack_pending"] == 0
    await studio.close()
    await operator.close()


def test_what_another_subject_takes_in_is_brought_into_an_account_once() -> None:
    wide = ["a.*.*", "a.b.*", "a.>", "b.c", "b.c", "c.*", "c.>", "d.e.>", "d.e"]
    assert account_files.without_covered_subjects(wide) == ["a.>", "b.c", "c.>", "d.e.>", "d.e"]


def test_passwords_stay_and_are_never_readable_by_others(tmp_path: Path) -> None:
    folder = tmp_path / "accounts"
    assert set(account_files.create_accounts(folder, operator="kept")) == {"wagglebot", *OWN}
    before = {file.name: file.read_text() for file in folder.iterdir()}
    assert before["wagglebot"] == "kept"
    assert account_files.create_accounts(folder) == []
    assert {file.name: file.read_text() for file in folder.iterdir()} == before
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(set(before.values())) == len(before)


async def test_streams_of_a_store_without_accounts_move_into_the_operators_account(tmp_path: Path) -> None:
    async with run_embedded_server(tmp_path) as url:
        bus = await connect(NatsSettings(url=url), "first")
        await bus.publish(PostCollected(post_key=KEY, revision=0, post=post("1")), expected=0)
        await bus.close()
    (tmp_path / "jetstream/WAGGLEBOT").rename(tmp_path / "jetstream/$G")
    async with run_embedded_server(tmp_path) as url:
        bus = await connect(NatsSettings(url=url), "second")
        assert [fact.event.kind for fact in await bus.facts_of_post(KEY)] == ["post.collected"]
        await bus.close()
    (tmp_path / "jetstream/$G").mkdir()
    with pytest.raises(ConfigurationError, match="ran over this folder"):
        async with run_embedded_server(tmp_path):
            pytest.fail("it runs over two stores")
