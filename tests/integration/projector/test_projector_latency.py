"""How soon a fact is visible, and how fast a stream is folded."""

import asyncio
import time

import pytest
from fixtures.projection import recorded, story

from libraries.bus import Bus
from schemas.posts import PostKey
from services.projector.migrate import open_upgraded_database
from services.projector.queries.projection_queries import SqlProjection
from services.projector.service import run_projector
from services.projector.writer import ProjectionWriter
from testbed.benchmarks.projection_latency import bench_projection_latency


@pytest.mark.quick_cases(1)
async def test_a_fact_is_visible_within_fifty_milliseconds(bus: Bus, database_url: str) -> None:
    shown = SqlProjection.open(database_url)
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(bus, database_url, stop))
    figures = await bench_projection_latency(bus, shown, facts=60)
    stop.set()
    await running
    shown.close()
    print(figures)
    assert figures["visible"] == 60
    assert figures["p50_ms"] <= 50, figures


@pytest.mark.quick_cases(1)
def test_a_thousand_facts_are_folded_within_seconds(database_url: str) -> None:
    """A floor far below what is measured on an idle machine: a query per fact would already be under it."""
    engine = open_upgraded_database(database_url)
    writer = ProjectionWriter(engine)
    facts = recorded([fact for number in range(250) for fact in story(PostKey.of("sample", str(number)))])
    start = time.perf_counter()
    for first in range(0, len(facts), 1000):
        writer.fold_facts(facts[first : first + 1000], writer.checkpoint().sequence)
    speed = len(facts) / (time.perf_counter() - start)
    print(f"{speed:.0f} facts/s")
    assert speed >= 500
    engine.dispose()
