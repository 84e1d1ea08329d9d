"""Withdraw a post for good: videos are deleted, text and media purged, and it is never collected again."""

from datetime import timedelta
from typing import Annotated

from pydantic import StringConstraints

from libraries.backups.withdrawn_list import note_withdrawals_everywhere
from libraries.bus import Bus
from libraries.media.store import MediaStore
from schemas.base import Frozen
from services.config import Settings
from services.publish import registry
from services.publish.withdraw.withdrawal import WithdrawalOutcome, Withdrawer, find_post_key


class WithdrawPost(Frozen):
    """A request to take a post down for good.

    ``named``: the key of a post, or the id or address of its video. ``reason`` stays on record.

    ``hold``: how long a hidden video is kept before it is deleted; None deletes it at once.
    """

    named: str
    reason: Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]
    hold: timedelta | None = None


async def withdraw_post(
    bus: Bus, request: WithdrawPost, who: str, settings: Settings, store: MediaStore
) -> WithdrawalOutcome:
    """Record ``post.retracted`` and take everything of the post away, on every configured platform.

    Raises BadInput (nothing of that name), ProviderDown and Parked (a platform cannot be asked now; what was
    recorded stays, and asking again goes on).
    """
    exports = settings.media.root / "export"
    uploaders = registry.uploaders(bus, store, exports, settings.publish)
    key = await find_post_key(bus, request.named)
    try:
        return await Withdrawer(bus, store, uploaders, reason=request.reason, by=who, hold=request.hold).withdraw(key)
    finally:
        # Also when a platform does not answer: the retraction is recorded by then, and no restore may undo it.
        await save_withdrawn_posts(bus, settings)


async def save_withdrawn_posts(bus: Bus, settings: Settings) -> None:
    """Write which posts were withdrawn where every restore looks: into ``var/`` and beside the backups.

    Raises ProviderDown, BadInput (a list is damaged), NoSpace, ConfigurationError.
    """
    await note_withdrawals_everywhere(bus, settings.nats.store_dir.parent, settings.backup_store)
