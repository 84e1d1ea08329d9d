"""A follower whose connection and consumer are both with a member that is cut off hears of what the others store."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from fixtures.facts import post

from libraries.bus import Bus, connect
from schemas import subjects
from schemas.errors import ProviderDown
from schemas.events import PostCollected
from schemas.posts import PostKey
from services.config import NatsSettings
from testbed.broker_cluster import broker_cluster, create_streams


def collected(number: int) -> PostCollected:
    return PostCollected(post_key=PostKey.of("sample", str(number)), revision=0, post=post(str(number)))


async def member_of_reader(operator: Bus) -> str:
    """The member with the only reader's consumer; empty where it is not placed yet."""
    infos = (await operator.client.call_api(f"CONSUMER.LIST.{subjects.FACTS}"))["consumers"] or []
    return next((one["cluster"]["leader"] for one in infos if one["name"].startswith("read-")), "")


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_follower_at_a_member_that_is_cut_off_hears_of_what_is_stored(tmp_path: Path) -> None:
    async with broker_cluster(tmp_path) as cluster:
        settings = NatsSettings(urls=cluster.urls, replicas=3)
        await create_streams(settings)
        operator = await connect(settings, "operator")
        await operator.publish(collected(0), expected=0)
        name = ""
        while True:  # until a reader is connected to the member where its consumer was placed
            follower = await connect(settings, "projector")
            facts = aiter(follower.facts(follow=True))
            await anext(facts)
            name = str(follower.client.nc._server_info["server_name"])
            if await member_of_reader(operator) == name:
                break
            await facts.aclose()  # type: ignore[attr-defined]
            await follower.close()
            while await member_of_reader(operator):  # noqa: ASYNC110 (nobody tells when its consumer is deleted)
                await asyncio.sleep(0.1)
        coming = asyncio.ensure_future(anext(facts))
        cluster.cut_off(name)
        async with asyncio.timeout(60):
            while True:
                with suppress(ProviderDown):
                    await operator.publish(collected(1), expected=0)
                    break
        async with asyncio.timeout(40):
            assert [fact.event.post_key.id for fact in await coming] == ["1"]
        await follower.close()
        await operator.close()
