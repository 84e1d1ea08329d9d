"""Verification of a whole system: stream, projection and media files, compared with each other and with themselves."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from libraries.bus import Bus
from libraries.bus.stream.scrub import scrub
from libraries.media.damage import damaged_files, stored_files


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
    bus: Bus, rows: Mapping[str, int], media: Path, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Verified:
    """Read every fact and every media file, and compare the facts with the rows of posts. Changes nothing.

    ``rows``: of each post in the projection, the sequence of the fact its row was last written for, read before.
    ``progress`` is called with the number of media files read and of all. Raises ProviderDown, ConfigurationError.
    """
    scrubbed = await scrub(bus.client)
    findings = [Finding("stream", fault.what, fault.post, fault.why) for fault in scrubbed.faults]
    findings += _ahead(rows, scrubbed.last)
    damaged = await asyncio.to_thread(lambda: list(damaged_files(media, progress)))
    findings += [
        Finding("media", "damaged", str(path.relative_to(media)), "Its content is not what its name says.")
        for path in damaged
    ]
    files = await asyncio.to_thread(lambda: len(stored_files(media)))
    return Verified(scrubbed.facts, len(scrubbed.last), files, tuple(findings))


def _ahead(rows: Mapping[str, int], stream: Mapping[str, int]) -> list[Finding]:
    """Posts whose rows were written for a fact that the stream does not hold: the end of the stream was lost."""
    return [
        Finding("projection", "ahead", post, f"Its row is of sequence {row}, the stream ends at {stream.get(post, 0)}.")
        for post, row in sorted(rows.items())
        if row > stream.get(post, 0)
    ]
