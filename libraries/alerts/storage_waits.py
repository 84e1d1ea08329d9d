"""The posts whose work waits for a disk, found in the facts as they come."""

from collections.abc import Iterable

from libraries.alerts.alert import Alert, AlertKind
from schemas.errors import NoSpace
from schemas.events import ContentFailed, ContentRequested, ContentStarted, RecordedFact, StageDone
from schemas.failures import failure_explanation, join_sentences
from schemas.posts import PostKey


class StorageWaits:
    """The posts that wait since this object was made, and the alert that they are.

    Which waited before is not known: the first stage that is done after that says that work goes on.
    """

    def __init__(self) -> None:
        self._posts: set[PostKey] = set()
        self._knows = False
        self._text = self._korean = ""

    def add_facts(self, facts: Iterable[RecordedFact]) -> bool:
        """Take the next facts; gives whether one of them says that work waits, or goes on."""
        said = False
        for fact in facts:
            event = fact.event
            if isinstance(event, ContentFailed) and event.error == NoSpace.__name__:
                self._posts.add(event.post_key)
                self._knows = True
                code, fields = event.code_and_fields
                explained = failure_explanation(code, fields, "ko") or (event.message,)
                self._text, said = f"Work waits for a disk. {event.message}", True
                self._korean = f"디스크 때문에 작업이 기다립니다. {join_sentences(explained)}"
            elif not isinstance(event, ContentRequested | ContentStarted):
                said |= event.post_key in self._posts or (isinstance(event, StageDone) and not self._knows)
                self._knows |= isinstance(event, StageDone)
                self._posts.discard(event.post_key)
        return said

    @property
    def alerts(self) -> list[Alert]:
        """The alert while some post waits."""
        return [Alert(kind=AlertKind.STORAGE, text=self._text, korean=self._korean)] if self._posts else []
