"""The drill of restores: backups taken during work and killed at random instants; each whole one restores exactly."""

import asyncio
import hashlib
import random
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from libraries.backups.check import damage_in
from libraries.backups.folder import backups_in
from libraries.backups.operator_state import Homes
from libraries.backups.restore import restore
from libraries.bus import Bus
from libraries.bus.connection.topology import reset_topology
from libraries.media.damage import file_of, stored_files
from libraries.media.store import LocalStore
from schemas.base import Frozen
from schemas.events import ContentUploaded, ContentWithdrawn, Event, PostRetracted
from schemas.posts import PostKey
from schemas.states import PostState
from services.config import NatsSettings
from services.publish.withdraw.purge import purge_media
from testbed.drills.damage.system import SmallSystem, add_post, fill

_LONGEST: Final = 0.25
"""Seconds within which a process that backs up is killed: it needs about as many for a small system."""
_EVERY: Final = 3
"""Of three backups one is killed."""
_WITHDRAWN: Final = 5
"""A post is withdrawn after every fifth backup, unless told otherwise."""
_CHILD: Final = """
import asyncio, sys
from datetime import datetime
from functools import partial
from pathlib import Path
from libraries.backups.operator_state import Homes
from libraries.bus import connect
from services.config import NatsSettings
from services.ops.backup import back_up

async def main(url, root, moment):
    bus = await connect(NatsSettings(url=url), "backup")
    print("ready", flush=True)
    sys.stdin.readline()
    homes = Homes(Path(root, "var"), Path(root, "sites"))
    await back_up(bus, Path(root, "media"), Path(root, "backups"), homes, keep=365, now=datetime.fromisoformat(moment))
    await bus.close()

asyncio.run(main(*sys.argv[1:]))
"""
Say = Callable[[str], None]


