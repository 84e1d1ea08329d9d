"""The drill of restores: backups taken during work and killed at random instants; each whole one restores exactly."""

import asyncio
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from libraries.backups.contents import exported_log_path
from libraries.backups.damage import find_backup_damage
from libraries.backups.fact_log import FactLine, read_exported_log
from libraries.backups.layout import fetched_backup, list_complete_backups
from libraries.backups.restore import restore_backup
from libraries.bus import Bus
from libraries.bus.connection.topology import reset_topology
from libraries.media.damage import path_in_store
from schemas.base import Frozen
from schemas.events import ContentUploaded, ContentWithdrawn, Event, PostRetracted
from schemas.posts import PostKey
from schemas.states import PostState
from services.config import NatsSettings
from services.publish.withdraw.purge import purge_media
from testbed.drills.damage.small_system import SmallSystem, add_post, make_folders
from testbed.drills.restores.contents import (
    TakenContents,
    holds_withdrawable_text,
    is_of_posts,
    restorable_contents,
    restore_differences,
)
from testbed.drills.restores.places import BackupPlace, backup_place, objects_naming_posts, unfinished_backups

_FIRST: Final = 0.25
"""Seconds within which a process that backs up is killed, until it is known how many a whole backup needs."""
_EVERY: Final = 3
"""Of three backups one is killed."""
_CHILD: Final = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from libraries.backups.backup import back_up
from libraries.backups.retention import BackupRetention
from libraries.backups.operator_state import OperatorFolders
from libraries.bus import connect
from services.config import NatsSettings
from testbed.drills.restores.places import BackupPlace

async def main(url, root, where, days, moment):
    bus = await connect(NatsSettings(url=url), "backup")
    place = BackupPlace.model_validate_json(where).decrypted_store()
    print("ready", flush=True)
    sys.stdin.readline()
    homes = OperatorFolders(Path(root, "var"), Path(root, "sites"))
    now, keeping = datetime.fromisoformat(moment), BackupRetention(days=int(days))
    await back_up(bus, Path(root, "media"), place, homes, keeping=keeping, now=now)
    await bus.close()

