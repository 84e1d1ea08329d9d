"""The drill of full disks: that of the media, of the broker, or one for both, filled in mid-work."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from libraries.bus import Bus, connect
from libraries.files import sha256_of_file
from schemas.base import Frozen
from schemas.errors import ConfigurationError, NoSpace, ProviderDown, Retryable
from schemas.events import ContentFailed, ContentRendered, ContentUploaded, PostApproved, PostCollected, RecordedFact
from services.config import NatsSettings
from testbed.drills.pipeline import CHEAP, cheap_post
from testbed.drills.stations import running_broker, running_stations, unstarted_stations

_SIZE: Final = 160
"""Megabytes of the small disk: the broker begins to write again only with tens of megabytes free."""
_LEFT: Final = 48 * 1024
"""Bytes left on a full disk: small writes still succeed, which is the worst case."""
_POSTS: Final = 3
_REST: Final = 1.0
"""Seconds until parked work looks whether there is room."""
_FULL: Final = 8.0
"""Seconds the disk stays full."""
_PATIENCE: Final = 180.0
Say = Callable[[str], None]


class FullDiskOutcome(Frozen):
    """The outcome of one disk that ran full.

    ``parked``: failures on record that wait for room; ``refused``: whether the broker refused facts; ``truncated``:
    files with another hash than their names, and half-written ones; ``finished_s``: seconds from the moment there was
    room to the last upload.
    """

    posts: int
    finished_before: int
    parked: int
    failed: int
    refused: bool
    truncated: int
    dead_letters: int
    rendered: int
    uploaded: int
    fallen: int
    finished_s: float

    @property
    def passed(self) -> bool:
        """Whether the work survived this full disk."""
        broken = self.failed + self.truncated + self.dead_letters + self.fallen
        noticed = self.parked or self.refused
        return not broken and bool(noticed) and self.rendered == self.uploaded == self.posts > self.finished_before


class FullDisksReport(Frozen):
    """The report of the drill of full disks."""

    seconds: float
    media: FullDiskOutcome
    stream: FullDiskOutcome
    both: FullDiskOutcome

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        return self.media.passed and self.stream.passed and self.both.passed


async def drill_full_disks(folder: Path, say: Say) -> FullDisksReport:
    """Fill the disk of the media, of the broker's store, and of both. Raises ConfigurationError where none may be
    mounted.
    """
    began = time.monotonic()
    found = {}
    for name, media, stream in (("media", True, False), ("stream", False, True), ("both", True, True)):
        found[name] = await fill_disk_during_work(folder / name, media=media, stream=stream)
        say(f"{name}: {found[name]}")
    return FullDisksReport(seconds=round(time.monotonic() - began, 1), **found)


async def fill_disk_during_work(folder: Path, *, media: bool, stream: bool, posts: int = _POSTS) -> FullDiskOutcome:
    """Fill the disk of media or stream, or both, when the first script is written; later make room again."""
    with small_disk(folder / "small") as small:
        medium = (small if media else folder) / "media"
        async with running_broker((small if stream else folder) / "nats") as (bus, nats):
            chosen = {"STUDIO__PROVIDER_REST": str(_REST), "STUDIO__MAX_ATTEMPTS": "2"}
            stations = unstarted_stations(folder / "machine", nats, medium, **chosen)
            async with running_stations(stations, "studio", "publish"):
                await _approve(bus, posts)
                await _reached(bus, "content.voiced", 1)
                balloon = fill_disk(small)
                refused = await _refused(nats) if stream else False
                await asyncio.sleep(_FULL)
                before = 0 if stream else len(await _facts(bus, ContentUploaded))
                truncated = _truncated(medium, finished=False)
                balloon.unlink()
                room = time.monotonic()
                await _reached(bus, "content.uploaded", posts)
                finished = time.monotonic() - room
            failures = [fact.event for fact in await _facts(bus, ContentFailed)]
            parked = sum(isinstance(one, ContentFailed) and one.error == NoSpace.__name__ for one in failures)
            return FullDiskOutcome(
                posts=posts,
                finished_before=before,
                parked=parked,
                failed=len(failures) - parked,
                refused=refused,
                truncated=truncated + _truncated(medium, finished=True),
                dead_letters=len(await bus.dead_letters(settled=True)),
                rendered=len(await _facts(bus, ContentRendered)),
                uploaded=len(await _facts(bus, ContentUploaded)),
                fallen=stations.fallen,
                finished_s=round(finished, 1),
            )


@contextmanager
def small_disk(folder: Path, megabytes: int = _SIZE) -> Iterator[Path]:
    """A file system of ``megabytes`` in memory, mounted at ``folder`` within the block. Raises ConfigurationError where
    it may not be mounted.
    """
    folder.mkdir(parents=True)
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "none", str(folder)]
    made = subprocess.run(command, capture_output=True, check=False) if mount else None
    if made is None or made.returncode:
        why = made.stderr.decode("utf-8", "replace").strip() if made else "there is no mount program"
        raise ConfigurationError("drill.no_small_disk", why=why)
    try:
        yield folder
    finally:
        subprocess.run([shutil.which("umount") or "umount", "-l", str(folder)], check=True)


def fill_disk(folder: Path) -> Path:
    """Fill the disk but for a little; gives the file that is deleted to free it again."""
    balloon = folder / "balloon"
    with balloon.open("wb") as file:
        while (more := shutil.disk_usage(folder).free - _LEFT) > 0:
            with suppress(OSError):  # others write at the same time, and were quicker
                os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), more)
    return balloon


async def _refused(nats: NatsSettings) -> bool:
    """Whether the broker refuses new facts."""
    bus = await connect(nats, "drill", patience=3)
    try:
        for number in range(1000, 1100):
            post = cheap_post(number)
            await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
    except (NoSpace, ProviderDown):
        return True
    finally:
        await bus.close()
    return False


async def _reached(bus: Bus, kind: str, count: int) -> None:
    """Wait for a number of facts, for as long as there is any progress. Raises Retryable when there is none."""
    reached = 0
    facts = bus.facts(follow=True)
    while reached < count:
        try:
            async with asyncio.timeout(_PATIENCE):
                reached += sum(fact.event.kind == kind for fact in await anext(facts))
        except TimeoutError:
            raise Retryable("drill.stuck", done=reached, wanted=count, kind=kind) from None


async def _approve(bus: Bus, posts: int) -> None:
    for post in map(cheap_post, range(posts)):
        collected = await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
        approved = PostApproved(post_key=post.key, revision=1, reviewer="drill", recipe=CHEAP)
        await bus.publish(approved, expected=collected)


async def _facts(bus: Bus, kind: type) -> list[RecordedFact]:
    return [fact async for batch in bus.facts() for fact in batch if isinstance(fact.event, kind)]


def _truncated(media: Path, *, finished: bool) -> int:
    """Files whose content does not match the hash in their name; half-written ones too once all is ``finished``."""
    named = [path for path in media.glob("[0-9a-f][0-9a-f]/*") if not path.name.startswith(".")]
    wrong = sum(sha256_of_file(path) != path.stem for path in named)
    return wrong + (len(list(media.rglob(".part-*"))) if finished else 0)
