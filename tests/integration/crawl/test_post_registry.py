"""What a collector knows of posts when it starts, over a real broker."""

from datetime import UTC, datetime

import pytest
from fixtures.facts import post

from libraries.bus import Bus
from schemas.events import PostCollected
from schemas.posts import Sighting, Stats
from services.collect import post_registry
from services.collect.post_registry import BusPostRegistry, KnownPost, KnownStatus


async def test_a_collector_that_starts_reads_as_many_sightings_as_it_remembers(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, known = list[str](), post_registry._known_post

    def counted(sighting: Sighting) -> KnownPost:
        read.append(sighting.key.id)
        return known(sighting)

    monkeypatch.setattr(post_registry, "_known_post", counted)
    monkeypatch.setattr(post_registry, "_REMEMBERED", 3)
    for number in range(8):
        one = post(str(number))
        await bus.publish(PostCollected(post_key=one.key, revision=0, post=one), expected=0)
        await bus.record_sighting(Sighting(key=one.key, stats=Stats(likes=2000), time=datetime.now(UTC)))
    fresh = BusPostRegistry(bus)
    await fresh.catch_up()
    assert read == ["5", "6", "7"]
    newest, older = await fresh.look_up(post("7").key), await fresh.look_up(post("0").key)
    assert (newest.stats, older.stats) == (Stats(likes=2000), post("0").stats)
    assert older.standing is KnownStatus.KNOWN
    await bus.record_sighting(Sighting(key=post("0").key, stats=Stats(likes=3000), time=datetime.now(UTC)))
    await fresh.catch_up()
    assert read[3:] == ["0"]
