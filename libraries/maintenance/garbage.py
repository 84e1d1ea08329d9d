"""Garbage collection of the media store: what no film needs any more is deleted after the days the settings say."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from libraries.bus import Bus, PostHistory
from libraries.bus.media_names import names_of_other_posts
from libraries.log import get_logger
from libraries.maintenance.keep_days import KeepDays
from libraries.media.damage import path_in_store
from libraries.media.names_in_facts import media_keys_in_json, names_in_fact
from libraries.media.noted_uses import NotedUses
from libraries.media.old_files import NotedPost, posts_with_files_before
from libraries.media.store import LocalStore
from schemas.clock import utc_now
from schemas.errors import StreamDamaged
from schemas.events import PostCollected, RecordedFact
from schemas.posts import PostKey
from schemas.states import PostState, Status

log = get_logger(__name__)

_AT_REST: Final = (Status.RENDERED, Status.UPLOADED, Status.DECLINED, Status.COLLECTED, Status.FAILED)
"""States in which no stage works on a post or is about to."""
_LEFT_ALONE: Final = 86_400.0
"""Seconds for which a post is left alone after a stage noted that it uses a file."""
_WITHDRAWN: Final = "withdrawn"
_OWNERLESS: Final = (_WITHDRAWN, "uncollected")
"""Why everything that a post notes may go, and the notes too: it was withdrawn, or not collected in the end."""
_FINAL: Final = ("uploaded", "declined")
"""After these nothing more of a post goes."""
_FOR_EVER: Final = 36_500
"""Days."""


class Garbage(NamedTuple):
    """A file that may be deleted: its name, bytes, and why nothing needs it."""

    post: str
    name: str
    size: int
    why: str


async def find_garbage(bus: Bus, store: LocalStore, kept: KeepDays, now: datetime | None = None) -> list[Garbage]:
    """The files of all posts at rest that nothing needs. Pictures of a post itself stay until it is withdrawn.

    A post with a damaged history is left alone. Raises ProviderDown.
    """
    found, uses = await _search(bus, store, kept, now or utc_now(), {})
    return [garbage for one in found for garbage in one.garbage(uses)]


async def collect_garbage(
    bus: Bus, store: LocalStore, kept: KeepDays, now: datetime | None = None, settled: dict[str, float] | None = None
) -> list[Garbage]:
    """Delete what `find_garbage` finds; returns it. What is needed again is made again from its stage's key.

    ``settled``: posts of which nothing more is to go, with the time of their notes; the next call with the same does
    not look them up. Raises ProviderDown, NoSpace, ConfigurationError (a file may not be deleted).
    """
    settled = {} if settled is None else settled
    found, uses = await _search(bus, store, kept, now or utc_now(), settled)
    deleted: list[Garbage] = []
    for one in found:
        history = await _history(bus, one.key)
        if history is not None and history.sequence == one.sequence:  # nobody approved it meanwhile
            deleted += await asyncio.to_thread(_delete, store, one, uses, settled)
    await asyncio.to_thread(store.delete_unfinished)
    return deleted


class _Found(NamedTuple):
    """Files of a post that its own history lets go, with their sizes, and what must still be so when they go.

    ``whole``: nothing is left to go later.
    """

    key: PostKey
    sequence: int
    noted_at: float
    files: dict[str, int]
    why: str
    whole: bool

    def garbage(self, uses: NotedUses) -> list[Garbage]:
        """Those that no other post uses."""
        shared = uses.by_others(self.key, self.files)
        return [Garbage(str(self.key), name, self.files[name], self.why) for name in sorted(self.files.keys() - shared)]


async def _search(
    bus: Bus, store: LocalStore, kept: KeepDays, now: datetime, settled: dict[str, float]
) -> tuple[list[_Found], NotedUses]:
    """What may go, and the uses of it by other posts."""
    youngest = now - timedelta(days=kept.fewest or _FOR_EVER)
    withdrawn, collected = [await bus.posts_with_fact(kind) for kind in ("post.retracted", "post.collected")]
    shown = collected - withdrawn
    stream = datetime.fromisoformat((await bus.facts_head()).identity).timestamp()
    found: list[_Found] = []
    for post in await asyncio.to_thread(
        posts_with_files_before, store.root, youngest.timestamp(), settled, frozenset(withdrawn)
    ):
        if post.only_pictures and str(post.key) in shown:  # its own, which no rule lets go
            settled[str(post.key)] = post.noted_at
        elif (history := await _history(bus, post.key)) is not None:
            wanted = deletion_rule_of(history, kept, now)
            if (
                not history.sequence and post.noted_at > stream
            ):  # in a younger stream the facts of all posts may be lost
                wanted = DeletionRule(frozenset(), kept.fewest, "uncollected")
            one = await asyncio.to_thread(_unneeded_files_of, store, post, history.sequence, wanted, now)
            if one.files or (one.whole and one.why in _OWNERLESS):
                found.append(one)
            elif one.whole and one.why in _FINAL:
                settled[str(post.key)] = post.noted_at
    found = await _without_named_files(bus, found)
    return found, await asyncio.to_thread(
        NotedUses, store.root / "posts", {name for one in found for name in one.files}
    )


async def _history(bus: Bus, key: PostKey) -> PostHistory | None:
    try:
        return await bus.post_history(key)
    except StreamDamaged as error:
        log.warning("the post's media are left alone", post=str(key), why=str(error))
        return None


async def _without_named_files(bus: Bus, found: list[_Found]) -> list[_Found]:
    """Of posts that are no more, the files that no fact of another post names: a picture may be noted for that one by
    nobody, where a release before 0.2.0 collected it."""
    ownerless = [one for one in found if one.why in _OWNERLESS]
    try:
        names = {name for one in ownerless for name in one.files}
        named = await names_of_other_posts(bus, names, [one.key for one in ownerless])
    except StreamDamaged as error:
        log.warning("files of posts that are no more are left alone", why=str(error))
        return [one for one in found if one not in ownerless]
    return [one._replace(files={name: size for name, size in one.files.items() if name not in named}) for one in found]


class DeletionRule(NamedTuple):
    """What of a post's files can go: all but ``needed`` older than ``days``; nothing where ``why`` is empty."""

    needed: frozenset[str]
    days: int
    why: str


