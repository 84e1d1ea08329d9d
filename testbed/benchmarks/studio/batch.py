"""The benchmark of a batch: many approved posts through the real studio on a real broker."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from crawlers.sample.collected_posts import collected_post
from crawlers.sample.sample_posts import SamplePost, all_sample_posts
from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.events import ContentRendered, PostApproved, PostCollected
from schemas.posts import Post
from schemas.recipe import Recipe
from schemas.states import Status
from services.config import Settings
from services.studio.service import Studio


class BatchFigures(NamedTuple):
    """The figures of a batch of films.

    ``starts``: stage processes, each of which loads its model once. ``rss``: MiB of the studio's own process, at
    the first finished script and then at each finished stage. ``failed``: posts that ended in a failure.
    """

    starts: int
    rss: tuple[float, ...]
    failed: int

    @property
    def memory_drift(self) -> float:
        """The largest change of the studio's memory, as a share of its first value."""
        return max(abs(each - self.rss[0]) for each in self.rss) / self.rss[0]

    @property
    def memory_slope(self) -> float:
        """MiB that the studio's memory grows for each 100 finished stages, by least squares."""
        return float(np.polyfit(np.arange(len(self.rss)), np.array(self.rss), 1)[0]) * 100


def distinct_posts(count: int) -> list[Post]:
    """``count`` posts with different texts: those of the sample board over and over, each with an ending of its own."""
    found = all_sample_posts()
    return [_post(found[number % len(found)], number) for number in range(count)]


def _post(found: SamplePost, number: int) -> Post:
    return collected_post(found, site="bench", number=str(number), ending=f"이게 벌써 {number}번째 이야기네요.")


def settings_without_film(folder: Path, settings: Settings) -> Settings:
    """The settings with a film stage that makes nothing."""
    python = folder / "film-python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m testbed.benchmarks.studio.empty_film_stage\n')
    python.chmod(0o755)
    interpreter = {**settings.studio.interpreter, "film": str(python)}
    return settings.model_copy(
        update={"studio": settings.studio.model_copy(update={"interpreter": interpreter, "vram_wait": 0.0})}
    )


async def run_batch(bus: Bus, settings: Settings, approved: Sequence[Post], recipe: Recipe) -> BatchFigures:
    """Approve all posts, then let the studio work until each is rendered or has failed."""
    for post in approved:
        sequence = await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
        word = PostApproved(post_key=post.key, revision=1, reviewer="bench", recipe=recipe)
        await bus.publish(word, expected=sequence)
    studio = Studio(LocalStore(settings.media.root), settings)
    stop = asyncio.Event()
    head = (await bus.facts_head()).last_sequence
    running = asyncio.create_task(studio.run(bus, stop))
    try:
        rss, failed = await _watch(bus, head, len(approved))
    finally:
        stop.set()
        await running
    return BatchFigures(studio.processes.starts, rss, failed)


async def _watch(bus: Bus, head: int, count: int) -> tuple[tuple[float, ...], int]:
    rss: list[float] = []
    rendered = failed = 0
    async for batch in bus.facts(head, follow=True):
        for fact in batch:
            if fact.event.kind in ("content.scripted", "content.voiced", "content.rendered"):
                rss.append(_rss())
            rendered += isinstance(fact.event, ContentRendered)
            if fact.event.kind == "content.failed":
                failed += (await bus.post_state(fact.event.post_key)).status is Status.FAILED
        if rendered + failed >= count:
            break
    return tuple(rss), failed


def _rss() -> float:
    """MiB this process holds in memory (proc(5), statm)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
