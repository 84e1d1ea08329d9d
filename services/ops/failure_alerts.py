"""Alerts about posts that were given up and work that waits for a disk, each kind at most once an hour."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from schemas.errors import NoSpace
from schemas.events import ContentFailed, ContentRequested, ContentStarted, RecordedFact
from schemas.posts import PostKey

_HOUR: Final = timedelta(hours=1)


class FailureAlerts:
    """Finds in the facts, as they come, the failures that a person must hear of."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], datetime] = {}
        self._more: dict[tuple[str, str], int] = {}
        self._waiting: set[PostKey] = set()

    def alert_sentences(self, facts: Iterable[RecordedFact]) -> Iterator[str]:
        """Sentences for these facts, which are given in the order of the stream."""
        for fact in facts:
            event = fact.event
            if isinstance(event, ContentFailed):
                yield from self._failed(event, fact.time)
            elif not isinstance(event, ContentRequested | ContentStarted):
                yield from self._goes_on(event.post_key)

    def _goes_on(self, post: PostKey) -> Iterator[str]:
        if post in self._waiting:
            self._waiting.discard(post)
            if not self._waiting:
                yield "Work goes on: the disk takes files again."

    def _failed(self, event: ContentFailed, time: datetime) -> Iterator[str]:
        if event.error == NoSpace.__name__:
            if not self._waiting:
                yield f"Work waits for a disk. {event.message}"
            self._waiting.add(event.post_key)
            return
        # Whatever else it fails of now, it does not wait for the disk any more.
        yield from self._goes_on(event.post_key)
        if event.retry_at is None:
            kind = (event.stage.value, event.code or event.error)
            last = self._told.get(kind)
            if last is not None and time - last < _HOUR:
                self._more[kind] = self._more.get(kind, 0) + 1
                return
            self._told[kind] = time
            more = self._more.pop(kind, 0)
            others = f" {more} more failed so since the last alert." if more else ""
            yield f"{event.post_key} was given up at {event.stage.value}: {event.message}{others} See: wagglebot dead"
