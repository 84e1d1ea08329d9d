"""Garbage collection of the media store: what no film needs any more is deleted after the days the settings say."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from libraries.bus import Bus, PostHistory
from libraries.log import get_logger
from libraries.media.damage import path_in_store
from libraries.media.names_in_facts import media_keys_in_json, names_in_fact
from libraries.media.old_files import posts_with_files_before
from libraries.media.store import LocalStore
from schemas.clock import utc_now
from schemas.errors import StreamDamaged
from schemas.events import PostCollected, RecordedFact
from schemas.posts import PostKey
from schemas.states import PostState, Status
from services.config import MediaSettings

log = get_logger(__name__)

_AT_REST: Final = (Status.RENDERED, Status.UPLOADED, Status.DECLINED, Status.COLLECTED, Status.FAILED)
"""States in which no stage works on a post or is about to."""
_LEFT_ALONE: Final = 86_400.0
"""Seconds for which a post is left alone after a stage noted that it uses a file."""
_FOR_EVER: Final = 36_500
"""Days."""


class Garbage(NamedTuple):
    """A file that may be deleted: its name, bytes, and why nothing needs it."""

    post: str
    name: str
    size: int
    why: str


class KeepDays(NamedTuple):
    """Days that each kind of media is kept; 0 keeps it for ever."""

    pieces: int
    films: int
    declined: int

    @classmethod
    def from_settings(cls, settings: MediaSettings) -> "KeepDays":
        return cls(settings.keep_pieces_days, settings.keep_films_days, settings.keep_declined_days)


async def find_garbage(bus: Bus, store: LocalStore, kept: KeepDays, now: datetime | None = None) -> list[Garbage]:
    """The files of all posts at rest that nothing needs. Pictures of a post itself always stay.

    A post with a damaged history is left alone. Raises ProviderDown.
    """
    return [one async for those in _by_post(bus, store, kept, now) for one in those]


async def collect_garbage(bus: Bus, store: LocalStore, kept: KeepDays, now: datetime | None = None) -> list[Garbage]:
    """Delete what `find_garbage` finds; returns it. What is needed again is made again from its stage's key.

    The files of a post go as soon as they are found, before somebody approves it. Raises ProviderDown, NoSpace,
    ConfigurationError (a file may not be deleted).
    """
    deleted: list[Garbage] = []
    async for those in _by_post(bus, store, kept, now):
        deleted += [one for one in those if await asyncio.to_thread(store.delete, path_in_store(one.name))]
    await asyncio.to_thread(store.delete_unfinished)
    return deleted


async def _by_post(bus: Bus, store: LocalStore, kept: KeepDays, now: datetime | None) -> AsyncIterator[list[Garbage]]:
    moment = now or utc_now()
    youngest = moment - timedelta(days=min((days for days in kept if days > 0), default=_FOR_EVER))
    for key in await asyncio.to_thread(posts_with_files_before, store.root, youngest.timestamp()):
        try:
            history = await bus.post_history(key)
        except StreamDamaged as error:
            log.warning("the post's media are left alone", post=str(key), why=str(error))
            continue
        wanted = deletion_rule_of(history, kept, moment)
        if wanted.why:
            yield await asyncio.to_thread(_unneeded_files_of, store, key, wanted, moment)


class DeletionRule(NamedTuple):
    """What of a post's files can go: all but ``needed`` older than ``days``; nothing where ``why`` is empty."""

    needed: frozenset[str]
    days: int
    why: str


_NOTHING: Final = DeletionRule(frozenset(), 0, "")


def deletion_rule_of(history: PostHistory, kept: KeepDays, now: datetime) -> DeletionRule:
    """What the days of ``kept`` allow to delete of a post with this history."""
    state = history.state()
    if state.status not in _AT_REST or not history.facts:
        return _NOTHING
    last = history.facts[-1]
    age = now - max(last.time, last.event.time)  # stored anew by a restore, or dated by a clock that goes before
    own = _media_names(fact for fact in history.facts if isinstance(fact.event, PostCollected))
    if state.status is Status.DECLINED:
        return DeletionRule(own, kept.declined, "declined") if _is_older(age, kept.declined) else _NOTHING
    if state.status is Status.UPLOADED and _is_older(age, kept.films) and not _is_awaited(state, now):
        return DeletionRule(own, kept.films, "uploaded")
    if _is_older(age, kept.pieces):
        current = [fact for fact in history.facts if fact.event.revision == state.revision]
        # A revision that began with its film shows narration and pictures of an earlier one.
        now_used = media_keys_in_json(state.model_dump(mode="json"))
        return DeletionRule(own | _media_names(current) | now_used, kept.pieces, "pieces")
    return _NOTHING


def _is_awaited(state: PostState, now: datetime) -> bool:
    """Whether the film was released for a platform that does not have it yet, or for a time to come."""
    return any(
        one.platform not in state.uploaded or (one.publish_at is not None and one.publish_at > now)
        for one in state.released
    )


def _is_older(age: timedelta, days: int) -> bool:
    return 0 < days <= age / timedelta(days=1)


def _media_names(facts: Iterable[RecordedFact]) -> frozenset[str]:
    return frozenset[str]().union(*map(names_in_fact, facts))


def _unneeded_files_of(store: LocalStore, key: PostKey, wanted: DeletionRule, now: datetime) -> list[Garbage]:
    if now.timestamp() - store.last_noted_at(key) < _LEFT_ALONE:  # a preview is no fact: only these notes tell of it
        return []
    found = {}
    for name in store.used_by(key) - wanted.needed:
        path = store.root / path_in_store(name)
        # A file that another post's stage made again bears the time of that.
        if path.is_file() and _is_older(timedelta(seconds=now.timestamp() - path.stat().st_mtime), wanted.days):
            found[name] = path.stat().st_size
    shared = store.used_by_others(key, set(found)) if found else set()
    return [Garbage(str(key), name, found[name], wanted.why) for name in sorted(found.keys() - shared)]
