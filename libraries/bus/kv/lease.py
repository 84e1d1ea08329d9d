"""Leases: names that one process holds at a time, and that end by themselves when it stops renewing."""

import asyncio
import base64
import uuid
from pathlib import Path
from typing import Self

from nats.js.errors import APIError, NotFoundError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import WRONG_SEQUENCE
from libraries.bus.consumer.lock_files import LockFile, left_by_dead_processes

_STREAM = "LEASES"


class Lease:
    """A name held until ``ttl`` seconds after the last `renew`: a message with a TTL, which the broker then deletes."""

    def __init__(self, client: BrokerClient, name: str, ttl: float, lock_folder: Path | None) -> None:
        self.name = name
        self._client = client
        self._ttl = max(1, round(ttl))  # the broker counts in whole seconds
        self._holder = uuid.uuid4().hex
        self._revision = 0
        self._lock_folder = lock_folder
        self._lock_file: LockFile | None = None
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    async def take(cls, client: BrokerClient, name: str, ttl: float, lock_folder: Path | None = None) -> Self | None:
        """The lease, or None while another process holds it. Raises ProviderDown.

        ``lock_folder``: where holders of this machine have a lock file, so that a dead one's lease is free at once.
        """
        lease = cls(client, name, ttl, lock_folder)
        if await lease.renew():
            return lease
        dead = list(left_by_dead_processes(lock_folder, f"lease.{name}"))
        for revision in dead:
            await _delete(client, int(revision or 0))
        return lease if dead and await lease.renew() else None

    async def renew(self) -> bool:
        """Hold it for another ``ttl``. False: it ran out, and another process may hold it. Raises ProviderDown."""
        async with self._one_at_a_time:
            return await self._stored()

    async def release(self) -> None:
        """Give the lease up. One that ran out is left to its present holder. Raises ProviderDown.

        A renewal that was cancelled may still be stored after the cancellation. A message written behind it settles
        which revision is the last one, so that the lease does not stay taken until its ``ttl`` is over.
        """
        async with self._one_at_a_time:
            if await self._stored():
                await _delete(self._client, self._revision)
            if self._lock_file is not None:
                self._lock_file.remove()
                self._lock_file = None

    async def _stored(self) -> bool:
        headers = {
            "Nats-Expected-Last-Subject-Sequence": str(self._revision),
            "Nats-TTL": f"{self._ttl}s",
        }
        try:
            ack = await self._client.store(f"lease.{self.name}", self._holder.encode(), headers)
        except APIError as error:
            if error.err_code not in WRONG_SEQUENCE:
                raise
            return await self._is_ours()
        self._revision = ack.seq
        self._write_lock_file()
        return True

    def _write_lock_file(self) -> None:
        if self._lock_folder is not None:
            self._lock_file = self._lock_file or LockFile(self._lock_folder, f"lease.{self.name}")
            self._lock_file.write(str(self._revision))

    async def _is_ours(self) -> bool:
        """Whether a write of ours was stored although its acknowledgement was lost."""
        try:
            found = await self._client.api(f"STREAM.MSG.GET.{_STREAM}", {"last_by_subj": f"lease.{self.name}"})
        except NotFoundError:
            return False
        if base64.b64decode(found["message"].get("data", "")) != self._holder.encode():
            return False
        self._revision = int(found["message"]["seq"])
        return True


async def _delete(client: BrokerClient, revision: int) -> None:
    """Delete this revision only: a newer one belongs to another holder."""
    try:
        await client.api(f"STREAM.MSG.DELETE.{_STREAM}", {"seq": revision, "no_erase": True})
    except APIError as error:
        if error.code not in (400, 404, 500):
            raise
