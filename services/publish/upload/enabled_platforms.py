"""Since when films go to which platform: one that is enabled later gets nothing that was made before.

The moment stands in the ledger. The platforms that an installation begins with get everything, and so does one whose
uploads are in the journal of an installation that kept no such moments yet. Several publishers may share a ledger, each
with a list of platforms of its own: what another one serves is not left out.
"""

import asyncio
import hashlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

from libraries.bus import Bus, Lease
from libraries.channel.channel_platform import account_key
from libraries.log import get_logger
from libraries.waiting import wait_for_stop
from schemas.base import Frozen, Moment
from schemas.errors import Retryable
from schemas.events import ContentReleased, ContentRendered, ContentRequested, ContentUploading, Event, RecordedFact
from services.publish.platforms.base import BaseUploader
from services.publish.upload.alerts import alert
from services.publish.upload.journal import UploadJournal

log = get_logger(__name__)

Accounts = tuple[str, ...]
"""What one publisher serves: ``platform.channel``, sorted."""

_KEY: Final = "enabled.accounts"
_LEASE: Final = 60.0
_ROUND: Final = 20.0
"""Seconds after which a publisher renews the lease that says it runs."""
_ROUNDS: Final = 30
"""Rounds after which it counts who does not run."""
_FORGOTTEN: Final = 24 * 3600.0
"""Seconds for which others ran without a publisher, after which what it served counts as left out."""


class _Publisher(Frozen):
    """A list that a publisher began with. ``missed``: seconds for which others ran while none with this list did."""

    accounts: Accounts
    missed: Annotated[float, Field(ge=0)] = 0.0


class _Enabled(Frozen):
    """The moment at which each account was enabled; None: before everything. Release 0.1.0 knew one publisher only."""

    since: Mapping[str, Moment | None] = Field(default_factory=dict)
    publishers: tuple[_Publisher, ...] = ()

    def known(self) -> tuple[_Publisher, ...]:
        return self.publishers or ((_Publisher(accounts=tuple(sorted(self.since))),) if self.since else ())

    def only(self, publishers: Sequence[_Publisher]) -> "_Enabled":
        """The same with these publishers, and the accounts that they serve."""
        served = {one for publisher in publishers for one in publisher.accounts}
        since = {one: moment for one, moment in self.since.items() if one in served}
        return _Enabled(since=since, publishers=tuple(publishers))


async def record_enabled_platforms(bus: Bus, uploaders: Sequence[BaseUploader]) -> Mapping[str, datetime | None]:
    """The moment at which each platform was enabled, by its name; None: it gets everything.

    Those of ``uploaders`` that no publisher served until now are enabled from now on, and a person is told. One that is
    left out and comes back counts as new.
    """
    platforms = {account_key(uploader.platform, uploader.channel): uploader.platform for uploader in uploaders}
    mine = tuple(sorted(platforms))
    used = {".".join(key) async for *key, _ in UploadJournal(bus.ledger()).uploads()}
    stored = await bus.ledger().get_parsed(_KEY, _Enabled)
    running = await _running(bus, [one.accounts for one in stored.known() if one.accounts != mine]) if stored else set()
    now, fresh = await bus.broker_time(), set[str]()

    def enabled(before: _Enabled | None) -> _Enabled:
        fresh.clear()
        known = dict.fromkeys(used) if before is None else dict(before.since)
        if before is not None or used:
            fresh.update(set(mine) - known.keys())
        since = known | {one: now if one in fresh else known.get(one) for one in mine}
        others = _others(before.known() if before else (), mine, running)
        return _Enabled(since=since).only([*others, _Publisher(accounts=mine)])

    found = await bus.ledger().update(_KEY, _Enabled, enabled)
    for account in sorted(fresh):
        how = f"nothing made before {now:%Y-%m-%d %H:%M} UTC goes there: wagglebot publish POST --platform NAME"
        await alert(bus, f"{account} is enabled", how)
    return {platform: found.since[account] for account, platform in platforms.items()}


def _others(known: Sequence[_Publisher], mine: Accounts, running: Collection[Accounts]) -> list[_Publisher]:
    """The other publishers when one with the list ``mine`` begins.

    A list that is not known yet is another publisher's, or the changed one of a publisher that does not run: of those,
    the one that has most in common with it.
    """
    others = [one for one in known if one.accounts != mine]
    changed = [one for one in others if one.accounts not in running and not set(mine).isdisjoint(one.accounts)]
    if changed and len(others) == len(known):
        others.remove(max(changed, key=lambda one: len(set(mine).intersection(one.accounts))))
    return others


async def announce_served_accounts(bus: Bus, uploaders: Sequence[BaseUploader], stop: asyncio.Event) -> None:
    """Hold a lease that says these accounts are served, and count how long others are not, until ``stop``."""
    mine = tuple(sorted(account_key(uploader.platform, uploader.channel) for uploader in uploaders))
    lease, rounds = None, 0
    while not stop.is_set():
        try:
            if lease is None or not await lease.renew():
                lease = await _lease(bus, mine)
            if rounds % _ROUNDS == _ROUNDS - 1:
                await add_missed_publishing_seconds(bus, mine, _ROUND * _ROUNDS)
        except Retryable as error:
            log.warning("waits", who="publish", why=str(error))
        rounds += 1
        await wait_for_stop(stop, _ROUND)
    if lease is not None:
        with suppress(Retryable):  # it ends by itself
            await lease.release()


async def add_missed_publishing_seconds(bus: Bus, mine: Accounts, seconds: float) -> None:
    """Add ``seconds`` to what other publishers missed that do not run. Raises ProviderDown, Conflict."""
    stored = await bus.ledger().get_parsed(_KEY, _Enabled)
    others = [one.accounts for one in stored.known() if one.accounts != mine] if stored else []
    running = {mine, *await _running(bus, others)}

    def counted(before: _Enabled | None) -> _Enabled:
        before = before or _Enabled()
        missed = (0.0 if one.accounts in running else one.missed + seconds for one in before.known())
        now = [one.model_copy(update={"missed": time}) for one, time in zip(before.known(), missed, strict=True)]
        return before.only([one for one in now if one.missed < _FORGOTTEN])

    if others:
        await bus.ledger().update(_KEY, _Enabled, counted)


async def _running(bus: Bus, lists: Sequence[Accounts]) -> set[Accounts]:
    """Those of the lists that a publisher serves now."""
    found = set()
    for accounts in lists:
        lease = await _lease(bus, accounts)
        if lease is None:
            found.add(accounts)
        else:
            await lease.release()
    return found


async def _lease(bus: Bus, accounts: Accounts) -> Lease | None:
    name = hashlib.sha256(" ".join(accounts).encode()).hexdigest()[:16]
    return await bus.take_lease(f"publisher.{name}", _LEASE, release_on_death=True)


def should_publish(fact: Event, history: Sequence[RecordedFact], platform: str, since: datetime | None) -> bool:
    """Whether a film goes to ``platform`` because of ``fact``: it was made since, or a person or an upload says so."""
    if since is None or (isinstance(fact, ContentRequested | ContentReleased) and fact.platform == platform):
        return True
    if any(isinstance(one.event, ContentUploading) and one.event.platform == platform for one in history):
        return True
    made = [one.time for one in history if isinstance(one.event, ContentRendered)]
    return not made or made[-1] >= since
