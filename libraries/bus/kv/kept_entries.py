"""What is kept of a bucket's entries by a process that looks at them again and again, without reading all each time."""

from collections.abc import Callable
from typing import Generic, TypeVar

from libraries.bus.kv.bucket import Bucket, BucketEntry

T = TypeVar("T")


class KeptEntries(Generic[T]):
    """The entries that match ``pattern``, each as ``keep`` gives it; where that gives None, nothing is kept.

    Each write moves an entry to the end of the stream, so a reading goes on where the one before ended.
    """

    def __init__(self, bucket: Bucket, pattern: str, keep: Callable[[BucketEntry], T | None]) -> None:
        self._bucket, self._pattern, self._keep = bucket, pattern, keep
        self._kept: dict[str, T] = {}
        self._until, self._identity = 0, ""

    async def read(self) -> list[T]:
        """What is kept now, the oldest write first. All is read the first time, and of a bucket that is another one.

        Raises as `Bucket.entries`.
        """
        head = await self._bucket.head()
        if head.identity != self._identity or head.last_sequence < self._until:
            self._kept, self._until, self._identity = {}, 0, head.identity
        if head.last_sequence > self._until:
            found = [entry async for entry in self._bucket.entries(self._pattern, after=self._until)]
            kept = [(entry.key, self._keep(entry)) for entry in found]
            for key, one in kept:
                self._kept.pop(key, None)
                if one is not None:
                    self._kept[key] = one
            self._until = max([head.last_sequence, *(entry.revision for entry in found)])
        return list(self._kept.values())
