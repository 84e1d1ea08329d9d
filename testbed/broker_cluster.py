"""A cluster of real brokers on loopback, whose members can be killed, stopped and cut off from each other."""

import asyncio
import os
import signal
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import permutations
from pathlib import Path
from typing import Final, NamedTuple

from libraries.bus import connect
from libraries.bus.embedded import nats_server_path
from libraries.processes import command_ending_with_parent
from schemas.errors import ProviderDown
from services.config import NatsSettings

_CONFIG: Final = """\
server_name: {name}
listen: "127.0.0.1:{port}"
max_payload: 1MB
log_file: "{folder}/server.log"
{login}
jetstream {{ store_dir: "{folder}/store", sync_interval: always }}
cluster {{
  name: wagglebot
  listen: "127.0.0.1:{route}"
  # Nobody listens there: members reach each other by the listed routes only, which can be cut.
  advertise: "127.0.0.1:1"
  no_advertise: true
  routes: [{routes}]
}}
"""
_FORM_SECONDS: Final = 60.0


class _Route:
    """A route between two members: a relay of bytes that can stop relaying without closing a connection."""

    def __init__(self) -> None:
        self.target = 0
        self._open = asyncio.Event()
        self._open.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._relays: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self.mend()
        if self._server is not None:
            self._server.close()
        for relay in tuple(self._relays):
            relay.cancel()
        await asyncio.gather(*self._relays, return_exceptions=True)

    def cut(self) -> None:
        """Bytes wait from now on, as behind a broken switch."""
        self._open.clear()

    def mend(self) -> None:
        """Relay again; connections of before are closed, since nobody knows what they lost."""
        self._open.set()
        for writer in tuple(self._writers):
            writer.close()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        relay = asyncio.create_task(self._relay(reader, writer))
        self._relays.add(relay)
        relay.add_done_callback(self._relays.discard)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._open.wait()
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        both = {writer, far_writer}
        self._writers |= both
        try:
            await asyncio.gather(self._copy(reader, far_writer), self._copy(far_reader, writer))
        finally:
            self._writers -= both

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                await self._open.wait()
                writer.write(data)
                await writer.drain()
        writer.close()


class _Member(NamedTuple):
    name: str
    folder: Path
    port: int
    route: int


class BrokerCluster:
    """A running cluster: members by name (``nats-1`` and so on), each a nats-server process with a store of its own."""

    def __init__(self, members: dict[str, _Member], routes: dict[tuple[str, str], _Route], login: str) -> None:
        self._members = members
        self._routes = routes
        self._login = login
        self._running: dict[str, Process] = {}

    @property
    def names(self) -> list[str]:
        """The names of the members, in order."""
        return list(self._members)

    @property
    def urls(self) -> tuple[str, ...]:
        """Addresses for clients, in the order of the names."""
        return tuple(f"nats://127.0.0.1:{member.port}" for member in self._members.values())

    async def start(self, name: str) -> None:
        """Start a member over what it has stored. It takes part when the others reached it."""
        member = self._members[name]
        mine = [route.port for (source, _), route in self._routes.items() if source == name]
        routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in mine)
        text = _CONFIG.format(**member._asdict(), login=self._login, routes=routes)
        config = member.folder / "nats-server.conf"
        await asyncio.to_thread(_write, config, text)
        self._running[name] = await asyncio.create_subprocess_exec(
            *command_ending_with_parent(str(nats_server_path())),
            *("-c", str(config)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )

    async def kill(self, name: str) -> None:
        """End a member as a power cut would, and wait until it is gone."""
        process = self._running.pop(name)
        process.kill()
        await process.wait()

    def pause(self, name: str) -> None:
        """Stop a member with SIGSTOP: it keeps its connections and answers nothing."""
        os.kill(self._running[name].pid, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Continue a member that was paused."""
        os.kill(self._running[name].pid, signal.SIGCONT)

    def cut_off(self, name: str) -> None:
        """Cut a member off from the others; its clients still reach it."""
        for pair, route in self._routes.items():
            if name in pair:
                route.cut()

    def reconnect_all(self) -> None:
        """Connect all members with each other again."""
        for route in self._routes.values():
            route.mend()

    async def close(self) -> None:
        """End all members and routes."""
        for process in self._running.values():
            if process.returncode is None:
                process.kill()
        await asyncio.gather(*(process.wait() for process in self._running.values()))
        for route in self._routes.values():
            await route.close()


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@asynccontextmanager
async def broker_cluster(folder: Path, *, size: int = 3, login: str = "") -> AsyncIterator[BrokerCluster]:
    """A running cluster below ``folder``, without streams; ``login``: lines of configuration about users."""
    names = [f"nats-{number}" for number in range(1, size + 1)]
    routes = {pair: _Route() for pair in permutations(names, 2)}
    for route in routes.values():
        await route.start()
    ports = free_ports(2 * size)
    members = {name: _Member(name, folder / name, ports.pop(), ports.pop()) for name in names}
    for (_, target), route in routes.items():
        route.target = members[target].route
    cluster = BrokerCluster(members, routes, login)
    try:
        for name in names:
            await cluster.start(name)
        yield cluster
    finally:
        await cluster.close()


async def create_streams(settings: NatsSettings) -> None:
    """Create streams and durables as soon as the members have found each other. Raises ProviderDown."""
    clock = asyncio.get_running_loop()
    deadline = clock.time() + _FORM_SECONDS
    while True:
        try:
            bus = await connect(settings, "topology", patience=10, change_topology=True)
        except ProviderDown:
            if clock.time() > deadline:
                raise
            await asyncio.sleep(0.2)
        else:
            await bus.close()
            return


def free_ports(count: int) -> list[int]:
    """``count`` ports of loopback on which nobody listens now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
