"""Leases: one holder at a time, and a holder that dies lets go by itself."""

import base64
import uuid
from pathlib import Path
from typing import Self

from nats.js.errors import APIError, NotFoundError

from services.bus.connection.client import WRONG_SEQUENCE, BrokerClient
from services.bus.consumer.lock_files import LockFile, left_by_dead_processes

_STREAM = "LEASES"


class Lease:
    """A name held until ``ttl`` seconds after the last `renew`: a message that the broker drops when its time is up."""

    def __init__(self, client: BrokerClient, name: str, ttl: float, lock_folder: Path | None) -> None:
        self.name = name
        self._client = client
        self._ttl = max(1, round(ttl))  # the broker counts in whole seconds
        self._holder = uuid.uuid4().hex
        self._revision = 0
        self._lock_folder = lock_folder
        self._note: LockFile | None = None

    @classmethod
    async def take(cls, client: BrokerClient, name: str, ttl: float, lock_folder: Path | None = None) -> Self | None:
        """The lease, or None while somebody else has it. Raises ProviderDown.

        ``notes``: the folder where holders of this machine note it, so that one who died holds up nobody.
        """
        lease = cls(client, name, ttl, lock_folder)
        if await lease.renew():
            return lease
        dead = list(left_by_dead_processes(lock_folder, f"lease.{name}"))
        for revision in dead:
            await _let_go(client, int(revision or 0))
        return lease if dead and await lease.renew() else None

    async def renew(self) -> bool:
        """Hold it for another ``ttl``. False: it ran out, and may be somebody else's. Raises ProviderDown."""
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
        self._write_down()
        return True

    async def release(self) -> None:
        """Let go. One that ran out is left alone, whoever has it now. Raises ProviderDown."""
        await _let_go(self._client, self._revision)
        if self._note is not None:
            self._note.drop()
            self._note = None

    def _write_down(self) -> None:
        if self._lock_folder is not None:
            self._note = self._note or LockFile(self._lock_folder, f"lease.{self.name}")
            self._note.write(str(self._revision))

    async def _is_ours(self) -> bool:
        """Whether a write of ours got through although its answer did not."""
        try:
            found = await self._client.api(f"STREAM.MSG.GET.{_STREAM}", {"last_by_subj": f"lease.{self.name}"})
        except NotFoundError:
            return False
        if base64.b64decode(found["message"].get("data", "")) != self._holder.encode():
            return False
        self._revision = int(found["message"]["seq"])
        return True


async def _let_go(client: BrokerClient, revision: int) -> None:
    """Only the revision that is named: a newer one is another's."""
    try:
        await client.api(f"STREAM.MSG.DELETE.{_STREAM}", {"seq": revision, "no_erase": True})
    except APIError as error:
        if error.code not in (400, 404, 500):
            raise
