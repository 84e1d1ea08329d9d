"""Random kills for a drill: workers are killed at random instants and at every named step, or stopped for a while."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable
from typing import Final

from schemas.errors import Retryable
from testbed.drills.publish.fork_server import ForkServer
from testbed.drills.publish.worker import LEASE, WorkerTask

_WORKERS: Final = 3
_LONGEST: Final = 0.45
"""Longest life of a worker in seconds before it is killed, while there are kills left."""
_STOPPED: Final = 0.1
"""Share of the workers that are stopped and continued instead of killed."""
_SLEEP: Final = LEASE * 1.6
_GIVE_UP: Final = 300.0


class WorkerKiller:
    """Keeps workers on ``jobs`` and kills them: ``kills`` times at random instants, and once at each of ``steps``."""

    def __init__(
        self, server: ForkServer, task: WorkerTask, jobs: list[str], kills: int, steps: tuple[str, ...]
    ) -> None:
        self._server = server
        self._task = task
        self._jobs = jobs
        self._steps = list(steps)
        self._left = kills
        self._total = kills + len(steps)
        self._random = random.Random(len(jobs) * 1000 + kills)  # noqa: S311 - the same drill, the same dice
        self._due: dict[int, float] = {}
        self._asleep: set[int] = set()
        self.stopped = 0
        self.hit: set[str] = set()

    async def run_until_done(self, done: Callable[[], Awaitable[set[str]]]) -> None:
        """Run until every job is done. Raises Retryable when that takes longer than `_GIVE_UP`."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + _GIVE_UP
        while open_jobs := self._open(await done()):
            if loop.time() > give_up:
                raise Retryable("publish.drill_unfinished", jobs=len(open_jobs), seconds=round(_GIVE_UP))
            self._learn()
            while len(self._server.alive) < _WORKERS and await self._hire(open_jobs):
                pass
            await asyncio.sleep(0.02)
            for number in [n for n, at in self._due.items() if at <= loop.time()]:
                del self._due[number]
                await self._strike(number, loop.time())

    async def _strike(self, number: int, now: float) -> None:
        """Kill a worker; or stop it for longer than its lease lives, and have it go on as if nothing had been."""
        if number not in self._server.alive:
            return
        if number in self._asleep:
            self._asleep.discard(number)
            await self._server.signal_worker(number, signal.SIGCONT)
        elif not self._task.plain and self._random.random() < _STOPPED:
            self._asleep.add(number)
            self.stopped += 1
            self._due[number] = now + _SLEEP
            await self._server.signal_worker(number, signal.SIGSTOP)
        elif self._left > 0:
            await self._server.signal_worker(number, signal.SIGKILL)

    def _learn(self) -> None:
        """A worker that was to die at a step never came to it, since its job was further: another one must."""
        for task, killed in self._server.ended:
            if task["die_at"] and not killed:
                self._steps.append(task["die_at"])
            elif task["die_at"]:
                self.hit.add(task["die_at"])
            elif killed:
                self._left -= 1
        self._server.ended.clear()

    def _open(self, done: set[str]) -> list[str]:
        """Jobs are let in as kills are used up, so that there is work to be killed at until the end."""
        waiting = [job for job in self._jobs if job not in done]
        used = self._total - self._left - len(self._steps)
        let_in = round(used / self._total * len(self._jobs)) if self._total else len(self._jobs)
        if used >= self._total:
            return waiting
        inside = [job for job in self._jobs[:let_in] if job not in done]
        return inside if len(inside) >= _WORKERS else waiting[:_WORKERS]

    async def _hire(self, open_jobs: list[str]) -> bool:
        """Start one more worker on free jobs; now and then on a job that another worker has."""
        in_hand = {job for task in self._server.alive.values() for job in task["jobs"]}
        free = [
            job for job in open_jobs if job not in in_hand or (not self._task.plain and self._random.random() < 0.1)
        ]
        if not free:
            return False
        jobs = tuple(self._random.sample(free, min(2, len(free))))
        die_at = self._steps.pop(0) if self._steps and (self._left <= 0 or self._random.random() < 0.4) else ""
        task = self._task.model_copy(update={"jobs": jobs, "die_at": die_at})
        number = await self._server.start_worker(task.model_dump(mode="json"))
        if not die_at:
            self._due[number] = asyncio.get_running_loop().time() + self._random.uniform(0.02, _LONGEST)
        return True
