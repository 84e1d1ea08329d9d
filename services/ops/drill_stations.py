"""Stations and a broker in processes of their own, for drills: each can be killed at any instant and started again."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from services.bus.steps import VARIABLE, Step
from services.config import ROOT

_COMMAND: Final = """
import ctypes, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 9)
from services.cli import main
main()
"""
"""``wagglebot`` that the kernel kills with its parent: PR_SET_PDEATHSIG, SIGKILL."""
_GRACE: Final = 15.0


class Stations:
    """``wagglebot run STATION``, one process each. ``fallen`` counts those that ended without being killed."""

    def __init__(self, folder: Path, settings: Mapping[str, str], plugins: Path) -> None:
        self._folder = folder
        own = {name: value for name, value in os.environ.items() if not name.startswith("WAGGLEBOT_")}
        search = os.pathsep.join(filter(None, (str(plugins), str(ROOT), own.get("PYTHONPATH", ""))))
        # What a killed film leaves half-made lies here too, and goes with the folder.
        self._environment = own | dict(settings) | {"PYTHONPATH": search, "TMPDIR": str(folder)}
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self.fallen = 0

    async def start(self, name: str, step: Step | None = None) -> None:
        """Start a station; one with a ``step`` ends itself there."""
        environment = self._environment | ({VARIABLE: step} if step else {})
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _COMMAND, "run", name),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # There no .env of anybody is found.
                cwd=self._folder,
                env=environment,
                start_new_session=True,
            )

    async def kill(self, name: str) -> None:
        """End a station as a power cut would, and wait until it is gone."""
        process = self._running[name]
        self.fallen += process.returncode is not None
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    async def ended(self, name: str) -> None:
        """Wait until a station that was started with a step has come to it."""
        code = await self._running[name].wait()
        self.fallen += code != -signal.SIGKILL

    async def revive(self) -> None:
        """Start again what ended without being told to."""
        for name, process in list(self._running.items()):
            if process.returncode is not None:
                self.fallen += 1
                await self.start(name)

    async def close(self) -> None:
        """Ask all to end; kill those that do not."""
        for process in self._running.values():
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self._running.values():
            try:
                await asyncio.wait_for(process.wait(), _GRACE)
            except TimeoutError:
                process.kill()
                await process.wait()


@asynccontextmanager
async def running(stations: Stations, *names: str) -> AsyncIterator[Stations]:
    """The stations at work; ended in the end, whatever happens."""
    try:
        for name in names:
            await stations.start(name)
        yield stations
    finally:
        await stations.close()


def kill_broker(store_dir: Path) -> None:
    """Kill the embedded nats-server over ``store_dir``; whoever started it starts it again on the same store."""
    words = str(store_dir / "nats-server.conf").encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            program, *arguments = (folder / "cmdline").read_bytes().split(b"\0")
            if words in arguments and program.endswith(b"nats-server"):
                os.kill(int(folder.name), signal.SIGKILL)


def plain_films(folder: Path) -> Path:
    """Register the template ``plain`` the way a plug-in does; gives what must be on the path of Python.

    It stands in no real installation, so no recipe can name it by mistake.
    """
    info = folder / "drill-0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: drill\nVersion: 0\n")
    template = "services.studio.film.templates.plain:PlainTemplate"
    (info / "entry_points.txt").write_text(f"[wagglebot.templates]\nplain = {template}\n")
    return folder
