"""The posts whose work waits for a disk, found in the facts as they come."""

from collections.abc import Iterable

from libraries.alerts.alert import Alert, AlertKind
from schemas.errors import NoSpace
from schemas.events import ContentFailed, ContentRequested, ContentStarted, RecordedFact
from schemas.posts import PostKey


class StorageWaits:
    """The posts that wait since this object was made, and the alert that they are."""

    def __init__(self) -> None:
        self._posts: set[PostKey] = set()
        self._text = ""

    def add_facts(self, facts: Iterable[RecordedFact]) -> bool:
        """Take the next facts; gives whether one of them says that work waits, or goes on."""
        said = False
        for fact in facts:
            event = fact.event
            if isinstance(event, ContentFailed) and event.error == NoSpace.__name__:
                self._posts.add(event.post_key)
                self._text, said = f"Work waits for a disk. {event.message}", True
            elif not isinstance(event, ContentRequested | ContentStarted):
                said |= event.post_key in self._posts
                self._posts.discard(event.post_key)
        return said

    @property
    def alerts(self) -> list[Alert]:
        """The alert while some post waits."""
        return [Alert(kind=AlertKind.STORAGE, text=self._text)] if self._posts else []
