"""Settle an upload that is in doubt: a person looked on the platform and says what is there."""

from libraries.bus import Bus
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.events import ContentRequested, Event
from schemas.recipe import Stage
from schemas.states import PostState
from services.commands.fact_recording import record_fact
from services.publish.upload.journal import JournalEntry, UploadJournal, UploadState


class SettleUpload(Frozen):
    """What a person found of an upload in doubt, by its key: the id of its video; None when it is not there."""

    upload: str
    video: str | None = None


async def settle_upload(bus: Bus, request: SettleUpload, who: str) -> JournalEntry:
    """Write down what was found, and have the upload go on.

    Of a withdrawn film that only a person could delete, "not there" means that it is deleted now. Raises BadInput
    (``upload.not_in_doubt``), and as `record_fact` does.
    """
    journal = UploadJournal(bus.ledger())
    entry = await journal.load(request.upload)
    if entry is not None and entry.record.state is UploadState.WITHDRAWN and request.video is None:
        return await journal.change(entry, taken_down=True)
    if entry is None or entry.record.state is not UploadState.DOUBT:
        raise BadInput("upload.not_in_doubt", upload=request.upload)
    found: dict[str, object] = {
        "state": UploadState.SENT,
        "remote_id": request.video or "",
        "reason": "",
        "waits": None,
    }
    absent: dict[str, object] = {
        "state": UploadState.OPEN,
        "address": "",
        "closing": False,
        "reason": "",
        "waits": None,
    }
    changed = entry.record.model_copy(update=found if request.video else absent)
    entry = await journal.write(changed, entry.revision)
    key, platform = entry.record.post_key, entry.record.platform

    def event(state: PostState) -> Event:
        return ContentRequested(
            post_key=key,
            revision=state.revision,
            from_stage=Stage.PUBLISH,
            recipe=state.recipe,
            by=who,
            platform=platform,
        )

    await record_fact(bus, key, event)
    return entry