class RestoreReport(Frozen):
    """Figures of the drill.

    ``backups`` begun, ``killed`` of them before their end, ``whole`` afterwards; ``exact``: whole ones whose restore
    gave the facts, entries, files of the operator and media of the moment they were taken; ``came_back``: withdrawn
    posts that a restore brought back, or whose media lay in the pool after the next backup; ``mistaken``: unfinished
    backups that were taken for whole; ``left_over``: unfinished folders after the last backup.
    """

    seconds: float
    backups: int
    killed: int
    whole: int
    exact: int
    withdrawn: int
    came_back: int
    mistaken: int
    left_over: int
    broken: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the drill was passed."""
        wrong = self.came_back + self.mistaken + self.left_over + len(self.broken)
        return not wrong and self.exact == self.whole > 0


class _Taken(NamedTuple):
    """What a system held at least when a backup began, and at most when it ended, each thing by name."""

    before: dict[str, str]
    after: dict[str, str]


class _Drill:
    def __init__(self, system: SmallSystem, bus: Bus, url: str, dice: random.Random) -> None:
        self._system = system
        self._bus = bus
        self._url = url
        self._dice = dice
        self._posts = 0
        self.withdrawn: dict[PostKey, set[str]] = {}
        self.taken: dict[str, _Taken] = {}
        self.killed = self.mistaken = self.came_back = 0

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
        pool = self._system.backups / "media"
        self.came_back += sum((pool / name).exists() for names in self.withdrawn.values() for name in names)

    async def _work(self) -> None:
        """One more post, and another value of the switches."""
        self._posts += 1
        await add_post(self._bus, self._system.store, self._posts)
        entry = await self._bus.ledger().get("switches")
        assert entry is not None
        await self._bus.ledger().put("switches", b'{"off":["site%d"]}' % self._posts, expected=entry.revision)

    async def _back_up(self, stamp: datetime, *, kill: bool) -> None:
        name = stamp.strftime("%Y-%m-%dT%H%M%SZ")
        before = await contents(self._bus, self._system.store, self._system.homes)
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _CHILD, self._url, str(self._system.root), stamp.isoformat()),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        await child.stdout.readline()
        child.stdin.write(b"\n")
        working = asyncio.create_task(self._work())
        if kill:
            await asyncio.sleep(self._dice.uniform(0, _LONGEST))
            with suppress(ProcessLookupError):
                child.send_signal(signal.SIGKILL)
        code = await child.wait()
        await working
        self.killed += code == -signal.SIGKILL
        whole = name in {path.name for _, path in backups_in(self._system.backups)}
        self.mistaken += whole and bool(damage_in(self._system.backups))
        if whole:
            after = await contents(self._bus, self._system.store, self._system.homes)
            self.taken[name] = _Taken(before, after)

    async def _withdraw(self) -> None:
        """What a withdrawal records and deletes here; no platform is asked."""
        key = PostKey.of("sample", str(self._dice.randint(1, self._posts)))
        if key in self.withdrawn:
            return
        facts = await self._bus.history(key)
        names = {file_of(name) for name in self._system.store.used_by(key)}
        recorded = await self._bus.decide(
            key, lambda state: PostRetracted(post_key=key, revision=state.revision, by="keeper", reason="asked for")
        )
        assert recorded is not None
        await purge_media(self._bus, self._system.store, key, facts)
        await self._bus.purge(key, recorded.sequence)
        for event in (fact.event for fact in facts if isinstance(fact.event, ContentUploaded)):
            on = event.model_dump(include={"post_key", "revision", "platform", "remote_id"})
            await self._bus.decide(key, partial(_always, ContentWithdrawn(**on, reason="asked for")))
        self.withdrawn[key] = names


def _always(event: Event, _: PostState) -> Event:
    return event


async def contents(bus: Bus, store: LocalStore, homes: Homes) -> dict[str, str]:
    """Everything that a restore must give back, each thing under a name; of retractions only the post."""
    found = {f"entry/{entry.key}": entry.value.decode() async for entry in bus.ledger().entries()}
    async for batch in bus.facts():
        for event in (fact.event for fact in batch):
            if isinstance(event, PostRetracted):
                found[f"retraction/{event.post_key}"] = event.reason
            elif isinstance(event, ContentWithdrawn):
                found[f"withdrawal/{event.event_id}"] = event.model_dump_json(by_alias=True)
            else:
                found[f"fact/{event.post_key}/{event.event_id}"] = event.model_dump_json(by_alias=True)
    return found | await asyncio.to_thread(_files, store, homes)


def _files(store: LocalStore, homes: Homes) -> dict[str, str]:
    own = ("author.salt", "accounts.json")
    files = {f"media/{path.relative_to(store.root)}": path for path in stored_files(store.root)}
    files |= {f"var/{name}": homes.var / name for name in own} | {"sites/mine.yaml": homes.sites / "mine.yaml"}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if path.is_file()}


def differences(found: Mapping[str, str], taken: _Taken, withdrawn: Set[str]) -> list[str]:
    """What a restore lost, changed or invented; what is of ``withdrawn`` posts may be missing."""
    lost = [name for name in taken.before.keys() - found.keys() - withdrawn if not name.startswith("retraction/")]
    other = [
        name
        for name, text in found.items()
        if text not in {taken.before.get(name), taken.after.get(name)} and not name.startswith("retraction/")
    ]
    return [*(f"lost {name}" for name in sorted(lost)), *(f"not as it was {name}" for name in sorted(other))]


def _is_of(name: str, posts: Iterable[PostKey]) -> bool:
    return any(name.startswith(f"fact/{key}/") for key in posts)


async def drill_restores(
    folder: Path, say: Say, *, backups: int = 50, seed: int = 0, withdrawn_every: int = _WITHDRAWN
) -> RestoreReport:
    """Take backups of a system at work, kill some, withdraw posts, and restore every whole one into an empty system."""
    began = time.monotonic()
    system, empty = SmallSystem(folder / "system"), SmallSystem(folder / "empty")
    await asyncio.to_thread(fill, system)
    async with system.running() as bus, empty.running() as other:
        await bus.ledger().put("switches", b"{}", expected=0)
        url = (system.nats / "url").read_text(encoding="utf-8")
        drill = _Drill(system, bus, url, random.Random(seed))  # noqa: S311 (it guards nothing)
        await drill.run(backups, withdrawn_every, say)
        broken: list[str] = []
        for name, taken in drill.taken.items():
            place = SmallSystem(folder / f"restored-{name}")
            await asyncio.to_thread(place.homes.var.mkdir, parents=True)
            await reset_topology(NatsSettings(url=(empty.nats / "url").read_text(encoding="utf-8")))
            await restore(other, place.store, place.homes, system.backups / name)
            found = await contents(other, place.store, place.homes)
            gone = {f"media/{media}" for names in drill.withdrawn.values() for media in names}
            mine = {
                what
                for what in taken.before.keys() | taken.after.keys() | found.keys()
                if _is_of(what, drill.withdrawn)
            }
            drill.came_back += len(found.keys() & (gone | mine))
            broken += [f"{name}: {what}" for what in differences(found, taken, gone | mine)]
        left_over = len(list(system.backups.glob(".????-*")))
    wrong = {text.partition(":")[0] for text in broken}
    return RestoreReport(
        seconds=round(time.monotonic() - began, 1),
        backups=backups + 1,
        killed=drill.killed,
        whole=len(drill.taken),
        exact=len(drill.taken) - len(wrong),
        withdrawn=len(drill.withdrawn),
        came_back=drill.came_back,
        mistaken=drill.mistaken,
        left_over=left_over,
        broken=tuple(broken[:20]),
    )
