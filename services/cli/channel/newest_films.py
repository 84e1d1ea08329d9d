"""The finished films of a channel, read from the stream of facts."""

from libraries.bus import Bus
from libraries.channel.channel_film import ChannelFilm, channel_film
from libraries.channel.interchangeability import LAST
from schemas.posts import PostKey


async def newest_films(bus: Bus, platform: str = "", last: int = LAST, channel: str | None = None) -> list[ChannelFilm]:
    """The newest films that are finished and not withdrawn, the oldest first; with ``platform`` those there.

    ``channel``: only films made for it (empty: the default one); None takes those of every channel.
    """
    kind = "content.uploaded" if platform else "content.rendered"
    keys: dict[PostKey, None] = {}
    async for batch in bus.facts(kinds=(kind,)):
        for fact in batch:
            if platform in ("", getattr(fact.event, "platform", "")):
                keys.pop(fact.event.post_key, None)
                keys[fact.event.post_key] = None
    found: list[ChannelFilm] = []
    for key in reversed(keys):
        film = channel_film(await bus.facts_of_post(key))
        if film is None or (channel is not None and film.state.channel != channel):
            continue
        if not platform or any(each.platform == platform for each in film.uploads):
            found.append(film)
        if len(found) == last:
            break
    return found[::-1]
