"""The embedded broker: a nats-server child process that lives exactly as long as its parent."""

import asyncio
import fcntl
import json
import os
import re
import shutil
import socket
import sysconfig
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from libraries import files
from libraries.bus.accounts.account_files import ACCOUNT, CONFIG, create_accounts
from libraries.bus.connection_settings import OPERATOR, read_user_password
from libraries.bus.embedded_log import look_for_failed_write, set_aside_damaged_stream_descriptions, start_failure_text
from libraries.extras import install_command
from libraries.log import get_logger
from libraries.processes import command_ending_with_parent
from schemas.errors import ConfigurationError, ProviderDown

log = get_logger(__name__)

_START_SECONDS = 30.0
"""The server reads its store before it opens the port: about a second per million facts."""
_LOCK_SECONDS = 2.0
"""How long to wait for the server of a process that was killed a moment ago."""
_LOOK_SECONDS = 5.0
"""How often the server's log is checked for writes that failed on a full disk."""
_FULL = 1024 * 1024
"""Free bytes below which a write has certainly failed."""
_ROOM = 64 * 1024 * 1024
"""Free bytes from which the server is started again."""
_CONFIG_FILE = "nats-server.conf"
_ACCOUNTS = "accounts"
PID_FILE = "nats-server.pid"
_CONFIG = """\
server_name: wagglebot-embedded
listen: "127.0.0.1:{port}"
max_payload: 1MB
log_file: {log}
pid_file: {pid}
logfile_size_limit: 10MB
logfile_max_num: 3
include "{accounts}/{users}"
jetstream {{ store_dir: {store}, sync_interval: always }}
"""


@asynccontextmanager
async def run_embedded_server(store_dir: Path, *, port: int = -1, lanes: Sequence[str] = ()) -> AsyncIterator[str]:
    """Run nats-server on loopback over ``store_dir``; gives its address, which contains its password.

    It is restarted on the same port when it dies, and it ends with this process however that ends.
    ``port`` -1 takes that of the last run where it is still free, with the password of the last run, so that stations
    of other processes find it again; else any free one. Each station has a user of its own, whose password lies in
    ``accounts_of(store_dir)``; ``lanes`` as `create_accounts` takes them. Raises ConfigurationError (no program, folder
    in use or not writable) and ProviderDown (it does not start).
    """
    program = nats_server_path()
    async with _claimed(store_dir) as lock:
        last_port, password = _last_run(store_dir)
        create_accounts(accounts_dir(store_dir), operator=password, lanes=lanes)
        _move_to_account(store_dir)
        server = _Server(program, store_dir, lock)
        process, port = await _start(server, port, last_port)
        server.configure(port)  # for the next run
        address = store_dir / "url"
        operator = f"{OPERATOR}:{read_user_password(accounts_dir(store_dir), OPERATOR)}"
        files.write_atomically(address, f"nats://{operator}@127.0.0.1:{port}".encode(), mode=files.PRIVATE)
        keeper = asyncio.create_task(_keep(server, process, port))
        await asyncio.sleep(0)  # a task that is cancelled before it began would not end the server
        try:
            yield address.read_text(encoding="utf-8")
        finally:
            address.unlink(missing_ok=True)
            keeper.cancel()
            await asyncio.wait((keeper,))


def _move_to_account(store_dir: Path) -> None:
    """Streams of release 0.1.0 lie in the account that all users were in; they move as they are into the operator's.

    Raises ConfigurationError when there are streams in both, as after a return to release 0.1.0.
    """
    old, new = store_dir / "jetstream" / "$G", store_dir / "jetstream" / ACCOUNT
    if not old.is_dir():
        return
    if new.exists():
        raise ConfigurationError("accounts.two_stores", old=old, new=new)
    old.rename(new)
    log.info("the streams moved into the operator's account", where=str(new))


def accounts_dir(store_dir: Path) -> Path:
    """The folder with the passwords of the users of the server over ``store_dir``."""
    return store_dir / _ACCOUNTS


def running_server_address(store_dir: Path) -> str | None:
    """The address of the embedded server that another live process runs over ``store_dir``; None without one."""
    try:
        with (store_dir / "lock").open("rb") as lock:
            if _take(lock.fileno(), fcntl.LOCK_SH):
                return None
        return (store_dir / "url").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def nats_server_path() -> Path:
    """Path of nats-server: of this environment, else on PATH. Raises ConfigurationError when there is none."""
    own = Path(sysconfig.get_path("scripts")) / "nats-server"
    found = str(own) if own.is_file() else shutil.which("nats-server")
    if found is None:
        raise ConfigurationError("broker.program_missing", command=install_command("embedded"))
    return Path(found)


