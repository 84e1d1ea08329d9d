"""The part of the composition root that the review app needs: what studio and publishers do for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

from schemas.adapters import AdapterKind, names
from schemas.posts import PostKey
from schemas.states import PostState
from services.bootstrap import Runtime, uploaders
from services.bus import Bus
from services.commands.publishing import release, told_of
from services.publish.withdraw.withdrawal import Withdrawal
from services.review.ports import Choices, Ports, Words
from services.studio.film.templates.registry import template_names
from services.studio.film.user_media.probe import builtin_names, own_assets
from services.studio.preview import Previews
from services.studio.user_assets import AssetKind


@asynccontextmanager
async def review_ports(place: Runtime, bus: Bus) -> AsyncIterator[Ports]:
    """What studio and publishers do for the review app."""
    rehearsals = Previews(place.store, place.settings)

    try:
        yield Ports(
            rehearsal=rehearsals,
            desk=_Desk(place, bus),
            choices=partial(_choices, place.settings.studio.assets),
        )
    finally:
        await rehearsals.close()


def _choices(assets: Path) -> Choices:
    """What there is now: what is dropped into the folder of assets is offered at once."""

    def there(kind: AssetKind) -> list[str]:
        return sorted(builtin_names(kind).union(own.name for own in own_assets(assets, kind) if not own.why))

    return Choices(
        templates=("auto", *template_names()),
        voices=names(AdapterKind.VOICE),
        music=("auto", "none", *there("music")),
        backgrounds=("auto", *there("backgrounds")),
    )


class _Desk:
    """The publishing desk as the review app knows it (`services.review.ports.PublishingPort`)."""

    def __init__(self, place: Runtime, bus: Bus) -> None:
        self._place, self._bus = place, bus

    def words(self, state: PostState, key: PostKey) -> Words:
        told = told_of(state, key)
        return Words(title=told.title, description=told.description, seal=told.seal)

    async def release(
        self,
        key: PostKey,
        *,
        platform: str,
        reviewer: str,
        privacy: Literal["unlisted", "public"],
        at: datetime | None,
        seal: str,
    ) -> None:
        await release(self._bus, key, platform=platform, reviewer=reviewer, privacy=privacy, at=at, seal=seal)

    async def withdraw(self, key: PostKey, *, reason: str, by: str) -> tuple[str, ...]:
        every = uploaders(self._place, self._bus)
        outcome = await Withdrawal(self._bus, self._place.store, every, reason=reason, by=by).run(key)
        return outcome.unsure
