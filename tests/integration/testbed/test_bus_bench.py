"""The bench of the bus runs, and keeps off brokers that hold facts."""

import pytest
from fixtures.facts import post

from libraries.bus import Bus
from schemas.errors import ConfigurationError
from schemas.events import PostCollected
from schemas.posts import PostKey
from services.config import NatsSettings
from testbed.benchmarks import bus as bench_bus


async def test_its_figures_are_of_this_run(
    bus: Bus, nats_settings: NatsSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_bus, "_POSTS", 20)
    figures = await bench_bus.bench_bus(nats_settings)
    assert set(figures) == {
        f"{name}_{part}_ms" for name in ("publish", "publish_to_handler") for part in ("p50", "p99")
    }
    for name in ("publish", "publish_to_handler"):
        assert 0 < figures[f"{name}_p50_ms"] <= figures[f"{name}_p99_ms"] < 5000
    assert (await bus.facts_head()).last_sequence == 40


async def test_a_broker_with_facts_is_left_alone(bus: Bus, nats_settings: NatsSettings) -> None:
    await bus.publish(PostCollected(post_key=PostKey.of("sample", "1"), revision=0, post=post()), expected=0)
    with pytest.raises(ConfigurationError, match="holds facts"):
        await bench_bus.bench_bus(nats_settings)
    assert (await bus.facts_head()).last_sequence == 1
