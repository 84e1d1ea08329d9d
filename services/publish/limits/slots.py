"""Weekly times at which an account publishes, in Seoul, and the next one that no other film has."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from libraries.bus import Bucket, Bus
from libraries.channel.channel_platform import account_key
from libraries.learning.hour_bands import hour_band, proposed_hour_band
from schemas.base import Frozen, Moment, Sha256
from schemas.clock import utc_now
from schemas.errors import BadInput, ConfigurationError
from schemas.posts import PostKey
from schemas.states import Status
from services.config import PublishSettings
from services.publish.limits.quota import SEOUL
from services.publish.registry import channel_of_platform

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORM: Final = re.compile(r"(daily|([a-z]{3})(?:-([a-z]{3}))?) ([01]\d|2[0-3]):([0-5]\d)")
_FRESH: Final = timedelta(minutes=10)
"""How long a slot stays taken before its release is on record."""
_AHEAD: Final = 26 * 7
"""Days that are searched for a free slot."""


class WeeklySlot(NamedTuple):
    """A weekly time in Seoul. ``day``: 0 is Monday."""

    day: int
    at: time


class _SlotHolder(Frozen):
    """The film that has a slot. ``since``: when it took it, which is a moment before its release is on record."""

    post: PostKey
    seal: Sha256
    since: Moment


def parse_weekly_slots(words: Sequence[str], platform: str) -> tuple[WeeklySlot, ...]:
    """Slots from text: ``daily 07:30``, ``mon-fri 18:30``, ``sun 11:00``. Raises ConfigurationError."""
    found: set[WeeklySlot] = set()
    for word in words:
        match = _FORM.fullmatch(word.strip().lower())
        first, last = (match[2] or "mon", match[3] or match[2] or "sun") if match else ("", "")
        if match is None or first not in _DAYS or last not in _DAYS:
            raise ConfigurationError("publish.slot_syntax", platform=platform, text=word)
        begin, end = _DAYS.index(first), _DAYS.index(last)
        days = range(begin, (end if end >= begin else end + 7) + 1)
        found |= {WeeklySlot(day % 7, time(int(match[4]), int(match[5]))) for day in days}
    return tuple(sorted(found))


def slot_times_after(slots: Sequence[WeeklySlot], after: datetime) -> Iterator[datetime]:
    """The times of weekly slots after ``after``, in UTC and in order, for half a year."""
    return slot_times_between(slots, after, after + timedelta(days=_AHEAD - 1))


def slot_times_between(slots: Sequence[WeeklySlot], after: datetime, until: datetime) -> Iterator[datetime]:
    """The times of weekly slots after ``after`` and to the end of the day of ``until``, in UTC and in order."""
    today = after.astimezone(SEOUL).date()
    for ahead in range((until.astimezone(SEOUL).date() - today).days + 1):
        day: date = today + timedelta(days=ahead)
        for slot in slots:
            moment = datetime.combine(day, slot.at, SEOUL).astimezone(UTC)
            if slot.day == day.weekday() and moment > after:
                yield moment


async def reserve_slot(bus: Bus, settings: PublishSettings, platform: str, post: PostKey, seal: Sha256) -> datetime:
    """The next weekly time of a platform's account that is free; the post's from now on. Raises BadInput.

    Where the post's approval proposed hours of the day, only times within them, if there are any.
    """
    weekly = parse_weekly_slots(settings.slots_of(platform), platform)
    if hours := proposed_hour_band(await bus.facts_of_post(post)):
        weekly = tuple(slot for slot in weekly if hour_band(slot.at.hour) == hours) or weekly
    account = account_key(platform, channel_of_platform(settings, platform))
    return await reserve_account_slot(bus, account, weekly, post, seal, utc_now())


async def reserve_account_slot(
    bus: Bus, account: str, slots: Sequence[WeeklySlot], post: PostKey, seal: Sha256, now: datetime
) -> datetime:
    """Take the next free slot of ``account`` (platform and channel, ``youtube.main``) for a post.

    A slot whose film was withdrawn, remade or reworded since is free again. Raises BadInput when there is none.
    """
    ledger = bus.ledger()
    mine = _SlotHolder(post=post, seal=seal, since=now)
    for moment in slot_times_after(slots, now):
        key = f"slot.{account}.{moment:%Y%m%dT%H%M}"
        holder = await ledger.get_parsed(key, _SlotHolder)
        if holder is not None and (holder.post, holder.seal) == (post, seal):
            return moment
        if holder is not None and (now - holder.since < _FRESH or await _still_waits(bus, holder, moment)):
            continue
        if await _take_over(ledger, key, holder, mine):
            return moment
    raise BadInput("publish.no_slot", account=account)


async def _take_over(ledger: Bucket, key: str, holder: _SlotHolder | None, mine: _SlotHolder) -> bool:
    """Writes ``mine`` over ``holder``; False when another film took the slot first."""
    return await ledger.update(key, _SlotHolder, lambda now: mine if now is None or now == holder else now) is mine


async def _still_waits(bus: Bus, holder: _SlotHolder, moment: datetime) -> bool:
    """Whether a film still waits for its slot."""
    state = await bus.post_state(holder.post)
    waits = any(release.seal == holder.seal and release.publish_at == moment for release in state.released)
    return waits and state.status is not Status.RETRACTED
