"""The topology is data: laid out once, compared at every start."""

import asyncio
import json
import os
import subprocess
from pathlib import Path

import pytest
from fixtures.facts import post

from libraries.bus import Bus, TopologyDrift, connect
from libraries.bus.connection.topology import consumer_configs, stream_configs
from libraries.bus.embedded import nats_server_path
from schemas import subjects
from schemas.errors import ConfigurationError
from schemas.events import PostCollected
from schemas.posts import PostKey
from services.config import ROOT, NatsSettings


async def drift(settings: NatsSettings, *, change: bool = True) -> tuple[TopologyDrift, ...]:
    again = await connect(settings, "again", change_topology=change)
    await again.close()
    return again.drift


def test_every_stream_of_the_contract_is_laid_out() -> None:
    names = {stream["name"] for stream in stream_configs()}
    assert names >= {subjects.FACTS, subjects.STATS, subjects.CRAWL, subjects.DEAD, subjects.ADVISORIES}


def test_durables_have_no_settings_that_stall_a_lane() -> None:
    for entry in consumer_configs():
        config = entry["config"]
        assert "backoff" not in config, config["durable_name"]
        assert config["ack_policy"] == "explicit"
        assert config["ack_wait"] >= 30e9
    studio = next(entry["config"] for entry in consumer_configs() if entry["config"]["durable_name"] == "studio")
    assert studio["max_ack_pending"] == 1


@pytest.mark.parametrize("file", sorted((ROOT / "nats").glob("*.conf")), ids=lambda file: file.name)
def test_server_configurations_are_valid(file: Path) -> None:
    environment = os.environ | {"NATS_PASSWORD": '"0123456789"'}
    subprocess.run([nats_server_path(), "-t", "-c", file], check=True, env=environment, capture_output=True)


def test_there_is_no_python_in_the_folder_that_would_shadow_the_client() -> None:
    assert {file.suffix for file in (ROOT / "nats").rglob("*") if file.is_file()} <= {".json", ".conf"}


async def test_a_second_start_changes_nothing(bus: Bus, nats_settings: NatsSettings) -> None:
    await bus.publish(PostCollected(post_key=PostKey.of("sample", "1"), revision=0, post=post()), expected=0)
    assert await drift(nats_settings) == ()
    assert (await bus.facts_head()).last_sequence == 1


async def test_what_differs_is_put_right_and_said(bus: Bus, nats_settings: NatsSettings) -> None:
    js = bus.client.nc.jetstream()
    stats = (await js.stream_info("STATS")).config
    stats.max_msgs_per_subject = 5
    await js.update_stream(stats)
    studio = (await js.consumer_info("WAGGLEBOT", "studio")).config
    studio.max_ack_pending, studio.filter_subjects = 7, ["post.approved.*.*"]
    await js.add_consumer("WAGGLEBOT", studio)
    found = {(each.what, each.setting): each for each in await drift(nats_settings)}
    assert set(found) == {
        ("stream STATS", "max_msgs_per_subject"),
        ("durable studio", "max_ack_pending"),
        ("durable studio", "filter_subjects"),
    }
    assert found["durable studio", "max_ack_pending"] == TopologyDrift("durable studio", "max_ack_pending", 1, 7)
    assert all(each.refused == "" for each in found.values())
    assert (await js.consumer_info("WAGGLEBOT", "studio")).config.max_ack_pending == 1
    assert await drift(nats_settings) == ()


async def test_a_station_changes_nothing_that_is_there(bus: Bus, nats_settings: NatsSettings) -> None:
    js = bus.client.nc.jetstream()
    studio = (await js.consumer_info("WAGGLEBOT", "studio")).config
    studio.max_ack_pending = 7
    await js.add_consumer("WAGGLEBOT", studio)
    [found] = await drift(nats_settings, change=False)
    assert str(found) == (
        "durable studio: max_ack_pending was 7 instead of 1; it stays: changed only by wagglebot topology apply"
    )
    assert (await js.consumer_info("WAGGLEBOT", "studio")).config.max_ack_pending == 7
    studio.filter_subjects = ["post.approved.*.*"]
    await js.add_consumer("WAGGLEBOT", studio)
    with pytest.raises(ConfigurationError, match=r"filter_subjects lacks content\.pictured.*topology apply"):
        await drift(nats_settings, change=False)


async def test_what_the_broker_will_not_change_is_said_at_every_start(bus: Bus, nats_settings: NatsSettings) -> None:
    js = bus.client.nc.jetstream()
    await js.delete_stream("STATS")
    await bus.client.call_api(
        "STREAM.CREATE.STATS",
        {
            "name": "STATS",
            "subjects": ["stats.seen.*.*", "stats.crawl.*"],
            "storage": "memory",
            "max_msgs_per_subject": 1,
        },
    )
    first, second = await drift(nats_settings), await drift(nats_settings)
    assert {(each.setting, bool(each.refused)) for each in first} == {
        ("description", False),
        ("storage", True),
        ("allow_direct", False),
    }
    assert [(each.what, each.setting, each.wanted, each.found) for each in second] == [
        ("stream STATS", "storage", "file", "memory")
    ]
    assert "stays: stream configuration update can not change storage type" in str(second[0])


async def test_many_may_start_at_once(bus: Bus, nats_settings: NatsSettings) -> None:
    for stream in stream_configs():
        await bus.client.nc.jetstream().delete_stream(stream["name"])
    buses = await asyncio.gather(*(connect(nats_settings, str(number)) for number in range(8)))
    assert [each.drift for each in buses] == [()] * 8
    await asyncio.gather(*(each.close() for each in buses))


def test_a_broken_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "streams.json").write_text("[{]")
    with pytest.raises(ConfigurationError, match=r"streams\.json"):
        stream_configs(tmp_path)
    with pytest.raises(ConfigurationError, match=r"consumers\.json"):
        consumer_configs(tmp_path)
    assert json.loads((ROOT / "nats/streams.json").read_text())


async def test_embedded_is_no_address(nats_settings: NatsSettings) -> None:
    with pytest.raises(ConfigurationError, match="not an address"):
        await connect(NatsSettings(url="embedded"), "test")