asyncio.run(main(*sys.argv[1:]))
"""
Say = Callable[[str], None]


class RestoreReport(Frozen):
    """The report of the drill of restores.

    ``place``: a folder or S3. ``backups`` begun, ``killed`` of them before their end, ``failed`` by themselves,
    ``whole`` afterwards and ``dropped`` since they were old; ``exact``: whole ones whose restore gave the facts,
    entries, files of the operator and media of the moment they were taken; ``came_back``: withdrawn posts that a
    restore brought back, or whose media or texts lay in a backup after the next one; ``mistaken``: unfinished backups
    that were taken for whole; ``left_over``: unfinished ones after the last; ``exposed``: objects of encrypted backups
    that name a post.
    """

    place: str
    encrypted: bool
    seconds: float
    backups: int
    killed: int
    failed: int
    whole: int
    exact: int
    withdrawn: int
    came_back: int
    mistaken: int
    left_over: int
    dropped: int
    exposed: int
    broken: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        wrong = self.failed + self.came_back + self.mistaken + self.left_over + self.exposed + len(self.broken)
        return not wrong and self.exact == self.whole > 0


class _Drill:
    def __init__(self, system: SmallSystem, bus: Bus, where: BackupPlace, keep_days: int, dice: random.Random) -> None:
        self._system = system
        self._bus = bus
        self._where = where
        self._keep_days = keep_days
        self._dice = dice
        self._usual = _FIRST
        self._posts = 0
        self.withdrawn: dict[PostKey, set[str]] = {}
        self.taken: dict[str, TakenContents] = {}
        self.killed = self.failed = self.mistaken = self.came_back = 0

    async def run(self, backups: int, withdrawn_every: int, say: Say) -> None:
        moment = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=backups)
        for number in range(backups):
            await self._work()
            stamp = moment + timedelta(hours=number)
            await self._back_up(stamp, kill=number % _EVERY == 1)
            if number % withdrawn_every == withdrawn_every - 1:
                await self._withdraw()
            say(f"backup {number + 1} of {backups}: {len(self.taken)} whole, {self.killed} killed")
        await self._back_up(moment + timedelta(hours=backups), kill=False)
        await asyncio.to_thread(self._look_for_withdrawn)

    def _look_for_withdrawn(self) -> None:
        place = self._where.decrypted_store()
        pool = {stored.name for stored in place.list_objects("media")}
        self.came_back += sum(f"media/{name}" in pool for names in self.withdrawn.values() for name in names)
        for _, name in list_complete_backups(place):
            with fetched_backup(place, name) as backup:
                facts = (
                    line.fact for line in read_exported_log(exported_log_path(backup)) if isinstance(line, FactLine)
                )
                self.came_back += any(
                    fact.post_key in self.withdrawn and holds_withdrawable_text(fact) for fact in facts
                )

    async def _work(self) -> None:
        """One more post, and another value of the switches."""
        self._posts += 1
        await add_post(self._bus, self._system.store, self._posts)
        entry = await self._bus.ledger().get("switches")
        assert entry is not None
        await self._bus.ledger().compare_and_set(
            "switches", b'{"off":["site%d"]}' % self._posts, expected=entry.revision
        )

    async def _back_up(self, stamp: datetime, *, kill: bool) -> None:
        name = stamp.strftime("%Y-%m-%dT%H%M%SZ")
        before = await restorable_contents(self._bus, self._system.store, self._system.operator_folders)
        url = await asyncio.to_thread((self._system.nats_folder / "url").read_text, "utf-8")
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _CHILD, url, str(self._system.root), self._where.model_dump_json()),
            *(str(self._keep_days), stamp.isoformat()),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        await child.stdout.readline()
        child.stdin.write(b"\n")
        began = time.monotonic()
        working = asyncio.create_task(self._work())
        if kill:
            await asyncio.sleep(self._dice.uniform(0, self._usual))
            with suppress(ProcessLookupError):
                child.send_signal(signal.SIGKILL)
        code = await child.wait()
        await working
        self.killed += code == -signal.SIGKILL
        self.failed += code not in {0, -signal.SIGKILL}
        self._usual = self._usual if code else time.monotonic() - began
        place = self._where.decrypted_store()
        whole = name in {one for _, one in await asyncio.to_thread(list_complete_backups, place)}
        self.mistaken += whole and bool(await asyncio.to_thread(find_backup_damage, place))
        if whole:
            after = await restorable_contents(self._bus, self._system.store, self._system.operator_folders)
            self.taken[name] = TakenContents(before, after)

    async def _withdraw(self) -> None:
        """What a withdrawal records and deletes here; no platform is asked."""
        key = PostKey.of("sample", str(self._dice.randint(1, self._posts)))
        if key in self.withdrawn:
            return
        facts = await self._bus.facts_of_post(key)
        names = {path_in_store(name) for name in self._system.store.used_by(key)}
        recorded = await self._bus.publish_decision(
            key, lambda state: PostRetracted(post_key=key, revision=state.revision, by="keeper", reason="asked for")
        )
        assert recorded is not None
        await purge_media(self._bus, self._system.store, key, facts)
        await self._bus.purge_post(key, recorded.sequence)
        for event in (fact.event for fact in facts if isinstance(fact.event, ContentUploaded)):
            on = event.model_dump(include={"post_key", "revision", "platform", "remote_id"})
            await self._bus.publish_decision(key, partial(_always, ContentWithdrawn(**on, reason="asked for")))
        self.withdrawn[key] = names


def _always(event: Event, _: PostState) -> Event:
    return event


class RestoreDrillOptions(NamedTuple):
    """The options of the drill of restores. ``seed`` decides the instants and which posts are withdrawn; backups are an
    hour apart.
    """

    backups: int = 50
    seed: int = 0
    withdrawn_every: int = 5
    keep_days: int = 365
    s3: bool = False
    encrypted: bool = False


async def drill_restores(folder: Path, say: Say, wanted: RestoreDrillOptions = RestoreDrillOptions()) -> RestoreReport:  # noqa: B008 (frozen)
    """Take backups of a system at work, kill some, withdraw posts, and restore every whole one into an empty system.

    They go into a folder, or into a bucket of a server on loopback.
    """
    with backup_place(folder, s3=wanted.s3, encrypted=wanted.encrypted) as where:
        return await _drilled(folder, where, say, wanted)


async def _drilled(folder: Path, where: BackupPlace, say: Say, wanted: RestoreDrillOptions) -> RestoreReport:
    began = time.monotonic()
    system, empty = SmallSystem(folder / "system"), SmallSystem(folder / "empty")
    await asyncio.to_thread(make_folders, system)
    async with system.running_broker() as bus, empty.running_broker() as other:
        await bus.ledger().compare_and_set("switches", b"{}", expected=0)
        drill = _Drill(system, bus, where, wanted.keep_days, random.Random(wanted.seed))  # noqa: S311 (it guards nothing)
        await drill.run(wanted.backups, wanted.withdrawn_every, say)
        place = where.decrypted_store()
        kept = {name for _, name in await asyncio.to_thread(list_complete_backups, place)}
        dropped = drill.taken.keys() - kept
        broken: list[str] = []
        for name in sorted(drill.taken.keys() & kept):
            taken, restored = drill.taken[name], SmallSystem(folder / f"restored-{name}")
            await asyncio.to_thread(restored.operator_folders.var.mkdir, parents=True)
            await reset_topology(NatsSettings(url=(empty.nats_folder / "url").read_text(encoding="utf-8")))
            await restore_backup(other, restored.store, restored.operator_folders, place, name)
            found = await restorable_contents(other, restored.store, restored.operator_folders)
            gone = {f"media/{media}" for names in drill.withdrawn.values() for media in names}
            mine = {
                what
                for what in taken.before.keys() | taken.after.keys() | found.keys()
                if is_of_posts(what, drill.withdrawn)
            }
            drill.came_back += len(found.keys() & (gone | mine))
            broken += [f"{name}: {what}" for what in restore_differences(found, taken, gone | mine)]
            say(f"{name} restored")
    wrong = {text.partition(":")[0] for text in broken}
    whole = len(drill.taken) - len(dropped)
    return RestoreReport(
        place="S3" if where.endpoint else "folder",
        encrypted=where.key_file is not None,
        seconds=round(time.monotonic() - began, 1),
        backups=wanted.backups + 1,
        killed=drill.killed,
        failed=drill.failed,
        whole=whole,
        exact=whole - len(wrong),
        withdrawn=len(drill.withdrawn),
        came_back=drill.came_back,
        mistaken=drill.mistaken,
        left_over=await asyncio.to_thread(unfinished_backups, place),
        dropped=len(dropped),
        exposed=await asyncio.to_thread(objects_naming_posts, where.undecrypted_store()) if where.key_file else 0,
        broken=tuple(broken[:20]),
    )
