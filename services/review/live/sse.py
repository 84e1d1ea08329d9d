"""Server-sent events: what changed, sent to every open page. Nothing here runs while nothing happens.

The projector says after each commit which posts changed; one reading of the projection then serves all pages.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final

from pydantic import BaseModel, Field, field_validator

from libraries.bus import Bus
from libraries.log import get_logger
from schemas import subjects
from schemas.base import Frozen
from schemas.errors import Retryable
from schemas.posts import PostKey
from schemas.states import Status
from schemas.views import InboxCard, Projection, WorkItem
from services.review.i18n.failures import ExplainedFailure, explain_failure
from services.review.live.activity import RecentActivity
from services.review.live.learned_inbox import LearnedInbox

HEARTBEAT: Final = 20.0
"""Seconds after which a silent stream sends a comment, so proxies keep it open."""
_GAP: Final = 0.2
"""Least seconds between two readings of the projection, and between two progress reports of one post."""
_MANY: Final = 100
"""More changed posts than this are not sent one by one: the page loads its list again."""
_QUEUE: Final = 256
_AGAIN: Final = 2.0
"""Seconds before a broken subscription is made again."""
_LOOK: Final = 5.0
"""Seconds between two looks whether the broker answers, and how long it may take to."""
_AWAY: Final = {True: '{"away": true}', False: '{"away": false}'}
_TICKS: Final = "live.tick."
_FILMED: Final = (Status.RENDERED, Status.UPLOADED, Status.RETRACTED)
_log = get_logger(__name__)


class ChangedPostsMessage(BaseModel):
    """What the projector announces after a commit: the posts that changed."""

    keys: tuple[PostKey, ...] = ()

    @field_validator("keys", mode="before")
    @classmethod
    def _parsed(cls, keys: list[str]) -> list[PostKey]:
        return [PostKey.parse(key) for key in keys]


class ReceivedStageProgress(BaseModel):
    """Live progress of a stage: ``percent`` from 0 to 100."""

    percent: float = Field(ge=0, le=100)
    note: str = Field(default="", max_length=200)


class PostStageProgress(ReceivedStageProgress):
    """Live progress of a stage of the post ``key``."""

    key: PostKey


class WorkView(WorkItem):
    """A work item with its last progress report, if one was heard."""

    percent: float | None = None
    note: str = ""
    explained: ExplainedFailure
    """Why its stage failed, if it did."""
    expected: float | None = None
    """Seconds its stage usually takes."""
    script_waits: bool = False
    """Its script is written and waits for a person."""


class PostBeingRead(Frozen):
    """The post that somebody has open; None when they read none any more."""

    who: str
    post: str | None


class PageUpdate(Frozen):
    """What changed in the projection, for the open pages. ``reload``: too much did to send it post by post.

    ``work``: of the changed posts those that are worked on, or with ``reload`` all of them; ``idle``: the others.
    """

    cards: tuple[InboxCard, ...]
    gone: tuple[str, ...]
    counts: dict[Status, int]
    work: tuple[WorkView, ...]
    idle: tuple[str, ...]
    films: bool
    reload: bool


class UpdateHub:
    """Sends updates to the open pages."""

    def __init__(self, bus: Bus, projection: Projection, activity: RecentActivity) -> None:
        self._bus = bus
        self._projection = projection
        self.activity = activity
        self.inbox = LearnedInbox(bus)
        self._pages: set[asyncio.Queue[bytes | None]] = set()
        self._changed: set[PostKey] = set()
        self._ticks: dict[PostKey, ReceivedStageProgress] = {}
        self._last_sent: dict[PostKey, float] = {}
        self._readable = asyncio.Event()
        self._away = False
        self._present: Counter[str] = Counter()
        self._reading: dict[str, PostBeingRead] = {}
        activity.on_waiting = self._change

    async def run(self) -> None:
        """Watch and send until cancelled. Outlives every outage of the broker."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._retry_for_ever(self._follow_commits))
            tasks.create_task(self._retry_for_ever(self._follow_progress))
            tasks.create_task(self._retry_for_ever(self.activity.follow_facts))
            tasks.create_task(self.inbox.run())
            tasks.create_task(self._send_updates())
            tasks.create_task(self._watch_broker())

    def end_streams(self) -> None:
        """Ends every open stream, so the server can end."""
        for page in self._pages:
            page.put_nowait(None)

    def announce_post_being_read(self, who: str, post: PostKey | None) -> None:
        """Tells the open pages what somebody reads."""
        now = PostBeingRead(who=who, post=str(post) if post else None)
        if self._reading.get(who, PostBeingRead(who=who, post=None)) != now:
            self._reading[who] = now
            self._send("reading", now.model_dump_json())

    def work_views(self, items: list[WorkItem]) -> list[WorkView]:
        """The items with the last progress of each, and what they wait for."""
        usual = self.activity.median_stage_seconds()
        return [
            WorkView(
                **item.model_dump(),
                **(tick.model_dump() if (tick := self._ticks.get(item.key)) else {}),
                explained=explain_failure(item.code, item.fields, item.message),
                expected=usual.get(item.stage) if item.stage else None,
                script_waits=self.activity.script_waits(item.key),
            )
            for item in items
        ]

    async def event_stream(self, who: str = "") -> AsyncIterator[bytes]:
        """The events of one page of a person as text/event-stream."""
        with self._page(who) as page:
            yield b"retry: 2000\n\n"
            yield _event("registered", "{}")  # from here on the page gets every change; its lists may be asked for
            if self._away:
                yield _event("broker", _AWAY[True])
            for now in self._reading.values():
                yield _event("reading", now.model_dump_json())
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        message = await page.get()
                except TimeoutError:
                    if self._changed:  # the last reading failed
                        self._readable.set()
                    yield b": alive\n\n"
                    continue
                if message is None:
                    return
                yield message

    @contextmanager
    def _page(self, who: str) -> Iterator[asyncio.Queue[bytes | None]]:
        page: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._pages.add(page)
        self._present[who] += 1
        try:
            yield page
        finally:
            self._pages.discard(page)
            self._present[who] -= 1
            if not self._present[who]:  # whoever has no page open reads nothing
                self.announce_post_being_read(who, None)

    def _send(self, event: str, data: str) -> None:
        message = _event(event, data)
        for page in list(self._pages):
            if page.qsize() < _QUEUE:
                page.put_nowait(message)
            else:  # nothing is read there; the browser connects again and loads what it missed
                self._pages.discard(page)
                page.put_nowait(None)

    async def _retry_for_ever(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
            except Retryable as error:
                _log.warning("review.updates_interrupted", error=str(error))
            await asyncio.sleep(_AGAIN)

    async def _follow_commits(self) -> None:
        async with self._bus.listen(subjects.PROJECTED) as commits:
            async for _, payload in commits:
                self._committed(payload)

    def _committed(self, payload: bytes) -> None:
        try:
            projected = ChangedPostsMessage.model_validate_json(payload)
        except ValueError as error:
            _log.warning("review.commit_refused", error=str(error))
            return
        for key in projected.keys:
            self._ticks.pop(key, None)  # a stage began or ended: the progress of the one before is over
            self._last_sent.pop(key, None)
            self._change(key)

    def _change(self, key: PostKey) -> None:
        """Has what the pages show of a post sent to them."""
        self._changed.add(key)
        self._readable.set()

    async def _watch_broker(self) -> None:
        """Tells open pages when the broker is away or back, and when announcements may be missing."""
        losses = self._bus.client.losses
        while True:
            await asyncio.sleep(_LOOK)
            if not self._pages:
                continue
            away = await self._is_away()
            if away is not self._away:
                self._away = away
                self._send("broker", _AWAY[away])
            if not away and losses != self._bus.client.losses:  # what was announced meanwhile is not repeated
                losses = self._bus.client.losses
                self._send("missed", "{}")

    async def _is_away(self) -> bool:
        try:
            async with asyncio.timeout(_LOOK):
                await self._bus.facts_head()
        except (Retryable, TimeoutError):
            return True
        return False

    async def _follow_progress(self) -> None:
        async with self._bus.listen(f"{_TICKS}*.*") as ticks:
            async for subject, payload in ticks:
                self._progressed(subject, payload)

    def _progressed(self, subject: str, payload: bytes) -> None:
        try:
            key = PostKey.parse(subject.removeprefix(_TICKS))
            tick = ReceivedStageProgress.model_validate_json(payload)
        except ValueError as error:
            _log.warning("review.tick_refused", subject=subject, error=str(error))
            return
        self._ticks[key] = tick
        now = asyncio.get_running_loop().time()
        if now - self._last_sent.get(key, -_GAP) >= _GAP:
            self._last_sent[key] = now
            self._send("tick", PostStageProgress(key=key, **tick.model_dump()).model_dump_json())

    async def _send_updates(self) -> None:
        while True:
            await self._readable.wait()
            self._readable.clear()
            if self._pages:
                await self._read_and_send()
            else:
                self._changed.clear()
            await asyncio.sleep(_GAP)

    async def _read_and_send(self) -> None:
        changed, self._changed = self._changed, set()
        try:
            update = await asyncio.to_thread(self._read_update, changed)
        except Retryable as error:
            _log.warning("review.projection_unreadable", error=str(error))
            self._changed |= changed
            return
        self._send("update", update.model_dump_json())

    def _read_update(self, changed: set[PostKey]) -> PageUpdate:
        many = len(changed) > _MANY
        found = {key: self._projection.post(key) for key in (() if many else changed)}
        cards = tuple(self.inbox.annotated(card) for card in found.values() if card is not None)
        work = self._projection.work_items(None if many else changed)
        return PageUpdate(
            cards=cards,
            gone=tuple(str(key) for key, card in found.items() if card is None),
            counts=self._projection.counts_by_status(),
            work=tuple(self.work_views(work)),
            idle=tuple(sorted(str(key) for key in found.keys() - {item.key for item in work})),
            films=many or any(card.status in _FILMED for card in cards),
            reload=many,
        )


def _event(name: str, data: str) -> bytes:
    return f"event: {name}\ndata: {data}\n\n".encode()
