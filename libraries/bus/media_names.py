"""Names of media files and stage results, sought in the facts of all posts."""

import asyncio
import re
from collections.abc import Collection, Iterable
from typing import Final

from libraries.bus.bus import Bus
from libraries.bus.stream.bulk_reader import RawFact
from libraries.media.names_in_facts import names_in_event
from schemas.events import decode_fact
from schemas.posts import PostKey

_BATCH: Final = 1000
_DIGEST: Final = re.compile(rb"[0-9a-f]{64}")
"""A SHA-256 or stage key: every name has one, and it stands in the text of each fact that holds the name."""


async def names_of_other_posts(bus: Bus, names: Iterable[str], posts: Collection[PostKey]) -> set[str]:
    """Those of ``names`` that facts of posts other than ``posts`` hold.

    Of all facts, which may be millions, only those that hold one of the digests are decoded.
    """
    wanted, own = frozenset(names), frozenset(str(key).encode() for key in posts)
    digests = frozenset(digest for name in wanted for digest in _DIGEST.findall(name.encode()))
    found: set[str] = set()
    if not wanted:
        return found
    last = 0
    async for batch in bus.raw_facts(batch=_BATCH):
        last = batch[-1][1]
        found |= await asyncio.to_thread(_names_in, batch, digests, own)
    async for facts in bus.facts(after=last):  # in a cluster a broker that lags does not have them
        found |= {name for one in facts if one.event.post_key not in posts for name in names_in_event(one.event)}
    return found & wanted


def _names_in(batch: Iterable[RawFact], digests: frozenset[bytes], own: frozenset[bytes]) -> set[str]:
    found: set[str] = set()
    for subject, _, _, payload in batch:
        if not digests.isdisjoint(_DIGEST.findall(payload)) and subject.split(b".", 2)[2] not in own:
            try:
                found |= names_in_event(decode_fact(payload))
            except ValueError:  # whoever reads it as a fact says so
                continue
    return found
