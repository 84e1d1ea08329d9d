"""Verification of a whole system: stream, projection and media files, compared with each other and with themselves."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from libraries.bus import Bus
from libraries.bus.stream.scrub import Scrubbed, scrub
from schemas.errors import WaggleError
from services.media.damage import damaged_files, stored_files
from services.projector.engine import connect, reading
from services.projector.tables import posts


class Finding(NamedTuple):
    """Something damaged. ``where``: stream, projection or media; ``what`` as in `libraries.bus.stream.scrub`."""

    where: str
    what: str
    name: str
    why: str


class Verified(NamedTuple):
    """What was read, and what of it is damaged."""

    facts: int
    posts: int
    files: int
    findings: tuple[Finding, ...]


async def verify(
    bus: Bus, url: str, media: Path, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Verified:
    """Read every fact, the rows of all posts and every media file. Changes nothing.

    ``progress`` is called with the number of media files read and of all. Raises ProviderDown, ConfigurationError.
    """
    scrubbed = await scrub(bus.client)
    findings = [Finding("stream", fault.what, fault.post, fault.why) for fault in scrubbed.faults]
    findings += await asyncio.to_thread(_projection, url, scrubbed)
    damaged = await asyncio.to_thread(lambda: list(damaged_files(media, progress)))
    findings += [
        Finding("media", "damaged", str(path.relative_to(media)), "Its content is not what its name says.")
        for path in damaged
    ]
    files = await asyncio.to_thread(lambda: len(stored_files(media)))
    return Verified(scrubbed.facts, len(scrubbed.last), files, tuple(findings))


def _projection(url: str, scrubbed: Scrubbed) -> list[Finding]:
    """Posts whose rows were written for a fact that the stream does not hold: the end of the stream was lost."""
    engine = connect(url)
    try:
        with reading(engine) as connection:
            rows = connection.execute(select(posts.c.post_key, posts.c.sequence)).all()
    except WaggleError as error:
        return [Finding("projection", "unreadable", "", str(error))]
    finally:
        engine.dispose()
    return list(_ahead({row.post_key: row.sequence for row in rows}, scrubbed.last))


def _ahead(rows: Mapping[str, int], stream: Mapping[str, int]) -> list[Finding]:
    return [
        Finding("projection", "ahead", post, f"Its row is of sequence {row}, the stream ends at {stream.get(post, 0)}.")
        for post, row in sorted(rows.items())
        if row > stream.get(post, 0)
    ]
