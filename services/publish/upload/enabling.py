"""Since when films go to which platform: one that is enabled later gets nothing that was made before.

The moment stands in the ledger. The platforms that an installation begins with get everything, and so does one whose
uploads are in the journal of an installation that kept no such moments yet.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from pydantic import Field

from libraries.bus import Bus
from libraries.log import get_logger
from schemas.base import Frozen, Moment
from schemas.events import ContentReleased, ContentRendered, ContentRequested, ContentUploading, Event, Recorded
from services.publish.platforms.base import BaseUploader
from services.publish.upload.alerts import alert
from services.publish.upload.journal import UploadJournal

log = get_logger(__name__)

_KEY: Final = "enabled.accounts"


class _Enabled(Frozen):
    """The moment at which each account was enabled; None: before everything."""

    since: Mapping[str, Moment | None] = Field(default_factory=dict)


async def enabled_since(bus: Bus, uploaders: Sequence[BaseUploader]) -> Mapping[str, datetime | None]:
    """The moment at which each platform was enabled, by its name; None: it gets everything.

    Those of ``uploaders`` that were not enabled until now are, from now on, and a person is told. One that is left out
    and comes back counts as new.
    """
    accounts = {f"{uploader.platform}.{uploader.channel}": uploader.platform for uploader in uploaders}
    used = {f"{one.record.platform}.{one.record.channel}" async for one in UploadJournal(bus.ledger()).entries()}
    now, fresh = await bus.time(), set[str]()

    def enabled(before: _Enabled | None) -> _Enabled:
        fresh.clear()
        known = dict.fromkeys(used) if before is None else dict(before.since)
        if before is not None or used:
            fresh.update(accounts.keys() - known.keys())
        return _Enabled(since={one: now if one in fresh else known.get(one) for one in accounts})

    found = await bus.ledger().update(_KEY, _Enabled, enabled)
    for account in sorted(fresh):
        how = f"nothing made before {now:%Y-%m-%d %H:%M} UTC goes there by itself (wagglebot publish, publish.backlog)"
        await alert(bus, f"{account} is enabled", how)
    return {platform: found.since[account] for account, platform in accounts.items()}


def is_asked_for(fact: Event, history: Sequence[Recorded], platform: str, since: datetime | None) -> bool:
    """Whether a film goes to ``platform`` because of ``fact``: it was made since, or a person or an upload says so."""
    if since is None or (isinstance(fact, ContentRequested | ContentReleased) and fact.platform == platform):
        return True
    if any(isinstance(one.event, ContentUploading) and one.event.platform == platform for one in history):
        return True
    made = [one.time for one in history if isinstance(one.event, ContentRendered)]
    return not made or made[-1] >= since
