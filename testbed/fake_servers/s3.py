"""A fake S3 server in a process of its own: moto, which answers as Amazon's does."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from pydantic import SecretStr

from libraries.object_store.settings import S3Settings
from libraries.processes import command_ending_with_parent
from schemas.errors import ProviderDown

_STARTING: Final = 60.0
"""Seconds the server has to answer."""


class S3Server(NamedTuple):
    """A running S3 server; it takes any access key."""

    endpoint: str

    def client_settings(self, patience: float = 5.0) -> S3Settings:
        """Settings that lead to it; requests are repeated for ``patience`` seconds."""
        secret = SecretStr("of the drill")
        return S3Settings(endpoint=self.endpoint, access_key_id="drill", secret_access_key=secret, patience=patience)

    def make_bucket(self) -> str:
        """Make a new bucket; gives its address."""
        name = uuid.uuid4().hex
        request = urllib.request.Request(f"{self.endpoint}/{name}", method="PUT")  # noqa: S310 (our own server)
        urllib.request.urlopen(request).close()  # noqa: S310
        return f"s3://{name}"


@contextmanager
def running_s3() -> Iterator[S3Server]:
    """A server on a free port of loopback, which ends with the block. Raises ProviderDown when it does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = command_ending_with_parent(sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, f"http://127.0.0.1:{port}/moto-api/")
        yield S3Server(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + _STARTING
    while True:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310
            return
        except urllib.error.URLError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise ProviderDown("s3.away", where=address, why="moto.server does not start") from error
        time.sleep(0.05)
