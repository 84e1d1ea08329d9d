"""The benches of the log and the projection, small: what they measure must be what they say."""

import asyncio
from pathlib import Path

import pytest

from libraries.bus import Bus
from services.projector.queries.projection_queries import SqlProjection
from testbed.benchmarks.fact_publish import bench_fact_publish, fill_stream
from testbed.benchmarks.memory import watch_peak_memory
from testbed.benchmarks.rebuild import bench_rebuild, count_rows_unlike_live_fold

pytestmark = pytest.mark.slow


async def test_publish_is_measured_before_and_behind_the_facts(bus: Bus) -> None:
    figures = await bench_fact_publish(bus, 2500)
    assert (await bus.facts_head()).last_sequence == 2500 + 2 * 300
    assert figures["ratio"] == figures["full_p50_ms"] / figures["empty_p50_ms"]


async def test_a_rebuild_is_measured_on_the_facts_of_the_stream(bus: Bus, database_url: str, tmp_path: Path) -> None:
    size = await fill_stream(bus, 1500)
    with watch_peak_memory() as memory:
        figures = await bench_rebuild(bus, database_url, 1500)
    assert 10 < memory.mb["ours"] < 4000
    shown = await asyncio.to_thread(SqlProjection.open, database_url)
    assert shown.position() == 1500
    shown.close()
    assert 500 < size / 1500 < 2000
    assert figures.ratio > 1, "a rebuild that is no faster than the naive way"
    assert await count_rows_unlike_live_fold(bus, database_url, f"sqlite:///{tmp_path}/live.db") == 0
