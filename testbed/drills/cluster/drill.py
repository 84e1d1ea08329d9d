"""The drill of a cluster of three: leaders are killed and stopped, one is cut off, and nothing may be lost by it."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple

from libraries.bus import Bus, connect
from libraries.bus.accounts import account_files
from schemas.base import Frozen
from schemas.events import ContentUploaded, RecordedFact, StageDone
from schemas.posts import PostKey
from schemas.subjects import FACTS
from services.config import NatsSettings
from testbed.broker_cluster import BrokerCluster, broker_cluster, create_streams
from testbed.drills.cluster.background_work import ApproverAndReader, CountingPublisher
from testbed.drills.message_deliveries import SleepingStudio
from testbed.drills.pipeline_report import count_duplicate_facts, count_lost_approvals, percentile, states_by_post

PLATFORMS: Final = ("export", "youtube")
_PATIENCE: Final = 120.0
"""Seconds without progress after which the rest counts as stuck."""
Fault = Literal["kill", "freeze", "cut"]
Say = Callable[[str], None]


class ClusterReport(Frozen):
    """Figures of the drill. ``duplicated``: films, uploads or facts too many, and second copies on a platform.

    ``stale``: readings without what had been acknowledged to the same connection before; ``late``: to another one.
    Seconds until the work goes on after a fault: until the broker stored the first result that was made after it; by
    kind of fault as p50 and the longest.
    """

    seconds: float
    posts: int
    faults: dict[str, int]
    lost: int
    duplicated: int
    stuck: int
    stale: int
    late: int
    goes_on_p50_s: float | None
    goes_on_max_s: float | None
    goes_on_by_fault: dict[str, tuple[float | None, float | None]]

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        return not (self.lost + self.duplicated + self.stuck + self.stale)


class _Hit(NamedTuple):
    fault: Fault
    moment: datetime


class _Progress:
    """What a follower of the stream has seen."""

    def __init__(self, bus: Bus) -> None:
        self.uploaded: set[tuple[PostKey, str]] = set()
        self.newest = datetime.min.replace(tzinfo=UTC)
        self._bus = bus

    async def follow(self) -> None:
        async for batch in self._bus.facts(follow=True):
            for fact in filter(_is_result, batch):
                self.newest = max(self.newest, fact.event.time)
                if isinstance(fact.event, ContentUploaded):
                    self.uploaded.add((fact.event.post_key, fact.event.platform))

    async def after(self, moment: datetime) -> None:
        """Wait for a result that was made after ``moment``. Raises TimeoutError."""
        async with asyncio.timeout(_PATIENCE):
            while self.newest <= moment:  # noqa: ASYNC110 (`follow` may notify nobody while it reads again)
                await asyncio.sleep(0.05)

    async def until(self, uploads: int) -> None:
        """Wait for so many uploads, or until none comes for too long."""
        seen, since = -1, time.monotonic()
        while len(self.uploaded) < uploads and time.monotonic() < since + _PATIENCE:
            if len(self.uploaded) > seen:
                seen, since = len(self.uploaded), time.monotonic()
            await asyncio.sleep(0.1)


async def drill_cluster(folder: Path, say: Say, *, posts: int, kills: int, stops: int, cuts: int) -> ClusterReport:
    """Publish ``posts`` to two platforms over a cluster of three whose leaders are killed and stopped meanwhile."""
    began = time.monotonic()
    accounts = folder / "accounts"
    await asyncio.to_thread(account_files.create_accounts, accounts)
    async with AsyncExitStack() as stack:
        login = await asyncio.to_thread((accounts / account_files.CONFIG).read_text, "utf-8")
        cluster = await stack.enter_async_context(broker_cluster(folder, login=login))
        settings = NatsSettings(urls=cluster.urls, replicas=3, accounts=accounts)
        await create_streams(settings)

        async def bus(name: str) -> Bus:
            connected = await connect(settings, name)
            stack.push_async_callback(connected.close)
            return connected

        studio = SleepingStudio()
        publishers = [CountingPublisher(await bus("publish"), platform) for platform in PLATFORMS]
        operator, reader = await bus("operator"), await bus("operator")
        approver, progress = ApproverAndReader(operator, reader), _Progress(await bus("projector"))
        await stack.enter_async_context(studio.running(await bus("studio")))
        for publisher in publishers:
            await stack.enter_async_context(publisher.running())
        following = asyncio.create_task(progress.follow())
        stack.callback(following.cancel)
        chaos = _Chaos(cluster, await bus("operator"), progress)
        hits = await chaos.reign(_plan(kills, stops, cuts), approver, posts, say)
        await progress.until(posts * len(PLATFORMS))
        facts = [fact async for batch in reader.facts() for fact in batch]
        copies = [copy for publisher in publishers for copy in publisher.copies.values()]
        return _report(time.monotonic() - began, facts, approver, copies, hits)


def _plan(kills: int, stops: int, cuts: int) -> list[Fault]:
    kinds: list[tuple[Fault, int]] = [("kill", kills), ("freeze", stops), ("cut", cuts)]
    plan = [fault for fault, count in kinds for _ in range(count)]
    random.Random(1).shuffle(plan)  # noqa: S311 (it guards nothing)
    return plan


class _Chaos(NamedTuple):
    """Faults of the member that leads the stream of facts, seen through a connection of its own."""

    cluster: BrokerCluster
    bus: Bus
    progress: _Progress

    async def reign(self, plan: Sequence[Fault], approver: ApproverAndReader, posts: int, say: Say) -> list[_Hit]:
        """Approve the posts in as many parts as there are faults, with a fault in the middle of the work on each."""
        hits: list[_Hit] = []
        dice = random.Random(2)  # noqa: S311 (it guards nothing)
        parts = max(1, len(plan))
        for number in range(parts):
            part = range(posts * number // parts, posts * (number + 1) // parts)
            approving = asyncio.create_task(approver.approve_and_read_back(part))
            if number < len(plan):
                await self._healthy()
                await asyncio.sleep(dice.uniform(0, 0.5))
                hits.append(await self._hit(plan[number]))
                done = f"{len(self.progress.uploaded)} uploads, {approver.stale} stale"
                say(f"{number + 1} of {parts}: {plan[number]}; {done}")
            await approving
        return hits

    async def _hit(self, fault: Fault) -> _Hit:
        """One fault, until the work goes on; then the member comes back."""
        cluster, leader = self.cluster, await self._leader()
        hit = _Hit(fault, datetime.now(UTC))
        match fault:
            case "kill":
                await cluster.kill(leader)
            case "freeze":
                cluster.pause(leader)
            case "cut":
                cluster.cut_off(leader)
        try:
            await self.progress.after(hit.moment)
        finally:
            match fault:
                case "kill":
                    await cluster.start(leader)
                case "freeze":
                    cluster.resume(leader)
                case "cut":
                    cluster.reconnect_all()
        return hit

    async def _leader(self) -> str:
        while True:
            info = await self.bus.client.call_api(f"STREAM.INFO.{FACTS}")
            if leader := info["cluster"].get("leader"):
                return str(leader)
            await asyncio.sleep(0.1)

    async def _healthy(self) -> None:
        """Wait until every member has all facts. Raises TimeoutError."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                others = (await self.bus.client.call_api(f"STREAM.INFO.{FACTS}"))["cluster"].get("replicas", ())
                ready = [one for one in others if one["current"] and not one.get("offline")]
                if len(ready) == len(self.cluster.names) - 1:
                    return
                await asyncio.sleep(0.2)


