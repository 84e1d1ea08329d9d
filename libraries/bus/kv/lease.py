"""Leases: names that one process holds at a time, and that end by themselves when it stops renewing."""

import asyncio
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from nats.js.errors import APIError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import WRONG_SEQUENCE
from libraries.bus.consumer.lock_files import LockFile, texts_of_dead_processes
from libraries.bus.stream.leader_reading import ask_until_consistent, get_message
from libraries.stored_messages.stored_message import StoredMessage

_STREAM = "LEASES"
_TTL = "Nats-TTL"
_CLOCKS_DIFFER = timedelta(seconds=5)
"""By so much the clocks of the brokers of a cluster may differ."""


class Lease:
    """A name held until ``ttl`` seconds after the last `renew`: a message with a TTL, which the broker then deletes."""

    def __init__(self, client: BrokerClient, name: str, ttl: float, lock_folder: Path | None) -> None:
        self.name = name
        self._subject = f"lease.{name}"
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
        for revision in texts_of_dead_processes(lock_folder, f"lease.{name}"):
            await lease._give_up(int(revision or 0))
        last = await lease._last()
        if last is None or not last.payload or await _outlived_its_time(client, last):  # given up, or ended just now
            lease._revision = last.sequence if last else 0
            return lease if await lease.renew() else None
        return None

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
                await self._give_up(self._revision)
            if self._lock_file is not None:
                self._lock_file.remove()
                self._lock_file = None

    async def _stored(self) -> bool:
        if held := await ask_until_consistent(self._client, _STREAM, self._try_store):
            self._write_lock_file()
        return held

    async def _try_store(self) -> bool | None:
        """Whether it is ours for another ``ttl``; None where the broker refuses to write over our revision though that
        is the last one: of these two answers one came from a broker that lags.
        """
        headers = {
            "Nats-Expected-Last-Subject-Sequence": str(self._revision),
            _TTL: f"{self._ttl}s",
        }
        try:
            self._revision = (await self._client.store_message(self._subject, self._holder.encode(), headers)).seq
            return True
        except APIError as error:
            if error.err_code not in WRONG_SEQUENCE:
                raise
        last = await self._last()
        if self._client.replicated and (last.sequence if last else 0) == self._revision:
            return None
        if last is None or last.payload != self._holder.encode() or last.sequence < self._revision:
            return False
        self._revision = last.sequence  # an earlier try was stored and its acknowledgement lost
        return True

    def _write_lock_file(self) -> None:
        if self._lock_folder is not None:
            self._lock_file = self._lock_file or LockFile(self._lock_folder, f"lease.{self.name}")
            self._lock_file.write(str(self._revision))

    async def _last(self) -> StoredMessage | None:
        return await get_message(self._client, _STREAM, {"last_by_subj": self._subject})

    async def _give_up(self, revision: int) -> None:
        """Write an empty message over this revision only: a newer one belongs to another holder.

        The revision is not deleted: nobody but the operator may delete messages.
        """
        headers = {"Nats-Expected-Last-Subject-Sequence": str(revision), _TTL: "1s"}
        try:
            await self._client.store_message(self._subject, b"", headers)
        except APIError as error:
            if error.err_code not in WRONG_SEQUENCE:
                raise


async def _outlived_its_time(client: BrokerClient, message: StoredMessage) -> bool:
    """Whether a message of a lease should have been deleted by the broker, by the broker's own clock.

    A broker that is killed after a clean restart brings messages back (2.15, nats-server issue 8505): each that another
    took the place of, when that other one went by its TTL, as after every release. Those from before the restart stay.
    """
    seconds = message.headers.get(_TTL, "").removesuffix("s")
    if not seconds.isdecimal():
        return False
    now = datetime.fromisoformat((await client.call_api(f"STREAM.INFO.{_STREAM}"))["ts"])
    return now > message.time + timedelta(seconds=int(seconds)) + _CLOCKS_DIFFER
