"""A fork server: one process that has everything imported forks workers, which can be killed by the hundred.

A fork of a process without threads is as real to kill -9 as a fresh one, and starts in milliseconds.
"""

import asyncio
import json
import os
import select
import signal
import sys
import traceback
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

Json = dict[str, Any]


class ForkServer:
    """The handle of the parent on a fork server. ``alive`` maps the number of each worker to its task."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._next = 0
        self.alive: dict[int, Json] = {}
        self.killed = 0
        """Workers ended by SIGKILL, by the drill or by themselves."""
        self.ended: list[tuple[Json, bool]] = []
        """Tasks of the workers that ended, and whether a SIGKILL ended them."""

    async def start_worker(self, task: Json) -> int:
        """Fork a worker for ``task``; gives its number."""
        self._next += 1
        self.alive[self._next] = task
        await self._say({"start": self._next, "task": task})
        return self._next

    async def signal_worker(self, number: int, signal: int) -> None:
        """Send a signal to a worker; nothing where it has just ended."""
        await self._say({"signal": signal, "to": number})

    async def track_workers(self) -> None:
        """Keep ``alive``, ``ended`` and ``killed`` up to date until cancelled."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            ended = json.loads(line)
            self.ended.append((self.alive.pop(ended["ended"]), ended["killed"]))
            self.killed += ended["killed"]

    async def _say(self, what: Json) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()


@asynccontextmanager
async def fork_server(module: str) -> AsyncGenerator[ForkServer, None]:
    """A fork server over ``module``, which calls `fork_workers` when it is run. It ends with its parent."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, stdin=PIPE, stdout=PIPE)
    running = ForkServer(process)
    listening = asyncio.create_task(running.track_workers())
    try:
        yield running
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        listening.cancel()


def fork_workers(work: Callable[[Json], None]) -> None:
    """Fork a worker for every task on standard input, until that ends; then kill those that are left."""
    pids: dict[int, int] = {}
    waiting = b""
    while True:
        if select.select([0], [], [], 0.004)[0]:
            data = os.read(0, 65536)
            if not data:
                break
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                _obey(json.loads(line), pids, work)
        _report(pids)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _obey(order: Json, pids: dict[int, int], work: Callable[[Json], None]) -> None:
    if "signal" in order:
        found = next((pid for pid, number in pids.items() if number == order["to"]), None)
        if found is not None:  # not waited for yet, so the number cannot be another process's
            os.kill(found, order["signal"])
        return
    pid = os.fork()
    if pid:
        pids[pid] = order["start"]
        return
    code = 1
    try:
        os.close(0)
        os.dup2(2, 1)  # what a worker logs must not get among the server's own output
        work(order["task"])
        code = 0
    except Exception:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


def _report(pids: dict[int, int]) -> None:
    while pids:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        os.write(1, json.dumps({"ended": pids.pop(pid), "killed": killed}).encode() + b"\n")