def _is_result(fact: RecordedFact) -> bool:
    return isinstance(fact.event, StageDone | ContentUploaded)


def _report(
    seconds: float,
    facts: Sequence[RecordedFact],
    approver: ApproverAndReader,
    copies: Sequence[int],
    hits: Sequence[_Hit],
) -> ClusterReport:
    results = list(filter(_is_result, facts))
    times: dict[str, list[float]] = {}
    for hit in hits:
        stored = [fact.time for fact in results if fact.event.time > hit.moment]
        times.setdefault(hit.fault, []).append((min(stored) - hit.moment).total_seconds())
    every = [one for some in times.values() for one in some]
    states = states_by_post(facts)
    return ClusterReport(
        seconds=round(seconds, 1),
        posts=len(approver.acknowledged),
        faults=dict(Counter(hit.fault for hit in hits)),
        lost=count_lost_approvals(approver.acknowledged, facts),
        duplicated=count_duplicate_facts(facts) + sum(count - 1 for count in copies),
        stuck=sum(states[key].uploaded < set(PLATFORMS) for key in approver.acknowledged if key in states),
        stale=approver.stale,
        late=approver.late,
        goes_on_p50_s=percentile(every, 0.5),
        goes_on_max_s=percentile(every, 1),
        goes_on_by_fault={fault: (percentile(some, 0.5), percentile(some, 1)) for fault, some in times.items()},
    )
