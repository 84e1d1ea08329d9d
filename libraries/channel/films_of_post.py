"""A post of which several channels have a film: the first film is the post's, each further one is a post of its own.

The further ones have the same text under a key of their own (``sample.12--cats``), so that a film's facts, stages,
uploads and statistics stay apart. The ledger knows which belong together, also when all text was purged.
"""

import hashlib
from typing import Final

from libraries.bus import Bus
from libraries.channel.channel_platform import DEFAULT
from schemas.base import Frozen
from schemas.events import PostCollected
from schemas.posts import Post, PostKey

_LONGEST: Final = 64
"""Characters of an id in a key."""


class _FilmsOfPost(Frozen):
    """The post of the first film, and the channels that have a further one; none in the entry of a further one."""

    first: PostKey
    channels: tuple[str, ...] = ()


def key_of_further_film(first: PostKey, channel: str) -> PostKey:
    """The key of the post that stands for a channel's film of a post whose first film is another channel's."""
    end = f"--{channel or DEFAULT}"
    fits = len(first.id) + len(end) <= _LONGEST
    return PostKey(site=first.site, id=(first.id if fits else hashlib.sha256(first.id.encode()).hexdigest()[:32]) + end)


def channel_of_further_film(post: Post) -> str | None:
    """The channel whose further film a post stands for, as a person names it; None for the post of a first film."""
    _, there, channel = post.key.id.rpartition("--")
    first = PostKey.of(post.key.site, post.origin_id)
    return channel if there and post.key != first and post.key == key_of_further_film(first, channel) else None


async def add_further_film(bus: Bus, post: Post, channel: str) -> PostKey:
    """Collect a post once more, for a channel's own film of it; doing so again changes nothing. Gives its key.

    Raises ProviderDown, Conflict.
    """
    key = key_of_further_film(post.key, channel)

    def added(now: _FilmsOfPost | None) -> _FilmsOfPost:
        known = now.channels if now else ()
        return _FilmsOfPost(first=post.key, channels=known if channel in known else (*known, channel))

    await bus.ledger().update(_entry(key), _FilmsOfPost, lambda _: _FilmsOfPost(first=post.key))
    await bus.ledger().update(_entry(post.key), _FilmsOfPost, added)
    again = PostCollected(post_key=key, revision=0, post=post.model_copy(update={"key": key}))
    await bus.publish_decision(key, lambda state: again if state.status is None else None)
    return key


async def posts_of_all_films(bus: Bus, key: PostKey) -> tuple[PostKey, ...]:
    """The posts of all films of a post, whichever of them ``key`` names; that of the first film comes first."""
    entry = await bus.ledger().get_parsed(_entry(key), _FilmsOfPost)
    if entry is None:
        return (key,)
    first = await bus.ledger().get_parsed(_entry(entry.first), _FilmsOfPost)
    channels = first.channels if first else ()
    return tuple(dict.fromkeys((entry.first, *(key_of_further_film(entry.first, one) for one in channels), key)))


def _entry(key: PostKey) -> str:
    return f"films.{key}"