_NOTHING: Final = DeletionRule(frozenset(), 0, "")


def deletion_rule_of(history: PostHistory, kept: KeepDays, now: datetime) -> DeletionRule:
    """What the days of ``kept`` allow to delete of a post with this history."""
    state = history.state()
    if state.status is Status.RETRACTED:
        return DeletionRule(frozenset(), 0, _WITHDRAWN)
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


def _unneeded_files_of(
    store: LocalStore, post: NotedPost, sequence: int, wanted: DeletionRule, now: datetime
) -> _Found:
    found = _Found(post.key, sequence, post.noted_at, {}, wanted.why, whole=False)
    at_once = wanted.why == _WITHDRAWN
    # A preview is no fact: only these notes tell of it.
    if not wanted.why or (now.timestamp() - post.noted_at < _LEFT_ALONE and not at_once):
        return found
    young = False
    for name in store.used_by(post.key) - wanted.needed:
        path = store.root / path_in_store(name)
        if path.is_file():
            # A file that another post's stage made again bears the time of that.
            if at_once or _is_older(timedelta(seconds=now.timestamp() - path.stat().st_mtime), wanted.days):
                found.files[name] = path.stat().st_size
            else:
                young = True
    return found._replace(whole=not young)


def _delete(store: LocalStore, one: _Found, uses: NotedUses, settled: dict[str, float]) -> list[Garbage]:
    """Delete the files as long as nothing is noted for their post; gives those deleted."""
    uses.refresh()
    deleted: list[Garbage] = []
    for garbage in one.garbage(uses):
        if store.last_noted_at(one.key) != one.noted_at:  # a preview or a collector began
            return deleted
        if store.delete(path_in_store(garbage.name)):
            deleted.append(garbage)
    if one.whole and store.last_noted_at(one.key) == one.noted_at:
        if one.why in _OWNERLESS:
            store.delete_uses(one.key)
            uses.forget(one.key)
        elif one.why in _FINAL:
            settled[str(one.key)] = one.noted_at
    return deleted
