"""What a person does at the publishing desk: let a film go public, settle a doubt, open a lane again."""

from datetime import datetime
from typing import Literal

from schemas.errors import BadInput, IllegalTransition
from schemas.events import ContentReleased, ContentRequested, Event
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState
from services.bus import Bus
from services.publish.limits.quota import PlatformQuota
from services.publish.metadata.build import publication
from services.publish.platforms.base import Publication
from services.publish.upload.journal import JournalEntry, UploadJournal, UploadState
from services.publish.upload.retry_now import retry_now


async def release(
    bus: Bus,
    key: PostKey,
    *,
    platform: str,
    reviewer: str,
    privacy: Literal["unlisted", "public"] = "public",
    at: datetime | None = None,
    seal: str = "",
) -> Publication:
    """Approve the film as it is now, with its words, for everybody to see; gives what was approved.

    ``seal``: that of what the person looked at; anything else is refused. Raises IllegalTransition (nothing to
    release, or it is another film by now).
    """
    approved: list[Publication] = []

    def decision(state: PostState) -> Event:
        told = told_of(state, key)
        if seal and told.seal != seal:
            raise IllegalTransition(post=str(key), status="no longer what you saw", event="content.released")
        approved.append(told)
        return ContentReleased(
            post_key=key,
            revision=state.revision,
            reviewer=reviewer,
            platform=platform,
            seal=told.seal,
            privacy=privacy,
            publish_at=at,
        )

    await bus.decide(key, decision)
    return approved[-1]


def told_of(state: PostState, key: PostKey) -> Publication:
    """What a platform would be told. Raises IllegalTransition when there is no film."""
    if not (state.post and state.script and state.film):
        status = state.status.value if state.status else "unknown"
        raise IllegalTransition(post=str(key), status=status, event="content.released")
    return publication(state.post, state.script, state.film, state.revision)


async def settle(bus: Bus, entry_key: str, *, video: str | None) -> JournalEntry:
    """What a person found on the platform: the id of the film, or None for not there. Then it goes on by itself.

    None for a withdrawn film that only a person could delete: it is deleted now.

    Raises BadInput when nothing is in doubt under that key.
    """
    book = UploadJournal(bus.ledger())
    page = await book.load(entry_key)
    if page is not None and page.record.state is UploadState.WITHDRAWN and video is None:
        return await book.write(page.record.model_copy(update={"taken_down": True}), page.revision)
    if page is None or page.record.state is not UploadState.DOUBT:
        remedy = "See the list: wagglebot uploads list --doubt."
        raise BadInput(what=entry_key, why="it is not in doubt", remedy=remedy)
    found: dict[str, object] = {"state": UploadState.SENT, "remote_id": video or ""}
    absent: dict[str, object] = {"state": UploadState.OPEN, "address": "", "closing": False}
    changes = {**(found if video else absent), "reason": ""}
    page = await book.write(page.record.model_copy(update=changes), page.revision)
    key, platform = page.record.post_key, page.record.platform

    def again(state: PostState) -> Event:
        return ContentRequested(
            post_key=key,
            revision=state.revision,
            from_stage=Stage.PUBLISH,
            recipe=state.recipe,
            by="settle",
            platform=platform,
        )

    await bus.decide(key, again)
    return page


async def resume_publishing(bus: Bus, lane: PlatformQuota, platform: str) -> int:
    """Take a stop away and wake what waits behind it; gives how many films that are."""
    await lane.resume()
    return await retry_now(bus, platform)
