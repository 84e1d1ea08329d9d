"""Leases: one holder at a time, and a holder that dies lets go by itself."""

import base64
import uuid
from typing import Self

from nats.js.errors import APIError, NotFoundError

from services.bus.link import WRONG_SEQUENCE, Link

_STREAM = "LEASES"


class Lease:
    """A name held until ``ttl`` seconds after the last `renew`: a message that the broker drops when its time is up."""

    def __init__(self, link: Link, name: str, ttl: float) -> None:
        self.name = name
        self._link = link
        self._ttl = max(1, round(ttl))  # the broker counts in whole seconds
        self._holder = uuid.uuid4().hex
        self._revision = 0

    @classmethod
    async def take(cls, link: Link, name: str, ttl: float) -> Self | None:
        """The lease, or None while somebody else has it. Raises ProviderDown."""
        lease = cls(link, name, ttl)
        return lease if await lease.renew() else None

    async def renew(self) -> bool:
        """Hold it for another ``ttl``. False: it ran out, and may be somebody else's. Raises ProviderDown."""
        headers = {
            "Nats-Expected-Last-Subject-Sequence": str(self._revision),
            "Nats-TTL": f"{self._ttl}s",
        }
        try:
            ack = await self._link.store(f"lease.{self.name}", self._holder.encode(), headers)
        except APIError as error:
            if error.err_code not in WRONG_SEQUENCE:
                raise
            return await self._is_ours()
        self._revision = ack.seq
        return True

    async def release(self) -> None:
        """Let go. One that ran out is left alone, whoever has it now. Raises ProviderDown."""
        try:
            await self._link.api(f"STREAM.MSG.DELETE.{_STREAM}", {"seq": self._revision, "no_erase": True})
        except APIError as error:
            if error.code not in (400, 404, 500):
                raise

    async def _is_ours(self) -> bool:
        """Whether a write of ours got through although its answer did not."""
        try:
            found = await self._link.api(f"STREAM.MSG.GET.{_STREAM}", {"last_by_subj": f"lease.{self.name}"})
        except NotFoundError:
            return False
        if base64.b64decode(found["message"].get("data", "")) != self._holder.encode():
            return False
        self._revision = int(found["message"]["seq"])
        return True