class _Server(NamedTuple):
    program: Path
    store_dir: Path
    lock: int

    @property
    def log_file(self) -> Path:
        return self.store_dir / "nats-server.log"

    def configure(self, port: int) -> Path:
        """Write the configuration of a server on ``port``; gives its file."""
        config = self.store_dir / _CONFIG_FILE
        values = {"log": self.log_file, "store": self.store_dir, "pid": self.store_dir / PID_FILE}
        named = {name: quoted_configuration_value(str(value)) for name, value in values.items()}
        text = _CONFIG.format(port=port, accounts=_ACCOUNTS, users=CONFIG, **named)
        files.write_atomically(config, text.encode(), mode=files.PRIVATE)
        return config

    async def start(self, port: int) -> tuple[Process, int]:
        """Start the child; returns it and its port. It inherits the lock, which stays held until the child is gone."""
        config = self.configure(port)
        with tempfile.TemporaryDirectory(prefix="wagglebot-ports-", ignore_cleanup_errors=True) as folder:
            said = Path(folder) / "output"
            with said.open("wb") as output:
                process = await asyncio.create_subprocess_exec(
                    *command_ending_with_parent(str(self.program)),
                    *("-c", config, "--ports_file_dir", folder),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    pass_fds=(self.lock,),
                    start_new_session=True,  # Ctrl-C is for us: the broker goes last
                )
            try:
                opened = await _port(process, Path(folder))
            except BaseException:
                await _end(process)
                raise
            if opened is None:
                why = start_failure_text(process, self.log_file, said, _START_SECONDS)
                await _end(process)
                raise ProviderDown("broker.not_started", why=why, log=self.log_file)
            if set_aside_damaged_stream_descriptions(process, self.log_file):
                await _end(process)  # it may have stopped the stream
                return await self.start(opened)
            return process, opened


async def _start(server: _Server, port: int, last_port: int) -> tuple[Process, int]:
    """Start on ``port``; for -1 on that of the last run, or on any where another process takes that meanwhile."""
    if port == -1 and _is_free(last_port):
        with suppress(ProviderDown):
            return await server.start(last_port)
    return await server.start(port)


def _last_run(store_dir: Path) -> tuple[int, str]:
    """Port of the last run over ``store_dir`` and, of release 0.1.0, the password; -1 and nothing without one."""
    try:
        text = (store_dir / _CONFIG_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return -1, ""
    port = re.search(r'^listen: "127\.0\.0\.1:(\d{1,5})"', text, re.MULTILINE)
    password = re.search(r'password: "([0-9a-f]{32})"', text)
    return int(port[1]) if port else -1, password[1] if password else ""


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return port > 0


def quoted_configuration_value(text: str) -> str:
    """A value for the configuration of nats-server: every byte that is not plain ASCII as ``\\xHH``.

    Of the escapes of JSON it knows neither ``\\uHHHH`` nor ``\\/``. Names that are no UTF-8 are kept byte for byte.
    """
    plain = (chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in os.fsencode(text))
    return f'"{"".join(plain)}"'


async def _keep(server: _Server, process: Process, port: int) -> None:
    """Start the server again, on its port, when it ends or can write no more; end it when cancelled."""
    pause = 0.1
    read = 0
    try:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await process.wait()
            read, failed = look_for_failed_write(server.log_file, read)
            if failed or shutil.disk_usage(server.store_dir).free < _FULL:  # then the log could not be written either
                await _room(server.store_dir)
                await _end(process)
            if process.returncode is None:
                continue
            log.error("embedded broker is started again", code=process.returncode, after=pause)
            await asyncio.sleep(pause)
            try:
                process, _ = await server.start(port)
                pause = 0.1
            except ProviderDown as error:
                log.warning("embedded broker does not start again", why=str(error))
                pause = min(pause * 2, 10.0)
    finally:
        await _end(process)


async def _room(store_dir: Path) -> None:
    """Wait until there is room on the disk."""
    while (free := shutil.disk_usage(store_dir).free) < _ROOM:
        log.error("the disk is full: the broker takes no facts", where=str(store_dir), free=free, needed=_ROOM)
        await asyncio.sleep(_LOOK_SECONDS)


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(10):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def _port(process: Process, ports: Path) -> int | None:
    """The port, from the ports file in that folder; None when the server ends or opens none."""
    file = ports / f"nats-server_{process.pid}.ports"
    clock = asyncio.get_running_loop()
    deadline = clock.time() + _START_SECONDS
    while process.returncode is None and clock.time() < deadline:
        # ValueError: the file is there but not yet whole.
        with suppress(FileNotFoundError, ValueError):
            address: str = json.loads(file.read_text(encoding="utf-8"))["nats"][0]
            return int(address.rpartition(":")[2])
        await asyncio.sleep(0.003)
    return None


@asynccontextmanager
async def _claimed(store_dir: Path) -> AsyncIterator[int]:
    """An exclusive lock on the folder; gives its file descriptor. Raises ConfigurationError."""
    lock = _open_lock(store_dir)
    try:
        clock = asyncio.get_running_loop()
        deadline = clock.time() + _LOCK_SECONDS
        while not _take(lock, fcntl.LOCK_EX):
            if clock.time() > deadline:
                process = os.pread(lock, 20, 0).decode() or "?"
                raise ConfigurationError("broker.folder_in_use", folder=store_dir, process=process)
            await asyncio.sleep(0.05)
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield lock
    finally:
        os.close(lock)


def _open_lock(store_dir: Path) -> int:
    try:
        store_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(store_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ConfigurationError("broker.folder_not_written", folder=store_dir, why=error.strerror) from error


def _take(lock: int, how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
