"""Stations and a broker in child processes, for drills: each can be killed at any instant and started again."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from libraries.bus import Bus, connect
from libraries.bus.embedded import accounts_dir, run_embedded_server
from libraries.bus.service.failpoints import VARIABLE
from schemas.errors import Permanent
from schemas.subjects import FACTS
from services.config import NatsSettings, pythonpath_for_child

_COMMAND: Final = """
import sys
from libraries.processes import end_with_parent
end_with_parent(int(sys.argv.pop(1)))
from services.cli import main
main()
"""
"""``wagglebot`` that the kernel kills when the process named by the first argument ends."""
_GRACE: Final = 15.0
_LONGEST_STOP: Final = 60.0
"""Seconds within which a station that is asked to end must have ended, also on a machine with much to do."""


class StationProcesses:
    """Stations in child processes, one ``wagglebot run STATION`` each.

    ``fallen`` counts those that ended without being killed. ``logs``: a folder of rotated log files, one a station.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str], logs: Path | None = None) -> None:
        self.folder = folder
        self._logs = logs
        own = {name: value for name, value in os.environ.items() if not name.startswith("WAGGLEBOT_")}
        # What a killed film leaves half-made lies here too, and goes with the folder.
        self._environment = own | dict(settings) | {"PYTHONPATH": pythonpath_for_child(own), "TMPDIR": str(folder)}
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self.fallen = 0
        self.falls: list[str] = []
        """Which station fell, and its exit status, of those that `fallen` counts."""

    async def start(self, name: str, step: str = "") -> None:
        """Start a station; one with a ``step`` (``voice:started``) ends itself there."""
        environment = self._environment | ({VARIABLE: step} if step else {})
        if self._logs is not None:
            environment |= {"WAGGLEBOT_LOG__FILE": str(self._logs / f"{name}.jsonl")}
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _COMMAND, str(os.getpid()), "run", name),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # In this folder no .env is found.
                cwd=self.folder,
                env=environment,
                start_new_session=True,
            )

    async def kill(self, name: str) -> None:
        """End a station as a power cut would, and wait until it is gone."""
        process = self._running[name]
        if process.returncode is not None:
            self._fell(name, process.returncode)
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    async def stop(self, name: str) -> None:
        """Ask a station to end, as a service manager does; one that does not, or ends with an error, has fallen."""
        process = self._running[name]
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(_LONGEST_STOP):
                code = await process.wait()
        except TimeoutError:
            await self.kill(name)
            code = -signal.SIGKILL
        if code not in (0, -signal.SIGTERM):  # one that has hardly begun ends by the signal itself
            self._fell(name, code)

    def _fell(self, name: str, code: int) -> None:
        self.fallen += 1
        self.falls.append(f"{name} ended with {code}")

    def process_ids(self) -> dict[str, int]:
        """The process ids of the stations that run, by name."""
        return {name: process.pid for name, process in self._running.items() if process.returncode is None}

    async def wait_until_killed_at_step(self, name: str) -> None:
        """Wait until a station that was started with a step has killed itself there."""
        code = await self._running[name].wait()
        self.fallen += code != -signal.SIGKILL

    async def run_command(self, *arguments: str) -> str:
        """Run ``wagglebot ARGUMENTS`` on this machine; gives its output. Raises Permanent."""
        ran = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _COMMAND, str(os.getpid()), *arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=self.folder,
            env=self._environment,
        )
        said, why = await ran.communicate()
        if ran.returncode:
            name = f"wagglebot {' '.join(arguments)}"
            raise Permanent("drill.command_failed", command=name, why=why.decode(errors="replace").strip())
        return said.decode()

    def log_text(self, name: str) -> str:
        """The log of a station so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    async def restart_fallen(self) -> None:
        """Restart stations that ended without being killed."""
        for name, process in list(self._running.items()):
            if process.returncode is not None:
                self._fell(name, process.returncode)
                await self.start(name)

    async def close(self) -> None:
        """Ask all to end; kill those that do not."""
        for process in self._running.values():
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self._running.values():
            try:
                async with asyncio.timeout(_GRACE):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


@asynccontextmanager
async def running_broker(store_dir: Path) -> AsyncIterator[tuple[Bus, NatsSettings]]:
    """A nats-server over ``store_dir`` that runs within the block: a bus to it, and its settings."""
    async with run_embedded_server(store_dir) as url:
        settings = NatsSettings(url=url, store_dir=store_dir, accounts=accounts_dir(store_dir))
        bus = await connect(settings, "drill")
        try:
            yield bus, settings
        finally:
            await bus.close()


def unstarted_stations(folder: Path, nats: NatsSettings, media: Path, **settings: str) -> StationProcesses:
    """The stations of a machine of its own below ``folder``, with its own GPU lock, notes and database; none is
    started. ``settings`` by the end of their name (``STUDIO__PROVIDER_REST="1"``).
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = {
        "NATS__URL": nats.url,
        "NATS__STORE_DIR": str(folder / "var" / "nats"),
        "MEDIA__ROOT": str(media),
        "STORE__URL": f"sqlite:///{folder / 'projection.db'}",
    }
    if nats.accounts:
        own["NATS__ACCOUNTS"] = str(nats.accounts)  # each station is the user that it is in an installation
    named = {f"WAGGLEBOT_{name}": value for name, value in (own | settings).items()}
    return StationProcesses(folder, named)


async def wait_until_durable_idle(bus: Bus, durable: str, seconds: float = 120) -> None:
    """Wait until a durable has no message waiting or in hand. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            info = await bus.client.call_api(f"CONSUMER.INFO.{FACTS}.{durable}")
            if not info["num_pending"] and not info["num_ack_pending"]:
                return
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running_stations(stations: StationProcesses, *names: str) -> AsyncIterator[StationProcesses]:
    """The stations, of which those named are at work within the block."""
    try:
        for name in names:
            await stations.start(name)
        yield stations
    finally:
        await stations.close()


def kill_broker(store_dir: Path) -> None:
    """Kill the embedded nats-server over ``store_dir``; whoever started it starts it again on the same store."""
    for process in broker_processes(store_dir):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def broker_processes(store_dir: Path) -> list[int]:
    """The process ids of the embedded nats-server over ``store_dir``; empty while it does not run."""
    words, found = str(store_dir / "nats-server.conf").encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            program, *arguments = (folder / "cmdline").read_bytes().split(b"\0")
            if words in arguments and program.endswith(b"nats-server"):
                found.append(int(folder.name))
    return found
