"""A connection that breaks again and again while a history is read: that is no damage of the stream."""

from fixtures.flapping import flapping
from fixtures.projection import story

from libraries.bus import Bus, connect
from schemas.posts import PostKey
from services.config import NatsSettings

KEY = PostKey.of("sample", "7")


async def test_connections_that_break_while_a_history_is_read_are_no_damage(
    bus: Bus, nats_settings: NatsSettings
) -> None:
    last = 0
    for fact in story(KEY):
        last = await bus.publish(fact, expected=last)
    async with flapping(nats_settings, cuts=3) as (settings, way):
        far = await connect(settings, "far")
        try:
            history = await far.post_history(KEY)
        finally:
            await far.close()
    assert way.broken == 3
    assert history == await bus.post_history(KEY)
