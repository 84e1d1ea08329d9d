"""What every broker does alike: the embedded one, one of the shipped configuration, and a cluster of three."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fixtures.facts import SCRIPT, post

from libraries.bus import MessageContext, Service, connect
from libraries.bus.embedded import accounts_dir, nats_server_path, run_embedded_server
from schemas.errors import Conflict
from schemas.events import ContentScripted, PostApproved, PostCollected
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import Status
from services.config import ROOT, NatsSettings
from testbed.broker_cluster import broker_cluster, create_streams, free_ports

KEY = PostKey.of("sample", "1")


@asynccontextmanager
async def embedded(folder: Path) -> AsyncIterator[NatsSettings]:
    async with run_embedded_server(folder) as url:
        yield NatsSettings(url=url, accounts=accounts_dir(folder))


@asynccontextmanager
async def shipped(folder: Path) -> AsyncIterator[NatsSettings]:
    """nats/nats-server.conf with one user, as the compose file starts it."""
    port, monitoring = free_ports(2)
    for name in ("nats-server.conf", "authorization.conf"):
        text = (ROOT / "nats" / name).read_text(encoding="utf-8")
        text = text.replace("/data", str(folder / "data")).replace("0.0.0.0:4222", f"127.0.0.1:{port}")
        (folder / name).write_text(text.replace(":8222", f":{monitoring}"), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(str(nats_server_path()), "-c", str(folder / "nats-server.conf")),
        stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | {"NATS_PASSWORD": '"0123"'},
    )
    try:
        yield NatsSettings.model_validate({"url": f"nats://127.0.0.1:{port}", "user": "wagglebot", "password": "0123"})
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def cluster(folder: Path) -> AsyncIterator[NatsSettings]:
    async with broker_cluster(folder) as members:
        yield NatsSettings(urls=members.urls, replicas=3)


@pytest.fixture(params=[embedded, shipped, pytest.param(cluster, marks=pytest.mark.slow)])
async def settings(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[NatsSettings]:
    async with request.param(tmp_path) as found:
        await create_streams(found)
        yield found


async def test_a_broker_keeps_facts_entries_and_leases_and_hands_out_work(settings: NatsSettings) -> None:
    bus, other = await connect(settings, "operator"), await connect(settings, "operator")
    # Facts: of two writers one is refused, and what was stored is read at once.
    collected = await bus.publish(PostCollected(post_key=KEY, revision=0, post=post("1")), expected=0)
    with pytest.raises(Conflict):
        await other.publish(PostCollected(post_key=KEY, revision=0, post=post("1")), expected=0)
    assert (await bus.post_state(KEY)).status is Status.COLLECTED
    await other.publish(PostApproved(post_key=KEY, revision=1, reviewer="me"), expected=collected)
    assert [fact.event.kind async for batch in other.facts() for fact in batch] == ["post.collected", "post.approved"]
    # Entries are written by compare-and-set.
    revision = await bus.ledger().compare_and_set("cap.x", b"1", expected=0)
    with pytest.raises(Conflict):
        await other.ledger().compare_and_set("cap.x", b"2", expected=0)
    found = await bus.ledger().get("cap.x")
    assert found is not None
    assert (found.revision, found.value) == (revision, b"1")
    # A lease is one process's, and free as soon as it is given up.
    lease = await bus.take_lease("upload.x", 30)
    assert lease is not None
    assert await other.take_lease("upload.x", 30) is None
    await lease.release()
    assert await other.take_lease("upload.x", 30) is not None
    # Work is handed out, answered and acknowledged.
    studio, stop = await connect(settings, "studio"), asyncio.Event()
    service = Service("studio", durable="studio")

    @service.on(stage=Stage.SCRIPT)
    async def write(fact: PostApproved, _: MessageContext) -> ContentScripted:
        return ContentScripted.caused_by(fact, stage_key="a" * 64, served_by="test", seconds=1, script=SCRIPT)

    serving = asyncio.create_task(service.run(studio, stop))
    async with asyncio.timeout(60):
        await anext(other.facts(kinds=("content.scripted",), follow=True))
        while (await other.client.call_api("CONSUMER.INFO.WAGGLEBOT.studio"))["num_ack_pending"]:  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # the broker tells nobody of an acknowledgement
    stop.set()
    await serving
    # A post is purged by its subject, and the rest stays.
    assert await bus.purge_post(KEY, collected + 1) == 1
    for one in (bus, other, studio):
        await one.close()
